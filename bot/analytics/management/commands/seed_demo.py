"""`manage.py seed_demo --messages 1000000 --faq 10000`: made-up conversations, FAQ and work of staff, for full pages."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bot.analytics.demo import seeding
from bot.desk.models import Conversation
from bot.ops.progress import Progress


def _number(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return number


class Command(BaseCommand):
    """Fill an empty or demo database."""

    help = "Make up messages and FAQ for load tests and demonstrations, in a database without real conversations."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--messages", type=_number, default=0, help="how many messages; half of them are answers")
        parser.add_argument("--faq", type=_number, default=0, help="how many FAQ, shared out among the agencies")
        parser.add_argument("--handoffs", type=_number, default=0, help="how many conversations people took over, at the first agency")
        parser.add_argument("--questions", type=_number, default=0, help="how many groups of questions wait in its inbox")
        parser.add_argument("--changes", type=_number, default=0, help="how many changes its staff made")
        parser.add_argument("--releases", type=_number, default=0, help="how many releases were trained; none of them can be activated")
        parser.add_argument("--agency", default="", metavar="KEY", help="only for this agency")
        parser.add_argument("--days", type=int, default=180, help="over how many days up to today the messages are spread")
        parser.add_argument("--seed", type=int, help="the same number makes the same demo; without it, each run adds another")
        parser.add_argument("--force", action="store_true", help="also in a database with real conversations")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them."""
        if options["days"] < 1:
            raise CommandError("--days must be 1 or more.")
        work = seeding.Work(*(options[name] for name in ("handoffs", "questions", "changes", "releases")))
        if not options["messages"] and not options["faq"] and not work:
            raise CommandError("Say what to make: --messages, --faq, --handoffs, --questions, --changes, --releases.")
        try:
            found = seeding.check(options["force"], options["agency"])
        except seeding.CannotSeed as error:
            raise CommandError(str(error)) from error
        if options["faq"]:
            seeding.seed_faq(found, options["faq"])
        seed = Conversation.objects.count() if options["seed"] is None else options["seed"]
        if options["messages"]:
            bar = Progress("Messages")
            seeding.seed_messages(found, options["messages"], options["days"], seed, bar.show)
            bar.close()
        if work:
            seeding.seed_work(found, work, seed)
        self.stdout.write(f"{options['messages']} message(s) and {options['faq']} FAQ made. Count them with: manage.py analytics roll-up")
