"""The list of an agency's FAQ as staff search and page through it: its own, and what it inherits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from bot.catalogue.models import Agency
from bot.faq.models import Faq, FaqTag, FaqUse, FaqVariant, FaqVersion
from bot.languages import LANGUAGES

PAGE = 50
_DAYS_OF_USE = 90


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


@dataclass(frozen=True)
class Entry:
    """One line of the list. `work` is the state of its open version, empty when there is none; the figures are of the last 90 days.

    The figures of the agency's own FAQ count the citizens of every agency that it answered, those of an inherited one its own citizens.
    """

    faq: Faq
    key: str
    owner: str
    ownership: Ownership
    live: LiveState
    work: str
    questions: dict[str, str]
    examples: dict[str, int]
    covered: tuple[str, ...]
    tags: tuple[str, ...]
    hits: int
    helpful: int
    not_helpful: int
    last_used: dt.date | None

    @property
    def satisfaction(self) -> float | None:
        """The share of the opinions that were good, from 0 to 1; None without an opinion."""
        opinions = self.helpful + self.not_helpful
        return self.helpful / opinions if opinions else None


@dataclass(frozen=True)
class Page:
    """One page of the list. `number` counts from 1."""

    entries: tuple[Entry, ...]
    number: int
    pages: int
    total: int
    tags: tuple[str, ...] = field(default=())


def faq_page(agency: Agency, today: dt.date, filters: Filters | None = None, number: int = 1, size: int = PAGE) -> Page:
    """A page of what the agency answers, or is to answer; `today` is the day at the agency. A page past the end is the last one."""
    filters = filters or Filters()
    lineage = agency.lineage
    rows = _narrowed(visible(agency, lineage), agency, today, filters)
    total = rows.count()
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    ordered = _ordered(_with_use(rows, agency, today), filters.order)
    shown = list(ordered.select_related("agency").prefetch_related("variants", "tags")[(number - 1) * size : number * size])
    overriding = _keys_above(lineage, [faq.key for faq in shown if faq.agency_id == agency.pk])
    entries = tuple(_entry(faq, agency, today, faq.key in overriding) for faq in shown)
    return Page(entries, number, pages, total, tags_of(lineage))


def counts(agency: Agency, today: dt.date) -> dict[str, int]:
    """How many FAQ are in each live state, and how many versions of them in each state of work, by its name."""
    # With a prefix, since an aggregate hides a field of its name, such as `archived`.
    states: dict[str, Any] = {f"in_{state}": Count("pk", filter=_live(state, today)) for state in LiveState}
    states |= {f"in_{state}": Count("pk", filter=Q(work=state)) for state in map(str, FaqVersion.OPEN)}
    found = visible(agency, agency.lineage).aggregate(**states)
    return {name.removeprefix("in_"): number for name, number in found.items()}


def tags_of(lineage: Sequence[Agency]) -> tuple[str, ...]:
    """The tags in use, to choose from."""
    found = FaqTag.objects.filter(faq__agency__in=lineage).order_by("name").values_list("name", flat=True).distinct()
    return tuple(found)


def visible(agency: Agency, lineage: Sequence[Agency]) -> QuerySet[Any]:
    """For each key the row of the nearest agency: the agency's own also while it is only a draft."""
    open_ = FaqVersion.objects.filter(faq=OuterRef("pk"), state__in=FaqVersion.OPEN)
    rows: QuerySet[Any] = Faq.objects.filter(agency__in=lineage).annotate(work=Coalesce(Subquery(open_.values("state")[:1]), Value("")))
    stated = Q(inherits=False)
    shown: Any = Q(agency=agency) & (stated | ~Q(work=""))
    for depth, ancestor in enumerate(lineage[1:], start=1):
        nearer = Faq.objects.filter(key=OuterRef("key"), agency__in=lineage[1:depth], inherits=False)
        own = Faq.objects.filter(key=OuterRef("key"), agency=agency)
        in_work = FaqVersion.objects.filter(faq__agency=agency, faq__key=OuterRef("key"), state__in=FaqVersion.OPEN)
        hidden: Any = Q(Exists(own.filter(inherits=False))) | Q(Exists(in_work)) | Q(Exists(nearer))
        shown |= Q(agency=ancestor) & stated & ~hidden
    return rows.filter(shown)


def _narrowed(rows: QuerySet[Any], agency: Agency, today: dt.date, filters: Filters) -> QuerySet[Any]:
    if words := filters.search.split():
        for word in words:
            anywhere = Q(key__icontains=word) | Q(Exists(FaqVariant.objects.filter(faq=OuterRef("pk"), text__icontains=word)))
            for language in LANGUAGES:
                anywhere |= Q(**{f"question__{language}__icontains": word}) | Q(**{f"answer__{language}__icontains": word})
            rows = rows.filter(anywhere)
    if filters.tag:
        rows = rows.filter(Exists(FaqTag.objects.filter(faq=OuterRef("pk"), name=filters.tag)))
    if filters.lacking in LANGUAGES:
        lacks = ~Q(Exists(FaqVariant.objects.filter(faq=OuterRef("pk"), language=filters.lacking)))
        for name in ("question", "answer"):
            lacks |= Q(**{f"{name}__{filters.lacking}__isnull": True}) | Q(**{f"{name}__{filters.lacking}": ""})
        rows = rows.filter(lacks)
    if filters.work:
        rows = rows.filter(work=filters.work)
    if filters.live is not None:
        rows = rows.filter(_live(filters.live, today))
    if filters.ownership is not None:
        inherited = Faq.objects.filter(agency__in=agency.lineage[1:], inherits=False, published=True, archived=False)
        above, own = Q(Exists(inherited.filter(key=OuterRef("key")))), Q(agency=agency)
        rows = rows.filter({Ownership.INHERITED: ~own, Ownership.OWN: own & ~above, Ownership.OVERRIDING: own & above}[filters.ownership])
    return rows


def _live(state: LiveState, today: dt.date) -> Q:
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


def _with_use(rows: QuerySet[Faq], agency: Agency, today: dt.date) -> QuerySet[Any]:
    since = today - dt.timedelta(days=_DAYS_OF_USE)
    # Two subqueries and not one condition with OR, so that each goes by its index.
    mine = FaqUse.objects.filter(owner=agency, key=OuterRef("key"), day__gte=since).order_by().values("key")
    here = FaqUse.objects.filter(agency=agency, key=OuterRef("key"), day__gte=since).order_by().values("key")

    def figure(name: str) -> Any:
        number = IntegerField()
        own, inherited = (Subquery(use.annotate(n=Sum(name)).values("n")[:1], output_field=number) for use in (mine, here))
        return _own_or(agency, Coalesce(own, Value(0)), Coalesce(inherited, Value(0)))

    last = [Subquery(use.annotate(n=Max("day", filter=Q(hits__gt=0))).values("n")[:1]) for use in (mine, here)]
    return rows.annotate(
        hits=figure("hits"), helpful=figure("helpful"), not_helpful=figure("not_helpful"), last_used=_own_or(agency, last[0], last[1])
    )


def _own_or(agency: Agency, own: Any, inherited: Any) -> Any:
    return Case(When(agency=agency, then=own), default=inherited)


def _ordered(rows: QuerySet[Any], order: Order) -> QuerySet[Any]:
    first = {
        Order.KEY: (),
        Order.MOST_USED: (F("hits").desc(),),
        Order.LEAST_USED: (F("hits").asc(),),
        Order.LAST_USED: (F("last_used").desc(nulls_last=True),),
        Order.LEAST_HELPFUL: ((F("not_helpful") - F("helpful")).desc(),),
    }[order]
    return rows.order_by(*first, "key")


def _keys_above(lineage: Sequence[Agency], keys: Sequence[str]) -> set[str]:
    above = Faq.objects.filter(agency__in=lineage[1:], key__in=keys, inherits=False, published=True, archived=False)
    return set(above.values_list("key", flat=True))


def live_state(faq: Faq, today: dt.date) -> LiveState:
    """What the bot does with a row on that day."""
    if faq.inherits:
        return LiveState.NEW
    if faq.archived:
        return LiveState.ARCHIVED
    if not faq.published:
        return LiveState.TAKEN_DOWN
    if faq.valid_to is not None and faq.valid_to < today:
        return LiveState.EXPIRED
    return LiveState.UPCOMING if faq.valid_from is not None and faq.valid_from > today else LiveState.LIVE


def _entry(faq: Any, agency: Agency, today: dt.date, overriding: bool) -> Entry:
    own = faq.agency_id == agency.pk
    ownership = Ownership.INHERITED if not own else Ownership.OVERRIDING if overriding else Ownership.OWN
    examples: dict[str, int] = {language: sum(variant.language == language for variant in faq.variants.all()) for language in LANGUAGES}
    return Entry(
        faq=faq,
        key=faq.key,
        owner=faq.agency.key,
        ownership=ownership,
        live=live_state(faq, today),
        work=faq.work,
        questions=dict(faq.question),
        examples=examples,
        covered=tuple(language for language in LANGUAGES if faq.question.get(language) and faq.answer.get(language)),
        tags=tuple(tag.name for tag in faq.tags.all()),
        hits=faq.hits,
        helpful=faq.helpful,
        not_helpful=faq.not_helpful,
        last_used=faq.last_used,
    )
