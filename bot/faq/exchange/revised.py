"""An FAQ as the rows of a table make it, and what that changes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from bot.catalogue.exchange.cells import written
from bot.catalogue.exchange.table_change import Change
from bot.faq.exchange.documents import Document
from bot.faq.exchange.next_steps import FIELDS, Step, joined, lines_of, steps_of
from bot.faq.exchange.rows import Row
from bot.faq.exchange.table import ROW_LANGUAGES, divided, source_line
from bot.languages import LANGUAGES
from bot.sentence import Sentence, sentence_of

Wrong = tuple[int, str, str]
# Stands in one row of an entry and holds for all its languages.
_ONCE = {
    "sources": _("the sources differ from those in row %(row)d; write the same there, or leave this cell empty"),
    "tags": _("the tags differ from those in row %(row)d; write the same there, or leave this cell empty"),
    "valid_from": _("the first day differs from those in row %(row)d; write the same there, or leave this cell empty"),
    "valid_to": _("the last day differs from those in row %(row)d; write the same there, or leave this cell empty"),
}


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
    wrong: list[Wrong] = []
    document: Document = {"key": key, "question": question, "answer": answer}
    if variants := {language: texts for language, texts in variants.items() if texts}:
        document["variants"] = variants
    for name in _ONCE:
        value, found = _stated_once(rows, name, before[name])
        wrong += found
        if value:
            document[name] = value
    for field in FIELDS:
        steps: dict[str, list[Step]] = {language: steps_of(field, before[field], language) for language in LANGUAGES}
        steps |= {row.language: row.steps[field] for row in rows if field in row.steps and row.language in LANGUAGES}
        try:
            if entries := joined(field, steps):
                document[field] = entries
        except ValueError as error:
            stating = next((row for row in rows if row.steps.get(field)), rows[0])
            wrong.append((stating.number, field, sentence_of(error)))
    return document, wrong


def changes_between(known: Document | None, document: Document) -> list[Change]:
    """Each field in which the document differs from what is known, named after its column and language."""
    before, after = _cells(known), _cells(document)
    differing = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
    return [Change(document["key"], name, before.get(name, ""), after.get(name, ""), "FAQ") for name in differing]


def _stated_once(rows: list[Row], name: str, known: Any) -> tuple[Any, list[Wrong]]:
    """The value of a column that stands in one of an entry's rows."""
    values = [(row, getattr(row, name)) for row in rows]
    stating = [(row, value) for row, value in values if value]
    for row, value in stating[1:]:
        first, stated = stating[0]
        if value != stated:
            return known, [(row.number, name, Sentence(_ONCE[name], row=first.number))]
    if stating:
        return stating[0][1], []
    # It stands in one of the rows: empty cells clear it only when no row is lacking.
    cleared = all(value is not None for _, value in values) and {row.language for row in rows} >= set(LANGUAGES)
    return None if cleared else known, []


def _plain(document: Document) -> dict[str, Any]:
    """The document as a table could state it."""
    return {
        "question": {language: text.strip() for language, text in document.get("question", {}).items() if text.strip()},
        "answer": {language: text.strip() for language, text in document.get("answer", {}).items() if text.strip()},
        "variants": {language: divided(texts) for language, texts in document.get("variants", {}).items()},
        **{name: document.get(name) for name in _ONCE},
        **{field: list(document.get(field, [])) for field in FIELDS},
    }


def _cells(document: Document | None) -> dict[str, str]:
    plain = _plain(document or {})
    cells: dict[str, str] = {}
    for language in ROW_LANGUAGES:
        for field in ("question", "answer", "variants"):
            if value := plain[field].get(language):
                cells[f"{field}.{language}"] = written(value)
    for language in LANGUAGES:
        for steps in FIELDS:
            if lines := lines_of(steps, plain[steps], language):
                cells[f"{steps}.{language}"] = written(lines)
    if plain["sources"]:
        cells["sources"] = written([source_line(source) for source in plain["sources"]])
    cells |= {name: written(plain[name]) for name in ("tags", "valid_from", "valid_to") if plain[name]}
    return cells
