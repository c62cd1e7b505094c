"""The report's sections on the further sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.evaluation.tables import NAMES, percent, table


def further_parts(found: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """One section a set, with both languages side by side."""
    names = [NAMES[language] for language in found]
    yield "## Distress\n\n" + _distress(found, names)
    yield "## Neighbouring services\n\n" + _neighbours(found, names)
    yield "## FAQ, asked in other words\n\n" + _faq(found, names)
    yield "## Noise\n\n" + "\n\n".join(_noise(language, part["noise"]) for language, part in found.items())
    yield (
        "## Time a stage\n\nMilliseconds for one message that was never seen before, in one process: median / 95th percentile. "
        "Embeddings of the agency's phrases, of training examples and of what was asked lately are kept.\n\n" + _stages(found, names)
    )


def _distress(found: Mapping[str, Mapping[str, Any]], names: list[str]) -> str:
    parts = [part["distress"] for part in found.values()]
    rows = [
        ["Cries for help", *(p["messages"] for p in parts)],
        ["answered as such, with the emergency numbers", *(percent(p["recall"]) for p in parts)],
        ["with the right kind of danger", *(percent(p["kind_of_danger"]) for p in parts)],
        ["Harmless messages in the same words", *(p["harmless"] for p in parts)],
        ["taken for a cry for help", *(percent(p["false_alarms"]) for p in parts)],
    ]
    missed = [
        f"- {title}: {' · '.join(p[key])}" for p in parts for key, title in (("missed", "Missed"), ("alarmed", "False alarm")) if p[key]
    ]
    return table(["", *names], rows) + ("\n\n" + "\n".join(missed) if missed else "")


def _neighbours(found: Mapping[str, Mapping[str, Any]], names: list[str]) -> str:
    parts = [part["hard_negatives"] for part in found.values()]
    rows = [
        ["Messages", *(p["messages"] for p in parts)],
        ["The right service first", *(percent(p["service"]) for p in parts)],
        ["Answered with another service", *(percent(p["answered_wrongly"]) for p in parts)],
    ]
    mistakes = [[m["text"], m["expected"], m["decided"]] for p in parts for m in p["mistakes"]]
    return table(["", *names], rows) + ("\n\n" + table(["Message", "Expected", "Decided"], mistakes) if mistakes else "")


def _faq(found: Mapping[str, Mapping[str, Any]], names: list[str]) -> str:
    parts = [part["faq"] for part in found.values()]
    rows = [
        ["Questions", *(p["questions"] for p in parts)],
        ["The right FAQ first", *(percent(p["first"]) for p in parts)],
        ["among the first five", *(percent(p["among_five"]) for p in parts)],
    ]
    return table(["", *names], rows)


def _noise(language: str, part: Mapping[str, Any]) -> str:
    rows = [["none", percent(part["clean"]), ""]]
    rows += [[kind, percent(f["right"]), percent(f["wrong_answers"])] for kind, f in part["kinds"].items()]
    head = ["Noise", "right as a whole", "wrong answers"]
    return f"### {NAMES[language]}\n\n{part['messages']} test messages, each asked with each kind of noise.\n\n{table(head, rows)}"


def _stages(found: Mapping[str, Mapping[str, Any]], names: list[str]) -> str:
    parts = [part["stages"] for part in found.values()]
    stages = list(dict.fromkeys(stage for part in parts for stage in part))
    return table(["Stage", *names], [[stage, *(f"{p[stage]['p50']:.1f} / {p[stage]['p95']:.1f}" for p in parts)] for stage in stages])
