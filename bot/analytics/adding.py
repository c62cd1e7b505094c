"""Adds the counts of a step to the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from bot.analytics.models import DailyFigure, HourlyFigure, Visit
from bot.analytics.tally import Seen, Tally

_AT_ONCE = 300
_DAILY = ("scope", "day", "channel", "language", "measure", "key")
_HOURLY = ("scope", "day", "hour", "channel", "language", "measure", "key")


def add(tally: Tally) -> None:
    """Add everything; call it in a transaction."""
    day = connection.ops.adapt_datefield_value
    _add(DailyFigure._meta.db_table, _DAILY, ((scope, day(on), *rest, n) for (scope, on, *rest), n in tally.daily.items()))
    _add(HourlyFigure._meta.db_table, _HOURLY, ((scope, day(on), *rest, n) for (scope, on, *rest), n in tally.hourly.items()))
    Visit.objects.bulk_create(
        (Visit(conversation_id=one.conversation, scope=one.scope, day=one.day, kind=one.kind, key=one.key) for one in tally.visits),
        batch_size=_AT_ONCE,
    )


def known(visits: Collection[Seen]) -> set[Seen]:
    """Those of the visits that are noted already."""
    conversations: list[UUID] = list({one.conversation for one in visits})
    found: set[Seen] = set()
    for start in range(0, len(conversations), _AT_ONCE):
        rows = Visit.objects.filter(conversation__in=conversations[start : start + _AT_ONCE], day__in={one.day for one in visits})
        found |= {Seen(*row) for row in rows.values_list("conversation_id", "scope", "day", "kind", "key")}
    return found


def _add(table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    # Django's bulk_create can overwrite on a conflict, but not add. Names come from the models alone.
    names = ", ".join(connection.ops.quote_name(one) for one in (*columns, "count"))
    unique = ", ".join(connection.ops.quote_name(one) for one in columns)
    blanks = ", ".join(["%s"] * (len(columns) + 1))
    quoted = connection.ops.quote_name(table)
    statement = (
        f"INSERT INTO {quoted} ({names}) VALUES ({blanks}) "  # noqa: S608
        f"ON CONFLICT ({unique}) DO UPDATE SET count = {quoted}.count + EXCLUDED.count"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))
