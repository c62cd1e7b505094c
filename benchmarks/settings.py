"""How much is measured, from the command line."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from bot.environment import ROOT

# For the whole data, where nobody has said how long it may take: training the stock pipeline alone takes half an hour.
MINUTES_FOR_ALL = 90


@dataclass(frozen=True)
class Settings:
    """The size of one run. `examples` is the most of each intent and language that both are trained on; None: all of them.

    With 20, one round took 16 minutes on two cores beside other work, 10 of them for one training of the stock pipeline.
    """

    examples: int | None = 10
    epochs: int = 100
    sentences: int = 300
    warm_up: int = 20
    stage_sentences: int = 100
    test_messages: int | None = None
    rounds: int = 2
    minutes: float = 14.0
    quick: bool = False

    @property
    def results_file(self) -> Path:
        """Where the figures go. A quick run proves only that everything works, so it leaves the published ones alone."""
        return ROOT / "results" / "benchmark" / "results.json" if self.quick else ROOT / "benchmarks" / "results.json"

    @property
    def report_file(self) -> Path:
        """Where the page for readers goes."""
        return ROOT / "results" / "benchmark" / "performance.md" if self.quick else ROOT / "docs" / "performance.md"

    @property
    def command(self) -> str:
        """The command that measures the same again."""
        if self.quick:
            return "python -m benchmarks.model --quick"
        return f"python -m benchmarks.model --examples {self.examples or 'all'} --rounds {self.rounds} --minutes {self.minutes:g}"


QUICK = Settings(examples=3, epochs=2, sentences=12, warm_up=6, stage_sentences=6, test_messages=30, rounds=1, minutes=5, quick=True)


def _number_or_all(text: str) -> int | None:
    if text == "all":
        return None
    if not text.isascii() or not text.isdigit() or int(text) < 2:
        raise argparse.ArgumentTypeError(f"must be a whole number from 2, or `all`, not {text!r}")
    return int(text)


def _positive(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 100_000:
        raise argparse.ArgumentTypeError(f"must be a number above 0, not {text!r}")
    return number


def from_command_line(arguments: list[str] | None = None) -> Settings:
    """Read the options; a wrong one ends the process with a sentence."""
    standard = Settings()
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.model", description="Measure our Rasa pipeline and the stock one side by side."
    )
    parser.add_argument("--quick", action="store_true", help="a tiny run that shows that everything works; writes to results/benchmark/")
    parser.add_argument(
        "--examples",
        type=_number_or_all,
        default=standard.examples,
        help="at most so many of each intent and language, or `all` (default: 10)",
    )
    parser.add_argument("--rounds", type=int, choices=range(1, 6), default=standard.rounds, help="how often each is measured (default: 2)")
    parser.add_argument(
        "--minutes",
        type=_positive,
        help=f"begin nothing again that would end later than this (default: {standard.minutes:g}, with `--examples all` {MINUTES_FOR_ALL})",
    )
    options = parser.parse_args(arguments)
    if options.quick:
        return QUICK
    minutes = options.minutes or (MINUTES_FOR_ALL if options.examples is None else standard.minutes)
    return Settings(examples=options.examples, rounds=options.rounds, minutes=minutes)
