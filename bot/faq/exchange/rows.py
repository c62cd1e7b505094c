"""The rows of an FAQ table as typed values, with what is wrong inside each row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext_noop as _

from bot.catalogue.content_files import ContentMistakes, Mistake
from bot.catalogue.exchange import table_file
from bot.catalogue.models.agency import KEY_VALIDATOR
from bot.faq.exchange.next_steps import FIELDS, Field, Step
from bot.faq.exchange.personal import personal_numbers
from bot.faq.exchange.table import (
    COLUMNS,
    NEEDED,
    ROW_LANGUAGES,
    SHEET,
    day_in,
    sources_in,
    steps_of_cell,
    tags_in,
    text_in,
    variants_in,
)
from bot.faq.models import Faq, FaqTag, FaqVariant
from bot.sentence import Sentence, sentence_of

_NAMES = [column.name for column in COLUMNS]
_LONGEST_KEY = Faq._meta.get_field("key").max_length or 0
_LONGEST_TAG = FaqTag._meta.get_field("name").max_length or 0
_LONGEST_VARIANT = FaqVariant._meta.get_field("text").max_length or 0

_EMPTY = {"question": Sentence(_("the question is empty")), "answer": Sentence(_("the answer is empty"))}

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """One row: a language of one FAQ. What a table needs no column for is None where it has none."""

    number: int
    key: str
    language: str
    question: str
    answer: str
    variants: list[str] | None
    sources: list[dict[str, str]] | None
    tags: list[str] | None = None
    steps: dict[Field, list[Step]] = field(default_factory=dict)
    valid_from: str | None = None
    valid_to: str | None = None


def read_rows(path: Path) -> tuple[list[Row], list[Mistake]]:
    """The rows that hold something, and each mistake with its row (as `line`; the headers are row 1) and its column.

    Raises:
        ContentMistakes: the file is no such table, or its headers are not those of an FAQ table.
    """
    cells = table_file.read(path, SHEET)
    headers = [header.strip().lower() for header in cells[0]] if cells else []
    if found := list(_wrong_headers(path, headers)):
        raise ContentMistakes(found)
    rows: list[Row] = []
    mistakes: list[Mistake] = []
    for number, line in enumerate(cells[1:], start=2):
        if any(cell.strip() for cell in line):
            row, wrong = _row(number, headers, line)
            rows.append(row)
            mistakes += [Mistake(path, number, name, message) for name, message in wrong]
    return rows, mistakes


def _wrong_headers(path: Path, headers: Sequence[str]) -> list[Mistake]:
    found = [
        Mistake(path, 1, name, Sentence(_("the column %(name)s is missing"), name=repr(name))) for name in NEEDED if name not in headers
    ]
    for index, header in enumerate(headers):
        if header and header not in _NAMES:
            alike = get_close_matches(header, _NAMES, n=1)
            message = Sentence(_("there is no such column"))
            if alike:
                message = Sentence(_("there is no such column; did you mean %(name)s?"), name=repr(alike[0]))
            found.append(Mistake(path, 1, header, message))
        elif header and header in headers[:index]:
            found.append(Mistake(path, 1, header, Sentence(_("the column stands there twice"))))
    return found


def _row(number: int, headers: Sequence[str], line: Sequence[str]) -> tuple[Row, list[tuple[str, str]]]:
    wrong: list[tuple[str, str]] = []
    by_name = {header: "" for header in headers if header}  # a short row ends with empty cells
    for index, cell in enumerate(line):
        header = headers[index] if index < len(headers) else ""
        if header:
            by_name[header] = cell
        elif cell.strip():
            wrong.append((f"column {index + 1}", Sentence(_("the cell stands under no header"))))

    def read_cell(name: str, meaning: Callable[[str], T]) -> T | None:
        try:
            return meaning(by_name[name]) if name in by_name else None
        except ValueError as error:
            wrong.append((name, sentence_of(error)))
            return None

    steps = {name: read_cell(name, partial(steps_of_cell, name)) for name in FIELDS}
    row = Row(
        number=number,
        key=by_name["key"].strip(),
        language=by_name["language"].strip().lower(),
        question=text_in(by_name["question"]),
        answer=text_in(by_name["answer"]),
        variants=variants_in(by_name["variants"]) if "variants" in by_name else None,
        sources=read_cell("sources", sources_in),
        tags=read_cell("tags", tags_in),
        steps={name: found for name, found in steps.items() if found is not None},
        valid_from=read_cell("valid_from", partial(day_in, "valid_from")),
        valid_to=read_cell("valid_to", partial(day_in, "valid_to")),
    )
    return row, [*wrong, *_wrong_key(row.key), *_wrong_texts(row), *personal_numbers(row.question, row.answer, row.variants or ())]


def _wrong_key(key: str) -> list[tuple[str, str]]:
    if not key:
        return [("key", Sentence(_("the key is missing")))]
    if not re.fullmatch(KEY_VALIDATOR.regex, key):
        return [("key", Sentence(_("the key %(key)s is not lower case with hyphens, as in jam-buka-mpp"), key=repr(key)))]
    if len(key) <= _LONGEST_KEY:
        return []
    return [("key", Sentence(_("the key has %(length)d characters; at most %(most)d can be stored"), length=len(key), most=_LONGEST_KEY))]


def _belongs_to_ja(name: str) -> Sentence:
    return Sentence(_("%(name)s belong into the row of ja; leave the cell of ja_easy empty"), name=name)


def _wrong_texts(row: Row) -> list[tuple[str, str]]:
    wrong: list[tuple[str, str]] = []
    if row.language not in ROW_LANGUAGES:
        message = Sentence(_("the language is missing; write id, ja or ja_easy"))
        if row.language:
            given = repr(row.language)
            message = Sentence(_("the language %(language)s does not exist; write id, ja or ja_easy"), language=given)
        wrong.append(("language", message))
    if row.language == "ja_easy":
        if row.variants:
            wrong.append(("variants", _belongs_to_ja("variants")))
        wrong += [(name, _belongs_to_ja(name)) for name in FIELDS if row.steps.get(name)]
        if not row.question and not row.answer:
            wrong.append(("answer", Sentence(_("the row holds neither question nor answer"))))
    else:
        wrong += [(name, _EMPTY[name]) for name in ("question", "answer") if not getattr(row, name)]
    for tag in row.tags or ():
        if len(tag) > _LONGEST_TAG:
            told = {"tag": repr(tag[:30]), "length": len(tag), "most": _LONGEST_TAG}
            wrong.append(("tags", Sentence(_("the tag %(tag)s has %(length)d characters; at most %(most)d can be stored"), **told)))
    for variant in row.variants or ():
        if len(variant) > _LONGEST_VARIANT:
            told = {"variant": repr(variant[:30]), "length": len(variant), "most": _LONGEST_VARIANT}
            message = Sentence(_("the variant %(variant)s... has %(length)d characters; at most %(most)d can be stored"), **told)
            wrong.append(("variants", message))
    return wrong
