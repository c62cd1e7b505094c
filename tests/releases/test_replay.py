"""Which of citizens' questions are asked again, in which dialogue, and what counts as another answer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk.models import Message
from bot.releases.difference import difference
from bot.releases.examples import Example
from bot.releases.replay import kind_of_difference, last_questions
from tests.questions.stored import message
from tests.releases.made import said

NOW = timezone.now()


def test_the_last_texts_that_were_answered_are_asked_again_in_their_order(city: Agency) -> None:
    for number in range(5):
        message(city, f"tanya {number}")
    message(city, "belum dijawab", None)
    photo = message(city, "foto")
    Message.objects.filter(pk=photo.pk).update(content={"kind": "media"})
    message(city, "")
    assert [asked.text for asked in last_questions(3)] == ["tanya 2", "tanya 3", "tanya 4"]


def test_a_follow_up_is_asked_in_its_dialogue_and_after_an_hour_in_a_new_one(city: Agency) -> None:
    first = message(city, "syarat ktp", at=NOW - dt.timedelta(hours=3))
    message(city, "biayanya?", conversation=first.conversation, at=NOW - dt.timedelta(hours=3, minutes=-5))
    message(city, "jam buka?", conversation=first.conversation, at=NOW - dt.timedelta(hours=1))
    message(city, "lain", at=NOW - dt.timedelta(hours=1))
    one, two, three, four = (asked.session for asked in last_questions())
    assert one == two
    assert len({two, three, four}) == 3


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        (said(), ""),
        (said("refuse"), "decision"),
        (said(facets=["where"]), "topic"),
        (said(services=["kia"]), "topic"),
        (said(answer="Rp50.000."), "words"),
    ],
)
def test_what_a_citizen_would_notice_is_told(after: dict[str, object], kind: str) -> None:
    assert kind_of_difference(said(), after) == kind


def test_examples_are_compared_by_wish() -> None:
    kept = Example("ask_fee", "biayanya?", "")
    before = {kept, Example("ask_fee", "gratis?", "")}
    now = {kept, Example("out_of_scope", "resep", "kota")}
    assert difference(now, before) == {
        "ask_fee": {"added": 0, "added_texts": [], "removed": 1, "removed_texts": [["gratis?", ""]]},
        "out_of_scope": {"added": 1, "added_texts": [["resep", "kota"]], "removed": 0, "removed_texts": []},
    }
    assert difference(now, None) == {}
