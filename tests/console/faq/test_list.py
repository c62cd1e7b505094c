"""The list of FAQ: what it shows, how it is narrowed, and that its cost does not grow with its length."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bot.catalogue.models import Agency
from bot.faq.models import Faq, FaqUse
from bot.faq.store import store_all
from bot.faq.workflow import create_draft, save_draft
from bot.staff.permissions import Role
from tests.console.faq.conftest import ROOT, content, published, text_of
from tests.console.people import browser_of, person


def _keys(client: Client, **query: str) -> list[str]:
    return re.findall(r'entry/([a-z0-9-]+)">', text_of(client.get(ROOT, query)))


def test_it_shows_own_and_inherited_entries_with_state_and_figures(editor: Client, city: Agency) -> None:
    published(city, tags=["motor"])
    create_draft(city, "baru", content(), None)
    FaqUse.objects.create(agency=city, owner=city, key="motor", day=dt.date.today(), language="id", hits=7, helpful=3, not_helpful=1)
    page = text_of(editor.get(ROOT))
    assert _keys(editor) == ["baru", "motor", "parkir", "wifi"]
    for words in ("answers citizens", "not yet published", "inherited", "75%", "4 opinions", "1 example", "motor"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"search": "basemen"}, ["motor"]),
        ({"search": "bakso"}, []),
        ({"tag": "kendaraan"}, ["motor"]),
        ({"state": "draft"}, ["baru"]),
        ({"state": "new"}, ["baru"]),
        ({"state": "live"}, ["motor", "parkir", "wifi"]),
        ({"ownership": "inherited"}, ["parkir", "wifi"]),
        ({"ownership": "own"}, ["baru", "motor"]),
        ({"lacking": "ja"}, ["baru", "wifi"]),
        ({"state": "nonsense", "order": "nonsense", "page": "x"}, ["baru", "motor", "parkir", "wifi"]),
    ],
    ids=str,
)
def test_it_is_narrowed(editor: Client, city: Agency, query: dict[str, str], keys: list[str]) -> None:
    published(city, tags=["kendaraan"])
    create_draft(city, "baru", {"question": {"id": "Ruang laktasi?"}, "answer": {"id": "Ada."}}, None)
    assert _keys(editor, **query) == keys


def test_counts_stand_by_state(editor: Client, city: Agency) -> None:
    published(city)
    create_draft(city, "baru", content(), None)
    page = text_of(editor.get(ROOT))
    assert "answers citizens <strong>3</strong>" in page
    assert "draft <strong>1</strong>" in page


def test_an_empty_list_teaches(city: Agency) -> None:
    Faq.objects.all().delete()
    assert "There are no questions yet" in text_of(browser_of(person(Role.EDITOR, of=city)).get(ROOT))
    assert "New question" not in text_of(browser_of(person(Role.ANALYST, of=city)).get(ROOT))


def test_it_is_paged_and_needs_as_many_queries_for_fifty_as_for_two(editor: Client, city: Agency) -> None:
    with CaptureQueriesContext(connection) as few:
        editor.get(ROOT)
    documents = [{"key": f"tanya-{n:03d}", **content(tags=["x"])} for n in range(60)]
    store_all(city, documents)
    with CaptureQueriesContext(connection) as many:
        assert len(_keys(editor)) == 50
    assert len(many) <= len(few) + 1
    assert len(_keys(editor, page="2")) == 12
    assert "Page 2 of 2" in text_of(editor.get(ROOT, {"page": "2"}))


def test_the_figures_are_counted_without_reading_all_messages(editor: Client) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert editor.post(f"{ROOT}figures").status_code == 204
    asked = [query["sql"] for query in captured if "desk_message" in query["sql"]]
    assert asked
    for sql in set(asked):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = " / ".join(str(row[3]) for row in cursor.fetchall())
        assert not re.search(r"SCAN desk_message(?! USING)", plan), plan


def test_a_draft_is_found_and_told_by_what_it_says(editor: Client, city: Agency) -> None:
    faq = published(city)
    save_draft(faq, content("Rp 35.000 di basemen."), None, based_on=1)
    create_draft(city, "baru", content("Di loket.", tags=["駐車"], variants={"id": ["taruh motor di mana"]}), None)
    assert _keys(editor, search="35.000") == ["motor"]
    assert _keys(editor, search="taruh") == ["baru"]
    assert _keys(editor, tag="駐車") == ["baru"]
    # The column and the filter agree: without an example it is incomplete, and the draft's example is counted.
    assert _keys(editor, lacking="ja", state="new") == ["baru"]
    assert _keys(editor, lacking="id", state="new") == []
    page = text_of(editor.get(ROOT, {"state": "new"}))
    assert re.search(r"✓</span>[^✗✓]*1 example<[^✗✓]*✗</span>[^✗✓]*incomplete[^✗✓]*0 examples<", page)
    assert '<span class="tag">駐車</span>' in page
