"""What every citizen heard, against what was asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.citizens import QUESTIONS, Citizen


@dataclass
class Verdict:
    """`twice` counts answers that the platform accepted two times; the lists hold one sentence for each fault."""

    answered: int = 0
    twice: int = 0
    lost: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


def heard(entries: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The texts that a platform accepted for each chat, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        if entry["what"] == "message" and entry.get("ok", True):
            found[str(entry["chat"])].append(str(entry["text"]))
    return found


def judge(people: list[Citizen], texts: dict[str, list[str]]) -> Verdict:
    """Compare what was asked and heard. What follows the first part of an answer is not looked at, unless it is an apology."""
    verdict = Verdict()
    for person in people:
        who = f"{person.channel} {person.chat}"
        heard_here = texts.get(person.chat, [])
        said = [service for text in heard_here if (service := _service(text, person.asked)) is not None]
        once = list(dict.fromkeys(said))
        verdict.twice += len(said) - len(once)
        verdict.answered += len(once)
        verdict.lost += [f"{who}: no answer about {service}" for service in person.asked if service not in once]
        if once != [service for service in person.asked if service in once]:
            verdict.out_of_order.append(f"{who}: asked {person.asked}, heard {said}")
        verdict.strange += [f"{who}: {text[:200]}" for text in heard_here if text.startswith("Maaf")]
    return verdict


def _service(text: str, asked: list[str]) -> str | None:
    head = text.split("\n", 1)[0].casefold()
    return next((service for service in asked if head.lstrip("*").startswith("syarat") and QUESTIONS[service][1].casefold() in head), None)
