"""Identity numbers are taken out of a text before anything stores, logs or shows it.

Recognised: NIK and No. KK (16 digits: UU 23/2006 article 13, Permendagri 43/2024), the older NPWP (15 digits), マイナンバー (12 digits),
bank cards (13 to 19 digits that pass the Luhn check), Indonesian and Japanese passports, Japanese residence cards. Digits may be full
width and grouped by spaces, dots or dashes. A fee, a date, a telephone number or a law's number stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_GROUPED_DIGITS = re.compile(r"(?<![\w.,\-])\d(?:[ .\-‐‑–—−‒―/・_]{0,2}\d){11,18}(?![\w])")
_DOCUMENT = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2}[ \-]?\d{8}[ \-]?[A-Z]{2}|[A-Z]{2}[ \-]?\d{7}|[A-Z][ \-]?\d{7})(?![A-Za-z0-9])", re.IGNORECASE
)
MASK = "[***]"


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
    if len(digits) in {12, 15, 16}:
        # An Indonesian mobile number written with the country's prefix (62 8..) or 0 8.. has 10 to 13 digits: not an identity number.
        return not (len(digits) == 12 and digits.startswith(("08", "628")))
    return 13 <= len(digits) <= 19 and _luhn(digits)


def _same_length_ascii(text: str) -> str:
    """Full-width digits, letters and signs as ASCII, one character for one, so that positions stay the same."""
    return "".join(folded if len(folded := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)


def mask_identity_numbers(text: str) -> Masked:
    """Replace each identity number by `MASK`; everything else stays as it was written."""
    flat = _same_length_ascii(text)
    spans = [m.span() for m in _GROUPED_DIGITS.finditer(flat) if _is_identity_number(m.group(), re.sub(r"\D", "", m.group()))]
    spans += [m.span() for m in _DOCUMENT.finditer(flat)]
    if not spans:
        return Masked(text, 0)
    spans.sort()
    parts: list[str] = []
    position = count = 0
    for start, end in spans:
        if start < position:
            continue
        parts += [text[position:start], MASK]
        position = end
        count += 1
    parts.append(text[position:])
    return Masked("".join(parts), count)
