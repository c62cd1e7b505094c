"""In which browsers somebody is signed in, so that they see it and can end it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from bot.staff.models import Membership, StaffSession
from bot.staff.permissions import Role

# Writing at each page would cost a write for nothing: nobody reads the time to the second.
_SEEN_EVERY = dt.timedelta(minutes=1)
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"))
_LATER_BROWSERS = (("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_words(user_agent: str) -> str:
    """A browser's name and system, such as Firefox, Windows; what it says of itself when it is none that we know."""
    browser = next((name for sign, name in (*_BROWSERS, *_LATER_BROWSERS) if f"{sign}/" in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    known = ", ".join(filter(None, (browser, system)))
    return known or re.sub(r"[^ -~]", "", user_agent)[:80] or "?"


def begin(request: HttpRequest, user: User) -> None:
    """Remember the browser in which the person has just signed in, and forget what has run out."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    StaffSession.objects.filter(created__lt=now - dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)).delete()
    StaffSession.objects.create(
        user=user,
        session_key=request.session.session_key or "",
        browser=browser_words(request.headers.get("User-Agent", "")),
        last_seen=now,
    )


def administering() -> QuerySet[Membership]:
    """The memberships for which one needs a second factor."""
    return Membership.objects.filter(role=Role.ADMINISTRATOR, suspended=False).order_by()


@dataclass(frozen=True)
class Present:
    """What a session that still counts says of its person: whether they have set an app up, and whether they must."""

    has_second_factor: bool
    needs_second_factor: bool


def present(request: HttpRequest) -> Present | None:
    """What this browser's session says, None when it counts no longer; notes, at most once a minute, that it was seen.

    One query, since it is asked with every page, part of a page and sign of life.
    """
    apps = TOTPDevice.objects.filter(user=OuterRef("user"), confirmed=True)
    needs: Any = Q(user__is_superuser=True) | Exists(administering().filter(user=OuterRef("user")))
    rows = StaffSession.objects.filter(session_key=request.session.session_key or "").order_by()
    own = rows.values_list("pk", "last_seen", Exists(apps), Case(When(needs, then=True), default=False)).first()
    if own is None:
        return None
    number, last_seen, has, must = own
    now = timezone.now()
    if last_seen < now - _SEEN_EVERY:
        StaffSession.objects.filter(pk=number, last_seen=last_seen).update(last_seen=now)
    return Present(bool(has), bool(must))


def moved(old_key: str, request: HttpRequest) -> None:
    """Follow a session whose key was changed, as happens with a new password."""
    StaffSession.objects.filter(session_key=old_key).update(session_key=request.session.session_key or "")


def sessions_of(user: User) -> list[StaffSession]:
    """The person's sessions that still count, the last seen first."""
    since = timezone.now() - dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return list(StaffSession.objects.filter(user=user, created__gte=since))


def end(user: User, session: int) -> bool:
    """End one of the person's own sessions; False when there is none of that number."""
    return _end(StaffSession.objects.filter(user=user, pk=session).values_list("session_key", flat=True)[:1]) == 1


def end_others(user: User, request: HttpRequest) -> int:
    """End the person's sessions in all other browsers; how many they were."""
    others = StaffSession.objects.filter(user=user).exclude(session_key=request.session.session_key or "")
    return _end(others.values_list("session_key", flat=True))


def end_all(user: User) -> int:
    """End all sessions of the person; how many they were."""
    return _end(StaffSession.objects.filter(user=user).values_list("session_key", flat=True))


def _end(keys: Iterable[str]) -> int:
    with transaction.atomic():
        named = list(keys)
        Session.objects.filter(session_key__in=named).delete()
        return StaffSession.objects.filter(session_key__in=named).delete()[0]
