"""Telegram, through the Bot API (https://core.telegram.org/bots/api), by webhook or by polling."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

import structlog
from telegram.constants import ChatAction
from telegram.error import BadRequest

from channels.base import (
    DESK_GROUP,
    Account,
    Acknowledgement,
    Delivery,
    Event,
    Field,
    Identity,
    Incoming,
    Limits,
    Outgoing,
    PolledChannel,
    Rates,
    Reason,
    Shown,
    TopicDesk,
    WebhookRequest,
)
from channels.errors import BadSignature, ChannelError, MalformedPayload, Refused, TryLater, Unreachable
from channels.telegram import topics
from channels.telegram.client import RawBot, ask, bot_id, close_connections, is_token
from channels.telegram.errors import reason as reason_of
from channels.telegram.parts import Keyboard, Part, PlacePart, TextPart, as_seen, parts_of
from channels.telegram.profile import BY_LANGUAGE, show
from channels.telegram.updates import KINDS, events_of, number_of, read

log = structlog.get_logger(__name__)

_SECRET_HEADER = "x-telegram-bot-api-secret-token"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_CHAT = re.compile(r"-?[0-9]{1,19}")
_WAIT_FOR_NEWS = 25
_TYPING_SECONDS = 3.0
_MOST_CONNECTIONS = 40


class Telegram(TopicDesk, PolledChannel):
    """Bots that citizens write to on Telegram."""

    name: ClassVar[str] = "telegram"
    label: ClassVar[str] = "Telegram"
    limits: ClassVar[Limits] = Limits(text=4096, quick_replies=20, quick_reply_title=64)
    # https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    # Thirty within any second, whichever second one looks at (https://core.telegram.org/bots/faq#broadcasting-to-users).
    rates: ClassVar[Rates | None] = Rates(account=28, account_burst=2, recipient=1, recipient_burst=1)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("token", "The bot's token as @BotFather gave it, such as 123456789:AAE...", secret=True),
        Field(
            "webhook_secret",
            "What Telegram sends along with every message, 1 to 256 of A-Z a-z 0-9 _ -; made from the token when left out",
            secret=True,
            required=False,
        ),
    )
    environment: ClassVar[Mapping[str, str]] = {"TELEGRAM_BOT_TOKEN": "token"}

    async def identify(self, credentials: Mapping[str, str], settings: Mapping[str, Any]) -> Identity:
        """Ask Telegram whose token it is; wrong credentials are refused for good."""
        token, secret = credentials.get("token", ""), credentials.get("webhook_secret", "")
        if not is_token(token):
            raise Refused("token", "This does not have the form of a bot token: copy the whole token that @BotFather gave.")
        if secret and not _SECRET.fullmatch(secret):
            raise Refused("webhook_secret", "The webhook secret must have 1 to 256 characters of A-Z, a-z, 0-9, _ and -.")
        try:
            user = await ask(token, lambda bot: bot.get_me())
        except ChannelError as error:
            if error.code == "401":
                raise Refused("401", "Telegram does not know this token: copy it again from @BotFather.") from None
            raise
        return Identity(str(user.id), f"@{user.username}" if user.username else user.first_name)

    def verify(self, account: Account, request: WebhookRequest) -> None:
        """Compare the secret that Telegram was told when the webhook was set; https://core.telegram.org/bots/api#setwebhook."""
        given = request.headers.get(_SECRET_HEADER)
        if given is None or not hmac.compare_digest(given.encode("utf-8", "replace"), _secret(account).encode()):
            raise BadSignature("The secret token is missing or wrong.")

    def parse(self, account: Account, request: WebhookRequest) -> list[Event]:
        """Read the update of a webhook."""
        return events_of(read(request.body), *_own_names(account))

    def acknowledge(self, events: Sequence[Event]) -> Acknowledgement:
        """Answer a pressed button in the same breath; https://core.telegram.org/bots/api#making-requests-when-getting-updates."""
        if len(events) == 1 and isinstance(events[0], Incoming) and events[0].query:
            method = {"method": "answerCallbackQuery", "callback_query_id": events[0].query}
            return Acknowledgement(json.dumps(method), "application/json")
        return Acknowledgement()

    async def poll(self, account: Account, position: str) -> tuple[list[Event], str]:
        """Wait for updates; one that cannot be read is left behind, so that it never keeps back those after it."""
        offset = int(position) if position.isascii() and position.isdigit() else None
        wanted = {"offset": offset, "timeout": _WAIT_FOR_NEWS, "allowed_updates": list(KINDS)}
        updates = await ask(
            _token(account), lambda bot: bot.call("getUpdates", wanted, seconds=_WAIT_FOR_NEWS + 5), seconds=_WAIT_FOR_NEWS + 15
        )
        if not isinstance(updates, list):
            raise TryLater("unexpected", "Telegram answered something else than a list of updates.")
        events: list[Event] = []
        numbers: list[int] = []
        names = _own_names(account)
        for data in updates:
            number = None
            try:
                number = number_of(data)
                numbers.append(number)
                events.extend(events_of(data, *names))
            except MalformedPayload as error:
                log.warning("telegram.unreadable_update", account=account.id, update=number, error=type(error).__name__)
        # Not the highest ever seen: after a quiet week Telegram begins anywhere (https://core.telegram.org/bots/api#update).
        return events, str(max(numbers) + 1) if numbers else position

    async def confirm(self, account: Account, event: Event) -> None:
        """End the waiting sign on a pressed button."""
        if isinstance(event, Incoming) and event.query:
            query = event.query
            await ask(_token(account), lambda bot: bot.answer_callback_query(query))

    def parts(self, account: Account, message: Outgoing) -> Sequence[Part]:
        """Texts of at most 4,096 characters, buttons under the last one, then the place."""
        return parts_of(message.reply, self.limits)

    def shown(self, account: Account, message: Outgoing) -> Sequence[Shown]:
        """The parts with links as their titles and without marks."""
        return [as_seen(part) for part in self.parts(account, message)]

    def reason(self, code: str) -> Reason:
        """By the status of Telegram's answer."""
        return reason_of(code)

    async def send(self, account: Account, message: Outgoing, part: Part) -> Delivery:
        """Hand one part to Telegram."""
        chat = _chat(message.address)
        request = partial(_send_place, chat=chat, part=part) if isinstance(part, PlacePart) else partial(_send_text, chat=chat, part=part)
        sent = await ask(_token(account), request)
        return Delivery("sent", str(sent["message_id"]) if isinstance(sent, dict) and "message_id" in sent else "")

    async def typing(self, account: Account, address: str, in_reply_to: str) -> None:
        """Show "typing..." for about five seconds."""
        chat = _chat(address)
        await ask(_token(account), lambda bot: bot.send_chat_action(chat, ChatAction.TYPING), seconds=_TYPING_SECONDS)

    async def set_webhook(self, account: Account, url: str | None) -> str:
        """Set or remove the webhook. Waiting messages stay with Telegram until they are fetched, for a day."""
        token = _token(account)
        if url is None:
            await ask(token, lambda bot: bot.delete_webhook(drop_pending_updates=False))
            return "Telegram calls no webhook any more; it keeps new messages for up to 24 hours, until they are fetched."
        await ask(
            token,
            lambda bot: bot.set_webhook(
                url,
                secret_token=_secret(account),
                allowed_updates=KINDS,
                max_connections=_MOST_CONNECTIONS,
                drop_pending_updates=False,
            ),
        )
        return "Telegram now sends new messages to the webhook of this account."

    async def introduce(self, account: Account) -> str:
        """Set commands and descriptions in both languages."""
        for language, profile in BY_LANGUAGE:
            # Three requests in one, so three times as long.
            await ask(_token(account), partial(show, language=language, profile=profile), seconds=30.0)
        return "Telegram shows the commands and the description of the bot in Indonesian and Japanese."

    async def prepare_settings(self, account: Account) -> dict[str, Any]:
        """The bot's user name, by which it is called in groups."""
        user = await ask(_token(account), lambda bot: bot.get_me())
        return {"username": user.username or ""}

    longest_topic_title: ClassVar[int] = topics.LONGEST_TITLE

    async def check_group(self, account: Account, group: str) -> str:
        """That it is a forum, and the bot an administrator who may manage topics."""
        return await topics.check(_token(account), _group(group))

    async def open_topic(self, account: Account, group: str, title: str) -> int:
        """Make a topic in the forum."""
        return await topics.create(_token(account), _group(group), title)

    async def say_in_topic(self, account: Account, group: str, thread: int, text: str) -> None:
        """Write into a topic."""
        await topics.say(_token(account), _group(group), thread, text)

    async def close(self) -> None:
        """Close the connections to Telegram."""
        await close_connections()

    async def close_topic(self, account: Account, group: str, thread: int) -> None:
        """Close a topic."""
        await topics.close(_token(account), _group(group), thread)


async def _send_text(bot: RawBot, *, chat: int, part: TextPart) -> Any:
    """https://core.telegram.org/bots/api#sendmessage"""
    data = {
        "chat_id": chat,
        "text": part.html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "disable_notification": False,
        "reply_markup": _markup(part.keyboard),
    }
    try:
        return await bot.call("sendMessage", data)
    except BadRequest as error:
        if "can't parse entities" not in error.message.lower():
            raise
    # A citizen waits: the words matter more than the looks. The fault is ours and should be mended.
    log.error("telegram.html_refused")
    return await bot.call("sendMessage", {**data, "text": part.plain, "parse_mode": None})


async def _send_place(bot: RawBot, *, chat: int, part: PlacePart) -> Any:
    """https://core.telegram.org/bots/api#sendvenue, #sendlocation"""
    data = {"chat_id": chat, "latitude": part.latitude, "longitude": part.longitude, "disable_notification": False}
    if part.address:
        return await bot.call("sendVenue", {**data, "title": part.title, "address": part.address})
    return await bot.call("sendLocation", data)


def _markup(keyboard: Keyboard) -> dict[str, Any] | None:
    if not keyboard:
        return None
    return {"inline_keyboard": [[{"text": title, "callback_data": key} for title, key in row] for row in keyboard]}


def _token(account: Account) -> str:
    return account.credentials.get("token", "")


def _secret(account: Account) -> str:
    """The webhook secret: the one entered, else one that follows from token and path, so that it need not be stored."""
    given = account.credentials.get("webhook_secret", "")
    return given or hmac.new(_token(account).encode(), f"telegram-webhook:{account.path}".encode(), hashlib.blake2b).hexdigest()[:64]


def _own_names(account: Account) -> tuple[int, str, str]:
    username = str(account.settings.get("username", "")).removeprefix("@")
    return bot_id(_token(account)), username, str(account.settings.get(DESK_GROUP, ""))


def _group(group: str) -> int:
    if not _CHAT.fullmatch(group) or not group.startswith("-"):
        raise Refused("group", "The id of a Telegram group is a negative number, such as -1001234567890.")
    return int(group)


def _chat(address: str) -> int:
    if not _CHAT.fullmatch(address):
        raise Unreachable("address", "The address is no chat of Telegram.", "invalid")
    return int(address)
