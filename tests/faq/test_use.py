"""How often an FAQ answered is counted from the stored messages, by day and language, never twice."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from bot.catalogue.models import Agency
from bot.desk.models import Conversation, Feedback, Message
from bot.faq.models import FaqUse
from bot.faq.shelf import override_inherited
from bot.faq.use import answered, bounds, bring_up_to_date
from bot.faq.workflow import publish
from bot.pipeline.messages import InboundMessage
from bot.pipeline.store import store_incoming
from bot.pipeline.turn_store import store_turn

pytestmark = pytest.mark.django_db
CHAT = "11111111-1111-4111-8111-111111111111"


def at(moment: str) -> dt.datetime:
    """A moment in Jakarta, where both agencies are."""
    return dt.datetime.fromisoformat(moment + "+07:00")


def heard(number: int, moment: str, faq: str | None = "parkir", language: str = "id", chat: str = CHAT, agency: str = "kota") -> Message:
    """A message as the worker stores it; `faq` None: a service answered."""
    message = InboundMessage(
        external_id=f"m{number}",
        conversation=chat,
        agency=agency,
        channel="web",
        text="?",
        button_key="",
        language=language,
        received=moment,
        masked=False,
    )
    store_incoming(message)
    kind = "service" if faq is None else "faq"
    understanding: dict[str, Any] = {"decision": "answer", "kind": kind, "faq": faq, "language": language}
    store_turn(message, [{"text": "Jawaban."}], understanding, language)
    stored = Message.objects.filter(conversation_id=chat, external_id=f"m{number}", direction="in")
    stored.update(created=at(moment))
    return stored.get()


def said(helpful: bool | None, moment: str) -> None:
    conversation = Conversation.objects.get(pk=CHAT)
    feedback = Feedback.objects.create(conversation=conversation, agency=conversation.agency, helpful=helpful, source=moment)
    Feedback.objects.filter(pk=feedback.pk).update(created=at(moment))


def counted(now: str = "2026-11-30T12:00") -> list[tuple[Any, ...]]:
    bring_up_to_date(Agency.objects.all(), at(now))
    rows = FaqUse.objects.order_by("day", "language", "key", "agency")
    return [(u.agency.key, u.owner.key, u.key, u.day.day, u.language, u.hits, u.helpful, u.not_helpful) for u in rows]


def test_each_message_that_an_faq_answered_counts_once_on_its_day_in_its_language(city: Agency) -> None:
    for number, moment in enumerate(["2026-11-29T23:59", "2026-11-30T00:00", "2026-11-30T09:00"]):
        heard(number, moment)
    heard(3, "2026-11-30T09:01", language="ja")
    heard(4, "2026-11-30T09:02", faq=None)
    assert counted() == [
        ("kota", "negeri", "parkir", 29, "id", 1, 0, 0),
        ("kota", "negeri", "parkir", 30, "id", 2, 0, 0),
        ("kota", "negeri", "parkir", 30, "ja", 1, 0, 0),
    ]


def test_a_message_that_is_handled_again_after_a_crash_counts_once(city: Agency) -> None:
    heard(1, "2026-11-30T09:00")
    before = counted("2026-11-30T10:00")
    heard(1, "2026-11-30T09:00")
    assert counted("2026-11-30T11:00") == before
    assert before[0][5] == 1


def test_what_comes_in_later_is_counted_the_next_time(city: Agency) -> None:
    heard(1, "2026-11-29T23:50")
    assert counted("2026-11-29T23:55")[0][5] == 1
    heard(2, "2026-11-29T23:58")
    heard(3, "2026-11-30T08:00")
    assert [row[3:6] for row in counted("2026-11-30T09:00")] == [(29, "id", 2), (30, "id", 1)]


def test_praise_and_blame_count_for_the_faq_that_answered_last(city: Agency) -> None:
    heard(1, "2026-11-30T09:00", faq="wifi")
    heard(2, "2026-11-30T09:05")
    said(True, "2026-11-30T09:06")
    said(False, "2026-11-30T09:07")
    said(None, "2026-11-30T09:08")
    heard(3, "2026-11-30T09:10", faq=None)
    said(True, "2026-11-30T09:11")
    said(True, "2026-11-30T19:00")
    assert {row[2]: row[5:] for row in counted("2026-11-30T20:00")} == {"parkir": (1, 1, 1), "wifi": (1, 0, 0)}


def test_an_answer_of_the_citys_own_is_not_the_nations(city: Agency, editor: User) -> None:
    draft = override_inherited(city, "parkir", editor)
    publish(draft.faq, 1, editor)
    heard(1, "2026-11-30T09:00")
    assert counted()[0][:3] == ("kota", "kota", "parkir")


def test_it_is_counted_at_most_once_a_minute(city: Agency) -> None:
    assert bring_up_to_date([city], at("2026-11-30T12:00:00")) > 1
    assert bring_up_to_date([city], at("2026-11-30T12:00:59")) == 0
    assert bring_up_to_date([city], at("2026-11-30T12:01:00")) == 1


def test_the_command_counts_for_all_agencies(city: Agency) -> None:
    out = io.StringIO()
    call_command("faq", "count", stdout=out)
    assert out.getvalue().endswith("day(s) counted.\n")


def test_only_the_days_messages_are_read(city: Agency) -> None:
    begin, end = bounds(city, dt.date(2026, 11, 30))
    plan = answered(begin, end).explain()
    steps = [line for line in plan.splitlines() if "desk_message" in line]
    assert steps
    assert all("SEARCH" in line and "created" in line for line in steps), plan
    assert connection.vendor == "sqlite"
