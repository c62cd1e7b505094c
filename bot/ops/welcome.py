"""The one screen that `manage.py run` shows when everything is up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import DatabaseError, connection

from bot.accounts.models import ChannelAccount
from bot.environment import STANDARD_PORT, Environment
from bot.ops.processes import web_host

QUESTIONS = (
    ("Banyuwangi", "KTP saya hilang, syarat bikin baru apa saja?", "身分証（KTP）をなくしました。何が必要ですか"),
    ("Fukuoka", "Biaya juminhyo berapa?", "住民票の写しの手数料はいくらですか"),
    ("Neyagawa", "Cara lapor pindah masuk gimana?", "転入届はいつまでに出せばいいですか"),
)


_Answer = TypeVar("_Answer")
_MOST_ACCOUNTS = 3


def _asked(question: Callable[[], _Answer], otherwise: _Answer) -> _Answer:
    """What the database answers, or `otherwise` while it cannot: everything runs, and the screen is no reason to stop it."""
    try:
        return question()
    except DatabaseError:
        return otherwise
    finally:
        # This process lives on and asks nothing more.
        connection.close()


def connected_accounts() -> list[str]:
    """Each account that is switched on, in a few words, and only a number where they are many."""
    rows: list[ChannelAccount] = _asked(lambda: list(ChannelAccount.objects.filter(enabled=True).order_by("created")), [])
    shown = [f"{row.channel.title():<9}{(row.name or row.external_id)[:50]} ({row.mode})" for row in rows[:_MOST_ACCOUNTS]]
    return shown if len(rows) <= _MOST_ACCOUNTS else [*shown, f"... and {len(rows) - _MOST_ACCOUNTS} more"]


def first_account_is_missing() -> bool:
    """Whether nobody can sign in to the console yet."""
    return _asked(lambda: not User.objects.filter(is_active=True).exists(), False)


def _staff(env: Environment, first: bool) -> list[str]:
    """The console's address, and how one gets in where nobody has an account: with this installation's settings, which make the link."""
    told = [f"  Staff  http://{web_host(env)}:{env.port}/console/"]
    if first:
        port = f"PORT={env.port} " if env.port != STANDARD_PORT else ""
        told.append(f"         first account: {port}.venv/bin/python manage.py createadmin --email you@city.example")
    return told


def welcome(env: Environment, accounts: Sequence[str] = (), *, first_account: bool = False) -> str:
    """The address to open, first questions, the staff's way in, the accounts, where the logs are, and how to stop."""
    lines = ["", "The assistant is running.", "", f"  Open   http://{web_host(env)}:{env.port}/", "  Ask"]
    for city, indonesian, japanese in QUESTIONS:
        lines += [f"         {city + ':':<12}{indonesian}", f"         {'':<12}{japanese}"]
    lines += _staff(env, first_account)
    lines += [f"  {account}" for account in accounts]
    lines += [f"  Logs   {env.state_folder.absolute() / 'log'}", "  Stop   Ctrl-C", ""]
    return "\n".join(lines)
