"""The list of an agency's FAQ as staff search and page through it: its own, and what it inherits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from bot.catalogue.models import Agency
from bot.faq.content import Content
from bot.faq.filters import Filters, LiveState, Order, Ownership, narrowed, open_versions, visible
from bot.faq.models import Faq, FaqTag, FaqUse, FaqVariant, FaqVersion
from bot.languages import LANGUAGES

PAGE = 50
_DAYS_OF_USE = 90


@dataclass(frozen=True)
class Entry:
    """One line of the list. `covered` are the languages with question, answer and examples; what was never published is told as its draft
    says. `work` is the state of its open version, empty when there is none; the figures are of the last 90 days.

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


def faq_page(
    agency: Agency, today: dt.date, filters: Filters | None = None, number: int = 1, size: int = PAGE, all_of_them: int | None = None
) -> Page:
    """A page of what the agency answers, or is to answer; `today` is the day at the agency. A page past the end is the last one.

    `all_of_them`: how many there are without any filter, for a caller who has counted them.
    """
    filters = filters or Filters()
    lineage = agency.lineage
    rows = narrowed(visible(agency, lineage), agency, today, filters)
    found, total = None, all_of_them
    if total is None or filters != Filters():
        # The numbers of all first, so that what narrows is looked at once, and figures are read for one page alone.
        found = _ordered(rows, agency, today, filters.order)
        total = len(found)
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    part = slice((number - 1) * size, number * size)
    shown = found[part] if found is not None else list(rows.order_by("key").values_list("pk", flat=True)[part])
    filled = _with_use(Faq.objects.filter(pk__in=shown), agency, today).annotate(
        work=Coalesce(Subquery(open_versions().values("state")[:1]), Value(""))
    )
    by_number = {faq.pk: faq for faq in filled.select_related("agency").prefetch_related("tags")}
    on_page = [by_number[pk] for pk in shown if pk in by_number]
    overriding = _keys_above(lineage, [faq.key for faq in on_page if faq.agency_id == agency.pk])
    examples = _numbers_of_examples(shown)
    drafts = _drafts_alone(on_page)
    entries = tuple(_entry(faq, agency, today, faq.key in overriding, examples, drafts.get(faq.pk)) for faq in on_page)
    return Page(entries, number, pages, total)


def counts(agency: Agency, today: dt.date) -> dict[str, int]:
    """How many FAQ are in each live state, and how many versions of them in each state of work, by its name."""
    lineage = agency.lineage
    rows = visible(agency, lineage)
    # Few rows differ in these, and whoever asks the database for each state apart waits four times as long.
    names = ("inherits", "archived", "published", "valid_from", "valid_to")
    found = {str(state): 0 for state in LiveState}
    for *values, number in rows.order_by().values_list(*names).annotate(Count("pk")):
        found[live_state(Faq(**dict(zip(names, values, strict=True))), today)] += number
    open_ = FaqVersion.objects.filter(state__in=FaqVersion.OPEN, faq__agency__in=lineage, faq__in=rows.order_by().values("pk"))
    work = dict(open_.order_by().values_list("state").annotate(Count("pk")))
    return found | {str(state): work.get(state, 0) for state in FaqVersion.OPEN}


def tags_of(lineage: Sequence[Agency]) -> tuple[str, ...]:
    """The tags in use, to choose from."""
    found = set(FaqTag.objects.filter(faq__agency__in=lineage).order_by().values_list("name", flat=True).distinct())
    drafts = FaqVersion.objects.filter(faq__agency=lineage[0], state__in=FaqVersion.OPEN).exclude(content__tags=[])
    for tags in drafts.order_by().values_list("content__tags", flat=True):
        found.update(tags)
    return tuple(sorted(found))


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


def _ordered(rows: QuerySet[Faq], agency: Agency, today: dt.date, order: Order) -> list[int]:
    """The numbers of the rows in that order, by key where it says nothing."""
    found: list[tuple[int, str, int]] = list(rows.order_by("key").values_list("pk", "key", "agency_id"))
    if order is not Order.KEY:
        own, inherited = (_use_by_key(FaqUse.objects.filter(**{whose: agency}), today, order) for whose in ("owner", "agency"))
        found.sort(key=lambda row: (own if row[2] == agency.pk else inherited).get(row[1], 0), reverse=order is not Order.LEAST_USED)
    return [pk for pk, _key, _agency in found]


def _use_by_key(use: QuerySet[FaqUse], today: dt.date, order: Order) -> dict[str, int]:
    """The figure by which the list is sorted. One reading of the use there was: a figure beside each row takes many times as long."""
    figure: Any = {
        Order.MOST_USED: Sum("hits"),
        Order.LEAST_USED: Sum("hits"),
        Order.LAST_USED: Max("day", filter=Q(hits__gt=0)),
        Order.LEAST_HELPFUL: Sum(F("not_helpful") - F("helpful")),
    }[order]
    rows = use.filter(day__gte=today - dt.timedelta(days=_DAYS_OF_USE)).order_by().values_list("key").annotate(figure=figure)
    return {key: value.toordinal() if isinstance(value, dt.date) else value for key, value in rows if value is not None}


def _keys_above(lineage: Sequence[Agency], keys: Sequence[str]) -> set[str]:
    above = Faq.objects.filter(agency__in=lineage[1:], key__in=keys, inherits=False, published=True, archived=False)
    return set(above.values_list("key", flat=True))


def _numbers_of_examples(numbers: Sequence[int]) -> dict[tuple[int, str], int]:
    """How many examples each of these rows has in each language; the examples themselves, hundreds on a page, are not needed."""
    counted = FaqVariant.objects.filter(faq__in=numbers).order_by().values_list("faq", "language").annotate(number=Count("pk"))
    return {(faq, language): number for faq, language, number in counted}


def _drafts_alone(on_page: Sequence[Faq]) -> dict[int, Content]:
    """What is to be said by those rows of a page that were never published: nothing of it stands in the rows themselves."""
    alone = [faq.pk for faq in on_page if faq.inherits]
    return dict(FaqVersion.objects.filter(faq__in=alone, state__in=FaqVersion.OPEN).values_list("faq", "content")) if alone else {}


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


def _entry(
    faq: Any, agency: Agency, today: dt.date, overriding: bool, examples: Mapping[tuple[int, str], int], draft: Content | None
) -> Entry:
    variants = (draft or {}).get("variants", {})
    numbers: dict[str, int] = {
        language: len(variants.get(language, ())) if draft else examples.get((faq.pk, language), 0) for language in LANGUAGES
    }
    own = faq.agency_id == agency.pk
    ownership = Ownership.INHERITED if not own else Ownership.OVERRIDING if overriding else Ownership.OWN
    return Entry(
        faq=faq,
        key=faq.key,
        owner=faq.agency.key,
        ownership=ownership,
        live=live_state(faq, today),
        work=faq.work,
        questions=dict(faq.question),
        examples=numbers,
        covered=tuple(language for language in LANGUAGES if faq.question.get(language) and faq.answer.get(language) and numbers[language]),
        tags=tuple(draft["tags"]) if draft else tuple(tag.name for tag in faq.tags.all()),
        hits=faq.hits,
        helpful=faq.helpful,
        not_helpful=faq.not_helpful,
        last_used=faq.last_used,
    )
