"""Messages about a question that staff have answered."""

from __future__ import annotations

from typing import Any

from bot.nlu.deciding.context import likely_faq
from bot.nlu.deciding.levels import AGAINST_A_NAME, FAQ_AS_WRITTEN, PERHAPS_FAQ, SURELY_FAQ, WORTH_OFFERING
from bot.nlu.deciding.values import Decision, Evidence

# How likely the service under discussion must be so that an FAQ told beside it does not end the talk about it.
_AS_WELL = 0.5


def named_faq(evidence: Evidence, top: str, probability: float) -> Decision | None:
    """The FAQ that the message names, unless it is clearly about something else."""
    key = evidence.named_faq
    # One who corrects the assistant names what was not meant as well.
    if key is None or (evidence.named and top != "correct"):
        return None
    score = dict(evidence.faq).get(key, 0.0)
    if top in AGAINST_A_NAME and probability >= 0.5 and score < FAQ_AS_WRITTEN:
        return None
    service, service_score = evidence.services[0] if evidence.services else (None, 0.0)
    if evidence.names_context and service == evidence.context_service and score < SURELY_FAQ:
        # "Kalau pindah sekolah KIA-nya diganti?" is about the KIA.
        return None
    if service != evidence.context_service and service_score >= 0.8 and service_score > score:
        return None
    if top == "out_of_scope" and probability >= 0.5 and score < 0.5:
        return None
    return answer_faq(key, max(score, 0.5), top, evidence)


def answer_faq(key: str, score: float, top: str, evidence: Evidence) -> Decision:
    """The answer of an FAQ. Who names its matter and asks about it as of a service (what it costs, where) has gone on to that matter.

    What only resembles the FAQ ("harus diterjemahkan?"), or asks whether to bring something, is asked of the service under discussion;
    so is what that service says something of (a forgotten PIN while a card is renewed).
    """
    goes_on = top != "faq" and evidence.named_faq == key and not (evidence.whether_needed or _is_of_the_service(evidence))
    return Decision(
        "faq",
        "answer",
        "faq",
        score,
        faq=key,
        extra={"subject": True} if goes_on or top == "correct" or evidence.context_service is None else {},
    )


def _is_of_the_service(evidence: Evidence) -> bool:
    """Whether the service under discussion says it, or is likely to be meant as well."""
    return evidence.told == 1 or evidence.service_score(evidence.context_service) >= _AS_WELL


def more_of_the_faq(evidence: Evidence, facets: tuple[str, ...]) -> Decision:
    """A question about the FAQ under discussion that says nothing of its own subject: what is known of it was said.

    What its answer is silent on may be asked of the service that was spoken of before it.
    """
    asked = [facet for facet in facets if facet != "overview"]
    extra: dict[str, Any] = {"asked": asked, "instead": evidence.before} if asked else {}
    return Decision("faq", "answer", "faq", 0.5, faq=evidence.context_faq, from_context=True, extra=extra)


def offer_faq(evidence: Evidence, score: float, facets: tuple[str, ...]) -> Decision:
    """The choice of the likely FAQ, and of the service that is likely as well."""
    extra = {"faq": likely_faq(evidence)}
    service, service_score = evidence.services[0] if evidence.services else ("", 0.0)
    if service_score < WORTH_OFFERING or service == evidence.context_service:
        return Decision("faq", "choices", "faq", score, extra=extra)
    return Decision("service", "choices", f"ask_{facets[0]}", score, (service,), facets, evidence.variant, evidence.applicant, extra=extra)


def another_faq(evidence: Evidence) -> Decision | None:
    """The offer of a likely FAQ to one who goes on from an FAQ; None where the words hold nothing of their own, or are still about that."""
    if evidence.context_faq is None or evidence.named or evidence.of_talk or not evidence.faq:
        return None
    likely = [key for key, p in evidence.faq[:3] if p >= WORTH_OFFERING and key != evidence.context_faq]
    (first, score), (_, service_score) = evidence.faq[0], evidence.services[0] if evidence.services else ("", 0.0)
    if first == evidence.context_faq or score < PERHAPS_FAQ or service_score >= score:
        return None
    return Decision("faq", "choices", "faq", score, extra={"faq": likely})
