"""Made-up colleagues of an agency, who can't sign in: they have no password."""

from __future__ import annotations

import random

from django.contrib.auth.models import User

from bot.catalogue.models import Agency
from bot.staff.models import Membership
from bot.staff.permissions import Role

MOST = 40
_ROLES = (Role.OPERATOR, Role.EDITOR, Role.REVIEWER, Role.OPERATOR, Role.ANALYST)


def colleagues(agency: Agency, chance: random.Random) -> list[User]:
    """Forty of them, the same ones each time; the first of five, and the fourth, serve at the desk."""
    names = [f"demo-{number:02d}@{agency.key}.example" for number in range(1, MOST + 1)]
    known = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    fresh = [name for name in names if name not in known]
    User.objects.bulk_create(
        User(username=name, email=name, first_name=f"Demo {name[5:7]}", last_name=chance.choice(("A.", "B.", "C.")), password="!")
        for name in fresh
    )
    found = list(User.objects.filter(username__in=names).order_by("username"))
    Membership.objects.bulk_create(
        (Membership(user=user, agency=agency, role=_ROLES[at % len(_ROLES)]) for at, user in enumerate(found)), ignore_conflicts=True
    )
    return found


def operators(found: list[User]) -> list[User]:
    """Those of them who serve at the desk."""
    return [user for at, user in enumerate(found) if _ROLES[at % len(_ROLES)] is Role.OPERATOR]
