"""The words of the FAQ pages for states, fields and languages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bot.faq.exchange.planning import Outcome
from bot.faq.filters import LiveState, Order, Ownership
from bot.languages import Localized

LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "ja": "日本語", "ja_easy": "やさしい日本語"}
LIVE: dict[str, Any] = {
    LiveState.LIVE: _("answers citizens"),
    LiveState.UPCOMING: _("answers later"),
    LiveState.EXPIRED: _("no longer valid"),
    LiveState.ARCHIVED: _("in the archive"),
    LiveState.TAKEN_DOWN: _("not published"),
    LiveState.NEW: _("not yet published"),
}
WORK: dict[str, Any] = {
    "draft": _("draft"),
    "in_review": _("in review"),
    "returned": _("returned"),
    "published": _("published"),
    "superseded": _("replaced"),
}
OWNERSHIP: dict[str, Any] = {
    Ownership.OWN: _("our own"),
    Ownership.INHERITED: _("inherited"),
    Ownership.OVERRIDING: _("our own instead of the inherited one"),
}
ORDER: dict[str, Any] = {
    Order.KEY: _("Short name"),
    Order.MOST_USED: _("Most used"),
    Order.LEAST_USED: _("Least used"),
    Order.LAST_USED: _("Used last"),
    Order.LEAST_HELPFUL: _("Least helpful"),
}
OUTCOME: dict[str, Any] = {
    Outcome.REFUSED: _("refused"),
    Outcome.CHANGED: _("changed"),
    Outcome.CREATED: _("new"),
    Outcome.UNCHANGED: _("unchanged"),
}
FIELDS: dict[str, Any] = {
    "key": _("Short name"),
    "question": _("Question"),
    "answer": _("Answer"),
    "variants": _("Other ways to ask"),
    "tags": _("Tags"),
    "quick_replies": _("Buttons"),
    "links": _("Links"),
    "valid_from": _("First day"),
    "valid_to": _("Last day"),
    "sources": _("Sources"),
    "language": _("Language"),
    "published": _("Published"),
}
SOURCE: dict[str, Any] = {
    "staff": _("written here"),
    "file": _("from a content file"),
    "table": _("imported"),
    "before": _("from before versions were kept"),
}
DECISION: dict[str, Any] = {
    "answer": _("It answers."),
    "choices": _("It offers several answers to choose from."),
    "ask_back": _("It asks back."),
    "smalltalk": _("It replies politely, without an answer from the catalogue."),
    "form": _("It begins a form."),
    "handoff": _("It passes the citizen to a person."),
    "refuse": _("It says that it cannot answer this."),
}
KIND: dict[str, Any] = {"faq": _("Question"), "service": _("Service"), "life_event": _("Life event")}


def field_label(name: str, language: str = "") -> str:
    """A field, with its language where it has one; also as an import names it, such as answer.id."""
    field, _dot, rest = name.partition(".")
    parts = [str(FIELDS.get(field, field))]
    if spoken := LANGUAGE_NAMES.get(language or rest):
        parts.append(spoken)
    return " – ".join(parts)


def said(text: Localized | None, default: str = "") -> str:
    """A text in the page's language; where there is none, in the other one."""
    texts = text or {}
    return texts.get(get_language() or "") or next((one for one in texts.values() if one), "") or default
