"""What differs between two contents, field by field: word by word in Indonesian, by runs of characters in Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from bot.faq.content import FIELDS
from bot.nlu.normalise import is_japanese

Change = Literal["same", "removed", "added"]
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# A shared run shorter than this inside changed Japanese is chance: a lone の or い would tear the change to pieces.
_SHORTEST_RUN = 2


@dataclass(frozen=True)
class Part:
    """A stretch of text, and whether both versions have it."""

    change: Change
    text: str


@dataclass(frozen=True)
class TextDifference:
    """A text that differs; its parts without those added make the old text, without those removed the new one."""

    field: str
    language: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class ListDifference:
    """A list that differs: its entries in the order of the new list, those removed where they stood; or one value, as a list of one."""

    field: str
    language: str
    entries: tuple[tuple[Change, Any], ...]


Difference = TextDifference | ListDifference


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Each field and language in which two contents differ, in the order of the fields."""
    return [difference for field in FIELDS for difference in _field(field, old.get(field), new.get(field))]


def _field(field: str, old: Any, new: Any) -> Iterator[Difference]:
    if field in ("question", "answer"):
        for language in languages_of(old, new):
            before, after = (old or {}).get(language, ""), (new or {}).get(language, "")
            if before != after:
                yield TextDifference(field, language, text_parts(before, after))
    elif field == "variants":
        for language in languages_of(old, new):
            before, after = (old or {}).get(language, []), (new or {}).get(language, [])
            if before != after:
                yield ListDifference(field, language, _entries(before, after))
    else:
        before, after = ([value] if isinstance(value, str) and value else list(value or ()) for value in (old, new))
        if before != after:
            yield ListDifference(field, "", _entries(before, after))


def languages_of(old: Any, new: Any) -> list[str]:
    """The languages that one of the texts or lists has."""
    return list(dict.fromkeys([*(old or {}), *(new or {})]))


def _entries(old: list[Any], new: list[Any]) -> tuple[tuple[Change, Any], ...]:
    found: list[tuple[Change, Any]] = []
    # By their looks, since a link or a button is a mapping, which cannot be hashed.
    for tag, a, b, c, d in SequenceMatcher(None, [repr(x) for x in old], [repr(x) for x in new], autojunk=False).get_opcodes():
        if tag == "equal":
            found += [("same", entry) for entry in old[a:b]]
        else:
            found += [("removed", entry) for entry in old[a:b]]
            found += [("added", entry) for entry in new[c:d]]
    return tuple(found)


def text_parts(old: str, new: str) -> tuple[Part, ...]:
    """What two texts share and what they do not."""
    by_character = is_japanese(old) or is_japanese(new)
    before, after = (list(text) if by_character else _WORDS.findall(text) for text in (old, new))
    parts: list[Part] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal" and not (_is_chance(before[a:b], by_character) and a > 0 and b < len(before)):
            _append(parts, "same", before[a:b])
        else:
            _append(parts, "removed", before[a:b])
            _append(parts, "added", after[c:d])
    return tuple(_tidied(parts))


def _is_chance(run: list[str], by_character: bool) -> bool:
    """Whether a shared run between two changes is too little to be shown as unchanged: one character, or a blank between words."""
    return len(run) < _SHORTEST_RUN if by_character else not "".join(run).strip()


def _append(parts: list[Part], change: Change, run: list[str]) -> None:
    if text := "".join(run):
        parts.append(Part(change, text))


def _tidied(parts: list[Part]) -> Iterator[Part]:
    """What was removed and added between two shared parts, each in one piece, the removed first."""
    removed = added = ""
    for part in [*parts, Part("same", "")]:
        if part.change == "removed":
            removed += part.text
        elif part.change == "added":
            added += part.text
        else:
            if removed:
                yield Part("removed", removed)
            if added:
                yield Part("added", added)
            removed = added = ""
            if part.text:
                yield part
