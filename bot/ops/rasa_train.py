"""Rasa's command line for one training by itself: `python -m bot.ops.rasa_train train ...` takes what `rasa` takes.

The model is the one that `rasa train` makes. Left out is what serves other trainings, or has been done: fingerprints of all examples after
every component, for a cache that a training by itself begins empty and nobody reads; the schema check of each file of examples, which
`rasa data validate` makes in `make check`; and what is slow in copying every example, and in looking for duplicates, seven times each.
"""

from __future__ import annotations

import copy
from typing import Any

from rasa.__main__ import main
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message


def quicken() -> None:
    """Leave that out, for the whole process."""
    TrainingHook.on_before_node = _keep_nothing_before
    TrainingHook.on_after_node = _keep_nothing_after
    RasaYAMLReader.validate = _take_as_valid
    Message.__hash__ = _text_and_intent
    Message.__deepcopy__ = _copied


def _keep_nothing_before(hook: TrainingHook, *_: Any, **__: Any) -> dict[str, Any]:
    return {}


def _keep_nothing_after(hook: TrainingHook, *_: Any, **__: Any) -> None:
    return None


def _take_as_valid(reader: RasaYAMLReader, content: str) -> None:
    return None


def _text_and_intent(message: Message) -> int:
    """Equal examples have both in common; the fingerprints, which Rasa hashes, are then compared only for those that have."""
    return hash((message.get(TEXT), message.get(INTENT)))


def _copied(message: Message, memo: dict[int, Any]) -> Message:
    """What copy.deepcopy makes of an example, whose values are nearly all strings, which need no copy."""
    data = {name: value if isinstance(value, str) else copy.deepcopy(value, memo) for name, value in message.data.items()}
    return Message(data, set(message.output_properties), message.time, copy.deepcopy(message.features, memo))


if __name__ == "__main__":
    quicken()
    main()
