"""One step of load on a running system, and its figures."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from benchmarks.channels.platforms import Observed, Platforms
from benchmarks.channels.processor import ProcessorTime
from benchmarks.channels.traffic import Message
from benchmarks.percentiles import milliseconds, percentiles

# Without any further answer for so long, none is expected any more.
PATIENCE = 30.0
# A system that takes a tenth more than it can answer for twenty seconds comes to this, so from here on it is full.
LONGEST_SECONDS = 2.0
Stages = Mapping[str, tuple[float, float]]


class System(Protocol):
    """A system that runs and answers."""

    def pids(self) -> dict[str, list[int]]:
        """Its processes by what they are."""

    def stages(self) -> dict[str, tuple[float, float]]:
        """Seconds and number of each stage since the start; empty where it keeps no count."""


@dataclass(frozen=True)
class Load:
    """Messages at a rate for so many seconds."""

    rate: float
    seconds: float
    messages: Sequence[Message]


def run_step(platforms: Platforms, system: System, load: Load, patience: float = PATIENCE) -> dict[str, Any]:
    """Let the citizens write, wait for the answers, and give the figures."""
    before = system.stages()
    processor = ProcessorTime(system.pids() | platforms.pids())
    observed = platforms.write(load.messages)
    began = time.monotonic()
    time.sleep(load.seconds)
    cores = processor.cores()
    _wait(platforms, observed, patience)
    drained = time.monotonic() - began - load.seconds
    return {
        "rate": load.rate,
        "messages": len(observed.seen),
        **_figures(observed),
        "seconds_after_the_last_message": round(drained, 1),
        "cores": cores,
        "stages": _difference(before, system.stages()),
    }


def is_full(step: Mapping[str, Any]) -> bool:
    """Whether more load would only make the queue longer."""
    p95 = step["milliseconds"]["p95"]
    return p95 is None or p95 > LONGEST_SECONDS * 1000 or step["answered"] < 0.98 * step["messages"]


def _wait(platforms: Platforms, observed: Observed, patience: float) -> None:
    last, since = -1, time.monotonic()
    while True:
        platforms.observe(observed)
        if observed.answered == len(observed.seen):
            # A second part of the last answer, or a second answer.
            time.sleep(1.0)
            platforms.observe(observed)
            return
        if observed.answered != last:
            last, since = observed.answered, time.monotonic()
        if time.monotonic() - since > patience:
            return
        time.sleep(1.0)


def _figures(observed: Observed) -> dict[str, Any]:
    seen = list(observed.seen.values())
    waited = [seconds for one in seen if (seconds := one.seconds) is not None]
    since_written = [one.answers[0] - one.said for one in seen if one.answers]
    first = min((one.said for one in seen if one.said), default=0.0)
    last = max((one.answers[0] for one in seen if one.answers), default=first)
    lag = [one.said - one.planned for one in seen if one.said]
    written = max((one.said for one in seen), default=first) - first
    return {
        "answered": len(waited),
        "api_messages": sum(len(one.answers) for one in seen),
        "said_twice": sum(one.said_twice for one in seen),
        "milliseconds": percentiles(waited),
        "milliseconds_since_written": percentiles(since_written),
        "written_a_second": round(len(seen) / written, 2) if written else 0.0,
        "answers_a_second": round(len(waited) / (last - first), 2) if last > first else 0.0,
        "webhook_milliseconds": percentiles(observed.acknowledged) | {"max": milliseconds(max(observed.acknowledged, default=None))},
        "webhook_calls": len(observed.acknowledged),
        "refused": dict(observed.refused),
        "failed_calls": dict(observed.failed_calls),
        "violations": observed.violations,
        "late_writing_milliseconds": percentiles(lag),
    }


def _difference(before: Stages, after: Stages) -> dict[str, dict[str, float]]:
    found = {}
    for name, (seconds, number) in after.items():
        old_seconds, old_number = before.get(name, (0.0, 0.0))
        if times := number - old_number:
            found[name] = {"mean_milliseconds": round((seconds - old_seconds) / times * 1000, 2), "times": times}
    return found


def ramp(
    platforms: Platforms, system: System, rates: Sequence[float], load: Callable[[float], Load], tell: Callable[[str], None]
) -> list[dict[str, Any]]:
    """One step after the other with more load each time, until the system is full."""
    steps: list[dict[str, Any]] = []
    for rate in rates:
        step = run_step(platforms, system, load(rate))
        steps.append(step)
        tell(
            f"  {rate:g} a second: {step['answered']} of {step['messages']} answered, {step['answers_a_second']:.1f} a second, "
            f"p50 {step['milliseconds']['p50']} ms, p95 {step['milliseconds']['p95']} ms"
        )
        if is_full(step):
            break
    return steps
