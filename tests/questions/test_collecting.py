"""What comes into the inbox: once, whatever happens, and nothing that does not belong there."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk.models import Conversation, Message
from bot.questions import counting
from bot.questions.collector import BATCH, collect
from bot.questions.inbox_settings import change_settings
from bot.questions.models import Collected, GroupCandidate, QuestionGroup, WeekCount
from bot.questions.reading import Position, read_batch
from bot.staff.permissions import Role
from tests.console.people import agency
from tests.questions.conftest import staff_of
from tests.questions.stored import message, opinion


def _counts() -> dict[str, int]:
    return dict(QuestionGroup.objects.values_list("text", "count"))


@pytest.mark.parametrize(
    ("decision", "fields", "reason"),
    [
        ("refuse", {}, "refused"),
        ("ask_back", {}, "asked_back"),
        ("choices", {}, "choices"),
        ("answer", {"confidence": 0.59}, "unsure"),
    ],
)
def test_it_takes_what_the_bot_could_not_answer_well(decision: str, fields: dict[str, Any], reason: str, city: Agency) -> None:
    message(city, "Bagaimana cara menanam padi?", decision, **fields)
    assert collect().taken == 1
    group = QuestionGroup.objects.get()
    assert (group.text, group.language, group.agency, group.count) == ("Bagaimana cara menanam padi?", "id", city, 1)
    assert {name: getattr(group, name) for name in ("refused", "asked_back", "choices", "unsure", "unhelpful") if getattr(group, name)} == {
        reason: 1
    }


@pytest.mark.parametrize(
    ("decision", "fields"),
    [
        ("answer", {"confidence": 0.6}),
        ("smalltalk", {}),
        ("handoff", {}),
        ("refuse", {"kind": "distress"}),
        ("answer", {"kind": "distress", "intent": "distress_self_harm"}),
        ("answer", {"from_context": True}),
    ],
)
def test_it_leaves_what_was_answered_well_and_what_is_nobodys_work_list(decision: str, fields: dict[str, Any], city: Agency) -> None:
    message(city, "saya butuh bantuan", decision, **{"confidence": 0.2, **fields})
    assert (collect().taken, QuestionGroup.objects.count()) == (0, 0)


def test_an_agency_says_when_an_answer_is_unsure(city: Agency) -> None:
    other = agency("kota-lain")
    change_settings(staff_of(city, Role.ADMINISTRATOR), 0.9, 180)
    for of in (city, other):
        message(of, "berapa lama ya", "answer", confidence=0.8)
    collect()
    assert QuestionGroup.objects.get().agency == city


def test_a_second_collection_takes_nothing_twice(city: Agency) -> None:
    message(city, "ada kolam renang?")
    collect()
    assert collect().taken == 0
    message(city, "Ada  KOLAM renang??")
    collect()
    assert _counts() == {"ada kolam renang?": 2}


def test_a_crash_between_loses_nothing_and_counts_nothing_twice(city: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        message(city, f"toko nomor {number} sebelah mana")

    def dies(*_: Any) -> None:
        raise RuntimeError("the process ends here")

    with monkeypatch.context() as patch:
        patch.setattr(counting, "_count_candidates", dies)
        with pytest.raises(RuntimeError):
            collect()
    assert (QuestionGroup.objects.count(), WeekCount.objects.count()) == (0, 0)
    assert collect().taken == 3
    assert sum(_counts().values()) == 3


def test_two_at_once_take_each_question_once(transactional_db: None) -> None:
    city = agency()
    for number in range(3 * BATCH):
        message(city, f"tanya {number % 7} {'abc' * (number % 7)}")
    done: list[Any] = []

    def run() -> None:
        try:
            done.append(collect())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.taken for one in done) == 3 * BATCH
    assert sum(_counts().values()) == 3 * BATCH


def test_a_message_that_may_still_be_understood_is_waited_for(city: Agency) -> None:
    now = timezone.now()
    late = message(city, "apa itu pajak kuda", None, at=now - dt.timedelta(minutes=1))
    message(city, "di mana kandang kuda", at=now - dt.timedelta(seconds=30))
    assert collect().taken == 0
    Message.objects.filter(pk=late.pk).update(understanding={"decision": "refuse", "confidence": 0.1})
    assert collect().taken == 2


def test_a_message_that_nobody_will_understand_is_not_waited_for(city: Agency) -> None:
    now = timezone.now()
    message(city, "foto", None, at=now - dt.timedelta(minutes=20))
    with_operator = Conversation.objects.create(agency=city, channel="webchat", owner="operator")
    message(city, "halo kak", None, at=now - dt.timedelta(minutes=1), conversation=with_operator)
    message(city, "di mana kandang kuda", at=now - dt.timedelta(seconds=30))
    assert collect().taken == 1


def test_an_answer_that_did_not_help_brings_its_question(city: Agency) -> None:
    asked = message(city, "syarat nikah beda kota", "answer", confidence=0.95, services=[{"key": "nikah", "score": 0.9}])
    message(city, "tidak membantu", "smalltalk", conversation=asked.conversation, at=asked.created + dt.timedelta(seconds=20))
    opinion(asked, False)
    opinion(message(city, "jam buka", "answer", confidence=0.95), True)
    opinion(message(city, "jam tutup", "answer", confidence=0.95), False, after=dt.timedelta(hours=3))
    collect()
    collect()
    group = QuestionGroup.objects.get()
    assert (group.text, group.count, group.unhelpful) == ("syarat nikah beda kota", 1, 1)
    assert list(group.candidates.values_list("kind", "key", "score")) == [("service", "nikah", 0.9)]


def test_a_follow_up_that_did_not_help_comes_with_the_question_that_it_follows(city: Agency) -> None:
    begun = message(city, "mau bikin akta kelahiran anak.", "answer", confidence=0.95)
    then = begun.created + dt.timedelta(seconds=20)
    follow_up: dict[str, Any] = {"conversation": begun.conversation, "confidence": 0.9, "from_context": True}
    message(city, "biayanya?", "answer", at=then, **follow_up)
    opinion(message(city, "syaratnya", "answer", at=then + dt.timedelta(seconds=20), **follow_up), False)
    asked = message(city, "印鑑登録に必要なものは？", "answer", confidence=0.95)
    opinion(message(city, "費用は？", "answer", conversation=asked.conversation, at=asked.created, from_context=True), False)
    collect()
    texts = set(QuestionGroup.objects.values_list("text", flat=True))
    assert texts == {"mau bikin akta kelahiran anak, syaratnya", "印鑑登録に必要なものは、費用は？"}


def test_a_follow_up_to_nothing_that_is_stored_stands_alone(city: Agency) -> None:
    opinion(message(city, "syaratnya apa", "answer", confidence=0.9, from_context=True), False)
    collect()
    assert QuestionGroup.objects.get().text == "syaratnya apa"


def test_a_question_that_was_unsure_and_did_not_help_is_counted_once(city: Agency) -> None:
    opinion(message(city, "syarat nikah", "answer", confidence=0.3), False)
    collect()
    group = QuestionGroup.objects.get()
    assert (group.count, group.unsure, group.unhelpful) == (1, 1, 1)
    assert group.weeks.get().count == 1


def test_a_cry_for_help_does_not_come_in_by_an_opinion_either(city: Agency) -> None:
    opinion(message(city, "saya takut", "answer", kind="distress"), False)
    assert collect().taken == 0


def test_weeks_are_those_of_the_agencys_clock(city: Agency) -> None:
    # Monday, half past midnight in Jakarta, is still Sunday in London.
    message(city, "kapan pawai", at=dt.datetime(2026, 11, 22, 17, 30, tzinfo=dt.UTC))
    message(city, "kapan pawai", at=dt.datetime(2026, 11, 22, 16, 30, tzinfo=dt.UTC))
    collect()
    assert set(WeekCount.objects.values_list("week", "count")) == {(dt.date(2026, 11, 23), 1), (dt.date(2026, 11, 16), 1)}


def test_candidates_and_facets_are_summed_up(city: Agency) -> None:
    for score in (0.25, 0.5):
        message(
            city,
            "biaya surat",
            "choices",
            services=[{"key": "skck", "score": score}],
            faq_candidates=[{"key": "parkir", "score": 0.125}],
            facets=["fee"],
        )
    collect()
    assert set(GroupCandidate.objects.values_list("kind", "key", "score")) == {
        ("service", "skck", 0.75),
        ("faq", "parkir", 0.25),
        ("facet", "fee", 2.0),
    }


def test_what_is_older_than_is_kept_is_never_read(city: Agency) -> None:
    message(city, "zaman dahulu", at=timezone.now() - dt.timedelta(days=181))
    message(city, "baru saja")
    assert collect().read == 1
    assert _counts() == {"baru saja": 1}


def test_the_command_collects_since_a_day_and_prunes(city: Agency, capsys: pytest.CaptureFixture[str]) -> None:
    message(city, "bulan lalu", at=timezone.now() - dt.timedelta(days=30))
    message(city, "hari ini")
    call_command("questions", "collect", "--since", f"{timezone.now() - dt.timedelta(days=2):%Y-%m-%d}")
    assert "1 message(s) read, 1 question(s) taken." in capsys.readouterr().out
    QuestionGroup.objects.update(last_seen=timezone.now() - dt.timedelta(days=181))
    call_command("questions", "prune")
    assert "1 group(s)" in capsys.readouterr().out
    assert _counts() == {}


def test_only_undecided_and_ignored_groups_are_pruned_by_their_agencys_days(city: Agency) -> None:
    other = agency("kota-lain")
    change_settings(staff_of(city, Role.ADMINISTRATOR), 0.6, 30)
    for of in (city, other):
        for state in QuestionGroup.State:
            group = message(of, f"soal {state}")
            collect()
            QuestionGroup.objects.filter(text=group.text, agency=of).update(state=state, last_seen=timezone.now() - dt.timedelta(days=40))
    call_command("questions", "prune")
    assert set(QuestionGroup.objects.filter(agency=city).values_list("state", flat=True)) == {"assigned", "out_of_scope"}
    assert QuestionGroup.objects.filter(agency=other).count() == 4


def test_reading_goes_by_the_key_and_never_over_all_messages(city: Agency) -> None:
    message(city, "satu")
    with _queries() as queries:
        collect()
        read_batch(Position(10_000_000, 0), BATCH)
    plans = [plan for sql in queries if "desk_message" in sql and sql.startswith("SELECT") for plan in _plan(sql)]
    assert plans
    assert not [plan for plan in plans if plan.startswith("SCAN") and "desk_message" in plan]


def _plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.fetchall()]


def _queries() -> Any:
    import contextlib

    from django.test.utils import CaptureQueriesContext

    @contextlib.contextmanager
    def captured() -> Any:
        found: list[str] = []
        with CaptureQueriesContext(connection) as context:
            yield found
        found += [one["sql"] for one in context.captured_queries]

    return captured()


def test_the_position_is_one_row(city: Agency) -> None:
    collect()
    collect()
    assert Collected.objects.count() == 1
