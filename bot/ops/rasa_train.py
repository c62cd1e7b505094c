"""Rasa's command line for one training by itself: `python -m bot.ops.rasa_train train ...` takes what `rasa` takes.

The model is the one that `rasa train` makes. Left out is what serves other trainings, or has been done: fingerprints of all examples after
every component, for a cache that a training by itself begins empty and nobody reads; the schema check of each file of examples, which
`rasa data validate` makes in `make check`; copies of every example, seven each; what is slow in looking for duplicates as often; and the
effort to make an archive smaller that does not become smaller.
"""

from __future__ import annotations

from typing import Any

from rasa.__main__ import main
from rasa.engine.storage import local_model_storage
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from tarsafe import TarSafe


def quicken() -> None:
    """Leave that out, for the whole process."""
    TrainingHook.on_before_node = _keep_nothing_before
    TrainingHook.on_after_node = _keep_nothing_after
    RasaYAMLReader.validate = _take_as_valid
    Message.__hash__ = _text_and_intent
    Message.__deepcopy__ = _itself
    local_model_storage.TarSafe = _QuickArchive


def _keep_nothing_before(hook: TrainingHook, *_: Any, **__: Any) -> dict[str, Any]:
    return {}


def _keep_nothing_after(hook: TrainingHook, *_: Any, **__: Any) -> None:
    return None


def _take_as_valid(reader: RasaYAMLReader, content: str) -> None:
    return None


def _text_and_intent(message: Message) -> int:
    """Equal examples have both in common; the fingerprints, which Rasa hashes, are then compared only for those that have."""
    return hash((message.get(TEXT), message.get(INTENT)))


def _itself(message: Message, memo: dict[int, Any]) -> Message:
    """What stands in for a copy of an example: of the training data that are merged step by step only the last are used."""
    return message


class _QuickArchive(TarSafe):
    """Packs with the least effort: what fills the archive, vectors and what is compressed already, becomes no smaller by more of it."""

    @classmethod
    def gzopen(cls, name: str, mode: str = "r", fileobj: Any = None, compresslevel: int = 1, **options: Any) -> Any:
        """As tarfile's, with another default."""
        return super().gzopen(name, mode, fileobj, compresslevel, **options)


if __name__ == "__main__":
    quicken()
    main()
