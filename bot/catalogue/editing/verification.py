"""Saying that a record was compared with its sources today, and is still right."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from bot.catalogue.editing.audit import record
from bot.catalogue.editing.content import Content, content_from
from bot.catalogue.editing.errors import UnknownService, WrongState
from bot.catalogue.editing.live import put_live
from bot.catalogue.editing.versions import State, locked, move
from bot.catalogue.models import Agency, ServiceVersion
from bot.staff.context import name_kept

REVIEW_AFTER_MONTHS = 6


@transaction.atomic
def verify(agency: Agency, key: str, by: User | None, today: dt.date) -> ServiceVersion:
    """Set the day of verification to today and the next review half a year on, in what the bot answers and in work in progress.

    Raises:
        UnknownService: the agency has published no record of its own.
        WrongState: the record names no source that somebody could have looked at.
    """
    at = locked(agency, key)
    if at.published is None or not at.published.content.get("provenance"):
        raise UnknownService if at.published is None else WrongState("no source")
    before = at.published.content
    content = _verified(before, today)
    if content == before:
        return at.published
    move(at.published, (State.PUBLISHED,), State.SUPERSEDED)
    version = _next(at.published, at.last + 1, content, by, at.published.number, State.PUBLISHED)
    if at.open is not None:
        # Work in progress must not bring the old day back.
        move(at.open, ServiceVersion.OPEN, State.SUPERSEDED)
        known = version.number if at.open.base == at.published.number else at.open.base
        newer = _verified(at.open.content, today) if at.open.content.get("provenance") else at.open.content
        _next(at.open, at.last + 2, newer, at.open.author, known, State(at.open.state))
    put_live(agency, content)
    record(by, agency, "service.verify", key, {"provenance": _days(before)}, {"provenance": _days(content)})
    return version


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months on; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return dt.date(year, month + 1, min(day.day, (following - dt.timedelta(days=1)).day))


def _verified(content: Content, today: dt.date) -> Content:
    due = months_later(today, REVIEW_AFTER_MONTHS)
    dates = {"verified_on": today.isoformat(), "review_due": due.isoformat()}
    return content_from({**content, "provenance": {**content["provenance"], **dates}})


def _next(earlier: ServiceVersion, number: int, content: Content, by: User | None, base: int, state: State) -> ServiceVersion:
    published = {"published_at": timezone.now(), "reviewer": by, "reviewer_name": name_kept(by)} if state == State.PUBLISHED else {}
    return ServiceVersion.objects.create(
        agency=earlier.agency,
        service=earlier.service,
        number=number,
        base=base,
        content=content,
        state=state,
        source=ServiceVersion.Source.STAFF,
        author=by,
        author_name=name_kept(by) or earlier.author_name,
        note=earlier.note if state != State.PUBLISHED else "",
        **published,
    )


def _days(content: Content) -> dict[str, str]:
    return {name: content["provenance"][name] for name in ("verified_on", "review_due") if name in content["provenance"]}
