"""What the catalogue knows about a service, in the citizen's language and in the operator's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bot.answers.context import Setting
from bot.answers.facets import facet_text, has_facet
from bot.answers.labels import FACET_TITLES
from bot.catalogue import snapshot
from bot.catalogue.models import Service
from bot.catalogue.views import FACETS, AgencyView
from bot.languages import say

# What citizens ask for most stands first.
_FIRST = ("requirements", "fee", "processing_time", "where", "hours")
_ORDER = (*_FIRST, *(facet for facet in FACETS if facet not in _FIRST))


@dataclass(frozen=True)
class Fact:
    """One facet. `text` is for the citizen; `own_text` the same for the operator, empty where both read one language."""

    facet: str
    title: str
    text: str
    own_text: str


@dataclass(frozen=True)
class ServiceFacts:
    """A service by the name that the operator reads, with what is known about it."""

    key: str
    name: str
    name_for_citizen: str
    facts: tuple[Fact, ...]


def facts_of(agency: str, service_key: str, citizen: str, operator: str, now: dt.datetime) -> ServiceFacts | None:
    """The facts that the agency's catalogue holds; None when it has no such service."""
    view = snapshot.current(agency)
    service = view.services.get(service_key)
    if service is None:
        return None
    theirs, own = Setting(view, citizen, now), Setting(view, operator, now)
    facts = tuple(
        Fact(
            facet,
            say(FACET_TITLES[facet], operator),
            facet_text(service, facet, theirs),
            facet_text(service, facet, own) if operator != citizen else "",
        )
        for facet in _ORDER
        if has_facet(service, facet)
    )
    return ServiceFacts(service_key, say(service.name, operator), say(service.name, citizen), facts)


def service_name(agency: str, service_key: str, language: str) -> str:
    """What a service is called; its key when the catalogue no longer has it, nothing without a key."""
    return service_names(agency, [service_key], language)[service_key]


def service_names(agency: str, service_keys: Iterable[str], language: str) -> dict[str, str]:
    """The same for many, with one look at the catalogue."""
    wanted, known = set(service_keys), snapshot.current(agency).services
    names = {key: known[key].name for key in wanted if key in known}
    # What another agency has passed on is about a service of that agency's.
    if missing := wanted - names.keys() - {""}:
        elsewhere = Service.objects.filter(key__in=missing).exclude(name=None).order_by("-agency")
        names |= {key: name or {} for key, name in elsewhere.values_list("key", "name")}
    return {key: say(names.get(key), language) or key for key in wanted}


def services_of(agency: str, language: str) -> list[tuple[str, str]]:
    """Every service of the agency by key and name, in the order of the names."""
    view: AgencyView = snapshot.current(agency)
    return sorted(((key, say(one.name, language) or key) for key, one in view.services.items()), key=lambda pair: pair[1])
