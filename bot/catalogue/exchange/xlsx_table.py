"""Tables as Excel workbooks."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from copy import copy
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from bot.catalogue.content_files import ContentMistakes, Mistake
from bot.catalogue.exchange.cells import protected, unprotected, written
from bot.catalogue.exchange.columns import LINE, Column, Value
from bot.sentence import Sentence

_FORMULA = _("the cell holds the formula or error %(value)s; write its value instead")
_MOST_CHARACTERS = 32_767
_NARROW, _WIDE = 12, 60


def write(columns: Sequence[Column], rows: Iterable[Sequence[Value | dt.date]], title: str = "services") -> bytes:
    """The table as the bytes of a workbook: headers and keys stay in sight, texts wrap, choices are offered as lists.

    Raises:
        ContentMistakes: a text is longer than a cell can be.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append([column.name for column in columns])
    top = Alignment(wrap_text=True, vertical="top")
    styled: dict[str, StyleArray] = {}
    widest = [len(column.name) for column in columns]
    for number, row in enumerate(rows, start=2):
        for index, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
            if value is None:
                continue
            if isinstance(value, dt.date):
                cell = sheet.cell(number, index, value)
                _style(cell, "yyyy-mm-dd", top, styled)
                continue
            text = protected(written(value))
            if len(text) > _MOST_CHARACTERS:
                raise ContentMistakes(
                    [Mistake(Path(title), number, column.name, Sentence(_("the text is too long for an Excel cell; export CSV")))]
                )
            cell = sheet.cell(number, index, value if isinstance(value, (int, float)) and not isinstance(value, bool) else text)
            # As text, so that Excel leaves dates and codes as they are.
            _style(cell, "@" if isinstance(cell.value, str) else "General", top, styled)
            widest[index - 1] = max(widest[index - 1], *map(len, text.split("\n")))
    for index, column in enumerate(columns, start=1):
        header = sheet.cell(1, index)
        header.font, header.alignment = Font(bold=True), top
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = min(max(widest[index - 1] + 2, _NARROW), _WIDE)
        if column.choices and LINE not in column.path:
            choice = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}1000")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _style(cell: Any, number_format: str, alignment: Alignment, styled: dict[str, StyleArray]) -> None:
    """Give the cell a format; the library looks a style up for seconds when thousands of cells each ask for theirs."""
    if number_format in styled:
        cell._style = copy(styled[number_format])
        return
    cell.number_format, cell.alignment = number_format, alignment
    styled[number_format] = cell._style


def read(path: Path, title: str = "services") -> list[list[str]]:
    """The cells of the workbook's sheet of that title, or else of its first sheet, row by row, headers first.

    Raises:
        ContentMistakes: the file is not a workbook, or a cell holds a formula or an error; every such cell is listed.
    """
    try:
        book = load_workbook(path, read_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ContentMistakes([Mistake(path, 1, "", Sentence(_("the file is not an Excel workbook (.xlsx)")))]) from error
    rows: list[list[str]] = []
    found: list[Mistake] = []
    try:
        sheet: Any = book[title] if title in book.sheetnames else book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            rows.append([])
            for index, cell in enumerate(cells):
                if cell.data_type in ("f", "e"):
                    header = rows[0][index] if rows and index < len(rows[0]) else get_column_letter(index + 1)
                    found.append(Mistake(path, number, header, Sentence(_FORMULA, value=str(cell.value))))
                rows[-1].append(unprotected(_text(cell.value)))
    finally:
        book.close()
    if found:
        raise ContentMistakes(found)
    return rows


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n")
