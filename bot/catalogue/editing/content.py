"""The content of a version: what one agency states about a service, in the shape of service.schema.json, without empty fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from bot.catalogue.schemas import validator

Content = dict[str, Any]
PHRASES = ("aliases", "examples")  # added to the inherited ones instead of taking their place
NOT_FACETS = ("key", "hidden")
_EMPTY: tuple[Any, ...] = (None, "", [], {})


@cache
def fields() -> tuple[str, ...]:
    """Every field of a service, in the order of the published schema."""
    schema = validator("service").schema
    assert isinstance(schema, dict)
    return tuple(schema["properties"])


def facets() -> tuple[str, ...]:
    """The fields that a record may state or inherit."""
    return tuple(name for name in fields() if name not in NOT_FACETS)


def content_from(document: Mapping[str, Any]) -> Content:
    """The content of a document or of a form's values: nothing empty, fields in the schema's order, each phrase once."""
    content: Content = {}
    for name in fields():
        value = _without_empty(document.get(name))
        if name in PHRASES and value:
            value = {language: list(dict.fromkeys(texts)) for language, texts in value.items()}
        if name == "fees" and value:
            # A fee without an amount says so: the agency sets it, or it is not certain.
            value = [{"amount": None, **fee} for fee in value]
        if name == "hidden":
            value = value or None
        if value not in _EMPTY:
            content[name] = value
    return content


def _without_empty(node: Any) -> Any:
    if isinstance(node, Mapping):
        pruned = {key: _without_empty(value) for key, value in node.items()}
        return {key: value for key, value in pruned.items() if value not in _EMPTY}
    if isinstance(node, list | tuple):
        return [value for value in map(_without_empty, node) if value not in _EMPTY]
    return node


def states_nothing(content: Mapping[str, Any]) -> bool:
    """Whether everything is inherited."""
    return not set(content) - {"key"}


def replaced(content: Mapping[str, Any], values: Mapping[str, Any], names: Iterable[str]) -> Content:
    """The content in which these facets say what `values` says, and nothing where it says nothing."""
    gone = set(names)
    kept = {name: value for name, value in content.items() if name not in gone}
    return content_from({**kept, **{name: values.get(name) for name in gone}})
