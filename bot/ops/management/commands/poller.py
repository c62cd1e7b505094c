"""`manage.py poller`: asks platforms for messages where no webhook can reach this machine."""

from __future__ import annotations

import asyncio
from typing import Any

from django.core.management.base import BaseCommand

from bot.pipeline.poller import Poller
from bot.pipeline.process import run_process


class Command(BaseCommand):
    """Poll the accounts in polling mode until stopped."""

    help = "Ask platforms for messages (accounts in polling mode) until stopped (SIGTERM or Ctrl-C)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Poll."""

        async def make() -> Poller:
            await asyncio.sleep(0)
            return Poller()

        run_process(make)
