"""How much is measured, from the command line."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from bot.environment import ROOT

_SIZES = {"conversations": "open conversations", "operators": "operators with an open page", "browsers": "of these in Chromium"}
_QUICK_FOLDER = ROOT / "results" / "benchmark"


@dataclass(frozen=True)
class Settings:
    """The size of one run. `browsers` of the operators have a real browser; the pauses are means, in seconds."""

    conversations: int = 200
    operators: int = 20
    browsers: int = 2
    seconds: float = 180.0
    between_messages: float = 15.0
    between_replies: float = 20.0
    between_words_of_waiting: float = 2.0
    between_endings: float = 8.0
    between_exchanges: float = 20.0
    between_lapses: float = 50.0
    quick: bool = False

    @property
    def results_file(self) -> Path:
        """Where the figures go. A quick run proves only that everything works, so it leaves the published ones alone."""
        return _QUICK_FOLDER / "desk.json" if self.quick else ROOT / "benchmarks" / "desk.json"

    @property
    def page(self) -> Path:
        """The page of which one section is written."""
        return _QUICK_FOLDER / "performance.md" if self.quick else ROOT / "docs" / "performance.md"

    @property
    def command(self) -> str:
        """The command that measures the same again."""
        if self.quick:
            return "python -m benchmarks.desk --quick"
        standard = Settings()
        names = ("conversations", "operators", "browsers", "seconds")
        changed = [f"--{name} {getattr(self, name):g}" for name in names if getattr(self, name) != getattr(standard, name)]
        return " ".join(["python -m benchmarks.desk", *changed]) if changed else "make bench-desk"


QUICK = Settings(
    conversations=14, operators=4, browsers=1, seconds=40.0, between_messages=5.0, between_replies=6.0, between_endings=7.0,
    between_exchanges=12.0, between_lapses=15.0, quick=True,
)  # fmt: skip


def from_command_line(arguments: list[str] | None = None) -> Settings:
    """Read the options; a wrong one ends the process with a sentence."""
    standard = Settings()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description="Measure the desk under load.")
    parser.add_argument("--quick", action="store_true", help="a tiny run that shows that everything works; writes to results/benchmark/")
    for name, words in (
        ("conversations", "open conversations"),
        ("operators", "operators with an open page"),
        ("browsers", "of these in Chromium"),
    ):
        number = getattr(standard, name)
        parser.add_argument(f"--{name}", type=int, default=number, help=f"{words} (default: {number})")
    parser.add_argument("--seconds", type=float, default=standard.seconds, help="how long everybody writes (default: 180)")
    given = parser.parse_args(arguments)
    if given.quick:
        return QUICK
    if not 0 <= given.browsers < given.operators < given.conversations:
        parser.error("there must be more conversations than operators, and more operators than browsers")
    return Settings(conversations=given.conversations, operators=given.operators, browsers=given.browsers, seconds=given.seconds)
