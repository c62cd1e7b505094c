"""`manage.py worker`: answers the messages of the inbox."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bot.ops.priority import let_webhooks_go_first
from bot.pipeline import keys
from bot.pipeline.connection import async_client
from bot.pipeline.consumer import Consumer
from bot.pipeline.contract import DialogueLike
from bot.pipeline.dialogue_thread import DialogueElsewhere, DialogueThread
from bot.pipeline.process import Together, run_process
from bot.pipeline.trying import Trials
from bot.pipeline.warm_up import warm_up
from bot.pipeline.worker import Worker


class Command(BaseCommand):
    """Answer the messages of the inbox until stopped."""

    help = "Answer the messages of the inbox until stopped (SIGTERM or Ctrl-C). Any number may run side by side."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--model", type=Path, help="a model archive; by default the one trained on the present data")

    def handle(self, *args: Any, model: Path | None, **options: Any) -> None:
        """Load the model, then consume."""
        path = model or _present_model()
        if not path.is_file():
            raise CommandError(f"There is no model {path}. Train one with `python manage.py train`.")

        let_webhooks_go_first()

        async def make() -> Together:
            thread = DialogueThread()
            dialogue = DialogueElsewhere(await thread.run(_load(path)), thread)
            return Together(Consumer("inbox", Worker(dialogue, async_client()).handling), Trials(dialogue))

        run_process(make)


async def _load(path: Path) -> DialogueLike:
    # Here, because importing Rasa takes ten seconds, and no other command needs it.
    from bot.dialogue import Dialogue

    dialogue = await Dialogue.load(_stored_tracker, path)
    warm_up()
    return dialogue


async def _stored_tracker(conversation: str) -> str | None:
    value: str | None = await async_client().get(keys.tracker(conversation))
    return value


def _present_model() -> Path:
    from bot.ops.training import model_path

    return model_path()
