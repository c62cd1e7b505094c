"""What was aimed at, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.channels.step import is_full

AIMED_THROUGHPUT = 5.0
AIMED_WAIT = 1 / 3
AIMED_WEBHOOK_MILLISECONDS = 100.0
Steps = Sequence[Mapping[str, Any]]


def most_a_second(steps: Steps) -> float:
    """The highest rate of answers that was reached."""
    return max((step["answers_a_second"] for step in steps), default=0.0)


def at_most(steps: Steps) -> Mapping[str, Any]:
    """The step in which the highest rate of answers was reached."""
    return max(steps, key=lambda step: step["answers_a_second"])


def common_step(ours: Steps, stock: Steps) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """The steps at the highest load that neither was full at."""
    sound = {step["rate"]: step for step in stock if not is_full(step)}
    pairs = [(step, sound[step["rate"]]) for step in ours if step["rate"] in sound and not is_full(step)]
    return pairs[-1] if pairs else None


def verdict(results: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    """Each aim with what was measured and whether it was reached."""
    found = []
    for kind, words in (("fresh", "every text new"), ("repeats", "popular questions repeated")):
        ours, stock = results["ramps"]["ours"][kind], results["ramps"]["stock"][kind]
        one, other = most_a_second(ours), most_a_second(stock)
        ratio = one / other if other else 0.0
        found.append(
            (f"5x the throughput of stock ({words})", f"{one:.1f} to {other:.1f} answers a second: {ratio:.1f}x", ratio >= AIMED_THROUGHPUT)
        )
        pair = common_step(ours, stock)
        if pair is None:
            found.append((f"a third of stock's p95 ({words})", "there was no load at which both kept up", False))
            continue
        p95, stock_p95 = (step["milliseconds"]["p95"] for step in pair)
        said = f"{p95:,.0f} ms to {stock_p95:,.0f} ms at {pair[0]['rate']:g} a second: {p95 / stock_p95:.2f}"
        found.append((f"a third of stock's p95 ({words})", said, p95 <= AIMED_WAIT * stock_p95))
    p99 = results["overload"]["webhook_milliseconds"]["p99"]
    found.append(
        (
            "webhook p99 under 100 ms in overload",
            "no webhook call was answered" if p99 is None else f"{p99:,.1f} ms",
            p99 is not None and p99 < AIMED_WEBHOOK_MILLISECONDS,
        )
    )
    return found
