"""Texts that stand in one language only, and lists of which one language holds more entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.catalogue.audit.corpus import Corpus
from bot.catalogue.audit.finding import Finding, contradiction, gap
from bot.catalogue.audit.texts import Path, dotted, localized
from bot.languages import LANGUAGES

_NAMES = {"id": "Indonesian", "ja": "Japanese"}


def missing_languages(corpus: Corpus) -> Iterator[Finding]:
    """Each text that lacks a language; the database can hold one, the schema of the files cannot."""
    for agency, subject, document in corpus.documents():
        for path, text in localized(document):
            for language in LANGUAGES:
                if not text.get(language, "").strip():
                    yield gap("one language", agency, subject, dotted(path), f"there is no {_NAMES[language]} text")


def unequal_lists(corpus: Corpus) -> Iterator[Finding]:
    """Each list of requirements, their items or steps that is longer in one language: citizens of one would miss a document."""
    for agency, subject, document in corpus.documents():
        for path, texts in _lists(document, ()):
            counts = {language: sum(1 for text in texts if text.get(language, "").strip()) for language in LANGUAGES}
            if counts["id"] != counts["ja"]:
                yield contradiction("counts", agency, subject, dotted(path), f"{counts['id']} in Indonesian, {counts['ja']} in Japanese")


def _lists(node: Any, path: Path) -> Iterator[tuple[Path, list[dict[str, str]]]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _lists(value, (*path, key))
    elif isinstance(node, list):
        for texts in ([entry for entry in node if next(localized(entry), None) == ((), entry)], _labels(node)):
            if texts:
                yield path, texts
        for index, value in enumerate(node):
            yield from _lists(value, (*path, index))


def _labels(entries: list[Any]) -> list[dict[str, str]]:
    return [entry["label"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("label"), dict)]
