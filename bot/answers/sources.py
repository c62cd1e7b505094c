"""The titles of what an answer rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.answers.context import Setting

# More are not read under a short answer; how many there are besides is said.
_MOST = 5


def titles_of(sources: Sequence[Mapping[str, Any]], setting: Setting) -> str:
    """The titles of the sources, each once, in a line."""
    titles = list(dict.fromkeys(str(source["title"]) for source in sources))
    shown, more = titles[:_MOST], len(titles) - _MOST
    line = setting.pick("; ", "、").join(shown)
    return line if more <= 0 else line + setting.pick(f"; dan {more} lainnya", f"、ほか{more}件")
