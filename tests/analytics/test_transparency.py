"""The public page of figures: off, on, in both languages, and silent about few people."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bot.analytics import roll_up
from bot.catalogue.models import Agency, Service
from bot.staff.models import AuditEntry
from bot.staff.permissions import Role
from tests.analytics.plans import no_full_scan
from tests.analytics.stored import ago, ask, conversation, opinion, understood
from tests.console.people import browser_of, person


def _switch(city: Agency, to: str) -> None:
    answer = browser_of(person(Role.ADMINISTRATOR, of=city)).post(f"/console/{city.key}/analytics/publishing", {"published": to})
    assert answer.status_code == 302
    cache.clear()


def _page(city: Agency, **asked: str) -> str:
    answer = Client().get(f"/transparency/{city.key}", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def _people(city: Agency, count: int, key: str = "ktp", said: bool = False) -> None:
    for _ in range(count):
        one = conversation(city)
        for days in (2, 3):
            message = ask(one, ago(days=days), understood(services=[{"key": key, "score": 1}]))
        if said:
            opinion(message, True, ago(days=3))
    roll_up.roll_up()


@pytest.fixture
def named(city: Agency) -> Agency:
    """A city with two services."""
    Service.objects.create(agency=city, key="ktp", name={"id": "KTP elektronik", "ja": "電子身分証"})
    Service.objects.create(agency=city, key="jarang", name={"id": "Layanan jarang", "ja": "珍しい手続き"})
    return city


def test_it_is_not_found_until_it_is_switched_on_and_again_after_it_is_switched_off(named: Agency) -> None:
    client = Client()
    assert client.get(f"/transparency/{named.key}").status_code == 404
    unknown = client.get("/transparency/tidak-ada")
    assert unknown.status_code == 404
    for said in ("Halaman tidak ditemukan", "ページが見つかりません", "Page not found"):
        assert said in unknown.content.decode()
    _switch(named, "yes")
    assert client.get(f"/transparency/{named.key}").status_code == 200
    _switch(named, "no")
    assert client.get(f"/transparency/{named.key}").status_code == 404


def test_switching_is_recorded_once(named: Agency) -> None:
    _switch(named, "yes")
    _switch(named, "yes")
    entry = AuditEntry.objects.get(action="transparency.published")
    assert (entry.before, entry.after) == ({"public_page": False}, {"public_page": True})


def test_it_sets_no_cookie_and_nobody_shows_a_copy_without_asking_whether_it_is_still_public(named: Agency) -> None:
    _switch(named, "yes")
    answer = Client().get(f"/transparency/{named.key}")
    assert not answer.cookies
    assert answer["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in answer.get("Vary", "")


def test_it_speaks_the_agencys_language_and_the_other_one_on_request(named: Agency) -> None:
    _people(named, 6)
    _switch(named, "yes")
    assert "KTP elektronik" in _page(named)
    japanese = _page(named, lang="ja")
    assert "電子身分証" in japanese
    assert '<html lang="ja">' in japanese


def test_fewer_than_five_people_are_not_shown_however_often_they_wrote(named: Agency) -> None:
    _people(named, 4, said=True)
    _switch(named, "yes")
    html = _page(named)
    # That is a number of people; of their messages, shares and times nothing is said.
    assert (html.count("&lt; 5"), html.count("belum cukup data")) == (1, 4)
    assert "KTP elektronik" not in html


def test_a_service_that_few_asked_about_and_the_opinion_of_few_are_hidden_among_many(named: Agency) -> None:
    _people(named, 7)
    _people(named, 4, "jarang", said=True)
    _switch(named, "yes")
    html = _page(named)
    assert "KTP elektronik" in html
    assert "Layanan jarang" not in html
    assert html.count("belum cukup data") == 1
    assert "100%" in html


def test_figures_are_at_most_ten_minutes_old_and_cost_one_query_until_then(named: Agency) -> None:
    _people(named, 6)
    _switch(named, "yes")
    with no_full_scan():
        _page(named)
    with CaptureQueriesContext(connection) as queries:
        _page(named)
    assert len(queries) == 1


def test_only_whoever_manages_the_agency_can_switch_it(named: Agency) -> None:
    answer = browser_of(person(Role.ANALYST, of=named)).post(f"/console/{named.key}/analytics/publishing", {"published": "yes"})
    assert answer.status_code == 403
