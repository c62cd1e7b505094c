"""`manage.py evaluate`: measure the understanding on the evaluation data, through the real model and the real actions."""

from __future__ import annotations

import argparse
import asyncio
import datetime
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from bot.environment import ROOT
from bot.languages import LANGUAGES
from bot.ops import training
from bot.ops.progress import Progress

if TYPE_CHECKING:
    from bot.evaluation.dialogues import Turn
    from bot.evaluation.outcome import Outcome

REPORT = ROOT / "docs" / "evaluation"
# So many test messages of each language are asked again with each kind of noise.
NOISY = 100


class Command(BaseCommand):
    """Write docs/evaluation/report.md, report.json, confusion.png and calibration.png."""

    help = "Measure the understanding on data/evaluation/test.*.jsonl and dialogues.*.jsonl and write docs/evaluation/."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--dev", action="store_true", help="the development messages instead; prints the figures and writes nothing")
        parser.add_argument("--limit", type=int, help="only about so many messages of each file; prints the figures and writes nothing")
        parser.add_argument(
            "--check", action="store_true", help="end with 1, and leave the report as it is, if a headline figure fell by more than a point"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure, compare, write."""
        if options["check"] and (options["dev"] or options["limit"] is not None):
            raise CommandError("--check compares whole runs on the test messages: leave --dev and --limit out.")
        if options["limit"] is not None and options["limit"] < 1:
            raise CommandError("--limit must be at least 1.")
        model = training.model_for_present_data()
        if model is None:
            raise CommandError("There is no model for the present data: train one with `make train` (or `python manage.py train`).")
        from bot.evaluation.comparison import differences, fallen
        from bot.evaluation.document import document

        outcomes, turns, further = self._measure("dev" if options["dev"] else "test", options["limit"], model)
        today = datetime.date.today().isoformat()
        found = document(
            outcomes,
            turns,
            data="dev" if options["dev"] else "test",
            model=model.name.removesuffix(".tar.gz"),
            date=today,
            seen=self._seen(outcomes),
        )
        for language, figures in further.items():
            found["languages"][language]["further"] = figures
        if options["dev"] or options["limit"] is not None:
            self._show(found)
            return
        if (before := _earlier(REPORT / "report.json")) is not None:
            numbers = {language: part["messages"]["messages"] for language, part in before["languages"].items()}
            found["compared_with"] = {"date": before["date"], "model": before["model"], "messages": numbers}
            found["difference"] = differences(found, before)
        self._show(found)
        if options["check"] and (worse := fallen(found.get("difference", {}))):
            self.stderr.write("Worse than the last report, which stays as it is:\n" + "\n".join(f"    {sentence}" for sentence in worse))
            sys.exit(1)
        _write(found, outcomes)
        self.stdout.write("Written: report.md, report.json, confusion.png and calibration.png in docs/evaluation/")

    def _measure(self, data: str, limit: int | None, model: Path) -> tuple[list[Outcome], list[Turn], dict[str, dict[str, Any]]]:
        from bot.dialogue import NoModel
        from bot.evaluation.dialogues import read_dialogues
        from bot.evaluation.further import Further
        from bot.evaluation.run import ask_all, spread, with_parts
        from bot.nlu.tuning.labelled import FOLDER, read_labelled
        from bot.nlu.tuning.stored_classifier import StoredClassifier
        from bot.ops.local_actions import ActionServerFailed, local_actions

        rows = [row for name in LANGUAGES for row in spread(read_labelled(FOLDER / f"{data}.{name}.jsonl", name), limit)]
        # The dialogues belong to the test data: nothing may be tuned on them.
        files = [] if data == "dev" else [(FOLDER / f"dialogues.{name}.jsonl", name) for name in LANGUAGES]
        dialogues = [d for path, name in files for d in spread(read_dialogues(path, name), limit and max(limit // 10, 1))]
        further = Further(rows, FOLDER, NOISY) if data == "test" and limit is None else None
        more = further.rows if further else []
        bar = Progress("Asking")
        bar.show(0.0, "loading the model")
        try:
            with local_actions() as url:
                outcomes, turns = asyncio.run(ask_all([*rows, *more], dialogues, url, lambda fraction, _: bar.show(fraction)))
            bar.close(f"{len(outcomes)} messages and {len(turns)} turns of dialogues asked.")
            tests, others = outcomes[: len(rows)], outcomes[len(rows) :]
            figures = further.figures(others, tests, StoredClassifier.read(model)) if further else {}
            return with_parts(tests, model), turns, figures
        except (NoModel, ActionServerFailed) as error:
            bar.close()
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            bar.close("Stopped; nothing was written.")
            sys.exit(130)

    def _seen(self, outcomes: list[Outcome]) -> dict[str, dict[str, int]]:
        from bot.evaluation.seen import catalogue_phrases, number_seen, training_sentences

        rows = [o.row for o in outcomes]
        return {
            "training data": number_seen(rows, training_sentences()),
            "catalogue": number_seen(rows, catalogue_phrases(sorted({row.agency for row in rows}))),
        }

    def _show(self, found: dict[str, Any]) -> None:
        from bot.evaluation.markdown import headline_table

        self.stdout.write(headline_table(found))
        for language, part in found["languages"].items():
            m = part["messages"]
            self.stdout.write(
                f"{language}: {m['messages']} messages, {m['milliseconds_p50']:.0f} ms median, {m['milliseconds_p95']:.0f} ms p95"
            )


def _earlier(path: Path) -> dict[str, Any] | None:
    """The report that lies there now, if it can be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("data") == "test" else None


def _write(found: dict[str, Any], outcomes: list[Outcome]) -> None:
    from bot.evaluation.document import as_json
    from bot.evaluation.markdown import report
    from bot.evaluation.plots import calibration_picture, confusion_picture

    REPORT.mkdir(parents=True, exist_ok=True)
    (REPORT / "report.md").write_text(report(found), encoding="utf-8")
    (REPORT / "report.json").write_text(as_json(found), encoding="utf-8")
    confusion_picture(outcomes, REPORT / "confusion.png")
    calibration_picture(found["languages"], REPORT / "calibration.png")
