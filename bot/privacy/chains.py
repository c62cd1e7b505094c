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
from itertools import pairwise

from bot.privacy.kinds import Kind, is_phone, number_kind
from bot.privacy.readable import is_readable, readable_spans

Found = tuple[int, int, Kind]

_RUN = re.compile(r"\d(?:[ \n.,:\-/_()]{0,4}\d)*")
_GROUP = re.compile(r"\d+")
_NOT_DIGITS = re.compile(r"\D+")
_HARD = re.compile(r"[\n,:/_]")
_BLANK = re.compile(" ")
_PHONE_SIGN = re.compile(r"[ .()\n\-]+")
_SHORT_CODE = re.compile(r"1\d{2,6}")
_LONG = 12  # nothing that long is a date, a time or a queue number
_CUT_UP = frozenset({12, 15, 16})  # the lengths at which a date is more likely the middle of a number
_SHORT = 8  # a short code or a postal code is shorter

_NAMES: tuple[tuple[Kind, str, str], ...] = (
    ("phone", r"hp|wa|whats ?app|te?lp|telp?on|telepon|phone|tel|handphone|hape|nomer|hubungi", "電話|携帯|連絡先"),
    ("account", r"rek|rekening|norek|account", "口座|通帳"),
    ("identity", r"nik|ktp|kk|npwp|sim|bpjs|nip|nisn|kitas|kitap|stnk|bpkb", "免許|年金|保険証|個人番号"),
    ("passport", r"paspor|passport", "パスポート|旅券"),
)
# A Latin word ends where a Japanese one begins, which \b does not see.
_WORDS = [
    (kind, re.compile(rf"(?:(?<![A-Za-z])(?:{latin})(?![A-Za-z])|{japanese})\D{{0,12}}$", re.IGNORECASE))
    for kind, latin, japanese in _NAMES
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
        for one, other in pairwise(self.groups):
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
        for after, before in _between(_readable(text, start, end), start, end):
            for found in _judge(Chain(text, after, before)):
                yield (*_with_brackets(text, found), found[2])


def _readable(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What stays readable in a run, unless it is the middle of a number that was cut up so that a date shows."""
    spans = list(readable_spans(text, start, end))
    if not spans:
        return spans
    for part in Chain(text, start, end).split(_HARD):
        if len(part.digits) < _LONG:
            continue
        inside = [span for span in spans if part.start <= span[0] and span[1] <= part.end]
        rest = [Chain(text, *gap) for gap in _between(inside, part.start, part.end)]
        left = sum(len(gap.digits) for gap in rest if gap.groups and not is_readable(gap.raw, [group.digits for group in gap.groups]))
        if inside and (left >= _SHORT or (left and len(part.digits) in _CUT_UP)):
            spans = [span for span in spans if span not in inside]
    return spans


def _with_brackets(text: str, found: Found) -> tuple[int, int]:
    """A telephone number with its plus sign and the bracket that it closes: (0333) 424234."""
    start, end, kind = found
    if kind == "phone":
        while text[start - 1 : start] == "+" or (text[start - 1 : start] == "(" and text.find(")", start, end) > 0):
            start -= 1
            if text[start] == "(":
                break
    return start, end


def _between(spans: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
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
    # A round account number looks like an amount.
    if len(chain.groups) == 1 and size >= _SHORT and _said_before(chain) == "account":
        yield chain.start, chain.end, "account"
        return
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
    for sign in (_HARD, _BLANK):
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
            if _signs_fit(part) and (bare or is_phone(part.digits, False)):
                return part
    return None


def _signs_fit(phone: Chain) -> bool:
    """Blanks, dots, dashes and brackets; a stroke only as in 0333/424234, since RT and RW are written 003/005."""
    gaps = [(phone.text[one.end : other.start], other) for one, other in pairwise(phone.groups)]
    return all(_PHONE_SIGN.fullmatch(gap) or (gap == "/" and len(after.digits) >= 5) for gap, after in gaps)


def _is_bare_mobile(groups: list[Chain]) -> bool:
    """812-3456-7890: an Indonesian mobile number without its zero."""
    digits = "".join(group.digits for group in groups)
    return 10 <= len(digits) <= _LONG and digits[1] != "0" and (len(groups) == 1 or len(groups[0].digits) == 3)


def _said_before(chain: Chain) -> Kind | None:
    """The kind that a word shortly before the number names."""
    before = chain.text[max(0, chain.start - _WORD_REACH) : chain.start]
    kind = next((kind for kind, word in _WORDS if word.search(before)), None)
    # "hubungi 110, 112, 1500123" is no one's own number.
    return None if kind == "phone" and all(_SHORT_CODE.fullmatch(group.digits) for group in chain.groups) else kind
