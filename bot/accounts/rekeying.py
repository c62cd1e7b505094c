"""Everything that is encrypted, encrypted anew with the first of ENCRYPTION_KEYS, so that an old key can be given up."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.db.models import Model, QuerySet

from bot.accounts.models import ChannelAccount, Contact
from bot.accounts.vault import WrongKey, seal, unseal
from bot.desk.models import Callback
from bot.environment import environment

BATCH = 500


@dataclass
class Rekeyed:
    """How many rows were encrypted anew, were so already, and could not be read."""

    changed: int = 0
    current: int = 0
    unreadable: int = 0


def rekey() -> Rekeyed:
    """Go through all accounts, contacts and call-back requests; what an interrupted run has done is not done again."""
    result = Rekeyed()
    _go_through(ChannelAccount.objects.all(), "credentials", result)
    _go_through(Contact.objects.all(), "address", result)
    # Of some name and number are gone (`bot.desk.retention`).
    _go_through(Callback.objects.filter(forgotten_at=None), "name", result)
    _go_through(Callback.objects.filter(forgotten_at=None), "how", result)
    return result


def _go_through(rows: QuerySet[ChannelAccount] | QuerySet[Contact] | QuerySet[Callback], field: str, result: Rekeyed) -> None:
    newest = Fernet(environment().encryption_keys[0])
    last: object = None
    while batch := list((rows if last is None else rows.filter(pk__gt=last)).order_by("pk").values_list("pk", field)[:BATCH]):
        for number, sealed in batch:
            _rekey_one(newest, rows.model, number, field, sealed, result)
        last = batch[-1][0]


def _rekey_one(newest: Fernet, model: type[Model], number: object, field: str, sealed: str, result: Rekeyed) -> None:
    try:
        newest.decrypt(sealed.encode())
    except InvalidToken:
        pass
    else:
        result.current += 1
        return
    try:
        fresh = seal(unseal(sealed))
    except WrongKey:
        result.unreadable += 1
        return
    # What another process has written meanwhile is newer, and encrypted by it.
    result.changed += model._default_manager.filter(pk=number, **{field: sealed}).update(**{field: fresh})
