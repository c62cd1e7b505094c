"""What one run has shown, as numbers."""

from __future__ import annotations

from collections import Counter
from typing import Any

from benchmarks.desk.ledger import distribution
from benchmarks.desk.scene import Scene

KINDS = {
    "message": "a citizen's message, from the moment at which its webhook call was answered",
    "called": "the same, from the beginning of the webhook call",
    "sent": "a reply was taken by the platform",
    "delivered": "the platform tells that it was delivered (WhatsApp), from the answer to its call",
    "read": "the platform tells that it was read (WhatsApp), from the answer to its call",
    "claimed": "a colleague takes a conversation over, from the beginning of their request",
    "claimed in a list": "the same, on the page with the list of those who wait",
    "transferred": "a conversation was passed on to a colleague, from the beginning of the request",
    "lapsed": "a claim lapsed, from its record in the database",
}
AIM_MILLISECONDS = 1000.0


def figures(scene: Scene, cores: dict[str, float], browser: str) -> dict[str, Any]:
    """Everything that is reported."""
    read = scene.citizens.read
    sent = {mark: began for operator in scene.operators for mark, began in operator.sent.items()}
    arrived = [read.arrived[mark] - began for mark, began in sent.items() if mark in read.arrived]
    return {
        "browser": browser,
        "done": dict(scene.done),
        "events": {
            kind: {
                "pages_without_browser": scene.ledger.outcome(kind, in_browser=False).as_json(),
                "browsers": scene.ledger.outcome(kind, in_browser=True).as_json(),
            }
            for kind in KINDS
        },
        "replies": {"sent": len(sent), "not_arrived": len(sent) - len(arrived), "milliseconds": distribution(arrived)},
        "webhook_milliseconds": distribution(read.webhook),
        "typing_signs": read.typing_signs,
        "refused": dict(sum((operator.refused for operator in scene.operators), Counter[str]())),
        "hindered": scene.hindered,
        "troubles": dict(read.troubles),
        "cores": cores,
    }


def slowest(results: dict[str, Any]) -> float | None:
    """The longest time until anything was shown on any page, in milliseconds."""
    found = [side["shown"]["max"] for sides in results["events"].values() for side in sides.values() if side["shown"]["max"] is not None]
    return max(found, default=None)


def missed(results: dict[str, Any]) -> int:
    """How often a page that was open did not show something at all."""
    return sum(side["missed"] for sides in results["events"].values() for side in sides.values())
