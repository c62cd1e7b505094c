"""The section of docs/performance.md on the channels under load, from the results alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.caveats import caveats
from benchmarks.channels.step import is_full
from benchmarks.channels.verdict import at_most, common_step, verdict

KINDS = {"fresh": "every text new", "repeats": "popular questions repeated"}
STAGES = {
    "webhook": "webhook: verify, mask numbers, put into the inbox",
    "queue_wait": "waiting in the inbox",
    "understanding": "understanding and the action's answer",
    "store": "one write to the database (two a message)",
    "send": "sending one message, the platform's own time included",
}


def section(results: Mapping[str, Any]) -> str:
    """The section, as Markdown."""
    parts = [
        _opening(results),
        _aims(results),
        _loads(results),
        _overload(results),
        _where(results),
        _processors(results),
        _method(results),
    ]
    return "\n\n".join(parts)


def _opening(results: Mapping[str, Any]) -> str:
    return (
        "## Channels under load\n\n"
        "The whole way, from the platform's webhook call to the first call of the platform's API with the answer: our installation (web, "
        "worker, sender, actions, embedded Valkey, SQLite) next to stock Rasa 3.6.21 (`rasa run` with its own Telegram and Twilio channels "
        "and `rasa run actions`), against the same stand-ins of both platforms, on the same machine, in one run.\n\n"
        f"Measured on {results['date']} by `{results['command']}`, which wrote this section, its plot and `benchmarks/channels.json`; "
        f"it took {results['minutes']:.0f} minutes, one round. Edit none by hand.{caveats(results, 'both systems are')}"
    )


def _aims(results: Mapping[str, Any]) -> str:
    lines = [f"| {aim} | {measured} | {'reached' if reached else '**missed**'} |" for aim, measured, reached in verdict(results)]
    return "\n".join(["| aim | measured (ours to stock) | |", "|---|---|---|", *lines])


def _loads(results: Mapping[str, Any]) -> str:
    columns = "written a second|  |answers a second|p50|p95|p99|p95 since written|webhook p50, p99|without answer|messages sent|errors"
    head = "| " + columns.replace("|", " | ") + " |"
    lines = [head, "|---|---|---|---|---|---|---|---|---|---|---|"]
    for kind, words in KINDS.items():
        for system in ("ours", "stock"):
            lines += [_load(step, f"{system}, {words}") for step in results["ramps"][system][kind]]
    return (
        "### Rising load\n\n![Waiting time over load, ours and stock](images/channels-load.png)\n\n" + "\n".join(lines) + "\n\n"
        "Waiting times in milliseconds. Each series ends with the first load at which the system is full: the p95 is above two seconds, "
        "which a tenth more than it can answer leads to, or more than 2% stay without an answer. Errors: webhook calls that were refused "
        "or not answered in time (the platforms repeat them), calls that the platform's API refused, and texts that a citizen got twice. "
        "Messages sent: ours sends WhatsApp's buttons and a place on the map as messages of their own, after the text; long answers come "
        "in parts from both."
    )


def _load(step: Mapping[str, Any], who: str) -> str:
    waits, webhook = step["milliseconds"], step["webhook_milliseconds"]
    cells = [
        f"{step['rate']:g}{' (full)' if is_full(step) else ''}",
        who,
        f"{step['answers_a_second']:.1f}",
        *(_number(waits[name]) for name in ("p50", "p95", "p99")),
        _number(step["milliseconds_since_written"]["p95"]),
        f"{_number(webhook['p50'])}, {_number(webhook['p99'])}",
        f"{step['messages'] - step['answered']} of {step['messages']}",
        f"{step['api_messages']:,}",
        _errors(step),
    ]
    return "| " + " | ".join(cells) + " |"


def _errors(step: Mapping[str, Any]) -> str:
    found = [f"{number}x webhook {status}" for status, number in step["refused"].items()]
    found += [f"{number}x API {status}" for status, number in step["failed_calls"].items()]
    if step["said_twice"]:
        found.append(f"{step['said_twice']}x said twice")
    return ", ".join(found) or "none"


def _number(milliseconds: float | None) -> str:
    return "-" if milliseconds is None else f"{milliseconds:,.0f}" if milliseconds >= 10 else f"{milliseconds:.1f}"


def _overload(results: Mapping[str, Any]) -> str:
    step = results["overload"]
    webhook = step["webhook_milliseconds"]
    unavailable = step["refused"].get("503", 0)
    others = sum(step["refused"].values()) - unavailable
    lost = step["messages"] - step["answered"]
    calls = f"{step['webhook_calls']:,}, of these {unavailable} answered with 503, {others} refused otherwise or not answered"
    own = step["stages"].get("webhook", {}).get("mean_milliseconds")
    return (
        f"### Overload\n\n{results['overload_factor']:g} times the highest rate of answers, on ours: {step['messages']:,} messages at "
        f"{step['rate']:,.0f} a second for {results['overload_seconds']:g} s, popular questions repeated.\n\n"
        "| | |\n|---|---|\n"
        f"| webhook acknowledged after, p50 | {_number(webhook['p50'])} ms |\n"
        f"| webhook acknowledged after, p99 | {_number(webhook['p99'])} ms |\n"
        f"| webhook acknowledged after, at most | {_number(webhook['max'])} ms |\n"
        f"| the web process's own part, mean | {_number(own)} ms |\n"
        f"| webhook calls | {calls} |\n"
        f"| written a second, in truth | {step['written_a_second']:,.0f} |\n"
        f"| messages without an answer in the end | {lost} |\n"
        f"| last answer after the last message | {step['seconds_after_the_last_message']:.0f} s |\n"
        f"| answers a second, over all | {step['answers_a_second']:.1f} |"
    )


def _where(results: Mapping[str, Any]) -> str:
    ramps = results["ramps"]
    pair = common_step(ramps["ours"]["fresh"], ramps["stock"]["fresh"])
    calm = pair[0] if pair else ramps["ours"]["fresh"][0]
    full = ramps["ours"]["fresh"][-1]
    heavy = results["overload"]
    lines = [f"| | {calm['rate']:g} a second | {full['rate']:g} a second | overload |", "|---|---|---|---|"]
    for stage, words in STAGES.items():
        means = [step["stages"].get(stage, {}).get("mean_milliseconds") for step in (calm, full, heavy)]
        lines.append(f"| {words} | " + " | ".join("-" if mean is None else f"{mean:,.1f} ms" for mean in means) + " |")
    return (
        "### Where the time goes, ours\n\nMeans from `/metrics`, every text new but in overload. What is above the sum is the way through "
        "Valkey, the scheduling of five processes on the same cores, and the second part of an answer.\n\n" + "\n".join(lines)
    )


def _processors(results: Mapping[str, Any]) -> str:
    lines = ["| | at | cores kept busy |", "|---|---|---|"]
    for system in ("ours", "stock"):
        step = at_most(results["ramps"][system]["fresh"])
        busy = ", ".join(f"{name} {cores:.2f}" for name, cores in sorted(step["cores"].items(), key=lambda pair: -pair[1]))
        lines.append(f"| {system} | {step['answers_a_second']:.1f} answers a second | {busy} |")
    busy = ", ".join(f"{name} {cores:.2f}" for name, cores in sorted(results["overload"]["cores"].items(), key=lambda pair: -pair[1]))
    lines.append(f"| ours | overload, while citizens write | {busy} |")
    return "### Who keeps the processor busy\n\n" + "\n".join(lines)


def _method(results: Mapping[str, Any]) -> str:
    machine, traffic, stock = results["machine"], results["traffic"], results["stock"]
    packages = machine["packages"]
    limit = stock["examples_per_intent_and_language"]
    sample = "the whole of `data/nlu`" if limit is None else f"at most {limit} examples of each intent and language"
    others = machine["cores_used_by_others"]
    elsewhere = "not known" if others is None else f"{others:.2f}"
    late = max(
        (
            step["late_writing_milliseconds"]["p99"] or 0.0
            for kinds in results["ramps"].values()
            for steps in kinds.values()
            for step in steps
        ),
        default=0.0,
    )
    return f"""### How the channels were measured

- Load: Poisson arrivals that wait for no answer, {results["seconds"]:g} s at each rate, every message from a chat of its own, so that
  nobody meets the platforms' limit for one chat, and both systems begin a conversation with each. Half on Telegram (Banyuwangi, in
  Indonesian), half on WhatsApp (Fukuoka, in Japanese), from `data/evaluation/test.*.jsonl`. "Every text new": with greetings and thanks
  around the questions, so that no text comes twice. "Popular questions repeated": {traffic["repeated"]:.0%} of the messages ask one of
  {traffic["popular"]} questions of each channel, word for word, in Zipf's proportions; the rest is new. Before all that,
  {results["warm_up"]} messages to warm up.
- The stand-ins write by themselves at the planned moments (99% of the messages within {late:,.0f} ms of them, at any rising load), on the
  same cores as the system, and are as strict as the platforms document: signatures, limits, 40 webhook calls at a time on Telegram.
- Waiting time: from the beginning of the webhook call to the arrival of the first message of the answer that the platform accepts.
  "Since written" begins when the citizen writes; it is longer when all of the platform's webhook calls are taken by a system that
  answers before it acknowledges, as stock does.
- Ours: `manage.py run` with {results["workers"]} worker, the model for the present data, both accounts in webhook mode with their secrets
  and signatures checked, every message and answer stored. Valkey writes each change to the disk before it answers.
- Stock: `rasa run`, one process, `benchmarks/stock.yml` trained on {sample} ({stock["examples"]:,} examples, {stock["epochs"]} epochs, as
  in `make bench-model`), trackers in memory, nothing stored, no signature checked. Only the addresses of both platforms were replaced
  (`benchmarks/channels/stock_server.py`). One rule was added: what its FallbackClassifier does not understand is refused by the action,
  for otherwise it gets no answer. Japanese comes to it with spaces between the words.
- Its actions (`benchmarks/channels/stock_actions.py`) word the same answers from the same catalogue: the facet is the intent's, the
  service is found by its names in the message, else they ask back. They leave blank lines out and put WhatsApp's choices into the text,
  since Rasa's channels would send each paragraph and each button as a message of its own. No place on the map is sent. Whether an
  answer is right is not looked at here; the tables above and `make evaluate` do that.
- Machine: {machine["processor"]}, {machine["cores"]} cores, {machine["memory_bytes"] / 1e9:.0f} GB, {machine["system"]},
  Python {machine["python"]}, rasa {packages.get("rasa", "?")}, tensorflow-cpu {packages.get("tensorflow-cpu", "?")}; cores that other
  work took meanwhile: {elsewhere}."""
