"""What an FAQ says differently from the rest of what its agency offers: fees, telephone numbers, where a button leads."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from bot.catalogue.audit.quantities import indonesian, japanese
from bot.catalogue.audit.quantities.quantity import Quantity
from bot.catalogue.views import AgencyView, ServiceView
from bot.faq.checks.finding import Finding, Other, error, warning
from bot.faq.content import TARGETS, Content
from bot.faq.exchange.personal import known_phones, phones_in
from bot.languages import LANGUAGES, money, say
from bot.nlu.knowledge.index import KnowledgeIndex
from bot.nlu.normalise import normalise

_MONEY = frozenset({"IDR", "JPY"})
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|(?<=[。！？])|\n")


def findings_beside(content: Content, key: str, index: KnowledgeIndex, today: dt.date) -> Iterator[Finding]:
    """Each contradiction with the agency's catalogue."""
    view = index.view
    yield from _targets(content, key, view)
    stated = {language: phones_in(answer) for language, answer in content["answer"].items()}
    # Reading every answer of the agency takes longer than all other checks: only for a text that states a number.
    known = known_phones(view) if any(stated.values()) else set()
    for language, phones in stated.items():
        if phones - known:
            message = _("The answer names a telephone number that your agency is not known by. It must be the number of an office.")
            yield warning("unknown_telephone", "answer", language, message)
    yield from _fees(content, index, today)


def _targets(content: Content, key: str, view: AgencyView) -> Iterator[Finding]:
    offered: dict[str, Mapping[str, Any]] = {"service": view.services, "faq": view.faq, "life_event": view.life_events}
    for index, choice in enumerate(content["quick_replies"]):
        for kind in TARGETS:
            target = choice.get(kind)
            if kind == "faq" and target == key:
                yield error("leads_to_itself", "quick_replies", "", _("The button leads to this question itself."), index)
            elif target and target not in offered[kind]:
                message = _("The button leads to “%(key)s”, which your agency does not offer now; citizens will not see the button.")
                yield warning("leads_nowhere", "quick_replies", "", message, index, key=target)


def _fees(content: Content, index: KnowledgeIndex, today: dt.date) -> Iterator[Finding]:
    services = [service for service in _services_meant(content, index) if service.fees_on(today)]
    if not services:
        return
    charged = {
        (fee.currency, amount)
        for service in services
        for fee in service.fees_on(today)
        for amount in (fee.amount, fee.amount_max)
        if amount is not None
    }
    if not charged:
        return
    for language in LANGUAGES:
        for stated in _amounts(content["answer"].get(language, ""), language):
            if (stated.kind, stated.value) not in charged:
                service = services[0]
                known = ", ".join(money(amount, currency, language) for currency, amount in sorted(charged))
                message = _("The answer states %(stated)s, but for “%(service)s” the catalogue has %(known)s.")
                said: dict[str, Any] = {"stated": stated.written.strip(), "service": say(service.name, language), "known": known}
                found = warning("other_fee", "answer", language, message, **said)
                yield replace(found, other=Other("service", service.key, service.name, 1.0))


def _services_meant(content: Content, index: KnowledgeIndex) -> list[ServiceView]:
    """The services that the question, a sentence of its answer that states an amount, or its buttons name outright.

    Other sentences name documents that one brings, which have fees of their own: "Bawa KTP."
    """
    keys = [choice["service"] for choice in content["quick_replies"] if choice.get("service")]
    answers = ((language, text) for language in LANGUAGES for text in _SENTENCE_END.split(content["answer"].get(language, "")))
    for text in (*content["question"].values(), *(text for language, text in answers if any(_amounts(text, language)))):
        for number, (_length, unique) in index.alias_hits(normalise(text)).items():
            if unique and index.targets[number].kind == "service":
                keys.append(index.targets[number].key)
    return [index.view.services[key] for key in dict.fromkeys(keys) if key in index.view.services]


def _amounts(text: str, language: str) -> Iterator[Quantity]:
    read = indonesian.quantities if language == "id" else japanese.quantities
    yield from (quantity for quantity in read(text) if quantity.kind in _MONEY)
