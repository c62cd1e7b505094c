"""`manage.py channel ...`: an agency's accounts with messaging platforms."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from django.core.management.base import BaseCommand, CommandError

from bot.accounts import entries, overview, platform, registering, webhooks
from bot.accounts.directory import as_account
from bot.accounts.models import ChannelAccount
from bot.accounts.problem import AccountProblem
from bot.accounts.registering import Mode, short
from bot.accounts.rekeying import rekey
from bot.accounts.vault import WrongKey
from bot.environment import environment
from channels import registry
from channels.base import ConnectedChannel, Identity
from channels.errors import ChannelError

_IDENTITY = frozenset({"external_id", "name"})
_NEED_AN_ID = {
    "show": "everything that may be shown of one account",
    "check": "ask the platform whether the stored credentials still hold",
    "enable": "take messages of the account, and send",
    "disable": "neither take nor send; what is on its way waits",
    "introduce": "tell the platform what it shows of us, such as commands or templates",
}


class Command(BaseCommand):
    """Add, check, connect and remove accounts; secrets are never shown and never taken from the command line."""

    help = "Manage the accounts of agencies with messaging platforms."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the sub-commands."""
        sub = parser.add_subparsers(dest="action", required=True)
        fields = "\n".join(line for name in registry.names() for line in entries.described(registry.connected(name)))
        add = sub.add_parser(
            "add",
            help="add an account, or renew the credentials of one that exists",
            description=f"Add an account, or renew one. What a channel needs:\n\n{fields}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        add.add_argument("channel", choices=registry.names())
        add.add_argument("--agency", required=True, metavar="KEY")
        add.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a value that is not secret")
        add.add_argument("--secrets", metavar="FILE", help="lines NAME=VALUE; - reads standard input; without it they are asked for")
        mode = add.add_mutually_exclusive_group()
        mode.add_argument("--polling", dest="mode", action="store_const", const=Mode.POLLING.value, help="ask the platform for messages")
        mode.add_argument("--webhook", dest="mode", action="store_const", const=Mode.WEBHOOK.value, help="the platform calls us")
        add.add_argument("--no-check", action="store_true", help="do not ask the platform; then --set external_id=... is needed")
        sub.add_parser("list", help="list the accounts")
        for name, text in _NEED_AN_ID.items():
            sub.add_parser(name, help=text).add_argument("id", help="the account's id, or its beginning")
        remove = sub.add_parser("remove", help="remove an account and its contacts; conversations stay")
        remove.add_argument("id", help="the account's id, or its beginning")
        remove.add_argument("--yes", action="store_true", help="do not ask")
        webhook = sub.add_parser("webhook", help="tell the platform where to call, or to call no more")
        webhook.add_argument("what", choices=("set", "delete"))
        webhook.add_argument("id", help="the account's id, or its beginning")
        sub.add_parser("new-key", help="make a key for ENCRYPTION_KEYS")
        sub.add_parser("rekey", help="encrypt everything anew with the first of ENCRYPTION_KEYS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command."""
        method = getattr(self, "_" + options["action"].replace("-", "_"))
        try:
            if "id" in options:
                method(overview.find(options["id"]), options)
            else:
                method(options)
        except (AccountProblem, WrongKey) as problem:
            raise CommandError(str(problem)) from problem
        except ChannelError as error:
            raise CommandError(f"{error.message} ({error.code})") from error

    def _add(self, options: dict[str, Any]) -> None:
        channel = registry.connected(options["channel"])
        agency = registering.agency_of(options["agency"])
        mode = registering.mode_for(channel, options["mode"], environment().public_url)
        checked = not options["no_check"]
        given = entries.read_set(channel, options["set"], frozenset() if checked else _IDENTITY)
        entered = entries.entries(channel, {**given, **self._secrets(channel, options["secrets"])})
        if checked:
            identity = platform.identify(channel, entered.credentials, entered.settings)
        else:
            identity = Identity(given.get("external_id", ""), given.get("name", ""))
        done = registering.register(channel, agency, identity, entered, mode=mode, wanted=options["mode"])
        row = done.account
        verb = "Added" if done.created else "Renewed"
        self._say(f"{verb} {row.pk}: {row.channel} {overview.shown_name(row)} of {agency.key} ({row.mode}).")
        if done.begins_polling and checked:
            self._begin_polling(row)
        self._say_what_is_next(row, done.created)

    def _begin_polling(self, row: ChannelAccount) -> None:
        try:
            webhooks.delete_webhook(row)
        except ChannelError as error:
            raise CommandError(
                f"It is stored, but a webhook may still be set at the platform: {error.message} "
                f"Try again with `manage.py channel webhook delete {short(row)}`."
            ) from error

    def _say_what_is_next(self, row: ChannelAccount, created: bool) -> None:
        if not row.enabled:
            self._say(f"It is switched off: `manage.py channel enable {short(row)}`.")
        if not created:
            if row.mode == Mode.WEBHOOK:
                self._say(f"The platform may have to be told the webhook again: `manage.py channel webhook set {short(row)}`.")
            return
        if row.mode == Mode.POLLING:
            self._say("Nothing else is needed: a running assistant asks for its messages within seconds.")
        else:
            first = "" if environment().public_url else "set PUBLIC_URL, then "
            self._say(f"Next: {first}`manage.py channel webhook set {short(row)}`.")
        self._say(f"What the platform shows of us is set up by `manage.py channel introduce {short(row)}`.")

    def _secrets(self, channel: ConnectedChannel, file: str | None) -> dict[str, str]:
        secret = [one for one in channel.fields if one.secret]
        if file is None and not sys.stdin.isatty():
            if any(one.required for one in secret):
                names = ", ".join(one.name for one in secret)
                raise AccountProblem(f"There is no terminal to ask for {names}: give --secrets FILE, or --secrets - for standard input.")
            return {}
        if file is None:
            return {one.name: getpass.getpass(f"{one.name} ({one.help.rstrip('.')}): ").strip() for one in secret}
        if file == "-":
            return entries.read_lines(channel, sys.stdin)
        try:
            return entries.read_lines(channel, Path(file).read_text(encoding="utf-8").splitlines())
        except (OSError, UnicodeDecodeError) as error:
            raise AccountProblem(f"The file {file} cannot be read ({type(error).__name__}).") from error

    def _list(self, options: dict[str, Any]) -> None:
        self._say(*overview.listing())

    def _show(self, row: ChannelAccount, options: dict[str, Any]) -> None:
        self._say(*overview.details(row))

    def _check(self, row: ChannelAccount, options: dict[str, Any]) -> None:
        account = as_account(row)
        identity = platform.identify(platform.channel_of(row), account.credentials, account.settings)
        if identity.external_id != row.external_id:
            raise AccountProblem(
                f"The credentials belong to {identity.name}, another account than {overview.shown_name(row)}: "
                f"enter the right ones with `manage.py channel add {row.channel} --agency {row.agency.key}`."
            )
        ChannelAccount.objects.filter(pk=row.pk).update(name=identity.name[:200])
        self._say(f"The platform accepts the credentials of {identity.name}.")

    def _enable(self, row: ChannelAccount, options: dict[str, Any]) -> None:
        self._switch(row, True)

    def _disable(self, row: ChannelAccount, options: dict[str, Any]) -> None:
        self._switch(row, False)

    def _switch(self, row: ChannelAccount, on: bool) -> None:
        changed = ChannelAccount.objects.filter(pk=row.pk, enabled=not on).update(enabled=on)
        how = "switched on" if on else "switched off"
        self._say(f"{overview.shown_name(row)} is {how}{'' if changed else ' already'}.")

    def _remove(self, row: ChannelAccount, options: dict[str, Any]) -> None:
        contacts, conversations = overview.losses(row)
        what = (
            f"{overview.shown_name(row)} ({row.channel}, {row.agency.key}) goes with {contacts} contact(s); {conversations} "
            "conversation(s) stay and lose their address, so nobody can answer in them any more"
        )
        if not options["yes"]:
            if not sys.stdin.isatty():
                raise CommandError(f"{what}: repeat the command with --yes.")
            self._say(f"{what}.")
            if input("Remove it? [y/N] ").strip().lower() not in {"y", "yes"}:
                raise CommandError("Nothing was removed.")
        if row.mode == Mode.WEBHOOK:
            try:
                self._say(platform.set_webhook(row, None))
            except (AccountProblem, ChannelError, WrongKey):
                self._say("The platform could not be told to call no more: take the webhook's address out there by hand.")
        row.delete()
        self._say(f"Removed {what.replace('goes with', 'with', 1)}.")

    def _webhook(self, row: ChannelAccount, options: dict[str, Any]) -> None:
        self._say(webhooks.set_webhook(row) if options["what"] == "set" else webhooks.delete_webhook(row))
        if options["what"] == "delete":
            polled = row.mode == Mode.POLLING
            self._say("From now on it is polled." if polled else "It cannot be polled, so no message comes in until a webhook is set.")

    def _introduce(self, row: ChannelAccount, options: dict[str, Any]) -> None:
        self._say(registering.introduce(row))

    def _new_key(self, options: dict[str, Any]) -> None:
        self._say(Fernet.generate_key().decode())

    def _rekey(self, options: dict[str, Any]) -> None:
        result = rekey()
        self._say(f"Encrypted anew: {result.changed}. With the first key already: {result.current}.")
        if result.unreadable:
            raise CommandError(f"{result.unreadable} row(s) could not be read. {WrongKey()} Then run this again.")
        self._say(
            "Keep the former keys in ENCRYPTION_KEYS until every process runs with the new one, this command has run once more after that, "
            "and the inbox and its dead letters hold nothing from before: `manage.py outbox list --inbox`."
        )

    def _say(self, *sentences: str) -> None:
        for sentence in sentences:
            self.stdout.write(sentence)
