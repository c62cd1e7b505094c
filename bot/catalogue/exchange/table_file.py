"""A table that office staff send: CSV or Excel, told by the ending of its name."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_noop as _

from bot.catalogue.content_files import ContentMistakes, Mistake
from bot.catalogue.exchange import csv_table, xlsx_table
from bot.sentence import Sentence


def read(path: Path, title: str) -> list[list[str]]:
    """The cells row by row, headers first; of a workbook those of its sheet of that title, or else of its first sheet.

    Raises:
        ContentMistakes: the file is no such table, or cannot be read.
    """
    ending = path.suffix.lower()
    try:
        if ending == ".csv":
            return csv_table.read(path)
        if ending == ".xlsx":
            return xlsx_table.read(path, title)
    except OSError as error:
        raise ContentMistakes(
            [Mistake(path, 1, "", Sentence(_("the file cannot be read: %(reason)s"), reason=error.strerror or str(error)))]
        ) from error
    raise ContentMistakes([Mistake(path, 1, "", Sentence(_("the file must be a table that ends in .csv or .xlsx")))])
