"""A reply in the shape that Telegram takes: texts as HTML, buttons under the last text, a place on the map."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from channels.base import Limits, Shown
from channels.splitting import utf16_units
from channels.telegram.text import as_html, clip, cut, is_visible, whole

Keyboard = tuple[tuple[tuple[str, str], ...], ...]

_NOTHING_TO_SAY = "…"
_SHORT_TITLE = 14
_MOST_ROWS = 12
_LONGEST_LINK_TITLE = 200
_LONGEST_ADDRESS = 2000
# https://core.telegram.org/bots/api#inlinekeyboardbutton: callback_data has 1 to 64 bytes.
_LONGEST_KEY = 64
_MARK = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class TextPart:
    """One text message: as HTML, the same without marks, and rows of buttons as pairs of title and key."""

    html: str
    plain: str
    keyboard: Keyboard = ()


@dataclass(frozen=True)
class PlacePart:
    """A place; `title` and `address` are both given or both empty."""

    latitude: float
    longitude: float
    title: str = ""
    address: str = ""


Part = TextPart | PlacePart


def parts_of(reply: Mapping[str, Any], limits: Limits) -> list[Part]:
    """The reply cut into messages, at least one."""
    pieces = cut(whole(reply.get("text") or ""), limits.text)
    bodies = [(as_html(piece, is_first=number == 0), piece) for number, piece in enumerate(pieces)]
    for number, (link_html, link_plain) in enumerate(_links(reply.get("links") or ())):
        _append(bodies, link_html, link_plain, "\n" if number else "\n\n", limits.text)
    keyboard = _keyboard(reply.get("quick_replies") or (), limits)
    place = _place(reply.get("location"))
    if not bodies and (keyboard or place is None):
        bodies.append((_NOTHING_TO_SAY, _NOTHING_TO_SAY))
    last = len(bodies) - 1
    texts = [TextPart(marked, plain, keyboard if number == last else ()) for number, (marked, plain) in enumerate(bodies)]
    return [*texts, *([place] if place else [])]


def as_seen(part: Part) -> Shown:
    """A part as it looks on a telephone: a mark shows as nothing, a link as its title."""
    if isinstance(part, PlacePart):
        return Shown("\n".join(line for line in (part.title, part.address) if line))
    return Shown(html.unescape(_MARK.sub("", part.html)), tuple(title for row in part.keyboard for title, _ in row))


def _append(bodies: list[tuple[str, str]], marked: str, plain: str, gap: str, limit: int) -> None:
    # The plain form shows the address too, so it is the longer one: what it fits into, the HTML fits into.
    if bodies and utf16_units(bodies[-1][1] + gap + plain) <= limit:
        before = bodies.pop()
        bodies.append((before[0] + gap + marked, before[1] + gap + plain))
    else:
        bodies.append((marked, plain))


def _links(links: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    found = []
    for link in links:
        url = whole(str(link.get("url") or "")).strip()
        if not _is_web_address(url):
            continue
        title = clip(whole(str(link.get("title") or "")), _LONGEST_LINK_TITLE) or url
        found.append((f'<a href="{html.escape(url)}">{html.escape(title)}</a>', url if title == url else f"{title}: {url}"))
    return found


def _is_web_address(url: str) -> bool:
    if len(url) > _LONGEST_ADDRESS or any(c.isspace() or unicodedata.category(c) == "Cc" for c in url):
        return False
    try:
        parsed = urlsplit(url)
        return parsed.scheme in ("http", "https") and bool(parsed.hostname)
    except ValueError:
        return False


def _keyboard(quick_replies: Sequence[Mapping[str, Any]], limits: Limits) -> Keyboard:
    """Rows of buttons for a phone: two short titles side by side, a longer one alone."""
    buttons = []
    for quick_reply in quick_replies[: limits.quick_replies]:
        title, key = clip(whole(quick_reply.get("title") or ""), limits.quick_reply_title), str(quick_reply.get("key") or "")
        if is_visible(title) and key and len(key.encode()) <= _LONGEST_KEY:
            buttons.append((title, key))
    rows: list[tuple[tuple[str, str], ...]] = []
    for button in buttons:
        beside = rows[-1] if rows else ()
        if len(beside) == 1 and all(_columns(title) <= _SHORT_TITLE for title, _ in (*beside, button)):
            rows[-1] = (*beside, button)
        else:
            rows.append((button,))
    if len(rows) > _MOST_ROWS:
        # So many rows hide the text they belong to: a shortened title is the lesser harm.
        rows = [tuple(buttons[number : number + 2]) for number in range(0, len(buttons), 2)]
    return tuple(rows)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _place(location: Mapping[str, Any] | None) -> PlacePart | None:
    if not location:
        return None
    try:
        latitude, longitude = float(location["latitude"]), float(location["longitude"])
    except (KeyError, TypeError, ValueError):
        return None
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    address = clip(whole(location.get("address") or ""), 250)
    title = clip(whole(location.get("title") or ""), 250) or address
    return PlacePart(latitude, longitude, title, address) if address else PlacePart(latitude, longitude)
