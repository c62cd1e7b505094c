"""An account with a platform, from what was entered to a row; adding it again renews what is stored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from bot.accounts import platform
from bot.accounts.entries import Entries
from bot.accounts.models import ChannelAccount
from bot.accounts.problem import AccountProblem
from bot.accounts.vault import seal
from bot.catalogue.models import Agency
from channels.base import ConnectedChannel, Identity, PolledChannel

Mode = ChannelAccount.Mode


@dataclass(frozen=True)
class Registered:
    """`begins_polling`: it was not polled before, so a webhook may still be set at the platform, which then answers no poll."""

    account: ChannelAccount
    created: bool
    begins_polling: bool


def agency_of(key: str) -> Agency:
    """The agency to which citizens are to write.

    Raises:
        AccountProblem: there is none, or it is a nation, which has no counter of its own.
    """
    agency = Agency.objects.filter(key=key).first()
    if agency is None:
        raise AccountProblem(f"There is no agency {key!r}: `manage.py agency list` shows them all, and `manage.py agency add` adds one.")
    if agency.kind == Agency.Kind.NATIONAL:
        raise AccountProblem(f"{key} is a nation, whose services are offered by its cities: name a city or a regency.")
    return agency


def mode_for(channel: ConnectedChannel, wanted: str | None, public_url: str) -> str:
    """How a new account hears of messages: as wanted, else by polling where that is possible and no public address is known.

    Raises:
        AccountProblem: it is to be polled and cannot be.
    """
    can_be_polled = isinstance(channel, PolledChannel)
    if wanted == Mode.POLLING and not can_be_polled:
        raise AccountProblem(f"{channel.name} cannot be polled: leave --polling out, set PUBLIC_URL, and use a webhook.")
    return wanted or (Mode.POLLING if can_be_polled and not public_url else Mode.WEBHOOK)


def stored_account(channel: ConnectedChannel, identity: Identity) -> ChannelAccount | None:
    """The row of what the platform calls by that id."""
    return ChannelAccount.objects.select_related("agency").filter(channel=channel.name, external_id=identity.external_id).first()


def register(
    channel: ConnectedChannel, agency: Agency, identity: Identity, entered: Entries, *, mode: str, wanted: str | None = None
) -> Registered:
    """Store an account, or renew the one that has this id at the platform: `mode` for a new one, `wanted` for one that is there.

    Raises:
        AccountProblem: the account belongs to another agency, or its id is too long.
    """
    if not identity.external_id or len(identity.external_id) > 100:
        raise AccountProblem("The platform's id of the account must have from 1 to 100 characters: give --set external_id=...")
    name, sealed = identity.name[:200], seal(json.dumps(entered.credentials, ensure_ascii=False))
    new = {"agency": agency, "name": name, "credentials": sealed, "settings": entered.settings, "mode": mode}
    with transaction.atomic():
        row, created = ChannelAccount.objects.select_for_update().get_or_create(
            channel=channel.name, external_id=identity.external_id, defaults=new
        )
        if created:
            return Registered(row, True, mode == Mode.POLLING)
        if row.agency_id != agency.pk:
            raise AccountProblem(
                f"This account belongs to the agency {row.agency.key} already, as {short(row)}: one account serves one agency. "
                f"Use another account, or remove that one first (`manage.py channel remove {short(row)}`)."
            )
        begins_polling = wanted == Mode.POLLING and row.mode != Mode.POLLING
        row.name, row.credentials, row.mode = name or row.name, sealed, wanted or row.mode
        # What introducing ourselves found, and what was not entered again, stays.
        row.settings = {**row.settings, **entered.settings}
        row.save(update_fields=["name", "credentials", "settings", "mode", "updated"])
    return Registered(row, False, begins_polling)


def introduce(row: ChannelAccount) -> str:
    """Tell the platform what it shows of us, and keep what that needs; returns a sentence.

    Raises:
        channels.errors.ChannelError: the platform did not take it.
    """
    sentence, found = platform.introduce(row)
    add_settings(row, found)
    return sentence


def add_settings(row: ChannelAccount, found: dict[str, Any]) -> None:
    """Merge into the settings, whoever else changes them at the same time."""
    if found:
        with transaction.atomic():
            fresh = ChannelAccount.objects.select_for_update().get(pk=row.pk)
            fresh.settings = {**fresh.settings, **found}
            fresh.save(update_fields=["settings", "updated"])
        row.settings = fresh.settings


def short(row: ChannelAccount) -> str:
    """The beginning of the id, by which commands find the account."""
    return str(row.pk)[:8]
