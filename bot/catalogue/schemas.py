"""The published JSON Schemas of the content files, and checks against them.

Two libraries read them. fastjsonschema tells at once whether a document fits, for thousands of entries while somebody waits; it stops at
the first mistake. jsonschema takes a millisecond for an entry, and finds every mistake with its place: it is asked about the others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext_noop as _
from fastjsonschema import JsonSchemaValueException, compile
from jsonschema import Draft7Validator, RefResolver

from bot.catalogue.schema_words import sentence_of
from bot.sentence import Sentence

FOLDER = Path(__file__).resolve().parent / "schema"
SchemaName = Literal["service", "agency", "faq"]


def _read() -> dict[str, Any]:
    """Every schema by its `$id`, read anew: a library may write into what it is given."""
    schemas = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.schema.json")))
    return {schema["$id"]: schema for schema in schemas}


def _named(name: SchemaName, schemas: dict[str, Any]) -> Any:
    return next(schema for uri, schema in schemas.items() if uri.endswith(f"/{name}.schema.json"))


@cache
def validator(name: SchemaName) -> Draft7Validator:
    """The validator of one kind of content file."""
    schemas = _read()
    schema = _named(name, schemas)
    return Draft7Validator(schema, resolver=RefResolver(schema["$id"], schema, store=schemas))


@cache
def _compiled(name: SchemaName) -> Callable[[Any], Any]:
    schemas = _read()
    # Without a handler for their scheme, references would be fetched over the network.
    return compile(_named(name, schemas), handlers={"https": schemas.__getitem__}, use_default=False, detailed_exceptions=False)


def fits(name: SchemaName, document: Any) -> bool:
    """Whether a document is as its schema says, without saying what is wrong."""
    try:
        _compiled(name)(document)
    except JsonSchemaValueException:
        return False
    return True


def mistakes(name: SchemaName, document: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each mistake of a document as its path within the document and a sentence."""
    if fits(name, document):
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
