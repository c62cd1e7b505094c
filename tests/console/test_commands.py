"""Accounts from the command line: the first administrator, and help for who cannot get in."""

from __future__ import annotations

import re
import subprocess
import sys
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from bot.catalogue.models import Agency
from bot.environment import ROOT
from bot.staff.models import Invitation
from bot.staff.permissions import Role
from tests.console.people import PASSWORD, browser_of, person

NEW = {"name": "Ani Wijaya", "password": PASSWORD, "again": PASSWORD}


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def _path(link: str) -> str:
    found = re.fullmatch(r"http://[\w.:]+(/console/invitation/[\w-]{43})", link)
    assert found
    return found.group(1)


def test_the_first_administrator_sets_name_and_password_by_a_link_of_use_once(db: None) -> None:
    path = _path(_run("createadmin", "--email", "Ani@kota.example"))
    assert not User.objects.exists()
    client = Client()
    assert client.post(path, NEW).status_code == 302
    ani = User.objects.get()
    assert (ani.username, ani.get_full_name(), ani.is_superuser, ani.check_password(PASSWORD)) == (
        "ani@kota.example",
        "Ani Wijaya",
        True,
        True,
    )
    assert client.get("/console/").headers["Location"] == "/console/account/second-factor"
    assert Client().post(path, NEW).status_code == 410


def test_an_administrator_of_one_agency_is_one_of_that_agency_only(city: Agency) -> None:
    Client().post(_path(_run("createadmin", "--email", "ani@kota.example", "--agency", "kota-uji")), NEW)
    ani = User.objects.get()
    assert not ani.is_superuser
    assert list(ani.memberships.values_list("agency__key", "role")) == [("kota-uji", "administrator")]


def test_a_second_link_ends_the_first(city: Agency) -> None:
    first = _path(_run("createadmin", "--email", "ani@kota.example"))
    second = _path(_run("createadmin", "--email", "ani@kota.example"))
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)
    assert Invitation.objects.filter(revoked=None).count() == 1


def test_who_has_an_account_already_reads_what_helps_when_the_telephone_is_lost(city: Agency) -> None:
    said = StringIO()
    call_command("createadmin", "--email", "ani@kota.example", stdout=StringIO(), stderr=said)
    assert "reset-second-factor" not in said.getvalue()
    user = person(Role.ADMINISTRATOR, of=city)
    call_command("createadmin", "--email", user.username, stdout=StringIO(), stderr=said)
    assert f"manage.py staff reset-second-factor {user.username}" in said.getvalue()


@pytest.mark.parametrize("arguments", [("--email", "no-address"), ("--email", "a@kota.example", "--agency", "tidak-ada")])
def test_a_mistake_is_named(arguments: tuple[str, ...], db: None) -> None:
    with pytest.raises(CommandError, match=arguments[-1]):
        _run("createadmin", *arguments)


def test_a_forgotten_password_is_set_anew_and_sessions_end(city: Agency) -> None:
    user = person(Role.EDITOR, of=city, password="an old long password")
    client = browser_of(user)
    Client().post(_path(_run("staff", "password-link", user.username)), NEW)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert client.get("/console/account/").status_code == 302
    assert list(user.memberships.values_list("role", flat=True)) == ["editor"]


def test_a_password_link_does_not_go_around_the_second_factor(city: Agency) -> None:
    user = person(Role.ADMINISTRATOR, of=city)
    client = Client()
    answer = client.post(_path(_run("staff", "password-link", user.username)), NEW)
    assert answer.headers["Location"] == "/console/sign-in/code"
    assert client.get("/console/kota-uji/").status_code == 302


def test_an_account_is_closed_and_signed_out(city: Agency) -> None:
    user = person(Role.EDITOR, of=city)
    client = browser_of(user)
    assert "is closed" in _run("staff", "disable", user.username.upper())
    assert client.get("/console/account/").status_code == 302
    assert "already" in _run("staff", "disable", user.username)
    with pytest.raises(CommandError, match="closed"):
        _run("staff", "password-link", user.username)


def test_a_lost_telephone_is_forgotten(city: Agency) -> None:
    user = person(Role.ADMINISTRATOR, of=city)
    client = browser_of(user)
    _run("staff", "reset-second-factor", user.username)
    assert client.get("/console/account/").status_code == 302
    again = browser_of(user)
    assert again.get("/console/account/").headers["Location"] == "/console/account/second-factor"
    with pytest.raises(CommandError, match="no second factor"):
        _run("staff", "reset-second-factor", user.username)


def test_the_list_shows_everybody_with_roles_and_state(city: Agency) -> None:
    editor, chief = person(Role.EDITOR, of=city), person(superuser=True)
    lines = _run("staff", "list").splitlines()
    assert len(lines) == 2
    assert next(line for line in lines if editor.username in line).endswith("open  password only  kota-uji:editor")
    assert next(line for line in lines if chief.username in line).endswith("open  second factor  installation:administrator")


def test_a_name_that_nobody_has_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="There is no account"):
        _run("staff", "disable", "nobody@kota.example")


def test_a_link_is_printed_without_loading_the_pages_of_the_installation(db: None) -> None:
    """Loading them all takes most of a minute beside a server that starts."""
    loaded = (
        "import sys\nfrom bot.staff.links import link_of\nlink_of('x')\nprint('bot.webchat.api' in sys.modules, 'spacy' in sys.modules)"
    )
    script = f"import os, django\nos.environ['DJANGO_SETTINGS_MODULE'] = 'bot.settings'\ndjango.setup()\n{loaded}"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    assert run.stdout.split() == ["False", "False"]
