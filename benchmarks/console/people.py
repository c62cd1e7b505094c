"""Who asks for the pages: an agency's administrator, who may see all of them, and the installation's, who sees all agencies."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from bot.catalogue.models import Agency
from bot.desk import ownership
from bot.desk.models import Handoff
from bot.staff.models import Membership
from bot.staff.permissions import Role
from tests.console.people import browser_of

_NAME = "benchmark@kota.example"


def administrator(agency: Agency, *, of_installation: bool = False) -> tuple[User, Client]:
    """Somebody with a second factor, a browser in which they are signed in, and a conversation that they serve."""
    name = f"all-{_NAME}" if of_installation else _NAME
    user, _new = User.objects.get_or_create(username=name, defaults={"email": name, "first_name": "Benchmark", "password": "!"})
    if of_installation:
        User.objects.filter(pk=user.pk).update(is_superuser=True)
        user.refresh_from_db()
    else:
        Membership.objects.get_or_create(user=user, agency=agency, role=Role.ADMINISTRATOR)
        _serve(user, agency)
    TOTPDevice.objects.get_or_create(user=user, name="app")
    return user, browser_of(user)


def _serve(user: User, agency: Agency) -> None:
    if not Handoff.objects.filter(agency=agency, operator=user, state=Handoff.State.CLAIMED).exists():
        waiting = Handoff.objects.filter(agency=agency, state=Handoff.State.WAITING).latest("pk")
        ownership.claim(waiting.pk, user, timezone.now())
