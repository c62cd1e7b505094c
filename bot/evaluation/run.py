"""Sends the evaluation data through the real model and the real actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.evaluation.dialogues import Dialogue, Turn, judged
from bot.evaluation.outcome import Alone, Outcome
from bot.nlu.embedding import DIMENSIONS, embed_all, features_all
from bot.nlu.knowledge.index import index_of
from bot.nlu.knowledge_linker import link
from bot.nlu.message_cleaner import cleaned
from bot.nlu.normalise import normalise
from bot.nlu.sharpness import intent_sharpness, sharpen
from bot.nlu.tuning.labelled import Labelled
from bot.nlu.tuning.stored_classifier import StoredClassifier

if TYPE_CHECKING:
    from bot.ops.console_dialogue import ConsoleDialogue

ShowProgress = Callable[[float, str], None]
Item = TypeVar("Item")


def spread(items: Sequence[Item], number: int | None) -> list[Item]:
    """At most `number` of the items, evenly spread: the files are ordered by subject."""
    if number is None or number >= len(items):
        return list(items)
    return [items[i * len(items) // number] for i in range(number)]


async def ask_all(
    rows: Sequence[Labelled], dialogues: Sequence[Dialogue], actions_url: str, progress: ShowProgress
) -> tuple[list[Outcome], list[Turn]]:
    """Every message by itself, then every dialogue; the model is loaded once.

    Raises:
        bot.dialogue.NoModel: there is no model for the present data.
    """
    from bot.ops.console_dialogue import ConsoleDialogue

    return await ask_assistant(await ConsoleDialogue.load(actions_url), rows, dialogues, progress)


async def ask_assistant(
    assistant: ConsoleDialogue, rows: Sequence[Labelled], dialogues: Sequence[Dialogue], progress: ShowProgress
) -> tuple[list[Outcome], list[Turn]]:
    """The same of a model that is loaded."""
    from bot.pipeline.sentences import FAULT

    apologies = tuple(text.split("{", 1)[0] for text in FAULT.values())
    total = len(rows) + sum(len(dialogue.turns) for dialogue in dialogues)
    done = 0

    async def ask(conversation: str, row: Labelled) -> Outcome:
        nonlocal done
        turn = await assistant.say(conversation, row.text, row.agency)
        done += 1
        progress(done / total, row.text)
        failed = any(reply["text"].startswith(apologies) for reply in turn.replies)
        return Outcome.of(row, turn.understanding, turn.replies, turn.milliseconds, failed=failed)

    # The first message to an agency builds its index; no citizen waits for that in a running installation.
    for agency in sorted({row.agency for row in rows} | {dialogue.agency for dialogue in dialogues}):
        await assistant.say("warm-up", "halo", agency)
        assistant.forget("warm-up")
    # What the file of embeddings happens to hold from earlier runs must not decide how long a message takes.
    asked = (*rows, *(turn for dialogue in dialogues for turn in dialogue.turns))
    embed_all([text for row in asked if (text := cleaned(row.text, row.agency))])
    outcomes = []
    for row in rows:
        outcomes.append(await ask("message", row))
        assistant.forget("message")
    turns: list[Turn] = []
    for dialogue in dialogues:
        turns += judged(dialogue, [await ask(dialogue.key, row) for row in dialogue.turns], services_named)
        assistant.forget(dialogue.key)
    return outcomes, turns


def services_named(agency: str, text: str) -> set[str]:
    """The services of an agency that a text names outright, alone or together with others."""
    index = index_of(agency)
    return {index.targets[number].key for number in index.alias_hits(normalise(text)) if index.targets[number].kind == "service"}


def with_parts(outcomes: Sequence[Outcome], model: Path) -> list[Outcome]:
    """Adds to each outcome what classifier and ranker say by themselves."""
    classifier = StoredClassifier.read(model)
    texts = [classifier.cleaner.clean(o.row.text, o.row.agency) for o in outcomes]
    return list(_parts(outcomes, texts, classifier))


def _parts(outcomes: Sequence[Outcome], texts: Sequence[str], classifier: StoredClassifier) -> Iterator[Outcome]:
    for o, text, found in zip(outcomes, texts, features_all(texts), strict=True):
        if not text:
            yield o
            continue
        intents = sharpen(classifier.classify(text, found).intents, intent_sharpness())
        intent = max(intents, key=intents.__getitem__)
        services = link(o.row.agency, text, vector=found[:DIMENSIONS])["services"]
        service, probability = services[0] if services else (None, 0.0)
        yield replace(o, alone=Alone(intent, intents[intent], service, probability))
