"""What Twilio's servers remember: accounts, their senders and content, the citizens and the messages."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from tests.standins.faults import Faults
from tests.standins.journal import Journal
from tests.standins.outgoing import Outgoing
from tests.standins.rate import Penalties, Window

WINDOW = 24 * 3600.0
STATUSES = ("queued", "sent", "delivered", "read")


def sid(prefix: str) -> str:
    """A new id as Twilio makes them."""
    return prefix + secrets.token_hex(16)


def rfc2822(moment: float) -> str:
    """A time as the API of 2010 writes it."""
    return dt.datetime.fromtimestamp(moment, dt.UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")


def iso(moment: float) -> str:
    """A time as the newer APIs write it."""
    return dt.datetime.fromtimestamp(moment, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Citizen:
    """One fake citizen on WhatsApp, as one account knows them."""

    number: str
    name: str = ""
    heard: float | None = None
    opted_out: bool = False
    outcomes: deque[int] = field(default_factory=deque)

    @property
    def window_open(self) -> bool:
        """Whether free text reaches them: they wrote within 24 hours."""
        return self.heard is not None and time.time() - self.heard < WINDOW


@dataclass
class Content:
    """A content template."""

    sid: str
    language: str
    types: dict[str, Any]
    name: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    approval: dict[str, str] | None = None
    created: float = field(default_factory=time.time)

    @property
    def approved(self) -> bool:
        """Whether WhatsApp has approved it for use outside the 24 hours."""
        return self.approval is not None and self.approval["status"] == "approved"


class Account:
    """One account."""

    def __init__(self, number: str, token: str, senders: list[str]) -> None:
        self.sid, self.token, self.senders = number, token, senders
        self.old_tokens: set[str] = set()
        self.webhook = ""
        self.contents: dict[str, Content] = {}
        self.citizens: dict[str, Citizen] = {}
        self.messages: dict[str, dict[str, Any]] = {}
        self.shown: dict[str, list[dict[str, str]]] = {}
        self.heard: dict[str, str] = {}
        self.accepted: Counter[str] = Counter()
        self.windows = {sender: Window(80) for sender in senders}
        self.penalties = Penalties()
        self.waiting: dict[str, int] = {}
        self.lost: list[str] = []

    def citizen(self, number: str) -> Citizen:
        """The citizen with this number, known from now on."""
        return self.citizens.setdefault(number, Citizen(number))


@dataclass
class Callbacks:
    """How status callbacks are made: `documented` or `random` order, which statuses, and seconds between two."""

    order: str = "documented"
    statuses: tuple[str, ...] = STATUSES
    pause: float = 0.02


@dataclass(frozen=True)
class Options:
    """How this Twilio is set up. `retry_for`: seconds for which a call that was not taken is made again; 0 for once only."""

    retry_for: float = 60.0
    advanced_opt_out: bool = False


class World:
    """The whole of this Twilio."""

    def __init__(self, accounts: dict[str, str], senders: dict[str, str], routes: dict[str, str], options: Options) -> None:
        self._accounts, self._senders = accounts, senders
        self.options = options
        self.journal, self.faults = Journal(), Faults()
        self.outgoing = Outgoing(routes, timeout=15.0)
        self.accounts: dict[str, Account] = {}
        self.callbacks = Callbacks()
        self.reset()

    def reset(self) -> None:
        """Begin anew; webhooks and content are forgotten too."""
        self.accounts = {
            number: Account(number, token, [sender for sender, owner in self._senders.items() if owner == number])
            for number, token in self._accounts.items()
        }
        self.callbacks = Callbacks()
        self.faults.clear()
        self.journal.reset()

    def account(self, wanted: str = "") -> Account:
        """An account by id or by one of its senders; the first one by default.

        Raises:
            KeyError: there is none.
        """
        for account in self.accounts.values():
            if wanted in ("", account.sid, *account.senders):
                return account
        raise KeyError(f"There is no account {wanted}.")
