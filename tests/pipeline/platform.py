"""A platform with accounts, a webhook and polling, as simple as the contract allows, and a citizen's side of it."""

from __future__ import annotations

import asyncio
import hmac
import itertools
import json
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, get_args

import redis.asyncio
from django.http import HttpResponse
from django.test import AsyncClient

from bot.accounts.directory import DIRECTORY
from bot.accounts.models import ChannelAccount, Contact
from bot.accounts.vault import conversation_id, seal
from bot.catalogue.models import Agency
from bot.pipeline import keys
from bot.pipeline.inbox import put
from bot.pipeline.messages import InboundMessage
from bot.pipeline.sender import Sender
from bot.pipeline.worker import Worker
from channels.base import (
    Account,
    ContactUpdate,
    Delivery,
    Event,
    Identity,
    Incoming,
    Kind,
    Limits,
    Media,
    Outgoing,
    PolledChannel,
    Rates,
    StatusUpdate,
    WebhookRequest,
)
from channels.errors import BadSignature, MalformedPayload, WindowClosed
from tests.pipeline.fakes import CountingDialogue, consuming, empty, until

SECRET = "only the platform knows"
ADDRESS = "+6281234567890"
OTHER_ADDRESS = "987654321"
PATH = "path-of-the-first-account"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Sent:
    """One part that the platform was handed."""

    address: str
    part: str
    reply: Mapping[str, Any]
    at: float


@dataclass
class FakePlatform(PolledChannel):
    """Takes what it is handed, unless told otherwise: `errors` maps a part to what is raised, once each."""

    name: ClassVar[str] = "platform"
    limits: ClassVar[Limits] = Limits(1000, 3, 20)
    rates: ClassVar[Rates | None] = None

    sent: list[Sent] = field(default_factory=list)
    refused_at: list[float] = field(default_factory=list)
    errors: dict[str, list[Exception]] = field(default_factory=dict)
    window_closed: bool = False
    asked_for_parts: int = 0
    typed: list[str] = field(default_factory=list)
    typing_error: Exception | None = None
    news: list[tuple[int, Event]] = field(default_factory=list)
    polled_from: list[str] = field(default_factory=list)
    poll_errors: list[Exception] = field(default_factory=list)
    polling_now: int = 0
    most_polling: int = 0
    confirmed: list[Event] = field(default_factory=list)

    @property
    def parts_sent(self) -> list[str]:
        """What was handed over, in order."""
        return [one.part for one in self.sent]

    async def identify(self, credentials: Mapping[str, str], settings: Mapping[str, Any]) -> Identity:
        """Anybody is welcome."""
        return Identity("1", "Platform")

    def verify(self, account: Account, request: WebhookRequest) -> None:
        """The secret stands in a header."""
        given = request.headers.get("x-platform-secret", "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, account.credentials["secret"].encode()):
            raise BadSignature("The secret is wrong.")

    def parse(self, account: Account, request: WebhookRequest) -> list[Event]:
        """A JSON object with a list of events."""
        try:
            return [_event(one) for one in json.loads(request.body)["events"]]
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
            raise MalformedPayload(f"It cannot be read ({type(error).__name__}).") from error

    def parts(self, account: Account, message: Outgoing) -> Sequence[str]:
        """A bar divides the parts."""
        self.asked_for_parts += 1
        if self.window_closed:
            raise WindowClosed("63016", "The citizen wrote more than 24 hours ago.")
        return str(message.reply["text"]).split("|")

    async def send(self, account: Account, message: Outgoing, part: str) -> Delivery:
        """Take it, or refuse it as told."""
        if self.errors.get(part):
            self.refused_at.append(time.monotonic())
            raise self.errors[part].pop(0)
        self.sent.append(Sent(message.address, part, message.reply, time.monotonic()))
        return Delivery("sent", f"provider-{len(self.sent)}")

    async def typing(self, account: Account, address: str, in_reply_to: str) -> None:
        """Count it."""
        self.typed.append(address)
        if self.typing_error is not None:
            raise self.typing_error

    async def poll(self, account: Account, position: str) -> tuple[list[Event], str]:
        """The news behind the position, a number."""
        self.polled_from.append(position)
        self.polling_now += 1
        self.most_polling = max(self.most_polling, self.polling_now)
        try:
            await asyncio.sleep(0.05)
            if self.poll_errors:
                raise self.poll_errors.pop(0)
            found = [(number, event) for number, event in self.news if number > int(position or 0)]
            return [event for _, event in found], str(max((number for number, _ in found), default=position or ""))
        finally:
            self.polling_now -= 1

    async def confirm(self, account: Account, event: Event) -> None:
        """Note it."""
        self.confirmed.append(event)


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _name(value: Any) -> str:
    """An id or address: not empty, and with nothing in it that cannot be encoded."""
    if not _words(value).encode():
        raise ValueError
    return str(value)


def _one_of(value: Any, allowed: Any) -> Any:
    if value not in get_args(allowed):
        raise ValueError
    return value


def _event(given: dict[str, Any]) -> Event:
    if "status" in given:
        status = _one_of(given["status"], Literal["sent", "delivered", "read", "failed"])
        return StatusUpdate(
            _words(given["conversation"]), int(given["message"]), status, _words(given.get("code", "")), _words(given.get("reason", ""))
        )
    if "state" in given or "new_address" in given:
        state = _one_of(given.get("state"), Literal["active", "blocked", "opted_out", None])
        moved = _name(given["new_address"]) if given.get("new_address") else ""
        return ContactUpdate(_name(given["id"]), _name(given["from"]), state, moved)
    media, place = given.get("media"), given.get("location")
    kind = _one_of(given.get("kind", "text"), Kind)
    if not given["id"]:
        raise ValueError
    if place and not all(math.isfinite(degrees) for degrees in place):
        raise ValueError
    if kind == "location" and not place:
        raise ValueError
    return Incoming(
        external_id=_words(given["id"]),
        address=_name(given["from"]),
        kind=kind,
        text=_words(given.get("text", "")),
        button=_words(given.get("button", "")),
        language=_one_of(given.get("language", "id"), Literal["id", "ja", ""]),
        media=Media(_words(media["type"]), media.get("size") and int(media["size"])) if media else None,
        location=(float(place[0]), float(place[1])) if place else None,
        edits=_name(given["edits"]) if kind == "edit" else "",
        query=_words(given.get("query", "")),
    )


def said(text: str = "", address: str = ADDRESS, **changes: Any) -> dict[str, Any]:
    """One event of a citizen, with a platform's id of its own."""
    return {"id": f"m{next(_numbers)}", "from": address, "text": text, **changes}


def add_account(path: str = PATH, agency: str = "kota-uji", **changes: Any) -> str:
    """Store an account; returns its id."""
    fields = {
        "agency": Agency.objects.get(key=agency),
        "channel": "platform",
        "external_id": path,
        "credentials": seal(json.dumps({"secret": SECRET})),
        "path": path,
    }
    made = ChannelAccount.objects.create(**{**fields, **changes})
    DIRECTORY.forget()
    return str(made.pk)


def the_contact() -> Contact:
    """The only contact."""
    return Contact.objects.get()


@dataclass
class Line:
    """The way from the platform to the pipeline and back; `conversation` is that of `ADDRESS` with the account."""

    redis: redis.asyncio.Redis[str]
    platform: FakePlatform
    account: str
    web: AsyncClient = field(default_factory=AsyncClient)
    dialogue: Any = None

    def __post_init__(self) -> None:
        self.dialogue = self.dialogue or CountingDialogue(self.redis)

    @property
    def conversation(self) -> str:
        """The conversation of the citizen that the tests speak of."""
        return conversation_id(self.account, ADDRESS)

    async def call(self, *events: dict[str, Any], path: str = PATH, secret: str = SECRET, body: bytes | None = None) -> HttpResponse:
        """A request of the platform with these events."""
        content = json.dumps({"events": events}).encode() if body is None else body
        answer: Any = await self.web.post(f"/hooks/{path}", content, content_type="application/json", headers={"X-Platform-Secret": secret})
        found: HttpResponse = answer
        return found

    async def hear(self, *events: dict[str, Any]) -> None:
        """A request that is taken."""
        answer = await self.call(*events)
        assert answer.status_code == 200, answer.content

    async def inbox(self, conversation: str | None = None) -> list[InboundMessage]:
        """What waits in the inbox of a conversation's partition."""
        stored = await self.redis.xrange(keys.stream("inbox", keys.partition_of(conversation or self.conversation)))
        return [InboundMessage.from_fields(fields) for _, fields in stored]

    async def work(self) -> None:
        """Let the worker handle what waits."""
        async with consuming("inbox", Worker(self.dialogue, self.redis).handling.with_limits(first_pause=0.02)):
            await until(lambda: empty(self.redis, "inbox"))

    async def send(self) -> None:
        """Let a new sender send what waits."""
        async with consuming("outbox", Sender().handling.with_limits(first_pause=0.02, longest_pause=0.05)):
            await until(lambda: empty(self.redis, "outbox"))

    async def ask(self, *events: dict[str, Any]) -> list[str]:
        """The request, the worker and the sender; returns what the platform was handed for it."""
        before = len(self.platform.sent)
        await self.hear(*events)
        await self.work()
        await self.send()
        return self.platform.parts_sent[before:]

    async def put(self, **changes: Any) -> None:
        """Put a message of the citizen as the webhook does, with other fields than the clock gives."""
        fields: dict[str, Any] = {
            "external_id": f"m{next(_numbers)}",
            "conversation": self.conversation,
            "agency": "kota-uji",
            "channel": "platform",
            "text": "",
            "button_key": "",
            "language": "id",
            "received": "2026-01-01T00:00:00+00:00",
            "masked": False,
            "account": self.account,
            "contact": seal(ADDRESS),
        }
        assert await put(InboundMessage(**{**fields, **changes}))
