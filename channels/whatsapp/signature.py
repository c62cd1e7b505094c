"""Whether Twilio itself calls (https://www.twilio.com/docs/usage/webhooks/webhooks-security)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlsplit

from twilio.request_validator import RequestValidator

from channels.base import WebhookRequest
from channels.errors import BadSignature
from channels.whatsapp.account import TwilioAccount

_FORM = "application/x-www-form-urlencoded"
# Twilio sends a few dozen.
_MOST_FIELDS = 500


class Form:
    """The fields of a form in which a name may come more than once and a value may be empty."""

    def __init__(self, body: bytes) -> None:
        """Read a request's body.

        Raises:
            ValueError: it is no form in UTF-8, or too large a one.
        """
        self._values: dict[str, list[str]] = {}
        for name, value in parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS):
            self._values.setdefault(name, []).append(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def getlist(self, name: str) -> list[str]:
        """All values of a name; Twilio's validator asks for them under this name."""
        return self._values.get(name, [])

    def get(self, name: str) -> str:
        """The first value of a name, or an empty string."""
        return self._values.get(name, [""])[0]


def is_form(request: WebhookRequest) -> bool:
    """Whether the body says that it is a form."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM


def is_signed(url: str, content: Form | str, signature: str, tokens: Sequence[str]) -> bool:
    """Whether one of the auth tokens made the signature of this address with this form or, for other content, with its checksum."""
    if isinstance(content, str) and not any(name == "bodySHA256" for name, _ in parse_qsl(urlsplit(url).query)):
        return False
    return any(token and RequestValidator(token).validate(url, content, signature) for token in tokens)


def check_signature(account: TwilioAccount, request: WebhookRequest) -> None:
    """Check a request, also that it is about this account.

    Raises:
        BadSignature: Twilio did not send it, or not for this account.
    """
    signature = request.headers.get("x-twilio-signature", "")
    if not signature:
        raise BadSignature("X-Twilio-Signature is missing.")
    try:
        content = Form(request.body) if is_form(request) else request.body.decode("utf-8")
        signed = is_signed(request.url, content, signature, (account.auth_token, account.previous_auth_token))
        sid = content.get("AccountSid") if isinstance(content, Form) else json.loads(content)["AccountSid"]
    except (ValueError, TypeError, KeyError):
        raise BadSignature("The request is none that Twilio would sign.") from None
    if not signed:
        raise BadSignature("X-Twilio-Signature does not belong to this request.")
    if not account.account_sid or sid != account.account_sid:
        raise BadSignature("The request is about another account of Twilio.")
