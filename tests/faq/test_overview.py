"""The list of FAQ: what it shows, narrows and sorts, with few queries however many FAQ there are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bot.catalogue.models import Agency
from bot.faq.filters import Filters, LiveState, Order, Ownership, visible
from bot.faq.models import Faq, FaqTag, FaqUse, FaqVariant
from bot.faq.overview import Entry, Page, faq_page, tags_of
from bot.faq.shelf import archive, override_inherited
from bot.faq.workflow import create_draft, publish, save_draft, submit_for_review
from tests.faq.conftest import content

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 30)


def page(agency: Agency, **filters: Any) -> Page:
    return faq_page(agency, TODAY, Filters(**filters))


def keys(agency: Agency, **filters: Any) -> list[str]:
    return [entry.key for entry in page(agency, **filters).entries]


def entry(agency: Agency, key: str) -> Entry:
    return next(found for found in page(agency).entries if found.key == key)


def test_it_shows_whose_each_faq_is_and_where_it_stands(city: Agency, editor: User) -> None:
    override_inherited(city, "parkir", editor)
    submit_for_review(create_draft(city, "motor", content(), editor).faq, 1, editor)
    shown = [(e.key, e.owner, str(e.ownership), str(e.live), e.work) for e in page(city).entries]
    assert shown == [
        ("motor", "kota", "own", "new", "in_review"),
        ("parkir", "kota", "overriding", "new", "draft"),
        ("wifi", "negeri", "inherited", "live", ""),
    ]
    assert entry(city, "motor").questions["id"] == "Di mana parkir motor?"
    publish(Faq.objects.get(agency=city, key="parkir"), 1, editor)
    assert (entry(city, "parkir").live, entry(city, "parkir").work) == (LiveState.LIVE, "")


def test_it_shows_what_each_language_has(nation: Agency) -> None:
    Faq.objects.filter(key="wifi").update(answer={"id": "Ada."})
    assert (entry(nation, "parkir").covered, entry(nation, "parkir").examples) == (("id", "ja"), {"id": 1, "ja": 1})
    # Without examples a language is incomplete, in the column as in the filter.
    assert entry(nation, "wifi").covered == ()
    FaqVariant.objects.create(faq=Faq.objects.get(key="wifi"), language="id", text="sandi wifi")
    assert entry(nation, "wifi").covered == ("id",)
    assert keys(nation, lacking="ja") == ["wifi"]
    FaqVariant.objects.filter(language="id").delete()
    assert keys(nation, lacking="id") == ["parkir", "wifi"]


def test_the_search_looks_into_questions_answers_examples_and_keys(city: Agency) -> None:
    assert keys(city, search="tempat PARKIR") == ["parkir"]
    assert keys(city, search="車をとめ") == ["parkir"]
    assert keys(city, search="あります") == ["wifi"]
    assert keys(city, search="wifi parkir") == []
    assert keys(city, search="%") == []


def test_it_is_narrowed_by_tag_state_and_owner(city: Agency, nation: Agency, editor: User) -> None:
    publish(create_draft(city, "motor", content(tags=["gedung", "parkir"]), editor).faq, 1, editor)
    publish(create_draft(city, "lama", content(valid_to="2026-11-29"), editor).faq, 1, editor)
    publish(create_draft(city, "nanti", content(valid_from="2026-12-01"), editor).faq, 1, editor)
    faq = override_inherited(city, "wifi", editor).faq
    publish(faq, 1, editor)
    archive(faq, editor)
    assert tags_of(city.lineage) == ("gedung", "parkir")
    assert keys(city, tag="gedung") == ["motor"]
    by_state = {state: keys(city, live=state) for state in LiveState}
    assert by_state == {
        LiveState.LIVE: ["motor", "parkir"],
        LiveState.UPCOMING: ["nanti"],
        LiveState.EXPIRED: ["lama"],
        LiveState.ARCHIVED: ["wifi"],
        LiveState.TAKEN_DOWN: [],
        LiveState.NEW: [],
    }
    assert all(entry.live == state for state in LiveState for entry in page(city, live=state).entries)
    by_owner = {ownership: keys(city, ownership=ownership) for ownership in Ownership}
    assert by_owner == {
        Ownership.OWN: ["lama", "motor", "nanti"],
        Ownership.OVERRIDING: ["wifi"],
        Ownership.INHERITED: ["parkir"],
    }
    assert all(entry.ownership == ownership for ownership in Ownership for entry in page(city, ownership=ownership).entries)
    save_draft(Faq.objects.get(key="motor"), content("B"), editor, based_on=1)
    assert keys(city, work="draft") == ["motor"]


def test_it_shows_and_sorts_by_use(city: Agency, nation: Agency) -> None:
    for agency, owner, key, day, figures in (
        (city, nation, "wifi", dt.date(2026, 11, 29), (5, 1, 3)),
        (city, nation, "wifi", dt.date(2026, 8, 1), (100, 0, 0)),
        (nation, nation, "wifi", dt.date(2026, 11, 28), (2, 0, 0)),
        (nation, nation, "parkir", dt.date(2026, 11, 30), (4, 1, 0)),
    ):
        FaqUse.objects.create(
            agency=agency, owner=owner, key=key, day=day, language="id", hits=figures[0], helpful=figures[1], not_helpful=figures[2]
        )
    assert (entry(city, "wifi").hits, entry(city, "parkir").hits) == (5, 0)
    shown = entry(nation, "wifi")
    assert (shown.hits, shown.satisfaction, shown.last_used) == (7, 0.25, dt.date(2026, 11, 29))
    assert entry(city, "parkir").satisfaction is None
    assert keys(nation, order=Order.MOST_USED) == ["wifi", "parkir"]
    assert keys(nation, order=Order.LEAST_USED) == ["parkir", "wifi"]
    assert keys(nation, order=Order.LAST_USED) == ["parkir", "wifi"]
    assert keys(nation, order=Order.LEAST_HELPFUL) == ["wifi", "parkir"]
    assert keys(city, order=Order.LAST_USED) == ["wifi", "parkir"]


def many(agency: Agency, number: int) -> None:
    """That many FAQ, each with an example and a tag."""
    text = {"id": "Pertanyaan", "ja": "質問"}
    faqs = Faq.objects.bulk_create([Faq(agency=agency, key=f"n{n:05}", question=text, answer=text) for n in range(number)])
    FaqVariant.objects.bulk_create([FaqVariant(faq=faq, language="id", text=faq.key) for faq in faqs])
    FaqTag.objects.bulk_create([FaqTag(faq=faq, name=f"t{number % 7}") for number, faq in enumerate(faqs)])


def test_it_comes_in_pages_and_a_page_past_the_end_is_the_last_one(city: Agency) -> None:
    many(city, 118)
    first, last = faq_page(city, TODAY), faq_page(city, TODAY, number=9)
    assert (first.total, first.pages, len(first.entries), first.entries[0].key) == (120, 3, 50, "n00000")
    assert (last.number, len(last.entries), last.entries[-1].key) == (3, 20, "wifi")
    assert faq_page(city, TODAY, number=-1).number == 1


def test_the_number_of_queries_does_not_grow_with_the_number_of_faq(city: Agency) -> None:
    with CaptureQueriesContext(connection) as few:
        faq_page(city, TODAY)
    many(city, 60)
    with CaptureQueriesContext(connection) as more:
        faq_page(city, TODAY)
    assert len(more) == len(few) <= 8


def test_among_ten_thousand_faq_every_row_is_found_by_an_index_and_no_message_is_read(city: Agency, nation: Agency) -> None:
    many(nation, 10_000)
    assert connection.vendor == "sqlite"
    with CaptureQueriesContext(connection) as queries:
        faq_page(city, TODAY, Filters(search="pertanyaan", tag="t3", live=LiveState.LIVE, order=Order.MOST_USED))
    assert not any("desk_message" in query["sql"] for query in queries)
    plan = visible(city, city.lineage).explain()
    assert "SEARCH faq_faq USING INDEX" in plan
    assert "SCAN" not in plan, plan
