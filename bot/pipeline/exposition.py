"""All metrics in Prometheus' text format."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from bot.pipeline import keys
from bot.pipeline.connection import async_client
from bot.pipeline.database import in_database
from bot.pipeline.errors import DatabaseUnavailable
from bot.pipeline.metrics import BUCKETS, COUNTERS, METRICS, SEPARATOR, STAGES
from bot.pipeline.queues import Queues, read_queues
from bot.pipeline.waiting import waiting

PREFIX = "assistant"
_DATABASE_SECONDS = 3.0


class _Collected:
    """What one scrape found, as the library wants it."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


async def exposition() -> bytes:
    """Read Redis once and word it.

    Raises:
        redis.exceptions.RedisError: Redis cannot be read.
    """
    client = async_client()
    await METRICS.flush()
    stored: dict[str, str] = await client.hgetall(keys.metrics())
    queues = await read_queues(client)
    registry = CollectorRegistry()
    collected: Any = _Collected([*_counters(stored), _latencies(stored), *_gauges(queues), *await _errored()])
    registry.register(collected)
    return generate_latest(registry)


def _counters(stored: dict[str, str]) -> Iterable[Metric]:
    for name, counter in COUNTERS.items():
        family = CounterMetricFamily(f"{PREFIX}_{name}", counter.documentation, labels=counter.labels)
        for field, value in sorted(stored.items()):
            what, _, rest = field.partition(SEPARATOR)
            known, *labels = rest.split(SEPARATOR)
            if what == "count" and known == name and len(labels) == len(counter.labels):
                family.add_metric(labels, float(value))
        yield family


def _latencies(stored: dict[str, str]) -> Metric:
    family = HistogramMetricFamily(f"{PREFIX}_stage_seconds", "How long each stage of a message took.", labels=["stage"])
    for stage in STAGES:
        total, buckets = 0.0, []
        for limit in (*map(str, BUCKETS), "+Inf"):
            total += float(stored.get(SEPARATOR.join(("bucket", stage, limit)), 0))
            buckets.append((limit, total))
        family.add_metric([stage], buckets, sum_value=float(stored.get(SEPARATOR.join(("sum", stage)), 0)))
    return family


async def _errored() -> list[Metric]:
    """What platforms have not taken yet; left out while the database does not answer, because the rest is still worth knowing."""
    try:
        async with asyncio.timeout(_DATABASE_SECONDS):
            found = await in_database(waiting, lately=True)
    except (DatabaseUnavailable, TimeoutError):
        return []
    documentation = "Messages of the last two days that a platform has not taken and that are tried again."
    family = GaugeMetricFamily(f"{PREFIX}_errored_messages", documentation, labels=["channel", "code"])
    for one in found:
        family.add_metric([one.channel, one.code], one.count)
    return [family]


def _gauges(queues: Queues) -> Iterable[Metric]:
    for name, documentation, values in (
        ("queue_length", "Entries that are not finished.", queues.length),
        ("queue_age_seconds", "Age of the oldest entry that is not finished.", queues.oldest_seconds),
        ("dead_letters_kept", "Entries among the dead letters.", queues.dead_letters),
        ("processes", "Processes that consume the stream.", queues.processes),
    ):
        family = GaugeMetricFamily(f"{PREFIX}_{name}", documentation, labels=["stream"])
        for kind, value in values.items():
            family.add_metric([kind], value)
        yield family
