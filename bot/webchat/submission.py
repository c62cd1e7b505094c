"""What the page sends, turned into a typed object or refused."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass

from bot.languages import LANGUAGES
from bot.pipeline.plain_text import printable
from bot.privacy.masking import mask_identity_numbers
from bot.webchat.refusals import MAX_CHARACTERS, Refusal

MAX_BYTES = 64 * 1024
_KEY = re.compile(r"(?:[A-Za-z0-9_-]{12})?")


@dataclass(frozen=True)
class Submission:
    """One message of the page; identity numbers are not masked yet."""

    id: str
    text: str
    button: str
    language: str


def read_submission(body: bytes, default_language: str) -> Submission:
    """Read a request's body.

    Raises:
        Refusal: it is no message that can be taken.
    """
    if len(body) > MAX_BYTES:
        raise Refusal(413, "too_large", default_language)
    try:
        data = json.loads(body.decode("utf-8"))
        language = data.get("language") if data.get("language") in LANGUAGES else default_language
        number = str(uuid.UUID(data["id"]))
        text, button = data["text"], data.get("button") or ""
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refusal(400, "unreadable", default_language) from error
    if not isinstance(text, str) or not isinstance(button, str) or not _KEY.fullmatch(button):
        raise Refusal(400, "unreadable", language)
    text = printable(text)
    if not text:
        raise Refusal(400, "empty", language)
    if len(text) > MAX_CHARACTERS:
        raise Refusal(400, "too_long", language)
    # Nothing but a key that we issued has a reason to be there, and a key is no place to bring an identity number in.
    return Submission(number, text, "" if mask_identity_numbers(button).count else button, language)
