"""The lists: in the order of the queue, with words for every state, and few queries however long they are."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from bot.catalogue.models import Agency, Service
from bot.console.templatetags.console_desk import event_sentence
from bot.desk import ownership
from bot.desk.models import DeskSettings, Duty, Handoff, HandoffEvent
from tests.console.people import agency
from tests.desk import stored


def _order(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="row-(\d+)"', page)]


def _get(browser: Client, path: str, part: bool = False) -> str:
    answer = browser.get(path, headers={"HX-Request": "true"} if part else {})
    assert answer.status_code == 200
    return answer.content.decode()


def test_urgency_goes_first_and_then_who_has_waited_longest(desk: str, rinas: Client, city: Agency) -> None:
    now = timezone.now()
    late = stored.handoff(city, waiting_since=now - dt.timedelta(minutes=2))
    early = stored.handoff(city, waiting_since=now - dt.timedelta(minutes=9))
    danger = stored.handoff(city, waiting_since=now, urgency=Handoff.Urgency.DANGER, reason="distress")
    said = _get(rinas, f"{desk}/")
    assert _order(said) == [danger.pk, early.pk, late.pk]
    assert "Danger: first of all" in said
    assert "Is in distress" in said


def test_each_list_holds_what_it_says_with_its_count(desk: str, rinas: Client, rina: User, budi: User, city: Agency) -> None:
    waiting, mine, theirs = (stored.handoff(city) for _ in range(3))
    stored.claimed(mine, rina)
    stored.claimed(theirs, budi)
    stored.handoff(city, state=Handoff.State.LEFT, ended_at=timezone.now())
    stored.handoff(agency("kota-lain"))
    stored.callback(city)
    assert _order(_get(rinas, f"{desk}/?list=waiting")) == [waiting.pk]
    assert _order(_get(rinas, f"{desk}/?list=mine")) == [mine.pk]
    page = _get(rinas, f"{desk}/?list=open")
    assert sorted(_order(page)) == [waiting.pk, mine.pk, theirs.pk]
    shown = dict(re.findall(r'data-count="(\w+)">(\d+)<', page))
    assert shown == {"waiting": "1", "mine": "1", "open": "3", "callbacks": "1"}


def test_who_waits_for_an_answer_of_mine_is_marked(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    row = stored.handoff(city)
    stored.claimed(row, rina)
    assert "Citizen waits for your answer" not in _get(rinas, f"{desk}/?list=mine")
    stored.said(row.conversation, "Halo?")
    assert "Citizen waits for your answer" in _get(rinas, f"{desk}/?list=mine")


def test_what_a_colleague_gave_stands_above_the_lists_until_it_is_opened(
    desk: str, rinas: Client, rina: User, budi: User, city: Agency
) -> None:
    row = stored.handoff(city, "Akta saya belum jadi")
    ownership.transfer(stored.claimed(row, budi), timezone.now(), to=rina)
    for path in ("/", "/?list=mine", "/?list=open"):
        said = _get(rinas, f"{desk}{path}", part=True)
        assert "You were given a conversation:" in said
        assert "within two minutes" in said
    rinas.get(f"{desk}/{row.pk}/")
    assert "You were given" not in _get(rinas, f"{desk}/")


def test_what_is_rather_for_colleagues_says_so(desk: str, rinas: Client, rina: User, budi: User, city: Agency) -> None:
    Duty.objects.create(user=rina, agency=city, languages=["id"])
    reads_japanese = Duty.objects.create(user=budi, agency=city, languages=["ja"], available=True, seen=timezone.now())
    stored.handoff(city, language="ja")
    assert "for colleagues" in _get(rinas, f"{desk}/")
    stored.handoff(city, language="id")
    assert _get(rinas, f"{desk}/").count("for colleagues") == 1
    # Nobody waits for a colleague who is not there: facts and prepared answers are in both languages.
    Duty.objects.filter(pk=reads_japanese.pk).update(available=False)
    assert "for colleagues" not in _get(rinas, f"{desk}/")


@pytest.mark.parametrize(
    ("minutes", "words", "colour"),
    [
        (1, "waits for 1 minute", "tag "),
        (6, "answer soon: waits for 6 minutes", "tag warn"),
        (130, "late: no answer for 2 h 10 min", "tag bad"),
    ],
)
def test_the_promise_is_a_clock_with_words(desk: str, rinas: Client, city: Agency, minutes: int, words: str, colour: str) -> None:
    stored.handoff(city, waiting_since=timezone.now() - dt.timedelta(minutes=minutes, seconds=5))
    assert f'<span class="{colour}">{words}</span>' in _get(rinas, f"{desk}/")


def test_an_empty_list_says_what_comes_there(desk: str, rinas: Client) -> None:
    for name, said in (("waiting", "Nobody is waiting"), ("mine", "You serve nobody now"), ("closed", "Nothing has been closed yet")):
        assert said in _get(rinas, f"{desk}/?list={name}")
    assert "Nothing fits" in _get(rinas, f"{desk}/?list=closed&tag=x")


def test_a_desk_that_is_off_says_so(desk: str, rinas: Client) -> None:
    assert "The desk is switched off" not in _get(rinas, f"{desk}/")
    DeskSettings.objects.update(enabled=False)
    assert "The desk is switched off" in _get(rinas, f"{desk}/")


def test_a_long_list_begins_with_those_who_are_served_first(desk: str, rinas: Client, city: Agency) -> None:
    rows = [stored.handoff(city, waiting_since=timezone.now() - dt.timedelta(minutes=number)) for number in range(43)]
    page = _get(rinas, f"{desk}/")
    assert _order(page) == [row.pk for row in reversed(rows)][:40]
    assert "3 more conversations" in page
    everything = _get(rinas, f"{desk}/?list=waiting&all=yes")
    assert len(_order(everything)) == 43
    assert 'hx-get="?list=waiting&amp;all=yes"' in everything


def test_a_script_gets_the_rows_alone(desk: str, rinas: Client, city: Agency) -> None:
    row = stored.handoff(city)
    part = _get(rinas, f"{desk}/?list=waiting", part=True)
    assert _order(part) == [row.pk]
    assert "<html" not in part


@pytest.mark.parametrize("name", ["waiting", "mine", "open", "closed"])
def test_a_list_costs_as_many_queries_with_many_rows_as_with_few(
    desk: str, rinas: Client, rina: User, city: Agency, name: str, django_assert_max_num_queries: Any
) -> None:
    unit = stored.unit(city)
    for number in range(12):
        row = stored.handoff(city, unit=unit, service_key="akta")
        if number % 3 == 0:
            stored.claimed(row, rina)
        if number % 3 == 1:
            Handoff.objects.filter(pk=row.pk).update(state="closed", ended_at=timezone.now(), operator=rina)
    _get(rinas, f"{desk}/?list={name}")
    with django_assert_max_num_queries(22):
        _get(rinas, f"{desk}/?list={name}")
    with django_assert_max_num_queries(16):
        _get(rinas, f"{desk}/?list={name}", part=True)


def test_a_conversation_costs_as_many_queries_with_many_rows_as_with_few(
    desk: str, rinas: Client, rina: User, budi: User, city: Agency, django_assert_max_num_queries: Any
) -> None:
    row = stored.handoff(city)
    token = stored.claimed(row, rina).token
    for number in range(20):
        stored.said(row.conversation, f"Pesan {number}")
        stored.answered(row.conversation, "Ya", author="operator", operator=budi)
        rinas.post(f"{desk}/{row.pk}/note", {"note": f"Catatan {number}"})
        stored.handoff(city)
    _get(rinas, f"{desk}/{row.pk}/")
    with django_assert_max_num_queries(42):
        _get(rinas, f"{desk}/{row.pk}/")
    with django_assert_max_num_queries(14):
        _get(rinas, f"{desk}/{row.pk}/timeline?after=1")
    with django_assert_max_num_queries(14):
        assert rinas.post(f"{desk}/here", {"case": row.pk, "token": token}).status_code == 200


def test_a_long_conversation_is_shown_in_pieces(desk: str, rinas: Client, city: Agency) -> None:
    row = stored.handoff(city)
    for number in range(120):
        stored.said(row.conversation, f"Pesan nomor {number}.")
    page = _get(rinas, f"{desk}/{row.pk}/")
    assert "Pesan nomor 119." in page
    assert "Pesan nomor 5." not in page
    before = re.search(r"\?before=(\d+)", page)
    assert before
    earlier = _get(rinas, f"{desk}/{row.pk}/timeline?before={before[1]}")
    assert "Pesan nomor 5." in earlier
    assert "Pesan nomor 119." not in earlier
    shown = re.findall(r'id="message-(\d+)"', page) + re.findall(r'id="message-(\d+)"', earlier)
    assert len(shown) == len(set(shown)) == 122


def test_the_page_says_what_came_along_and_what_was_changed(desk: str, rinas: Client, city: Agency) -> None:
    row = stored.handoff(city)
    stored.said(row.conversation, "", content={"kind": "media", "type": "sticker"})
    stored.said(row.conversation, "Tanggal 5", content={"edited": timezone.now().isoformat()})
    page = _get(rinas, f"{desk}/{row.pk}/")
    assert "Sticker, not kept" in page
    assert page.count("changed by the citizen afterwards") == 1


def test_what_another_agency_passed_on_keeps_the_name_of_its_service(desk: str, rinas: Client, city: Agency) -> None:
    Service.objects.create(agency=agency("kota-lain"), key="paspor-lain", name={"id": "Paspor di kota lain", "ja": "他市の旅券"})
    row = stored.handoff(city, service_key="paspor-lain")
    for path in ("/", f"/{row.pk}/"):
        assert "Paspor di kota lain" in _get(rinas, f"{desk}{path}")


def test_what_one_helps_another_agency_with_stands_in_ones_own_lists(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    other = agency("kota-lain")
    unit = stored.unit(other, "akta", overflow_to=stored.unit(city, "umum"), overflow_after=5)
    row = stored.handoff(other, "Akta di kota lain?", unit=unit, waiting_since=timezone.now() - dt.timedelta(minutes=9))
    stored.handoff(other, "Belum lama menunggu", unit=unit)
    HandoffEvent.objects.create(handoff=row, kind=HandoffEvent.Kind.OVERFLOWED)
    page = _get(rinas, f"{desk}/?list=waiting")
    assert _order(page) == [row.pk]
    assert dict(re.findall(r'data-count="(\w+)">(\d+)<', page))["waiting"] == "1"
    assert "from Kota kota-lain" in page
    stored.claimed(row, rina)
    page = _get(rinas, f"{desk}/?list=mine")
    assert _order(page) == [row.pk]
    assert dict(re.findall(r'data-count="(\w+)">(\d+)<', page))["mine"] == "1"
    assert "from Kota kota-lain" in _get(rinas, f"{desk}/{row.pk}/")
    event = HandoffEvent.objects.create(
        handoff=row, kind=HandoffEvent.Kind.OVERFLOWED, details={"unit": "umum", "name": {"id": "Loket umum", "ja": "総合"}}
    )
    assert "Loket umum" in event_sentence(event) or "総合" in event_sentence(event)
    Handoff.objects.filter(pk=row.pk).update(state=Handoff.State.CLOSED, outcome=Handoff.Outcome.SOLVED, ended_at=timezone.now())
    assert _order(_get(rinas, f"{desk}/?list=closed")) == [row.pk]


def test_a_photo_that_came_last_is_named_in_the_list(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    row = stored.handoff(city)
    stored.claimed(row, rina)
    stored.said(row.conversation, "", content={"kind": "media", "type": "photo", "reason": "not_kept"})
    assert "Photo, not kept" in _get(rinas, f"{desk}/?list=mine")
