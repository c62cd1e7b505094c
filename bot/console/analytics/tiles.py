"""The main figures in large type, with how they were in the period before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bot.analytics.figures import OUTCOMES
from bot.console.analytics import wording
from bot.console.analytics.reading import Reading


@dataclass(frozen=True)
class Tile:
    """A figure in words, and the one before; `trend` says how it has changed, in words as well."""

    label: str
    value: str
    before: str
    trend: str


def tiles(reading: Reading) -> list[Tile]:
    """Volumes, shares, time and satisfaction."""
    now, then = reading.totals, reading.before
    return [
        _tile(_("Messages"), float(now.messages), float(then.messages), wording.count),
        _tile(_("Conversations"), float(now.conversations), float(then.conversations), wording.count),
        *(_share(str(wording.OUTCOMES[key]), now.share(key), then.share(key)) for key in OUTCOMES),
        _tile(_("Half answered within"), now.median_time, then.median_time, wording.duration),
        _share(_("Satisfied"), now.satisfaction, then.satisfaction),
    ]


def _tile(label: str, now: float | None, then: float | None, written: Callable[[float], str]) -> Tile:
    return Tile(
        label,
        wording.NOTHING if now is None else written(now),
        wording.NOTHING if then is None else written(then),
        _trend(round((now - then) / then * 100), "%") if now is not None and then else "",
    )


def _share(label: str, now: float | None, then: float | None) -> Tile:
    trend = "" if now is None or then is None else _trend(round(now * 100) - round(then * 100), _(" points"))
    return Tile(label, wording.percent(now), wording.percent(then), trend)


def _trend(change: int, unit: str) -> str:
    if not change:
        return _("no change")
    number = f"{wording.count(abs(change))}{unit}"
    return _("up by %(number)s") % {"number": number} if change > 0 else _("down by %(number)s") % {"number": number}
