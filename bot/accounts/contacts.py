"""What is known of the citizens of an account: when they last wrote, and whether they can be written to."""

from __future__ import annotations

import datetime as dt
from typing import Protocol
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from bot.accounts.models import ChannelAccount, Contact
from bot.accounts.vault import address_hash, seal, unseal
from bot.pipeline.errors import GiveUp


class FromContact(Protocol):
    """What is needed of an incoming message."""

    @property
    def account(self) -> str: ...
    @property
    def contact(self) -> str: ...
    @property
    def received(self) -> str: ...
    @property
    def kind(self) -> str: ...


def heard_from(message: FromContact) -> Contact:
    """The citizen who wrote, made when new, and noted as heard from; whoever writes again can be written to again.

    A citizen who asked to hear no more (`kind` "stop") stays so until asking for the contrary ("start").

    Raises:
        GiveUp: the account no longer exists.
    """
    if not ChannelAccount.objects.filter(pk=message.account).exists():
        raise GiveUp("The account to which the message came was removed.", "no_account")
    contact, _ = Contact.objects.get_or_create(
        account_id=UUID(message.account),
        address_hash=address_hash(message.account, unseal(message.contact)),
        defaults={"address": message.contact},
    )
    when = dt.datetime.fromisoformat(message.received)
    Contact.objects.filter(Q(last_heard__lt=when) | Q(last_heard=None), pk=contact.pk).update(last_heard=when)
    reopened = {Contact.State.BLOCKED, Contact.State.INVALID} | ({Contact.State.OPTED_OUT} if message.kind == "start" else set())
    if contact.state in reopened and set_state(contact.pk, Contact.State.ACTIVE, when, before=reopened):
        contact.state = Contact.State.ACTIVE
    if message.kind == "stop":
        set_state(contact.pk, Contact.State.OPTED_OUT, when)
        contact.state = Contact.State.OPTED_OUT
    return contact


def set_state(number: int, state: str, when: dt.datetime | None = None, before: set[Contact.State] | None = None) -> bool:
    """Change a contact's state, if it is not that already (and is one of `before`); whether it was changed.

    What a platform says of an address never hides that the citizen asked to hear no more.
    """
    rows = Contact.objects.filter(pk=number).exclude(state=state)
    if state in (Contact.State.BLOCKED, Contact.State.INVALID):
        rows = rows.exclude(state=Contact.State.OPTED_OUT)
    if before is not None:
        rows = rows.filter(state__in=before)
    return bool(rows.update(state=state, state_since=when or timezone.now()))


def set_address(number: int, address: str) -> bool:
    """Give a contact another address; False when another contact of the account has it already."""
    contact = Contact.objects.get(pk=number)
    hashed = address_hash(str(contact.account_id), address)
    if Contact.objects.filter(account_id=contact.account_id, address_hash=hashed).exclude(pk=number).exists():
        return False
    return bool(Contact.objects.filter(pk=number).update(address_hash=hashed, address=seal(address)))


def apply_update(account: str, sealed: str, state: str, sealed_new_address: str, when: dt.datetime) -> bool:
    """Note what a platform told of a citizen; nothing when we do not know that citizen."""
    contact = Contact.objects.filter(account_id=UUID(account), address_hash=address_hash(account, unseal(sealed))).first()
    if contact is None:
        return False
    if state and (contact.state_since is None or contact.state_since <= when):
        set_state(contact.pk, state, when)
    return set_address(contact.pk, unseal(sealed_new_address)) if sealed_new_address else bool(state)
