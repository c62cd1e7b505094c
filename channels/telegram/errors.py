"""What Telegram's refusals mean for us. Nothing of Telegram's wording that could quote a citizen or the token is passed on.

Source: https://core.telegram.org/bots/api#making-requests and #responseparameters; the descriptions are those that the API sends.
"""

from __future__ import annotations

import datetime as dt
import os
import re

from telegram.error import BadRequest, ChatMigrated, Conflict, EndPointNotFound, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from channels.base import Reason
from channels.errors import ChannelError, Moved, Refused, TryLater, Unreachable

# python-telegram-bot warns at each RetryAfter until one says that a timedelta is welcome.
os.environ.setdefault("PTB_TIMEDELTA", "true")

TOKEN_WAIT = 60.0
CONFLICT_WAIT = 15.0

_FORBIDDEN = "403"

_NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid", "chat_id_invalid", "group chat was deactivated")
_NO_RIGHT_TO_WRITE = ("not enough rights", "have no rights", "chat_write_forbidden", "need administrator rights")
# What stands before the first colon or quotation mark is Telegram's own wording; behind it, it may quote the request.
_OWN_WORDING = re.compile(r"[A-Za-z' ,_-]{1,80}")


def meaning_of(error: Exception) -> ChannelError:
    """The error of ours for whatever came out of a request to Telegram."""
    match error:
        case ChannelError():
            return error
        case RetryAfter():
            return TryLater("429", "Telegram asks for a pause, because too many messages were sent.", _seconds(error.retry_after))
        case ChatMigrated():
            return Moved("400", "The group has become a supergroup and has a new address.", str(error.new_chat_id))
        case Forbidden():
            return Unreachable(_FORBIDDEN, "The bot was blocked or removed, or the account no longer exists.", "blocked")
        case InvalidToken() | EndPointNotFound():
            return TryLater(
                "401", "The bot token is no longer valid: get the present one from @BotFather and enter it for this account.", TOKEN_WAIT
            )
        case Conflict():
            return TryLater(
                "409",
                "Another program asks Telegram for the messages of this bot, or a webhook is set: stop that program or remove the webhook.",
                CONFLICT_WAIT,
            )
        case BadRequest():
            return _bad_request(error.message)
        case TimedOut() | TimeoutError():
            return TryLater("timeout", "Telegram did not answer in time.")
        case NetworkError():
            return TryLater("network", "Telegram could not be reached, or had a fault of its own.")
        case _:
            return TryLater("unexpected", f"The request to Telegram came to nothing ({type(error).__name__}).")


def reason(code: str) -> Reason:
    """What a code with which a message failed says of the citizen's chat."""
    return "blocked" if code == _FORBIDDEN else ""


def _bad_request(description: str) -> ChannelError:
    lowered = description.lower()
    if any(words in lowered for words in _NOBODY_THERE):
        return Unreachable("400", "Telegram knows no such chat.", "invalid")
    if any(words in lowered for words in _NO_RIGHT_TO_WRITE):
        return Unreachable("400", "The bot may not write in this chat.", "blocked")
    found = _OWN_WORDING.match(description)
    reason = found.group().strip() if found else "no reason given"
    return Refused("400", f"Telegram did not accept the request: {reason}.")


def _seconds(pause: int | dt.timedelta) -> float:
    return pause.total_seconds() if isinstance(pause, dt.timedelta) else float(pause)
