"""Reads FAQ from a YAML file in the shape of faq.schema.json."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from bot.catalogue.content_files import ContentFile, ContentMistakes, Mistake, read
from bot.catalogue.schemas import mistakes
from bot.faq.exchange.documents import Document
from bot.faq.exchange.personal import personal_numbers
from bot.faq.exchange.revised import Wrong
from bot.faq.models import FaqVariant
from bot.languages import LANGUAGES
from bot.sentence import Sentence

_LONGEST_VARIANT = FaqVariant._meta.get_field("text").max_length or 0


def read_documents(path: Path) -> list[tuple[Document, int, list[Wrong]]]:
    """Each FAQ with the line on which it begins, and what is wrong with it as line, field and a sentence.

    Raises:
        ContentMistakes: the file cannot be read, or is no such file as a whole.
    """
    try:
        file = read(path, path.parent)
    except OSError as error:
        raise ContentMistakes(
            [Mistake(path, 1, "", Sentence(_("the file cannot be read: %(reason)s"), reason=error.strerror or str(error)))]
        ) from error
    wrong: dict[int, list[Wrong]] = {}
    whole: list[Mistake] = []
    if not isinstance(file.data, dict) or "faq" not in file.data:
        no_faq = Sentence(_("the file must begin with “faq:”, and the entries stand below it, as in an export"))
        raise ContentMistakes([Mistake(path, 1, "", no_faq)])
    for place, message in mistakes("faq", file.data):
        if len(place) > 1 and isinstance(number := place[1], int) and _has_key(file.data, number):
            wrong.setdefault(number, []).append(_wrong(file, place, message))
        else:
            whole.append(file.mistake(place, message))
    if whole:
        raise ContentMistakes(whole)
    first: dict[str, int] = {}
    found: list[tuple[Document, int, list[Wrong]]] = []
    for number, document in enumerate(file.data["faq"]):
        line = file.line(("faq", number))
        mine = wrong.get(number, [])
        if not mine:
            mine = [_wrong(file, ("faq", number, *place), message) for place, message in _impossible(document)]
        if (earlier := first.setdefault(document["key"], line)) != line:
            told = {"key": repr(document["key"]), "line": earlier}
            mine.append((line, "key", Sentence(_("the key %(key)s stands in line %(line)d already"), **told)))
        found.append((document, line, mine))
    return found


def _has_key(data: Any, number: int) -> bool:
    return isinstance(data["faq"][number], dict) and isinstance(data["faq"][number].get("key"), str)


def _wrong(file: ContentFile, place: tuple[str | int, ...], message: str) -> Wrong:
    return file.line(place), ".".join(str(part) for part in place[2:]), message


def _impossible(document: Document) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for name in ("valid_from", "valid_to"):
        try:
            dt.date.fromisoformat(document.get(name) or "2026-01-01")
        except ValueError:
            yield (name,), Sentence(_("there is no day %(day)s"), day=str(document[name]))
    for language in LANGUAGES:
        variants = document.get("variants", {}).get(language, [])
        for index, variant in enumerate(variants):
            if len(variant) > _LONGEST_VARIANT:
                told = {"length": len(variant), "most": _LONGEST_VARIANT}
                yield ("variants", language, index), Sentence(_("it has %(length)d characters; at most %(most)d can be stored"), **told)
        for name, message in personal_numbers(document["question"][language], document["answer"][language], variants):
            yield (name,), message
