"""Invitations, roles and access, from the pages."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from bot.catalogue.models import Agency
from bot.staff.models import AuditEntry, Invitation, Membership
from bot.staff.permissions import Role
from tests.console.people import PASSWORD, agency, browser_of, person

TEAM = "/console/kota-uji/team"
NEW = {"name": "Budi Santoso", "password": PASSWORD, "again": PASSWORD}


def _post(client: Client, path: str, **fields: Any) -> Any:
    return client.post(path, fields)


def _link(answer: Any) -> str:
    found = re.search(r'value="http://testserver(/console/invitation/[\w-]+)"', answer.content.decode())
    assert found, answer.content.decode()
    return found.group(1)


def _invite(client: Client, email: str = "Budi@kota.example", *roles: str) -> str:
    return _link(_post(client, f"{TEAM}/invite", email=email, roles=roles or ["editor"], language="ja"))


def _roles(user: User) -> set[str]:
    return set(user.memberships.values_list("role", flat=True))


def test_a_colleague_accepts_and_gets_exactly_the_roles(city: Agency) -> None:
    link = _invite(browser_of(person(Role.ADMINISTRATOR, of=city)), "Budi@kota.example", "editor", "analyst")
    client = Client()
    assert "kota-uji市" in client.get(link).content.decode()
    assert _post(client, link, **NEW)["Location"] == "/console/"
    budi = User.objects.get(username="budi@kota.example")
    assert (budi.get_full_name(), _roles(budi), budi.is_superuser) == ("Budi Santoso", {"editor", "analyst"}, False)
    first: Any = client.get("/console/", follow=True)
    assert first.status_code == 200
    assert first.content.decode().count("ようこそ") == 1
    assert client.cookies["staff-language"].value == "ja"
    assert [one.action for one in AuditEntry.objects.all()] == ["invitation.accepted", "invitation.sent"]


def test_another_language_can_be_chosen_on_the_page_of_the_invitation(city: Agency) -> None:
    link = _invite(browser_of(person(Role.ADMINISTRATOR, of=city)))
    client = Client()
    assert '<html lang="ja">' in client.get(link).content.decode()
    client.post("/console/language", {"language": "en", "next": link})
    assert '<html lang="en">' in client.get(link).content.decode()
    _post(client, link, **NEW)
    assert client.cookies["staff-language"].value == "en"


def test_a_link_works_once(city: Agency) -> None:
    link = _invite(browser_of(person(Role.ADMINISTRATOR, of=city)))
    _post(Client(), link, **NEW)
    assert Client().get(link).status_code == 410
    assert _post(Client(), link, **{**NEW, "name": "Somebody else"}).status_code == 410
    assert User.objects.get(username="budi@kota.example").get_full_name() == "Budi Santoso"


def test_a_link_ends_after_72_hours(city: Agency) -> None:
    link = _invite(browser_of(person(Role.ADMINISTRATOR, of=city)))
    left = Invitation.objects.get().expires - timezone.now()
    assert dt.timedelta(hours=71) < left <= dt.timedelta(hours=72)
    Invitation.objects.update(expires=timezone.now())
    assert _post(Client(), link, **NEW).status_code == 410
    assert not User.objects.filter(username="budi@kota.example").exists()


def test_a_link_is_kept_as_a_hash_only(city: Agency) -> None:
    client = browser_of(person(Role.ADMINISTRATOR, of=city))
    token = _invite(client).rsplit("/", 1)[1]
    assert token not in str(Invitation.objects.values()) + str(AuditEntry.objects.values()) + str(dict(client.session))


def test_a_withdrawn_link_is_dead(city: Agency) -> None:
    client = browser_of(person(Role.ADMINISTRATOR, of=city))
    link = _invite(client)
    number = Invitation.objects.get().pk
    _post(client, f"{TEAM}/invitations/{number}/revoke")
    assert Client().get(link).status_code == 410
    assert "no longer open" in client.post(f"{TEAM}/invitations/{number}/renew", follow=True).content.decode()
    _invite(client)


def test_a_new_link_replaces_the_old_one(city: Agency) -> None:
    client = browser_of(person(Role.ADMINISTRATOR, of=city))
    old = _invite(client)
    Invitation.objects.update(expires=timezone.now())
    new = _link(_post(client, f"{TEAM}/invitations/{Invitation.objects.get().pk}/renew"))
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200


def test_nobody_is_invited_twice(city: Agency) -> None:
    client, member = browser_of(person(Role.ADMINISTRATOR, of=city)), person(Role.EDITOR, of=city)
    _invite(client)
    for email, said in (("BUDI@kota.example", "open invitation already"), (member.username, "belongs to the team already")):
        assert said in _post(client, f"{TEAM}/invite", email=email, roles=["editor"], language="id").content.decode()
    assert Invitation.objects.count() == 1


def test_a_weak_password_is_refused_and_the_link_stays(city: Agency) -> None:
    link = _invite(browser_of(person(Role.ADMINISTRATOR, of=city)))
    for password in ("short", "123456789012345", "budi@kota.example", "passwordpassword1"[:11]):
        assert _post(Client(), link, name="Budi", password=password, again=password).status_code == 200
    assert _post(Client(), link, **{**NEW, "again": "something else"}).status_code == 200
    assert _post(Client(), link, **NEW).status_code == 302


def test_somebody_with_an_account_accepts_by_signing_in_and_keeps_the_password(city: Agency) -> None:
    colleague = person(Role.EDITOR, of=agency("kota-lain"))
    link = _invite(browser_of(person(Role.ADMINISTRATOR, of=city)), colleague.username, "analyst")
    asked: Any = Client().get(link)
    assert asked["Location"].startswith("/console/sign-in?next=%2Fconsole%2Finvitation%2F")
    assert browser_of(person(Role.EDITOR, of=city)).get(link).status_code == 403
    client = browser_of(colleague)
    assert _post(client, link, **NEW)["Location"] == "/console/kota-uji/"
    colleague.refresh_from_db()
    assert colleague.check_password(PASSWORD)
    assert set(colleague.memberships.values_list("agency__key", "role")) == {("kota-lain", "editor"), ("kota-uji", "analyst")}


def test_roles_are_changed_and_the_change_is_recorded(city: Agency) -> None:
    member = person(Role.EDITOR, of=city)
    client = browser_of(person(Role.ADMINISTRATOR, of=city))
    assert "Choose at least one role." in _post(client, f"{TEAM}/members/{member.pk}").content.decode()
    _post(client, f"{TEAM}/members/{member.pk}", roles=["reviewer", "analyst"])
    assert _roles(member) == {"reviewer", "analyst"}
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.target_key) == ("member.roles", member.username)
    assert (entry.before, entry.after) == ({"roles": ["editor"]}, {"roles": ["analyst", "reviewer"]})
    _post(client, f"{TEAM}/members/{member.pk}", roles=["reviewer", "analyst"])
    assert AuditEntry.objects.count() == 1


def test_the_last_administrator_stays(city: Agency) -> None:
    last, other = person(Role.ADMINISTRATOR, of=city), person(Role.ADMINISTRATOR, of=city)
    client = browser_of(last)
    _post(client, f"{TEAM}/members/{other.pk}/suspend")
    for answer in (
        _post(client, f"{TEAM}/members/{last.pk}", roles=["editor"]),
        client.post(f"{TEAM}/members/{last.pk}/suspend", follow=True),
        browser_of(person(superuser=True)).post(f"{TEAM}/members/{last.pk}/suspend", follow=True),
    ):
        assert "last administrator" in answer.content.decode()
    assert Membership.objects.get(user=last).role == "administrator"
    _post(client, f"{TEAM}/members/{other.pk}/resume")
    _post(client, f"{TEAM}/members/{last.pk}", roles=["editor"])
    assert _roles(last) == {"editor"}


def test_an_administrator_whose_account_is_closed_does_not_count(city: Agency) -> None:
    last, closed = person(Role.ADMINISTRATOR, of=city), person(Role.ADMINISTRATOR, of=city)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert "last administrator" in _post(browser_of(last), f"{TEAM}/members/{last.pk}", roles=["editor"]).content.decode()


def test_access_is_stopped_at_once_and_given_back(city: Agency) -> None:
    member = person(Role.EDITOR, of=city)
    asked = person(Role.ADMINISTRATOR, of=city)
    theirs, client = browser_of(member), browser_of(asked)
    assert theirs.get("/console/kota-uji/").status_code == 200
    _post(client, f"{TEAM}/members/{member.pk}/suspend")
    stopped = theirs.get("/console/kota-uji/faq/")
    assert stopped.status_code == 403
    for answer in (stopped, theirs.get("/console/")):
        assert "Your access to Kota kota-uji has been stopped by an administrator." in answer.content.decode()
        assert f"ask: {asked.first_name}." in answer.content.decode()
    _post(client, f"{TEAM}/members/{member.pk}/resume")
    assert theirs.get("/console/kota-uji/").status_code == 200
    assert [one.action for one in AuditEntry.objects.all()] == ["member.resumed", "member.suspended"]


def _guess(user: User) -> None:
    for _ in range(5):
        Client().post("/console/sign-in", {"email": user.username, "password": "wrong password"})


def _let_in(user: User) -> int:
    return Client().post("/console/sign-in", {"email": user.username, "password": PASSWORD}).status_code


def test_an_administrator_sees_who_is_locked_out_and_ends_it(city: Agency) -> None:
    member = person(Role.EDITOR, of=city)
    client = browser_of(person(Role.ADMINISTRATOR, of=city))
    assert "sign-in locked" not in client.get(f"{TEAM}/").content.decode()
    _guess(member)
    assert "sign-in locked" in client.get(f"{TEAM}/").content.decode()
    assert "It opens again by itself at" in client.get(f"{TEAM}/members/{member.pk}").content.decode()
    assert _let_in(member) == 429
    changes = client.get("/console/kota-uji/audit/").content.decode()
    assert "Sign-in locked after wrong passwords" in changes
    assert "Somebody at the sign-in page" in changes
    assert "127.0.0.1" in changes
    assert "The sign-in is unlocked." in client.post(f"{TEAM}/members/{member.pk}/unlock", follow=True).content.decode()
    assert _let_in(member) == 302
    assert "The sign-in is not locked." in client.post(f"{TEAM}/members/{member.pk}/unlock", follow=True).content.decode()
    assert [one.action for one in AuditEntry.objects.all()] == ["account.unlocked", "account.locked"]


def test_guessing_on_while_locked_out_is_recorded_once(city: Agency) -> None:
    member = person(Role.EDITOR, of=city)
    _guess(member)
    _guess(member)
    assert AuditEntry.objects.filter(action="account.locked").count() == 1


def test_an_administrator_helps_after_a_lost_telephone(city: Agency) -> None:
    member = person(Role.EDITOR, of=city, factor=True)
    their, chief = browser_of(member), person(Role.ADMINISTRATOR, of=city)
    client = browser_of(chief)
    assert "The second factor is set up." in client.get(f"{TEAM}/members/{member.pk}").content.decode()
    client.post(f"{TEAM}/members/{member.pk}/forget-second-factor")
    assert "No second factor is set up." in client.get(f"{TEAM}/members/{member.pk}").content.decode()
    assert their.get("/console/account/").status_code == 302
    assert _let_in(member) == 302
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.action, entry.target_key) == (chief, "account.second_factor_off", member.username)


def test_an_administrator_makes_a_link_for_a_forgotten_password(city: Agency) -> None:
    member = person(Role.EDITOR, of=city, password="an old long password")
    client = browser_of(person(Role.ADMINISTRATOR, of=city))
    first = _link(client.post(f"{TEAM}/members/{member.pk}/password-link"))
    link = _link(client.post(f"{TEAM}/members/{member.pk}/password-link"))
    assert Client().get(first).status_code == 410
    assert _post(Client(), link, **NEW)["Location"] == "/console/"
    assert _let_in(member) == 302
    assert _roles(member) == {"editor"}
    assert [one.action for one in AuditEntry.objects.all()] == ["account.password", "account.password_link", "account.password_link"]


def test_nobody_takes_over_an_account_that_has_rights_elsewhere(city: Agency) -> None:
    chief = person(Role.ADMINISTRATOR, of=city)
    elsewhere = person(Role.EDITOR, of=city, factor=True)
    Membership.objects.create(user=elsewhere, agency=agency("kota-lain"), role=Role.ADMINISTRATOR)
    installer = person(Role.EDITOR, of=city, superuser=True)
    client = browser_of(chief)
    for account in (elsewhere, installer, chief):
        page = client.get(f"{TEAM}/members/{account.pk}").content.decode()
        assert "Make a link for a new password" not in page
        for step in ("forget-second-factor", "password-link"):
            answer = client.post(f"{TEAM}/members/{account.pk}/{step}", follow=True).content.decode()
            assert "Only somebody who administers every agency of this person can do that." in answer
        assert TOTPDevice.objects.filter(user=account).count() == 1
    assert not Invitation.objects.exists()
    assert "Make a link for a new password" in browser_of(installer).get(f"{TEAM}/members/{elsewhere.pk}").content.decode()
