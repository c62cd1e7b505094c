"""Citizens who want to be called back, as operators work on them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from bot.accounts.vault import unseal
from bot.desk import announcing
from bot.desk.models import Callback
from bot.staff import audit

# What a citizen gives in place of a number.
IN_THIS_CHAT = "chat"


def take(callback_id: int, user: User) -> bool:
    """Take the request; False when a colleague has it already, or it is no longer open."""
    with transaction.atomic():
        taken = Callback.objects.filter(pk=callback_id, state__in=Callback.TO_BE_CALLED, operator=None).update(operator=user)
        if taken:
            announcing.queue_changed(Callback.objects.select_related("agency").get(pk=callback_id).agency.key)
    return bool(taken) or Callback.objects.filter(pk=callback_id, operator=user).exists()


def set_state(callback_id: int, user: User, state: Callback.State, remark: str, before: Callback.State) -> bool:
    """Note what became of it; False when it is no longer in the state `before`, because a colleague was faster."""
    with transaction.atomic():
        row = Callback.objects.select_for_update().select_related("agency").filter(pk=callback_id, state=before).first()
        if row is None:
            return False
        tried = state in (Callback.State.REACHED, Callback.State.NOT_REACHED)
        changed = Callback.objects.filter(pk=callback_id, state=before).update(
            state=state, operator=user, remark=remark[:500], tries=row.tries + tried
        )
        if not changed:
            return False
        audit.record(user, row.agency, "callback.state", "callback", str(row.pk), {"state": before}, {"state": state})
        announcing.queue_changed(row.agency.key)
    return True


def details(callback: Callback, user: User | None = None) -> tuple[str, str]:
    """The name, and the telephone number or `IN_THIS_CHAT`; that somebody looked is recorded.

    Raises:
        bot.accounts.vault.WrongKey: they were encrypted with a key that is not known here.
    """
    found = unseal(callback.name), unseal(callback.how)
    audit.record(user, callback.agency, "callback.details", "callback", str(callback.pk))
    return found
