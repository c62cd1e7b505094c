"""One's own password and sessions."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.models import Session
from django.test import Client

from bot.catalogue.models import Agency
from bot.staff.models import StaffSession
from bot.staff.permissions import Role
from tests.console.people import PASSWORD, browser_of, person

NEW = "bintang laut tidur siang"


def _change(client: Client, current: str, password: str = NEW) -> Any:
    return client.post("/console/account/password", {"current": current, "password": password, "again": password})


def test_a_new_password_signs_out_all_other_browsers(city: Agency) -> None:
    user = person(Role.EDITOR, of=city)
    here, elsewhere = browser_of(user), browser_of(user)
    assert _change(here, PASSWORD)["Location"] == "/console/account/"
    assert here.get("/console/account/").status_code == 200
    assert elsewhere.get("/console/account/").status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert StaffSession.objects.get().session_key == here.session.session_key


def test_the_present_password_is_asked_for_and_cannot_be_guessed(city: Agency) -> None:
    user = person(Role.EDITOR, of=city)
    client = browser_of(user)
    said = [_change(client, "wrong password").content.decode() for _ in range(5)]
    assert "This is not your present password." in said[0]
    assert "Too many wrong passwords." in said[4]
    assert "Too many wrong passwords." in _change(client, PASSWORD).content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_one_ends_a_session_of_ones_own_and_nobody_elses(city: Agency) -> None:
    user, other = person(Role.EDITOR, of=city), person(Role.EDITOR, of=city)
    here, elsewhere, theirs = browser_of(user), browser_of(user), browser_of(other)
    own = StaffSession.objects.get(session_key=elsewhere.session.session_key)
    foreign = StaffSession.objects.get(session_key=theirs.session.session_key)
    here.post(f"/console/account/sessions/{own.pk}/end")
    here.post(f"/console/account/sessions/{foreign.pk}/end")
    assert [one.get("/console/account/").status_code for one in (here, elsewhere, theirs)] == [200, 302, 200]


def test_one_ends_all_other_sessions(city: Agency) -> None:
    user = person(Role.EDITOR, of=city)
    browsers = [browser_of(user) for _ in range(3)]
    assert "2 other browsers are signed out." in browsers[0].post("/console/account/sessions/end-others", follow=True).content.decode()
    assert [one.get("/console/account/").status_code for one in browsers] == [200, 302, 302]
    assert Session.objects.count() == 1


def test_a_session_that_nobody_has_listed_does_not_count(city: Agency) -> None:
    client = browser_of(person(Role.EDITOR, of=city))
    StaffSession.objects.all().delete()
    assert client.get("/console/account/").status_code == 302
    assert not Session.objects.filter(session_key=client.cookies["staff-session"].value).exists()


def test_a_session_key_never_stands_on_a_page(city: Agency) -> None:
    user = person(Role.EDITOR, of=city)
    here, elsewhere = browser_of(user), browser_of(user)
    page = here.get("/console/account/").content.decode()
    assert elsewhere.session.session_key not in page
    assert here.session.session_key not in page
