"""Twilio's error codes as what they mean for us (https://www.twilio.com/docs/api/errors).

Twilio's own explanations are never passed on: they can quote the number or the text that was sent.
"""

from __future__ import annotations

from typing import Literal

from channels.base import Reason
from channels.errors import ChannelError, Refused, TryLater, Unreachable, WindowClosed

SECONDS_UNTIL_WINDOW_IS_ASKED_AGAIN = 10.0
_SECONDS_FOR_NEW_CREDENTIALS = 60.0
_SENTENCES = {
    "20003": "Twilio no longer accepts the account's auth token: enter the new one with 'manage.py channel add'.",
    "20404": "Twilio does not know what was asked for, such as the account or the messaging service.",
    "20429": "Twilio takes no more requests at this moment.",
    "21211": "The citizen's number is not a valid number.",
    "21212": "The account's sender is not a valid number.",
    "21408": "The account has no permission to write to the citizen's country.",
    "21606": "The account's sender does not belong to the Twilio account, or cannot send.",
    "21608": "A trial account of Twilio writes only to verified numbers.",
    "21609": "Twilio cannot use PUBLIC_URL for its status reports.",
    "21610": "The citizen has asked to get no more messages.",
    "21614": "The citizen's number cannot receive messages.",
    "21617": "The message is longer than Twilio takes.",
    "21654": "The content template is not in the Twilio account: set the channel up again.",
    "21655": "The content template is not in the Twilio account: set the channel up again.",
    "21656": "Twilio did not take the values for the content template.",
    "21703": "The messaging service has no sender for WhatsApp.",
    "30001": "The account's queue at Twilio is full.",
    "30002": "The Twilio account is suspended.",
    "30003": "The citizen's phone cannot be reached.",
    "30007": "The message was filtered out on its way.",
    "30008": "The message was not delivered, for a reason that nobody told Twilio.",
    "63001": "WhatsApp does not accept the sender's registration.",
    "63003": "The citizen's number is not on WhatsApp.",
    "63005": "WhatsApp does not accept the content of the message.",
    "63007": "The account's sender is not registered for WhatsApp at Twilio.",
    "63010": "WhatsApp had a fault of its own.",
    "63012": "WhatsApp had a fault of its own.",
    "63013": "The message breaks a rule of WhatsApp.",
    "63014": "The citizen has blocked the sender on WhatsApp.",
    "63015": "The citizen has not joined the WhatsApp sandbox.",
    "63016": "The citizen's last message is more than 24 hours old, so WhatsApp takes only a template.",
    "63018": "WhatsApp takes no more messages from this sender at this moment.",
    "63020": "The sender's business account at Meta is not in order.",
    "63021": "WhatsApp does not accept the content of the message.",
    "63024": "The citizen cannot receive messages on WhatsApp.",
    "63027": "The template is not approved in this language.",
    "63028": "The template has another number of variables.",
    "63030": "WhatsApp does not know a part of the message.",
    "63032": "WhatsApp does not deliver to this citizen while an experiment of Meta lasts.",
    "63038": "The account has sent as many messages today as Twilio allows.",
    "63049": "Meta chose not to deliver the message to this citizen.",
    "63051": "The sender's business account at Meta is locked.",
}
_BUSY = {"20429", "30001", "63018", "63038"}
_FAULT_OF_THEIRS = {"63010", "63012", "21730"}
_WINDOW_CLOSED = "63016"
_OF_THE_CONTACT: dict[str, Literal["blocked", "opted_out", "invalid"]] = {
    "21610": "opted_out",
    "63014": "blocked",
    "21211": "invalid",
    "21614": "invalid",
    "63003": "invalid",
    "63024": "invalid",
}


class Rejection(Exception):
    """Twilio answered a request with an error: the HTTP status, Twilio's code if it gave one, and the seconds to wait."""

    def __init__(self, status: int, code: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"HTTP {status}, code {code or 'none'}")
        self.status = status
        self.code = code or str(status)
        self.retry_after = retry_after


def sentence(code: str) -> str:
    """What a code of Twilio means, for staff."""
    return _SENTENCES.get(code, f"Twilio gave the error {code}, which is explained at https://www.twilio.com/docs/api/errors.")


def reason(code: str) -> Reason:
    """What a code says of the citizen's chat, also when it comes with a report after the message was taken."""
    return "window" if code == _WINDOW_CLOSED else _OF_THE_CONTACT.get(code, "")


def channel_error(rejection: Rejection) -> ChannelError:
    """What the sender is told about a message that Twilio did not take."""
    code, status = rejection.code, rejection.status
    if code == "20003" or status == 401:
        # The message is fine. It waits for whoever enters the new token.
        return TryLater("20003", sentence("20003"), retry_after=_SECONDS_FOR_NEW_CREDENTIALS)
    if status == 429 or code in _BUSY:
        return TryLater(code, sentence("20429" if code == "429" else code), rejection.retry_after)
    if not 400 <= status < 500 or status == 408 or code in _FAULT_OF_THEIRS:
        return TryLater(code, "Twilio has a fault of its own and takes no messages at this moment.", rejection.retry_after)
    if code == _WINDOW_CLOSED:
        return WindowClosed(code, sentence(code), retry_after=SECONDS_UNTIL_WINDOW_IS_ASKED_AGAIN)
    if code in _OF_THE_CONTACT:
        return Unreachable(code, sentence(code), _OF_THE_CONTACT[code])
    return Refused(code, sentence(code))


def credentials_error(rejection: Rejection) -> ChannelError:
    """What whoever enters an account is told: here wrong credentials are an error of theirs and nothing to wait for."""
    if rejection.status == 401 or rejection.code == "20003":
        return Refused("20003", "Twilio does not accept this auth token for this account SID.")
    if rejection.status == 404:
        return Refused(rejection.code, "Twilio knows no account with this account SID.")
    return channel_error(rejection)
