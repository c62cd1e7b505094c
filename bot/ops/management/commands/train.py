"""`manage.py train`: train the model for the present data."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand

from bot.ops import training
from bot.ops.preparation import train_if_needed, train_now
from bot.ops.problem import Problem, plain_problems
from bot.ops.stop_signals import interrupted_once


class Command(BaseCommand):
    """Train the model for the present data."""

    help = "Train the model for the present data."
    # They import every page of the console, which takes as long as reading all examples.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--if-needed", action="store_true", help="do nothing when a model fits the present data")

    def handle(self, *args: Any, **options: Any) -> None:
        """Train; a failure ends it with the last lines of the log."""
        if options["if_needed"] and (found := training.model_for_present_data()):
            self.stdout.write(f"The model {found.name} fits the present data.")
            return
        try:
            with interrupted_once(), plain_problems():
                train_if_needed() if options["if_needed"] else train_now()
        except Problem as problem:
            self.stderr.write(str(problem))
            sys.exit(1)
        except KeyboardInterrupt:
            self.stderr.write("Stopped.")
            sys.exit(130)
