"""Tables as CSV: UTF-8 with a byte order mark, by which Excel knows the encoding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.utils.translation import gettext_noop as _

from bot.catalogue.content_files import ContentMistakes, Mistake
from bot.catalogue.exchange.cells import protected, unprotected, written
from bot.catalogue.exchange.columns import Column, Value
from bot.sentence import Sentence

_SEPARATORS = ",;\t"  # Excel writes a semicolon where the comma is the decimal sign, as in Indonesia


def write(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> bytes:
    """The table as the bytes of a CSV file; no cell of it is taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in columns])
    writer.writerows([protected(written(value)) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def read(path: Path) -> list[list[str]]:
    """The cells of a CSV file, row by row, headers first; the separator is found in the header row.

    Raises:
        ContentMistakes: the file is not CSV, or not UTF-8.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ContentMistakes(
            [Mistake(path, line, "", Sentence(_("the file is not UTF-8 text; in Excel, save it as 'CSV UTF-8'")))]
        ) from error
    headers = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=headers.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append([unprotected(cell.replace("\r\n", "\n").replace("\r", "\n")) for cell in row])
    except csv.Error as error:
        raise ContentMistakes(
            [Mistake(path, len(rows) + 1, "", Sentence(_("the row is not CSV: %(reason)s"), reason=str(error)))]
        ) from error
    return rows
