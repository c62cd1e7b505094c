"""Which FAQ an agency sees in its list, and how staff narrow it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from bot.catalogue.models import Agency
from bot.faq.models import Faq, FaqTag, FaqVariant, FaqVersion
from bot.languages import LANGUAGES


class Ownership(StrEnum):
    """Whose an FAQ is, seen from the agency that lists it."""

    OWN = "own"
    INHERITED = "inherited"
    OVERRIDING = "overriding"


class LiveState(StrEnum):
    """What the bot does with it today."""

    LIVE = "live"
    UPCOMING = "upcoming"
    EXPIRED = "expired"
    ARCHIVED = "archived"
    TAKEN_DOWN = "taken_down"
    NEW = "new"


class Order(StrEnum):
    """By what the list is sorted."""

    KEY = "key"
    MOST_USED = "most_used"
    LEAST_USED = "least_used"
    LAST_USED = "last_used"
    LEAST_HELPFUL = "least_helpful"


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; an empty field narrows nothing. `lacking` is a language without question, answer or examples."""

    search: str = ""
    tag: str = ""
    lacking: str = ""
    live: LiveState | None = None
    work: str = ""
    ownership: Ownership | None = None
    order: Order = Order.KEY


def visible(agency: Agency, lineage: Sequence[Agency]) -> QuerySet[Faq]:
    """For each key the row of the nearest agency: the agency's own also while it is only a draft."""
    stated = Q(inherits=False)
    # Asked only of the few rows that do not answer.
    shown: Any = Q(agency=agency) & (stated | Q(Exists(open_versions())))
    for depth, ancestor in enumerate(lineage[1:], start=1):
        nearer = Faq.objects.filter(key=OuterRef("key"), agency__in=lineage[1:depth], inherits=False)
        own = Faq.objects.filter(key=OuterRef("key"), agency=agency)
        in_work = FaqVersion.objects.filter(faq__agency=agency, faq__key=OuterRef("key"), state__in=FaqVersion.OPEN)
        hidden: Any = Q(Exists(own.filter(inherits=False))) | Q(Exists(in_work)) | Q(Exists(nearer))
        shown |= Q(agency=ancestor) & stated & ~hidden
    return Faq.objects.filter(shown, agency__in=lineage)


def open_versions() -> QuerySet[FaqVersion]:
    """The versions of an outer row that somebody works on: one at most."""
    # In no order: theirs is the agencies', for which two tables would be read beside each row.
    return FaqVersion.objects.filter(faq=OuterRef("pk"), state__in=FaqVersion.OPEN).order_by()


def narrowed(rows: QuerySet[Faq], agency: Agency, today: dt.date, filters: Filters) -> QuerySet[Faq]:
    """The rows that fit."""
    for word in filters.search.split():
        in_variants = FaqVariant.objects.filter(text__icontains=word).order_by().values("faq")
        in_drafts = _drafts(agency).filter(_says(word)).values("faq")
        rows = rows.filter(Q(searched__icontains=word) | Q(pk__in=in_variants) | Q(pk__in=in_drafts))
    if filters.tag:
        tagged = Q(Exists(FaqTag.objects.filter(faq=OuterRef("pk"), name=filters.tag)))
        rows = rows.filter(tagged | Q(pk__in=_drafts(agency).filter(_in_list("tags", f'"{filters.tag}"')).values("faq")))
    if filters.lacking in LANGUAGES:
        has = Exists(FaqVariant.objects.filter(faq=OuterRef("pk"), language=filters.lacking))
        # What was never published has its examples in its draft alone.
        has_in_draft = Exists(open_versions().filter(content__variants__has_key=filters.lacking))
        lacks = Q(Q(inherits=False) & ~Q(has)) | Q(Q(inherits=True) & ~Q(has_in_draft))
        for name in ("question", "answer"):
            lacks |= Q(**{f"{name}__{filters.lacking}__isnull": True}) | Q(**{f"{name}__{filters.lacking}": ""})
        rows = rows.filter(lacks)
    if filters.work:
        rows = rows.filter(Exists(open_versions().filter(state=filters.work)))
    if filters.live is not None:
        rows = rows.filter(is_in(filters.live, today))
    if filters.ownership is not None:
        inherited = Faq.objects.filter(agency__in=agency.lineage[1:], inherits=False, published=True, archived=False)
        above, own = Q(Exists(inherited.filter(key=OuterRef("key")))), Q(agency=agency)
        rows = rows.filter({Ownership.INHERITED: ~own, Ownership.OWN: own & ~above, Ownership.OVERRIDING: own & above}[filters.ownership])
    return rows


def _drafts(agency: Agency) -> QuerySet[FaqVersion]:
    return FaqVersion.objects.filter(faq__agency=agency, state__in=FaqVersion.OPEN).order_by()


def _says(word: str) -> Q:
    found = Q()
    for field in ("question", "answer"):
        for language in (*LANGUAGES, "ja_easy"):
            found |= Q(**{f"content__{field}__{language}__icontains": word})
    for language in LANGUAGES:
        found |= _in_list(f"variants__{language}", word)
    return found


def _in_list(path: str, text: str) -> Q:
    # A list is looked into as the text that it is stored as: SQLite keeps what is beyond ASCII escaped there, PostgreSQL does not.
    escaped = json.dumps(text)[1:-1].replace('\\"', '"')
    return Q(**{f"content__{path}__icontains": text}) | Q(**{f"content__{path}__icontains": escaped})


def is_in(state: LiveState, today: dt.date) -> Q:
    """The condition for a live state on that day."""
    published = Q(inherits=False, archived=False, published=True)
    begun, not_over = Q(valid_from=None) | Q(valid_from__lte=today), Q(valid_to=None) | Q(valid_to__gte=today)
    return {
        LiveState.NEW: Q(inherits=True),
        LiveState.ARCHIVED: Q(inherits=False, archived=True),
        LiveState.TAKEN_DOWN: Q(inherits=False, archived=False, published=False),
        LiveState.UPCOMING: published & ~begun & not_over,
        LiveState.EXPIRED: published & ~not_over,
        LiveState.LIVE: published & begun & not_over,
    }[state]
