"""What the templates of the desk ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bot.console.channel_label import channel_label
from bot.desk import undelivered, words
from bot.desk.clocks import Clock
from bot.desk.models import Conversation, Handoff, HandoffEvent, Message
from bot.languages import LANGUAGES, say
from bot.pipeline.delivery import SUPERSEDED

register = template.Library()
register.filter(channel_label)
_LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "ja": "日本語"}
_TICKS = {"queued": "◷", "sent": "✓", "delivered": "✓✓", "read": "✓✓", "errored": "◷", "failed": "✕"}


@register.filter
def reason_words(handoff: Handoff) -> str:
    """Why a person is needed."""
    return str(words.REASONS.get(handoff.reason, handoff.reason))


@register.filter
def urgency_words(handoff: Handoff) -> str:
    """How urgent it is; nothing when it is as urgent as most."""
    return str(words.URGENCIES.get(handoff.urgency, "")) if handoff.urgency else ""


@register.filter
def state_words(handoff: Handoff) -> str:
    """What state it is in; with how it ended once it is closed."""
    if handoff.state == Handoff.State.CLOSED and handoff.outcome:
        return str(words.OUTCOMES.get(handoff.outcome, handoff.outcome))
    return str(words.STATES.get(handoff.state, handoff.state))


@register.filter
def callback_state_words(state: str) -> str:
    """What became of a wish to be called back."""
    return str(words.CALLBACK_STATES.get(state, state))


@register.filter
def language_name(language: str) -> str:
    """A language by its own name."""
    return _LANGUAGE_NAMES.get(language, language)


@register.filter
def in_own(text: Mapping[str, str] | None, language: str) -> str:
    """A text in two languages in the reader's, else in any."""
    return next((found for one in (language, get_language() or "", *LANGUAGES) if (found := say(text, one))), "")


@register.filter
def minutes_words(minutes: int) -> str:
    """A length of time in words that one grasps at once."""
    if minutes < 1:
        return _("less than a minute")
    if minutes < 60:
        return ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes}
    hours, left = divmod(minutes, 60)
    if hours < 48:
        return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": left}
    return ngettext("%(number)d day", "%(number)d days", hours // 24) % {"number": hours // 24}


@register.filter
def waited(handoff: Handoff) -> str:
    """For how long the citizen has waited."""
    until = handoff.ended_at or timezone.now()
    return minutes_words(max(0, int((until - handoff.waiting_since).total_seconds() // 60)))


@register.filter
def clock_words(clock: Clock) -> str:
    """How it stands against the promise, in words."""
    length = minutes_words(clock.minutes)
    if clock.kind == "answered":
        return _("first answer after %(time)s") % {"time": length}
    if clock.kind == "late":
        return (_("late: waits again for %(time)s") if clock.again else _("late: no answer for %(time)s")) % {"time": length}
    if clock.kind == "soon":
        return (_("answer soon: waits again for %(time)s") if clock.again else _("answer soon: waits for %(time)s")) % {"time": length}
    return (_("waits again for %(time)s") if clock.again else _("waits for %(time)s")) % {"time": length}


@register.filter
def came_from_words(handoff: Handoff) -> str:
    """How it came to where it is, from whom and from which unit; nothing when it came from the citizen."""
    came: Mapping[str, Any] = handoff.came_from or {}
    place = ", ".join(filter(None, (in_own(came.get("agency"), ""), in_own(came.get("unit"), ""))))
    return words.came_from(str(came.get("how") or ""), by=str(came.get("by") or ""), before=str(came.get("before") or ""), place=place)


@register.filter
def clock_tag(clock: Clock) -> str:
    """The colour of the tag with these words, which never stands alone."""
    return {"late": "bad", "soon": "warn", "answered": "good"}.get(clock.kind, "")


@register.filter
def delivery_words(message: Message) -> str:
    """What became of a message on its way."""
    if message.status == Message.Status.FAILED and message.error_code == SUPERSEDED:
        return _("not sent, because a person took over")
    return str(words.DELIVERIES.get(message.status, message.status))


@register.filter
def why_words(message: Message, handoff: Handoff) -> str:
    """Why it has not arrived; what the platform itself said stands behind it where nothing better is known."""
    return _why(message, handoff.conversation)


@register.filter
def why_not(message: Message) -> str:
    """The same for a message whose conversation has been read."""
    return _why(message, message.conversation)


def _why(message: Message, conversation: Conversation) -> str:
    if message.status == Message.Status.ERRORED:
        return str(words.UNDELIVERED.get(undelivered.delay_of(message, conversation.channel), words.DELAYED))
    reason = undelivered.reason_of(message, conversation, timezone.now())
    said = f" ({message.error})" if reason == undelivered.REFUSED and message.error else ""
    return f"{words.UNDELIVERED[reason]}{said}"


@register.filter
def ticks(message: Message) -> str:
    """The same as a sign."""
    return _TICKS.get(message.status, "")


@register.filter
def came_along(message: Message) -> str:
    """What came without words: a photo, a place."""
    return came_along_in(message.content)


@register.filter
def came_along_in(content: Mapping[str, Any] | None) -> str:
    """The same by the message's content alone."""
    content = content or {}
    kind = content.get("kind", "")
    if kind == "media":
        return _("%(thing)s, not kept") % {"thing": _thing(str(content.get("type", "")))}
    return {"location": _("A place"), "contact": _("A contact card"), "unsupported": _("Something that cannot be shown")}.get(kind, "")


def _thing(kind: str) -> str:
    things = {
        "photo": _("Photo"),
        "image": _("Photo"),
        "video": _("Video"),
        "audio": _("Sound"),
        "voice": _("Voice message"),
        "sticker": _("Sticker"),
        "document": _("File"),
    }
    return things.get(kind.split("/")[0], _("File"))


@register.filter
def event_sentence(event: HandoffEvent) -> str:
    """What happened, to whom, and by whom."""
    details: Mapping[str, Any] = event.details or {}
    named = in_own(details.get("name"), "") if isinstance(details.get("name"), Mapping) else ""
    to = named or next((str(details[name]) for name in ("to", "unit", "agency") if details.get(name)), "")
    parts = [str(words.EVENTS.get(event.kind, event.kind))]
    if to:
        parts.append(f"→ {to}")
    if details.get("outcome"):
        parts.append(f"({words.OUTCOMES.get(details['outcome'], details['outcome'])})")
    if event.by_name:
        parts.append(f"· {event.by_name}")
    if details.get("remark"):
        parts.append(f"“{details['remark']}”")
    return " ".join(parts)


@register.filter
def short_time(moment: dt.datetime) -> str:
    """The time alone for today, with the day for any other, on the agency's clock."""
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localdate()
    return formats.time_format(local, "TIME_FORMAT") if is_today else formats.date_format(local, "SHORT_DATETIME_FORMAT")


@register.filter
def micros(moment: dt.datetime) -> int:
    """A moment as a number by which rows are put in order."""
    return int(moment.timestamp() * 1_000_000)
