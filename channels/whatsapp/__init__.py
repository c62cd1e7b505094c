"""WhatsApp through Twilio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from twilio.rest import Client

from bot.environment import environment
from channels.approved import Approved
from channels.base import (
    Account,
    Acknowledgement,
    ConnectedChannel,
    Delivery,
    Event,
    Identity,
    Limits,
    Outgoing,
    Rates,
    Reason,
    Shown,
    WebhookRequest,
)
from channels.errors import Refused, TryLater
from channels.whatsapp import requests as whatsapp_requests
from channels.whatsapp import templates as whatsapp_templates
from channels.whatsapp.account import CONTENT_SID, FIELDS, TwilioAccount, check
from channels.whatsapp.client import client, only_rejections
from channels.whatsapp.errors import Rejection, channel_error, credentials_error
from channels.whatsapp.errors import reason as reason_of
from channels.whatsapp.parts import LONGEST_TEXT, WINDOW, Part, as_seen, parts_of
from channels.whatsapp.signature import check_signature

# Long enough for any answer of Twilio, and less than the ten seconds that a send may take.
_SECONDS_TO_SEND = 9.0
_NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


class WhatsApp(ConnectedChannel):
    """A sender registered for WhatsApp at Twilio, or Twilio's sandbox."""

    name: ClassVar[str] = "whatsapp"
    label: ClassVar[str] = "WhatsApp"
    fields = FIELDS
    limits: ClassVar[Limits] = Limits(
        text=LONGEST_TEXT, quick_replies=whatsapp_templates.MOST_ROWS, quick_reply_title=whatsapp_templates.LONGEST_ROW
    )
    rates: ClassVar[Rates | None] = Rates(account=80, account_burst=80, recipient=1, recipient_burst=10)
    template_reference = CONTENT_SID
    free_text_for = WINDOW
    typing_lasts = 25.0

    def reason(self, code: str) -> Reason:
        """By Twilio's code."""
        return reason_of(code)

    async def identify(self, credentials: Mapping[str, str], settings: Mapping[str, Any]) -> Identity:
        """Ask Twilio for the account; its sender cannot be asked for while it is the sandbox."""
        account = TwilioAccount.read(credentials, settings)
        check(account, settings)
        try:
            async with _connected(account) as twilio:
                found = await twilio.api.v2010.accounts(account.account_sid).fetch_async()
                name, status = str(found.friendly_name or account.account_sid), str(found.status or "active")
        except Rejection as rejection:
            raise credentials_error(rejection) from rejection
        if status != "active":
            raise Refused(status[:40], f"The Twilio account is {'suspended' if status == 'suspended' else 'closed'}.")
        return Identity(account.sender, f"{name} {account.sender}")

    def verify(self, account: Account, request: WebhookRequest) -> None:
        """Check X-Twilio-Signature with the auth token and, while it is being changed, with the one before."""
        check_signature(TwilioAccount.of(account), request)

    def parse(self, account: Account, request: WebhookRequest) -> list[Event]:
        """Read a message or a status report."""
        return whatsapp_requests.parse(request)

    def acknowledge(self, events: Sequence[Event]) -> Acknowledgement:
        """An empty TwiML document: the answer comes later, through the API."""
        return Acknowledgement(_NO_ANSWER, "text/xml")

    def numbers_choices(self, account: Account, choices: int) -> bool:
        """Unless there is a list of that length: buttons are only for short titles."""
        return not TwilioAccount.of(account).content_template("list", choices)

    def parts(self, account: Account, message: Outgoing) -> Sequence[Part]:
        """Texts, choices and place, or the template for more than 24 hours after the citizen's last message."""
        return parts_of(TwilioAccount.of(account), message)

    def shown(self, account: Account, message: Outgoing) -> Sequence[Shown]:
        """The parts without marks; a template filled in."""
        return [as_seen(part, TwilioAccount.of(account)) for part in self.parts(account, message)]

    async def send(self, account: Account, message: Outgoing, part: Part) -> Delivery:
        """Make one message at Twilio (https://www.twilio.com/docs/messaging/api/message-resource)."""
        twilio_account = TwilioAccount.of(account)
        try:
            async with asyncio.timeout(_SECONDS_TO_SEND):
                async with _connected(twilio_account) as twilio:
                    sent = await twilio.messages.create_async(**_request(account, twilio_account, message, part))
                    sid = str(sent.sid or "")
        except Rejection as rejection:
            raise channel_error(rejection) from rejection
        except TimeoutError as error:
            raise TryLater("timeout", "Twilio did not answer in time.") from error
        if not sid:
            raise TryLater("answer", "Twilio's answer cannot be read.")
        return Delivery("sent", sid)

    def approved_messages(self, account: Account) -> Sequence[Approved]:
        """Those that are not archived."""
        return tuple(one for one in TwilioAccount.of(account).templates if not one.archived)

    async def typing(self, account: Account, address: str, in_reply_to: str) -> None:
        """Show the typing indicator, which also marks the citizen's message as read.

        https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource
        """
        if not in_reply_to:
            return
        try:
            async with _connected(TwilioAccount.of(account)) as twilio:
                await twilio.messaging.v2.typing_indicator.create_async(channel="whatsapp", message_id=in_reply_to)
        except Rejection as rejection:
            raise channel_error(rejection) from rejection

    async def set_webhook(self, account: Account, url: str | None) -> str:
        """Say what is to be entered: Twilio has no API for the sandbox."""
        place = (
            "Messaging > Senders > WhatsApp senders (for the sandbox: Messaging > Try it out > Send a WhatsApp message > Sandbox settings)"
        )
        if url is None:
            return f"Take the address for incoming messages out in Twilio's console, under {place}."
        return f"Enter this address for incoming messages, with the method POST, in Twilio's console under {place}: {url}"

    async def introduce(self, account: Account) -> str:
        """Make the content templates that show choices as buttons and lists."""
        ids = await self._templates(account)
        count = sum(len(by_number) for by_number in ids.values())
        return f"The {count} content templates for buttons and lists are in the Twilio account."

    async def prepare_settings(self, account: Account) -> dict[str, Any]:
        """The ids of the content templates, which `parts` needs."""
        return {"content": await self._templates(account)}

    async def _templates(self, account: Account) -> dict[str, dict[str, str]]:
        try:
            async with _connected(TwilioAccount.of(account)) as twilio:
                return await whatsapp_templates.ensure(twilio)
        except Rejection as rejection:
            raise credentials_error(rejection) from rejection


@asynccontextmanager
async def _connected(account: TwilioAccount) -> AsyncIterator[Client]:
    if not account.account_sid or not account.auth_token:
        raise Refused("credentials", "The account has no account SID or no auth token.")
    with only_rejections():
        yield await client(account.account_sid, account.auth_token)


def _request(account: Account, twilio_account: TwilioAccount, message: Outgoing, part: Part) -> dict[str, Any]:
    """The parameters of one message; what is not needed must be left out, not empty."""
    request: dict[str, Any] = {"to": f"whatsapp:{message.address}"}
    if twilio_account.messaging_service_sid:
        request["messaging_service_sid"] = twilio_account.messaging_service_sid
    else:
        request["from_"] = f"whatsapp:{twilio_account.sender}"
    if part.content_sid:
        request["content_sid"] = part.content_sid
        if part.variables:
            request["content_variables"] = part.variables
    else:
        request["body"] = part.body
    if part.place:
        request["persistent_action"] = [part.place]
    public_url = environment().public_url
    if public_url and account.path:
        request["status_callback"] = whatsapp_requests.status_address(public_url, account.path, message.conversation, message.id)
    return request
