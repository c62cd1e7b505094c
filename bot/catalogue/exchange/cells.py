r"""How a value stands in a cell, and what a cell that office staff edited means.

Nothing gets lost on the way: a line break inside a list's entry is written `\n`, a backslash `\\`, a control character `\u0007`. A cell
that a spreadsheet would take for a formula gets an apostrophe in front, and so does one that begins with apostrophes before such a sign.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext_noop as _

from bot.catalogue.exchange.columns import LINE, Column, Value
from bot.sentence import Sentence

# Excel set to Japanese also takes full-width signs for the beginning of a formula.
_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
_NOT_IN_A_CELL = re.compile("[\x00-\x08\x0b\x0c\r\x0e-\x1f\x7f\ufffe\uffff]")
_ESCAPED = re.compile(r"\\(\\|n|u[0-9a-f]{4})")
_DATE_ORDERS = ("%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y")
_YES, _NO = {"yes", "true", "1", "ya", "はい"}, {"no", "false", "0", "tidak", "いいえ"}


def protected(cell: str) -> str:
    """The cell as a spreadsheet shows it and never computes it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unprotected(cell: str) -> str:
    """The cell as it was before `protected`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def written(value: Value) -> str:
    """The value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        return "\n".join(_escape(line).replace("\n", r"\n") for line in value)
    return _escape(value) if isinstance(value, str) else str(value)


def _escape(text: str) -> str:
    return _NOT_IN_A_CELL.sub(lambda match: f"\\u{ord(match[0]):04x}", text.replace("\\", r"\\"))


def _unescape(text: str) -> str:
    def plain(match: re.Match[str]) -> str:
        return {"\\": "\\", "n": "\n"}.get(match[1]) or chr(int(match[1][1:], 16))

    return _ESCAPED.sub(plain, text)


def parsed(column: Column, cell: str) -> Value:
    """The value that a cell of this column means; None when it is empty.

    Raises:
        ValueError: the cell cannot be read; the message says what to write instead.
    """
    if not cell.strip():
        return None
    if LINE in column.path:
        return _lines(column, cell)
    if column.kind == "text":
        return _unescape(cell)
    word = cell.strip()
    if column.kind == "whole":
        if not re.fullmatch(r"[0-9]{1,10}", word):
            raise ValueError(Sentence(_("%(cell)s is not a whole number; write digits only, for example 50000"), cell=repr(word)))
        return int(word)
    if column.kind == "number":
        return _number(word)
    if column.kind == "date":
        return _date(word)
    if column.kind == "flag":
        return _flag(word)
    return word


def _lines(column: Column, cell: str) -> list[str] | None:
    lines = [_unescape(line) if line.strip() else "" for line in cell.split("\n")]
    if column.kind == "word":
        lines = [line.strip() for line in lines]
    if column.path[-1] == LINE:
        lines = [line for line in lines if line]
    while lines and not lines[-1]:
        lines.pop()
    return lines or None


def _number(word: str) -> int | float:
    if re.fullmatch(r"[0-9]{1,10}", word):
        return int(word)
    # Three digits after a comma may be thousands: such a number is not guessed.
    if not re.fullmatch(r"[0-9]{1,10}(\.[0-9]+|,[0-9]{1,2})", word):
        raise ValueError(Sentence(_("%(cell)s is not a number; write for example 14 or 1.5"), cell=repr(word)))
    return float(word.replace(",", "."))


def days_meant(word: str) -> list[str]:
    """Each day that a written date can mean, as 2026-01-31, the earliest first."""
    meanings = set()
    for order in _DATE_ORDERS:
        try:
            meanings.add(dt.datetime.strptime(word, order).date().isoformat())
        except ValueError:
            continue
    return sorted(meanings)


def _date(word: str) -> str:
    meanings = days_meant(word)
    if len(meanings) > 1:
        one, two = meanings
        raise ValueError(Sentence(_("%(cell)s can mean %(one)s or %(two)s; write the one you mean"), cell=repr(word), one=one, two=two))
    if not meanings:
        raise ValueError(Sentence(_("%(cell)s is not a date; write it as 2026-01-31"), cell=repr(word)))
    return meanings[0]


def _flag(word: str) -> bool | None:
    if word.lower() in _YES:
        return True
    if word.lower() in _NO:
        return None
    raise ValueError(Sentence(_("%(cell)s is neither yes nor no"), cell=repr(word)))
