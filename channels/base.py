"""What a channel is: a translator between one platform and the pipeline.

A channel checks who calls, reads what came, and sends. It decides nothing else: dedupe, masking, order, retries, back-off, rate
limits, status, dead letters and logs are done once, outside. A channel is one module, one line in `channels/registry.py`, one test
file and its payloads; nothing else in the project names it.
"""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from channels.approved import Approved

Kind = Literal["text", "button", "location", "contact", "media", "unsupported", "edit", "group", "stop", "start"]


@dataclass(frozen=True)
class Limits:
    """What fits into one message of the platform, in characters and in number."""

    text: int
    quick_replies: int
    quick_reply_title: int


@dataclass(frozen=True)
class Rates:
    """How fast the platform takes messages: so many a second, after a burst of so many; by account and by recipient."""

    account: float
    account_burst: int
    recipient: float
    recipient_burst: int


@dataclass(frozen=True)
class Field:
    """One thing that `manage.py channel add` needs to know. A secret is stored encrypted and never shown."""

    name: str
    help: str
    secret: bool = False
    required: bool = True


@dataclass(frozen=True)
class Account:
    """One agency's account with a platform. `path` is the secret last part of its webhook's address."""

    id: str
    agency: str
    channel: str
    path: str = field(default="", repr=False)
    polling: bool = False
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Identity:
    """Whom the platform says the credentials belong to: its own id of the account, and a name for staff."""

    external_id: str
    name: str


@dataclass(frozen=True)
class WebhookRequest:
    """A request as the platform sent it: the public address it called, headers by lower-case name, and the raw body."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Acknowledgement:
    """What the webhook answers once everything is stored."""

    body: str = ""
    content_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Media:
    """What came along and is not kept: the kind of thing, its size in bytes where it is known."""

    type: str
    size: int | None = None


@dataclass(frozen=True)
class Incoming:
    """What a citizen did. Nothing is masked yet.

    `external_id` is the platform's id, unique within the conversation and at most 80 characters; `address` is where an answer goes.
    `text`: the words, the caption, or the title of the pressed button; `button`: the key that we issued; `language`: `id`, `ja` or
    empty; `edits`: the `external_id` of the message that this one replaces; `location`: latitude and longitude in degrees; `query`:
    what `Channel.confirm` needs.
    """

    external_id: str
    address: str
    kind: Kind
    text: str = ""
    button: str = ""
    language: str = ""
    media: Media | None = None
    location: tuple[float, float] | None = None
    edits: str = ""
    query: str = ""


Reason = Literal["", "window", "blocked", "opted_out", "invalid"]
"""Why nothing reaches the citizen: the time for free text is over, or a state of the contact."""


@dataclass(frozen=True)
class StatusUpdate:
    """What became of a message that we sent, by our own ids of conversation and message. Updates may come in any order."""

    conversation: str
    message: int
    status: Literal["sent", "delivered", "read", "failed"]
    code: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ContactUpdate:
    """The citizen has blocked us, lets us write again, or has another address."""

    external_id: str
    address: str
    state: Literal["active", "blocked", "opted_out"] | None = None
    new_address: str = ""


@dataclass(frozen=True)
class TopicMessage:
    """Somebody of the staff wrote in a topic of the group that serves as a desk. `person` is the platform's id of who wrote.

    `text` is empty where something else than words was sent; `edits` is the `external_id` of the message whose words they have changed.
    """

    external_id: str
    group: str
    thread: int
    person: str
    name: str = ""
    text: str = ""
    edits: str = ""


Event = Incoming | StatusUpdate | ContactUpdate | TopicMessage
# In an account's settings: the platform's id of the staff's group.
DESK_GROUP = "desk_group"


@dataclass(frozen=True)
class Outgoing:
    """One reply to one citizen.

    `reply` has the shape of `bot.replies.Reply.to_json` with keys in place of the buttons' meanings. `last_heard` is when the citizen
    last wrote; `purpose` names the template to use where free text is not allowed.
    """

    id: int
    conversation: str
    address: str
    language: str
    reply: Mapping[str, Any]
    in_reply_to: str = ""
    last_heard: dt.datetime | None = None
    purpose: str = "answer"


@dataclass(frozen=True)
class Delivery:
    """What the platform said; `provider_id` is its id of the message, where it gives one."""

    status: Literal["sent", "delivered"]
    provider_id: str = ""


@dataclass(frozen=True)
class Shown:
    """One message as the citizen sees it on the platform: its words without marks, and the buttons below it."""

    text: str
    buttons: tuple[str, ...] = ()


class Channel(ABC):
    """One platform. `label` is how it calls itself."""

    name: ClassVar[str]
    label: ClassVar[str] = ""
    limits: ClassVar[Limits]
    rates: ClassVar[Rates | None] = None
    free_text_for: ClassVar[dt.timedelta | None] = None
    """For how long after the citizen's last message the platform takes free text; None: always."""

    def reason(self, code: str) -> Reason:
        """What a code with which a message failed says of the citizen's chat; empty where it is about the message or the account."""
        return ""

    def numbers_choices(self, account: Account, choices: int) -> bool:
        """Whether so many choices may stand in the text as numbers to be typed, instead of buttons."""
        return False

    def parts(self, account: Account, message: Outgoing) -> Sequence[Any]:
        """The message cut into what the platform takes at once: the same parts each time, at least one. Pure.

        Raises:
            channels.errors.ChannelError: it cannot be sent now, or never.
        """
        return [message.reply["text"]]

    def shown(self, account: Account, message: Outgoing) -> Sequence[Shown]:
        """The parts as the citizen will see them, for staff who want to know beforehand; raises like `parts`."""
        return [Shown(str(part)) for part in self.parts(account, message)]

    @abstractmethod
    async def send(self, account: Account, message: Outgoing, part: Any) -> Delivery:
        """Hand one part to the platform, within ten seconds.

        Raises:
            channels.errors.ChannelError: it was not accepted; nothing else may be raised.
        """


class ConnectedChannel(Channel):
    """A platform on which an agency has accounts, and which calls our webhook."""

    fields: ClassVar[tuple[Field, ...]]
    typing_lasts: ClassVar[float] = 5.0
    """For how many seconds the platform shows the sign of `typing` unless a message comes."""

    @abstractmethod
    async def identify(self, credentials: Mapping[str, str], settings: Mapping[str, Any]) -> Identity:
        """Ask the platform whose credentials these are.

        Raises:
            channels.errors.ChannelError: they are wrong, or the platform cannot be reached.
        """

    @abstractmethod
    def verify(self, account: Account, request: WebhookRequest) -> None:
        """Check that the platform itself calls, in constant time.

        Raises:
            channels.errors.BadSignature: it does not.
        """

    @abstractmethod
    def parse(self, account: Account, request: WebhookRequest) -> list[Event]:
        """Read a verified request; what is valid but of no concern to us gives an empty list.

        Raises:
            channels.errors.MalformedPayload: it cannot be read.
        """

    def acknowledge(self, events: Sequence[Event]) -> Acknowledgement:
        """What the webhook answers after these events were stored."""
        return Acknowledgement()

    template_reference: ClassVar[re.Pattern[str] | None] = None
    """The form of the platform's ids of approved messages; None where it has none."""

    def approved_messages(self, account: Account) -> Sequence[Approved]:
        """What the account can send when free text is not taken any more."""
        return ()

    async def typing(self, account: Account, address: str, in_reply_to: str) -> None:
        """Show the citizen that an answer is being made; called again every four seconds. May raise `ChannelError`, which is ignored."""
        return

    async def set_webhook(self, account: Account, url: str | None) -> str:
        """Tell the platform where to call (None: nowhere); returns a sentence on what was done, or on what is to be done by hand.

        Raises:
            channels.errors.ChannelError: the platform did not take it.
        """
        return f"Enter this address where the platform asks for the webhook of incoming messages: {url}"

    async def introduce(self, account: Account) -> str:
        """Tell the platform what it shows of us (commands, templates); returns a sentence for staff.

        Raises:
            channels.errors.ChannelError: the platform did not take it.
        """
        return "There is nothing to set up."

    async def prepare_settings(self, account: Account) -> dict[str, Any]:
        """What introducing ourselves found that must be kept in the account's settings.

        Raises:
            channels.errors.ChannelError: the platform did not take it.
        """
        return {}


class PolledChannel(ConnectedChannel):
    """A platform that can also be asked for news, by a machine without a public address."""

    environment: ClassVar[Mapping[str, str]] = {}
    """Environment variable to credential: with these set, `manage.py run` makes the account by itself."""

    @abstractmethod
    async def poll(self, account: Account, position: str) -> tuple[list[Event], str]:
        """Wait up to half a minute for news after `position`; returns the events and the position behind them.

        Raises:
            channels.errors.ChannelError: the platform cannot be asked now (retryable) or never.
        """

    async def confirm(self, account: Account, event: Event) -> None:
        """Called once the event is stored. May raise `ChannelError`, which is ignored."""
        return


class TopicDesk(ABC):
    """What a channel can do besides, on whose platform a group of the staff with topics may be a desk: one topic for one handoff.

    `group` is the platform's id of the group, `thread` that of a topic. Each method raises `channels.errors.ChannelError` where the
    platform refuses or cannot be reached, and nothing else.
    """

    longest_topic_title: ClassVar[int]

    @abstractmethod
    async def check_group(self, account: Account, group: str) -> str:
        """That the group has topics and that the bot may manage them; returns the group's name. What is wrong is said in the error."""

    @abstractmethod
    async def open_topic(self, account: Account, group: str, title: str) -> int:
        """Make a topic; returns its id."""

    @abstractmethod
    async def say_in_topic(self, account: Account, group: str, thread: int, text: str) -> None:
        """Write a plain text of at most `limits.text` characters into a topic; `TopicGone` if somebody has deleted it."""

    @abstractmethod
    async def close_topic(self, account: Account, group: str, thread: int) -> None:
        """Close a topic; one that is closed or gone already is no error."""

    async def close(self) -> None:
        """Close what the running event loop has open to the platform, before that loop ends; raises nothing."""
        return
