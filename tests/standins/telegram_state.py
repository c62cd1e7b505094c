"""What Telegram's servers remember: bots, chats, messages, and updates that a bot has not taken yet."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.standins.faults import Faults
from tests.standins.journal import Journal
from tests.standins.outgoing import Outgoing
from tests.standins.rate import Bucket, Penalties, Window

Update = dict[str, Any]
# All but these are sent unless asked for (https://core.telegram.org/bots/api#getupdates).
ON_REQUEST = ("chat_member", "message_reaction", "message_reaction_count")


@dataclass
class Topic:
    """One topic of a forum."""

    name: str
    by_bot: bool = False
    closed: bool = False


@dataclass
class Chat:
    """One chat as one bot sees it."""

    id: int
    name: str = ""
    language: str = ""
    blocked: bool = False
    migrated_to: int | None = None
    forum: bool = False
    administers: bool = False
    manages_topics: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    bucket: Bucket = field(init=False)

    def __post_init__(self) -> None:
        # https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
        self.bucket = Bucket(1, 3) if self.private else Bucket(20 / 60, 20)

    @property
    def private(self) -> bool:
        """Whether it is a chat with one citizen."""
        return self.id > 0

    def as_json(self) -> dict[str, Any]:
        """The `Chat` object."""
        if self.private:
            return {"id": self.id, "first_name": self.name or f"Citizen {self.id}", "type": "private"}
        kind = "supergroup" if str(self.id).startswith("-100") else "group"
        return {"id": self.id, "title": self.name or f"Group {self.id}", "type": kind, **({"is_forum": True} if self.forum else {})}


@dataclass
class Webhook:
    """Where a bot's updates go."""

    url: str
    secret: str = ""
    connections: int = 40
    error_date: int = 0
    error: str = ""
    slots: asyncio.Semaphore = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.slots = asyncio.Semaphore(self.connections)


class Bot:
    """One bot and everything that belongs to it."""

    def __init__(self, token: str, number: int) -> None:
        self.token = token
        self.id = int(token.split(":")[0])
        self.username = f"layanan_warga_{number}_bot"
        self.name = f"Layanan Warga {number}"
        self.chats: dict[int, Chat] = {}
        self.messages: dict[tuple[int, int], dict[str, Any]] = {}
        self.pending: dict[int, Update] = {}
        self.queries: dict[str, float] = {}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.texts: dict[str, str] = {}
        self.webhook: Webhook | None = None
        self.allowed: list[str] = []
        self.accepted: Counter[str] = Counter()
        self.window = Window(30)
        self.penalties = Penalties()
        self.poll: asyncio.Future[None] | None = None
        self.arrived = asyncio.Event()
        self._message_id = random.randrange(1000, 5000)
        self._update_id = random.randrange(100_000_000, 800_000_000)

    def me(self) -> dict[str, Any]:
        """The `User` object of the bot."""
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}

    def next_message_id(self) -> int:
        """A new id; one count for all chats of the bot, as in private chats."""
        self._message_id += 1
        return self._message_id

    def chat(self, number: int) -> Chat:
        """The chat, known from now on."""
        return self.chats.setdefault(number, Chat(number))

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind."""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def queue(self, kind: str, content: dict[str, Any]) -> int | None:
        """Keep an update for the bot; returns its id, or None when the bot does not want this kind."""
        if not self.wants(kind):
            return None
        self._update_id += 1
        self.pending[self._update_id] = {"update_id": self._update_id, kind: content}
        self.arrived.set()
        return self._update_id

    def query(self) -> str:
        """The id of a new callback query."""
        number = str(secrets.randbits(62))
        self.queries[number] = time.monotonic()
        return number


class World:
    """The whole of this Telegram."""

    def __init__(self, tokens: list[str], routes: dict[str, str]) -> None:
        self.tokens = tokens
        self.journal, self.faults = Journal(), Faults()
        self.outgoing = Outgoing(routes)
        self.bots: dict[str, Bot] = {}
        self.reset()

    def reset(self) -> None:
        """Begin anew; webhooks and menus are forgotten too."""
        for bot in self.bots.values():
            # Who waits for the old bot's updates would miss the new one's.
            bot.arrived.set()
        self.bots = {token: Bot(token, number) for number, token in enumerate(self.tokens, 1)}
        self.faults.clear()
        self.journal.reset()

    def bot(self, wanted: str = "") -> Bot:
        """A bot by token, number or user name; the first one by default.

        Raises:
            KeyError: there is none.
        """
        for bot in self.bots.values():
            if wanted in ("", bot.token, str(bot.id), bot.username):
                return bot
        raise KeyError(f"There is no bot {wanted}.")


def chat_of(update: Update) -> str:
    """The chat that an update belongs to."""
    kind = next(name for name in update if name != "update_id")
    content = update[kind]
    chat = content["message"]["chat"] if kind == "callback_query" else content["chat"]
    return str(chat["id"])
