"""Signing in: password first, then the second factor of those who have one; only then a session begins."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Iterable

import django_otp
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off, get_credentials
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone
from django_otp.models import Device

from bot.proxies import client_address
from bot.staff import audit, second_factor, sessions, words  # noqa: F401 - the words are declared by loading them
from bot.staff.accounts import as_username, find_account

BACKEND = "django.contrib.auth.backends.ModelBackend"
# How long the code may take after the password, in seconds.
_BETWEEN_STEPS = 600
_HALF_WAY = "staff.half_way"


def minutes_locked(request: HttpRequest, email: str) -> int:
    """How many minutes no password is looked at for that e-mail from that address; 0 when one is."""
    username = as_username(email)
    if AxesProxyHandler.is_allowed(request, get_credentials(username=username)):
        return 0
    last = AccessAttempt.objects.filter(username=username, ip_address=client_address(request)).order_by("-attempt_time").first()
    cool_off = get_cool_off(request)
    if last is None or cool_off is None:
        return 1
    seconds: float = (last.attempt_time + cool_off - timezone.now()).total_seconds()
    return max(1, math.ceil(seconds / 60))


def check_password(request: HttpRequest, email: str, password: str) -> User | None:
    """The person whose password it is. Guesses are counted, and a wrong e-mail looks like a wrong password."""
    before = minutes_locked(request, email)
    found = auth.authenticate(request, username=as_username(email), password=password)
    if isinstance(found, User):
        return found
    if not before and minutes_locked(request, email) and (account := find_account(email)) is not None:
        audit.record_for_account(None, account, "account.locked", {"address": client_address(request)})
    return None


def locked_until(usernames: Iterable[str]) -> dict[str, dt.datetime]:
    """Which of these accounts are locked out somewhere after wrong passwords, and until when."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(username__in=list(usernames), attempt_time__gt=since).order_by()
    tried = attempts.values("username", "ip_address").annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    found: dict[str, dt.datetime] = {}
    for row in tried.filter(failures__gte=settings.AXES_FAILURE_LIMIT):
        until = row["last"] + settings.AXES_COOLOFF_TIME
        found[row["username"]] = max(until, found.get(row["username"], until))
    return found


def unlock(by: User, account: User) -> bool:
    """Let a password of that account be tried again at once; False when it was not locked out."""
    with transaction.atomic():
        locked = bool(locked_until([account.get_username()]))
        reset(username=account.get_username())
        if locked:
            audit.record_for_account(by, account, "account.unlocked")
    return locked


def go_on(request: HttpRequest, user: User, next_page: str) -> bool:
    """After the password: sign the person in, or remember that the code is still due. Whether they are signed in."""
    if second_factor.device_of(user) is None:
        _begin(request, user, None)
        return True
    request.session.cycle_key()
    request.session[_HALF_WAY] = {"user": user.pk, "until": time.time() + _BETWEEN_STEPS, "next": next_page, "seal": _seal(user)}
    return False


def half_way(request: HttpRequest) -> tuple[User, str] | None:
    """Who has given the password here and still owes the code, and where they want to go."""
    kept = request.session.get(_HALF_WAY)
    if kept is None or kept["until"] < time.time():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    return (user, kept["next"]) if user is not None and kept["seal"] == _seal(user) else None


def finish(request: HttpRequest, user: User, code: str) -> bool:
    """Sign the person in when the code is right."""
    device = second_factor.verify(user, code)
    if device is None:
        return False
    request.session.pop(_HALF_WAY, None)
    _begin(request, user, device)
    return True


def sign_out(request: HttpRequest) -> None:
    """End this browser's session."""
    user = request.user
    if isinstance(user, User):
        own = [one.pk for one in sessions.sessions_of(user) if one.session_key == request.session.session_key]
        for number in own:
            sessions.end(user, number)
    auth.logout(request)


def change_password(request: HttpRequest, user: User, password: str) -> None:
    """Set a new password; all other browsers are signed out."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        sessions.end_others(user, request)
        old = request.session.session_key or ""
        auth.update_session_auth_hash(request, user)
        request.session.save()
        sessions.moved(old, request)
        audit.record_for_account(user, user, "account.password")


def _begin(request: HttpRequest, user: User, device: Device | None) -> None:
    auth.login(request, user, backend=BACKEND)
    if device is not None:
        django_otp.login(request, device)
    request.session.save()
    sessions.begin(request, user)


def _seal(user: User) -> str:
    # A password that is changed between the two steps ends the attempt.
    return user.get_session_auth_hash()
