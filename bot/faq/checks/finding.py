"""One thing that a check found."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, cast

from django.utils.functional import Promise
from django.utils.translation import get_language

from bot.sentence import translated


class Severity(StrEnum):
    """An error keeps an FAQ from being published; a warning is for a person to judge."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Other:
    """What else a phrase leads to, and how surely, from 0 to 1."""

    kind: Literal["faq", "service", "life_event"]
    key: str
    name: Mapping[str, str]
    score: float

    @property
    def said(self) -> str:
        """Its name in the reader's language; where there is none, in the other one."""
        return self.name.get(get_language() or "") or next((one for one in self.name.values() if one), "") or self.key


@dataclass(frozen=True)
class Finding:
    """Which rule found it, and where. `message` is a msgid for staff, which may name `other`; `index` counts from 0 within a list field."""

    severity: Severity
    code: str
    field: str
    language: str
    message: str | Promise
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    index: int | None = None
    other: Other | None = None

    @property
    def text(self) -> str:
        """The message in the reader's language."""
        if not self.parameters:
            return str(self.message)
        values = {name: translated(value) if isinstance(value, str) else value for name, value in self.parameters.items()}
        if self.other is not None:
            values["other"] = self.other.said
        # Not str(message) % values: of a message with a plural, only the values tell which form it is.
        return str(cast(Any, self.message) % values)


def error(code: str, field: str, language: str, message: str | Promise, index: int | None = None, **parameters: Any) -> Finding:
    """Something that must be corrected."""
    return Finding(Severity.ERROR, code, field, language, message, parameters, index)


def warning(code: str, field: str, language: str, message: str | Promise, index: int | None = None, **parameters: Any) -> Finding:
    """Something that a person should look at."""
    return Finding(Severity.WARNING, code, field, language, message, parameters, index)
