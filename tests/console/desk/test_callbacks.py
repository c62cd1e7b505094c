"""Callbacks: taken once, revealed on the record, with states that two people cannot overwrite."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk.callbacks import IN_THIS_CHAT
from bot.desk.models import Callback, Conversation, Handoff, Message
from bot.desk.outgoing import CALL_NEWS
from bot.desk.retention import remove_old
from bot.staff.models import AuditEntry
from tests.desk import stored


def test_name_and_number_are_hidden_until_somebody_asks_and_that_is_recorded(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    row = stored.callback(city, "Bu Contoh", "nomor rahasia")
    page = rinas.get(f"{desk}/callbacks/").content.decode()
    assert "Soal akta" in page
    assert "nomor rahasia" not in page
    assert "Bu Contoh" not in page
    shown = rinas.post(f"{desk}/callbacks/{row.pk}/reveal").content.decode()
    assert "nomor rahasia" in shown
    assert "Bu Contoh" in shown
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.target_kind, entry.target_key) == (rina, "callback", str(row.pk))
    assert "nomor rahasia" not in str([entry.before, entry.after])


def test_one_person_takes_a_callback_and_the_next_is_told(desk: str, rinas: Client, budis: Client, rina: User, city: Agency) -> None:
    row = stored.callback(city)
    assert "is yours now" in rinas.post(f"{desk}/callbacks/{row.pk}/take", follow=True).content.decode()
    assert "A colleague has taken this callback" in budis.post(f"{desk}/callbacks/{row.pk}/take", follow=True).content.decode()
    row.refresh_from_db()
    assert row.operator == rina


def test_who_is_free_takes_a_callback_over_from_the_colleague_who_has_it(
    desk: str, rinas: Client, budis: Client, rina: User, budi: User, city: Agency
) -> None:
    row = stored.callback(city)
    rinas.post(f"{desk}/callbacks/{row.pk}/take")
    assert "Take over from" not in rinas.get(f"{desk}/callbacks/").content.decode()
    assert f'name="instead_of" value="{rina.pk}"' in budis.get(f"{desk}/callbacks/").content.decode()
    assert "is yours now" in budis.post(f"{desk}/callbacks/{row.pk}/take", {"instead_of": rina.pk}, follow=True).content.decode()
    row.refresh_from_db()
    assert row.operator == budi
    assert AuditEntry.objects.get().action == "callback.taken"
    # A page that is older than that takes it from nobody.
    late = rinas.post(f"{desk}/callbacks/{row.pk}/take", {"instead_of": rina.pk}, follow=True).content.decode()
    assert "A colleague has taken this callback" in late
    row.refresh_from_db()
    assert row.operator == budi


def test_a_second_call_in_vain_counts_and_the_citizen_hears_of_it(desk: str, rinas: Client, city: Agency) -> None:
    row = stored.callback(city, conversation=stored.conversation(city))
    Conversation.objects.update(owner="bot")
    assert 'name="again"' not in rinas.get(f"{desk}/callbacks/").content.decode()
    rinas.post(f"{desk}/callbacks/{row.pk}/state", {"state": "not_reached", "before": "open", "tell": "1"})
    assert 'name="again"' in rinas.get(f"{desk}/callbacks/?state=not_reached").content.decode()
    rinas.post(f"{desk}/callbacks/{row.pk}/state", {"state": "not_reached", "before": "not_reached", "tell": "1", "again": "1"})
    row.refresh_from_db()
    assert row.tries == 2
    assert Message.objects.filter(external_id__startswith=CALL_NEWS).count() == 2


def test_a_state_is_noted_with_a_remark(desk: str, rinas: Client, city: Agency) -> None:
    row = stored.callback(city)
    given = {"state": "not_reached", "before": "open", "remark": "Tidak diangkat, NIK 3512345678901234"}
    rinas.post(f"{desk}/callbacks/{row.pk}/state", given)
    row.refresh_from_db()
    assert (row.state, row.remark) == ("not_reached", "Tidak diangkat, NIK [***]")
    assert "Tidak diangkat" in rinas.get(f"{desk}/callbacks/?state=not_reached").content.decode()


def test_the_page_says_whether_the_citizen_can_be_told_in_the_chat(desk: str, rinas: Client, city: Agency) -> None:
    now = timezone.now()
    inside = stored.conversation(city, channel="whatsapp", contact=stored.contact(city, last_heard=now))
    outside = stored.conversation(city, channel="whatsapp", contact=stored.contact(city, last_heard=now - dt.timedelta(hours=25)))
    Conversation.objects.update(owner="bot")
    first, second = stored.callback(city, conversation=inside), stored.callback(city, conversation=outside)
    page = rinas.get(f"{desk}/callbacks/").content.decode()
    assert page.count('name="tell"') == 1
    assert page.count("The citizen cannot be told in the chat now") == 1
    given = {"state": "not_reached", "before": "open", "remark": "", "tell": "1"}
    assert "The citizen hears of it in the chat." in rinas.post(f"{desk}/callbacks/{first.pk}/state", given, follow=True).content.decode()
    assert "hears of it" not in rinas.post(f"{desk}/callbacks/{second.pk}/state", given, follow=True).content.decode()
    assert Message.objects.get(direction="out").conversation == inside


def test_whoever_was_not_reached_still_waits_for_a_call(desk: str, rinas: Client, city: Agency) -> None:
    stored.callback(city)
    row = stored.callback(city)
    rinas.post(f"{desk}/callbacks/{row.pk}/state", {"state": "not_reached", "before": "open", "remark": ""})
    page = rinas.get(f"{desk}/callbacks/").content.decode()
    assert 'data-count="callbacks">2<' in page
    assert "To be called (1)" in page
    assert "Not reached (1)" in page
    rinas.post(f"{desk}/callbacks/{row.pk}/state", {"state": "reached", "before": "not_reached", "remark": ""})
    page = rinas.get(f"{desk}/callbacks/").content.decode()
    assert 'data-count="callbacks">1<' in page
    assert "Not reached (" not in page


def test_the_empty_list_names_those_who_were_not_reached(desk: str, rinas: Client, city: Agency) -> None:
    row = stored.callback(city)
    said = rinas.post(f"{desk}/callbacks/{row.pk}/state", {"state": "not_reached", "before": "open", "remark": ""}, follow=True)
    page = said.content.decode()
    assert "1 citizen could not be reached so far" in page
    assert 'href="?state=not_reached">Show those who were not reached' in page


def test_who_comes_late_does_not_overwrite_a_state(desk: str, rinas: Client, budis: Client, city: Agency) -> None:
    row = stored.callback(city)
    rinas.post(f"{desk}/callbacks/{row.pk}/state", {"state": "reached", "before": "open", "remark": ""})
    said = budis.post(f"{desk}/callbacks/{row.pk}/state", {"state": "closed", "before": "open", "remark": ""}, follow=True)
    assert "A colleague has changed this callback" in said.content.decode()
    row.refresh_from_db()
    assert row.state == "reached"


@pytest.mark.parametrize("state", ["", "perfect"])
def test_a_state_that_is_none_is_refused(desk: str, rinas: Client, city: Agency, state: str) -> None:
    row = stored.callback(city)
    said = rinas.post(f"{desk}/callbacks/{row.pk}/state", {"state": state, "before": "open"}, follow=True).content.decode()
    assert "Choose what became of the call." in said


def test_who_wants_an_answer_in_the_chat_is_written_to_there(desk: str, rinas: Client, budis: Client, rina: User, city: Agency) -> None:
    conversation = stored.conversation(city)
    Conversation.objects.filter(pk=conversation.pk).update(owner="bot")
    row = stored.callback(city, how=IN_THIS_CHAT, conversation=conversation, service_key="akta")
    assert "Write in the chat" in rinas.post(f"{desk}/callbacks/{row.pk}/reveal").content.decode()
    page = rinas.post(f"{desk}/callbacks/{row.pk}/write", follow=True).content.decode()
    handoff = Handoff.objects.get(conversation=conversation)
    assert (handoff.operator, handoff.state, handoff.service_key) == (rina, "claimed", "akta")
    assert 'id="reply-form"' in page
    conversation.refresh_from_db()
    assert conversation.owner == "operator", "the assistant is silent from now on"
    rinas.post(f"{desk}/callbacks/{row.pk}/write")
    assert Handoff.objects.filter(conversation=conversation).count() == 1
    refused = budis.post(f"{desk}/callbacks/{row.pk}/write", follow=True).content.decode()
    assert "A colleague has this callback, or serves the citizen already." in refused
    row.refresh_from_db()
    assert (row.operator, row.state) == (rina, "open"), "what became of it is still to be noted"


def test_where_the_conversation_has_gone_nothing_can_be_written(desk: str, rinas: Client, city: Agency) -> None:
    row = stored.callback(city, how=IN_THIS_CHAT)
    said = rinas.post(f"{desk}/callbacks/{row.pk}/write", follow=True).content.decode()
    assert "The conversation has been removed" in said
    assert not Handoff.objects.exists()


def test_a_remark_that_is_written_later_is_no_further_try(desk: str, rinas: Client, city: Agency) -> None:
    row = stored.callback(city)
    for before, remark in (("open", "Tidak diangkat"), ("not_reached", "Coba lagi sore")):
        rinas.post(f"{desk}/callbacks/{row.pk}/state", {"state": "not_reached", "before": before, "remark": remark})
    row.refresh_from_db()
    assert (row.tries, row.remark) == (1, "Coba lagi sore")


def test_a_request_whose_number_is_gone_stays_and_says_so(desk: str, rinas: Client, city: Agency) -> None:
    chat = stored.conversation(city)
    row = stored.callback(city, conversation=chat)
    Callback.objects.filter(pk=row.pk).update(created=timezone.now() - dt.timedelta(days=2 * 365 - 5))
    assert "name and number are removed on" in rinas.get(f"{desk}/callbacks/").content.decode()
    Callback.objects.filter(pk=row.pk).update(created=timezone.now() - dt.timedelta(days=2 * 365 + 1))
    remove_old(timezone.now())
    page = rinas.get(f"{desk}/callbacks/").content.decode()
    assert "Name and number were removed on" in page
    assert "Write in the chat" in page
    assert f"callbacks/{row.pk}/reveal" not in page
    assert "Name and number are removed" in rinas.post(f"{desk}/callbacks/{row.pk}/reveal", follow=True).content.decode()
    rinas.post(f"{desk}/callbacks/{row.pk}/state", {"state": "closed", "before": "open", "remark": ""})
    row.refresh_from_db()
    assert row.ended_at is not None


def test_a_call_and_a_later_case_name_each_other(desk: str, rinas: Client, budis: Client, rina: User, budi: User, city: Agency) -> None:
    chat = stored.conversation(city)
    call = stored.callback(city, conversation=chat)
    case = stored.handoff(city, of=chat)
    assert "asked for a call, too" in budis.get(desk, follow=True).content.decode()
    assert "This citizen also waits in the queue now:" in rinas.get(f"{desk}/callbacks/").content.decode()
    rinas.post(f"{desk}/callbacks/{call.pk}/take")
    stored.claimed(case, budi)
    page = budis.get(f"{desk}/{case.pk}/").content.decode()
    assert "This citizen also asked to be called back" in page
    assert "Rina has this callback" in page
    assert "This citizen is in a conversation with Budi" in rinas.get(f"{desk}/callbacks/").content.decode()
    given = {"state": "reached", "before": "open", "remark": "", "next": f"{desk}/{case.pk}/"}
    answer = budis.post(f"{desk}/callbacks/{call.pk}/state", given)
    assert answer["Location"] == f"{desk}/{case.pk}/"
    assert "This citizen also asked to be called back" not in budis.get(f"{desk}/{case.pk}/").content.decode()


def test_two_wishes_of_one_citizen_are_marked(desk: str, rinas: Client, city: Agency) -> None:
    chat = stored.conversation(city)
    for _ in range(2):
        stored.callback(city, conversation=chat)
    assert rinas.get(f"{desk}/callbacks/").content.decode().count("asked 2 times") == 2


def test_who_did_not_get_what_was_said_of_the_call_is_shown(desk: str, rinas: Client, city: Agency) -> None:
    chat = stored.conversation(city, channel="whatsapp", contact=stored.contact(city, last_heard=timezone.now()))
    Conversation.objects.update(owner="bot")
    row = stored.callback(city, conversation=chat)
    given = {"state": "not_reached", "before": "open", "remark": "", "tell": "1"}
    rinas.post(f"{desk}/callbacks/{row.pk}/state", given)
    said = "The citizen did not get what was said in the chat on"
    assert said not in rinas.get(f"{desk}/callbacks/?state=not_reached").content.decode()
    Message.objects.filter(external_id__startswith=CALL_NEWS).update(status="failed", error_code="63014", error="Blocked.")
    page = rinas.get(f"{desk}/callbacks/?state=not_reached").content.decode()
    assert said in page
    assert "has blocked this service" in page
