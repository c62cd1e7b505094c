"""Looks at the plan of every query, as the database makes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

# The tables that grow with each message.
LARGE = ("desk_message", "desk_conversation", "desk_feedback", "analytics_dailyfigure", "analytics_hourlyfigure", "analytics_visit")


@contextmanager
def no_full_scan() -> Iterator[list[str]]:
    """Fails at the first query that reads a large table from its beginning to its end; gives the queries that were looked at."""
    seen: list[str] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT"):
            seen.append(sql)
            plan = connection.connection.execute("EXPLAIN QUERY PLAN " + sql.replace("%s", "?"), params).fetchall()
            steps = [str(row[-1]) for row in plan]
            assert not [step for step in steps for table in LARGE if step == f"SCAN {table}" or step.startswith(f"SCAN {table} ")], (
                sql,
                steps,
            )
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield seen
