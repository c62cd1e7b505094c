"""Who changed which FAQ: every step of the workflow is told to one recorder, in the step's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import structlog
from django.contrib.auth.models import User

from bot.catalogue.models import Agency

log = structlog.get_logger(__name__)
Values = Mapping[str, Any]


class Recorder(Protocol):
    """Keeps one entry. `by` is None for the command line."""

    def __call__(self, by: User | None, agency: Agency, action: str, target_kind: str, target_key: str, before: Any, after: Any) -> object:
        """Store the entry; an error undoes the step."""


def _log(by: User | None, agency: Agency, action: str, target_kind: str, target_key: str, before: Any, after: Any) -> None:
    # Without the texts: a draft may hold what a citizen wrote.
    log.info("faq.changed", by=None if by is None else by.pk, agency=agency.key, action=action, kind=target_kind, key=target_key)


_recorder: Recorder = _log


def use_recorder(recorder: Recorder) -> None:
    """Have every later entry kept by this one; called once, when the application that keeps the audit log is ready."""
    global _recorder
    _recorder = recorder


def record(by: User | None, agency: Agency, action: str, key: str, before: Values | None, after: Values | None) -> None:
    """Record one step with what it changed."""
    _recorder(by, agency, f"faq.{action}", "faq", key, before, after)
