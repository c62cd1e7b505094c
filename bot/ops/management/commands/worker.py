"""`manage.py worker`: answers the messages of the inbox."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bot.ops.priority import let_webhooks_go_first
from bot.pipeline.announcing import Announcer
from bot.pipeline.connection import async_client
from bot.pipeline.consumer import Consumer
from bot.pipeline.process import Together, run_process
from bot.pipeline.swapping import NotLoaded
from bot.pipeline.trying import Trials
from bot.pipeline.warm_up import FreshKnowledge
from bot.pipeline.worker import Worker
from bot.releases.loading import swapping_dialogue


class Command(BaseCommand):
    """Answer the messages of the inbox until stopped."""

    help = "Answer the messages of the inbox until stopped (SIGTERM or Ctrl-C). Any number may run side by side."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--model", type=Path, help="the model while no release is active; by default the one trained on the present data"
        )

    def handle(self, *args: Any, model: Path | None, **options: Any) -> None:
        """Load the active release, then consume."""
        path = model or _present_model()
        let_webhooks_go_first()

        async def make() -> Together:
            dialogue = swapping_dialogue(path)
            try:
                await dialogue.begin()
            except NotLoaded as error:
                raise CommandError(f"There is no model {path}. Train one with `python manage.py train`.") from error
            inbox = Consumer("inbox", Worker(dialogue, async_client()).handling)
            return Together(inbox, Trials(dialogue), dialogue, Announcer(dialogue), FreshKnowledge())

        run_process(make)


def _present_model() -> Path:
    from bot.ops.training import model_path

    return model_path()
