"""`manage.py analytics roll-up`: bring the figures of the staff console up to date."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bot.analytics import roll_up


class Command(BaseCommand):
    """Count what is new, or everything again."""

    help = "Bring the figures up to date. Safe to run at any time, twice, or beside another run; run it every few minutes."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the sub-commands."""
        sub = parser.add_subparsers(dest="action", required=True)
        one = sub.add_parser("roll-up", help="count the messages that are new")
        one.add_argument("--again", action="store_true", help="count every stored message again; what is no longer stored is lost")

    def handle(self, *args: Any, **options: Any) -> None:
        """Roll up."""
        if options["again"]:
            roll_up.forget_everything()
        try:
            done = roll_up.roll_up()
        except roll_up.Overtaken as error:
            raise CommandError(f"Another run is counting at this moment: {error}") from error
        self.stdout.write(f"{done.messages} message(s) counted.")
