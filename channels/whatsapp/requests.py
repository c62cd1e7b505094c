"""What Twilio tells: a citizen's message (https://www.twilio.com/docs/messaging/guides/webhook-request) or what became of one of ours
(https://www.twilio.com/docs/messaging/guides/track-outbound-message-status)."""

from __future__ import annotations

import math
import re
import unicodedata
import uuid
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from channels.base import Event, Incoming, Media, StatusUpdate, WebhookRequest
from channels.errors import MalformedPayload
from channels.whatsapp.errors import sentence
from channels.whatsapp.signature import Form, is_form

_ADDRESS = re.compile(r"whatsapp:(\+[1-9][0-9]{4,14})")
_MESSAGE_SID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_KEY = re.compile(r"[A-Za-z0-9_-]{12}")
_STATUS: dict[str, Literal["sent", "delivered", "read", "failed"]] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
    "undelivered": "failed",
}
_STOP = {"stop", "berhenti", "stopall", "unsubscribe", "停止", "配信停止"}
_START = {"start", "mulai", "unstop", "再開"}
_CONTACT_CARDS = {"text/vcard", "text/x-vcard", "text/directory"}


def status_address(public_url: str, path: str, conversation: str, message: int) -> str:
    """Where Twilio is to report on a message; `parse` finds there which one it was."""
    return f"{public_url}/hooks/{path}?" + urlencode({"conversation": conversation, "message": message})


def parse(request: WebhookRequest) -> list[Event]:
    """Read a verified request.

    Raises:
        MalformedPayload: Twilio makes no such request.
    """
    if not is_form(request):
        return []
    try:
        form = Form(request.body)
    except ValueError:
        raise MalformedPayload("The form cannot be read.") from None
    if "MessageStatus" in form or ("Body" not in form and form.get("SmsStatus") not in {"", "received"}):
        return _status(form, request.url)
    if form.get("MessageType") == "reaction":
        return []  # a thumb under an answer asks for no further one
    return [_incoming(form)]


def _status(form: Form, url: str) -> list[Event]:
    status = _STATUS.get((form.get("MessageStatus") or form.get("SmsStatus")).lower())
    query = parse_qs(urlsplit(url).query)
    message = query.get("message", [""])[0]
    try:
        conversation = str(uuid.UUID(query.get("conversation", [""])[0]))
    except ValueError:
        return []
    if status is None or not re.fullmatch(r"[0-9]{1,18}", message, re.ASCII):
        return []
    if status != "failed":
        return [StatusUpdate(conversation, int(message), status)]
    code = form.get("ErrorCode") if re.fullmatch(r"[0-9]{1,8}", form.get("ErrorCode"), re.ASCII) else ""
    reason = sentence(code) if code else "Twilio could not deliver the message and gave no reason."
    return [StatusUpdate(conversation, int(message), status, code, reason)]


def _incoming(form: Form) -> Incoming:
    address = _ADDRESS.fullmatch(form.get("From"))
    if address is None:
        raise MalformedPayload("The message comes from no WhatsApp number.")
    external_id = form.get("MessageSid") or form.get("SmsMessageSid")
    if not _MESSAGE_SID.fullmatch(external_id):
        raise MalformedPayload("The message has no id.")
    return _content(form, external_id, address[1])


def _content(form: Form, external_id: str, address: str) -> Incoming:
    body, message_type = form.get("Body").strip(), form.get("MessageType").lower()
    title = (form.get("ButtonText") or form.get("ListTitle") or body).strip()
    key = form.get("ButtonPayload") or form.get("ListId")
    if key or "ButtonText" in form or "ListTitle" in form or (message_type in {"button", "interactive"} and title):
        return Incoming(external_id, address, "button", title, button=key if _KEY.fullmatch(key) else "")
    location = _location(form)
    if location is not None:
        return Incoming(external_id, address, "location", body or form.get("Label").strip(), location=location)
    media_type = form.get("MediaContentType0").strip().lower()[:100]
    if message_type == "contacts" or media_type in _CONTACT_CARDS:
        return Incoming(external_id, address, "contact")
    if form.get("NumMedia") not in {"", "0"}:
        return Incoming(external_id, address, "media", body, media=Media(media_type or "unknown"))
    wish = _wish(form, body)
    if wish is not None:
        return Incoming(external_id, address, wish, body)
    if not body or message_type in {"order", "unsupported", "system"}:
        return Incoming(external_id, address, "unsupported")
    return Incoming(external_id, address, "text", body)


def _location(form: Form) -> tuple[float, float] | None:
    try:
        latitude, longitude = float(form.get("Latitude")), float(form.get("Longitude"))
    except ValueError:
        return None
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return latitude, longitude


def _wish(form: Form, body: str) -> Literal["stop", "start"] | None:
    """Whether the citizen wants no more messages, or wants them again: as Twilio itself took it, or as the words say."""
    opted = form.get("OptOutType").upper()
    words = " ".join("".join(c for c in unicodedata.normalize("NFKC", body) if unicodedata.category(c)[0] != "P").casefold().split())
    if opted == "STOP" or words in _STOP:
        return "stop"
    if opted == "START" or words in _START:
        return "start"
    return None
