"""`manage.py questions collect|prune`: fill the inbox of questions, and remove what is too old."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bot.questions.collector import collect
from bot.questions.retention import prune


class Command(BaseCommand):
    """Collect and prune."""

    help = "Fill the inbox of questions from the stored messages, and remove questions that are too old."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the sub-commands."""
        sub = parser.add_subparsers(dest="action", required=True)
        collecting = sub.add_parser("collect", help="read the messages that came in since the last time")
        collecting.add_argument("--since", help="pass over messages before this day (2026-01-31)")
        sub.add_parser("prune", help="remove questions without a decision that are older than their agency keeps them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command."""
        if options["action"] == "prune":
            self.stdout.write(f"{prune()} group(s) of questions removed.")
            return
        done = collect(_day(options["since"]))
        self.stdout.write(f"{done.read} message(s) read, {done.taken} question(s) taken.")


def _day(text: str | None) -> dt.datetime | None:
    if text is None:
        return None
    try:
        return timezone.make_aware(dt.datetime.fromisoformat(text))
    except ValueError as error:
        raise CommandError(f"{text!r} is no day; write for example 2026-01-31.") from error
