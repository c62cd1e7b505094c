"""Whether a document fits a JSON Schema, at once: thousands of entries are checked while somebody waits.

The library tells what is wrong, in which field; but it takes a millisecond for an entry of which nothing is. It is asked about the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urldefrag, urljoin

Fits = Callable[[Any], bool]
_SAYS_NOTHING = frozenset({"$schema", "$id", "title", "description", "definitions", "default", "examples", "$comment"})


class UnknownKeyword(Exception):
    """The schema says something that only the library understands."""


def compiled(schema: Mapping[str, Any], schemas: Mapping[str, Mapping[str, Any]]) -> Fits:
    """A function that tells whether a document fits. `schemas`: every schema by its `$id`, the one itself included.

    Raises:
        UnknownKeyword: the schema says something that only the library understands.
    """
    return _Compiler(schemas).schema(schema, schema["$id"])


class _Compiler:
    def __init__(self, schemas: Mapping[str, Mapping[str, Any]]) -> None:
        self._schemas = schemas
        self._references: dict[str, Fits] = {}

    def schema(self, schema: Any, base: str) -> Fits:
        if isinstance(schema, bool):
            return lambda value: schema
        if "$ref" in schema:
            # In this draft everything beside a reference is ignored.
            return self._reference(schema["$ref"], base)
        checks = [self._check(keyword, schema, base) for keyword in schema if keyword not in _SAYS_NOTHING]
        if len(checks) == 1:
            return checks[0]
        return lambda value: all(check(value) for check in checks)

    def _reference(self, reference: str, base: str) -> Fits:
        whole = urljoin(base, reference)
        owner, pointer = urldefrag(whole)
        if whole not in self._references:
            found: Any = self._schemas.get(owner)
            for step in pointer.split("/")[1:]:
                found = found.get(step) if isinstance(found, Mapping) else None
            if found is None:
                raise UnknownKeyword(reference)
            # A schema may refer to itself.
            self._references[whole] = lambda value: self._references[whole](value)
            self._references[whole] = self.schema(found, owner)
        return lambda value: self._references[whole](value)

    def _check(self, keyword: str, schema: Mapping[str, Any], base: str) -> Fits:
        said = schema[keyword]
        if keyword == "properties":
            parts = {name: self.schema(part, base) for name, part in said.items()}
            return lambda value: not isinstance(value, dict) or all(fits(value[name]) for name, fits in parts.items() if name in value)
        if keyword == "additionalProperties":
            return self._others(said, frozenset(schema.get("properties", ())), base)
        if keyword == "items" and isinstance(said, Mapping):
            item = self.schema(said, base)
            return lambda value: not isinstance(value, list) or all(item(one) for one in value)
        if keyword in _OF_SEVERAL:
            return _OF_SEVERAL[keyword]([self.schema(option, base) for option in said])
        if keyword == "not":
            option = self.schema(said, base)
            return lambda value: not option(value)
        if keyword == "dependencies" and all(isinstance(needed, list) for needed in said.values()):
            return lambda value: (
                not isinstance(value, dict) or all(set(needed) <= value.keys() for name, needed in said.items() if name in value)
            )
        if keyword in _PLAIN:
            return _PLAIN[keyword](said)
        raise UnknownKeyword(keyword)

    def _others(self, said: Any, named: frozenset[str], base: str) -> Fits:
        if said is False:
            return lambda value: not isinstance(value, dict) or value.keys() <= named
        other = self.schema(said, base)
        return lambda value: not isinstance(value, dict) or all(other(one) for name, one in value.items() if name not in named)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: dict[str, Fits] = {
    "string": lambda value: isinstance(value, str),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": _number,
    "integer": lambda value: _number(value) and (isinstance(value, int) or value.is_integer()),
}


def _type(said: Any) -> Fits:
    wanted = [_TYPES[name] for name in ([said] if isinstance(said, str) else said)]
    return wanted[0] if len(wanted) == 1 else lambda value: any(is_it(value) for is_it in wanted)


def _pattern(said: str) -> Fits:
    search = re.compile(said).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _enum(said: list[Any]) -> Fits:
    if not all(isinstance(one, str) for one in said):
        raise UnknownKeyword("enum")
    allowed = frozenset(said)
    return lambda value: isinstance(value, str) and value in allowed


def _unique(said: bool) -> Fits:
    # What else may be equal to what, such as 1 and 1.0, is left to the library.
    return lambda value: (
        not said or not isinstance(value, list) or (all(isinstance(one, str) for one in value) and len(set(value)) == len(value))
    )


_OF_SEVERAL: dict[str, Callable[[list[Fits]], Fits]] = {
    "oneOf": lambda options: lambda value: sum(option(value) for option in options) == 1,
    "anyOf": lambda options: lambda value: any(option(value) for option in options),
    "allOf": lambda options: lambda value: all(option(value) for option in options),
}
_PLAIN: dict[str, Callable[[Any], Fits]] = {
    "type": _type,
    "pattern": _pattern,
    "uniqueItems": _unique,
    "enum": _enum,
    "required": lambda said: lambda value: not isinstance(value, dict) or value.keys() >= frozenset(said),
    "minLength": lambda said: lambda value: not isinstance(value, str) or len(value) >= said,
    "maxLength": lambda said: lambda value: not isinstance(value, str) or len(value) <= said,
    "minItems": lambda said: lambda value: not isinstance(value, list) or len(value) >= said,
    "maxItems": lambda said: lambda value: not isinstance(value, list) or len(value) <= said,
    "minProperties": lambda said: lambda value: not isinstance(value, dict) or len(value) >= said,
    "minimum": lambda said: lambda value: not _number(value) or value >= said,
    "maximum": lambda said: lambda value: not _number(value) or value <= said,
}
