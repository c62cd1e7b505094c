"""Counts stored messages into the tables, step by step, from where the last step ended.

A step reads and counts without a lock and then writes everything in one short transaction, which begins with moving the position on: it
fails when another step was faster, and then nothing is written and the step begins anew. So a crash loses nothing, counts nothing twice,
and citizens' messages never wait for it.

Messages become known late: what was understood, when the answer left, whether its delivery failed. The first two are noted in `Waiting`
and looked at for a week; failures are looked for among the messages of the last month.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bot.analytics import adding, stored_messages
from bot.analytics.durations import bucket_of
from bot.analytics.form_steps import FormSteps, form_steps
from bot.analytics.measures import LONGEST_KEY, Counted, Measure, counted_of
from bot.analytics.models import CountedFailure, DailyFigure, HourlyFigure, Position, Visit, Waiting
from bot.analytics.stored_messages import Failed, Incoming, Opinion
from bot.analytics.tally import Seen, Tally
from bot.desk.models import Message

# Younger messages may still be in somebody's open transaction, with a smaller number than one that is seen already.
SETTLED = dt.timedelta(seconds=60)
_ANSWERS_WITHIN = dt.timedelta(days=7)
_FAILURES_WITHIN = dt.timedelta(days=30)
STEP = 2000
_ATTEMPTS = 20


class Overtaken(RuntimeError):
    """Others were faster again and again; what they counted is counted."""


@dataclass(frozen=True)
class Progress:
    """How far a roll-up came: messages that it counted, and whether it reached the present."""

    messages: int
    finished: bool


@dataclass
class _Step:
    tally: Tally
    waiting: list[Waiting]
    failures: list[CountedFailure]
    settled: list[int]
    message: int
    feedback: int
    failures_after: int
    reached: dt.datetime | None
    messages: int

    def is_empty(self, position: Position) -> bool:
        moved = self.message != position.message or self.feedback != position.feedback
        return not (moved or self.tally.daily or self.settled)


def roll_up(*, seconds: float | None = None, step: int = STEP) -> Progress:
    """Count what is new; stops after the step in which the seconds have passed.

    Raises:
        Overtaken: somebody else is rolling up faster.
    """
    began, counted = time.monotonic(), 0
    while True:
        done = _one_step(step)
        counted += done.messages
        if done.finished or (seconds is not None and time.monotonic() - began >= seconds):
            return Progress(counted, done.finished)


def forget_everything() -> None:
    """Empty the tables, so that the next roll-up counts every stored message again."""
    with transaction.atomic():
        Position.objects.get_or_create(pk=1)
        # The version moves on, so that a step which is under way now does not add to the empty tables.
        Position.objects.filter(pk=1).update(version=F("version") + 1, message=0, feedback=0, failures_after=0, reached=None)
        for model in (DailyFigure, HourlyFigure, Visit, Waiting, CountedFailure):
            model._default_manager.all().delete()


def reached() -> dt.datetime | None:
    """When the last counted message came."""
    return Position.objects.filter(pk=1).values_list("reached", flat=True).first()


def _one_step(most: int) -> Progress:
    for _ in range(_ATTEMPTS):
        position, _created = Position.objects.get_or_create(pk=1)
        numbers = stored_messages.stretch(position.message, timezone.now() - SETTLED, most)
        opinions = stored_messages.opinions(position.feedback, timezone.now() - SETTLED, most)
        finished = len(numbers) < most and len(opinions) < most
        found = _counted(position, numbers, opinions, finished)
        if found.is_empty(position) or _written(position, found):
            return Progress(found.messages, finished)
    raise Overtaken(f"{_ATTEMPTS} times somebody else was faster.")


def _written(position: Position, step: _Step) -> bool:
    with transaction.atomic():
        moved = Position.objects.filter(pk=position.pk, version=position.version).update(
            version=position.version + 1,
            message=step.message,
            feedback=step.feedback,
            failures_after=step.failures_after,
            reached=step.reached,
        )
        if not moved:
            return False
        adding.add(step.tally)
        for start in range(0, len(step.settled), 500):
            Waiting.objects.filter(pk__in=step.settled[start : start + 500]).delete()
        Waiting.objects.bulk_create(step.waiting, batch_size=300)
        CountedFailure.objects.filter(pk__lte=step.failures_after).delete()
        CountedFailure.objects.bulk_create([one for one in step.failures if one.pk > step.failures_after], batch_size=300)
        return True


def _counted(position: Position, numbers: list[int], opinions: list[Opinion], finished: bool) -> _Step:
    now = timezone.now()
    last = numbers[-1] if numbers else position.message
    tally = Tally()
    step = _Step(tally, [], [], [], last, position.feedback, position.failures_after, position.reached, 0)
    new: list[Incoming] = list(stored_messages.incoming(position.message, last)) if numbers else []
    forms = form_steps(new, opinions)
    for message in new:
        tally.add(message.place, message.created, Counted(Measure.MESSAGES))
        _count_understanding(tally, message, forms)
        _count_time(tally, message)
        step.reached = message.created
        step.messages += 1
        late = Waiting(
            message=message.id, language=message.place.language, understanding=not message.understanding, answer=not message.answered
        )
        if (late.understanding or late.answer) and message.created > now - _ANSWERS_WITHIN:
            step.waiting.append(late)
    _count_visits(tally, new)
    if finished:
        # While a long way is made up for, what has become known of earlier messages can wait for its end.
        _settle(step, now)
    _count_failures(step, position, now, finished)
    for opinion in opinions:
        words = {True: "yes", False: "no", None: "comment"}[opinion.helpful]
        tally.add(opinion.place, opinion.created, Counted(Measure.FEEDBACK, words))
        tally.add(opinion.place, opinion.created, Counted(Measure.FORM, "filled"))
        if forms.filled_at_once(opinion):
            tally.add(opinion.place, opinion.created, Counted(Measure.FORM, "opened"))
        if opinion.conversation is not None:
            tally.visit(opinion.place, opinion.created, opinion.conversation, Measure.FEEDBACK)
        step.feedback = opinion.id
    for seen in adding.known(tally.visits):
        tally.visits.pop(seen, None)
    return step


def _count_visits(tally: Tally, messages: list[Incoming]) -> None:
    first: dict[Seen, Incoming] = {}
    for message in messages:
        seen = tally.visit(message.place, message.created, message.conversation, Measure.CONVERSATIONS)
        first.setdefault(seen, message)
    noted = adding.known(first)
    for seen, message in first.items():
        if seen not in noted:
            tally.add(message.place, message.created, Counted(Measure.CONVERSATIONS))


def _count_understanding(tally: Tally, message: Incoming, forms: FormSteps) -> None:
    if not message.understanding:
        return
    for what in counted_of(message.understanding):
        tally.add(message.place, message.created, what)
        if what.measure is Measure.SERVICE:
            tally.visit(message.place, message.created, message.conversation, Measure.SERVICE, what.key)
    if forms.opened(message):
        tally.add(message.place, message.created, Counted(Measure.FORM, "opened"))
    elif forms.cancelled(message):
        tally.add(message.place, message.created, Counted(Measure.FORM, "cancelled"))


def _count_time(tally: Tally, message: Incoming) -> None:
    if message.answered:
        seconds = (message.answered - message.created).total_seconds()
        tally.add(message.place, message.created, Counted(Measure.TIME, bucket_of(seconds)))


def _settle(step: _Step, now: dt.datetime) -> None:
    """What has become known of messages that are counted already."""
    waiting = {one.message: one for one in Waiting.objects.all()}
    stored = set()
    found = list(stored_messages.incoming_numbers(waiting))
    forms = form_steps([message for message in found if waiting[message.id].understanding], [])
    for message in found:
        stored.add(message.id)
        one = waiting[message.id]
        # In the language under which the message itself was counted, so that shares stay shares.
        message = replace(message, place=replace(message.place, language=one.language))
        told, answered = one.understanding and bool(message.understanding), one.answer and bool(message.answered)
        if told:
            _count_understanding(step.tally, message, forms)
        if answered:
            _count_time(step.tally, message)
        if told or answered or message.created <= now - _ANSWERS_WITHIN:
            step.settled.append(message.id)
            rest = Waiting(
                message=message.id, language=one.language, understanding=one.understanding and not told, answer=one.answer and not answered
            )
            if (rest.understanding or rest.answer) and message.created > now - _ANSWERS_WITHIN:
                step.waiting.append(rest)
    step.settled += set(waiting) - stored


def _count_failures(step: _Step, position: Position, now: dt.datetime, finished: bool) -> None:
    for message in _failures(position, step.message, finished):
        step.tally.add(message.place, message.created, Counted(Measure.FAILURE, message.code[:LONGEST_KEY]))
        step.failures.append(CountedFailure(message=message.id))
    oldest = (
        Message.objects.filter(created__lt=now - _FAILURES_WITHIN, pk__lte=step.message).order_by("-created").values_list("pk", flat=True)
    )
    step.failures_after = max(position.failures_after, oldest.first() or 0)


def _failures(position: Position, last: int, finished: bool) -> Iterator[Failed]:
    if finished:
        yield from stored_messages.failed(position.failures_after, position.message, uncounted=True)
    yield from stored_messages.failed(position.message, last)
