"""Values of the right shape that cannot be: a 30th of February, a fee that ends before it begins, hours turned round, a key twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as _

from bot.catalogue.content_files import ContentFile, Mistake
from bot.languages import is_localized
from bot.sentence import Sentence

_SPAN = _("%(interval)s is no stretch of one day: write the earlier time first, at the latest 23:59")
_DATES = frozenset({"valid_from", "valid_to", "verified_on", "review_due", "date"})
Path = tuple[str | int, ...]


def impossible_values(file: ContentFile) -> list[Mistake]:
    """Each such value of a file that its schema has accepted."""
    return [file.mistake(path, message) for path, message in _search(file.data, ())]


def impossible(document: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Where such values stand in a document that its schema has accepted, and what is wrong with each."""
    return _search(document, ())


def _search(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _search(item, (*path, index))
        if path == ("faq",):
            yield from _twice([entry["key"] for entry in node])
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in _DATES and isinstance(value, str) and not _is_date(value):
                yield (*path, key), Sentence(_("there is no day %(day)s"), day=value)
            elif key == "hours" and isinstance(value, dict) and not is_localized(value):
                yield from _hours(value, (*path, key))
            else:
                yield from _search(value, (*path, key))
        yield from _fee(node, path)


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _hours(hours: dict[str, list[str]], path: Path) -> Iterator[tuple[Path, str]]:
    for day, intervals in hours.items():
        for index, interval in enumerate(intervals):
            opens, closes = interval.split("-")
            if closes > "23:59" or opens >= closes or max(opens[3:], closes[3:]) > "59":
                yield (*path, day, index), Sentence(_SPAN, interval=interval)


def _fee(node: dict[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    begins, ends = node.get("valid_from"), node.get("valid_to")
    if begins and ends and begins > ends:
        yield path, Sentence(_("valid_to (%(ends)s) lies before valid_from (%(begins)s)"), ends=ends, begins=begins)
    if node.get("amount") is not None and node.get("amount_max") is not None and node["amount_max"] < node["amount"]:
        sentence = _("amount_max (%(most)s) is less than amount (%(least)s)")
        yield path, Sentence(sentence, most=str(node["amount_max"]), least=str(node["amount"]))


def _twice(keys: list[str]) -> Iterator[tuple[Path, str]]:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield ("faq", index, "key"), Sentence(_("the key %(key)s stands twice in this file"), key=repr(key))
