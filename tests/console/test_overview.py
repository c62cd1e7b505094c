"""The overview: what waits for each role, with its number and where it is done, and nothing that the role may not do."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from bot.catalogue.editing import workflow as catalogue
from bot.catalogue.models import Agency
from bot.catalogue.store import store_service
from bot.desk.models import Callback
from bot.faq import workflow as faq
from bot.questions.models import QuestionGroup
from bot.staff.permissions import Role
from tests.console.faq.conftest import content
from tests.console.people import browser_of, person

ROOT = "/console/kota-uji/"


def _tasks(browser: Client) -> list[tuple[str, str]]:
    page = browser.get(ROOT).content.decode()
    found = re.search(r'<ul class="rows tasks">(.*?)</ul>', page, re.S)
    return [(html.unescape(address), text) for address, text in re.findall(r'<a href="([^"]+)">([^<]+)</a>', found[1] if found else "")]


def _submitted(city: Agency) -> None:
    version = faq.create_draft(city, "motor", content(), None)
    faq.submit_for_review(version.faq, version.number, None)
    record = {"key": "parkir", "name": {"id": "Parkir", "ja": "駐車"}}
    catalogue.submit_for_review(city, "parkir", catalogue.create_draft(city, record, None).number, None)


def test_a_reviewer_finds_what_waits_for_a_review_on_the_overview_and_on_every_page(city: Agency) -> None:
    _submitted(city)
    reviewer, editor = browser_of(person(Role.REVIEWER)), browser_of(person(Role.EDITOR))
    tasks = _tasks(reviewer)
    assert tasks == [
        (f"{ROOT}faq/?state=in_review", "1 answer waits for a review"),
        (f"{ROOT}catalogue/?work=in_review", "1 service waits for a review"),
    ]
    for address, _text in tasks:
        page = reviewer.get(address).content.decode()
        assert page.count('<span class="waits">1<span class="unseen"> waiting for a review</span></span>') == 2
        assert "motor" in page or "Parkir" in page
    assert _tasks(editor) == []
    assert "waiting for a review" not in editor.get(ROOT).content.decode()


def test_an_editor_finds_what_came_back_and_what_is_not_finished(city: Agency) -> None:
    author = person(Role.EDITOR)
    returned = faq.create_draft(city, "motor", content(), author)
    faq.submit_for_review(returned.faq, returned.number, author)
    faq.return_to_author(returned.faq, returned.number, None, "Sebutkan jamnya.")
    faq.create_draft(city, "mobil", content(), author)
    faq.create_draft(city, "sepeda", content(), person(Role.EDITOR))
    store_service(
        city,
        {
            "key": "parkir",
            "name": {"id": "Parkir", "ja": "駐車"},
            "category": "transport",
            "summary": {"id": "Parkir.", "ja": "駐車。"},
            "provenance": {"sources": [{"title": "Perda"}], "verified_on": "2020-01-01", "review_due": "2020-07-01"},
        },
    )
    assert [text for _address, text in _tasks(browser_of(author))] == [
        "1 answer came back to you with a note",
        "1 answer is a draft of yours",
        "1 service is to be compared with its source again",
    ]


def test_questions_and_callbacks_are_told_to_those_who_work_them_off(city: Agency) -> None:
    now = timezone.now()
    QuestionGroup.objects.create(agency=city, language="id", text="apa", first_seen=now, last_seen=now, vector=b"")
    Callback.objects.create(agency=city, language="id", source="1:1", name="-", how="-", consented_at=now)
    assert _tasks(browser_of(person(Role.EDITOR))) == [(f"{ROOT}questions/", "1 question of citizens is not worked off yet")]
    assert _tasks(browser_of(person(Role.OPERATOR))) == [(f"{ROOT}desk/callbacks/", "1 citizen is to be called back")]
    assert "Nothing waits for you at the moment." in browser_of(person(Role.ANALYST)).get(ROOT).content.decode()


@pytest.mark.parametrize(
    ("role", "promised", "not_promised"),
    [
        (Role.EDITOR, "a reviewer publishes it", "and publish it"),
        (Role.EDITOR, "a reviewer decides what answers", "and decide what answers"),
        (Role.REVIEWER, "and decide what answers", "a reviewer"),
        (Role.ANALYST, "Read what the assistant answers.", "Write what"),
        (Role.OPERATOR, "Read what the assistant knows of services", "keep them right"),
    ],
)
def test_the_areas_promise_what_the_role_may_do(city: Agency, role: Role, promised: str, not_promised: str) -> None:
    page = browser_of(person(role)).get(ROOT).content.decode()
    assert promised in page
    assert not_promised not in page
