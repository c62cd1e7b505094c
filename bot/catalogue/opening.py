"""Whether an office is open, and when it opens next, with weekly hours, closures and public holidays (package `holidays`)."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import holidays

from bot.catalogue.holiday_names import in_indonesian, in_japanese
from bot.catalogue.views import OfficeView
from bot.languages import Localized

Intervals = tuple[tuple[dt.time, dt.time], ...]
_SEARCH_DAYS = 60
# On Indonesia's joint days of leave (cuti bersama) its offices are closed, although they are no public holidays.
_CATEGORIES = {"ID": (holidays.PUBLIC, holidays.GOVERNMENT)}


@dataclass(frozen=True)
class Opening:
    """Open now until `closes`, or closed until `opens_next` (None: not within 60 days). Times are in the office's zone.

    `reason` says why it is closed today where that is not an ordinary closing day.
    """

    is_open: bool
    closes: dt.datetime | None
    opens_next: dt.datetime | None
    reason: Localized | None


@lru_cache(maxsize=64)
def _public_holidays(country: str, subdivision: str, year: int) -> dict[dt.date, Localized]:
    # The package knows regional holidays of some countries only; Japan has none, and naming a region there is an error.
    region = subdivision if subdivision in holidays.list_supported_countries().get(country, []) else None

    def named(language: str) -> dict[dt.date, str]:
        return dict(holidays.country_holidays(country, subdiv=region, years=year, language=language, categories=_CATEGORIES.get(country)))

    english = named("en_US")
    # A holiday without a name in the other language has the one that stands on the country's calendars.
    if country == "JP":
        return {day: {"id": in_indonesian(english[day]) or name, "ja": name} for day, name in named("ja").items()}
    return {day: {"id": name, "ja": in_japanese(english[day]) or name} for day, name in named("id").items()}


def public_holiday(office: OfficeView, day: dt.date) -> Localized | None:
    """The name of the public holiday on that day, if there is one."""
    return _public_holidays(office.country, office.subdivision, day.year).get(day)


def _in_closure(first: str, last: str, day: dt.date) -> bool:
    if len(first) == 10:
        return first <= day.isoformat() <= last
    month_day = day.strftime("%m-%d")
    return first <= month_day <= last if first <= last else month_day >= first or month_day <= last


def closed_because(office: OfficeView, day: dt.date) -> Localized | None:
    """Why the office stays closed on a day on which its weekly hours say it is open; None when it does open."""
    for first, last, reason in office.closures:
        if _in_closure(first, last, day):
            return reason or {"id": "hari libur kantor", "ja": "休業日"}
    if office.closed_on_public_holidays and (name := public_holiday(office, day)) is not None:
        return {"id": f"hari libur: {name.get('id', '')}", "ja": f"祝日：{name.get('ja', '')}"}
    return None


def intervals_on(office: OfficeView, day: dt.date) -> Intervals:
    """The stretches in which the office is open on that day; none on a closed day or when the hours are not known."""
    if office.hours is None or closed_because(office, day) is not None:
        return ()
    return office.hours.get(day.weekday(), ())


def opening(office: OfficeView, now: dt.datetime) -> Opening | None:
    """The state of the office at an aware moment; None when its hours are not known."""
    hours = office.hours
    if hours is None:
        return None
    return opening_by(
        office.timezone,
        now,
        lambda day: intervals_on(office, day),
        lambda day: closed_because(office, day) if day.weekday() in hours else None,
    )


def opening_by(
    timezone: str, now: dt.datetime, stretches: Callable[[dt.date], Intervals], because: Callable[[dt.date], Localized | None]
) -> Opening:
    """The state at an aware moment of whatever says in which stretches it is open on a day, and why it is closed on one."""
    zone = zoneinfo.ZoneInfo(timezone)
    local = now.astimezone(zone)
    for opens, closes in stretches(local.date()):
        if opens <= local.time() < closes:
            return Opening(True, dt.datetime.combine(local.date(), closes, zone), None, None)
    reason = because(local.date())
    for ahead in range(_SEARCH_DAYS):
        day = local.date() + dt.timedelta(days=ahead)
        for opens, _ in stretches(day):
            start = dt.datetime.combine(day, opens, zone)
            if start > local:
                return Opening(False, None, start, reason)
    return Opening(False, None, None, reason)
