"""The roll-up counts what a straight count counts, whatever happens between its steps."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.analytics import adding, durations, figures, roll_up
from bot.analytics.measures import Measure
from bot.analytics.models import DailyFigure, HourlyFigure, Visit, Waiting
from bot.analytics.periods import Period
from bot.catalogue.models import Agency
from bot.desk.models import Feedback, Message
from tests.analytics import straight
from tests.analytics.plans import no_full_scan
from tests.analytics.stored import ago, ask, conversation, opinion, understood
from tests.console.people import agency

_KEYS = st.sampled_from(["ktp", "kk", "akta-kelahiran"])
_UNDERSTOOD = st.none() | st.builds(
    lambda kind, decision, services, facets, near, language: understood(
        decision,
        kind=kind,
        services=[{"key": key, "score": 0.5} for key in services],
        facets=facets,
        faq="jam-buka" if kind == "faq" else None,
        faq_candidates=[{"key": key, "score": score} for key, score in near],
        language=language,
    ),
    st.sampled_from(["service", "faq", "oos", "smalltalk"]),
    st.sampled_from(["answer", "choices", "ask_back", "refuse", "handoff", "smalltalk"]),
    st.lists(_KEYS, max_size=3, unique=True),
    st.lists(st.sampled_from(["fee", "requirements"]), max_size=2, unique=True),
    st.lists(st.tuples(st.sampled_from(["parkir", "wifi"]), st.sampled_from([0.04, 0.1, 0.6])), max_size=2, unique_by=lambda one: one[0]),
    st.sampled_from(["id", "ja"]),
)
_MESSAGE = st.tuples(
    st.integers(0, 3),
    st.floats(0.1, 240),
    _UNDERSTOOD,
    st.sampled_from([0.2, 0.5, 7.0, 100.0, 900_000.0, None]),
    st.sampled_from(["", "", "", "63016"]),
    st.sampled_from(["", "", "yes", "no", "comment"]),
)


def _store(messages: list[tuple[Any, ...]]) -> None:
    places = [
        (agency(), "telegram", "id"),
        (agency(), "webchat", "ja"),
        (agency("fukuoka", "ja"), "telegram", "ja"),
        (_honolulu(), "webchat", "id"),
    ]
    conversations = [conversation(*place) for place in places]
    for number, hours, meant, seconds, failed, said in sorted(messages, key=lambda one: -one[1]):
        message = ask(conversations[number], ago(hours=hours), meant, seconds=seconds, failed=failed)
        if said:
            opinion(message, {"yes": True, "no": False, "comment": None}[said], ago(hours=hours))


def _honolulu() -> Agency:
    made = agency("barat")
    Agency.objects.filter(pk=made.pk).update(timezone="Pacific/Honolulu")
    return Agency.objects.get(pk=made.pk)


def _without_openings(found: Any) -> dict[Any, int]:
    # How a form was opened is counted from two messages together; it has tests of its own.
    return {key: count for key, count in found.items() if key[4:] not in (("form", "opened"), ("form", "cancelled"))}


def _clear() -> None:
    Feedback.objects.all().delete()
    Message.objects.all().delete()
    roll_up.forget_everything()


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=st.lists(_MESSAGE, max_size=20), step=st.integers(1, 9))
def test_it_counts_what_a_straight_count_counts(messages: list[tuple[Any, ...]], step: int) -> None:
    _clear()
    _store(messages)
    roll_up.roll_up(step=step)
    expected = straight.by_day()
    assert _without_openings(straight.stored_by_day()) == expected
    by_hour = {key: count for key, count in expected.items() if key[4] in ("messages", "visits", "decision", "time")}
    assert straight.stored_by_hour_without_hour() == by_hour
    roll_up.roll_up(step=step)
    assert _without_openings(straight.stored_by_day()) == expected
    call_command("analytics", "roll-up", "--again")
    assert _without_openings(straight.stored_by_day()) == expected


def test_midnight_is_that_of_the_agency(city: Agency) -> None:
    tokyo = agency("fukuoka", "ja")
    moment = dt.datetime(2026, 3, 1, 16, 30, tzinfo=dt.UTC)
    for of in (city, tokyo):
        one = conversation(of)
        ask(one, moment, understood())
        ask(one, moment + dt.timedelta(hours=1), understood())
    roll_up.roll_up()
    rows = HourlyFigure.objects.filter(measure="messages").exclude(scope=0).order_by("scope", "day", "hour")
    assert [(row.scope, str(row.day), row.hour, row.count) for row in rows] == [
        *((city.pk, "2026-03-01", 23, 1), (city.pk, "2026-03-02", 0, 1)),
        *((tokyo.pk, "2026-03-02", 1, 1), (tokyo.pk, "2026-03-02", 2, 1)),
    ]
    visits = DailyFigure.objects.filter(measure="visits", scope=city.pk)
    assert {str(row.day): row.count for row in visits} == {"2026-03-01": 1, "2026-03-02": 1}


def test_a_crash_between_two_batches_loses_nothing_and_counts_nothing_twice(city: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    one = conversation(city)
    for hours in range(30, 0, -1):
        ask(one, ago(hours=hours), understood(services=[{"key": "ktp", "score": 1}]))
    write = adding.add
    steps: list[Any] = []

    def dies_in_the_third_step(tally: Any) -> None:
        write(tally)
        steps.append(tally)
        if len(steps) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(adding, "add", dies_in_the_third_step)
    with pytest.raises(KeyboardInterrupt):
        roll_up.roll_up(step=10)
    assert sum(DailyFigure.objects.filter(measure="messages", scope=city.pk).values_list("count", flat=True)) == 10
    monkeypatch.undo()
    roll_up.roll_up(step=10)
    assert straight.stored_by_day() == straight.by_day()


def test_another_roll_up_in_the_middle_of_a_step_changes_nothing(city: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    one = conversation(city)
    for hours in range(12, 0, -1):
        ask(one, ago(hours=hours), understood())
    known = adding.known
    others: list[bool] = []

    def is_overtaken(visits: Any) -> Any:
        if not others:
            others.append(True)
            roll_up.roll_up(step=5)
        return known(visits)

    monkeypatch.setattr(adding, "known", is_overtaken)
    roll_up.roll_up(step=8)
    assert others
    assert straight.stored_by_day() == straight.by_day()


def test_what_becomes_known_later_is_counted_then(city: Agency) -> None:
    message = ask(conversation(city), ago(minutes=30), None, seconds=None)
    roll_up.roll_up()
    assert DailyFigure.objects.filter(measure__in=["decision", "time"]).count() == 0
    Message.objects.filter(pk=message.pk).update(understanding=understood("refuse"))
    roll_up.roll_up()
    assert DailyFigure.objects.get(measure="decision", scope=city.pk).key == "refuse"
    answer = Message.objects.get(direction="out")
    Message.objects.filter(pk=answer.pk).update(sent=answer.created + dt.timedelta(minutes=10), status="sent")
    roll_up.roll_up()
    roll_up.roll_up()
    assert straight.stored_by_day() == straight.by_day()
    assert not Waiting.objects.exists()


def test_an_answer_that_fails_days_after_it_was_sent_is_counted_once(city: Agency) -> None:
    ask(conversation(city), ago(days=3), understood())
    roll_up.roll_up()
    Message.objects.filter(direction="out").update(status="failed", error_code="63016")
    for _ in range(3):
        roll_up.roll_up()
    assert DailyFigure.objects.get(measure="failure", scope=city.pk).count == 1


def test_a_message_of_this_minute_waits(city: Agency) -> None:
    ask(conversation(city), ago(seconds=1), understood())
    assert roll_up.roll_up().messages == 0
    assert not DailyFigure.objects.exists()


def test_the_form_is_opened_filled_and_cancelled(city: Agency) -> None:
    opens, cancels = understood("smalltalk", intent="feedback", kind="feedback"), understood("smalltalk", intent="cancel", kind="smalltalk")
    one, other, third = conversation(city), conversation(city), conversation(city)
    ask(one, ago(minutes=50), opens)
    opinion(ask(one, ago(minutes=49), opens), True, ago(minutes=49))
    ask(other, ago(minutes=40), opens)
    ask(other, ago(minutes=39), cancels)
    ask(other, ago(minutes=38), cancels)
    opinion(ask(third, ago(minutes=30), opens), False, ago(minutes=30))
    roll_up.roll_up()
    # Of both days: the last hour may have begun before the city's midnight.
    found: Counter[str] = Counter()
    for key, count in DailyFigure.objects.filter(measure="form", scope=city.pk).values_list("key", "count"):
        found[key] += count
    assert found == {"opened": 3, "filled": 2, "cancelled": 1}


def test_a_conversation_counts_once_a_day_in_the_hour_of_its_first_message(city: Agency) -> None:
    one = conversation(city)
    for hour in (2, 5, 6):
        ask(one, dt.datetime(2026, 3, 1, hour, tzinfo=dt.UTC), understood())
    roll_up.roll_up(step=1)
    row = HourlyFigure.objects.get(measure="visits", scope=city.pk)
    assert (row.hour, row.count) == (9, 1)
    assert Visit.objects.filter(kind="visits").count() == 1


@pytest.mark.django_db
@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(0.01, 600_000), min_size=1, max_size=60), st.sampled_from([0.5, 0.95]))
def test_a_quantile_lies_in_the_bucket_of_the_true_one(times: list[float], share: float) -> None:
    buckets: dict[str, int] = {}
    for time in times:
        buckets[durations.bucket_of(time)] = buckets.get(durations.bucket_of(time), 0) + 1
    true = sorted(times)[max(0, -(-int(len(times) * share * 1000) // 1000) - 1)]
    found = durations.quantile(buckets, share)
    assert found is not None
    lower = max([0.0, *(bound for bound in durations.BOUNDS if bound < true)])
    upper = min(bound for bound in durations.BOUNDS if bound >= true)
    assert lower <= found <= upper or abs(found - true) <= upper


def test_figures_of_a_period_are_the_sum_of_its_days(city: Agency) -> None:
    one = conversation(city)
    for day in (1, 2, 3):
        ask(one, dt.datetime(2026, 3, day, 5, tzinfo=dt.UTC), understood("answer" if day < 3 else "refuse"), seconds=day)
    roll_up.roll_up()
    total = figures.totals(city.pk, Period(dt.date(2026, 3, 1), dt.date(2026, 3, 3)))
    assert (total.messages, total.conversations, total.questions) == (3, 3, 3)
    assert total.share("answer") == pytest.approx(2 / 3)
    assert figures.totals(city.pk, Period(dt.date(2026, 3, 3), dt.date(2026, 3, 3))).share("answer") == 0
    assert figures.by_key(city.pk, Measure.UNANSWERED, Period(dt.date(2026, 3, 1), dt.date(2026, 3, 3))) == {"": 1}


def test_no_query_of_the_roll_up_reads_all_messages(city: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    one = conversation(city)
    for hours in range(40, 0, -1):
        ask(one, ago(hours=hours), understood(), seconds=None if hours < 4 else 1, failed="" if hours % 5 else "blocked")
    with no_full_scan() as seen:
        roll_up.roll_up(step=30)
        roll_up.roll_up(step=30)
    assert sum("desk_message" in query for query in seen) > 8
