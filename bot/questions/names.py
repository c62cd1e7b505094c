"""Services and FAQ as destinations: what an agency offers and answers, by name, with whose it is.

Read from the tables, a few at a time: the whole merged view of an agency is much more than a page needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from bot.catalogue.models import Agency, Service
from bot.faq.models import Faq
from bot.languages import LANGUAGES
from bot.questions.models import GroupCandidate

SERVICE, FAQ = GroupCandidate.Kind.SERVICE.value, GroupCandidate.Kind.FAQ.value
_MOST_FOUND = 8


@dataclass(frozen=True)
class Destination:
    """A service or an FAQ; `owner` is the agency above that states it, None for the agency's own. `score` is from 0 to 1."""

    kind: str
    key: str
    name: Mapping[str, str]
    owner: Agency | None
    score: float = 0.0


def destinations(agency: Agency, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Destination]:
    """The destinations with these kinds and keys; what the agency does not offer is missing."""
    keys: dict[str, set[str]] = {SERVICE: set(), FAQ: set()}
    for kind, key in wanted:
        keys.setdefault(kind, set()).add(key)
    lineage = agency.lineage
    found = [*_services(lineage, Q(key__in=keys[SERVICE])), *_faq(lineage, Q(key__in=keys[FAQ]))]
    return {(one.kind, one.key): one for one in found}


def search(agency: Agency, words: str) -> list[Destination]:
    """Services and FAQ whose name, question or key holds the words, services first; the first few."""
    lineage = agency.lineage
    of_service, of_faq = Q(), Q()
    for word in words.split()[:6]:
        of_service &= _holds("name", word) | _holds("short_name", word) | Q(phrases__kind="alias", phrases__text__icontains=word)
        of_faq &= _holds("question", word) | Q(variants__text__icontains=word)
    services = Service.objects.filter(of_service, agency__in=lineage).values_list("key", flat=True).distinct()[:_MOST_FOUND]
    faq = Faq.objects.filter(of_faq, agency__in=lineage).values_list("key", flat=True).distinct()[:_MOST_FOUND]
    found = [*_services(lineage, Q(key__in=list(services))), *_faq(lineage, Q(key__in=list(faq)))]
    return found[:_MOST_FOUND]


def _holds(field: str, word: str) -> Q:
    found = Q(key__icontains=word)
    for language in LANGUAGES:
        found |= Q(**{f"{field}__{language}__icontains": word})
    return found


def _services(lineage: Sequence[Agency], which: Q) -> list[Destination]:
    records: dict[str, list[Service]] = {}
    depth = {agency.pk: number for number, agency in enumerate(lineage)}
    for service in Service.objects.filter(which, agency__in=lineage).only("key", "agency_id", "name", "hidden"):
        records.setdefault(service.key, []).append(service)
    found = []
    for key, chain in sorted(records.items()):
        chain.sort(key=lambda one: depth[one.agency_id])
        named = next((one for one in chain if one.name), None)
        if named is not None and not chain[0].hidden:
            found.append(Destination(SERVICE, key, _text(named.name), _owner(lineage, depth[named.agency_id])))
    return found


def _faq(lineage: Sequence[Agency], which: Q) -> list[Destination]:
    depth = {agency.pk: number for number, agency in enumerate(lineage)}
    nearest: dict[str, Faq] = {}
    rows = Faq.objects.filter(which, agency__in=lineage, inherits=False).only("key", "agency_id", "question", "published", "archived")
    for faq in sorted(rows, key=lambda one: depth[one.agency_id]):
        nearest.setdefault(faq.key, faq)
    return [
        Destination(FAQ, key, _text(faq.question), _owner(lineage, depth[faq.agency_id]))
        for key, faq in sorted(nearest.items())
        if faq.published and not faq.archived
    ]


def _owner(lineage: Sequence[Agency], depth: int) -> Agency | None:
    return lineage[depth] if depth else None


def _text(value: Any) -> Mapping[str, str]:
    return value if isinstance(value, dict) else {}
