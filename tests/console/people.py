"""Agencies, and people of them who are signed in."""

from __future__ import annotations

import functools
import itertools

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from bot.catalogue.models import Agency
from bot.catalogue.store import store_agency
from bot.staff.models import Membership, StaffSession
from bot.staff.permissions import Role

PASSWORD = "kuda-laut menari pelan"
_numbers = itertools.count(1)


def agency(key: str = "kota-uji", language: str = "id") -> Agency:
    """An agency; the same one for the same key."""
    found = Agency.objects.filter(key=key).first()
    names = {"id": f"Kota {key}", "ja": f"{key}市"}
    return found or store_agency(
        {
            "key": key,
            "kind": "city",
            "country": "ID" if language == "id" else "JP",
            "timezone": "Asia/Jakarta" if language == "id" else "Asia/Tokyo",
            "default_language": language,
            "name": names,
        }
    )


@functools.cache
def _hashed(password: str) -> str:
    # Argon2 takes its time, as it should; once is enough for hundreds of people.
    return make_password(password)


def person(*roles: Role, of: Agency | None = None, superuser: bool = False, password: str = PASSWORD, factor: bool | None = None) -> User:
    """Somebody with these roles; administrators have a second factor, unless `factor` says otherwise."""
    number = next(_numbers)
    user = User(username=f"orang{number}@kota.example", email=f"orang{number}@kota.example", first_name=f"Orang {number}")
    user.is_superuser = superuser
    user.password = _hashed(password)
    user.save()
    for role in roles:
        Membership.objects.create(user=user, agency=of or agency(), role=role)
    if superuser or Role.ADMINISTRATOR in roles if factor is None else factor:
        TOTPDevice.objects.create(user=user, name="app")
    return user


def browser_of(user: User | None) -> Client:
    """A browser in which that person is signed in, with the second factor shown where there is one."""
    client = Client(headers={"Accept-Language": "en"})
    client.cookies["staff-language"] = "en"
    if user is None:
        return client
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if device is not None:
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    StaffSession.objects.create(user=user, session_key=session.session_key, browser="Firefox, Linux", last_seen=timezone.now())
    return client
