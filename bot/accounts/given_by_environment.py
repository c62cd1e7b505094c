"""Accounts whose credentials stand in environment variables: one token, and the bot is live."""

from __future__ import annotations

import json
import os
from collections.abc import Callable

from bot.accounts import platform, webhooks
from bot.accounts.entries import Entries
from bot.accounts.models import ChannelAccount
from bot.accounts.overview import MADE_FROM, shown_name
from bot.accounts.problem import AccountProblem, credentials_are_wrong
from bot.accounts.registering import agency_of, introduce, register, short, stored_account
from bot.accounts.vault import WrongKey, unseal
from bot.catalogue.models import Agency
from bot.environment import environment
from channels import registry
from channels.base import PolledChannel
from channels.errors import ChannelError

Say = Callable[[str], None]


def connect_given_accounts(say: Say) -> None:
    """Make or renew the account of each channel whose variables are all set; what cannot be done now is said in a sentence.

    Raises:
        AccountProblem: a platform refuses what a variable holds, or DEFAULT_AGENCY names no agency that citizens can write to.
    """
    for name in registry.names():
        channel = registry.connected(name)
        if not isinstance(channel, PolledChannel) or not channel.environment:
            continue
        given = {variable: os.environ.get(variable, "").strip() for variable in channel.environment}
        if all(given.values()):
            credentials = {channel.environment[variable]: value for variable, value in given.items()}
            _connect(channel, credentials, _default_agency(), say)
        elif any(given.values()):
            missing = ", ".join(variable for variable, value in given.items() if not value)
            say(f"{name.title()} is not connected, because {missing} is not set.")


def _default_agency() -> Agency:
    try:
        return agency_of(environment().default_agency)
    except AccountProblem as problem:
        raise AccountProblem(f"DEFAULT_AGENCY cannot be used. {problem}") from problem


def _connect(channel: PolledChannel, credentials: dict[str, str], agency: Agency, say: Say) -> None:
    variables = ", ".join(channel.environment)
    try:
        identity = platform.identify(channel, credentials, {})
    except ChannelError as error:
        if credentials_are_wrong(error):
            raise AccountProblem(
                f"{variables} is not accepted ({error.code}): {error.message} "
                "Change it in the environment or in .env, or empty it to start without."
            ) from error
        say(_unreachable(channel, credentials, variables, error))
        return
    known = stored_account(channel, identity)
    if known is not None and known.agency_id != agency.pk:
        say(
            f"{channel.name.title()}: {shown_name(known)} belongs to the agency {known.agency.key} and stays there, whatever "
            f"DEFAULT_AGENCY says; to move it, remove it first (`manage.py channel remove {short(known)}`)."
        )
        return
    before = _credentials(known)
    # What has no variable, such as a secret of the webhook, stays.
    entered = Entries({**before, **credentials}, {} if known else {MADE_FROM: list(channel.environment)})
    done = register(channel, agency, identity, entered, mode=ChannelAccount.Mode.POLLING)
    if done.created:
        _begin(channel, done.account, say)
        return
    if done.account.mode == ChannelAccount.Mode.WEBHOOK and entered.credentials != before:
        say(f"{variables} has changed: tell the platform the webhook again with `manage.py channel webhook set {short(done.account)}`.")
    if not done.account.enabled:
        say(
            f"{channel.name.title()}: {shown_name(done.account)} is switched off and will not answer: "
            f"`manage.py channel enable {short(done.account)}`."
        )


def _begin(channel: PolledChannel, row: ChannelAccount, say: Say) -> None:
    say(f"{channel.name.title()}: {shown_name(row)} now answers for {row.agency.key}.")
    try:
        webhooks.delete_webhook(row)
        introduce(row)
    except ChannelError as error:
        say(f"{error.message} What it shows of us is not set up yet: `manage.py channel introduce {short(row)}`.")
    earlier = [
        other
        for other in ChannelAccount.objects.filter(channel=channel.name, enabled=True).exclude(pk=row.pk)
        if other.settings.get(MADE_FROM) == list(channel.environment)
    ]
    for other in earlier:
        say(
            f"{channel.name.title()}: {shown_name(other)}, made from {', '.join(channel.environment)} earlier, goes on as well; "
            f"`manage.py channel disable {short(other)}` ends that."
        )


def _credentials(row: ChannelAccount | None) -> dict[str, str]:
    try:
        return dict(json.loads(unseal(row.credentials))) if row is not None else {}
    except WrongKey:
        return {}  # they cannot be read any more, and are written anew


def _unreachable(channel: PolledChannel, credentials: dict[str, str], variables: str, error: ChannelError) -> str:
    cannot = f"{channel.name.title()} cannot be asked now ({error.code}: {error.message.rstrip('.')})"
    for row in ChannelAccount.objects.filter(channel=channel.name):
        if credentials.items() <= _credentials(row).items():
            return f"{cannot}: {shown_name(row)} answers as soon as it can be reached."
    return f"{cannot}: the account of {variables} is not known yet and will not answer until this is started again with a network."
