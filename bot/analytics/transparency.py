"""What an agency publishes about its assistant, and whether it does. No figure tells of fewer than five people."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bot.analytics import figures, topics
from bot.analytics.figures import Totals
from bot.analytics.measures import Measure
from bot.analytics.models import TransparencyPage, Visit
from bot.analytics.periods import Period, last_days
from bot.catalogue.models import Agency
from bot.staff import audit
from bot.staff.context import StaffContext

LEAST = 5
_DAYS = 30
_SERVICES = 10

audit.declare(
    actions={"transparency.published": _("Public figures switched on"), "transparency.withdrawn": _("Public figures switched off")},
    kinds={"transparency": _("Public figures")},
    fields={"public_page": _("Public")},
)


@dataclass(frozen=True)
class PublicFigures:
    """Figures of whole days up to yesterday. `people` counts conversations; `services` holds those with at least five."""

    period: Period
    people: int
    totals: Totals
    said_how_it_was: int
    services: tuple[tuple[str, dict[str, str], int], ...]
    small_services: int

    @property
    def enough(self) -> bool:
        """Whether enough people stand behind the figures."""
        return self.people >= LEAST

    @property
    def enough_opinions(self) -> bool:
        """Whether enough people said whether it helped."""
        return self.said_how_it_was >= LEAST


def is_published(agency: Agency) -> bool:
    """Whether everybody can see the agency's figures."""
    return TransparencyPage.objects.filter(agency=agency, published=True).exists()


def publish(staff: StaffContext, published: bool) -> bool:
    """Switch the page on or off; False when it was so already."""
    with transaction.atomic():
        TransparencyPage.objects.get_or_create(agency=staff.agency)
        changed = TransparencyPage.objects.filter(agency=staff.agency, published=not published).update(published=published)
        if changed:
            action = "transparency.published" if published else "transparency.withdrawn"
            audit.record(
                staff, staff.agency, action, "transparency", staff.agency.key, {"public_page": not published}, {"public_page": published}
            )
    return bool(changed)


def public_figures(agency: Agency) -> PublicFigures:
    """The figures of the last 30 whole days on the agency's clock."""
    yesterday = timezone.now().astimezone(zoneinfo.ZoneInfo(agency.timezone)).date() - dt.timedelta(days=1)
    period = last_days(_DAYS, yesterday)
    of_services = _people(agency, Measure.SERVICE, period)
    counts = figures.by_key(agency.pk, Measure.SERVICE, period)
    shown = [(key, count) for key, count in counts.items() if of_services.get(key, 0) >= LEAST][:_SERVICES]
    names = {one: topics.service_names(agency, [key for key, _count in shown], one) for one in ("id", "ja")}
    return PublicFigures(
        period=period,
        people=_people(agency, Measure.CONVERSATIONS, period).get("", 0),
        totals=figures.totals(agency.pk, period),
        said_how_it_was=_people(agency, Measure.FEEDBACK, period).get("", 0),
        services=tuple((key, {one: names[one].get(key, key) for one in names}, count) for key, count in shown),
        small_services=sum(1 for key in counts if of_services.get(key, 0) < LEAST),
    )


def _people(agency: Agency, kind: Measure, period: Period) -> dict[str, int]:
    """How many conversations stand behind each key: a person who comes again on another day counts once."""
    rows = Visit.objects.filter(scope=agency.pk, kind=kind, day__gte=period.first, day__lte=period.last)
    return dict(rows.order_by().values_list("key").annotate(Count("conversation", distinct=True)))
