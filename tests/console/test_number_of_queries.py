"""A list of thirty asks the database as often as a list of three."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bot.catalogue.models import Agency
from bot.desk.models import DeskSettings
from tests.console import growing
from tests.console.people import browser_of, person

Grow = Callable[[Agency, int, int], None]
LISTS: tuple[tuple[str, str, Grow], ...] = (
    ("home", "", growing.agencies),
    ("analytics-agencies", "", growing.agencies),
    ("faq", "", growing.faq),
    ("faq", "search=apa&order=most_used", growing.faq),
    ("faq-targets", "", growing.faq),
    ("faq-export", "format=csv", growing.faq),
    ("faq-import-plan", "", growing.uploads),
    ("catalogue", "", growing.services),
    ("catalogue-review", "", growing.services),
    ("catalogue-export", "format=csv", growing.services),
    ("catalogue-offices", "", growing.offices),
    ("team", "", growing.team),
    ("audit", "", growing.changes),
    ("questions", "", growing.questions),
    ("questions", "words=pertanyaan", growing.questions),
    ("desk", "", growing.handoffs),
    ("desk", "list=all", growing.handoffs),
    ("desk", "list=closed", growing.handoffs),
    ("desk-board", "", growing.handoffs),
    ("desk-callbacks", "", growing.handoffs),
    ("desk-canned", "", growing.handoffs),
    ("desk-operators", "", growing.handoffs),
    ("desk-units", "", growing.handoffs),
    ("desk-statistics", "", growing.handoffs),
    ("desk-case", "", growing.conversation),
    ("training", "", growing.releases),
    ("training-replay", "", growing.replayed),
)
# The object that the address names, which the growing makes first.
PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "faq-import-plan": lambda: {"upload": 1},
    "desk-case": lambda: {"handoff": growing.grown_case()},
    "training-replay": lambda: {"number": 1},
}


@pytest.mark.parametrize(("name", "query", "grow"), LISTS, ids=lambda one: one if isinstance(one, str) else "")
def test_the_number_of_queries_stays_however_long_a_list_is(name: str, query: str, grow: Grow, city: Agency) -> None:
    DeskSettings.objects.create(agency=city, enabled=True)
    browser = browser_of(person(superuser=True))

    def asked() -> tuple[int, list[str]]:
        parts = {**PARTS.get(name, dict)(), **({} if name == "home" else {"agency": city.key})}
        address = f"{reverse(f'console:{name}', kwargs=parts)}?{query}"
        assert browser.get(address).status_code == 200  # what is made or noted only once is made and noted now
        with CaptureQueriesContext(
            connection,
        ) as heard:
            answer: Any = browser.get(address)
        return len(answer.content), [one["sql"] for one in heard.captured_queries]

    grow(city, 0, 3)
    short, few = asked()
    grow(city, 3, 30)
    long, many = asked()
    assert long > short, "the page shows none of what was added"
    assert len(many) <= len(few), "\n".join(sorted(set(many) - set(few)))
