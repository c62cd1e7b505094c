"""The roles, what each may do, and nothing else: one table for every page."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in one agency; one person may be several."""

    EDITOR = "editor", _("Editor")
    REVIEWER = "reviewer", _("Reviewer")
    OPERATOR = "operator", _("Operator")
    ANALYST = "analyst", _("Analyst")
    ADMINISTRATOR = "administrator", _("Administrator")


ROLE_HELP = {
    Role.EDITOR: _("Writes questions, answers and services."),
    Role.REVIEWER: _("Checks what editors wrote, and publishes it."),
    Role.OPERATOR: _("Talks with citizens when the assistant cannot help."),
    Role.ANALYST: _("Reads figures and reports."),
    Role.ADMINISTRATOR: _("Invites colleagues, and may do everything in this agency."),
}


class Permission(enum.Enum):
    """One thing that a page lets somebody do."""

    VIEW_CONTENT = "view_content"
    EDIT_CONTENT = "edit_content"
    PUBLISH_CONTENT = "publish_content"
    VIEW_QUESTIONS = "view_questions"
    TRIAGE_QUESTIONS = "triage_questions"
    TRAIN = "train"
    ACTIVATE_RELEASE = "activate_release"
    VIEW_ANALYTICS = "view_analytics"
    CONVERSE = "converse"
    SUPERVISE = "supervise"
    MANAGE_TEAM = "manage_team"
    VIEW_AUDIT = "view_audit"
    MANAGE_AGENCY = "manage_agency"


_P = Permission
ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.EDITOR: frozenset({_P.VIEW_CONTENT, _P.EDIT_CONTENT, _P.VIEW_QUESTIONS, _P.TRIAGE_QUESTIONS, _P.TRAIN}),
    Role.REVIEWER: frozenset(
        {
            *(_P.VIEW_CONTENT, _P.EDIT_CONTENT, _P.PUBLISH_CONTENT, _P.VIEW_QUESTIONS, _P.TRIAGE_QUESTIONS),
            *(_P.TRAIN, _P.ACTIVATE_RELEASE, _P.VIEW_ANALYTICS, _P.VIEW_AUDIT),
        }
    ),
    Role.OPERATOR: frozenset({_P.VIEW_CONTENT, _P.VIEW_QUESTIONS, _P.CONVERSE}),
    Role.ANALYST: frozenset({_P.VIEW_CONTENT, _P.VIEW_QUESTIONS, _P.VIEW_ANALYTICS}),
    Role.ADMINISTRATOR: frozenset(Permission),
}


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that at least one of the roles allows."""
    return frozenset().union(*(ALLOWED[role] for role in roles))


def roles_allowing(permission: Permission) -> list[Role]:
    """The roles that allow it, in the order in which they are listed everywhere."""
    return [role for role in Role if permission in ALLOWED[role]]
