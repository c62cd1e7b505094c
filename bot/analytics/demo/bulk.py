"""Writes many rows at once, with the moments they state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

_AT_ONCE = 5000


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of values for these fields; another field with a default gets it.

    Unlike `bulk_create`, a field that is set to the present keeps what the row states.
    """
    named: list[models.Field[Any, Any]] = [model._meta.get_field(name) for name in columns]  # type: ignore[misc]
    others = [field for field in model._meta.concrete_fields if field.has_default() and field not in named]
    fields = [*named, *others]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _AT_ONCE):
            part = [[*row, *(field.get_default() for field in others)] for row in rows[start : start + _AT_ONCE]]
            cursor.executemany(
                statement, [[field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)] for row in part]
            )
