"""The columns of a flat table, drawn from service.schema.json, and the way between a document and the values of its columns.

A column is named after the path of its field: `name.id`, `fee.1.amount`, `requirement.2.items.ja`. A list of plain texts, or of texts
in two languages, is one column (one for each language) with a line for each entry; a list of records is numbered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.catalogue.exchange.documents import Document
from bot.catalogue.schemas import validator

LINE = "*"
MOST_RECORDS = 200
Path = tuple[str | int, ...]
Value = str | int | float | bool | list[str] | None
Kind = Literal["text", "word", "whole", "number", "date", "choice", "flag"]

_RECORD_NAMES = {"fees": "fee", "requirements": "requirement", "sources": "source"}
_PLAIN_KINDS: dict[str, Kind] = {"integer": "whole", "number": "number", "boolean": "flag"}
_LANGUAGES = {"id", "ja", "ja_easy"}


@dataclass(frozen=True)
class Column:
    """One column. `path` leads to its field; `LINE` in it stands for every entry of a list."""

    name: str
    path: Path
    kind: Kind
    choices: tuple[str, ...] = ()

    @property
    def facet(self) -> str:
        """The field of the service that the column is part of."""
        return str(self.path[0])


def _schema() -> dict[str, Any]:
    schema = validator("service").schema
    assert isinstance(schema, dict)
    return schema


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        definition: dict[str, Any] = _schema()["definitions"][node["$ref"].rsplit("/", 1)[1]]
        return definition
    return node


def _kind(node: dict[str, Any]) -> Kind:
    if "enum" in node:
        return "choice"
    types = node["type"] if isinstance(node["type"], list) else [node["type"]]
    if types[0] in _PLAIN_KINDS:
        return _PLAIN_KINDS[types[0]]
    if node == _resolved({"$ref": "#/definitions/date"}):
        return "date"
    return "word" if "pattern" in node else "text"


def _walk(node: dict[str, Any], name: str, path: Path, count: Callable[[Path], int]) -> Iterator[Column]:
    node = _resolved(node)
    if "properties" in node:
        for field, child in node["properties"].items():
            yield from _walk(child, f"{name}.{_RECORD_NAMES.get(field, field)}".lstrip("."), (*path, field), count)
    elif "items" in node:
        entry = _resolved(node["items"])
        if set(entry.get("properties", {})) <= _LANGUAGES:
            yield from _walk(entry, name, (*path, LINE), count)
        else:
            for index in range(count(path)):
                yield from _walk(entry, f"{name}.{index + 1}", (*path, index), count)
    else:
        yield Column(name, path, _kind(node), tuple(node.get("enum", ())))


def columns_for(documents: Iterable[Document]) -> list[Column]:
    """The columns that hold these documents. Those of やさしい日本語 are left out where nothing uses them."""
    documents = list(documents)

    def count(path: Path) -> int:
        return max([1, *(len(field) for document in documents if (field := _field(document, path)))])

    columns = _walk(_schema(), "", (), count)
    return [c for c in columns if c.path[-1] != "ja_easy" or any(value_at(document, c) for document in documents)]


def columns_named(names: Iterable[str]) -> dict[str, Column]:
    """Those of the names that are columns; records may be numbered up to `MOST_RECORDS`."""
    wanted = set(names)
    numbers = [int(part) for name in wanted for part in name.split(".") if part.isascii() and part.isdigit() and len(part) < 4]
    most = min(max([1, *numbers]), MOST_RECORDS)
    return {c.name: c for c in _walk(_schema(), "", (), lambda _: most) if c.name in wanted}


def _field(node: Any, path: Path) -> Any:
    for part in path:
        if isinstance(part, int):
            node = node[part] if isinstance(node, list) and part < len(node) else None
        else:
            node = node.get(part) if isinstance(node, dict) else None
    return node


def value_at(document: Document, column: Column) -> Value:
    """What the document holds in this column; None when it holds nothing."""
    if LINE not in column.path:
        found: Value = _field(document, column.path)
        return None if found == "" or found is False else found
    at = column.path.index(LINE)
    lines = [str(_field(entry, column.path[at + 1 :]) or "") for entry in _field(document, column.path[:at]) or ()]
    while lines and not lines[-1]:
        lines.pop()
    return lines or None


def build(values: Mapping[Column, Value]) -> tuple[Document, dict[Path, Column]]:
    """The document that these values make, and from which column each of its leaves came. Numbers without a record are closed up."""
    tree: dict[str | int, Any] = {}
    leaves: dict[Path, Column] = {}

    def place(path: Path, column: Column, value: Any) -> None:
        node = tree
        for part in path[:-1]:
            node = node.setdefault(part, {})
        node[path[-1]] = value
        leaves[path] = column

    for column, value in values.items():
        if isinstance(value, list):
            for index, line in enumerate(value):
                if line:
                    place(tuple(index if part == LINE else part for part in column.path), column, line)
        elif value is not None:
            place(column.path, column, value)

    origin: dict[Path, Column] = {}

    def closed_up(node: Any, old: Path, new: Path) -> Any:
        if not isinstance(node, dict):
            origin[new] = leaves[old]
            return node
        if all(isinstance(key, int) for key in node):
            return [closed_up(node[key], (*old, key), (*new, index)) for index, key in enumerate(sorted(node))]
        return {key: closed_up(child, (*old, key), (*new, key)) for key, child in node.items()}

    document: Document = closed_up(tree, (), ()) if tree else {}
    if "fees" in document:
        # A fee without an amount says so: the agency sets it, or it is not certain.
        document["fees"] = [{"amount": None, **fee} for fee in document["fees"]]
    return document, origin
