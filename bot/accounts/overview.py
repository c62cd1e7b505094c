"""What staff see of the accounts; never a secret."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence

from django.db.models import Count, Max
from django.utils import timezone

from bot.accounts.models import ChannelAccount, Contact
from bot.accounts.problem import AccountProblem
from bot.accounts.registering import short
from bot.accounts.vault import WrongKey, unseal
from bot.accounts.webhooks import address_of
from bot.columns import age, columns
from bot.desk.models import Conversation

# The variables from which `manage.py run` made the account.
MADE_FROM = "made_from"
_HEADER = ("id", "channel", "agency", "name", "mode", "", "contacts", "last heard")


def find(prefix: str) -> ChannelAccount:
    """The account whose id begins so.

    Raises:
        AccountProblem: there is none, or there are several.
    """
    wanted = prefix.lower()
    if not re.fullmatch(r"[0-9a-f-]{1,36}", wanted):
        raise AccountProblem(f"{prefix!r} is no account's id: `manage.py channel list` shows them.")
    found = [row for row in ChannelAccount.objects.select_related("agency") if str(row.pk).startswith(wanted)]
    if len(found) != 1:
        how_many = "No account's id begins" if not found else f"The ids of {len(found)} accounts begin"
        raise AccountProblem(f"{how_many} with {prefix}: `manage.py channel list` shows them.")
    return found[0]


def listing() -> list[str]:
    """Every account, a line each, and what should be known of some."""
    rows = ChannelAccount.objects.select_related("agency").order_by("channel", "agency__key", "created")
    counted = list(rows.annotate(contact_count=Count("contacts"), last_heard=Max("contacts__last_heard")))
    if not counted:
        return ["There are no accounts: `manage.py channel add --help` tells how to add one."]
    table = [_HEADER]
    for row in counted:
        heard = f"{age((timezone.now() - row.last_heard).total_seconds())} ago" if row.last_heard else "never"
        state = "enabled" if row.enabled else "disabled"
        table.append((short(row), row.channel, row.agency.key, shown_name(row), row.mode, state, str(row.contact_count), heard))
    return [*columns(table), *_orphans(counted)]


def details(row: ChannelAccount) -> list[str]:
    """One account, a line for each thing that is known."""
    contacts = {state: row.contacts.filter(state=state).count() for state in Contact.State.values}
    heard = row.contacts.aggregate(latest=Max("last_heard"))["latest"]
    found = {
        "id": str(row.pk),
        "channel": row.channel,
        "agency": row.agency.key,
        "name": row.name or "-",
        "platform's id": row.external_id,
        "mode": row.mode,
        "enabled": "yes" if row.enabled else "no",
        "webhook": address_of(row) or "set PUBLIC_URL to see its address",
        "secrets": _names_of_secrets(row),
        "contacts": ", ".join(f"{number} {state}" for state, number in contacts.items() if number) or "none",
        "last heard": f"{heard:%Y-%m-%d %H:%M} UTC" if heard else "never",
        "added": f"{row.created:%Y-%m-%d %H:%M} UTC",
    }
    for name, value in row.settings.items():
        found[name.replace("_", " ")] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return columns([(f"{name}:", value) for name, value in found.items()])


def shown_name(row: ChannelAccount) -> str:
    """What the platform calls it, else the platform's id."""
    return row.name or row.external_id


def losses(row: ChannelAccount) -> tuple[int, int]:
    """How many contacts go with the account, and how many conversations lose their address."""
    return row.contacts.count(), Conversation.objects.filter(contact__account=row).count()


def _names_of_secrets(row: ChannelAccount) -> str:
    try:
        names = sorted(json.loads(unseal(row.credentials)))
    except WrongKey as error:
        return f"unreadable. {error}"
    return f"{', '.join(names) or 'none'} (stored encrypted, never shown)"


def _orphans(rows: Sequence[ChannelAccount]) -> Iterator[str]:
    for row in rows:
        gone = [variable for variable in row.settings.get(MADE_FROM, ()) if not os.environ.get(variable, "").strip()]
        if gone:
            yield (
                f"{short(row)} was made from {', '.join(gone)}, which is no longer set; the account stays until "
                f"`manage.py channel disable {short(row)}` or `remove`."
            )
