"""How an FAQ stands in a table: a row for each language, with the columns of `COLUMNS`.

Variants stand on lines of their own, or with `|` between them. A source is a line `title | address | date`. What is the same in every
language (sources, tags, first and last day) stands in the first row of an entry; quick replies and links (`next_steps.py`) stand in each.
`ja_easy` (やさしい日本語) is a row of its own, with question and answer only.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext_noop as _

from bot.catalogue.exchange.cells import days_meant, parsed
from bot.catalogue.exchange.columns import LINE, Column, Value
from bot.faq.exchange.documents import Document
from bot.faq.exchange.next_steps import FIELDS, Field, Step, lines_of, steps_in
from bot.languages import LANGUAGES
from bot.sentence import Sentence

SHEET = "faq"
ROW_LANGUAGES = (*LANGUAGES, "ja_easy")
COLUMNS = (
    Column("key", ("key",), "word"),
    Column("question", ("question",), "text"),
    Column("answer", ("answer",), "text"),
    Column("language", ("language",), "choice", ROW_LANGUAGES),
    Column("variants", ("variants", LINE), "text"),
    Column("sources", ("sources", LINE), "text"),
    Column("tags", ("tags", LINE), "text"),
    Column("quick_replies", ("quick_replies", LINE), "text"),
    Column("links", ("links", LINE), "text"),
    Column("valid_from", ("valid_from",), "date"),
    Column("valid_to", ("valid_to",), "date"),
)
NEEDED = ("key", "question", "answer", "language")
_QUESTION, _VARIANTS, _SOURCES = COLUMNS[1], COLUMNS[4], COLUMNS[5]
_BY_NAME = {column.name: column for column in COLUMNS}
_COMMA = re.compile(r"[,、，]")
_BAR = re.compile(r"[|｜]")
_ADDRESS = re.compile(r"https?://\S+")
_MISPLACED = re.compile(r"[|｜]\s*(?:https?://|\d+[/.\-]\d+[/.\-]\d+)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def rows_of(document: Document) -> Iterator[list[Value]]:
    """The rows of one FAQ."""
    once: list[Value] = [[source_line(source) for source in document.get("sources", [])] or None, document.get("tags") or None]
    days: list[Value] = [document.get("valid_from"), document.get("valid_to")]
    for language in ROW_LANGUAGES:
        question, answer = document["question"].get(language), document["answer"].get(language)
        if question is None and answer is None:
            continue
        steps: list[Value] = [None, None]
        if language in LANGUAGES:
            steps = [lines_of(field, document.get(field, []), language) or None for field in FIELDS]
        yield [document["key"], question, answer, language, document.get("variants", {}).get(language), *once, *steps, *days]
        once, days = [None, None], [None, None]


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


def tags_in(cell: str) -> list[str]:
    """The tags that a cell means, each once; they stand on lines of their own, or with commas or bars between them."""
    lines = parsed(_BY_NAME["tags"], cell) or []
    assert isinstance(lines, list)
    return divided(part for line in lines for part in _COMMA.split(line))


def steps_of_cell(field: Field, cell: str) -> list[Step]:
    """The quick replies, or the links, that a cell means.

    Raises:
        ValueError: a line is none; the message says how to write one.
    """
    lines = parsed(_BY_NAME[field], cell) or []
    assert isinstance(lines, list)
    return steps_in(field, lines)


def day_in(field: str, cell: str) -> str:
    """The day that a cell means, as 2026-01-31; empty when there is none.

    Raises:
        ValueError: it is no day; the message says how to write one.
    """
    if not (word := cell.strip()):
        return ""
    meanings = days_meant(word)
    if len(meanings) > 1:
        one, two = meanings
        raise ValueError(Sentence(_("%(cell)s can mean %(one)s or %(two)s; write the one you mean"), cell=repr(word), one=one, two=two))
    if not meanings:
        raise ValueError(Sentence(_("%(cell)s is not a date; write it as 2026-01-31"), cell=repr(word)))
    return meanings[0]


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
        message = _("%(line)s is not a source; write title | https://address | 2026-01-31, or the first of these, or the first two")
        raise ValueError(Sentence(message, line=repr(line)))
    return {"title": title} | {name: found[name] for name in ("url", "date") if name in found}


def _is_day(date: str | None) -> bool:
    try:
        return date is None or dt.date.fromisoformat(date) is not None
    except ValueError:
        return False
