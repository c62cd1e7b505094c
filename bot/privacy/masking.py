"""Personal numbers and addresses are taken out of a text before anything stores, logs or shows it.

Recognised: NIK and No. KK (16 digits), マイナンバー and Japanese licences (12), NPWP (15 or 16), bank cards, IBAN, any other row of
twelve digits or more, account numbers after a word that says so, Indonesian and Japanese passports, 在留カード, telephone numbers,
e-mail addresses. Digits may be of any script, grouped by blanks, line breaks, invisible characters, dots or dashes, and stand beside
letters of any script. A fee, a date, a time, a law's number or a short code stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.privacy.chains import Found, find_numbers
from bot.privacy.folding import fold
from bot.privacy.kinds import Kind
from bot.privacy.lettered import find_emails, find_lettered

MASK = "[***]"
NOTHING: frozenset[Kind] = frozenset()

_WORTH_A_LOOK = re.compile(r"[\d@＠﹫]|\b[aA][tT]\b")
# Ids of conversations and messages; a shape that no number of a person has.
_UUID = re.compile(r"(?<![0-9a-fA-F])[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![0-9a-fA-F])")


@dataclass(frozen=True)
class Masked:
    """The text with each personal number replaced by `MASK`, how many there were, and of which kinds."""

    text: str
    count: int
    kinds: frozenset[str] = frozenset()


def mask_identity_numbers(text: str, allowed: frozenset[Kind] = NOTHING) -> Masked:
    """Replace each personal number or address by `MASK`, except the kinds that the caller asked the citizen for."""
    if _WORTH_A_LOOK.search(text) is None:
        return Masked(text, 0)
    folded = fold(text)
    flat = _UUID.sub(_stand_in, folded.text)
    emails = list(find_emails(flat))
    if "email" in allowed:
        flat = _without(flat, _merge((start, end) for start, end, _ in emails))
    found = [*emails, *find_lettered(flat), *find_numbers(flat)]
    spans = [one for one in found if one[2] not in allowed]
    if not spans:
        return Masked(text, 0)
    parts: list[str] = []
    position = 0
    merged = _merge((start, end) for start, end, _ in spans)
    for start, end in merged:
        first, last = folded.span(start, end)
        parts += [text[position:first], MASK]
        position = last
    return Masked("".join([*parts, text[position:]]), len(merged), _kinds(spans))


def mask_all(value: Any, allowed: frozenset[Kind] = NOTHING) -> Any:
    """The same value with every string in it masked, keys of dictionaries included, however deep."""
    if isinstance(value, str):
        return mask_identity_numbers(value, allowed).text
    if isinstance(value, dict):
        return {mask_all(key, allowed): mask_all(item, allowed) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [mask_all(item, allowed) for item in value]
    return value


def _without(flat: str, spans: list[tuple[int, int]]) -> str:
    """The text with letters in place of some stretches, so that nothing is found in them."""
    parts: list[str] = []
    position = 0
    for start, end in spans:
        parts += [flat[position:start], "x" * (end - start)]
        position = end
    return "".join([*parts, flat[position:]])


def _stand_in(found: re.Match[str]) -> str:
    return "x" * len(found.group())


def _kinds(spans: list[Found]) -> frozenset[str]:
    """The kinds found; what lies inside another, such as the digits of an IBAN, is a part of that."""
    kinds: set[str] = set()
    reached = 0
    for _, end, kind in sorted(spans, key=lambda one: (one[0], -one[1])):
        if end > reached:
            kinds.add(kind)
            reached = end
    return frozenset(kinds)


def _merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
