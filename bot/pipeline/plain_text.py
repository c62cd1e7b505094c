"""Text as it may be stored: without characters that a database refuses or a screen cannot show."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    """The text with plain line breaks and without control characters and halves of surrogate pairs, trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()
