"""Taking over, passing on, putting back and closing, as operators do it on the page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk import ownership
from bot.desk.models import DeskSettings, Duty, Handoff, HandoffEvent, InternalNote
from tests.console.people import agency
from tests.desk import stored


def _page(browser: Client, path: str) -> str:
    answer = browser.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_click_takes_a_waiting_conversation_over(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    row = stored.handoff(city)
    answer = rinas.post(f"{desk}/{row.pk}/claim", follow=True)
    row.refresh_from_db()
    assert (row.state, row.operator) == ("claimed", rina)
    assert "You serve this conversation" in answer.content.decode()
    assert 'id="reply-form"' in answer.content.decode()


def test_who_comes_second_sees_who_was_first(desk: str, rinas: Client, budis: Client, city: Agency) -> None:
    row = stored.handoff(city)
    rinas.post(f"{desk}/{row.pk}/claim")
    said = budis.post(f"{desk}/{row.pk}/claim", follow=True).content.decode()
    assert "Rina serves this conversation already." in said
    assert 'id="reply-form"' not in said


def test_a_second_click_of_the_same_person_is_no_fault(desk: str, rinas: Client, city: Agency) -> None:
    row = stored.handoff(city)
    rinas.post(f"{desk}/{row.pk}/claim")
    said = rinas.post(f"{desk}/{row.pk}/claim", follow=True).content.decode()
    assert "already" not in said
    assert "You serve this conversation" in said


def test_a_colleague_can_read_but_not_write(desk: str, budis: Client, rina: User, city: Agency) -> None:
    row = stored.handoff(city, "Rahasia antara kita")
    stored.claimed(row, rina)
    said = _page(budis, f"{desk}/{row.pk}/")
    assert "Rahasia antara kita" in said
    assert "Rina serves this conversation" in said
    assert 'id="reply-form"' not in said
    row.refresh_from_db()
    assert row.lease_token not in said


def test_it_goes_back_into_the_queue_at_its_old_place(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    since = timezone.now() - dt.timedelta(minutes=30)
    row = stored.handoff(city, waiting_since=since)
    token = stored.claimed(row, rina).token
    answer = rinas.post(f"{desk}/{row.pk}/release", {"token": token}, follow=True)
    assert "waits again" in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.waiting_since) == ("waiting", since)


def test_it_is_passed_on_to_a_colleague_with_a_remark(
    desk: str, rinas: Client, budis: Client, rina: User, budi: User, city: Agency
) -> None:
    Duty.objects.create(user=budi, agency=city, available=True, seen=timezone.now())
    row = stored.handoff(city)
    token = stored.claimed(row, rina).token
    assert "Budi (on duty, 0/5)" in _page(rinas, f"{desk}/{row.pk}/")
    rinas.post(f"{desk}/{row.pk}/transfer", {"token": token, "to": f"person:{budi.pk}", "remark": "Sudah kenal beliau"})
    row.refresh_from_db()
    assert row.operator == budi
    said = _page(budis, f"{desk}/{row.pk}/")
    # Where one looks first, and not only among what was said and done.
    assert all("Sudah kenal beliau" in part for part in said.split('id="timeline-box"'))
    assert 'id="reply-form"' in said


def test_it_is_passed_on_to_a_unit_and_to_another_agency(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    unit, other = stored.unit(city), agency("kota-lain")
    DeskSettings.objects.create(agency=other, enabled=True)
    for to, expected in ((f"unit:{unit.pk}", (unit, city)), (f"agency:{other.pk}", (None, other))):
        row = stored.handoff(city)
        rinas.post(f"{desk}/{row.pk}/transfer", {"token": stored.claimed(row, rina).token, "to": to})
        row.refresh_from_db()
        assert (row.state, row.operator) == ("waiting", None)
        assert (row.unit, row.agency) == expected


def test_the_unit_that_has_it_is_no_destination(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    own, other = stored.unit(city, "capil"), stored.unit(city, "pajak")
    row = stored.handoff(city, unit=own)
    claim = stored.claimed(row, rina)
    page = rinas.get(f"{desk}/{row.pk}/").content.decode()
    assert f'value="unit:{other.pk}"' in page
    assert f'value="unit:{own.pk}"' not in page
    rinas.post(f"{desk}/{row.pk}/transfer", {"token": claim.token, "to": f"unit:{own.pk}"})
    row.refresh_from_db()
    assert (row.state, row.operator) == ("claimed", rina)


@pytest.mark.parametrize("to", ["", "person:0", "unit:999999", "agency:1", "nonsense"])
def test_it_stays_when_nobody_was_chosen_to_pass_it_on_to(desk: str, rinas: Client, rina: User, city: Agency, to: str) -> None:
    row = stored.handoff(city)
    token = stored.claimed(row, rina).token
    said = rinas.post(f"{desk}/{row.pk}/transfer", {"token": token, "to": to}, follow=True).content.decode()
    assert "Choose to whom the conversation goes" in said
    row.refresh_from_db()
    assert row.operator == rina


def test_closing_keeps_how_it_ended_and_gives_it_back(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    row = stored.handoff(city)
    token = stored.claimed(row, rina).token
    said = rinas.post(
        f"{desk}/{row.pk}/close", {"token": token, "outcome": "solved", "settled": "Syarat dijelaskan", "closing": "on"}, follow=True
    ).content.decode()
    assert "The assistant answers this citizen again" in said
    row.refresh_from_db()
    row.conversation.refresh_from_db()
    assert (row.state, row.outcome, row.settled, row.conversation.owner) == ("closed", "solved", "Syarat dijelaskan", "bot")
    assert "Syarat dijelaskan" in _page(rinas, f"{desk}/?list=closed")


def test_closing_needs_an_outcome(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    row = stored.handoff(city)
    token = stored.claimed(row, rina).token
    said = rinas.post(f"{desk}/{row.pk}/close", {"token": token, "outcome": "perfect"}, follow=True).content.decode()
    assert "Choose how the conversation ended" in said
    row.refresh_from_db()
    assert row.state == "claimed"


@pytest.mark.parametrize("action", ["release", "close", "transfer"])
def test_whose_claim_is_over_sees_who_has_it_and_changes_nothing(
    desk: str, rinas: Client, rina: User, budi: User, city: Agency, action: str
) -> None:
    unit = stored.unit(city)
    row = stored.handoff(city)
    token = stored.claimed(row, rina).token
    ownership.lapse_expired(timezone.now() + ownership.LEASE + dt.timedelta(seconds=1))
    stored.claimed(row, budi)
    answer = rinas.post(f"{desk}/{row.pk}/{action}", {"token": token, "outcome": "solved", "to": f"unit:{unit.pk}"})
    assert answer.status_code == 409
    assert "Budi serves this conversation now." in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.operator, row.unit) == ("claimed", budi, None)


def test_a_request_is_offered_for_joining_when_its_service_is_not_known(desk: str, rinas: Client, city: Agency) -> None:
    row = stored.handoff(city, "Akta anak saya salah nama", service_key="akta")
    same = stored.handoff(city, "Akta itu bagaimana", service_key="akta")
    unclear = stored.handoff(city, "Tadi sudah tanya di Telegram")
    another = stored.handoff(city, "KTP hilang", service_key="ktp")
    foreign = stored.handoff(city, "名前の間違い", language="ja")
    rinas.post(f"{desk}/{row.pk}/claim")
    box = _page(rinas, f"{desk}/{row.pk}/").partition('id="merge-box"')[2].partition("</details>")[0]
    assert -1 < box.find(f"#{same.pk} ") < box.find(f"#{unclear.pk} ")
    assert f"#{another.pk} " not in box
    assert f"#{foreign.pk} " not in box


def test_repeated_requests_become_one(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    citizen = stored.contact(city)
    first = stored.handoff(city, of=stored.conversation(city, contact=citizen))
    again = stored.handoff(city, "Halo? Saya tanya lagi", of=stored.conversation(city, contact=citizen))
    token = stored.claimed(first, rina).token
    page = _page(rinas, f"{desk}/{first.pk}/")
    assert "Halo? Saya tanya lagi" in page
    # A stranger's request must not be joined because it stood first.
    assert '<select id="other" name="other" required><option value="">' in page
    rinas.post(f"{desk}/{first.pk}/merge", {"token": token, "other": again.pk})
    again.refresh_from_db()
    assert (again.state, again.outcome) == ("closed", "duplicate")
    # What was asked in the other chat stands in this one from now on.
    assert InternalNote.objects.get(handoff=first).text == f"#{again.pk} → #{first.pk}\nHalo? Saya tanya lagi"


def test_tags_are_tidied_and_found_again(desk: str, rinas: Client, city: Agency) -> None:
    row = stored.handoff(city, state=Handoff.State.CLOSED, outcome="solved", ended_at=timezone.now())
    rinas.post(f"{desk}/{row.pk}/tags", {"tags": " Akta,  Pindah Rumah,akta, 3512345678901234"})
    row.refresh_from_db()
    assert row.tags == ["akta", "pindah rumah", "[***]"]
    other = stored.handoff(city, state=Handoff.State.CLOSED, outcome="abuse", ended_at=timezone.now())
    found = _page(rinas, f"{desk}/?list=closed&tag=pindah")
    assert f'id="row-{row.pk}"' in found
    assert f'id="row-{other.pk}"' not in found
    assert f'id="row-{other.pk}"' in _page(rinas, f"{desk}/?list=closed&outcome=abuse")


def test_each_look_at_a_transcript_is_recorded_once_an_hour(desk: str, rinas: Client, budis: Client, rina: User, city: Agency) -> None:
    row = stored.handoff(city)
    for _ in range(3):
        _page(rinas, f"{desk}/{row.pk}/")
    said = _page(budis, f"{desk}/{row.pk}/")
    views = HandoffEvent.objects.filter(handoff=row, kind="viewed")
    assert sorted(view.by_name for view in views) == ["Budi", "Rina"]
    assert "Rina" in said.split("Who has read this")[1]
    views.filter(by=rina).update(at=timezone.now() - dt.timedelta(minutes=61))
    _page(rinas, f"{desk}/{row.pk}/")
    assert views.filter(by=rina).count() == 2


def test_another_agencys_conversation_is_not_there(desk: str, rinas: Client, rina: User) -> None:
    row = stored.handoff(agency("kota-lain"))
    assert rinas.get(f"{desk}/{row.pk}/").status_code == 404
    assert rinas.post(f"{desk}/{row.pk}/claim").status_code == 404
    assert rinas.get(f"{desk}/events?case={row.pk}").status_code == 404
    assert rinas.post(f"{desk}/here", {"case": row.pk, "token": "x"}).status_code == 404
    row.refresh_from_db()
    assert row.state == "waiting"
