"""The second factor: a code from an app on the telephone, and recovery codes for the day on which the telephone is lost."""

from __future__ import annotations

import math
from base64 import b32encode

import django_otp
import segno
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from bot.staff import audit, sessions, words  # noqa: F401 - the words are declared by loading them

_RECOVERY_CODES = 10


def is_obligatory(user: User) -> bool:
    """Administrators, of the installation or of any agency, must have a second factor."""
    return user.is_superuser or sessions.administering().filter(user=user).exists()


def device_of(user: User) -> TOTPDevice | None:
    """The app that the person has set up."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def accounts_with_second_factor() -> list[int]:
    """The numbers of the accounts that have set an app up."""
    return list(TOTPDevice.objects.filter(confirmed=True).values_list("user_id", flat=True))


def device_in_preparation(user: User) -> TOTPDevice:
    """The app that is being set up; the same secret until the first right code, so that the page may be loaded again."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        return TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "app"})[0]


def typed_secret(device: TOTPDevice) -> str:
    """The secret for who types it, in groups of four."""
    text = b32encode(device.bin_key).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def picture(device: TOTPDevice) -> SafeString:
    """The secret as a QR code, dark on white whatever the page's colours, as scanners need it."""
    svg = segno.make(device.config_url, error="m").svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    return mark_safe(svg)  # segno's own drawing; what the person typed is only modules in it


def confirm(request: HttpRequest, user: User, code: str) -> list[str] | None:
    """Set the app up when the code is right: the recovery codes, which are shown once; else None.

    All other sessions end: they were begun without a second factor.
    """
    device = device_in_preparation(user)
    if django_otp.verify_token(user, device.persistent_id, _plain(code)) is None:
        return None
    with transaction.atomic():
        if TOTPDevice.objects.filter(pk=device.pk, confirmed=False).update(confirmed=True) != 1:
            return None
        codes = _fresh_codes(user)
        sessions.end_others(user, request)
        audit.record_for_account(user, user, "account.second_factor_on")
    device.confirmed = True
    django_otp.login(request, device)
    return codes


def renew_recovery_codes(user: User) -> list[str]:
    """Ten new recovery codes; the old ones end."""
    with transaction.atomic():
        codes = _fresh_codes(user)
        audit.record_for_account(user, user, "account.recovery_codes")
    return codes


def remove(by: User | None, user: User) -> bool:
    """Forget app and recovery codes; False when there was no app."""
    with transaction.atomic():
        removed: bool = TOTPDevice.objects.filter(user=user).delete()[0] > 0
        StaticDevice.objects.filter(user=user).delete()
        if removed:
            audit.record_for_account(by, user, "account.second_factor_off")
    return removed


def recovery_codes_left(user: User) -> int:
    """How many recovery codes have not been used."""
    left: int = StaticToken.objects.filter(device__user=user).count()
    return left


def verify(user: User, code: str) -> Device | None:
    """The device that accepts the code; each code counts once."""
    device = _device_for(user, code)
    if device is None:
        return None
    plain = _plain(code)
    token = plain if isinstance(device, TOTPDevice) else _stored(plain)
    accepted: Device | None = django_otp.verify_token(user, device.persistent_id, token)
    return accepted


def seconds_to_wait(user: User, code: str) -> int:
    """How long no code is looked at, after wrong ones: 1 second after the first, then twice as long each time."""
    device = _device_for(user, code)
    return seconds_until(device) if device is not None else 0


def seconds_until(device: TOTPDevice | StaticDevice) -> int:
    """The same for one device, also for one that is only being set up."""
    allowed, why = device.verify_is_allowed()
    return 0 if allowed else max(1, math.ceil((why["locked_until"] - timezone.now()).total_seconds()))


def _device_for(user: User, code: str) -> TOTPDevice | StaticDevice | None:
    if _plain(code).isdigit():
        return device_of(user)
    return StaticDevice.objects.filter(user=user, confirmed=True).first()


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()


def _stored(code: str) -> str:
    # Keyed by SECRET_KEY, so that the database alone lets nobody in. The column holds sixteen characters.
    return salted_hmac("staff.recovery-code", code).hexdigest()[:16]


def _fresh_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    codes: list[str] = []
    while len(codes) < _RECOVERY_CODES:
        code = StaticToken.random_token()
        # A code of digits only would be taken for one from the app.
        if not code.isdigit() and code not in codes:
            codes.append(code)
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_stored(code)) for code in codes)
    return codes
