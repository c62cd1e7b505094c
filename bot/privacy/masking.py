"""Identity numbers are taken out of a text before anything stores, logs or shows it.

Recognised: NIK and No. KK (16 digits: UU 23/2006 article 13), the older NPWP (15 digits), マイナンバー (12 digits),
bank cards (13 to 19 digits that pass the Luhn check), any longer run of digits, Indonesian and Japanese passports,
Japanese residence cards. Digits may be full width, grouped by blanks, line breaks, invisible characters, dots or dashes,
and stand beside letters of any script. A fee, a date, a telephone number or a law's number stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MASK = "[***]"
# What people put between groups of digits: blanks, line breaks, invisible characters, dots, dashes, ...
_SEPARATOR = r"[\s\u200b-\u200f\u2060\ufeff.,:\-‐‑–—−‒―/・_]{0,3}"
_RUN = re.compile(rf"\d(?:{_SEPARATOR}\d){{11,}}")
_GROUP = re.compile(r"\d+")
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_ABROAD = re.compile(r"\+\d[\d\s.\-]*$")
_DOCUMENT = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2}[ \-]?\d{8}[ \-]?[A-Z]{2}|(?!RP)[A-Z]{2}[ \-]?\d{7}|[A-Z][ \-]?\d{7})(?![A-Za-z0-9])", re.IGNORECASE
)


@dataclass(frozen=True)
class Masked:
    """The text with each identity number replaced by `MASK`, and how many there were."""

    text: str
    count: int


def _luhn(digits: str) -> bool:
    total = 0
    for index, character in enumerate(reversed(digits)):
        number = int(character)
        if index % 2:
            number = number * 2 - 9 if number > 4 else number * 2
        total += number
    return total % 10 == 0


def _is_identity_number(raw: str, digits: str) -> bool:
    if _AMOUNT.fullmatch(raw):
        return False
    if len(digits) in {12, 15, 16}:
        return not (len(digits) == 12 and digits.startswith(("08", "628")))
    return 13 <= len(digits) <= 19 and _luhn(digits) and not digits.startswith("628")


def _sign(between: str) -> str:
    return "." if between in {".", "-"} else between  # an NPWP has both


def _windows(flat: str, start: int, run: str) -> Iterator[tuple[int, int]]:
    """Identity numbers within a run of digits and separators; groups belong together when the same sign stands between them."""
    groups = [m.span() for m in _GROUP.finditer(run)]
    first = 0
    while first < len(groups):
        found = None
        sign: str | None = None
        for last in range(first, len(groups)):
            if last > first:
                between = _sign(run[groups[last - 1][1] : groups[last][0]])
                if sign is not None and between != sign:
                    break
                sign = between
            raw = run[groups[first][0] : groups[last][1]]
            digits = re.sub(r"\D", "", raw)
            if len(digits) > 19:
                if last == first:  # two numbers written without a gap
                    found = (first, last)
                break
            whole = last + 1 == len(groups) or _sign(run[groups[last][1] : groups[last + 1][0]]) != sign or len(digits) >= 15
            if _is_identity_number(raw, digits) and (whole or last == first) and not _ABROAD.search(flat[: start + groups[first][0]]):
                found = (first, last)
        if found:
            yield start + groups[found[0]][0], start + groups[found[1]][1]
            first = found[1] + 1
        else:
            first += 1


def _same_length_ascii(text: str) -> str:
    """Full-width digits, letters and signs as ASCII, one character for one, so that positions stay the same."""
    return "".join(folded if len(folded := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)


def mask_identity_numbers(text: str) -> Masked:
    """Replace each identity number by `MASK`; everything else stays as it was written."""
    flat = _same_length_ascii(text)
    spans = [span for run in _RUN.finditer(flat) for span in _windows(flat, run.start(), run.group())]
    spans += [m.span() for m in _DOCUMENT.finditer(flat)]
    if not spans:
        return Masked(text, 0)
    parts: list[str] = []
    position = count = 0
    for start, end in sorted(spans):
        if start < position:
            continue
        parts += [text[position:start], MASK]
        position = end
        count += 1
    parts.append(text[position:])
    return Masked("".join(parts), count)
