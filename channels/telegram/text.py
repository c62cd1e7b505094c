"""Plain text cut into what one Telegram message takes, and made into HTML (https://core.telegram.org/bots/api#html-style).

The cut comes before the HTML, so it can never fall into a tag or an entity.
"""

from __future__ import annotations

import html
import unicodedata

from channels.splitting import split, utf16_units

# Letters of Unicode that are blanks to the eye, and to Telegram.
_FILLERS = "\u115f\u1160\u3164\uffa0"


def whole(text: str) -> str:
    """The text with plain line breaks, and with a mark in place of every half of a surrogate pair, which cannot be sent."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_visible(text: str) -> bool:
    """Whether there is anything to see in it; Telegram refuses a message without."""
    return any(not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf", "Mn"} and c not in _FILLERS for c in text)


def cut(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit` UTF-16 units, without the blanks at both ends of a piece; what cannot be seen is no piece."""
    return [piece.strip() for piece in split(text, limit, utf16_units) if is_visible(piece)]


def clip(text: str, limit: int) -> str:
    """The text on one line, shortened with an ellipsis where it is longer than `limit` UTF-16 units."""
    line = " ".join(text.split())
    return line if utf16_units(line) <= limit else split(line, limit - 1, utf16_units)[0] + "…"


def as_html(piece: str, *, is_first: bool) -> str:
    """The piece as HTML: headings that our answers mark (a first line that ends with a colon, lines that begin with ▸) are bold."""
    lines = []
    for number, line in enumerate(piece.split("\n")):
        escaped = html.escape(line)
        heading = line.startswith("▸ ") or (is_first and number == 0 and line.rstrip().endswith((":", "：")))
        lines.append(f"<b>{escaped}</b>" if heading else escaped)
    return "\n".join(lines)
