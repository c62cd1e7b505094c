"""Takes messages for citizens, and decides what becomes of them."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from multidict import MultiMapping

from tests.standins import twilio_checks as checks
from tests.standins.telegram_html import utf16_length
from tests.standins.twilio_checks import TwilioError, refuse
from tests.standins.twilio_delivery import Delivery
from tests.standins.twilio_state import Account, Citizen, Content, World, rfc2822, sid


@dataclass(frozen=True)
class _Shown:
    """What the citizen's phone shows of a message."""

    kind: str
    text: str
    buttons: tuple[dict[str, str], ...] = ()
    list_button: str = ""
    venue: Mapping[str, Any] | None = None
    media: tuple[str, ...] = ()


class Messages:
    """The resource /Messages of all accounts."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.delivery = Delivery(world, self._answer_by_twiml)

    def create(self, account: Account, form: MultiMapping[str], **note: Any) -> dict[str, Any]:
        """Accept a message; returns the resource.

        Raises:
            TwilioError: it is refused.
        """
        to = checks.recipient(form.get("To", ""))
        sender = checks.sender(account, form.get("From", ""), form.get("MessagingServiceSid", ""))
        if to == sender:
            raise refuse(21266, "'To' and 'From' number cannot be the same")
        callback = checks.callback(form.get("StatusCallback", ""))
        content = self._content(account, form.get("ContentSid", ""))
        shown = self._shown(form, content)
        citizen = account.citizen(to)
        if citizen.opted_out:
            raise refuse(21610, "Attempt to send to unsubscribed recipient")
        self._within_rates(account, sender, to)
        message = self._store(account, sender, to, shown, callback, form.get("MessagingServiceSid", ""))
        final, code = self._fate(citizen, content, shown)
        seen = {"text": shown.text, "buttons": list(shown.buttons), "kind": shown.kind, "list_button": shown.list_button}
        self._world.journal.add(
            "undeliverable" if code else "message",
            method="Messages",
            chat=to,
            sender=sender,
            sid=message["sid"],
            ok=True,
            status=201,
            **seen,
            **({"venue": shown.venue} if shown.venue else {}),
            **({"media": list(shown.media)} if shown.media else {}),
            **({"code": code} if code else {}),
            **note,
        )
        account.accepted[to] += 1
        account.shown[message["sid"]] = list(shown.buttons)
        self.delivery.statuses(account, message, final, code)
        return public(message)

    def _content(self, account: Account, number: str) -> Content | None:
        if number and number not in account.contents:
            raise refuse(20404, f"The requested resource /v1/Content/{number} was not found", status=404)
        return account.contents.get(number)

    def _shown(self, form: MultiMapping[str], content: Content | None) -> _Shown:
        if content is not None:
            kind, part = checks.filled(content, checks.variables(form.get("ContentVariables", "")))
            actions = [{"title": one["title"], "data": one.get("id") or one["title"]} for one in part.get("actions", ())]
            items = [{"title": one["item"], "data": one["id"], "description": one.get("description", "")} for one in part.get("items", ())]
            return _Shown(kind.removeprefix("twilio/"), part["body"], tuple(actions or items), part.get("button", ""))
        media = checks.media(form.getall("MediaUrl", []))
        place = checks.place(form.getall("PersistentAction", []))
        text = checks.body(form.get("Body", ""), needed=not media)
        return _Shown("location" if place else "media" if media else "text", text, venue=place, media=tuple(media))

    def _within_rates(self, account: Account, sender: str, to: str) -> None:
        if left := account.penalties.left(to):
            self._world.journal.add("violation", chat=to, text=f"sent again {left:.2f} s before Retry-After was over")
            raise TooMany(math.ceil(left))
        wait = account.windows[sender].wait()
        if wait > 0:
            raise TooMany(account.penalties.impose(to, wait))
        account.windows[sender].take()

    @staticmethod
    def _fate(citizen: Citizen, content: Content | None, shown: _Shown) -> tuple[str, int]:
        if citizen.outcomes:
            return "failed", citizen.outcomes.popleft()
        approved = content is not None and content.approved
        if not citizen.window_open and not approved:
            # Both are seen in reality.
            return random.choice(("undelivered", "failed")), 63016
        if shown.kind == "quick-reply" and len(shown.buttons) > 3 and not approved:
            # https://www.twilio.com/docs/content/twilio-quick-reply: without approval three buttons are allowed.
            return "failed", 63013
        return "read", 0

    @staticmethod
    def _store(account: Account, sender: str, to: str, shown: _Shown, callback: str, service: str) -> dict[str, Any]:
        number, now = sid("SM"), rfc2822(time.time())
        base = f"/2010-04-01/Accounts/{account.sid}/Messages/{number}"
        message: dict[str, Any] = {
            "sid": number,
            "account_sid": account.sid,
            "messaging_service_sid": service or None,
            "api_version": "2010-04-01",
            "to": f"whatsapp:{to}",
            "from": f"whatsapp:{sender}",
            "body": shown.text,
            "direction": "outbound-api",
            "status": "accepted" if service else "queued",
            "error_code": None,
            "error_message": None,
            "num_segments": str(max(1, math.ceil(utf16_length(shown.text) / 1600))),
            "num_media": str(len(shown.media)),
            "price": None,
            "price_unit": None,
            "date_created": now,
            "date_updated": now,
            "date_sent": None,
            "uri": f"{base}.json",
            "subresource_uris": {"media": f"{base}/Media.json"},
            "_callback": callback,
        }
        account.messages[number] = message
        return message

    def _answer_by_twiml(self, account: Account, incoming: dict[str, str], text: str) -> None:
        to = incoming["From"].removeprefix("whatsapp:")
        sender = incoming["To"].removeprefix("whatsapp:")
        try:
            checks.body(text, needed=True)
        except TwilioError as error:
            self._world.journal.add("violation", chat=to, code=error.code, text=f"{error.code} {error.message}")
            return
        message = self._store(account, sender, to, _Shown("text", text), "", "")
        account.accepted[to] += 1
        self._world.journal.add(
            "message", method="TwiML", chat=to, sender=sender, sid=message["sid"], ok=True, status=200, text=text, buttons=[], kind="text"
        )
        self.delivery.statuses(account, message, "read", 0)


class TooMany(TwilioError):
    """429, with the seconds to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(429, 20429, "Too Many Requests")
        self.seconds = seconds


def public(message: dict[str, Any]) -> dict[str, Any]:
    """The resource as the API shows it."""
    return {name: value for name, value in message.items() if not name.startswith("_")}
