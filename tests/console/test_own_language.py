"""The language of the console comes along with the person, to whatever computer they sign in on."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from bot.catalogue.models import Agency
from bot.staff.models import Profile
from bot.staff.permissions import Role
from tests.console.people import PASSWORD, browser_of, person
from tests.console.test_team import NEW, TEAM, _invite, _link, _post


def _computer(language: str = "") -> Client:
    """A computer on which nobody has signed in; with the language that somebody else left there, if one."""
    client = Client(headers={"Accept-Language": "en"})
    if language:
        client.cookies["staff-language"] = language
    return client


def _speaks(client: Client, path: str = "/console/kota-uji/") -> str:
    page: Any = client.get(path, follow=True)
    return str(page.content.decode()).split('<html lang="', 1)[1][:2]


def _sign_in(client: Client, user: User) -> Client:
    answer: Any = client.post("/console/sign-in", {"email": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def test_whoever_signs_in_on_another_computer_finds_their_language(city: Agency) -> None:
    user = person(Role.EDITOR, of=city)
    browser_of(user).post("/console/language", {"language": "ja", "next": "/console/"})
    for left_there in ("", "id"):
        client = _computer(left_there)
        assert _speaks(client, "/console/sign-in") == (left_there or "en")
        assert _speaks(_sign_in(client, user)) == "ja"
    assert Profile.objects.get(user=user).language == "ja"


def test_the_language_that_a_colleague_left_on_a_shared_computer_does_not_stay(city: Agency) -> None:
    ani, budi = person(Role.EDITOR, of=city), person(Role.EDITOR, of=city)
    Profile.objects.create(user=ani, language="ja")
    Profile.objects.create(user=budi, language="id")
    client = _sign_in(_computer(), ani)
    assert _speaks(client) == "ja"
    client.post("/console/sign-out")
    assert _speaks(_sign_in(client, budi)) == "id"
    assert set(Profile.objects.values_list("language", flat=True)) == {"ja", "id"}


def test_a_language_chosen_on_the_sign_in_page_is_meant_for_who_signs_in(city: Agency) -> None:
    user = person(Role.EDITOR, of=city)
    Profile.objects.create(user=user, language="id")
    client = _computer()
    client.post("/console/language", {"language": "ja", "next": "/console/sign-in"})
    assert _speaks(client, "/console/sign-in") == "ja"
    assert _speaks(_sign_in(client, user)) == "ja"
    assert _speaks(_sign_in(_computer(), user)) == "ja"


def test_of_whom_no_language_is_known_goes_on_as_the_browser_did(city: Agency) -> None:
    user, other = person(Role.EDITOR, of=city), person(Role.EDITOR, of=city)
    assert _speaks(_sign_in(_computer("en"), user)) == "en"
    assert _speaks(_sign_in(_computer(), user)) == "en"
    # Neither a choice nor a cookie: the agency's language, which stays no choice.
    assert _speaks(_sign_in(_computer(), other)) == "id"
    assert not Profile.objects.filter(user=other).exists()


def test_the_code_is_asked_for_in_the_persons_language_too(city: Agency) -> None:
    user = person(Role.ADMINISTRATOR, of=city)
    Profile.objects.create(user=user, language="ja")
    client = _sign_in(_computer("id"), user)
    assert _speaks(client, "/console/sign-in/code") == "ja"
    app = TOTP(TOTPDevice.objects.get(user=user).bin_key)
    app.time = time.time()
    assert client.post("/console/sign-in/code", {"code": f"{app.token():06d}"}).status_code == 302
    assert _speaks(client) == "ja"


def test_the_language_of_the_invitation_is_the_start(city: Agency) -> None:
    administrator = browser_of(person(Role.ADMINISTRATOR, of=city))
    assert _post(_computer(), _invite(administrator), **NEW).status_code == 302
    budi = User.objects.get(username="budi@kota.example")
    assert _speaks(_sign_in(_computer("id"), budi)) == "ja"
    # A link for a forgotten password speaks it too, and changes nothing.
    link = _link(_post(administrator, f"{TEAM}/members/{budi.pk}/password-link"))
    assert _speaks(_computer(), link) == "ja"
    assert Profile.objects.get(user=budi).language == "ja"
