"""How a message stands to what was spoken of before it."""

from __future__ import annotations

from bot.nlu.deciding.levels import FAQ_INSTEAD, OF_THE_CONTEXT, PERHAPS_FAQ, WORTH_OFFERING
from bot.nlu.deciding.values import Evidence
from bot.nlu.knowledge.index import family_name

# Cases for which a neighbouring service may exist ("KTP baru", "KTP hilang"); lateness, the post or a stay abroad concern any service.
OF_ANOTHER_SERVICE = frozenset({"new", "lost", "damaged", "change", "renewal", "add", "remove"})
# How likely the related service must be to which only single words of a follow-up point.
_LIKELY_SIBLING = 0.05
# How likely even where the service under discussion says something of it.
_SURE_SIBLING = 0.8
# How likely it must be where a case ("hilang") is spoken of that the service under discussion tells of itself.
_LIKELY_THOUGH_TOLD = 0.3
# How likely it must be at least where a case ("hilang") points to it.
_AT_ALL = 0.02
# Less than this share of what is asked about is little.
_LITTLE = 0.5
# From this probability on another service is offered at least, where the one under discussion has none of the words.
_LIKELY_INSTEAD = 0.5


def picked_offer(evidence: Evidence) -> str | None:
    """The service among those just offered that an answer in the citizen's own words points to ("yang hilang", 「更新のほう」)."""
    if evidence.pointed_offer is None or evidence.named - set(evidence.offered):
        return None
    by_chance = evidence.asked_back and not evidence.named and evidence.service_score(evidence.pointed_offer) < _LIKELY_THOUGH_TOLD
    if by_chance or "seal" in evidence.manner:
        # 「ほな申請するわ」 names none of what were but examples, and 「印鑑は必要ですか」 no registration of one.
        return None
    if evidence.services and evidence.services[0][1] >= 0.5 and evidence.services[0][0] not in evidence.offered:
        return None
    if evidence.service_score(evidence.pointed_offer) < _LIKELY_SIBLING:
        # A word alone: "telat?" points to the birth certificate, where that was but one of three examples.
        return None
    return evidence.pointed_offer


def likely_instead(evidence: Evidence) -> bool:
    """Whether another service is likely, and nothing is said of the matter by the one under discussion."""
    service, score = evidence.services[0] if evidence.services else (None, 0.0)
    return is_silent(evidence) and service != evidence.context_service and score >= _LIKELY_INSTEAD


def concerns_context(evidence: Evidence) -> bool:
    """Whether the service under discussion is likely by the words of the message itself."""
    return evidence.service_score(evidence.context_service) >= OF_THE_CONTEXT


def is_said_of_context(evidence: Evidence) -> bool:
    """Whether the likeliest service is the one under discussion, and it says all of what is asked about."""
    service = evidence.services[0][0] if evidence.services else None
    return evidence.told == 1 and service is not None and service == evidence.context_service


def is_silent(evidence: Evidence) -> bool:
    """Whether the service under discussion says nothing of what is asked about, nor is likely by the words."""
    return evidence.told == 0 and not evidence.bare and not concerns_context(evidence)


def _says_little(evidence: Evidence) -> bool:
    """Whether the service under discussion says less than half of what is asked about, nor is likely by the words."""
    return evidence.told is not None and evidence.told < _LITTLE and not evidence.bare and not concerns_context(evidence)


def still_open(evidence: Evidence) -> bool:
    """Whether services were just offered, and the message says nothing about which of them is meant."""
    nothing_named = evidence.bare or (evidence.of_talk and not evidence.named)
    # Who does not pick one of those that were offered in place of what was spoken of did not mean them.
    of_one_kind = len({family_name(key) for key in evidence.offered}) == 1
    elsewhere = evidence.context_service is not None and evidence.context_service not in evidence.offered and not of_one_kind
    return nothing_named and len(evidence.offered) > 1 and not (evidence.asked_back or elsewhere)


def leaves_for_faq(evidence: Evidence, faq_score: float) -> bool:
    """Whether the citizen seems to have gone on from the service under discussion, of which nothing is said, to a question of the FAQ."""
    sibling = likely_sibling(evidence)
    by_case = evidence.variant is not None or evidence.applicant is not None
    return (
        _says_little(evidence)
        and not (evidence.named or evidence.covered or (sibling and (by_case or evidence.service_score(sibling) >= faq_score)))
        and PERHAPS_FAQ <= faq_score < FAQ_INSTEAD
        and faq_score > (evidence.services[0][1] if evidence.services else 0.0)
    )


def likely_faq(evidence: Evidence) -> list[str]:
    """The FAQ that are likely enough to be offered, likeliest first."""
    first, *others = evidence.faq[:3]
    return [first[0], *(key for key, p in others if p >= WORTH_OFFERING)]


def likely_sibling(evidence: Evidence) -> str | None:
    """The related service that a follow-up points to; by its words alone only where the ranker finds it likely as well."""
    speaks_of_case = evidence.variant in OF_ANOTHER_SERVICE or evidence.applicant is not None
    # A statement may hold the words by chance: "company" in the one about those who lost their work.
    says_it = evidence.told == 1 and evidence.service_score(evidence.sibling) < _SURE_SIBLING
    if not speaks_of_case and (says_it or evidence.bare):
        return None
    if evidence.told == 1 and evidence.service_score(evidence.sibling) < _LIKELY_THOUGH_TOLD:
        # 「収入で変わるん」 has a word of a case, and the service under discussion says what holds.
        return None
    by_case = evidence.variant in OF_ANOTHER_SERVICE
    return evidence.sibling if evidence.service_score(evidence.sibling) >= (_AT_ALL if by_case else _LIKELY_SIBLING) else None
