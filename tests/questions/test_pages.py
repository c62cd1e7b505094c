"""The list and the working mode: what they show, and at which cost."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.console.questions.forms import this_week
from bot.questions.models import InboxSettings, QuestionGroup
from bot.staff.permissions import Role
from tests.console.people import agency, browser_of, person
from tests.questions.stored import message, question_group


@pytest.fixture(autouse=True)
def on_the_agencys_clock(city: Agency) -> Iterator[None]:
    """Weeks begin when they do for the city: on Sunday evening in Greenwich it is Monday in Jakarta."""
    with timezone.override(city.timezone):
        yield


HTMX = {"HX-Request": "true"}


def _page(client: Any, path: str, **given: str) -> str:
    return str(client.get(f"/console/kota-uji/questions/{path}", given).content.decode())


def test_a_decision_brings_the_next_group_and_undoing_brings_it_back_without_a_new_page(city: Agency) -> None:
    client = browser_of(person(Role.EDITOR, of=city))
    groups = [question_group(city, f"soal {name}", count=count) for name, count in (("besar", 3), ("sedang", 2), ("kecil", 1))]
    data = {"to": "ignore", "version": 1}
    answer = client.post(f"/console/kota-uji/questions/{groups[1].pk}/decide", data, headers=HTMX)
    assert "soal kecil" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert answer["HX-Push-Url"] == f"/console/kota-uji/questions/{groups[2].pk}/"
    answer = client.post(f"/console/kota-uji/questions/{groups[2].pk}/decide", data, headers=HTMX)
    assert 'id="question" tabindex="-1" lang="id">soal besar' in answer.content.decode()
    answer = client.post("/console/kota-uji/questions/undo", headers=HTMX)
    assert 'id="question" tabindex="-1" lang="id">soal kecil' in answer.content.decode()


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["part of a page", "whole page"])
def test_undo_pressed_twice_takes_back_the_decision_that_the_page_showed_and_no_other(city: Agency, headers: dict[str, str]) -> None:
    client = browser_of(person(Role.EDITOR, of=city))
    first, second = (question_group(city, f"soal {name}") for name in ("satu", "dua"))
    for group in (first, second):
        client.post(f"/console/kota-uji/questions/{group.pk}/decide", {"to": "ignore", "version": 1}, headers=headers)
    page = _page(client, f"{second.pk}/")
    form = re.search(r'<form class="last".*?</form>', page, re.S)
    assert form is not None
    shown = dict(re.findall(r'name="(group|version)" value="(\d+)"', form[0]))
    assert shown == {"group": str(second.pk), "version": "2"}
    for _ in range(2):
        answer = client.post("/console/kota-uji/questions/undo", shown, headers=headers, follow=True)
        assert "open again" in answer.content.decode() + answer.headers.get("HX-Trigger", "")
        assert "Already handled" not in answer.content.decode()
    assert [QuestionGroup.objects.get(pk=group.pk).state for group in (first, second)] == ["ignored", "open"]
    # Decided anew since, it is told and not taken back.
    client.post(f"/console/kota-uji/questions/{second.pk}/decide", {"to": "ignore", "version": 3}, headers=headers)
    answer = client.post("/console/kota-uji/questions/undo", shown, headers=headers, follow=True)
    assert "Already handled" in answer.content.decode()
    assert [QuestionGroup.objects.get(pk=group.pk).state for group in (first, second)] == ["ignored", "ignored"]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, {"air mati", "ゴミの日"}),
        ({"language": "ja"}, {"ゴミの日"}),
        ({"reason": "unhelpful"}, {"air mati"}),
        ({"reason": "choices"}, set()),
        ({"week": "this"}, {"air mati"}),
        ({"q": "AIR mati"}, {"air mati"}),
        ({"q": "ゴミ"}, {"ゴミの日"}),
        ({"state": "ignored"}, {"spam"}),
        ({"state": "no-such", "week": "nonsense"}, {"air mati", "ゴミの日"}),
    ],
)
def test_the_list_can_be_narrowed(given: dict[str, str], found: set[str], city: Agency) -> None:
    first = question_group(city, "air mati", unhelpful=1)
    first.weeks.create(week=this_week(), count=1)
    question_group(city, "ゴミの日", "ja")
    question_group(city, "spam", state="ignored")
    question_group(agency("kota-lain"), "milik kota lain")
    if given.get("week") == "this":
        given = {"week": this_week().isoformat()}
    page = _page(browser_of(person(Role.ANALYST, of=city)), "", **given)
    assert {text for text in ("air mati", "ゴミの日", "spam", "milik kota lain") if f">{text}</a>" in page} == found


def test_the_bars_say_their_numbers(city: Agency) -> None:
    group = question_group(city)
    group.weeks.create(week=this_week(), count=4)
    group.weeks.create(week=this_week() - dt.timedelta(weeks=2), count=1)
    page = _page(browser_of(person(Role.ANALYST, of=city)), "")
    assert "the last twelve weeks: 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 4" in page


def test_the_page_collects_what_has_come_in(city: Agency) -> None:
    message(city, "kapan air menyala")
    client = browser_of(person(Role.ANALYST, of=city))
    answer = client.post("/console/kota-uji/questions/collect", headers=HTMX)
    assert "1 new question was read." in answer.content.decode()
    assert "kapan air menyala" in _page(client, "")
    assert "There is nothing new." in client.post("/console/kota-uji/questions/collect", follow=True).content.decode()


@pytest.mark.parametrize("path", ["", "group"])
def test_more_groups_cost_no_more_queries(path: str, city: Agency) -> None:
    client = browser_of(person(Role.EDITOR, of=city))
    group = question_group(city, count=50)
    where = f"{group.pk}/" if path else ""
    numbers = []
    for _ in range(2):
        _page(client, where)
        with CaptureQueriesContext(connection) as queries:
            _page(client, where)
        numbers.append(len(queries))
        now = timezone.now()
        QuestionGroup.objects.bulk_create(
            QuestionGroup(agency=city, language="id", text=f"q{n}", vector=b"", count=n % 9, first_seen=now, last_seen=now)
            for n in range(3000)
        )
    # One for the bars, one for the next group.
    assert numbers[1] - numbers[0] <= 1
    assert numbers[1] < 25


def test_the_queue_is_read_in_the_order_of_its_index(city: Agency) -> None:
    client = browser_of(person(Role.EDITOR, of=city))
    group = question_group(city)
    question_group(city)
    with CaptureQueriesContext(connection) as queries:
        _page(client, "")
        _page(client, f"{group.pk}/")
    plans = []
    for sql in (one["sql"] for one in queries.captured_queries):
        if "questions_questiongroup" in sql and "ORDER BY" in sql and sql.startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plans.append(" ".join(row[3] for row in cursor.fetchall()))
    assert any("question_group_queue" in plan for plan in plans)
    assert not [plan for plan in plans if "SCAN questions_questiongroup" in plan]


def test_an_administrator_sets_what_is_unsure_and_how_long_questions_are_kept(city: Agency) -> None:
    client = browser_of(person(Role.ADMINISTRATOR, of=city))
    answer = client.post("/console/kota-uji/questions/settings", {"unsure_below": "75", "keep_days": "30"}, follow=True)
    assert "The settings are saved." in answer.content.decode()
    assert InboxSettings.objects.values_list("agency__key", "unsure_below", "keep_days").get() == ("kota-uji", 0.75, 30)
    for wrong in ({"unsure_below": "101", "keep_days": "30"}, {"unsure_below": "5", "keep_days": "1"}):
        assert "aria-invalid" in client.post("/console/kota-uji/questions/settings", wrong).content.decode()
