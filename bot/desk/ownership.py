"""Who serves a handoff. Every change is one conditional update whose row count decides, so of many at once exactly one wins.

A claim is a lease of `LEASE`. Any page of the desk that its operator has open renews it, since one window serves several citizens in turn;
a reply renews it too. When it lapses, the handoff waits again with its old `waiting_since`, so before everybody who came later.

What was given to somebody has no token until they open it. Only opening it renews that: whoever is away from an open page does not see it.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from bot.catalogue.models import Agency
from bot.desk import announcing, passing_on, waiting_again
from bot.desk.errors import LeaseOver, NotWaiting
from bot.desk.models import Conversation, Handoff, HandoffEvent, Message, Unit
from bot.desk.waiting_again import How
from bot.pipeline.delivery import ON_THE_WAY, SUPERSEDED
from bot.staff.context import name_of

LEASE = dt.timedelta(seconds=60)
# Whoever is given a conversation may be in the middle of a sentence to another citizen.
TO_BE_OPENED_WITHIN = dt.timedelta(minutes=2)
RENEW_SECONDS = 15


@dataclass(frozen=True)
class Claim:
    """What the page needs to go on serving: give it back with each change."""

    handoff: int
    user: User
    token: str
    lease: dt.timedelta = LEASE


def claim(handoff: int, user: User, now: dt.datetime, lease: dt.timedelta = LEASE) -> Claim:
    """Take a waiting handoff; from then on the bot is silent in its conversation.

    Raises:
        NotWaiting: somebody else has it, or it has ended.
    """
    token = secrets.token_hex(16)
    with transaction.atomic():
        _lock_conversation(handoff)
        taken = Handoff.objects.filter(pk=handoff, state=Handoff.State.WAITING).update(
            state=Handoff.State.CLAIMED, operator=user, lease_token=token, lease_until=now + lease
        )
        if not taken:
            raise NotWaiting(holder_of(handoff))
        Handoff.objects.filter(pk=handoff, claimed_at=None).update(claimed_at=now)
        row = Handoff.objects.get(pk=handoff)
        _give_conversation_to(row, Conversation.Owner.OPERATOR)
        _withhold_the_bots_words(row)
        note_event(row, HandoffEvent.Kind.CLAIMED, user)
    return Claim(handoff, user, token, lease)


def holder_of(handoff: int) -> str:
    """The name of who serves it, empty when nobody does."""
    row = Handoff.objects.filter(pk=handoff, state=Handoff.State.CLAIMED).select_related("operator").first()
    return name_of(row.operator) if row is not None and row.operator is not None else ""


def renew(claim: Claim, now: dt.datetime) -> None:
    """Prolong the lease, or leave it where it lasts longer already.

    Raises:
        LeaseOver: it had lapsed and the handoff was taken away.
    """
    until = now + claim.lease
    if not _mine(claim).filter(lease_until__lt=until).update(lease_until=until) and not _mine(claim).exists():
        raise LeaseOver(holder_of(claim.handoff))


def renew_all(user: User, agency: Agency, now: dt.datetime) -> None:
    """Prolong all that the person serves at that desk, whichever of its pages is open; not what was given to them and is not opened yet."""
    at_this_desk = Q(agency=agency) | Q(unit__overflow_to__agency=agency)
    theirs = Handoff.objects.filter(at_this_desk, state=Handoff.State.CLAIMED, operator=user).exclude(lease_token="")
    theirs.filter(lease_until__lt=now + LEASE).update(lease_until=now + LEASE)


def keep_draft(claim: Claim, text: str) -> None:
    """Keep what was typed and not sent, also for whoever serves it next; nothing happens to a draft that is another's meanwhile."""
    _mine(claim).update(draft=text)


def lapse_expired(now: dt.datetime) -> list[int]:
    """Let go of every claim whose lease is over; returns the handoffs. Any number of processes may call it at once."""
    expired = Handoff.objects.filter(state=Handoff.State.CLAIMED, lease_until__lt=now)
    return [row.pk for row in list(expired) if _back_to_the_queue(row, HandoffEvent.Kind.LAPSED, None, now, {"lease_until__lt": now})]


def release(claim: Claim, now: dt.datetime) -> None:
    """Put it back into the queue, at its old place.

    Raises:
        LeaseOver: it is no longer the caller's.
    """
    row = held(claim)
    if not _back_to_the_queue(row, HandoffEvent.Kind.RELEASED, claim.user, now):
        raise LeaseOver(holder_of(claim.handoff))


def transfer(
    claim: Claim, now: dt.datetime, *, to: User | None = None, unit: Unit | None = None, agency: Agency | None = None, remark: str = ""
) -> None:
    """Give it to a colleague, who then has it at once, or into the queue of a unit or of another agency. The context goes along.

    Of another unit or agency the citizen hears; a colleague just goes on.

    Raises:
        LeaseOver: it is no longer the caller's.
    """
    with transaction.atomic():
        row = locked(claim)
        changes: dict[str, Any] = {"state": Handoff.State.WAITING, "operator": None, "lease_token": "", "lease_until": None}
        if to is not None:
            changes = {"operator": to, "lease_token": "", "lease_until": now + TO_BE_OPENED_WITHIN}
        if unit is not None:
            changes |= {"unit": unit, "agency": unit.agency}
        elif agency is not None:
            changes |= {"unit": None, "agency": agency}
        leaves = row.agency if (unit.agency if unit is not None else agency or row.agency) != row.agency else None
        changes |= waiting_again.moving(row, How.PASSED_ON, now, by=claim.user, leaves=leaves, remark=remark)
        if not _mine(claim).update(**changes):
            raise LeaseOver(holder_of(claim.handoff))
        if to is None:
            _give_conversation_to(row, Conversation.Owner.QUEUE)
        details = {
            "to": name_of(to) if to else "",
            "unit": unit.key if unit else "",
            "agency": agency.key if agency else "",
            "name": unit.name if unit else agency.name if agency else {},
            "remark": remark,
        }
        left_agency, left = row.agency, (row.agency, row.unit)
        row.refresh_from_db()
        event = note_event(row, HandoffEvent.Kind.TRANSFERRED, claim.user, details)
        if to is None and (row.agency, row.unit) != left:
            passing_on.tell(row, event.pk, now)
        if left_agency != row.agency:
            announcing.queue_changed(left_agency.key)


def take_from(handoff: int, to: User, by: User, now: dt.datetime) -> None:
    """A supervisor gives an open handoff to somebody, whoever has it now.

    Raises:
        NotWaiting: it has ended.
    """
    with transaction.atomic():
        _lock_conversation(handoff)
        open_one = Handoff.objects.filter(pk=handoff, state__in=Handoff.OPEN)
        row = open_one.select_related("operator", "unit").first()
        if row is None:
            raise NotWaiting
        came = waiting_again.moving(row, How.GIVEN, now, by=by)
        if not open_one.update(state=Handoff.State.CLAIMED, operator=to, lease_token="", lease_until=now + TO_BE_OPENED_WITHIN, **came):
            raise NotWaiting
        row.refresh_from_db()
        _give_conversation_to(row, Conversation.Owner.OPERATOR)
        _withhold_the_bots_words(row)
        note_event(row, HandoffEvent.Kind.TRANSFERRED, by, {"to": name_of(to), "unit": "", "agency": "", "remark": ""})


def resume(handoff: int, user: User, now: dt.datetime) -> Claim:
    """The claim of somebody who has it already, such as one who was given it and opens it; a page that had it before loses it.

    Raises:
        LeaseOver: it is not the caller's.
    """
    token = secrets.token_hex(16)
    mine = Handoff.objects.filter(pk=handoff, state=Handoff.State.CLAIMED, operator=user)
    if not mine.update(lease_token=token, lease_until=now + LEASE):
        raise LeaseOver(holder_of(handoff))
    # What a supervisor gives out of the queue is served from the moment at which it is opened.
    Handoff.objects.filter(pk=handoff, claimed_at=None).update(claimed_at=now)
    return Claim(handoff, user, token)


def held(claim: Claim) -> Handoff:
    """The handoff, while it is the caller's.

    Raises:
        LeaseOver: it is not.
    """
    row: Handoff | None = _mine(claim).select_related("conversation", "agency", "unit").first()
    if row is None:
        raise LeaseOver(holder_of(claim.handoff))
    return row


def locked(claim: Claim) -> Handoff:
    """Like `held`, in a transaction: until it ends, nobody changes who serves the conversation, nor does a worker answer in it.

    Raises:
        LeaseOver: it is not the caller's.
    """
    _lock_conversation(claim.handoff)
    return held(claim)


def leave(handoff: int, now: dt.datetime) -> bool:
    """The citizen no longer waits; False when it no longer waited for anybody."""
    with transaction.atomic():
        _lock_conversation(handoff)
        left = Handoff.objects.filter(pk=handoff, state=Handoff.State.WAITING).update(state=Handoff.State.LEFT, ended_at=now, draft="")
        if left:
            row = Handoff.objects.get(pk=handoff)
            _give_conversation_to(row, Conversation.Owner.BOT)
            note_event(row, HandoffEvent.Kind.LEFT, None)
    return bool(left)


def end(claim: Claim, now: dt.datetime, outcome: Handoff.Outcome, settled: str, kind: HandoffEvent.Kind) -> Handoff:
    """End it and give the conversation to the bot; to be called by `bot.desk.giving_back`, which also tidies the dialogue.

    Raises:
        LeaseOver: it is no longer the caller's.
    """
    with transaction.atomic():
        row = locked(claim)
        changes = {"state": Handoff.State.CLOSED, "ended_at": now, "outcome": outcome, "settled": settled[:300], "draft": ""}
        if not _mine(claim).update(**changes, lease_token="", lease_until=None):
            raise LeaseOver(holder_of(claim.handoff))
        row.refresh_from_db()
        _give_conversation_to(row, Conversation.Owner.BOT)
        note_event(row, kind, claim.user, {"outcome": outcome})
    return row


def note_event(row: Handoff, kind: HandoffEvent.Kind, by: User | None, details: dict[str, Any] | None = None) -> HandoffEvent:
    """Add to the handoff's history, and tell the open pages once the transaction is through."""
    event = HandoffEvent.objects.create(handoff=row, kind=kind, by=by, by_name=name_of(by)[:200] if by else "", details=details or {})
    announcing.handoff_changed(row)
    return event


def _mine(claim: Claim) -> Any:
    return Handoff.objects.filter(pk=claim.handoff, state=Handoff.State.CLAIMED, operator=claim.user, lease_token=claim.token)


def _back_to_the_queue(
    row: Handoff, kind: HandoffEvent.Kind, by: User | None, now: dt.datetime, also: dict[str, Any] | None = None
) -> bool:
    how = How.LAPSED if kind == HandoffEvent.Kind.LAPSED else How.RELEASED
    came = waiting_again.moving(row, how, now, by=by)
    with transaction.atomic():
        _lock_conversation(row.pk)
        moved = Handoff.objects.filter(
            pk=row.pk, state=Handoff.State.CLAIMED, operator=row.operator_id, lease_token=row.lease_token, **(also or {})
        ).update(state=Handoff.State.WAITING, operator=None, lease_token="", lease_until=None, **came)
        if moved:
            _give_conversation_to(row, Conversation.Owner.QUEUE)
            note_event(row, kind, by, {"from": name_of(row.operator) if row.operator else ""})
    return bool(moved)


def _lock_conversation(handoff: int) -> None:
    """Conversation before handoff, always: two that lock in different orders would wait for each other."""
    number = Handoff.objects.filter(pk=handoff).values_list("conversation_id", flat=True).first()
    if number is not None:
        Conversation.objects.select_for_update().filter(pk=number).first()


def _give_conversation_to(row: Handoff, owner: Conversation.Owner) -> None:
    Conversation.objects.filter(pk=row.conversation_id).update(owner=owner)


def _withhold_the_bots_words(row: Handoff) -> None:
    """What the bot said a moment ago and has not left must not arrive after the person's first words."""
    waiting = Message.objects.filter(
        conversation=row.conversation_id, direction=Message.Direction.OUT, status__in=ON_THE_WAY, parts_sent=0
    ).exclude(author=Message.Author.OPERATOR)
    waiting.update(status=Message.Status.FAILED, error_code=SUPERSEDED, error="A person took over before this was sent.")
