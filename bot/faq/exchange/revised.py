"""An FAQ as the rows of a table make it, and what that changes."""

from __future__ import annotations

from typing import Any

from bot.catalogue.exchange.cells import written
from bot.catalogue.exchange.table_change import Change
from bot.faq.exchange.documents import Document
from bot.faq.exchange.rows import Row
from bot.faq.exchange.table import ROW_LANGUAGES, divided, source_line
from bot.languages import LANGUAGES

Wrong = tuple[int, str, str]


def revised(key: str, rows: list[Row], known: Document | None) -> tuple[Document, list[Wrong]]:
    """The document that the rows lead to from what is known, and what is wrong as row, column and a sentence."""
    before = _plain(known or {"key": key})
    question, answer, variants = dict(before["question"]), dict(before["answer"]), dict(before["variants"])
    for row in rows:
        for texts, text in ((question, row.question), (answer, row.answer)):
            texts[row.language] = text
            if not text:
                del texts[row.language]
        if row.variants is not None and row.language in LANGUAGES:
            variants[row.language] = row.variants
    sources, wrong = _sources(rows, before["sources"])
    document: Document = {"key": key, "question": question, "answer": answer}
    if variants := {language: texts for language, texts in variants.items() if texts}:
        document["variants"] = variants
    if sources:
        document["sources"] = sources
    return document, wrong


def changes_between(known: Document | None, document: Document) -> list[Change]:
    """Each field in which the document differs from what is known, named after its column and language."""
    before, after = _cells(known), _cells(document)
    differing = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
    return [Change(document["key"], name, before.get(name, ""), after.get(name, ""), "FAQ") for name in differing]


def _sources(rows: list[Row], known: list[dict[str, str]]) -> tuple[list[dict[str, str]], list[Wrong]]:
    stating = [row for row in rows if row.sources]
    for row in stating[1:]:
        if row.sources != stating[0].sources:
            message = f"the sources differ from those in row {stating[0].number}; write the same there, or leave this cell empty"
            return known, [(row.number, "sources", message)]
    if stating:
        return stating[0].sources or [], []
    # The sources stand in one of the rows: empty cells clear them only when no row is lacking.
    cleared = all(row.sources is not None for row in rows) and {row.language for row in rows} >= set(LANGUAGES)
    return [] if cleared else known, []


def _plain(document: Document) -> dict[str, Any]:
    """The document as a table could state it."""
    return {
        "question": {language: text.strip() for language, text in document.get("question", {}).items() if text.strip()},
        "answer": {language: text.strip() for language, text in document.get("answer", {}).items() if text.strip()},
        "variants": {language: divided(texts) for language, texts in document.get("variants", {}).items()},
        "sources": list(document.get("sources", [])),
    }


def _cells(document: Document | None) -> dict[str, str]:
    plain = _plain(document or {})
    cells: dict[str, str] = {}
    for language in ROW_LANGUAGES:
        for field in ("question", "answer", "variants"):
            if value := plain[field].get(language):
                cells[f"{field}.{language}"] = written(value)
    if plain["sources"]:
        cells["sources"] = written([source_line(source) for source in plain["sources"]])
    return cells
