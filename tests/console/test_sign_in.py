"""Signing in: who gets in, who does not, and what the page gives away."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bot.catalogue.models import Agency
from bot.staff.models import StaffSession
from bot.staff.permissions import Role
from tests.console.people import PASSWORD, browser_of, person

SIGN_IN = "/console/sign-in"


def _try(client: Client, email: str, password: str, **fields: str) -> HttpResponse:
    answer: Any = client.post(SIGN_IN, {"email": email, "password": password, **fields})
    return answer


def test_the_right_password_begins_a_session(city: Agency) -> None:
    user = person(Role.EDITOR, of=city)
    client = browser_of(None)
    client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    answer = _try(client, user.username.upper(), PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/console/")
    assert client.get("/console/", follow=True).redirect_chain == [("/console/kota-uji/", 302)]
    assert StaffSession.objects.get(user=user).browser == "Firefox, Windows"
    cookie = client.cookies["staff-session"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == ("/console/", True, "Lax", 12 * 3600)


def test_passwords_are_kept_with_argon2(city: Agency) -> None:
    assert person(of=city).password.startswith("argon2$")


def test_a_wrong_password_an_unknown_e_mail_and_a_closed_account_look_the_same(city: Agency) -> None:
    user, closed = person(of=city), person(of=city)
    type(closed).objects.filter(pk=closed.pk).update(is_active=False)
    answers = [
        _try(browser_of(None), user.username, "wrong password"),
        _try(browser_of(None), "nobody@kota.example", "wrong password"),
        _try(browser_of(None), closed.username, PASSWORD),
    ]
    bodies = {_without_what_was_typed(answer) for answer in answers}
    assert {answer.status_code for answer in answers} == {200}
    assert len(bodies) == 1
    assert "do not belong together" in bodies.pop()


def _without_what_was_typed(answer: HttpResponse) -> str:
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", answer.content.decode())
    return re.sub(r"[\w.]+@kota\.example", "", body)


def test_five_wrong_passwords_lock_out_and_the_page_says_how_long(city: Agency) -> None:
    user = person(of=city)
    client = browser_of(None)
    for _ in range(4):
        assert _try(client, user.username, "wrong password").status_code == 200
    for password in ("wrong password", PASSWORD):
        answer = _try(client, user.username, password)
        assert answer.status_code == 429
        assert "Please try again in 15 minutes." in answer.content.decode()
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - dt.timedelta(minutes=13, seconds=30))
    assert "Please try again in 2 minutes." in _try(client, user.username, PASSWORD).content.decode()
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - dt.timedelta(minutes=2))
    assert _try(client, user.username, PASSWORD).status_code == 302


def test_an_e_mail_that_does_not_exist_is_locked_in_the_same_way(city: Agency) -> None:
    answers = [_try(browser_of(None), "nobody@kota.example", "wrong password").status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]


def test_a_lock_keeps_out_neither_others_nor_the_same_person_elsewhere(city: Agency) -> None:
    user, other = person(of=city), person(of=city)
    for _ in range(5):
        _try(browser_of(None), user.username, "wrong password")
    assert _try(browser_of(None), other.username, PASSWORD).status_code == 302
    elsewhere = browser_of(None)
    elsewhere.defaults["REMOTE_ADDR"] = "203.0.113.7"
    assert _try(elsewhere, user.username, PASSWORD).status_code == 302


def test_a_header_does_not_help_around_the_lock(city: Agency) -> None:
    user = person(of=city)
    for number in range(5):
        client = browser_of(None)
        client.defaults["HTTP_X_FORWARDED_FOR"] = f"203.0.113.{number}"
        _try(client, user.username, "wrong password")
    assert _try(browser_of(None), user.username, PASSWORD).status_code == 429


def test_a_typed_password_is_kept_nowhere(city: Agency) -> None:
    _try(browser_of(None), "nobody@kota.example", "mistyped-secret")
    attempt = AccessAttempt.objects.get()
    assert "mistyped-secret" not in f"{attempt.post_data} {attempt.get_data}"


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/console/", "/\\evil.example", "/chat/kota-uji/", "javascript:alert(1)", "/consoles/", ""],
)
def test_the_page_to_go_on_to_lies_in_the_console(wanted: str, city: Agency) -> None:
    user = person(of=city)
    assert _try(browser_of(None), user.username, PASSWORD, next=wanted)["Location"] == "/console/"
    signed_in: Any = browser_of(user).get(SIGN_IN, {"next": wanted})
    assert signed_in["Location"] == "/console/"
    language: Any = browser_of(None).post("/console/language", {"language": "ja", "next": wanted})
    assert language["Location"] == "/console/"


def test_one_comes_back_to_the_page_one_asked_for(city: Agency) -> None:
    user = person(Role.ADMINISTRATOR, of=city)
    asked: Any = browser_of(None).get("/console/kota-uji/audit/?who=Ani")
    assert asked["Location"] == f"{SIGN_IN}?next=%2Fconsole%2Fkota-uji%2Faudit%2F%3Fwho%3DAni"
    user.memberships.update(role=Role.EDITOR)
    user.totpdevice_set.all().delete()  # type: ignore[attr-defined]
    assert _try(browser_of(None), user.username, PASSWORD, next="/console/kota-uji/")["Location"] == "/console/kota-uji/"


def test_a_part_of_a_page_leads_the_whole_page_to_the_sign_in(city: Agency) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/console/kota-uji/team/"}
    answer: Any = browser_of(None).get("/console/kota-uji/audit/", headers=headers)
    assert answer["HX-Redirect"] == f"{SIGN_IN}?next=%2Fconsole%2Fkota-uji%2Fteam%2F"


@pytest.mark.parametrize("name", ["sign-in", "language", "sign-out", "second-factor", "password"])
def test_a_form_of_another_site_is_refused_in_plain_words(name: str, city: Agency) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["staff-language"] = "en"
    answer = client.post(reverse(f"console:{name}"), {"email": "a@kota.example", "password": "x"})
    assert answer.status_code == 403
    assert "nothing was saved" in answer.content.decode()


def test_signing_out_ends_the_session_on_the_server(city: Agency) -> None:
    client = browser_of(person(of=city))
    stolen = Client()
    stolen.cookies["staff-session"] = client.cookies["staff-session"].value
    assert stolen.get("/console/account/").status_code == 200
    client.post("/console/sign-out")
    assert stolen.get("/console/account/").status_code == 302
    assert not StaffSession.objects.exists()
