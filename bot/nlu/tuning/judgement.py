"""Whether a decision about a labelled message is right, and what it is worth."""

from __future__ import annotations

from bot.nlu.deciding.values import Decision
from bot.nlu.tuning.labelled import Labelled

# How bad each kind of mistake is, next to 1 for a right decision: a wrong answer is worse than a question back.
WRONG_ANSWER, WRONG_REFUSAL, NEEDLESS_QUESTION = -3.0, -0.6, -0.1
# What is told besides, and was not asked for, makes an answer longer to read, nothing worse.
WITH_MORE_THAN_ASKED = 0.5


def facets_answered(asked: tuple[str, ...], answered: tuple[str, ...]) -> bool:
    """Whether the facets asked for are among those answered; a facet more is no mistake."""
    return set(asked) <= set(answered)


def is_right(row: Labelled, decision: Decision) -> bool:
    """Whether a citizen would call the decision right: the kind, and for services also the service and the facets."""
    if row.kind != decision.kind:
        return False
    if row.kind != "service":
        return True
    if row.decision == "answer":
        right_service = bool(decision.services) and decision.services[0] in row.services
        return decision.decision == "answer" and right_service and facets_answered(row.facets, decision.facets)
    if row.decision == "choices":
        return bool(set(row.services) & set(decision.services))
    return decision.decision in {"ask_back", "choices"}


def is_wrong_answer(row: Labelled, decision: Decision) -> bool:
    """Whether the bot would answer confidently about something else than what was asked."""
    if decision.decision != "answer" or decision.kind not in {"service", "faq", "life_event"}:
        return False
    if decision.kind == "service":
        if row.kind != "service":
            # The catalogue's answer to a life event or an FAQ that names the service is no wrong answer, though not the wanted one.
            return row.kind not in {"life_event", "faq", "booking", "status"}
        return not (decision.services and decision.services[0] in row.services) and row.decision != "ask_back"
    return row.kind == "oos"


def value(row: Labelled, decision: Decision) -> float:
    """What a decision is worth."""
    if is_right(row, decision):
        exact = row.kind != "service" or row.decision != "answer" or set(row.facets) == set(decision.facets)
        return 1.0 if exact else WITH_MORE_THAN_ASKED
    if is_wrong_answer(row, decision):
        return WRONG_ANSWER
    if decision.decision == "refuse":
        return WRONG_REFUSAL
    return NEEDLESS_QUESTION if decision.decision in {"choices", "ask_back"} else 0.0
