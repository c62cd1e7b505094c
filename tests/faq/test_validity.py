"""An FAQ begins and ends to be valid at midnight of the agency that answers, without an edit."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from bot.catalogue import revision, snapshot
from bot.catalogue.models import Agency
from bot.faq.models import Faq
from bot.faq.shelf import archive, override_inherited
from bot.faq.versions import standing
from bot.faq.workflow import create_draft, publish, save_draft
from bot.nlu.knowledge.index import Target, index_of
from tests.faq.conftest import Clock, content

pytestmark = pytest.mark.django_db(transaction=True)


def publish_motor(agency: Agency, editor: User, **days: str) -> None:
    publish(create_draft(agency, "motor", content(**days), editor).faq, 1, editor)


def answered(agency: str = "negeri") -> bool:
    in_index = Target("faq", "motor") in index_of(agency).number
    assert in_index == ("motor" in snapshot.current(agency).faq)
    return in_index


def test_it_is_answered_from_the_first_day_to_the_last_at_the_agency(nation: Agency, editor: User, clock: Clock) -> None:
    # Jakarta is seven hours ahead.
    clock("2026-11-30T12:00")
    publish_motor(nation, editor, valid_from="2026-12-02", valid_to="2026-12-03")
    number = revision.current()
    seen = {}
    for moment in ("2026-12-01T16:59:59", "2026-12-01T17:00:00", "2026-12-03T16:59:59", "2026-12-03T17:00:00"):
        clock(moment)
        seen[moment[8:]] = answered()
    assert seen == {"01T16:59:59": False, "01T17:00:00": True, "03T16:59:59": True, "03T17:00:00": False}
    assert revision.current() == number


def test_it_turns_by_the_clock_of_the_agency_that_answers(nation: Agency, city: Agency, editor: User, clock: Clock) -> None:
    Agency.objects.filter(pk=city.pk).update(timezone="Asia/Jayapura")
    clock("2026-11-30T12:00")
    publish_motor(nation, editor, valid_from="2026-12-02")
    clock("2026-12-01T15:30")
    assert (answered("kota"), answered("negeri")) == (True, False)


def test_a_view_that_cannot_turn_is_not_read_again(nation: Agency, editor: User, clock: Clock) -> None:
    clock("2026-11-30T12:00")
    publish_motor(nation, editor, valid_to="2026-11-29")
    before = snapshot.current("negeri")
    clock("2027-11-30T12:00")
    assert snapshot.current("negeri") is before


def test_the_nations_answer_stands_in_before_and_after_the_citys_own(nation: Agency, city: Agency, editor: User, clock: Clock) -> None:
    clock("2026-11-30T12:00")
    override_inherited(city, "parkir", editor)
    faq = Faq.objects.get(agency=city, key="parkir")
    draft = save_draft(faq, content("Selama renovasi di lapangan.", valid_from="2026-12-02", valid_to="2026-12-02"), editor, based_on=1)
    publish(faq, draft.number, editor)
    answers = []
    for day in (1, 2, 3):
        clock(f"2026-12-0{day}T05:00")
        answers.append(snapshot.current("kota").faq["parkir"].answer["id"])
    assert answers == ["Di belakang.", "Selama renovasi di lapangan.", "Di belakang."]


def _change(faq: Faq, editor: User, words: str, **days: str) -> None:
    at = standing(faq)
    publish(faq, save_draft(faq, content(words, **days), editor, based_on=at.number).number, editor)


def test_what_was_answered_before_stands_in_until_the_first_day_of_a_change(nation: Agency, editor: User, clock: Clock) -> None:
    clock("2026-11-30T12:00")
    faq = Faq.objects.get(agency=nation, key="parkir")
    _change(faq, editor, "Di depan mulai Senin.", valid_from="2026-12-07")
    # Corrected before it began: the first wording never answers, although its first day comes earlier.
    _change(faq, editor, "Di depan mulai Rabu.", valid_from="2026-12-09")
    answers = []
    for day in (1, 8, 9):
        clock(f"2026-12-0{day}T05:00")
        answers.append(snapshot.current("kota").faq["parkir"].answer["id"])
    assert answers == ["Di belakang.", "Di belakang.", "Di depan mulai Rabu."]


def test_what_stands_in_ends_on_its_own_last_day(nation: Agency, editor: User, clock: Clock) -> None:
    clock("2026-11-30T12:00")
    publish_motor(nation, editor, valid_to="2026-12-02")
    _change(Faq.objects.get(agency=nation, key="motor"), editor, "Di atap.", valid_from="2026-12-04")
    seen = []
    for day in (2, 3, 4):
        clock(f"2026-12-0{day}T05:00")
        seen.append(answered())
    assert seen == [True, False, True]


def test_what_comes_out_of_the_archive_for_later_answers_nothing_before(nation: Agency, editor: User, clock: Clock) -> None:
    clock("2026-11-30T12:00")
    faq = Faq.objects.get(agency=nation, key="parkir")
    archive(faq, editor)
    _change(faq, editor, "Di depan.", valid_from="2026-12-02")
    seen = []
    for day in (1, 2):
        clock(f"2026-12-0{day}T05:00")
        seen.append("parkir" in snapshot.current("negeri").faq)
    assert seen == [False, True]
