"""The record of every change. Each domain declares its words, so that the page speaks of them in the reader's language."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext

from bot.catalogue.models import Agency
from bot.staff.context import StaffContext, name_of
from bot.staff.models import AuditEntry

Words = dict[str, Any]
_actions: Words = {}
_kinds: Words = {}
_fields: Words = {}
_values: dict[str, Words] = {}
_unsigned: Words = {}


class UndeclaredAction(LookupError):
    """Something is to be recorded for which nobody has declared words."""


def declare(
    *,
    actions: Words,
    kinds: Words,
    fields: Words | None = None,
    values: dict[str, Words] | None = None,
    unsigned: Words | None = None,
) -> None:
    """Give the words (lazily translated) for actions, kinds of targets, fields and a field's values, when the domain's module is loaded.

    `unsigned`: who did an action that nobody signs, where it was not the command line.
    """
    _actions.update(actions)
    _kinds.update(kinds)
    _fields.update(fields or {})
    _unsigned.update(unsigned or {})
    # Several domains have a field of the same name, such as the state, each with values of its own.
    for name, words in (values or {}).items():
        _values.setdefault(name, {}).update(words)


def action_words(action: str) -> str:
    """What was done, for a reader; the bare name when its domain is gone."""
    return str(_actions.get(action, action))


def author_words(entry: AuditEntry) -> str:
    """Who did it, for a reader."""
    return entry.user_name or str(_unsigned.get(entry.action, gettext("Command line")))


def kind_words(kind: str) -> str:
    """What it was done to."""
    return str(_kinds.get(kind, kind))


def field_words(field: str) -> str:
    """What a field is called on the pages."""
    return str(_fields.get(field, field.replace("_", " ")))


def value_words(field: str, value: str) -> str:
    """What one of a field's values is called on the pages."""
    return str(_values.get(field, {}).get(value, value))


def record(
    by: StaffContext | User | None,
    agency: Agency | None,
    action: str,
    target_kind: str,
    target_key: str,
    before: Any = None,
    after: Any = None,
) -> AuditEntry:
    """Record one change; call it in the transaction of the change. `by` is None for the command line.

    Raises:
        UndeclaredAction: `declare` was not called for the action or the kind.
    """
    if action not in _actions or target_kind not in _kinds:
        raise UndeclaredAction(f"Call bot.staff.audit.declare for {action!r} and {target_kind!r}.")
    user = by.user if isinstance(by, StaffContext) else by
    return AuditEntry.objects.create(
        user=user,
        user_name=name_of(user)[:200] if user else "",
        agency=agency,
        action=action,
        target_kind=target_kind,
        target_key=target_key,
        before=before,
        after=after,
    )


def record_for_account(by: User | None, account: User, action: str, after: Any = None) -> None:
    """Record what concerns a whole account, such as a new password, in each agency of that account."""
    agencies: list[Agency | None] = [*Agency.objects.filter(memberships__user=account).distinct()]
    for agency in agencies or [None]:
        record(by, agency, action, "account", account.get_username(), after=after)
