"""The clock of a conversation that went from one to the next, and from where it came."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk import ownership, replying
from bot.desk.models import DeskSettings, Handoff
from bot.desk.ownership import Claim
from bot.desk.tending import note_overflows
from tests.console.people import agency
from tests.desk import stored


@pytest.fixture
def served(desk: str, city: Agency, rina: User, budi: User) -> Claim:
    """Rina has answered three minutes after the citizen began to wait, an hour ago."""
    began = timezone.now() - dt.timedelta(hours=1)
    row = stored.handoff(city, "Akta saya?", waiting_since=began, unit=stored.unit(city, "capil"))
    claim = stored.claimed(row, rina)
    replying.reply(claim, "Sebentar, saya periksa.", began + dt.timedelta(minutes=3), client_id="first-answer")
    return claim


def _page(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _row(browser: Client, desk: str, name: str = "open") -> str:
    return _page(browser, f"{desk}/?list={name}").split('class="case-row')[1]


def _ago(minutes: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(minutes=minutes, seconds=5)


def test_what_is_passed_on_to_a_unit_waits_again_and_says_from_where(
    desk: str, rinas: Client, budis: Client, supervisor: Client, served: Claim, city: Agency
) -> None:
    assert "first answer after 3 minutes" in _row(rinas, desk)
    ownership.transfer(served, _ago(2), unit=stored.unit(city, "pajak"))
    for row in (_row(budis, desk), _row(budis, desk, "waiting"), _page(budis, f"{desk}/{served.handoff}/")):
        assert "waits again for 2 minutes" in row
        assert "passed on by Rina (Bagian capil)" in row
        assert "first answer after" not in row
    assert "Waits again since" in _page(budis, f"{desk}/{served.handoff}/")
    board = _page(supervisor, f"{desk}/board/")
    assert "passed on by Rina (Bagian capil)" in board
    assert "<dt>Longest wait</dt><dd>2 minutes</dd>" in board


@pytest.mark.parametrize(
    ("minutes", "words", "told"),
    [
        (6, "answer soon: waits again for 6 minutes", "1 citizen must be answered soon"),
        (11, "late: waits again for 11 minutes", "1 citizen has"),
    ],
)
def test_the_warning_counts_the_wait_after_passing_on(
    desk: str, supervisor: Client, served: Claim, budi: User, minutes: int, words: str, told: str
) -> None:
    assert told not in _page(supervisor, f"{desk}/board/")
    ownership.transfer(served, _ago(minutes), to=budi)
    board = _page(supervisor, f"{desk}/board/")
    assert words in board
    assert told in board


def test_passed_on_twice_without_an_answer_it_waits_since_the_first_time_and_an_answer_ends_it(
    desk: str, budis: Client, served: Claim, rina: User, budi: User, city: Agency
) -> None:
    ownership.transfer(served, _ago(8), to=budi)
    ownership.transfer(ownership.resume(served.handoff, budi, _ago(4)), _ago(4), to=rina)
    row = _row(budis, desk)
    assert "waits again for 8 minutes" in row
    assert "passed on by Budi (Bagian capil)" in row
    replying.reply(ownership.resume(served.handoff, rina, _ago(0)), "Ini jawabannya.", _ago(0), client_id="second-answer")
    answered = _row(budis, desk)
    assert "waits again" not in answered
    assert "passed on by" not in answered
    assert "first answer after 3 minutes" in answered
    assert "passed on by Budi" in _page(budis, f"{desk}/{served.handoff}/")


def test_what_a_supervisor_gives_names_both(desk: str, supervisor: Client, budis: Client, served: Claim, budi: User) -> None:
    supervisor.post(f"{desk}/board/{served.handoff}/assign", {"operator": budi.pk})
    row = _row(budis, desk, "mine")
    assert "waits again for less than a minute" in row
    assert "given by Sari, was with Rina" in row


def test_what_was_let_go_waits_again(desk: str, budis: Client, served: Claim, rina: User) -> None:
    ownership.release(served, _ago(1))
    assert "put back into the queue by Rina" in _row(budis, desk, "waiting")
    ownership.claim(served.handoff, rina, _ago(1))
    ownership.lapse_expired(timezone.now() + dt.timedelta(minutes=2))
    row = _row(budis, desk, "waiting")
    assert "back in the queue, was with Rina" in row
    assert "waits again for 1 minute" in row


def test_the_remark_holds_for_whoever_takes_it_after_a_page_was_closed(desk: str, budis: Client, served: Claim, budi: User) -> None:
    ownership.transfer(served, _ago(3), to=budi, remark="Sudah bawa berkas")
    ownership.lapse_expired(timezone.now())
    page = _page(budis, f"{desk}/{served.handoff}/")
    assert "back in the queue, was with Budi" in page
    assert "Sudah bawa berkas" in page.split('id="timeline-box"')[0]


def test_another_agency_sees_from_which_agency_and_unit_it_came(desk: str, supervisor: Client, served: Claim, city: Agency) -> None:
    other = agency("kota-lain")
    DeskSettings.objects.create(agency=other, enabled=True)
    ownership.transfer(served, _ago(2), agency=other)
    row = Handoff.objects.get(pk=served.handoff)
    assert row.came_from["agency"] == city.name
    assert (row.came_from["by"], row.came_from["unit"]) == ("Rina", {"id": "Bagian capil", "ja": "capil課"})


def test_who_was_never_answered_has_waited_from_the_beginning(desk: str, budis: Client, rina: User, budi: User, city: Agency) -> None:
    claim = stored.claimed(stored.handoff(city, waiting_since=_ago(12)), rina)
    ownership.transfer(claim, _ago(1), to=budi)
    row = _row(budis, desk)
    assert "late: no answer for 12 minutes" in row
    assert "passed on by Rina" in row


def test_what_overflows_says_from_which_unit(desk: str, budis: Client, city: Agency) -> None:
    unit = stored.unit(city, "capil", overflow_to=stored.unit(city, "bantu"), overflow_after=5)
    stored.handoff(city, unit=unit, waiting_since=_ago(6))
    assert note_overflows(timezone.now()) == 1
    row = _row(budis, desk, "waiting")
    assert "answer soon: waits for 6 minutes" in row
    assert "comes from Bagian capil after a long wait" in row
