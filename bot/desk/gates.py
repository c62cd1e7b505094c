"""May a person be promised now? The gates in their order: the desk is switched on, the unit serves at this hour, somebody is there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from bot.catalogue.models import Agency
from bot.desk.hours import opening_of
from bot.desk.models import DeskSettings, Unit
from bot.desk.presence import on_duty
from bot.desk.routing import unit_for
from bot.languages import Localized

GateKind = Literal["open", "off", "closed", "nobody"]


@dataclass(frozen=True)
class Gate:
    """The first gate that is shut, or `open`. `opens_next` in the agency's zone; `reason` why it is closed on an ordinary day.

    Where nobody is there within the unit's hours, `closes` is when these end, and `opens_after` when the next begin.
    """

    kind: GateKind
    unit: Unit | None = None
    opens_next: dt.datetime | None = None
    reason: Localized | None = None
    closes: dt.datetime | None = None
    opens_after: dt.datetime | None = None


def desk_of(agency_key: str) -> DeskSettings | None:
    """The agency's desk while it is switched on."""
    return DeskSettings.objects.filter(agency__key=agency_key, enabled=True).select_related("agency").first()


def is_on(agency_key: str) -> bool:
    """Whether the agency has a desk that is switched on."""
    return desk_of(agency_key) is not None


def check(agency_key: str, service_key: str, language: str, now: dt.datetime) -> Gate:
    """Try the gates for a subject and a language at an aware moment."""
    desk = desk_of(agency_key)
    if desk is None:
        return Gate("off")
    return check_unit(desk, unit_for(desk.agency, service_key, language), now)


def check_unit(desk: DeskSettings, unit: Unit | None, now: dt.datetime) -> Gate:
    """Try the gates of one unit (None: of an agency without units) of a desk that is switched on."""
    opening = opening_of(unit, now) if unit is not None else None
    if opening is not None and not opening.is_open:
        return Gate("closed", unit, opening.opens_next, opening.reason)
    if not _somebody(desk, desk.agency, unit, now):
        closes = opening.closes if opening is not None else None
        after = opening_of(unit, closes) if unit is not None and closes is not None else None
        return Gate("nobody", unit, closes=closes, opens_after=after.opens_next if after is not None else None)
    return Gate("open", unit)


def _somebody(desk: DeskSettings, agency: Agency, unit: Unit | None, now: dt.datetime) -> bool:
    # A group of the staff has no open page that could be heard from: it counts as there during the unit's hours, if it can be written to.
    if desk.telegram_group and desk.telegram_account_id is not None and desk.group_lost_at is None:
        return True
    if on_duty(agency, unit, now):
        return True
    other = unit.overflow_to if unit is not None else None
    return other is not None and bool(on_duty(other.agency, other, now))
