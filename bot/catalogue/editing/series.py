"""Amounts that share one currency: "300, 500, atau 1.000 yen", "Rp50–100 ribu", 「300〜500円」."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_NUMBER = r"\d+(?:[.,]\d{3})*(?![\d.,]?\d)"
_JOINED = r"(?:,?\s+(?:atau|dan|hingga|sampai(?: dengan)?|s/d)\s+|\s*(?:,\s|[、・/\-–—~〜]|または|から|か|と|や)\s*)"
_CURRENCIES = {"IDR": r"rp\.?|idr|rupiah|ルピア", "JPY": r"yen|jpy|[¥円]"}
_CURRENCY = "|".join(_CURRENCIES.values())
_SCALES = {"ribu": 1000, "rb": 1000, "千": 1000, "juta": 1_000_000, "jt": 1_000_000, "万": 10_000}
_SERIES = re.compile(
    rf"(?:(?<!\w)(?P<before>{_CURRENCY})\s*)?(?<![\d.,])(?P<numbers>{_NUMBER}(?:{_JOINED}{_NUMBER})+)"
    rf"\s*(?P<scale>{'|'.join(_SCALES)})?\s*(?P<after>{_CURRENCY})?",
    re.IGNORECASE,
)


def amounts_in_series(text: str) -> Iterator[tuple[str, int, str]]:
    """Each amount of a series whose currency stands at one end of it: the currency, the amount, and the series as written.

    A scale at the end ("ribu", 万) holds for each number that is not in thousands already.
    """
    for found in _SERIES.finditer(unicodedata.normalize("NFKC", text)):
        said = found["after"] or found["before"]
        if not said:
            continue
        currency = next(name for name, form in _CURRENCIES.items() if re.fullmatch(form, said, re.IGNORECASE))
        scale = _SCALES[found["scale"].lower()] if found["scale"] else 1
        for number in re.findall(_NUMBER, found["numbers"]):
            amount = int(re.sub("[.,]", "", number))
            yield currency, amount * scale if amount < 1000 else amount, found.group().strip()
