"""The numbers that a citizen's question is about, and that must stay readable: dates, times, fees, laws, years, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.privacy.kinds import is_nik

_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_DATE = rf"(?:{_YEAR}([-/.]){_MONTH}\{{0}}{_DAY}|{_DAY}([-/.]){_MONTH}\{{1}}{_YEAR})"
_CLOCK = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
# Repetitions are bounded: what a citizen sends must not be able to make a search slow.
_AMOUNT = r"\d{1,3}(?:(?:\.\d{3}){1,4}(?:,\d\d?)?|(?:,\d{3}){1,4}(?:\.\d\d?)?)"

_STANDING_ALONE = re.compile(
    "|".join(
        [
            rf"(?P<date>{_DATE.format(2, 3)}(?: ?- ?{_DATE.format(4, 5)})?)",
            r"(?P<law>\d{1,6}(?:[/.]\d{1,6}){0,5}/(?:19|20)\d\d)",
            rf"(?P<hours>{_CLOCK} ?- ?{_CLOCK})",
            r"(?P<clock>(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?)",
            r"(?P<post>(?<=〒)\d{3}-\d{4}|(?<=〒 )\d{3}-\d{4})",
            r"(?P<stream>1[5-9]\d{11}-\d)",  # a Redis stream's entry, which staff look for in the logs
            rf"(?P<amount>{_AMOUNT}|[1-9]\d{{0,10}})",
        ]
    )
)
_CURRENCY_BEFORE = re.compile(r"(?:(?<![A-Za-z])(?:rp|idr|jpy|usd)\.?|[¥$])[ ]?$", re.IGNORECASE)
_CURRENCY_AFTER = re.compile(r"[ ]?(?:rupiah|yen|円|ルピア|圓|ribu|juta|miliar|rb\b|jt\b)", re.IGNORECASE)
_LARGEST_AMOUNT = 13  # digits: trillions of rupiah

_HOTLINE = r"(?:1[0178]\d|1[45]\d{3,5})"  # 110, 119, 112, 118, 171, 188; 14024, 1500123
_DAY_OF_MONTH = re.compile(r"[1-9]|[12]\d|3[01]")
_BETWEEN_PARTS = re.compile(r"[,.:]?[ \n()_\-]+")
_ROUND = r"(?:[1-9]\d{{0,2}}(?:{0}\d{{3}})?|[1-9](?:{0}\d{{3}}){{2}}){0}\d(?:00|50)"
_PART = re.compile(
    rf"{_YEAR}(?:[,/.]{_YEAR})*"
    rf"|{_ROUND.format('[.]')}(?:,00?)?|{_ROUND.format(',')}(?:\.00?)?"
    rf"|{_HOTLINE}(?:[,/]{_HOTLINE})*|[1-9]\d{{0,6}}000|{_CLOCK}|{_DAY}/{_MONTH}(?:/\d\d)?|{_MONTH}/{_DAY}(?:,{_MONTH}/{_DAY})*|{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)


def _continues(text: str, at: int, step: int, inner: str) -> bool:
    """Whether the row of digits goes on beyond a place with a sign that also stands inside: then it is one number, cut up."""
    sign, beyond = text[at : at + 1] if at >= 0 else "", at + step
    return sign in inner and sign != "" and 0 <= beyond < len(text) and text[beyond].isdigit()


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    start, end = found.span()
    if text[start - 1 : start].isdigit() or text[end : end + 1].isdigit():
        return False
    inner = "".join(set(found.group()) & set("-/.,:"))
    if found.lastgroup == "amount":
        if sum(character.isdigit() for character in found.group()) > _LARGEST_AMOUNT:
            return False
        inner = ".,"
        before, after = text[max(0, start - 5) : start], text[end : end + 8]
        if not (_CURRENCY_BEFORE.search(before) or _CURRENCY_AFTER.match(after)):
            return False
    return not (_continues(text, start - 1, -1, inner) or _continues(text, end, 1, inner))


def readable_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Dates, times, laws and amounts with a currency in a stretch of a folded text, unless they are part of a longer number."""
    at = start
    while at < end and (found := _STANDING_ALONE.search(text, at, end)):
        if _stands_alone(text, found):
            yield found.span()
            at = found.end()
        else:  # what begins here is not readable; the next group may be
            at = found.start() + 1
            while at < end and text[at].isdigit():
                at += 1


def is_readable(chain: str, groups: list[str]) -> bool:
    """Whether a row of groups is nothing but years, times, round amounts and days, or counts days upwards."""
    days = len(groups) >= 4 and all(_DAY_OF_MONTH.fullmatch(group) for group in groups)
    if days and all(int(one) < int(other) for one, other in pairwise(groups)):
        return True
    return all(_PART.fullmatch(part) for part in _BETWEEN_PARTS.split(chain) if part) and not is_nik("".join(groups))
