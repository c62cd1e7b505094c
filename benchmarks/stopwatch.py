"""Where the time of a message goes: calls of named functions, each without the time of the named ones that it calls itself."""

from __future__ import annotations

import functools
import inspect
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from typing import Any

# (stage, module, class or None, function); a stage may be made of several functions.
OUR_STAGES: tuple[tuple[str, str, str | None, str], ...] = (
    ("normalise and tokenise", "bot.nlu.tokenizer", "BilingualTokenizer", "process"),
    ("normalise and tokenise", "bot.nlu.intent_classifier", None, "words"),
    ("sentence embedding", "bot.nlu.sentence_embedding", "SentenceEmbeddingFeaturizer", "process"),
    ("intent classifier", "bot.nlu.intent_classifier", "LinearIntentClassifier", "process"),
    ("facets", "bot.nlu.facet_model", "FacetModel", "probabilities"),
    ("knowledge linker", "bot.nlu.knowledge_linker", "KnowledgeLinker", "process"),
    ("decision", "bot.nlu.decision_maker", "DecisionMaker", "process"),
    ("Rasa's check of the action's answer", "bot.rasa_speed", None, "check_answer"),
)
STOCK_STAGES: tuple[tuple[str, str, str | None, str], ...] = (
    ("tokenise", "rasa.nlu.tokenizers.whitespace_tokenizer", "WhitespaceTokenizer", "process"),
    ("sparse features", "rasa.nlu.featurizers.sparse_featurizer.regex_featurizer", "RegexFeaturizer", "process"),
    (
        "sparse features",
        "rasa.nlu.featurizers.sparse_featurizer.lexical_syntactic_featurizer",
        "LexicalSyntacticFeaturizer",
        "process",
    ),
    ("sparse features", "rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer", "CountVectorsFeaturizer", "process"),
    ("DIET", "rasa.nlu.classifiers.diet_classifier", "DIETClassifier", "process"),
    ("other NLU components", "rasa.nlu.extractors.entity_synonyms", "EntitySynonymMapper", "process"),
    ("other NLU components", "rasa.nlu.selectors.response_selector", "ResponseSelector", "process"),
    ("other NLU components", "rasa.nlu.classifiers.fallback_classifier", "FallbackClassifier", "process"),
    ("policies", "rasa.core.policies.memoization", "MemoizationPolicy", "predict_action_probabilities"),
    ("policies", "rasa.core.policies.unexpected_intent_policy", "UnexpecTEDIntentPolicy", "predict_action_probabilities"),
    ("policies", "rasa.core.policies.ted_policy", "TEDPolicy", "predict_action_probabilities"),
)
COMMON_STAGES: tuple[tuple[str, str, str | None, str], ...] = (
    ("policies", "rasa.core.policies.rule_policy", "RulePolicy", "predict_action_probabilities"),
    ("action server round trip", "rasa.utils.endpoints", "EndpointConfig", "request"),
    ("Rasa's check of the action's answer", "rasa.core.actions.action", "RemoteAction", "_validate_action_result"),
)
REST = "Rasa itself (graph, tracker, events)"


class Stopwatch:
    """Wraps functions in place. It must do so before a model is loaded, since Rasa's graph keeps the functions that it finds then."""

    def __init__(self) -> None:
        self.running = False
        self._spent: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def watch(self, stages: tuple[tuple[str, str, str | None, str], ...]) -> None:
        """Time these from now on, while `running` is true."""
        for stage, module, owner_name, function in stages:
            owner: Any = import_module(module)
            if owner_name is not None:
                owner = getattr(owner, owner_name)
            setattr(owner, function, self._timed(stage, getattr(owner, function)))

    def take(self) -> dict[str, float]:
        """Milliseconds by stage since the last call."""
        spent = {stage: seconds * 1000 for stage, seconds in self._spent.items()}
        self._spent.clear()
        self._inner = [0.0]
        return spent

    def _begin(self) -> float:
        self._inner.append(0.0)
        return time.perf_counter()

    def _end(self, stage: str, began: float) -> None:
        elapsed = time.perf_counter() - began
        self._spent[stage] += elapsed - self._inner.pop()
        self._inner[-1] += elapsed

    def _timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def timed_coroutine(*args: Any, **kwargs: Any) -> Any:
                if not self.running:
                    return await function(*args, **kwargs)
                began = self._begin()
                try:
                    return await function(*args, **kwargs)
                finally:
                    self._end(stage, began)

            return timed_coroutine

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            if not self.running:
                return function(*args, **kwargs)
            began = self._begin()
            try:
                return function(*args, **kwargs)
            finally:
                self._end(stage, began)

        return timed
