"""Tables as CSV: written as UTF-8 with a byte order mark, by which Excel knows the encoding, and read in whichever way Excel saves them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from django.utils.translation import gettext_noop as _

from bot.catalogue.content_files import ContentMistakes, Mistake
from bot.catalogue.exchange.cells import protected, unprotected, written
from bot.catalogue.exchange.columns import Column, Value
from bot.sentence import Sentence

_LOST = _("letters of this cell were lost when the file was saved, and are question marks now; in Excel, save it as 'CSV UTF-8'")
# What Excel leaves of Japanese where the computer's encoding has no such letters. People put question marks after words, and not so many.
_REPLACED = re.compile(r"^\?{3,}|\?{6,}")
_KANA = re.compile("[ぁ-ん][ぁ-んァ-ヶ一-龠]")
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

    It is UTF-8, UTF-16 with a byte order mark ("Unicode text" of Excel), or Shift_JIS, as Excel in Japan saves plain CSV.

    Raises:
        ContentMistakes: the file is not CSV, none of these encodings, or lost letters when it was saved.
    """
    text = _decoded(path, path.read_bytes())
    headers = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=headers.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append([unprotected(cell.replace("\r\n", "\n").replace("\r", "\n")) for cell in row])
    except csv.Error as error:
        raise ContentMistakes([Mistake(path, len(rows) + 1, "", _why_not(error))]) from error
    lost = [
        Mistake(path, number, rows[0][index] if index < len(rows[0]) else "", Sentence(_LOST))
        for number, row in enumerate(rows, start=1)
        for index, cell in enumerate(row)
        if _REPLACED.search(cell)
    ]
    if lost:
        raise ContentMistakes(lost)
    return rows


def _why_not(error: csv.Error) -> Sentence:
    """The parser's complaints as something that one can see in the file."""
    told = str(error)
    if "unexpected end of data" in told:
        return Sentence(_("a quotation mark opens a cell in this row, and none closes it"))
    if "expected after" in told:
        return Sentence(_("the row is not CSV: within a cell that begins with a quotation mark, each other one is written twice"))
    return Sentence(_("the row is not CSV: %(reason)s"), reason=told)


def _decoded(path: Path, raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with suppress(UnicodeDecodeError):
            return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Bytes of Western encodings are often Shift_JIS by chance, but never kana in each other's company.
        with suppress(UnicodeDecodeError):
            if _KANA.search(japanese := raw.decode("cp932")):
                return japanese
        line = raw[: error.start].count(b"\n") + 1
        raise ContentMistakes(
            [Mistake(path, line, "", Sentence(_("the file is not UTF-8 text; in Excel, save it as 'CSV UTF-8'")))]
        ) from error
