"""What we know of an account with Twilio, read from what was entered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from channels import approved
from channels.approved import Approved
from channels.base import Account, Field
from channels.errors import Refused

FIELDS = (
    Field("account_sid", "The account SID: AC and 32 hexadecimal digits, on the first page of Twilio's console."),
    Field("auth_token", "The auth token, beside the account SID.", secret=True),
    Field("sender", "The WhatsApp number that citizens write to, such as +14155238886."),
    Field("previous_auth_token", "While the auth token is being changed: the one before, so that no message is refused.", True, False),
    Field("messaging_service_sid", "A messaging service (MG...) to send through, if one is used.", required=False),
    Field(
        "templates",
        'Approved templates for messages after more than 24 hours, as JSON: {"answer": {"id": "HX...", "ja": "HX..."}}. '
        'Variable "1" gets the message.',
        required=False,
    ),
    Field(
        "choices",
        "buttons (when nothing is said), or numbers: choices as a numbered list in the text, which saves a message.",
        required=False,
    ),
)
_ACCOUNT_SID = re.compile(r"AC[0-9a-f]{32}")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_SERVICE_SID = re.compile(r"MG[0-9a-f]{32}")
CONTENT_SID = re.compile(r"HX[0-9a-fA-F]{32}")


@dataclass(frozen=True)
class TwilioAccount:
    """The entered values in the form in which Twilio takes them; nothing is checked."""

    account_sid: str
    auth_token: str = field(repr=False)
    previous_auth_token: str = field(repr=False)
    sender: str
    messaging_service_sid: str
    choices: str
    templates: Sequence[Approved]
    content: Mapping[str, Any]

    @classmethod
    def of(cls, account: Account) -> TwilioAccount:
        """Read an account."""
        return cls.read(account.credentials, account.settings)

    @classmethod
    def read(cls, credentials: Mapping[str, str], settings: Mapping[str, Any]) -> TwilioAccount:
        """Read credentials and settings."""
        values = {**settings, **credentials}
        texts = {
            name: str(values.get(name) or "").strip()
            for name in ("account_sid", "auth_token", "previous_auth_token", "messaging_service_sid", "sender", "choices")
        }
        texts["sender"] = re.sub(r"[\s().-]", "", texts["sender"].removeprefix("whatsapp:"))
        content = settings.get("content")
        return cls(**texts, templates=approved.read(settings.get("templates")), content=content if isinstance(content, Mapping) else {})

    def template(self, purpose: str, language: str) -> str:
        """The id of the template for a purpose in a language, or an empty string."""
        found = self.approved(purpose, language)
        return found.reference if found is not None else ""

    def approved(self, purpose: str, language: str) -> Approved | None:
        """The template for a purpose in a language, unless it is archived."""
        wanted = (purpose, language or "id")
        return next((one for one in self.templates if (one.name, one.language) == wanted and not one.archived), None)

    def content_template(self, kind: str, choices: int) -> str:
        """The id of the template for so many choices of a kind (`quick_reply`, `list`), or an empty string."""
        if self.choices == "numbers":
            return ""
        by_number = self.content.get(kind)
        found = by_number.get(str(choices)) if isinstance(by_number, Mapping) else None
        return found if isinstance(found, str) else ""


def check(account: TwilioAccount, settings: Mapping[str, Any]) -> None:
    """Check the form of what was entered.

    Raises:
        Refused: something cannot be right.
    """
    if not _ACCOUNT_SID.fullmatch(account.account_sid):
        raise Refused("account_sid", "The account SID must be AC and 32 hexadecimal digits in small letters.")
    if not account.auth_token:
        raise Refused("auth_token", "The auth token is missing.")
    if not _NUMBER.fullmatch(account.sender):
        raise Refused("sender", "The sender must be a number with its country, such as +14155238886.")
    if account.messaging_service_sid and not _SERVICE_SID.fullmatch(account.messaging_service_sid):
        raise Refused("messaging_service_sid", "The messaging service must be MG and 32 hexadecimal digits in small letters.")
    if account.choices not in ("", "buttons", "numbers"):
        raise Refused("choices", "The choices must be buttons or numbers.")
    if settings.get("templates") and not _are_templates(approved.by_name_in(settings["templates"])):
        raise Refused("templates", 'The templates must be JSON such as {"answer": {"id": "HX...", "ja": "HX..."}}.')


def _are_templates(templates: Mapping[str, Any] | None) -> bool:
    if templates is None:
        return False
    each = [one for found in templates.values() for one in (found.values() if isinstance(found, Mapping) else [found])]
    ids = [one.get("reference") if isinstance(one, Mapping) else one for one in each]
    return all(isinstance(sid, str) and CONTENT_SID.fullmatch(sid) for sid in ids)
