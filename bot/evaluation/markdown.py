"""docs/evaluation/report.md, from the document with all figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.evaluation.comparison import HEADLINES, figure
from bot.evaluation.further_markdown import further_parts
from bot.evaluation.tables import NAMES, percent, table

MEANINGS = """\
- Right as a whole: what a citizen would call right. The kind of message, and for a question about a service also the service and every
  facet asked for; an ambiguous question is right when an expected service is among the choices.
- Wrong answers: share of all messages that get a confident answer about something else than what was asked. Worse than a question back.
- Intent, as decided: the intent that the dialogue's rules see. `follow_up` is never decided, because it is resolved to the facet asked
  for, so those messages count as wrong here; the classifier alone is measured with them.
- Service: of the questions that name one service or describe it, how many have it first. The ranker alone: before any decision.
- Facets, exactly: no facet missing and none too many. Main facet: the first one is among those asked for.
- Service and facets together: answered, with the right service and exactly the right facets.
- Calibration error: expected calibration error in ten bins, as a share. Stated confidence: against the decided intent.
- Dialogue turns right: decision, service and facets. A follow-up is a later turn about a service that its own text does not name.\
"""


def points(value: float | None) -> str:
    """A difference of shares in percentage points."""
    return "" if value is None else "0.0" if abs(value) < 0.0005 else f"{value * 100:+.1f}"


def report(found: Mapping[str, Any]) -> str:
    """The whole report."""
    return "\n\n".join(_parts(found)) + "\n"


def _parts(found: Mapping[str, Any]) -> Iterator[str]:
    languages = found["languages"]
    yield "# Evaluation of the understanding"
    yield (
        "Made by `make evaluate`; do not edit. Each message goes through the real model and the real actions, as a citizen's message does, "
        "and the dialogues turn by turn. `manage.py train` and `manage.py tune` read none of these files; whoever changes rules or "
        "examples after reading the mistakes below has seen the answers. Times are those of the machine that made the report, busy or not."
    )
    yield _source(found)
    yield "## Headline figures\n\n" + headline_table(found)
    yield MEANINGS
    yield _further(languages)
    if all("further" in part for part in languages.values()):
        yield from further_parts({language: part["further"] for language, part in languages.items()})
    yield "## Calibration\n\n![Calibration](calibration.png)"
    yield from (f"### {NAMES[language]}\n\n" + _calibration(part["calibration"]) for language, part in languages.items())
    yield "## Intents\n\n![Confusion of intents](confusion.png)\n\n" + _label_table(
        "Intent", {k: v["intents"] for k, v in languages.items()}
    )
    yield "## Facets\n\nOf questions about a service.\n\n" + _label_table("Facet", {k: v["facets"] for k, v in languages.items()})
    yield "## Services\n\nOf questions with one right service." + "".join(
        f"\n\n### {NAMES[language]}\n\n" + _services(part["services"]) for language, part in languages.items()
    )
    yield "## Wrong answers" + "".join(_mistakes(language, part["wrong_answers"], turns=False) for language, part in languages.items())
    yield "## Wrong turns of dialogues" + "".join(
        _mistakes(language, part["wrong_turns"], turns=True) for language, part in languages.items()
    )
    yield "## The most frequent confusions of intents" + "".join(
        f"\n\n### {NAMES[language]}\n\n" + _confusions(part["confusions"]) for language, part in languages.items()
    )


def _numbers(languages: Mapping[str, Any]) -> dict[str, int]:
    return {language: part["messages"]["messages"] for language, part in languages.items()}


def _source(found: Mapping[str, Any]) -> str:
    languages = found["languages"]
    counts = "; ".join(
        f"{NAMES[language]}: {part['messages']['messages']} messages, {part['dialogues'].get('dialogues', 0)} dialogues "
        f"with {part['dialogues'].get('turns', 0)} turns, {part['dialogues'].get('follow_ups', 0)} of them follow-ups"
        for language, part in languages.items()
    )
    compared = found.get("compared_with")
    seen = "; ".join(f"{where}: {', '.join(f'{NAMES[k]} {n}' for k, n in numbers.items())}" for where, numbers in found["seen"].items())
    against = f" Differences are points against the report of {compared['date']} (model `{compared['model']}`)." if compared else ""
    if compared and compared["messages"] != _numbers(languages):
        against += " The messages are not the same as then."
    no_test = f"Messages that are no test, because the same sentence stands in the {seen}."
    return f"Model `{found['model']}`, {found['date']}. {counts}.{against}\n\n{no_test}"


def headline_table(found: Mapping[str, Any]) -> str:
    """The headline figures of each language, with the difference to the report before if there is one."""
    languages, difference = list(found["languages"]), found.get("difference") or {}
    head = ["", *(cell for language in languages for cell in ([NAMES[language], "points"] if difference else [NAMES[language]]))]
    rows = []
    for h in HEADLINES:
        cells = [h.title]
        for language in languages:
            cells += [percent(figure(found, language, h)), *([points(difference.get(language, {}).get(h.name))] if difference else [])]
        rows.append(cells)
    return table(head, rows)


def _further(languages: Mapping[str, Any]) -> str:
    rows = [
        ["Ambiguous questions: an expected service offered", *(percent(p["messages"]["choices"]) for p in languages.values())],
        ["Whole dialogues without a mistake", *(percent(p["dialogues"].get("dialogue_right")) for p in languages.values())],
        [
            "Calibration error of the service's probability",
            *(percent(p["messages"]["calibration_error_of_service"]) for p in languages.values()),
        ],
        ["Messages that ended in an error, or without a reply", *(p["messages"]["failed"] for p in languages.values())],
        ["Time of an answer, embedding kept, median (ms)", *(f"{p['messages']['milliseconds_p50']:.0f}" for p in languages.values())],
        ["the same, 95th percentile (ms)", *(f"{p['messages']['milliseconds_p95']:.0f}" for p in languages.values())],
    ]
    return table(["", *(NAMES[language] for language in languages)], rows)


def _calibration(tables: Mapping[str, Any]) -> str:
    edges = sorted({(b["low"], b["high"]) for t in tables.values() for b in t["bins"]})
    by_edge = {name: {(b["low"], b["high"]): b for b in t["bins"]} for name, t in tables.items()}
    titles = {"intent": "intent", "service": "service", "confidence": "confidence / intent", "answer": "confidence / answer"}
    head = ["stated", *(f"{titles[name]} (error {percent(t['error'])})" for name, t in tables.items())]
    rows = [[f"{low:.1f}-{high:.1f}", *(_bin(by_edge[name].get((low, high))) for name in tables)] for low, high in edges]
    return "Each cell: stated, right, (number of messages).\n\n" + table(head, rows)


def _bin(found: Mapping[str, Any] | None) -> str:
    return "" if found is None else f"{percent(found['stated'], 0)}, {percent(found['right'], 0)} ({found['number']})"


def _label_table(title: str, tables: Mapping[str, Mapping[str, Any]]) -> str:
    labels = list(dict.fromkeys(label for found in tables.values() for label in found))
    head = [title, *(f"{NAMES[language]} {name}" for language in tables for name in ("number", "precision", "recall", "F1"))]
    rows = []
    for label in labels:
        cells = [found.get(label) for found in tables.values()]
        shown = [[c["support"], *(percent(c[name]) for name in ("precision", "recall", "f1"))] if c else ["-"] * 4 for c in cells]
        rows.append([label, *(cell for part in shown for cell in part)])
    return table(head, rows)


def _services(found: Mapping[str, Any]) -> str:
    rows = [
        [key, s["support"], percent(s["right"]), ", ".join(f"{other} {n}" for other, n in s["instead"].items())] for key, s in found.items()
    ]
    return table(["Service", "number", "first", "instead"], sorted(rows, key=lambda row: (found[str(row[0])]["right"], str(row[0]))))


def _mistakes(language: str, found: Sequence[Mapping[str, Any]], *, turns: bool) -> str:
    head = [*(["Turn"] if turns else []), "Message", "Agency", "Expected", "Decided", "Confidence"]
    rows = [
        [
            *([f"{m['dialogue']}, {m['turn']}"] if turns else []),
            m["text"],
            m["agency"],
            m["expected"],
            m["decided"],
            percent(m["confidence"], 0),
        ]
        for m in found
    ]
    return f"\n\n### {NAMES[language]} ({len(found)})" + (f"\n\n{table(head, rows)}" if rows else "")


def _confusions(found: Sequence[Mapping[str, Any]]) -> str:
    rows = [[c["expected"], c["decided"], c["number"], " · ".join(c["sentences"])] for c in found]
    return table(["Expected", "Decided", "Number", "Sentences"], rows)
