"""A process that loads one model and measures it: `python -m benchmarks.measuring PLAN RESULT STARTED`; started by benchmarks.serving."""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.stopwatch import COMMON_STAGES, OUR_STAGES, REST, STOCK_STAGES, Stopwatch

FALLBACK = "nlu_fallback"
REFUSED = "out_of_scope"


def resident_bytes() -> int:
    """Memory that this process holds at present; where the system does not tell, the most that it ever held."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


class Subject:
    """One loaded model, asked as the worker asks it: each message begins a conversation of its own."""

    def __init__(self, agent: Any) -> None:
        self._agent = agent
        self._number = 0

    def _message(self, row: Mapping[str, Any], output: Any = None) -> Any:
        from rasa.core.channels.channel import UserMessage

        self._number += 1
        metadata = {"agency": row["agency"], "channel": "benchmark", "default_language": None, "context": {}}
        return UserMessage(row["text"], output, f"benchmark-{self._number}", input_channel="benchmark", metadata=metadata)

    async def reply(self, row: Mapping[str, Any]) -> tuple[float, int]:
        """Milliseconds of one `Agent.handle_message`, and how many replies came."""
        from rasa.core.channels.channel import CollectingOutputChannel

        output = CollectingOutputChannel()
        message = self._message(row, output)
        began = time.perf_counter()
        await self._agent.handle_message(message)
        return (time.perf_counter() - began) * 1000, len(output.messages)

    async def intents(self, row: Mapping[str, Any]) -> tuple[str | None, str | None]:
        """The intent that the dialogue would see, and the first one of the classifier alone."""
        parsed = await self._agent.processor.parse_message(self._message(row))
        ranking = [entry["name"] for entry in parsed.get("intent_ranking") or [] if entry["name"] != FALLBACK]
        final = (parsed.get("intent") or {}).get("name")
        return (REFUSED if final == FALLBACK else final), (ranking[0] if ranking else None)


async def _stages(subject: Subject, rows: Sequence[Mapping[str, Any]], watch: Stopwatch) -> dict[str, float]:
    """Mean milliseconds of each stage; together they make up the mean reply time."""
    taken: list[dict[str, float]] = []
    watch.running = True
    for row in rows:
        watch.take()
        total, _ = await subject.reply(row)
        spent = watch.take()
        taken.append({**spent, REST: total - sum(spent.values())})
    watch.running = False
    names = dict.fromkeys(name for spent in taken for name in spent if name != REST)
    return {name: round(statistics.fmean(spent.get(name, 0.0) for spent in taken), 3) for name in [*names, REST]} if taken else {}


async def _accuracy(subject: Subject, rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, float | int]]:
    found: dict[str, dict[str, float | int]] = {}
    for language in sorted({row["language"] for row in rows}):
        own = [row for row in rows if row["language"] == language]
        answers = [await subject.intents(row) for row in own]
        found[language] = {
            "messages": len(own),
            "intent": statistics.fmean(final == row["intent"] for (final, _), row in zip(answers, own, strict=True)),
            "intent_of_classifier": statistics.fmean(alone == row["intent"] for (_, alone), row in zip(answers, own, strict=True)),
        }
    return found


async def _load(plan: Mapping[str, Any]) -> Any:
    """The Rasa Agent: ours as the worker loads it, stock as Rasa does; the trackers of both stay in memory."""
    if plan["system"] == "ours":
        from bot.dialogue import Dialogue

        async def none_stored(_conversation: str) -> None:
            return None

        return (await Dialogue.load(none_stored, Path(plan["model"]), plan["actions_url"]))._agent
    from rasa.core.agent import Agent
    from rasa.utils.endpoints import EndpointConfig

    return Agent.load(plan["model"], action_endpoint=EndpointConfig(plan["actions_url"]))


async def measure(plan: Mapping[str, Any], started: float) -> dict[str, Any]:
    """Load, warm up, ask. `started` is when this process was started, by the clock of `time.time`."""
    watch = Stopwatch()
    watch.watch((OUR_STAGES if plan["system"] == "ours" else STOCK_STAGES) + COMMON_STAGES)
    agent = await _load(plan)
    loaded = time.time() - started
    memory_loaded = resident_bytes()
    sentences = plan["sentences"]
    subject = Subject(agent)
    warm_up = [(await subject.reply(row))[0] for row in sentences["warm_up"]]
    replies = [await subject.reply(row) for row in sentences["timed"]]
    memory = resident_bytes()
    return {
        "seconds_to_loaded": round(loaded, 2),
        "milliseconds_of_first_reply": round(warm_up[0], 1),
        "milliseconds": [round(milliseconds, 2) for milliseconds, _ in replies],
        "without_reply": sum(number == 0 for _, number in replies),
        "memory_when_loaded": memory_loaded,
        "memory_after_replies": memory,
        "stages": await _stages(subject, sentences["stages"], watch),
        "accuracy": await _accuracy(subject, sentences["accuracy"]) if plan["with_accuracy"] else {},
    }


def main() -> None:
    """Measure what the plan names and write the result."""
    plan_file, result_file, started = sys.argv[1:4]
    plan = json.loads(Path(plan_file).read_text(encoding="utf-8"))
    found = asyncio.run(measure(plan, float(started)))
    Path(result_file).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
