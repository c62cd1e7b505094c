"""Rasa component, last of the pipeline: one decision for each message, as `decision` in the parse data.

The dialogue's rules see the decision's intent. A pressed button, or an answer to a list that was just shown, decides by itself.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.choice import chosen
from bot.nlu.deciding.values import KIND_OF_INTENT, Decision, decision_of
from bot.nlu.decision import decide
from bot.nlu.distress import spoken_of
from bot.nlu.evidence import gather, is_plain_japanese, language_of
from bot.nlu.greeting import only_greets
from bot.nlu.intent_classifier import FACET_PROBABILITIES
from bot.nlu.knowledge.index import index_of
from bot.nlu.knowledge_linker import KNOWLEDGE
from bot.nlu.language_request import requested_language
from bot.nlu.message_cleaner import clean_text
from bot.nlu.normalise import normalise
from bot.nlu.particulars import asks_whether_needed, particulars
from bot.nlu.verdict import verdict_in
from bot.nlu.wording import is_hearsay
from bot.nlu.yes_or_no import asks_whether, speaks_of_lacking

DECISION = "decision"


def of_option(payload: dict[str, Any]) -> Decision:
    """The decision that an option of ours carries: a service, facets of one, an FAQ, a life event or a plain intent."""
    kind = payload.get("type")
    if kind == "service":
        facets = tuple(payload.get("facets") or ("overview",))
        case: dict[str, Any] = {"variant": payload.get("variant"), "applicant": payload.get("applicant")}
        return Decision("service", "answer", f"ask_{facets[0]}", 1.0, (payload["service"],), facets, **case)
    if kind == "faq":
        return Decision("faq", "answer", "faq", 1.0, faq=payload["faq"])
    if kind == "life_event":
        return Decision("life_event", "answer", "life_event", 1.0, life_event=payload["life_event"])
    if kind == "category":
        return Decision("list", "answer", "list_services", 1.0, extra={"category": payload["category"]})
    if kind == "language":
        return Decision("language", "smalltalk", "change_language", 1.0, extra={"language": payload["language"]})
    intent = str(payload.get("intent", "help"))
    return Decision(KIND_OF_INTENT.get(intent, "smalltalk"), decision_of(intent), intent, 1.0, extra=dict(payload.get("extra") or {}))


def with_particulars(decision: Decision, agency: str, text: str) -> Decision:
    """The decision with what the text asks about in particular, and whether for yes or no: the answer begins with what is known of that."""
    asked = particulars(index_of(agency), decision.services[0], text)
    extra = {**decision.extra, "whether": asks_whether(text) and not speaks_of_lacking(text), "hearsay": is_hearsay(text)}
    if asked:
        extra |= {"particulars": asked, "whether_needed": asks_whether_needed(text)}
    return replace(decision, extra=extra)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DecisionMaker(GraphComponent):
    """Sets `decision` and the intent that the rules see, and keeps only the first intents of the ranking."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`agency`: used for messages that come without one; `ranking_length`: how many intents the tracker keeps."""
        return {"agency": None, "ranking_length": 5}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> DecisionMaker:
        """Make the component; it keeps nothing between messages."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide about each message that was linked; others (plain `rasa test nlu`) stay as they are."""
        for message in messages:
            metadata = message.get("metadata") or {}
            agency = metadata.get("agency") or self.config["agency"]
            ranking = message.get(INTENT_RANKING_KEY) or []
            if agency:
                self._decide(message, metadata, agency, ranking)
            message.set(INTENT_RANKING_KEY, ranking[: self.config["ranking_length"]], add_to_output=True)
        return messages

    def _decide(self, message: Message, metadata: dict[str, Any], agency: str, ranking: list[dict[str, Any]]) -> None:
        text = clean_text(message)
        knowledge: dict[str, Any] = message.get(KNOWLEDGE) or {}
        options = (metadata.get("context") or {}).get("options") or []
        written = normalise(str(message.get(TEXT) or ""))
        language = language_of(written, metadata)
        if metadata.get("button"):
            decision = of_option(metadata["button"])
            language = language_of("", metadata)
        elif (index := chosen(text, [option["titles"] for option in options])) is not None:
            decision = of_option(options[index]["payload"])
        else:
            intents = {entry[INTENT_NAME_KEY]: entry[PREDICTED_CONFIDENCE_KEY] for entry in ranking}
            known = agency if knowledge else None
            evidence = gather(text, intents, message.get(FACET_PROBABILITIES) or {}, knowledge, metadata, known)
            # A word taken for a slip of the keyboard must not hide a cry for help.
            decision = decide(replace(evidence, danger=evidence.danger or spoken_of(written), greets=only_greets(written)))
            if known and decision.kind == "service" and decision.decision == "answer" and decision.services:
                decision = with_particulars(decision, known, text)
            if decision.intent == "feedback" and (helpful := verdict_in(text)) is not None:
                decision = replace(decision, extra={**decision.extra, "helpful": helpful})
            if decision.intent == "change_language":
                decision = replace(decision, extra={"language": requested_language(text)})
        message.set(INTENT, {INTENT_NAME_KEY: decision.intent, PREDICTED_CONFIDENCE_KEY: decision.confidence}, add_to_output=True)
        output = {
            **asdict(decision),
            "language": language,
            "plain": language == "ja" and is_plain_japanese(str(message.get(TEXT) or ""), metadata),
            "candidates": knowledge.get("services", [])[:5],
            "faq_candidates": knowledge.get("faq", [])[:5],
        }
        message.set(DECISION, output, add_to_output=True)
