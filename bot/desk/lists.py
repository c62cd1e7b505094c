"""The lists of the desk: mine, waiting, all that is open, and what has ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from bot.catalogue.models import Agency
from bot.desk.models import Callback, Duty, Handoff, HandoffEvent, Message
from bot.desk.outgoing import PASSED_ON, UNOPENED, said_by_itself
from bot.desk.routing import waiting_for

LISTS = ("mine", "waiting", "open", "closed")
MOST = 300


@dataclass(frozen=True)
class Counts:
    """How much each list holds; of the callbacks, those who have not been reached yet."""

    mine: int
    waiting: int
    open: int
    callbacks: int

    def as_json(self) -> dict[str, int]:
        """A plain mapping."""
        return vars(self).copy()


@dataclass(frozen=True)
class Helped:
    """What has come here from agencies that are helped: how many wait, and how many each operator serves."""

    waiting: int
    served: dict[int, int]


def helped(agency: Agency) -> Helped:
    """One query, which finds nothing where no other agency's unit names one of this agency as its help."""
    overflowed = HandoffEvent.objects.filter(handoff=OuterRef("pk"), kind=HandoffEvent.Kind.OVERFLOWED).order_by()
    rows = (
        Handoff.objects.filter(unit__overflow_to__agency=agency, state__in=Handoff.OPEN)
        .exclude(agency=agency)
        .filter(Q(state=Handoff.State.CLAIMED) | Exists(overflowed))
        .order_by()
        .values_list("state", "operator")
        .annotate(number=Count("pk"))
    )
    waiting, served = 0, {}
    for state, operator, number in rows:
        if state == Handoff.State.WAITING:
            waiting += number
        elif operator is not None:
            served[operator] = number
    return Helped(waiting, served)


def counts(user: User, agency: Agency) -> Counts:
    """By three queries; `waiting` counts everything that waits, whoever it is for, and what overflows from other agencies."""
    mine = Count("pk", filter=Q(state=Handoff.State.CLAIMED, operator=user))
    found = Handoff.objects.filter(agency=agency, state__in=Handoff.OPEN).aggregate(
        mine=mine, waiting=Count("pk", filter=Q(state=Handoff.State.WAITING)), open=Count("pk")
    )
    elsewhere = helped(agency)
    found["mine"] += elsewhere.served.get(user.pk, 0)
    found["waiting"] += elsewhere.waiting
    return Counts(**found, callbacks=Callback.objects.filter(agency=agency, state__in=Callback.TO_BE_CALLED).count())


def mine(user: User, agency: Agency) -> list[Handoff]:
    """What the person serves."""
    here = Q(agency=agency) | Q(unit__overflow_to__agency=agency)  # what they help another agency with stays that agency's
    return list(with_last_message(_rows().filter(here, state=Handoff.State.CLAIMED, operator=user))[:MOST])


def given(user: User, agency: Agency) -> list[Handoff]:
    """What somebody has given the person, and they have not opened yet."""
    here = Q(agency=agency) | Q(unit__overflow_to__agency=agency)
    rows = Handoff.objects.filter(here, state=Handoff.State.CLAIMED, operator=user, lease_token="")
    return list(rows.only("language", "summary").order_by("lease_until")[:MOST])


@dataclass(frozen=True)
class Beginning:
    """The first rows of a list, and how many there are behind them."""

    rows: list[Handoff]
    more: int


def waiting(duty: Duty, now: dt.datetime, first: int = MOST) -> Beginning:
    """What waits, in the order of the queue; `for_me` says whether the person can serve it."""
    for_me = {row.pk for row in waiting_for(duty, now)}
    concerns = Q(agency=duty.agency) | Q(pk__in=for_me)  # what overflows from another agency is that agency's still
    found = _beginning(Handoff.objects.filter(concerns, state=Handoff.State.WAITING), first)
    for row in found.rows:
        row.for_me = row.pk in for_me  # type: ignore[attr-defined]
    return found


def all_open(agency: Agency, first: int = MOST) -> Beginning:
    """Everything that waits or is served."""
    return _beginning(Handoff.objects.filter(agency=agency, state__in=Handoff.OPEN), first)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for among what has ended; days are the agency's."""

    tag: str = ""
    outcome: str = ""
    operator: int | None = None
    day: dt.date | None = None


def ended(agency: Agency, wanted: Wanted, user: User | None = None) -> QuerySet[Handoff]:
    """What has ended, the latest first; with what that person has helped another agency with."""
    here = Q(agency=agency)
    if user is not None:
        here |= Q(unit__overflow_to__agency=agency, operator=user)
    rows = _rows().filter(here).exclude(state__in=Handoff.OPEN).order_by("-ended_at", "-id")
    if wanted.outcome == Handoff.State.LEFT:
        rows = rows.filter(state=Handoff.State.LEFT)
    elif wanted.outcome:
        rows = rows.filter(outcome=wanted.outcome)
    if wanted.operator:
        rows = rows.filter(operator=wanted.operator)
    if wanted.day:
        rows = rows.filter(ended_at__date=wanted.day)  # in the agency's zone, which is the active one
    if wanted.tag:
        rows = rows.filter(pk__in=_tagged(rows, wanted.tag.strip().lower()))
    return rows


def _tagged(rows: QuerySet[Handoff], tag: str) -> Iterable[int]:
    # SQLite cannot look into a JSON list; the text of the list narrows it down, and the rest is compared here.
    found = rows.exclude(tags=[]).values_list("pk", "tags")[:20_000]
    return [pk for pk, tags in found if any(tag in one for one in tags)]


def earlier_cases(handoff: Handoff, most: int = 10) -> list[Handoff]:
    """Other handoffs of the same citizen at the same agency, the latest first."""
    same = Q(conversation=handoff.conversation_id)
    contact = handoff.conversation.contact_id
    if contact is not None:
        same |= Q(conversation__contact=contact)
    rows = Handoff.objects.filter(same, agency=handoff.agency_id).exclude(pk=handoff.pk)
    return list(rows.select_related("operator").order_by("-id")[:most])


def with_last_message(rows: QuerySet[Handoff]) -> QuerySet[Handoff]:
    """Each row with the text, the content, the direction and the time of the last message of its conversation."""
    # What the desk says by itself beside a person is no answer, nor is a reply that has failed: the citizen waits as before.
    none = said_by_itself(PASSED_ON, UNOPENED) | Q(author=Message.Author.OPERATOR, status=Message.Status.FAILED)
    last = Message.objects.filter(conversation=OuterRef("conversation")).exclude(none).order_by("-id")
    fields: dict[str, Any] = {
        "last_text": Subquery(last.values("text")[:1]),
        "last_content": Subquery(last.values("content")[:1]),
        "last_direction": Subquery(last.values("direction")[:1]),
        "last_at": Subquery(last.values("created")[:1]),
    }
    return rows.annotate(**fields)


def _beginning(rows: QuerySet[Handoff], first: int) -> Beginning:
    # The last message of each of two hundred is not looked for when forty are shown.
    numbers = list(rows.values_list("pk", flat=True)[:MOST])
    shown = list(with_last_message(_rows().filter(pk__in=numbers[:first])))
    return Beginning(shown, len(numbers) - len(shown))


def _rows() -> QuerySet[Handoff]:
    return Handoff.objects.select_related("conversation", "unit", "operator", "agency")
