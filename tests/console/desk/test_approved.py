"""Messages that a platform has approved: entered by administrators, and seen in the citizen's words before they are sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from bot.accounts.directory import as_account
from bot.accounts.models import ChannelAccount, Contact
from bot.catalogue.models import Agency
from bot.desk.models import Handoff, Message
from bot.staff.models import AuditEntry
from channels.base import Outgoing
from channels.registry import connected
from tests.desk import stored

REFERENCE = "HX" + "0a" * 16
BODY = "Halo dari {{2}}. {{1}} Silakan balas pesan ini."


@pytest.fixture
def citizen(city: Agency) -> Contact:
    """Somebody who last wrote longer ago than WhatsApp takes free text."""
    return stored.contact(city, last_heard=timezone.now() - dt.timedelta(hours=25))


def _entered(citizen: Contact, **changes: str) -> dict[str, str]:
    given = {"account": str(citizen.account_id), "name": "kabar", "language": "id", "reference": REFERENCE, "body": BODY}
    return {**given, "blank_2": "agency", **changes}


def _address(desk: str, citizen: Contact, name: str = "kabar", language: str = "id") -> str:
    return f"{desk}/templates/{citizen.account_id}/{language}/{name}/"


def _page(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_administrator_adds_changes_and_archives_one_and_each_is_recorded(desk: str, supervisor: Client, citizen: Contact) -> None:
    assert "saved" in supervisor.post(f"{desk}/templates/new", _entered(citizen), follow=True).content.decode()
    page = _page(supervisor, f"{desk}/templates/")
    assert "<strong>kabar</strong>" in page
    assert "Halo dari" in page
    assert BODY in _page(supervisor, _address(desk, citizen))
    supervisor.post(_address(desk, citizen), _entered(citizen, name="berita", body="Kabar: {{1}}"))
    assert supervisor.get(_address(desk, citizen)).status_code == 404
    supervisor.post(_address(desk, citizen, "berita") + "archive", {"archived": "yes"})
    assert "archived</span>" in _page(supervisor, f"{desk}/templates/")
    supervisor.post(_address(desk, citizen, "berita") + "archive", {"archived": "no"})
    actions = list(AuditEntry.objects.filter(target_kind="template").order_by("pk").values_list("action", flat=True))
    assert actions == ["template.stored", "template.stored", "template.archived", "template.restored"]
    kept = ChannelAccount.objects.get(pk=citizen.account_id).settings["templates"]
    assert kept == {"berita": {"id": {"reference": REFERENCE, "body": "Kabar: {{1}}", "variables": {}, "archived": False}}}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reference": "HX12"}, "This is no id of a template."),
        ({"body": "Halo"}, "{{1}} must stand in it exactly once."),
        ({"body": "{{1}} dan {{1}}"}, "{{1}} must stand in it exactly once."),
        ({"body": "{{1}} {{7}}"}, "At most five blanks"),
        ({"blank_2": ""}, "Say what stands in this blank."),
        ({"name": "a/b"}, "Letters, digits, spaces and hyphens only."),
    ],
)
def test_what_the_platform_would_not_take_is_refused_at_once(
    desk: str, supervisor: Client, citizen: Contact, changes: dict[str, str], sentence: str
) -> None:
    assert sentence in supervisor.post(f"{desk}/templates/new", _entered(citizen, **changes)).content.decode()
    assert "templates" not in ChannelAccount.objects.get(pk=citizen.account_id).settings


def test_a_name_is_there_once_a_language(desk: str, supervisor: Client, citizen: Contact) -> None:
    supervisor.post(f"{desk}/templates/new", _entered(citizen))
    assert "already" in supervisor.post(f"{desk}/templates/new", _entered(citizen)).content.decode()
    supervisor.post(f"{desk}/templates/new", _entered(citizen, language="ja", body="{{1}}", blank_2=""))
    assert set(ChannelAccount.objects.get(pk=citizen.account_id).settings["templates"]["kabar"]) == {"id", "ja"}


def _served(city: Agency, rina: User, citizen: Contact, **fields: Any) -> Handoff:
    row = stored.handoff(city, of=stored.conversation(city, channel="whatsapp", contact=citizen), **fields)
    stored.claimed(row, rina)
    return row


def test_the_operator_sees_the_words_and_the_platform_gets_them_filled(
    desk: str, supervisor: Client, rinas: Client, rina: User, city: Agency, citizen: Contact
) -> None:
    supervisor.post(f"{desk}/templates/new", _entered(citizen))
    supervisor.post(f"{desk}/templates/new", _entered(citizen, language="ja", body="{{2}}です。{{1}}"))
    row = _served(city, rina, citizen)
    rinas.cookies["staff-language"] = "ja"
    page = _page(rinas, f"{desk}/{row.pk}/")
    assert f"Halo dari {city.name['id']}. " in page
    assert "Silakan balas pesan ini." in page
    assert f"{city.name['ja']}です。" in page  # the same for an operator who reads Japanese
    given = {"token": row.lease_token, "text": "Berkas sudah jadi.", "template": "kabar"}
    assert rinas.post(f"{desk}/{row.pk}/reply", given, headers={"HX-Request": "true"}).status_code == 200
    message = Message.objects.get(author=Message.Author.OPERATOR)
    account, channel = as_account(ChannelAccount.objects.get(pk=citizen.account_id)), connected("whatsapp")
    reply = {**message.content, "text": message.text}
    outgoing = Outgoing(1, "c", "+6281200000000", "id", reply, last_heard=citizen.last_heard, purpose=message.content["purpose"])
    [shown] = channel.shown(account, outgoing)
    assert shown.text == f"Halo dari {city.name['id']}. Berkas sudah jadi. Silakan balas pesan ini."


def test_what_has_no_value_here_and_what_is_archived_cannot_be_sent(
    desk: str, supervisor: Client, rinas: Client, rina: User, city: Agency, citizen: Contact
) -> None:
    supervisor.post(f"{desk}/templates/new", _entered(citizen, blank_2="unit"))
    row = _served(city, rina, citizen)
    assert "something is missing in it" in _page(rinas, f"{desk}/{row.pk}/")
    given = {"token": row.lease_token, "text": "Halo", "template": "kabar"}
    assert rinas.post(f"{desk}/{row.pk}/reply", given, headers={"HX-Request": "true"}).status_code == 422
    supervisor.post(_address(desk, citizen) + "archive", {"archived": "yes"})
    assert "No template is set up for this." in _page(rinas, f"{desk}/{row.pk}/")
    assert not Message.objects.filter(author=Message.Author.OPERATOR)


def test_one_that_was_entered_on_the_command_line_has_no_words_yet(
    desk: str, supervisor: Client, rinas: Client, rina: User, city: Agency
) -> None:
    heard = timezone.now() - dt.timedelta(hours=25)
    citizen = stored.contact(city, last_heard=heard, templates={"answer": {"id": REFERENCE}})
    row = _served(city, rina, citizen)
    assert "is not entered yet" in _page(rinas, f"{desk}/{row.pk}/")
    assert "Its words are not entered yet" in _page(supervisor, f"{desk}/templates/")
    supervisor.post(_address(desk, citizen, "answer"), _entered(citizen, name="answer"))
    assert "Halo dari" in _page(rinas, f"{desk}/{row.pk}/")


def test_a_template_that_the_platform_refuses_is_named_as_the_reason(
    desk: str, supervisor: Client, rinas: Client, rina: User, city: Agency, citizen: Contact
) -> None:
    supervisor.post(f"{desk}/templates/new", _entered(citizen))
    row = _served(city, rina, citizen)
    failed: dict[str, Any] = {"author": "operator", "status": "failed", "error_code": "63027", "content": {"purpose": "kabar"}}
    stored.answered(row.conversation, "Berkas sudah jadi.", None, **failed)
    assert "The platform did not take this template." in _page(rinas, f"{desk}/{row.pk}/")
