"""Numbers, times and keys as readers of the pages say them."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bot.analytics.stored_messages import UNKNOWN
from bot.console.channel_label import channel_label
from bot.desk.undelivered import TOO_OLD
from channels import registry

OUTCOMES = {
    "answer": gettext_lazy("Answered"),
    "choices": gettext_lazy("Offered choices"),
    "ask_back": gettext_lazy("Asked back"),
    "refuse": gettext_lazy("Refused"),
    "handoff": gettext_lazy("Handed over"),
}
# By the reason of `channels.base`, and what the assistant itself gives up.
FAILURES = {
    "blocked": gettext_lazy("The citizen has blocked the assistant"),
    "opted_out": gettext_lazy("The citizen wants no more messages"),
    "invalid": gettext_lazy("The number or account cannot receive messages"),
    "window": gettext_lazy("The citizen's last message was too long ago"),
    TOO_OLD: gettext_lazy("Not sent for a whole day"),
}
FACETS = {
    "overview": gettext_lazy("Overview of the service"),
    "requirements": gettext_lazy("Requirements"),
    "procedure": gettext_lazy("Procedure"),
    "processing_time": gettext_lazy("Time it takes"),
    "deadline": gettext_lazy("Deadline"),
    "fee": gettext_lazy("Fee"),
    "where": gettext_lazy("Place"),
    "hours": gettext_lazy("Opening hours"),
    "phone": gettext_lazy("Telephone number"),
    "online": gettext_lazy("Online"),
    "legal_basis": gettext_lazy("Legal basis"),
    "form": gettext_lazy("Form to fill in"),
    "who": gettext_lazy("Who may apply"),
    "validity": gettext_lazy("Validity"),
}
LANGUAGES = {"id": gettext_lazy("Indonesian"), "ja": gettext_lazy("Japanese")}
NOTHING = "–"


def count(value: float) -> str:
    """A whole number in groups of three."""
    return str(number_format(round(value), force_grouping=True))


def percent(share: float | None) -> str:
    """A share in whole percent."""
    return NOTHING if share is None else f"{number_format(round(share * 100))}%"


def points(share: float | None) -> float | None:
    """A share as a number of percent with one decimal, for tables."""
    return None if share is None else round(share * 100, 1)


def seconds(value: float | None) -> float | None:
    """A time in seconds with one decimal, for tables."""
    return None if value is None else round(value, 1)


def duration(value: float | None) -> str:
    """A time as one says it."""
    if value is None:
        return NOTHING
    if value < 60:
        return _("%(number)s s") % {"number": number_format(value, 1)}
    if value < 3600:
        minutes = round(value / 60)
        return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    return _("%(number)s h") % {"number": number_format(value / 3600, 1)}


def channel(name: str) -> str:
    """What a channel is called."""
    return channel_label(name) if name else NOTHING


def failure(code: str) -> str:
    """Why an answer did not arrive; with the platform's own number for it, which whoever looks after the system can look up."""
    reasons = (code, *(registry.channel(name).reason(code) for name in registry.names()))
    known = next((FAILURES[reason] for reason in reasons if reason in FAILURES), _("Refused by the channel"))
    return f"{known} · {code}" if code not in FAILURES and code != UNKNOWN else str(known)
