"""What Twilio refuses, with its own codes (https://www.twilio.com/docs/api/errors)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.standins.telegram_html import utf16_length
from tests.standins.twilio_state import Account, Content

MAX_BODY = 1600
MAX_RICH_BODY = 1024
_VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_]{1,16})\s*\}\}")
_GEO = re.compile(r"geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:\|(.*))?", re.S)


class TwilioError(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def refuse(code: int, message: str, status: int = 400) -> TwilioError:
    """An error, 400 by default."""
    return TwilioError(status, code, message)


def number_of(address: str) -> str:
    """The number of a WhatsApp address, empty when it is none."""
    match = re.fullmatch(r"whatsapp:(\+[1-9]\d{6,14})", address)
    return match.group(1) if match else ""


def recipient(address: str) -> str:
    """The number in `To`.

    Raises:
        TwilioError: missing or no number.
    """
    if not address:
        raise refuse(21604, "A 'To' phone number is required.")
    number = number_of(address)
    if not number:
        raise refuse(21211, f"The 'To' number {address} is not a valid phone number.")
    return number


def sender(account: Account, address: str, service: str) -> str:
    """The number in `From`, or the one of the messaging service.

    Raises:
        TwilioError: missing, malformed, or not the account's.
    """
    if service:
        if not re.fullmatch(r"MG[0-9a-f]{32}", service) or not account.senders:
            raise refuse(21701, "The Messaging Service does not exist.")
        return account.senders[0]
    if not address:
        raise refuse(21603, "A 'From' phone number is required.")
    if not address.startswith("whatsapp:") and re.fullmatch(r"\+\d+", address):
        raise refuse(21910, "Invalid From and To pair. From and To should be of the same channel")
    number = number_of(address)
    if not number:
        raise refuse(21212, f"The 'From' number {address} is not a valid phone number, shortcode, or alphanumeric sender ID.")
    if number not in account.senders:
        raise refuse(63007, "Twilio could not find a Channel with the specified From address")
    return number


def body(text: str, needed: bool) -> str:
    """A free text; characters outside the basic plane count twice, as error 21617 says.

    Raises:
        TwilioError: empty although needed, or too long.
    """
    if needed and not text.strip():
        raise refuse(21602, "Message body is required.")
    if utf16_length(text) > MAX_BODY:
        raise refuse(21617, "The concatenated message body exceeds the 1600 character limit.")
    return text


def callback(url: str) -> str:
    """The address in `StatusCallback`.

    Raises:
        TwilioError: it is no http or https address with a host that has a public name or is loopback.
    """
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or "." not in parts.hostname):
        raise refuse(21609, f"The 'StatusCallback' URL {url} is not a valid URL.")
    return url


def place(actions: list[str]) -> dict[str, Any] | None:
    """The location in `PersistentAction`.

    Raises:
        TwilioError: it is none.
    """
    if not actions:
        return None
    match = _GEO.fullmatch(actions[0])
    if match is None or not (-90 <= float(match[1]) <= 90 and -180 <= float(match[2]) <= 180):
        raise refuse(63021, "Channel invalid content error: PersistentAction")
    return {"location": {"latitude": float(match[1]), "longitude": float(match[2])}, "title": match[3] or "", "address": ""}


def media(urls: list[str]) -> list[str]:
    """The addresses in `MediaUrl`.

    Raises:
        TwilioError: too many, or no addresses.
    """
    if len(urls) > 1:
        raise refuse(21623, "Number of media files exceeds allowed limit")
    if any(urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname for url in urls):
        raise refuse(21620, "Invalid media URL(s)")
    return urls


def variables(given: str) -> dict[str, str]:
    """The values in `ContentVariables`.

    Raises:
        TwilioError: no JSON object of texts, an empty text, or too many or too long ones.
    """
    if not given:
        return {}
    try:
        values = json.loads(given)
    except ValueError:
        values = None
    if not isinstance(values, dict) or not all(isinstance(value, str) and value for value in values.values()):
        raise refuse(21656, "The ContentVariables Parameter is invalid")
    if len(values) > 100 or any(len(name) > 16 or len(value) > 1600 for name, value in values.items()):
        raise refuse(21656, "The ContentVariables Parameter is invalid")
    return values


def filled(content: Content, values: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """The type and body of a template with its variables replaced, checked as WhatsApp shows it.

    Raises:
        TwilioError: a variable has no value, or something is too long.
    """
    kind = next((kind for kind in ("twilio/list-picker", "twilio/quick-reply", "twilio/text") if kind in content.types), "")
    if not kind:
        raise refuse(63021, "Channel invalid content error: no type that WhatsApp takes")
    known = {**content.variables, **values}

    def value(match: re.Match[str]) -> str:
        if match.group(1) not in known:
            raise refuse(21656, f"The ContentVariables Parameter is invalid: no value for {match.group()}")
        return known[match.group(1)]

    def fill(part: Any) -> Any:
        if isinstance(part, str):
            return _VARIABLE.sub(value, part)
        if isinstance(part, list):
            return [fill(one) for one in part]
        return {name: fill(one) for name, one in part.items()} if isinstance(part, dict) else part

    result: dict[str, Any] = fill(content.types[kind])
    if fault := _fault(kind, result, strict=True):
        raise refuse(21656, f"The ContentVariables Parameter is invalid: {fault}")
    return kind, result


def template(data: Any) -> dict[str, Any]:
    """The body of a request that makes a content template (https://www.twilio.com/docs/content/content-types-overview).

    Raises:
        TwilioError: a field is missing, too long, or too many.
    """
    fault = ""
    if not isinstance(data, dict) or not isinstance(data.get("types"), dict) or not data["types"]:
        fault = "types is required"
    elif not re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", str(data.get("language", ""))):
        fault = "language is required"
    elif not isinstance(data.get("variables") or {}, dict):
        fault = "variables must be an object"
    else:
        fault = next((found for kind, part in data["types"].items() if (found := _fault(kind, part, strict=False))), "")
    if fault:
        raise refuse(20001, f"Invalid parameter: {fault}")
    return dict(data)


def _fault(kind: str, part: Any, strict: bool) -> str:
    """What is wrong; not `strict`: a text with a variable may still turn out short enough."""
    if not isinstance(part, dict):
        return f"{kind} must be an object"

    def text(of: Any, name: str, most: int, needed: bool = True) -> str:
        value = of.get(name) if isinstance(of, dict) else None
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or not value.strip():
            return f"{name} is required"
        if utf16_length(value) > most and (strict or not _VARIABLE.search(value)):
            return f"{name} exceeds {most} characters"
        return ""

    if kind == "twilio/text":
        return text(part, "body", MAX_BODY)
    if kind == "twilio/quick-reply":
        actions = part.get("actions")
        if not isinstance(actions, list) or not 1 <= len(actions) <= 10:
            return "actions must have between 1 and 10 elements"
        faults = [fault for action in actions for fault in (text(action, "title", 20), text(action, "id", 200, needed=False))]
        return next(filter(None, [text(part, "body", MAX_RICH_BODY), *faults, _twice(actions, "title"), _twice(actions, "id")]), "")
    if kind == "twilio/list-picker":
        items = part.get("items")
        if not isinstance(items, list) or not 1 <= len(items) <= 10:
            return "items must have between 1 and 10 elements"
        faults = [
            fault
            for item in items
            for fault in (text(item, "item", 24), text(item, "id", 200), text(item, "description", 72, needed=False))
        ]
        return next(filter(None, [text(part, "body", MAX_RICH_BODY), text(part, "button", 20), *faults, _twice(items, "id")]), "")
    return (
        "" if kind in ("twilio/media", "twilio/location", "twilio/call-to-action", "twilio/card", "whatsapp/card") else f"{kind} is unknown"
    )


def _twice(parts: list[dict[str, Any]], name: str) -> str:
    values = [part[name] for part in parts if part.get(name)]
    return f"{name} must be unique" if len(values) != len(set(values)) else ""
