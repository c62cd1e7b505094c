"""`manage.py prepare`: everything that must be there before the processes start."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand

from bot.ops import preparation
from bot.ops.problem import Problem, plain_problems
from bot.ops.stop_signals import interrupted_once


class Command(BaseCommand):
    """Migrate, load the content, embed its phrases, train a model; each only when needed."""

    help = "Migrate, load the content, embed its phrases, train a model; each only when needed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--no-train", action="store_true", help="do without a model for the present data")
        parser.add_argument("--accounts", action="store_true", help="also the accounts whose credentials stand in the environment")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare; a problem ends it with one sentence."""
        try:
            with interrupted_once(), plain_problems():
                preparation.prepare(self._say, with_model=not options["no_train"], with_accounts=options["accounts"])
        except Problem as problem:
            self.stderr.write(str(problem))
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(130)

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
