"""The second factor: real codes, each of use once, and recovery codes."""

from __future__ import annotations

import re
import time
from base64 import b32decode
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from bot.catalogue.models import Agency
from bot.staff.models import AuditEntry
from bot.staff.permissions import Role
from tests.console.people import PASSWORD, browser_of, person

PAGE = "/console/account/second-factor"
# Beginning of a step of thirty seconds.
NOON = 1_795_694_400.0


class Clock:
    """The time of the app and of the server alike."""

    now = NOON


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands still until the test moves it."""
    clock = Clock()
    monkeypatch.setattr("django_otp.plugins.otp_totp.models.time.time", lambda: clock.now)
    return clock


def _code(key: bytes, clock: Clock, steps: int = 0) -> str:
    totp = TOTP(key)
    totp.time = clock.now + 30 * steps
    return f"{totp.token():06d}"


def _post(client: Client, path: str, **fields: str) -> Any:
    return client.post(path, fields)


def _set_up(client: Client, clock: Clock) -> tuple[bytes, list[str]]:
    page = client.get(PAGE).content.decode()
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert secret
    assert "<svg" in page
    key = b32decode(secret.group(1).replace(" ", ""))
    answer = _post(client, PAGE, code=_code(key, clock))
    return key, re.findall(r"<code>([a-z2-7]{8})</code>", answer.content.decode())


def _half_way(email: str) -> Client:
    client = browser_of(None)
    assert _post(client, "/console/sign-in", email=email, password=PASSWORD)["Location"] == "/console/sign-in/code"
    return client


def test_an_administrator_sets_it_up_and_goes_on(city: Agency, clock: Clock) -> None:
    user = person(Role.ADMINISTRATOR, of=city, factor=False)
    client = browser_of(user)
    assert client.get("/console/kota-uji/team/")["Location"] == PAGE
    _key, codes = _set_up(client, clock)
    assert len(set(codes)) == 10
    assert client.get("/console/kota-uji/team/").status_code == 200
    assert AuditEntry.objects.get().action == "account.second_factor_on"
    assert not any(code in client.get(PAGE).content.decode() for code in codes)


def test_a_wrong_code_sets_nothing_up(city: Agency, clock: Clock) -> None:
    client = browser_of(person(Role.ADMINISTRATOR, of=city, factor=False))
    client.get(PAGE)
    key = TOTPDevice.objects.get().bin_key
    wrong = f"{(int(_code(key, clock)) + 1) % 1_000_000:06d}"
    assert "This code is not right." in _post(client, PAGE, code=wrong).content.decode()
    assert not TOTPDevice.objects.get().confirmed


def test_the_right_code_just_after_a_wrong_one_is_not_called_wrong(city: Agency, clock: Clock) -> None:
    client = browser_of(person(Role.ADMINISTRATOR, of=city, factor=False))
    client.get(PAGE)
    TOTPDevice.objects.update(throttling_failure_count=5, throttling_failure_timestamp=timezone.now())
    said = _post(client, PAGE, code=_code(TOTPDevice.objects.get().bin_key, clock)).content.decode()
    assert "Please wait" in said
    assert "not right" not in said


def test_setting_it_up_ends_the_other_sessions(city: Agency, clock: Clock) -> None:
    user = person(Role.EDITOR, of=city)
    here, elsewhere = browser_of(user), browser_of(user)
    _set_up(here, clock)
    assert here.get("/console/account/").status_code == 200
    assert elsewhere.get("/console/account/").status_code == 302


def test_the_password_alone_does_not_get_in(city: Agency, clock: Clock) -> None:
    user = person(Role.ADMINISTRATOR, of=city)
    client = _half_way(user.username)
    assert client.get("/console/kota-uji/")["Location"].startswith("/console/sign-in?")


def test_the_code_gets_in_once(city: Agency, clock: Clock) -> None:
    user = person(Role.ADMINISTRATOR, of=city)
    key = TOTPDevice.objects.get(user=user).bin_key
    code = _code(key, clock)
    client = _half_way(user.username)
    assert _post(client, "/console/sign-in/code", code=f"{code[:3]} {code[3:]}")["Location"] == "/console/"
    assert client.get("/console/kota-uji/team/").status_code == 200
    again = _half_way(user.username)
    assert "used already" in _post(again, "/console/sign-in/code", code=code).content.decode()
    assert again.get("/console/kota-uji/").status_code == 302


@pytest.mark.parametrize(("steps", "accepted"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off_and_no_more(steps: int, accepted: bool, city: Agency, clock: Clock) -> None:
    user = person(Role.ADMINISTRATOR, of=city)
    key = TOTPDevice.objects.get(user=user).bin_key
    answer = _post(_half_way(user.username), "/console/sign-in/code", code=_code(key, clock, steps))
    assert (answer.status_code == 302) is accepted


def test_guessing_codes_is_slowed_down(city: Agency, clock: Clock) -> None:
    user = person(Role.ADMINISTRATOR, of=city)
    key = TOTPDevice.objects.get(user=user).bin_key
    client = _half_way(user.username)
    TOTPDevice.objects.update(throttling_failure_count=5)
    wrong = f"{(int(_code(key, clock)) + 1) % 1_000_000:06d}"
    _post(client, "/console/sign-in/code", code=wrong)
    answer = _post(client, "/console/sign-in/code", code=_code(key, clock))
    assert "Please wait" in answer.content.decode()


def test_a_recovery_code_gets_in_once_and_is_not_kept_as_it_is(city: Agency, clock: Clock) -> None:
    user = person(Role.ADMINISTRATOR, of=city, factor=False)
    _key, codes = _set_up(browser_of(user), clock)
    assert not set(codes) & set(StaticToken.objects.values_list("token", flat=True))
    client = _half_way(user.username)
    assert _post(client, "/console/sign-in/code", code=codes[0].upper()).status_code == 302
    assert client.get("/console/kota-uji/team/").status_code == 200
    assert _post(_half_way(user.username), "/console/sign-in/code", code=codes[0]).status_code == 200


def test_the_step_after_the_password_runs_out(city: Agency, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _half_way(person(Role.ADMINISTRATOR, of=city).username)
    assert client.get("/console/sign-in/code").status_code == 200
    later = time.time() + 601
    monkeypatch.setattr("bot.staff.signing_in.time.time", lambda: later)
    assert client.get("/console/sign-in/code")["Location"].startswith("/console/sign-in?")


def test_the_step_after_the_password_ends_with_a_new_password(city: Agency, clock: Clock) -> None:
    user = person(Role.ADMINISTRATOR, of=city)
    client = _half_way(user.username)
    user.set_password("another long password")
    user.save()
    assert client.get("/console/sign-in/code")["Location"].startswith("/console/sign-in?")


def test_new_recovery_codes_need_a_code_and_end_the_old_ones(city: Agency, clock: Clock) -> None:
    user = person(Role.ADMINISTRATOR, of=city, factor=False)
    client = browser_of(user)
    key, old = _set_up(client, clock)
    assert _post(client, f"{PAGE}/recovery-codes", code="").status_code == 302
    clock.now += 30
    fresh = re.findall(r"<code>(\w{8})</code>", _post(client, f"{PAGE}/recovery-codes", code=_code(key, clock)).content.decode())
    assert len(fresh) == 10
    assert _post(_half_way(user.username), "/console/sign-in/code", code=old[0]).status_code == 200


def test_an_administrator_cannot_do_without_but_an_editor_can(city: Agency, clock: Clock) -> None:
    for role, left in ((Role.ADMINISTRATOR, 1), (Role.EDITOR, 0)):
        user = person(role, of=city, factor=False)
        client = browser_of(user)
        key, _codes = _set_up(client, clock)
        clock.now += 30
        _post(client, f"{PAGE}/remove", code=_code(key, clock))
        assert TOTPDevice.objects.filter(user=user).count() == left


def test_a_session_that_has_not_shown_the_code_ends_when_it_is_set_up_elsewhere(city: Agency) -> None:
    user = person(Role.EDITOR, of=city)
    client = browser_of(user)
    TOTPDevice.objects.create(user=user, name="app")
    assert client.get("/console/account/")["Location"].startswith("/console/sign-in?")
