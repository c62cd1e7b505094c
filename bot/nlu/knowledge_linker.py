"""Rasa component: what the message is about, searched in the live catalogue and FAQ of the agency it came to.

Agency, channel, fixed language, pressed button and dialogue context travel in the message's metadata (see `bot.dialogue`). Without an
agency (plain `rasa test nlu`, training on foreign data) the component leaves the message as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.catalogue.merge import UnknownAgency
from bot.nlu.embedding import Vector, embed, embed_aside
from bot.nlu.knowledge.features import named_for_the_case, word_odds
from bot.nlu.knowledge.index import KnowledgeIndex, Target, family_name, index_of
from bot.nlu.knowledge.ranker import rank
from bot.nlu.meant import meant
from bot.nlu.message_cleaner import clean_text, cleaned

log = structlog.get_logger(__name__)
KNOWLEDGE = "knowledge"


def family(index: KnowledgeIndex, key: str) -> list[str]:
    """The services that a follow-up may switch to: those that the catalogue relates to this one, and those of the same stem."""
    service = index.view.services.get(key)
    if service is None:
        return []
    same = [other for other in index.families[family_name(key)] if other != key]
    return list(dict.fromkeys([*same, *(other for other in service.related if other in index.view.services)]))


def sibling(index: KnowledgeIndex, text: str, context: str, least: float) -> str | None:
    """The service of the same family that the words of a follow-up point to more than to the one under discussion."""
    here = index.number.get(Target("service", context))
    if here is None:
        return None
    odds = {key: word_odds(index, text, index.number[Target("service", key)], here) for key in family(index, context)}
    best = max(odds, key=odds.__getitem__, default=None)
    return best if best is not None and odds[best] >= least else None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class KnowledgeLinker(GraphComponent):
    """Sets `knowledge`: ranked services, FAQ and life events with probabilities, and the services named outright."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`agency`: used for messages that come without one, e.g. in `rasa shell`."""
        return {"agency": None, "longest": 8}

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be installed."""
        return ["django"]

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> KnowledgeLinker:
        """Make the component; it keeps nothing between messages."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Link each message that has a text and an agency."""
        for message in messages:
            agency = (message.get("metadata") or {}).get("agency") or self.config["agency"]
            text = clean_text(message)
            if not agency or not text:
                continue
            try:
                context = (message.get("metadata") or {}).get("context") or {}
                found = link(agency, text, self.config["longest"], opening=begins(context))
                message.set(KNOWLEDGE, found, add_to_output=False)
            except UnknownAgency:  # an action then tells the citizen that something is wrong
                log.error("message to an agency that does not exist", agency=agency)
        return messages


async def prepare(message: str, agency: str) -> None:
    """Compute ahead what understanding a message takes longest for, so that other conversations' messages need not wait for it."""
    text = cleaned(message, agency)
    for said in {text, meant(text)} - {""}:
        await embed_aside(said)


def begins(context: Mapping[str, Any]) -> bool:
    """Whether nothing was spoken of before that a message could belong to, by the context of the dialogue (see `bot.dialogue`)."""
    return not (context.get("service") or context.get("faq") or context.get("options"))


def link(agency: str, text: str, longest: int = 8, vector: Vector | None = None, *, opening: bool = True) -> dict[str, Any]:
    """What a normalised text is about: {"services": [(key, p)], "faq": ..., "life_events": ..., "named": [key], "named_faq": key or None}.

    `vector` is the text's embedding, for a caller who has it already; `opening` says that the text begins a conversation.
    """
    said = meant(text)
    index = index_of(agency)
    ranking = rank(index, said, embed(said) if vector is None or said != text else vector, longest, opening=opening)
    hits = index.alias_hits(said)
    named = {
        index.targets[n].key
        for n, (_, unique) in named_for_the_case(index, said, hits).items()
        if index.targets[n].kind == "service" and unique
    }

    def pairs(kind: Any) -> list[tuple[str, float]]:
        return [(c.target.key, round(c.score, 5)) for c in ranking[kind].candidates]

    return {
        "services": pairs("service"),
        "faq": _asked_once(index, pairs("faq")),
        "life_events": pairs("life_event"),
        "named": sorted(named),
        "named_faq": _named_faq(index, hits),
    }


def _asked_once(index: KnowledgeIndex, ranked: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """FAQ with the same question share what is likely of it: the first of them stands for all, or none would be likely enough."""
    found: list[tuple[str, float]] = []
    for key, score in ranked:
        question = set(index.view.faq[key].question.items())
        twin = next((n for n, (other, _) in enumerate(found) if question & set(index.view.faq[other].question.items())), None)
        if twin is None:
            found.append((key, score))
        else:
            found[twin] = (found[twin][0], round(found[twin][1] + score, 5))
    return sorted(found, key=lambda pair: -pair[1])


def _named_faq(index: KnowledgeIndex, hits: dict[int, tuple[int, bool]]) -> str | None:
    """The FAQ that the text names outright, unless it names something else at greater length: "sertifikat tanah" within a service's name."""
    named = [(length, index.targets[n]) for n, (length, unique) in hits.items() if unique or index.targets[n].kind == "service"]
    _, target = max(named, key=lambda found: (found[0], found[1].kind == "service"), default=(0, None))
    return target.key if target is not None and target.kind == "faq" else None
