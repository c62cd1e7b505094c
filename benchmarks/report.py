"""docs/performance.md, from the results alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.caveats import caveats
from benchmarks.summary import spread_of

LANGUAGE_NAMES = {"id": "Indonesian", "ja": "Japanese"}
MB = 1_000_000


def report(results: Mapping[str, Any]) -> str:
    """The page for readers, as Markdown."""
    parts = [_opening(results), _comparison(results), _stages(results), _method(results), _machine(results)]
    return "\n\n".join(parts) + "\n"


def _opening(results: Mapping[str, Any]) -> str:
    return (
        "# Performance\n\nOur Rasa pipeline (`config.yml`) next to the stock one (what `rasa init` suggests: DIET, TED, UnexpecTED), "
        "on the same training data, domain, rules and action server, on the same machine, in one run.\n\n"
        f"Measured on {results['date']} by `{results['command']}`, which wrote this page (but for the sections between marks) and "
        f"`benchmarks/results.json`; it took {results['minutes']:.0f} minutes. Edit neither by hand.{caveats(results, 'both systems are')}"
    )


def _comparison(results: Mapping[str, Any]) -> str:
    ours, stock = results["summary"]["ours"], results["summary"]["stock"]
    rows = [
        ("`rasa train`, no embedding known", _trained(results, "ours", "cold"), _trained(results, "stock", "none")),
        ("`rasa train`, embeddings known", _trained(results, "ours", "warm"), "(has none)"),
        ("process start to model loaded", *(_served(results, name, "seconds_to_loaded", " s") for name in ("ours", "stock"))),
        ("first reply of a process", *(f"{s['milliseconds_of_first_reply']:,.0f} ms" for s in (ours, stock))),
        *((f"reply, {p}", *(f"{s['reply_milliseconds'][p]:.1f} ms" for s in (ours, stock))) for p in ("p50", "p95", "p99")),
        ("memory (RSS), model loaded", *(f"{s['memory_when_loaded'] / MB:,.0f} MB" for s in (ours, stock))),
        (f"memory (RSS), after {results['sentences']} replies", *(f"{s['memory_after_replies'] / MB:,.0f} MB" for s in (ours, stock))),
        ("model file", *(f"{s['model_bytes'] / MB:.1f} MB" for s in (ours, stock))),
        ("messages without any reply", *(f"{s['without_reply']} of {s['replies']}" for s in (ours, stock))),
    ]
    for language in ours["accuracy"]:
        name = LANGUAGE_NAMES.get(language, language)
        for key, what in (("intent", "the dialogue's intent"), ("intent_of_classifier", "the classifier's first")):
            rows.append((f"intents right, {name}, {what}", *(f"{s['accuracy'][language][key]:.1%}" for s in (ours, stock))))
    table = ["| | ours | stock |", "|---|---|---|", *(f"| {what} | {one} | {two} |" for what, one, two in rows)]
    return "## Side by side\n\n" + "\n".join(table) + "\n\n" + _reading(results)


def _reading(results: Mapping[str, Any]) -> str:
    asked = sum(part["messages"] for part in results["summary"]["ours"]["accuracy"].values())
    return (
        "In brackets: the lowest and the highest of several runs. Reading the table:\n"
        "- The two do not do the same work. Ours also finds the service, every facet and the FAQ in the live catalogue, decides whether to "
        "answer, offer choices, ask back or refuse, and the action then words an answer. Stock finds the intent alone, so its actions "
        "mostly ask which service is meant, which is less work. Where its FallbackClassifier steps in, it says nothing and calls no action "
        "server: see the messages without any reply.\n"
        "- Ours loads the embedding engine, the Japanese dictionary and an agency's index with the first message and not with the "
        "model: add the first reply to its start.\n"
        f"- Intents: {asked:,} messages of `data/evaluation/test.*.jsonl`, a by-product here; `make evaluate` measures the understanding, "
        'with the whole training data. "The dialogue\'s intent" is what the rules see: ours after its decision, stock after its '
        "FallbackClassifier, whose `nlu_fallback` counts as `out_of_scope`."
    )


def _trained(results: Mapping[str, Any], system: str, cache: str) -> str:
    runs = [t["seconds"] for t in results["runs"][system]["trainings"] if t["cache"] == cache]
    return _with_spread(results["summary"][system]["training_seconds"][cache], runs, " s")


def _served(results: Mapping[str, Any], system: str, key: str, unit: str) -> str:
    return _with_spread(results["summary"][system][key], [s[key] for s in results["runs"][system]["servings"]], unit)


def _with_spread(value: float, runs: list[float], unit: str) -> str:
    lowest, highest = spread_of(runs)
    return f"{value:.1f}{unit}" + (f" ({lowest:.1f}-{highest:.1f})" if len(runs) > 1 else "")


def _stages(results: Mapping[str, Any]) -> str:
    tables = []
    for system, title in (("ours", "Ours"), ("stock", "Stock")):
        stages = results["summary"][system]["stages"]
        total = sum(stages.values())
        lines = [f"| {title} | mean | share |", "|---|---|---|"]
        lines += [f"| {name} | {milliseconds:.2f} ms | {milliseconds / total:.0%} |" for name, milliseconds in stages.items()]
        tables.append("\n".join([*lines, f"| together | {total:.2f} ms | |"]))
    return (
        "## Where the time of a reply goes\n\n"
        f"Means over {results['stage_sentences']} further sentences, each stage without the stages inside it. Looking an embedding, a "
        "normalised text or its words up again within one message costs nothing: they are kept.\n\n" + "\n\n".join(tables)
    )


def _method(results: Mapping[str, Any]) -> str:
    data = results["data"]
    limit = data["examples_per_intent_and_language"]
    part = (
        f"all {data['examples']:,} examples of `data/nlu`"
        if limit is None
        else f"{data['examples']:,} examples: at most {limit} of each intent and language, evenly spread over each file of `data/nlu`"
    )
    why = "" if limit is None else " With all of them (`--examples all`) stock's training alone takes far longer than the rest of the run."
    stories = (
        "and `data/stories.yml`" if data["stories"] else "no stories: MemoizationPolicy, TEDPolicy and UnexpecTED learn from rules alone"
    )
    number = {system: len(results["runs"][system]["trainings"]) for system in ("ours", "stock")}
    served = len(results["runs"]["ours"]["servings"])
    return f"""## How it was measured

- Data: {part}.{why} `data/rules.yml`, {stories}.
- Stock is `benchmarks/stock.yml`: Rasa's default configuration with its own {results["epochs"]} epochs. WhitespaceTokenizer refuses
  `language: ja`, so it runs as `language: id`; Japanese training examples and test messages get a space between any two words
  (SudachiPy) beforehand, outside the measured time. Without that, most Japanese messages would be one single word to it.
- Training: the whole command `rasa train --force --skip-validation`, with a new, empty `RASA_CACHE_DIRECTORY` each time. Ours keeps
  sentence embeddings in a file: once with none (cold), once with the file of that training (warm).
  {number["ours"]} trainings of ours, {number["stock"]} of stock, in turn.
- Serving: each system {served}x, in turn, each time in a fresh process: load the model, {results["warm_up"]} messages to warm
  up (every agency among them), then {results["sentences"]} timed calls of `Agent.handle_message`, one after the other, with the real
  action server as a process beside it. Every message is another text, and begins a conversation of its own (so Rasa's session start
  is in each figure); ours is loaded as the worker loads it (`bot.dialogue`), stock by
  `Agent.load`; the trackers of both are in memory. Percentiles are over all timed replies.
- Start: from the start of the process, `import rasa` included. Memory: the resident memory of that one process; the action server
  comes on top, with either pipeline.
- The installation's own data stays out: a temporary SQLite database with the content of `data/`, loaded and embedded before."""


def _machine(results: Mapping[str, Any]) -> str:
    machine = results["machine"]
    packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
    return f"""## The machine

| | |
|---|---|
| processor | {machine["processor"]}, {machine["cores"]} cores |
| memory | {machine["memory_bytes"] / 1e9:.0f} GB |
| system | {machine["system"]}, Python {machine["python"]} |
| packages | {packages} |
| cores that other work took meanwhile | {"not known" if (others := machine["cores_used_by_others"]) is None else f"{others:.2f}"} |"""
