"""Asks for pages in this process, through all of Django, and listens to what each asks the database."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client

from benchmarks.console.addresses import Address

_OVERHEAD = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")


@dataclass(frozen=True)
class Query:
    """One statement as it was sent, and how long the database took to run it and hand over its first rows."""

    sql: str
    params: Any
    milliseconds: float


@dataclass(frozen=True)
class Measured:
    """How one page did. `first` is the very first time, with nothing warm; `plan` is how the slowest query is found."""

    address: Address
    status: int
    size: int
    first: float
    milliseconds: tuple[float, ...]
    processor: tuple[float, ...]
    queries: int
    slowest: Query | None
    plan: tuple[str, ...]

    @property
    def median(self) -> float:
        """The middle one of the times."""
        return statistics.median(self.milliseconds)

    @property
    def busy(self) -> float:
        """How long the processor worked for it, the middle one; other work on the machine does not count into it."""
        return statistics.median(self.processor)

    @property
    def worst(self) -> float:
        """The longest of the times."""
        return max(self.milliseconds)


def measure(browser: Client, address: Address, rounds: int) -> Measured | None:
    """Ask for a page once, then as often as was told, then once more with its queries written down; None for what answers no GET."""
    first, answer = _timed(browser, address)
    if answer.status_code == 405:
        return None
    times: list[float] = []
    processor: list[float] = []
    for _ in range(1 if address.is_download else rounds):
        began = time.process_time()
        times.append(_timed(browser, address)[0])
        processor.append((time.process_time() - began) * 1000)
    with listening() as queries:
        answer = _timed(browser, address)[1]
    slowest = max((one for one in queries if one.sql.startswith("SELECT")), key=lambda one: one.milliseconds, default=None)
    plan = tuple(explained(slowest)) if slowest else ()
    return Measured(address, answer.status_code, len(answer.content), first, tuple(times), tuple(processor), len(queries), slowest, plan)


@contextmanager
def listening() -> Iterator[list[Query]]:
    """The statements of this thread's connection, while the block runs."""
    heard: list[Query] = []

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if not sql.startswith(_OVERHEAD):
                heard.append(Query(sql, params, (time.perf_counter() - began) * 1000))

    with connection.execute_wrapper(listen):
        yield heard


def explained(query: Query) -> Iterator[str]:
    """How the database finds the rows, line by line."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{query.sql}", query.params)
        rows = cursor.fetchall()
    depths = {0: -1}
    for row in rows:
        if not sqlite:
            yield str(row[0])
            continue
        depths[row[0]] = depths.get(row[1], -1) + 1
        yield "  " * depths[row[0]] + str(row[3])


def _timed(browser: Client, address: Address) -> tuple[float, Any]:
    began = time.perf_counter()
    answer: Any = browser.get(address.whole)
    # A download may be written only as it is read.
    size = sum(len(part) for part in answer) if answer.streaming else len(answer.content)
    elapsed = (time.perf_counter() - began) * 1000
    if answer.streaming:
        answer = _Read(answer.status_code, size)
    return elapsed, answer


class _Read:
    """A download that was read."""

    streaming = False

    def __init__(self, status: int, size: int) -> None:
        self.status_code, self.content = status, b" " * size
