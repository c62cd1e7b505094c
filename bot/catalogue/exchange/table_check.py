"""What is wrong with a service document that came from a table, told by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import CharField
from django.utils.translation import gettext_noop as _

from bot.catalogue.exchange.columns import LINE, Column, Path
from bot.catalogue.exchange.documents import Document
from bot.catalogue.models import Fee, LegalBasis, Phrase
from bot.catalogue.schemas import mistakes
from bot.sentence import Sentence

_NEEDED = ("name", "category", "summary", "provenance")
_MISSING = re.compile(r"the field '(\w+)' is missing")  # as `bot.catalogue.schemas.mistakes` words it
_LIMITED: dict[tuple[str, str], tuple[Any, str]] = {
    ("fees", "basis"): (Fee, "basis"),
    ("legal_basis", "number"): (LegalBasis, "number"),
    ("legal_basis", "article"): (LegalBasis, "article"),
    ("legal_basis", "url"): (LegalBasis, "url"),
    ("aliases", "id"): (Phrase, "text"),
    ("aliases", "ja"): (Phrase, "text"),
    ("examples", "id"): (Phrase, "text"),
    ("examples", "ja"): (Phrase, "text"),
}


def check(
    document: Document, origin: Mapping[Path, Column], *, inherits: bool, services: set[str], offices: set[str]
) -> Iterator[tuple[str, str]]:
    """Each mistake as its column and a sentence: of the schema, of keys that name nothing, and of what the database refuses.

    `origin` tells from which column a leaf came; keys are only looked up where a column of this table stated them.
    """
    for path, message in mistakes("service", document):
        lacking = _MISSING.fullmatch(message)
        yield _told(path, origin, lacking[1] if lacking else "", message)
    if not inherits and not document.get("hidden"):
        for field in _NEEDED:
            if field not in document:
                yield field, Sentence(_("the field %(field)s is missing, and there is no parent to inherit it from"), field=repr(field))
    for path, column in origin.items():
        value = _value(document, path)
        if path[0] == "related" and value not in services:
            yield column.name, Sentence(_("the service %(key)s does not exist"), key=repr(value))
        if path[:2] == ("where", "offices") and value not in offices:
            yield column.name, Sentence(_("the office %(key)s does not exist"), key=repr(value))
        model, field = _LIMITED.get((str(path[0]), str(path[1 if isinstance(path[-1], int) else -1])), (None, ""))
        if model is not None:
            limit = model._meta.get_field(field)
            if isinstance(limit, CharField) and limit.max_length and len(str(value)) > limit.max_length:
                sentence = _("the text has %(length)s characters; at most %(most)s can be stored")
                yield column.name, Sentence(sentence, length=str(len(str(value))), most=str(limit.max_length))
    for index, fee in enumerate(document.get("fees", [])):
        if fee.get("valid_from", "") > fee.get("valid_to", "9999"):
            yield _told(("fees", index, "valid_to"), origin, "", Sentence(_("the fee ends before it begins")))
        if "amount_max" in fee and (fee["amount"] or 0) > fee["amount_max"]:
            yield _told(("fees", index, "amount_max"), origin, "", Sentence(_("the upper end of the range lies below its lower end")))


def _value(document: Document, path: Path) -> Any:
    node: Any = document
    for part in path:
        node = node[part]
    return node


def _told(path: Path, origin: Mapping[Path, Column], lacking: str, message: str) -> tuple[str, str]:
    """The mistake with the name of its column: where the leaf is not there, the column is named after a neighbour of it."""
    leaf = path if path in origin else next((known for known in origin if known[: len(path)] == path), None)
    if leaf is None:
        return ".".join([*(str(part) for part in path), *([lacking] if lacking else [])]), message
    column = origin[leaf]
    below = sum(part != LINE for part in column.path[len(path) :])
    name = ".".join([*column.name.split(".")[: -below or None], *([lacking] if lacking else [])])
    line = next((int(part) for part, kind in zip(path, column.path, strict=False) if kind == LINE), None)
    return name, message if line is None else Sentence(_("line %(line)s: %(message)s"), line=str(line + 1), message=message)
