"""Whether a document fits is told by one library and what is wrong by another: both must agree, on right documents and on wrong ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue.content_files import read
from bot.catalogue.schemas import SchemaName, fits, mistakes, validator

DATA = Path(__file__).resolve().parents[2] / "data"
FILES: dict[SchemaName, list[Path]] = {
    "faq": sorted((DATA / "faq").rglob("*.yml")),
    "agency": sorted((DATA / "catalogue").glob("*/agency.yml")),
    "service": sorted(path for path in (DATA / "catalogue").glob("*/*.yml") if path.name != "agency.yml"),
}
_STRANGE: tuple[Any, ...] = (None, "", "x" * 5000, -1, 1.0, True, [], {}, ["a", "a"], {"id": "hanya satu"}, "no-such-value", [None])


def _places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _places(value, (*path, key))


def _with(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    made = dict(node) if isinstance(node, dict) else list(node)
    made[path[0]] = _with(node[path[0]], path[1:], value)
    return made


@pytest.mark.parametrize("name", ["faq", "service", "agency"])
def test_a_document_fits_exactly_where_no_mistake_is_found(name: SchemaName) -> None:
    chosen = random.Random(5)
    files = FILES[name]
    verdicts = set()
    for path in chosen.sample(files, min(len(files), 12)):
        document = read(path, DATA).data
        if name == "faq":
            document = {"faq": document["faq"][:4]}
        assert fits(name, document)
        assert not list(mistakes(name, document))
        places = list(_places(document))
        for place in chosen.sample(places, min(len(places), 25)):
            for strange in chosen.sample(_STRANGE, 4):
                other = _with(document, place, strange)
                right = validator(name).is_valid(other)
                verdicts.add(right)
                assert fits(name, other) is right, (path, place, strange)
                assert (not list(mistakes(name, other))) is right, (path, place, strange)
    assert verdicts == {True, False}
