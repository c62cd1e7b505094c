"""Messages about a question that staff have answered."""

from __future__ import annotations

from bot.nlu.deciding.levels import AGAINST_A_NAME
from bot.nlu.deciding.values import Decision, Evidence


def named_faq(evidence: Evidence, top: str, probability: float) -> Decision | None:
    """The FAQ that the message names, unless it is clearly about something else."""
    key = evidence.named_faq
    # One who corrects the assistant names what was not meant as well.
    if key is None or (evidence.named and top != "correct") or (top in AGAINST_A_NAME and probability >= 0.5):
        return None
    score = dict(evidence.faq).get(key, 0.0)
    service, service_score = evidence.services[0] if evidence.services else (None, 0.0)
    if service != evidence.context_service and service_score >= 0.8 and service_score > score:
        return None
    if top == "out_of_scope" and probability >= 0.5 and score < 0.5:
        return None
    return answer_faq(key, max(score, 0.5), top, evidence)


def answer_faq(key: str, score: float, top: str, evidence: Evidence) -> Decision:
    """The answer of an FAQ. Who names its matter and asks about it as of a service (what it costs, where) has gone on to that matter.

    What only resembles the FAQ ("harus diterjemahkan?"), or asks whether to bring something, is asked of the service under discussion.
    """
    goes_on = top != "faq" and evidence.named_faq == key and not evidence.whether_needed
    return Decision("faq", "answer", "faq", score, faq=key, extra={"subject": True} if goes_on or evidence.context_service is None else {})


def more_of_the_faq(evidence: Evidence) -> Decision:
    """A question about the FAQ under discussion that says nothing of its own subject: what is known of it was said."""
    return Decision("faq", "answer", "faq", 0.5, faq=evidence.context_faq, from_context=True)
