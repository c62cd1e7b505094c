"""What is asked of a service: the facets, as both models find them."""

from __future__ import annotations

from bot.nlu.deciding.values import Evidence, Thresholds

# Below it, the model of facets has seen nothing particular asked for; and where that of intents is no surer than even, it guesses.
_HARDLY_A_FACET, _NO_SURER_THAN_EVEN = 0.2, 0.5


def facet_of(intent: str) -> str:
    """The facet that an intent asks for."""
    return intent.removeprefix("ask_")


def facets_asked(evidence: Evidence, t: Thresholds) -> tuple[str, ...]:
    """The facets asked for, surest first. Overview is what remains when nothing particular is asked."""
    asked = {intent: p for intent, p in evidence.intents.items() if intent.startswith("ask_")}
    if not asked:
        return ("deadline",) if evidence.consequence else ("overview",)
    # Both models know something: the one which single facet it is, the other whether this facet is asked for at all.
    total = sum(asked.values()) or 1.0
    found = [facet_of(max(asked, key=lambda intent: asked[intent] / total + evidence.facets.get(intent, 0.0)))]
    if evidence.consequence and found != ["legal_basis"]:
        return ("deadline",)
    guessed = max(asked.values()) < _NO_SURER_THAN_EVEN
    if evidence.joined and (found[0] in evidence.joined or found == ["overview"] or guessed):
        # Each has a word of its own: what one of the models found of them is not all.
        return evidence.joined[:3]
    if guessed and evidence.facets.get(f"ask_{found[0]}", 0.0) < _HARDLY_A_FACET:
        return ("overview",)
    for label, probability in sorted(evidence.facets.items(), key=lambda item: -item[1]):
        if probability >= t.second_facet and facet_of(label) not in found:
            found.append(facet_of(label))
    if "clock" in evidence.manner and set(found) == {"hours", "validity"}:
        # 「何時まで使えますか」 asks for an hour, and for no term.
        return ("hours",)
    if len(found) > 1:
        found = [facet for facet in found if facet != "overview"]
    if evidence.fine and set(found) & {"fee", "deadline"}:
        found += [facet for facet in ("deadline", "fee") if facet not in found]
    return tuple(found[:3])


def surely_asked(evidence: Evidence, t: Thresholds) -> tuple[str, ...]:
    """The facets that the message itself asks for."""
    asked = facets_asked(evidence, t)
    sure = [f for f in asked if f != "overview" and (f in evidence.joined or evidence.facets.get(f"ask_{f}", 0.0) >= t.second_facet)]
    if evidence.fine and sure:
        # What is due for being late stands with the deadline, what it costs with the fee.
        sure += [f for f in asked if f in {"deadline", "fee"} and f not in sure]
    return tuple(sure)
