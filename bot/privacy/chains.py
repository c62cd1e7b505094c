"""Rows of digits: found, freed of what must stay readable, and judged as a whole.

People cut numbers up as they like, so a row of twelve digits or more is personal whatever stands between its groups, unless all of it
reads as dates, times or amounts. Shorter rows are telephone numbers, or belong to a word in front of them.
Every step looks at a stretch of text a fixed number of times, so the time grows with the length of the text and not faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.privacy.kinds import Kind, is_phone, number_kind
from bot.privacy.readable import is_readable, readable_spans

Found = tuple[int, int, Kind]

_RUN = re.compile(r"\d(?:[ \n.,:\-/_()]{0,4}\d)*")
_GROUP = re.compile(r"\d+")
_NOT_DIGITS = re.compile(r"\D+")
_HARD = re.compile(r"[\n,:/_]")
_PHONE_SIGNS = re.compile(r"[ .()\n\-]+")
_LONG = 12  # nothing that long is a date, a time or a queue number
_SHORT = 8  # a short code or a postal code is shorter

_WORDS: list[tuple[Kind, re.Pattern[str]]] = [
    (
        "phone",
        re.compile(
            r"(?:\b(?:hp|wa|whats ?app|te?lp|telp?on|telepon|phone|tel|handphone|hape|nomer|sms ke|hubungi)\b|電話|携帯|連絡先)\D{0,12}$",
            re.IGNORECASE,
        ),
    ),
    ("account", re.compile(r"(?:\b(?:rek|rekening|norek|account)\b|口座|通帳)\D{0,12}$", re.IGNORECASE)),
    (
        "identity",
        re.compile(
            r"(?:\b(?:nik|ktp|kk|npwp|sim|bpjs|nip|nisn|kitas|kitap|stnk|bpkb)\b|免許|年金|保険証|個人番号)\D{0,12}$", re.IGNORECASE
        ),
    ),
    ("passport", re.compile(r"(?:\b(?:paspor|passport)\b|パスポート|旅券)\D{0,12}$", re.IGNORECASE)),
]
_WORD_REACH = 30
_PLUS = re.compile(r"\+[ (]{0,2}$")


@dataclass(frozen=True)
class Chain:
    """Groups of digits of a folded text with nothing but signs between them."""

    text: str
    start: int
    end: int

    @cached_property
    def raw(self) -> str:
        """As it stands in the text."""
        return self.text[self.start : self.end]

    @cached_property
    def digits(self) -> str:
        """Its digits alone."""
        return _NOT_DIGITS.sub("", self.raw)

    @cached_property
    def groups(self) -> list[Chain]:
        """Its groups, each a chain of its own."""
        return [Chain(self.text, *found.span()) for found in _GROUP.finditer(self.text, self.start, self.end)]

    @property
    def plus(self) -> bool:
        """Whether a plus sign stands in front, as before a country code."""
        return _PLUS.search(self.text[max(0, self.start - 3) : self.start]) is not None

    def split(self, sign: re.Pattern[str]) -> list[Chain]:
        """The parts between the gaps that hold a sign."""
        parts: list[Chain] = []
        start = self.start
        for one, other in zip(self.groups, self.groups[1:], strict=False):
            if sign.search(self.text, one.end, other.start):
                parts.append(Chain(self.text, start, one.end))
                start = other.start
        return [*parts, Chain(self.text, start, self.end)]


def find_numbers(text: str) -> Iterator[Found]:
    """Every personal number that is made of digits, in a folded text."""
    for run in _RUN.finditer(text):
        start, end = run.span()
        if end - start < _SHORT - 1:
            continue
        for after, before in _between(readable_spans(text, start, end), start, end):
            yield from _judge(Chain(text, after, before))


def _between(spans: Iterator[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in spans:
        if start < first:
            yield start, first
        start = last
    if start < end:
        yield start, end


def _judge(chain: Chain) -> Iterator[Found]:
    if not chain.groups:
        return
    chain = Chain(chain.text, chain.groups[0].start, chain.groups[-1].end)
    size = len(chain.digits)
    if size < _SHORT - 1 or is_readable(chain.raw, [group.digits for group in chain.groups]):
        return
    if size >= _LONG:
        yield from _long(chain)
    elif size >= _SHORT and (found := _phone_within(chain)) is not None:
        yield found.start, found.end, "phone"
    elif (kind := _said_before(chain)) is not None and (size >= _SHORT or kind == "account"):
        yield chain.start, chain.end, kind


def _exact(chain: Chain) -> Kind | None:
    """The kind of a chain that is one number and no more."""
    digits = chain.digits
    if len(digits) >= _SHORT and is_phone(digits, chain.plus):
        return "phone"
    return number_kind(digits) if len(digits) >= _LONG else None


def _long(chain: Chain) -> Iterator[Found]:
    """Twelve digits or more: one number, several, or one with something beside it."""
    if (kind := _exact(chain)) is not None:
        yield chain.start, chain.end, kind
        return
    for sign in (_HARD, re.compile(" ")):
        parts = chain.split(sign)
        kinds = [_exact(part) for part in parts]
        # Parts too short to be a number may stay, but only if together they could not be one either.
        rest = sum(len(part.digits) for part, kind in zip(parts, kinds, strict=True) if kind is None)
        if len(parts) > 1 and rest < _SHORT and any(kinds):
            yield from ((part.start, part.end, kind) for part, kind in zip(parts, kinds, strict=True) if kind is not None)
            return
    if any(len(group.digits) >= _LONG for group in chain.groups) and len(chain.groups) > 1:
        start = chain.start
        for group in chain.groups:
            if len(group.digits) >= _LONG:
                yield from _judge(Chain(chain.text, start, group.start))
                yield group.start, group.end, _exact(group) or "identity"
                start = group.end
        yield from _judge(Chain(chain.text, start, chain.end))
        return
    yield chain.start, chain.end, "identity"


def _phone_within(chain: Chain) -> Chain | None:
    """A telephone number in a chain of eight to eleven digits, which may begin with something else, such as a list's number."""
    if chain.plus:
        return chain
    groups = chain.groups
    for first, group in enumerate(groups):
        bare = group.digits[0] == "8" and _is_bare_mobile(groups[first:])
        if group.digits[0] != "0" and group.digits[:2] != "62" and not bare:
            continue
        for last in range(len(groups) - 1, first - 1, -1):
            part = Chain(chain.text, group.start, groups[last].end)
            signs = [part.text[one.end : other.start] for one, other in zip(part.groups, part.groups[1:], strict=False)]
            if all(_PHONE_SIGNS.fullmatch(sign) for sign in signs) and (bare or is_phone(part.digits, False)):
                return part
    return None


def _is_bare_mobile(groups: list[Chain]) -> bool:
    """812-3456-7890: an Indonesian mobile number without its zero."""
    digits = "".join(group.digits for group in groups)
    return 10 <= len(digits) <= _LONG and digits[1] != "0" and (len(groups) == 1 or len(groups[0].digits) == 3)


def _said_before(chain: Chain) -> Kind | None:
    """The kind that a word shortly before the number names."""
    before = chain.text[max(0, chain.start - _WORD_REACH) : chain.start]
    return next((kind for kind, word in _WORDS if word.search(before)), None)
