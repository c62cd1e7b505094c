"""Who may call each address of the console. An address that is missing here fails tests/console/test_permissions.py.

A row names the address, the method, and who may call it: a permission, SIGNED_IN or PUBLIC. `arguments` makes the objects that the
address names, of the agency that is given, and returns the parts of the address besides `agency`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import timezone

from bot.catalogue.models import Agency
from bot.staff.models import Invitation
from bot.staff.permissions import Permission, Role
from tests.console.people import person
from tests.questions.stored import question_group

SIGNED_IN: Literal["signed in"] = "signed in"
PUBLIC: Literal["public"] = "public"
_P = Permission


def nothing(agency: Agency) -> dict[str, Any]:
    """The address names nothing but the agency."""
    return {}


@dataclass(frozen=True)
class Row:
    """One address with one method."""

    name: str
    method: str
    access: Permission | Literal["signed in", "public"]
    arguments: Callable[[Agency], dict[str, Any]] = nothing
    # For an address that answers 404 without its object even to those who may call it, such as a link that is not valid.
    status: tuple[int, ...] = (200, 302)


def _invitation(agency: Agency) -> dict[str, Any]:
    number = Invitation.objects.count()
    made = Invitation.objects.create(
        agency=agency, email=f"baru{number}@kota.example", roles=["editor"], language="id", token_hash=str(number), expires=timezone.now()
    )
    return {"invitation": made.pk}


def _member(agency: Agency) -> dict[str, Any]:
    return {"member": person(Role.EDITOR, of=agency).pk}


def _question(agency: Agency) -> dict[str, Any]:
    return {"group": question_group(agency).pk}


ROWS = (
    Row("home", "GET", SIGNED_IN),
    Row("language", "POST", PUBLIC),
    Row("sign-in", "GET", PUBLIC),
    Row("sign-in", "POST", PUBLIC),
    Row("sign-in-code", "GET", PUBLIC),
    Row("sign-in-code", "POST", PUBLIC),
    Row("sign-out", "POST", SIGNED_IN),
    Row("invitation", "GET", PUBLIC, lambda agency: {"token": "none"}, status=(410,)),
    Row("invitation", "POST", PUBLIC, lambda agency: {"token": "none"}, status=(410,)),
    Row("account", "GET", SIGNED_IN),
    Row("password", "GET", SIGNED_IN),
    Row("password", "POST", SIGNED_IN),
    Row("second-factor", "GET", SIGNED_IN),
    Row("second-factor", "POST", SIGNED_IN),
    Row("second-factor-recovery-codes", "POST", SIGNED_IN),
    Row("second-factor-remove", "POST", SIGNED_IN),
    Row("account-session-end", "POST", SIGNED_IN, lambda agency: {"session": 0}),
    Row("account-sessions-end-others", "POST", SIGNED_IN),
    Row("overview", "GET", _P.VIEW_CONTENT),
    Row("team", "GET", _P.MANAGE_TEAM),
    Row("team-invite", "GET", _P.MANAGE_TEAM),
    Row("team-invite", "POST", _P.MANAGE_TEAM),
    Row("team-invitation-renew", "POST", _P.MANAGE_TEAM, _invitation),
    Row("team-invitation-revoke", "POST", _P.MANAGE_TEAM, _invitation),
    Row("team-member", "GET", _P.MANAGE_TEAM, _member),
    Row("team-member", "POST", _P.MANAGE_TEAM, _member),
    Row("team-member-suspend", "POST", _P.MANAGE_TEAM, _member),
    Row("team-member-resume", "POST", _P.MANAGE_TEAM, _member),
    Row("audit", "GET", _P.VIEW_AUDIT),
    Row("questions", "GET", _P.VIEW_QUESTIONS),
    Row("questions-collect", "POST", _P.VIEW_QUESTIONS),
    Row("questions-work", "GET", _P.TRIAGE_QUESTIONS),
    Row("questions-undo", "POST", _P.TRIAGE_QUESTIONS),
    Row("questions-settings", "GET", _P.MANAGE_AGENCY),
    Row("questions-settings", "POST", _P.MANAGE_AGENCY),
    Row("questions-group", "GET", _P.VIEW_QUESTIONS, _question),
    Row("questions-check", "POST", _P.TRIAGE_QUESTIONS, _question),
    Row("questions-find", "GET", _P.TRIAGE_QUESTIONS, _question),
    Row("questions-decide", "POST", _P.TRIAGE_QUESTIONS, _question),
    Row("questions-reopen", "POST", _P.TRIAGE_QUESTIONS, _question),
    Row("questions-new-faq", "GET", _P.TRIAGE_QUESTIONS, _question),
    Row("questions-new-faq", "POST", _P.TRIAGE_QUESTIONS, _question),
)
