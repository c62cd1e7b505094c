"""The messages that a platform has approved for when it takes no free text: which there are, in which language, and what they say.

They stand in an account's settings, by name and language: `{"answer": {"id": {"reference": "HX...", "body": "... {{1}} ..."}}}`. The
reference alone, entered on the command line, will do; then nobody knows the words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.languages import LANGUAGES

# What the operator writes.
MESSAGE = "1"
_BLANK = re.compile(r"\{\{(\d{1,2})\}\}")


@dataclass(frozen=True)
class Approved:
    """One of them in one language. `variables` says what stands in the blanks behind the first; an archived one is not used any more."""

    name: str
    language: str
    reference: str
    body: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    archived: bool = False

    def pieces(self, values: Mapping[str, str]) -> tuple[str, str]:
        """What stands before and behind the operator's words, with the other blanks filled."""
        before, _, behind = self.body.partition("{{1}}")
        return fill(before, values), fill(behind, values)


def blanks(body: str) -> list[str]:
    """The numbers of its blanks, each once."""
    return list(dict.fromkeys(_BLANK.findall(body)))


def fill(body: str, values: Mapping[str, str]) -> str:
    """The words with the blanks filled of which a value is known."""
    return _BLANK.sub(lambda found: values.get(found[1]) or found[0], body)


def read(stored: Any) -> list[Approved]:
    """What an account's settings hold, by name and language; what is in no known form is left out."""
    by_name = by_name_in(stored) or {}
    found = []
    for name, languages in by_name.items():
        # One reference for all languages.
        each = languages if isinstance(languages, Mapping) else dict.fromkeys(LANGUAGES, languages)
        found += [one for language, value in each.items() if (one := _read_one(str(name), str(language), value)) is not None]
    return found


def by_name_in(stored: Any) -> Mapping[str, Any] | None:
    """What was entered, as JSON or as it is kept; None when it is neither."""
    if isinstance(stored, str):
        try:
            stored = json.loads(stored)
        except ValueError:
            return None
    return stored if isinstance(stored, Mapping) else None


def written(templates: Iterable[Approved]) -> dict[str, dict[str, dict[str, Any]]]:
    """As `read` reads it."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for one in templates:
        found.setdefault(one.name, {})[one.language] = {
            "reference": one.reference,
            "body": one.body,
            "variables": dict(one.variables),
            "archived": one.archived,
        }
    return found


def _read_one(name: str, language: str, value: Any) -> Approved | None:
    if isinstance(value, str):
        return Approved(name, language, value) if value else None
    if not isinstance(value, Mapping) or not isinstance(value.get("reference"), str):
        return None
    variables = value.get("variables")
    return Approved(
        *(name, language, value["reference"], str(value.get("body") or "")),
        variables={str(number): str(what) for number, what in variables.items()} if isinstance(variables, Mapping) else {},
        archived=value.get("archived") is True,
    )
