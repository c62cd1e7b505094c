"""One thing that a check of a service found."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from bot.staff.audit import field_words


class Severity(StrEnum):
    """An error keeps a service from being published, a contradiction until somebody says that it is none; a gap is for later."""

    ERROR = "error"
    CONTRADICTION = "contradiction"
    GAP = "gap"


@dataclass(frozen=True)
class Finding:
    """Which rule found it, and on which path of the document. `message` is a msgid for staff."""

    severity: Severity
    code: str
    path: tuple[str | int, ...]
    message: str | Promise
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def text(self) -> str:
        """The message in the reader's language."""
        return str(self.message) % self.parameters if self.parameters else str(self.message)

    @property
    def facet(self) -> str:
        """The field of the service in which it stands; empty for the service as a whole."""
        return str(self.path[0]) if self.path else ""

    @property
    def place(self) -> str:
        """Where it stands, in words: Requirements › 1 › Items › 2."""
        return " › ".join(str(part + 1) if isinstance(part, int) else field_words(part) for part in self.path)


def error(code: str, path: tuple[str | int, ...], message: str | Promise, **parameters: Any) -> Finding:
    """Something that must be corrected."""
    return Finding(Severity.ERROR, code, path, message, parameters)


def contradiction(code: str, path: tuple[str | int, ...], message: str | Promise, **parameters: Any) -> Finding:
    """Two statements of which at most one can be right, unless a person says that both are."""
    return Finding(Severity.CONTRADICTION, code, path, message, parameters)


def gap(code: str, path: tuple[str | int, ...], message: str | Promise, **parameters: Any) -> Finding:
    """Something that is missing, old or hard to read."""
    return Finding(Severity.GAP, code, path, message, parameters)
