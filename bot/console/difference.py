"""What is different between two states, for people: field by field, and word by word within a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bot.console.amounts import amount_words
from bot.console.row_pairs import row_pairs
from bot.staff.audit import field_words, value_words

# Japanese has no spaces between words, so there each character counts as one.
_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|\s+|[^\w\s]")
# Above this many words the comparison would take too long for a page; then the whole text counts as changed.
_MOST_WORDS = 4000
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d\S*)?")
_AMOUNTS = frozenset({"amount", "amount_max"})
# So many characters of what stayed are shown on each side of what changed.
_AROUND = 40


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True)
class Changed:
    """One field that differs."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class _Shown:
    """A value as people read it; `whole` when only all of it means something, as of a date or a number."""

    text: str
    whole: bool = False


_NOTHING = _Shown("", whole=True)


def difference(before: Any, after: Any) -> list[Changed]:
    """The fields that differ, in the order in which they stand; None is a state with no fields.

    Texts are compared word by word. Dates, in the reader's form, and numbers go and come whole.
    """
    pairs = _fields(before, after)
    return [Changed(label, tuple(_pieces(then, now))) for label, then, now in pairs if then.text != now.text]


def _pieces(before: _Shown, after: _Shown) -> Iterator[Piece]:
    if not (before.whole and after.whole):
        yield from text_difference(before.text, after.text)
        return
    if before.text:
        yield Piece("gone", before.text)
    if before.text and after.text:
        # Without it the two would be read as one.
        yield Piece("same", " → ")
    if after.text:
        yield Piece("new", after.text)


def text_difference(before: str, after: str) -> Iterator[Piece]:
    """Both texts as one: what stayed, what went, what came."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > _MOST_WORDS:
        yield from (Piece("gone", before), Piece("new", after))
        return
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[old_start:old_end]))
            continue
        if old_end > old_start:
            yield Piece("gone", "".join(old[old_start:old_end]))
        if new_end > new_start:
            yield Piece("new", "".join(new[new_start:new_end]))


def excerpt(before: str, after: str) -> list[Piece]:
    """The difference of two long texts with only the words around it, so that nothing that changed is cut off."""
    return [Piece(one.kind, _shortened(one.text)) if one.kind == "same" else one for one in text_difference(before, after)]


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * _AROUND else f"{text[:_AROUND]} … {text[-_AROUND:]}"


def day_words(value: str) -> str:
    """A day or a time of the form in which contents keep it, as the reader writes it; any other text as it is."""
    if not _ISO_DAY.fullmatch(value):
        return value
    try:
        day, moment = parse_date(value), parse_datetime(value)
    except ValueError:
        return value
    if day is not None:
        return date_format(day, "DATE_FORMAT")
    if moment is None:
        return value
    return date_format(moment if timezone.is_naive(moment) else timezone.localtime(moment), "DATETIME_FORMAT")


def _fields(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, _Shown, _Shown]]:
    """Each field with what it held and what it holds; a row of a list by the number that it has now, else by the one that it had."""
    kinds = {_kind(state) for state in (before, after) if state is not None and state != []}
    if len(kinds) > 1:
        # A text that became a group of fields, say.
        yield from _fields(before, None, path)
        yield from _fields(None, after, path)
    elif kinds == {"fields"}:
        old, new = _with_money(before or {}), _with_money(after or {})
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _fields(old.get(key), new.get(key), (*path, str(key)))
    elif kinds == {"rows"}:
        rows, kept = before or [], after or []
        for then, now in row_pairs(rows, kept):
            was, becomes = (None if then is None else rows[then]), (None if now is None else kept[now])
            yield from _fields(was, becomes, (*path, _number(then, now, len(kept))))
    elif kinds:
        field = path[-1] if path else ""
        was, becomes = (_NOTHING if state is None else _shown(field, state) for state in (before, after))
        yield " › ".join(field_words(part) for part in path), was, becomes


class _Money(str):
    """An amount in words, which means something only whole."""


def _with_money(state: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of a fee with its amounts as people write them."""
    currency = state.get("currency")
    if not isinstance(currency, str):
        return state
    return {key: _Money(amount_words(one, currency)) if key in _AMOUNTS and isinstance(one, int) else one for key, one in state.items()}


def _kind(state: Any) -> Literal["fields", "rows", "value"]:
    if isinstance(state, Mapping):
        return "fields"
    return "rows" if isinstance(state, list) and any(isinstance(one, dict | list) for one in state) else "value"


def _number(then: int | None, now: int | None, count: int) -> str:
    if now is not None:
        return str(now + 1)
    number = str((then or 0) + 1)
    # Another row may have the number now.
    return _("%(number)s (before)") % {"number": number} if then is not None and then < count else number


def _shown(field: str, value: Any) -> _Shown:
    if isinstance(value, bool):
        return _Shown(_("yes") if value else _("no"), whole=True)
    if isinstance(value, list):
        return _Shown(", ".join(day_words(value_words(field, str(one))) for one in value))
    if isinstance(value, _Money):
        return _Shown(value, whole=True)
    text = str(value)
    words = value_words(field, text)
    # One of a few choices is as much a whole as a number is.
    return _Shown(day_words(words), whole=words != text or isinstance(value, int | float) or day_words(words) != words)
