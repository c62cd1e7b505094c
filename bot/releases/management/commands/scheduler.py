"""`manage.py scheduler`: trainings, and what is due every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from bot.ops.priority import let_webhooks_go_first
from bot.pipeline.process import run_process
from bot.releases.scheduler import Scheduler


class Command(BaseCommand):
    """Train, collect, count and watch until stopped."""

    help = "Begin trainings, and do what is due every few minutes, until stopped (SIGTERM or Ctrl-C). Any number may run side by side."

    def handle(self, *args: Any, **options: Any) -> None:
        """Schedule."""
        let_webhooks_go_first()

        async def make() -> Scheduler:
            return Scheduler()

        run_process(make)
