"""Whether the bot answers a question already, and with what: asked of the index by which it links."""

from __future__ import annotations

from bot.catalogue.merge import UnknownAgency
from bot.catalogue.models import Agency
from bot.nlu.decision import thresholds
from bot.nlu.embedding import embed
from bot.nlu.normalise import normalise
from bot.questions.names import FAQ, SERVICE, Destination


def already_answered(agency: Agency, text: str) -> list[Destination]:
    """The service and the FAQ that the bot would take the text for, the surer one first; empty when it is not sure enough."""
    # The index brings the tokenizers along, which take seconds to load: only for whoever asks.
    from bot.nlu.knowledge.index import index_of
    from bot.nlu.knowledge.ranker import rank

    normalised = normalise(text)
    if not normalised:
        return []
    try:
        index = index_of(agency.key)
    except UnknownAgency:
        return []
    limits = thresholds()
    found: list[Destination] = []
    ranking = rank(index, normalised, embed(normalised), 1)
    for candidate in ranking["service"].candidates:
        if candidate.score >= limits.service:
            name = index.view.services[candidate.target.key].name
            found.append(Destination(SERVICE, candidate.target.key, name, None, candidate.score))
    for candidate in ranking["faq"].candidates:
        if candidate.score >= limits.faq:
            question = index.view.faq[candidate.target.key].question
            found.append(Destination(FAQ, candidate.target.key, question, None, candidate.score))
    return sorted(found, key=lambda one: -one.score)
