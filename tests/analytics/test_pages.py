"""The pages of figures: what they show, to whom, and at which price."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import load_workbook

from bot.analytics import roll_up
from bot.catalogue.models import Agency, Service
from bot.staff.permissions import Role
from tests.analytics.plans import no_full_scan
from tests.analytics.stored import ago, ask, conversation, opinion, understood
from tests.console.people import agency, browser_of, person

PAGES = ("", "volumes", "topics", "quality")


@pytest.fixture
def some(city: Agency) -> Agency:
    """A city whose citizens asked about two services, one of which has a dangerous name."""
    Service.objects.create(agency=city, key="ktp", name={"id": "KTP elektronik", "ja": "電子身分証"})
    Service.objects.create(agency=city, key="rumus", name={"id": "=HYPERLINK(1)", "ja": "=1+1"})
    one = conversation(city)
    # Whole days ago: at whatever hour the test runs, each falls on its own day of the city's calendar.
    for number in range(1, 10):
        key = "ktp" if number < 7 else "rumus"
        ask(one, ago(days=number), understood(services=[{"key": key, "score": 0.9}], facets=["fee"]), seconds=4.0)
    ask(one, ago(days=1), understood("refuse", faq_candidates=[{"key": "parkir", "score": 0.2}]), failed="63016")
    opinion(ask(one, ago(days=2), understood("smalltalk", intent="feedback")), True, ago(days=2))
    return city


def _page(of: Agency, page: str = "", **asked: str) -> str:
    answer = browser_of(person(Role.ANALYST, of=of)).get(f"/console/{of.key}/analytics/{page}", asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_every_chart_is_an_image_with_title_description_and_the_same_numbers_as_a_table(some: Agency, page: str) -> None:
    html = _page(some, page)
    charts = [f"<svg{part.split('</svg>')[0]}</svg>" for part in html.split("<svg")[1:]]
    assert charts
    # Each chart stands there for a PC and for a telephone.
    assert 2 * html.count("<table>") == len(charts)
    for chart in charts:
        root = ElementTree.fromstring(chart)
        assert root.get("role") == "img"
        assert all(html.count(f'id="{one}"') == 1 for one in (root.get("aria-labelledby"), root.get("aria-describedby")))
        assert root.findtext("title")
        assert root.findtext("desc")


def test_the_figures_of_the_page_are_those_of_the_messages(some: Agency) -> None:
    html = _page(some)
    assert "11 messages from citizens" in html
    assert "90%" in html
    assert "KTP elektronik" in _page(some, "topics")
    assert "63016" in _page(some, "quality")
    assert "1 person said" in _page(some, "quality")


def test_shares_of_the_overview_make_up_a_whole(city: Agency) -> None:
    for decision in ("answer", "answer", "ask_back", "refuse"):
        ask(conversation(city), ago(days=1), understood(decision))
    html = _page(city)
    tiles = dict(re.findall(r'<dt>([^<]+)</dt><dd><span class="tile-value">(\d+)%</span>', html))
    assert tiles == {"Answered": "50", "Offered choices": "0", "Asked back": "25", "Refused": "25", "Handed over": "0"}
    assert ">Asked back</text>" in html


def test_what_is_near_to_nothing_is_no_topic(some: Agency) -> None:
    far, near = {"key": "ktp", "score": 0.04}, {"key": "ktp", "score": 0.6}
    for candidate in (far, far, near):
        ask(conversation(some), ago(days=1), understood("refuse", services=[candidate]))
    table = _page(some, "topics").split('id="unanswered-heading"')[1]
    assert re.search(r"No topic was near</th>\s*<td[^>]*>2<", table)


def test_why_answers_did_not_arrive_is_said_in_words_and_channels_have_their_own_names(city: Agency) -> None:
    one, web = conversation(city, "whatsapp"), conversation(city, "webchat")
    for code in ("63016", "63024", "403", "blocked", "99999"):
        ask(one, ago(days=1), understood(), failed=code)
    ask(web, ago(days=1), understood())
    part = _page(city, "quality").split("did not arrive", 1)[1]
    assert dict(re.findall(r"<tr>\s*<t[hd][^>]*>([^<]+)</t[hd]>\s*<td[^>]*>(\d+)</td>", part)) == {
        "The citizen&#x27;s last message was too long ago · 63016": "1",
        "The number or account cannot receive messages · 63024": "1",
        "The citizen has blocked the assistant · 403": "1",
        "The citizen has blocked the assistant": "1",
        "Refused by the channel · 99999": "1",
    }
    page = _page(city, "volumes")
    assert "WhatsApp" in page
    assert "Web chat" in page
    assert "Webchat" not in page


def test_no_failure_is_good_news(city: Agency) -> None:
    ask(conversation(city), ago(days=1), understood())
    html = _page(city, "quality")
    assert "No answer failed to arrive." in html


def test_a_period_is_compared_with_the_one_before(some: Agency) -> None:
    html = _page(some, period="7")
    # Of the last seven days, today among them, six with a question each and two more; three in the seven before.
    assert "up by 167%" in html
    assert re.search(r"\d{4} – [^<]*\d{4}, compared with [^<]*\d{4}\.", html)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"period": "month", "month": "2026-13"}, "Write the month like this"),
        ({"period": "between", "since": "2026-02-01", "until": "2026-01-01"}, "before the first one"),
        ({"period": "between", "since": "2020-01-01", "until": "2026-01-01"}, "at most one year"),
    ],
)
def test_a_wrong_period_is_told_beside_its_field(city: Agency, asked: dict[str, str], told: str) -> None:
    assert told in _page(city, **asked)


def test_an_empty_page_says_what_will_stand_there(city: Agency) -> None:
    assert "As soon as citizens write" in _page(city)


def test_another_agencys_messages_do_not_count(some: Agency) -> None:
    other = agency("kota-lain")
    assert "As soon as citizens write" in _page(other)


def test_all_agencies_are_for_the_administrator_of_the_installation_alone(some: Agency) -> None:
    ask(conversation(agency("kota-lain")), ago(days=1), understood())
    chief = browser_of(person(superuser=True))
    assert "12 messages from citizens" in chief.get(f"/console/{some.key}/analytics/", {"of": "all"}).content.decode()
    table = chief.get(f"/console/{some.key}/analytics/agencies").content.decode()
    assert "The day that counts as today is the one at" in table
    assert "The day that counts as today" not in chief.get(f"/console/{some.key}/analytics/").content.decode()
    assert "Kota kota-lain" in table
    local = browser_of(person(Role.ADMINISTRATOR, of=some))
    for page, asked in (("", {"of": "all"}), ("agencies", {}), ("download", {"of": "all"})):
        assert local.get(f"/console/{some.key}/analytics/{page}", asked).status_code == 404


def test_a_long_way_is_counted_step_by_step_while_the_page_waits(city: Agency) -> None:
    one = conversation(city)
    for number in range(205):
        ask(one, ago(days=1, seconds=-number), understood())
    browser = browser_of(person(Role.ANALYST, of=city))
    assert "the rest is being counted now" in browser.get(f"/console/{city.key}/analytics/").content.decode()
    answer = browser.post(f"/console/{city.key}/analytics/catch-up", headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"
    assert "205 messages from citizens" in browser.get(f"/console/{city.key}/analytics/").content.decode()
    plain = browser.post(f"/console/{city.key}/analytics/catch-up", {"next": f"/console/{city.key}/analytics/volumes"})
    assert plain["Location"] == f"/console/{city.key}/analytics/volumes"


def _download(of: Agency, table: str, format: str) -> Any:
    answer = browser_of(person(Role.ANALYST, of=of)).get(f"/console/{of.key}/analytics/download", {"table": table, "format": format})
    assert "attachment" in answer["Content-Disposition"]
    return answer.content


def test_downloads_hold_the_numbers_and_no_formula(some: Agency) -> None:
    roll_up.roll_up()
    comma = list(csv.reader(io.StringIO(_download(some, "services", "csv").decode("utf-8-sig"))))
    assert comma == [["Service", "Times"], ["KTP elektronik", "6"], ["'=HYPERLINK(1)", "3"]]
    semicolon = list(csv.reader(io.StringIO(_download(some, "services", "csv-semicolon").decode("utf-8-sig")), delimiter=";"))
    assert semicolon == comma
    assert ";3,5;" in _download(some, "times", "csv-semicolon").decode()
    sheet = load_workbook(io.BytesIO(_download(some, "services", "xlsx"))).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Service", "Times"],
        ["KTP elektronik", 6],
        ["'=HYPERLINK(1)", 3],
    ]


def test_a_table_that_does_not_exist_is_not_found(city: Agency) -> None:
    browser = browser_of(person(Role.ANALYST, of=city))
    for asked in ({"table": "agencies"}, {"table": "nothing"}, {"format": "exe"}):
        assert browser.get(f"/console/{city.key}/analytics/download", asked).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_no_query_of_a_page_reads_a_large_table_as_a_whole(some: Agency, page: str) -> None:
    browser = browser_of(person(Role.ANALYST, of=some))
    with no_full_scan() as seen:
        browser.get(f"/console/{some.key}/analytics/{page}", {"period": "90"})
    assert any("analytics_" in query for query in seen)


@pytest.mark.parametrize("page", [*PAGES, "agencies"])
def test_more_data_means_no_more_queries(some: Agency, page: str) -> None:
    browser = browser_of(person(superuser=True))
    address = f"/console/{some.key}/analytics/{page}"
    roll_up.roll_up()
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for number in range(30):
        Service.objects.create(agency=some, key=f"s{number}", name={"id": f"Layanan {number}", "ja": f"手続き{number}"})
        one = conversation(agency(f"kota-{number % 5}") if number % 2 else some, channel="webchat" if number % 3 else "telegram")
        ask(one, ago(days=number, hours=3), understood(services=[{"key": f"s{number}", "score": 1}], facets=["where"]))
    roll_up.roll_up()
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) == len(few)


def test_days_are_those_of_the_agency(city: Agency) -> None:
    today = timezone.now().astimezone(dt.timezone(dt.timedelta(hours=7))).date()
    assert date_format(today, "DATE_FORMAT") in _page_with_message(city)


def _page_with_message(city: Agency) -> str:
    ask(conversation(city), ago(days=2), understood())
    return _page(city)
