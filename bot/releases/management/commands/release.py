"""`manage.py release train|try|list|back`: trainings and releases from the command line."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bot.ops.stop_signals import interrupted_once
from bot.releases import activation, trials_process
from bot.releases.active import active
from bot.releases.job import work
from bot.releases.models import Release, TrainingRun
from bot.releases.problems import RunLost
from bot.staff.problem import StaffProblem


class Command(BaseCommand):
    """Work on a training that has begun, list releases, go back to the one before."""

    help = "Work on a training, list the releases, or go back to the release before."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the sub-commands."""
        sub = parser.add_subparsers(dest="action", required=True)
        train = sub.add_parser("train", help="work on a training that the scheduler has begun; the scheduler calls this")
        train.add_argument("run", type=int)
        sub.add_parser("try", help="answer the questions that staff try on releases; the scheduler calls this")
        sub.add_parser("list", help="list the releases, the newest first")
        sub.add_parser("back", help="let the release before answer again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command."""
        getattr(self, f"_{options['action']}")(options)

    def _train(self, options: dict[str, Any]) -> None:
        run = TrainingRun.objects.filter(pk=options["run"], slot=1).first()
        if run is None:
            raise CommandError("This training is not at work.")
        try:
            with interrupted_once():
                release = work(run)
        except (RunLost, KeyboardInterrupt):
            sys.exit(130)
        if release is None:
            sys.exit(1)
        self.stdout.write(f"Release {release.number} is made.")

    def _try(self, options: dict[str, Any]) -> None:
        try:
            with interrupted_once():
                asyncio.run(trials_process.serve())
        except KeyboardInterrupt:
            sys.exit(130)

    def _list(self, options: dict[str, Any]) -> None:
        now = active().release
        for release in Release.objects.select_related("run"):
            marks = ["active"] if now is not None and now.pk == release.pk else []
            self.stdout.write("\t".join([str(release.number), f"{release.created:%Y-%m-%d %H:%M}", f"{release.examples} examples", *marks]))

    def _back(self, options: dict[str, Any]) -> None:
        try:
            target = activation.take_back(None, active().version)
        except StaffProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Release {target.number} answers." if target is not None else "The model of the files answers.")
