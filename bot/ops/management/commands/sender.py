"""`manage.py sender`: sends the messages of the outbox."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from bot.desk.operator_typing import TypingSigns
from bot.desk.tending import Tending
from bot.pipeline.consumer import Consumer
from bot.pipeline.process import Together, run_process
from bot.pipeline.sender import Sender


class Command(BaseCommand):
    """Send the messages of the outbox, and look after the desks, until stopped."""

    help = "Send the messages of the outbox until stopped (SIGTERM or Ctrl-C). Any number may run side by side."

    def handle(self, *args: Any, **options: Any) -> None:
        """Consume."""

        async def make() -> Together:
            return Together(Consumer("outbox", Sender().handling), Tending(), TypingSigns())

        run_process(make)
