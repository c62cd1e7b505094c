"""When a unit serves: its special days first, then its own hours, else those of its office, with public holidays and closures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from bot.catalogue.merge import office_view
from bot.catalogue.opening import Intervals, Opening, closed_because, intervals_on, opening_by
from bot.catalogue.views import OfficeView
from bot.desk.models import SpecialDay, Unit
from bot.languages import Localized

_WHOLE_DAY = ((dt.time.min, dt.time.max),)


@dataclass(frozen=True)
class _Calendar:
    """A unit's hours as two questions about a day."""

    special: dict[dt.date, SpecialDay]
    ordinary: Callable[[dt.date], Intervals]
    closed: Callable[[dt.date], Localized | None]

    def on(self, day: dt.date) -> Intervals:
        """The stretches in which the unit serves on that day."""
        special = self.special.get(day)
        if special is None:
            return self.ordinary(day)
        return ((special.opens, special.closes),) if special.opens and special.closes else ()

    def because(self, day: dt.date) -> Localized | None:
        """Why it is closed on a day on which it otherwise serves."""
        special = self.special.get(day)
        if special is not None:
            return special.reason or ({"id": "hari libur khusus", "ja": "臨時休業日"} if special.opens is None else None)
        return self.closed(day)


def opening_of(unit: Unit, now: dt.datetime) -> Opening | None:
    """Whether the unit's hours say that it serves at an aware moment, and when it serves next; None when it has no hours at all."""
    calendar = _calendar(unit)
    if calendar is None:
        return None
    return opening_by(unit.agency.timezone, now, calendar.on, calendar.because)


def _calendar(unit: Unit) -> _Calendar | None:
    special = {one.day: one for one in unit.special_days.all()}
    hours: dict[int, Intervals] = {}
    for stretch in unit.hours.all():
        hours[stretch.weekday] = (*hours.get(stretch.weekday, ()), (stretch.opens, stretch.closes))
    if hours:
        view = _as_office(unit, hours)
    elif unit.office is not None and unit.office.hours_known:
        view = office_view(unit.office)
    elif special:
        return _Calendar(special, lambda day: _WHOLE_DAY, lambda day: None)
    else:
        return None
    known = view.hours or {}
    return _Calendar(
        special, lambda day: intervals_on(view, day), lambda day: closed_because(view, day) if day.weekday() in known else None
    )


def _as_office(unit: Unit, hours: dict[int, Intervals]) -> OfficeView:
    """The unit's own hours in the shape in which the catalogue knows holidays; when its office is closed (new year), it is, too."""
    return OfficeView(
        key=unit.key,
        agency=unit.agency.key,
        country=unit.agency.country,
        subdivision=unit.agency.subdivision,
        timezone=unit.agency.timezone,
        name=unit.name,
        address=None,
        phone="",
        email="",
        url="",
        latitude=None,
        longitude=None,
        hours=hours,
        hours_note=None,
        closed_on_public_holidays=unit.closed_on_public_holidays,
        closures=office_view(unit.office).closures if unit.office is not None else (),
        verified_on=None,
    )
