"""How a worker finds the active release and loads its model."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.catalogue.models import Agency
from bot.catalogue.snapshot import read_database
from bot.pipeline import keys
from bot.pipeline.connection import async_client
from bot.pipeline.database import in_database
from bot.pipeline.dialogue_thread import DialogueElsewhere, DialogueThread
from bot.pipeline.swapping import NotLoaded, SwappingDialogue
from bot.pipeline.warm_up import warm_up
from bot.releases.active import active_number
from bot.releases.files import model_file
from bot.releases.models import Release
from bot.releases.problems import ReleaseUnusable

if TYPE_CHECKING:
    from bot.dialogue import Dialogue


def swapping_dialogue(model_of_files: Path) -> SwappingDialogue:
    """The dialogue of the active release; `model_of_files` answers while none is active, or none can be loaded."""
    return SwappingDialogue(partial(in_database, active_number), partial(_load, model_of_files))


async def _load(model_of_files: Path, number: int | None) -> DialogueElsewhere:
    path = model_of_files if number is None else await in_database(_file_of, number)
    if not path.is_file():
        raise NotLoaded("no_files")
    thread = DialogueThread()
    try:
        return DialogueElsewhere(await thread.run(_dialogue(path, number)), thread)
    except BaseException:
        await thread.close()
        raise


def _file_of(number: int) -> Path:
    release = Release.objects.filter(number=number).first()
    if release is None:
        raise NotLoaded("no_files")
    try:
        return model_file(release)
    except ReleaseUnusable as problem:
        raise NotLoaded(problem.why) from problem


async def _dialogue(path: Path, number: int | None) -> Dialogue:
    # Here, because importing Rasa takes ten seconds, and no other command needs it.
    from bot.dialogue import Dialogue

    dialogue = await Dialogue.load(_stored_tracker, path, release=number)
    warm_up()
    if number is not None:
        await _try(dialogue)
    return dialogue


async def _try(dialogue: Dialogue) -> None:
    """One message, of which nothing is stored: what is built at the first is built now, and a model that cannot answer is found out.

    Whether the action server answers says nothing about the model, so an answer without replies does.
    """
    agency = read_database(lambda: Agency.objects.exclude(kind=Agency.Kind.NATIONAL).values_list("key", flat=True).first())
    if agency is not None:
        name = f"try-{secrets.token_hex(8)}"
        await dialogue.handle(conversation=name, message_id=name, text="halo", agency=agency, channel="try")


async def _stored_tracker(conversation: str) -> str | None:
    value: str | None = await async_client().get(keys.tracker(conversation))
    return value
