"""The published JSON Schemas of the content files, and checks against them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext_noop as _
from jsonschema import Draft7Validator, RefResolver

from bot.catalogue.quick_schema import Fits, UnknownKeyword, compiled
from bot.catalogue.schema_words import sentence_of
from bot.sentence import Sentence

FOLDER = Path(__file__).resolve().parent / "schema"
SchemaName = Literal["service", "agency", "faq"]


@lru_cache(maxsize=1)
def _store() -> dict[str, Any]:
    schemas = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.schema.json")))
    return {schema["$id"]: schema for schema in schemas}


@cache
def validator(name: SchemaName) -> Draft7Validator:
    """The validator of one kind of content file."""
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    return Draft7Validator(schema, resolver=RefResolver(schema["$id"], schema, store=_store()))


@cache
def _fits(name: SchemaName) -> Fits:
    try:
        schema = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
        return compiled(schema, _store())
    except UnknownKeyword:
        return lambda document: False  # the library has to look at each


def mistakes(name: SchemaName, document: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each mistake of a document as its path within the document and a sentence."""
    if _fits(name)(document):
        return
    for error in sorted(validator(name).iter_errors(document), key=lambda e: [str(p) for p in e.absolute_path]):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            unknown = sorted(set(error.instance) - set(error.schema.get("properties", {})))
            for field in unknown:
                known = sorted(error.schema.get("properties", {})) or ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
                sentence = _("the field %(field)s does not exist; known are %(known)s")
                yield (*path, field), Sentence(sentence, field=repr(field), known=", ".join(known))
        elif error.validator == "required":
            # The library reports each missing field by itself, and names it only within its sentence.
            missing = next(field for field in error.validator_value if error.message.startswith(repr(field)))
            yield path, Sentence(_("the field %(field)s is missing"), field=repr(missing))
        else:
            yield path, sentence_of(error)
