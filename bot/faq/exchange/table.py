"""How an FAQ stands in a table: a row for each language, with the columns key, question, answer, language, variants and sources.

Variants stand on lines of their own, or with `|` between them. A source is a line `title | address | date`, and
the sources of an entry stand in its first row. `ja_easy` (やさしい日本語) is a row of its own, without variants.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from bot.catalogue.exchange.cells import parsed
from bot.catalogue.exchange.columns import LINE, Column, Value
from bot.faq.exchange.documents import Document
from bot.languages import LANGUAGES

SHEET = "faq"
ROW_LANGUAGES = (*LANGUAGES, "ja_easy")
COLUMNS = (
    Column("key", ("key",), "word"),
    Column("question", ("question",), "text"),
    Column("answer", ("answer",), "text"),
    Column("language", ("language",), "choice", ROW_LANGUAGES),
    Column("variants", ("variants", LINE), "text"),
    Column("sources", ("sources", LINE), "text"),
)
NEEDED = ("key", "question", "answer", "language")
_QUESTION, _VARIANTS, _SOURCES = COLUMNS[1], COLUMNS[4], COLUMNS[5]
_BAR = re.compile(r"[|｜]")
_ADDRESS = re.compile(r"https?://\S+")
_MISPLACED = re.compile(r"[|｜]\s*(?:https?://|\d+[/.\-]\d+[/.\-]\d+)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def rows_of(document: Document) -> Iterator[list[Value]]:
    """The rows of one FAQ."""
    sources: Value = [source_line(source) for source in document.get("sources", [])]
    for language in ROW_LANGUAGES:
        question, answer = document["question"].get(language), document["answer"].get(language)
        if question is None and answer is None:
            continue
        yield [document["key"], question, answer, language, document.get("variants", {}).get(language), sources or None]
        sources = None


def table_rows(documents: Iterable[Document]) -> list[list[Value]]:
    """The rows of the table."""
    return [row for document in documents for row in rows_of(document)]


def text_in(cell: str) -> str:
    """The text that a cell means; empty when there is none."""
    return str(parsed(_QUESTION, cell) or "").strip()


def variants_in(cell: str) -> list[str]:
    """The variants that a cell means, each once."""
    lines = parsed(_VARIANTS, cell) or []
    assert isinstance(lines, list)
    return divided(lines)


def divided(phrases: Iterable[str]) -> list[str]:
    """The phrases, each once; a bar separates them wherever it stands."""
    return list(dict.fromkeys(part.strip() for phrase in phrases for part in _BAR.split(phrase) if part.strip()))


def sources_in(cell: str) -> list[dict[str, str]]:
    """The sources that a cell means.

    Raises:
        ValueError: a line is no source; the message says how to write one.
    """
    lines = parsed(_SOURCES, cell) or []
    assert isinstance(lines, list)
    return [_source(line.strip()) for line in lines if line.strip()]


def source_line(source: Mapping[str, str]) -> str:
    """One source as a line of its cell."""
    return " | ".join(source[name] for name in ("title", "url", "date") if source.get(name))


def _source(line: str) -> dict[str, str]:
    found: dict[str, str] = {}
    title = line
    # From the end, since a title may hold a bar itself.
    for name, pattern in (("date", _DATE), ("url", _ADDRESS)):
        head, bar, last = title.rpartition("|")
        if bar and pattern.fullmatch(last.strip()):
            found[name], title = last.strip(), head.strip()
    if not title or _MISPLACED.search(title) or not _is_day(found.get("date")):
        raise ValueError(f"{line!r} is not a source; write title | https://address | 2026-01-31, or the first of these, or the first two")
    return {"title": title} | {name: found[name] for name in ("url", "date") if name in found}


def _is_day(date: str | None) -> bool:
    try:
        return date is None or dt.date.fromisoformat(date) is not None
    except ValueError:
        return False
