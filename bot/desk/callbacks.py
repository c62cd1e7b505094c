"""Citizens who want to be called back, as operators work on them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from bot.accounts.vault import unseal
from bot.desk import announcing, call_news, ownership
from bot.desk.errors import ChatGone, NotWaiting
from bot.desk.models import Callback, Conversation, Handoff
from bot.desk.opening import open_handoff, open_of
from bot.desk.request import HandoffRequest
from bot.staff import audit
from bot.staff.context import name_of

# What a citizen gives in place of a number.
IN_THIS_CHAT = "chat"


def take(callback_id: int, user: User, instead_of: int | None = None) -> bool:
    """Take the request, from nobody or from the colleague `instead_of` who has it; False when another has it meanwhile, or it is done."""
    with transaction.atomic():
        rows = Callback.objects.filter(pk=callback_id, state__in=Callback.TO_BE_CALLED, operator=instead_of)
        taken = rows.update(operator=user)
        if taken:
            row = Callback.objects.select_related("agency").get(pk=callback_id)
            if instead_of is not None:
                audit.record(user, row.agency, "callback.taken", "callback", str(row.pk), {"from": instead_of}, {"from": user.pk})
            announcing.queue_changed(row.agency.key)
    return bool(taken) or Callback.objects.filter(pk=callback_id, operator=user).exists()


def write(callback_id: int, user: User, now: dt.datetime) -> int:
    """Go on in the chat in which the citizen asked: the number of the handoff that the person serves from now on.

    One that is open already is that one. Nothing is said to the citizen until the person writes.

    Raises:
        ChatGone: the conversation has been removed.
        NotWaiting: a colleague has the callback, or serves the citizen already.
    """
    with transaction.atomic():
        row = Callback.objects.select_for_update(of=("self",)).select_related("agency", "unit", "operator").get(pk=callback_id)
        if row.operator_id not in (None, user.pk):
            raise NotWaiting(name_of(row.operator) if row.operator else "")
        if row.conversation_id is None:
            raise ChatGone
        conversation = Conversation.objects.select_for_update().get(pk=row.conversation_id)
        handoff = open_of(conversation)
        if handoff is None:
            request = HandoffRequest(Handoff.Reason.ASKED, service=row.service_key)
            source = f"callback:{row.pk}:{conversation.handoffs.count()}"
            handoff = open_handoff(conversation, row.agency, row.unit, source, request, row.language, None, now)
        Callback.objects.filter(pk=row.pk).update(operator=user)
        if handoff.operator_id != user.pk:
            ownership.claim(handoff.pk, user, now)
        announcing.queue_changed(row.agency.key)
    return handoff.pk


@dataclass(frozen=True)
class Noted:
    """`told`: the citizen hears of it in the chat."""

    told: bool


def set_state(
    callback_id: int,
    user: User,
    state: Callback.State,
    remark: str,
    before: Callback.State,
    now: dt.datetime,
    *,
    tells: bool = False,
    again: bool = False,
) -> Noted | None:
    """Note what became of it; None when it is no longer in the state `before`, because a colleague was faster.

    `tells`: the citizen is to hear in the chat of a call in vain, and of a request that is closed (`bot.desk.call_news`).
    `again`: it was tried once more, as much in vain as before.
    """
    with transaction.atomic():
        rows = Callback.objects.select_for_update(of=("self",)).select_related("agency", "unit", "conversation__contact")
        row = rows.filter(pk=callback_id, state=before).first()
        if row is None:
            return None
        # A remark that is written later is no further try.
        again = again and state == before == Callback.State.NOT_REACHED
        tried = again or (state in (Callback.State.REACHED, Callback.State.NOT_REACHED) and state != before)
        ended_at = None if state in Callback.TO_BE_CALLED else row.ended_at or now
        changed = Callback.objects.filter(pk=callback_id, state=before).update(
            state=state, operator=user, remark=remark[:500], tries=row.tries + tried, ended_at=ended_at
        )
        if not changed:
            return None
        audit.record(user, row.agency, "callback.state", "callback", str(row.pk), {"state": before}, {"state": state})
        announcing.queue_changed(row.agency.key)
        row.tries += tried
        told = call_news.tell(row, state, now) if tells and (state != before or again) else None
    return Noted(told is not None)


def details(callback: Callback, user: User | None = None) -> tuple[str, str]:
    """The name, and the telephone number or `IN_THIS_CHAT`; that somebody looked is recorded.

    Raises:
        bot.accounts.vault.WrongKey: they were encrypted with a key that is not known here.
    """
    found = unseal(callback.name), unseal(callback.how)
    audit.record(user, callback.agency, "callback.details", "callback", str(callback.pk))
    return found
