"""Reading a text pattern by pattern: what one pattern has taken, the next no longer sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from bot.catalogue.audit.quantities.quantity import Quantity

_TAKEN = "\x1f"
_ADDRESS = re.compile(
    r"https?://[^\s、。）)]+|[\w.+-]+@[A-Za-z0-9.-]+|(?<![A-Za-z0-9])(?:[A-Za-z0-9-]+\.)+(?:id|jp|com|net|org|info)(?:/[A-Za-z0-9/._-]*)?",
    re.ASCII,
)
_PHONE = re.compile(r"(?<![\d:.,/])(?:\(0\d{1,4}\)|\+62|\+81|0\d{1,4})[ -]?\d{2,4}[ -]?\d{3,5}(?:[ -]?\d{2,4})?(?![\d:.]\d)(?!\d)")
_CODE = re.compile(r"(?<![A-Za-z0-9])(?!IDR|JPY)[A-Z]{1,5}[-./]?\d+(?:[./-]\d+)*(?!\d)")

# A digit joined to a word is part of a name, which another language may write in letters: Covid-19, 7-Eleven.
_NAME = re.compile(r"(?<![A-Za-z0-9])(?!ke-)(?:[A-Za-z]{2,}-(\d+)|(\d+)-[A-Za-z]{2,})(?![A-Za-z0-9])", re.ASCII | re.IGNORECASE)
_SIZE = re.compile(r"(?<![A-Za-z\d])(\d+(?:[.,]\d+)?)\s*[x×]\s*(\d+(?:[.,]\d+)?)(?!\d|\s*jam)", re.IGNORECASE)


class Scanner:
    """A text of which patterns take their parts; `found` collects what they mean."""

    def __init__(self, text: str) -> None:
        self.text = unicodedata.normalize("NFKC", text)
        self.found: list[Quantity] = []
        self.take(_ADDRESS, lambda match: ())
        self.take(_PHONE, lambda match: [Quantity("phone", re.sub(r"\D", "", match[0]), match[0])])
        self.take(_CODE, lambda match: [Quantity("code", re.sub(r"[^A-Z0-9]", "", match[0]), match[0])])
        self.take(_SIZE, lambda match: [Quantity("number", float(side.replace(",", ".")), match[0]) for side in match.groups()])

    def take(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], Iterable[Quantity] | None]) -> None:
        """Let `read` say what each match states; None leaves the match for later patterns."""

        def taken(match: re.Match[str]) -> str:
            quantities = read(match)
            if quantities is None:
                return match[0]
            self.found.extend(quantities)
            return _TAKEN * len(match[0])

        self.text = pattern.sub(taken, self.text)

    def take_names(self) -> None:
        """Take the digits that belong to names; only after the dates, which may look like one (Desember-3 Januari)."""
        self.take(_NAME, lambda match: [Quantity("number", float(match[1] or match[2]), match[0], certain=False)])
