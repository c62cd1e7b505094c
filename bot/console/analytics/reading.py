"""What one page is about: an agency or all of them, a period, and the figures that its parts share."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import get_language

from bot.analytics import figures
from bot.analytics.figures import Totals
from bot.analytics.models import ALL_AGENCIES
from bot.analytics.periods import Period
from bot.catalogue.models import Agency
from bot.console.analytics.period_form import PeriodForm
from bot.staff.context import StaffContext

_ALL = "all"


@dataclass(frozen=True, eq=False)
class Reading:
    """`agency` is None for all agencies together."""

    agency: Agency | None
    period: Period
    form: PeriodForm
    query: str
    language: str

    @property
    def scope(self) -> int:
        """The number under which the figures stand."""
        return self.agency.pk if self.agency else ALL_AGENCIES

    @functools.cached_property
    def by_day(self) -> dict[dt.date, Totals]:
        """The main figures of every day."""
        return figures.totals_by_day(self.scope, self.period)

    @functools.cached_property
    def totals(self) -> Totals:
        """The main figures of the period."""
        return figures.summed(self.by_day.values())

    @functools.cached_property
    def before(self) -> Totals:
        """The main figures of the period before."""
        return figures.totals(self.scope, self.period.before())


def reading(staff: StaffContext, asked: QueryDict) -> Reading:
    """What the address asks for.

    Raises:
        Http404: all agencies, without being an administrator of the installation.
    """
    everywhere = asked.get("of") == _ALL
    if everywhere and not staff.user.is_superuser:
        raise Http404
    form = PeriodForm(asked, timezone.localdate())
    period = form.chosen()
    kept = {name: asked[name] for name in ("of", "period", "month", "since", "until") if asked.get(name)}
    return Reading(None if everywhere else staff.agency, period, form, urlencode(kept), get_language() or "en")
