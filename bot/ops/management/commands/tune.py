"""`manage.py tune`: choose the rankers' weights, the intents' sharpness and the decision's thresholds on the development data.

With `--encoder`: measure what the encoder's activations reach, which everything else is computed with.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bot.ops import training
from bot.ops.progress import Progress


class Command(BaseCommand):
    """Write data/tuning/ranker.json and data/tuning/decision.json, or the ranges of the encoder."""

    help = "Choose weights and thresholds on data/evaluation/dev.*.jsonl and write them to data/tuning/."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--encoder", action="store_true", help="measure the ranges of the encoder instead (needs no model)")
        parser.add_argument(
            "--thresholds-only", action="store_true", help="keep the rankers' weights (after a change of the decision's rules)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Tune, then show what was reached."""
        if options["encoder"]:
            self._measure_encoder()
            return
        model = training.model_for_present_data()
        if model is None:
            raise CommandError("There is no model for the present data: train one with `make train` (or `python manage.py train`).")
        from bot.nlu.tuning.labelled import read_set
        from bot.nlu.tuning.run import tune

        document = tune(read_set("dev"), model, self._stage, rankers=not options["thresholds_only"])
        calibration = document["intent_calibration"]
        self.stdout.write(f"Thresholds: {', '.join(f'{name} {value}' for name, value in document['thresholds'].items())}")
        self.stdout.write(
            f"Intents: {calibration['accuracy']:.1%} right, mean confidence {calibration['mean_confidence']:.1%} "
            f"(before: {calibration['mean_confidence_before']:.1%}; sharpness {document['intent_sharpness']})"
        )
        for language, reached in document["development_figures"].items():
            shown = ", ".join(f"{name.replace('_', ' ')} {value:.1%}" for name, value in reached.items() if name != "messages")
            self.stdout.write(f"{language}, {reached['messages']} messages: {shown}")
        self.stdout.write("Written: data/tuning/ranker.json, data/tuning/decision.json")

    def _measure_encoder(self) -> None:
        from bot.nlu.normalise import normalise
        from bot.nlu.tuning.encoder_ranges import measure
        from bot.nlu.tuning.labelled import read_set

        texts = list(dict.fromkeys(normalise(row.text) for row in read_set("dev")))
        with self._stage("Ranges of the encoder") as progress:
            measure(texts, progress).save()
        self.stdout.write("Written: bot/nlu/encoder/ranges.npz. Every embedding changes with it: train the model, then tune again.")

    @contextmanager
    def _stage(self, title: str) -> Iterator[Callable[[float, str], None]]:
        bar = Progress(title)
        bar.show(0.0)
        try:
            yield bar.show
        except BaseException:
            bar.close()
            raise
        bar.close(f"{title}: done.")
