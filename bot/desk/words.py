"""The words in which the record of changes speaks of the desk, and those of the models' choices."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bot.desk.models import Callback, Handoff, HandoffEvent
from bot.desk.waiting_again import How
from bot.staff.audit import declare

REASONS: dict[str, Any] = {
    Handoff.Reason.ASKED: _("Asked for a person"),
    Handoff.Reason.DISTRESS: _("Is in distress"),
    Handoff.Reason.ANGER: _("Is angry"),
    Handoff.Reason.COMPLAINT: _("Complains"),
    Handoff.Reason.NOT_UNDERSTOOD: _("Was not understood by the assistant"),
    Handoff.Reason.REOPENED: _("Came back to an earlier case"),
}
URGENCIES: dict[int, Any] = {
    Handoff.Urgency.NORMAL: _("Normal"),
    Handoff.Urgency.RAISED: _("Urgent"),
    Handoff.Urgency.DANGER: _("Danger: first of all"),
}
STATES: dict[str, Any] = {
    Handoff.State.WAITING: _("Waiting"),
    Handoff.State.CLAIMED: _("Being served"),
    Handoff.State.LEFT: _("Citizen left the queue"),
    Handoff.State.CLOSED: _("Closed"),
}
OUTCOMES: dict[str, Any] = {
    Handoff.Outcome.SOLVED: _("Solved"),
    Handoff.Outcome.REFERRED: _("Referred to another office"),
    Handoff.Outcome.NO_ANSWER: _("Citizen no longer answered"),
    Handoff.Outcome.DUPLICATE: _("The same request as another"),
    Handoff.Outcome.ABUSE: _("Abuse"),
    Handoff.Outcome.OTHER: _("Something else"),
}
EVENTS: dict[str, Any] = {
    HandoffEvent.Kind.OPENED: _("A person was asked for"),
    HandoffEvent.Kind.CLAIMED: _("Taken over"),
    HandoffEvent.Kind.LAPSED: _("Back in the queue, because the page was closed or the connection was lost"),
    HandoffEvent.Kind.RELEASED: _("Put back into the queue"),
    HandoffEvent.Kind.TRANSFERRED: _("Passed on"),
    HandoffEvent.Kind.GIVEN_BACK: _("Closed and given back to the assistant"),
    HandoffEvent.Kind.LEFT: _("Citizen left the queue"),
    HandoffEvent.Kind.CLOSED: _("Closed"),
    HandoffEvent.Kind.MERGED: _("Joined with another request"),
    HandoffEvent.Kind.VIEWED: _("Read"),
    HandoffEvent.Kind.RATED: _("Citizen gave a rating"),
    HandoffEvent.Kind.OVERFLOWED: _("Offered to another unit as well, after a long wait"),
    HandoffEvent.Kind.ANY_LANGUAGE: _("Offered to colleagues of any language as well, after a long wait"),
}
# How a conversation came to where it is: what is to be named, the words with it, and those where it is not known.
_CAME_FROM: dict[str, tuple[str, Any, Any]] = {
    How.PASSED_ON: ("place", _("passed on by %(by)s (%(place)s)"), _("passed on by %(by)s")),
    How.GIVEN: ("before", _("given by %(by)s, was with %(before)s"), _("given by %(by)s")),
    How.LAPSED: ("before", _("back in the queue, was with %(before)s"), _("back in the queue")),
    How.RELEASED: ("by", _("put back into the queue by %(by)s"), _("back in the queue")),
    How.OVERFLOWED: ("place", _("comes from %(place)s after a long wait"), _("comes from another unit after a long wait")),
}
CALLBACK_STATES: dict[str, Any] = {
    Callback.State.OPEN: pgettext_lazy("callback", "To be called"),
    Callback.State.REACHED: pgettext_lazy("callback", "Reached"),
    Callback.State.NOT_REACHED: pgettext_lazy("callback", "Not reached"),
    Callback.State.CLOSED: pgettext_lazy("callback", "Closed"),
}
DELIVERIES: dict[str, Any] = {
    "queued": _("waiting to be sent"),
    "sent": _("sent"),
    "delivered": _("delivered"),
    "read": _("read"),
    "errored": _("not sent yet, will be tried again"),
    "failed": _("not sent"),
}

# Why a message has not arrived (`bot.desk.undelivered`).
UNDELIVERED: dict[str, Any] = {
    "blocked": _("The citizen has blocked this service. Once the citizen writes again, it can be sent again."),
    "opted_out": _("The citizen has asked for no more messages. Once the citizen writes START, it can be sent again."),
    "invalid": _("This account or number cannot receive messages."),
    "window": _("The citizen last wrote longer ago than the platform allows. Choose a template, or wait until the citizen writes."),
    "template": _(
        "The platform did not take this template. Choose another one, and tell an administrator, who can look at it under Templates."
    ),
    "too_old": _("It could not be sent for a whole day, and was given up."),
    "refused": _("The platform did not take it. Write it in another way; if that happens again, tell whoever looks after the system."),
}
# Of one that still waits to be sent, where nothing better is known.
DELAYED = _(
    "The platform takes no message now. It is sent by itself as soon as it can be; if this lasts, tell whoever looks after the system."
)


def came_from(how: str, *, by: str, before: str, place: str) -> str:
    """How a conversation came to where it is, from whom and from which unit; nothing when it came from the citizen."""
    if how not in _CAME_FROM:
        return ""
    names = {"by": by, "before": before, "place": place}
    named, whole, short = _CAME_FROM[how]
    return str(whole if names[named] else short) % names


declare(
    actions={
        "desk.settings": _("Settings of the desk changed"),
        "unit.stored": _("Unit changed"),
        "unit.removed": _("Unit removed"),
        "duty.changed": _("Operator's duty changed"),
        "canned.stored": _("Prepared answer changed"),
        "canned.removed": _("Prepared answer removed"),
        "desk.reassigned": _("Conversation given to somebody"),
    },
    kinds={
        "desk": _("Desk"),
        "unit": _("Unit"),
        "duty": _("Operator"),
        "canned": _("Prepared answer"),
        "handoff": _("Conversation"),
    },
    fields={
        "enabled": _("Desk is open"),
        "takes_callbacks": _("Callbacks offered"),
        "asks_satisfaction": _("Satisfaction asked"),
        "first_reply_warning": _("Minutes until the warning"),
        "first_reply_within": _("Minutes promised"),
        "transcript_days": _("Days kept"),
        "units": _("Units"),
        "languages": _("Languages"),
        "capacity": _("Conversations at once"),
        "services": _("Services"),
        "hours": _("Hours"),
        "special_days": _("Special days"),
        "overflow_to": _("Helped by"),
        "overflow_after": _("Helped after (minutes)"),
        "closed_on_public_holidays": _("Closed on public holidays"),
        "shortcut": _("Shortcut"),
        "title": _("Title"),
        "operator": _("Operator"),
        "office": _("Office"),
    },
    values={
        "languages": dict(settings.LANGUAGES),
        "hours": {"closed": _("closed")},
        # An open one is called as an open question is: values of one field have one list of words.
        "state": {str(state): word for state, word in CALLBACK_STATES.items() if state != Callback.State.OPEN},
    },
)
