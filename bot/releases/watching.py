"""Goes back to the release before when the new one refuses too many questions."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

import structlog
from django.db.models import Count, Q
from django.utils import timezone

from bot.desk.models import Message
from bot.releases.activation import return_automatically, target_of_return
from bot.releases.active import active, last_activation
from bot.releases.models import Activation
from bot.releases.problems import ChangedMeanwhile
from bot.releases.release_settings import settings_now

log = structlog.get_logger(__name__)
WINDOW = dt.timedelta(hours=1)
# What changes later comes from what citizens ask, not from the release.
WATCHED = dt.timedelta(days=1)
_BEFORE = dt.timedelta(days=7)
# The bound where the release before has answered too little to say what is usual.
_UNKNOWN_SHARE = 0.35


@dataclass(frozen=True)
class Watched:
    """What the active release did since it was activated, within the last hour, and what would be too much."""

    turns: int
    refused: int
    bound: float

    @property
    def share(self) -> float:
        """The share of questions that were refused."""
        return self.refused / self.turns if self.turns else 0.0


def look(now: dt.datetime | None = None) -> Watched | None:
    """The figures of now; None while there is nothing to watch."""
    now = now or timezone.now()
    here, last, settings = active(), last_activation(), settings_now()
    watching = settings.returns and here.release is not None and here.since is not None and now - here.since < WATCHED
    if not watching or here.since is None or last is None or last.reason != Activation.Reason.ACTIVATED:
        return None
    turns, refused = _counted(here.number, max(here.since, now - WINDOW), now)
    # What would answer again, which is the model of the files where the release before can no longer answer.
    _possible, target = target_of_return()
    usual_turns, usual = _counted(target.number if target is not None else None, here.since - _BEFORE, here.since)
    share = usual / usual_turns if usual_turns >= settings.least_turns else _UNKNOWN_SHARE
    return Watched(turns, refused, min(share + settings.points / 100, 1.0))


def watch(now: dt.datetime | None = None) -> bool:
    """Go back if enough questions were asked and too many of them refused; whether that was done."""
    seen = active().version
    found = look(now)
    if found is None or found.turns < settings_now().least_turns or found.share <= found.bound:
        return False
    try:
        target = return_automatically(seen, {**asdict(found), "share": round(found.share, 4)})
    except ChangedMeanwhile:
        return False
    log.warning("release.returned", to=target.number if target is not None else "files", turns=found.turns, refused=found.refused)
    return True


def _counted(release: int | None, begin: dt.datetime, end: dt.datetime) -> tuple[int, int]:
    understood = Message.objects.filter(created__gte=begin, created__lt=end, direction=Message.Direction.IN, understanding__isnull=False)
    found = understood.filter(release__isnull=True) if release is None else understood.filter(release=release)
    counts = found.aggregate(turns=Count("id"), refused=Count("id", filter=Q(understanding__decision="refuse")))
    return counts["turns"], counts["refused"]
