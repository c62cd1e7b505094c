"""Cuts a long text into messages at the place where a reader would pause."""

from __future__ import annotations

from collections.abc import Callable

import regex

# Best first: between paragraphs, between lines, between sentences, between words.
_PAUSES = (
    regex.compile(r"(?=\n[ \t]*\n)"),
    regex.compile(r"(?=\n)"),
    regex.compile(r"[.!?…][\"')\]”’]*(?=\s)|[。！？][」』）”’]*"),
    regex.compile(r"(?=\s)|[、，]"),
)
_GRAPHEME = regex.compile(r"\X")


def utf16_units(text: str) -> int:
    """How long a platform that counts UTF-16 units finds the text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, longest: int, length: Callable[[str], int] = len) -> list[str]:
    """The text in parts of at most `longest`; only white space at the cuts is lost, and no visible character is cut in two.

    `length` measures a string as the platform does; the length of two strings together must be the sum of theirs.

    Raises:
        ValueError: `longest` is shorter than a single character.
    """
    rest = text.replace("\r\n", "\n").strip()
    parts = []
    while length(rest) > longest:
        cut = _cut(rest, longest, length)
        parts.append(rest[:cut].rstrip())
        # The indentation of a line is kept; a blank between two words is not.
        following = rest[cut:].lstrip(" \t")
        rest = following.lstrip("\n") if following.startswith("\n") else following
    if rest:
        parts.append(rest)
    return [part for part in parts if part]


def _cut(text: str, longest: int, length: Callable[[str], int]) -> int:
    ends = _places(text, longest, length)
    furthest = ends[-1]
    allowed = set(ends)
    # First without leaving a part half empty; then anywhere, rather than through a word.
    for earliest in (furthest // 2, 1):
        for pause in _PAUSES:
            # One character more is shown to it, or a pause exactly at the end would not be seen.
            found: list[int] = [m.end() for m in pause.finditer(text, 0, furthest + 2) if earliest <= m.end() <= furthest]
            usable = [end for end in found if end in allowed and text[:end].strip()]
            if usable:
                return usable[-1]
    return furthest


def _places(text: str, longest: int, length: Callable[[str], int]) -> list[int]:
    """Where the text may be cut: after each whole visible character that still fits, else after each code point."""
    ends: list[int] = []
    used = 0
    for grapheme in _GRAPHEME.finditer(text):
        used += length(grapheme.group())
        if used > longest:
            break
        ends.append(grapheme.end())
    if ends:
        return ends
    while length(text[: len(ends) + 1]) <= longest:
        ends.append(len(ends) + 1)
    if not ends:
        raise ValueError(f"A part of at most {longest} cannot hold a single character.")
    return ends
