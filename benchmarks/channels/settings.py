"""How much is measured, from the command line."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from benchmarks.settings import QUICK as QUICK_MODEL
from benchmarks.settings import Settings as ModelSettings
from bot.environment import ROOT

CACHE = ROOT / ".cache" / "bench"
_QUICK_FOLDER = ROOT / "results" / "benchmark"


@dataclass(frozen=True)
class Settings:
    """The size of one run. Rates are messages a second over both channels; `seconds` is how long citizens write at each."""

    rates: tuple[float, ...] = (2, 4, 8, 12, 16, 24, 32, 48, 64)
    seconds: float = 20.0
    overload: float = 10.0
    overload_seconds: float = 20.0
    warm_up: int = 20
    workers: int = 1
    quick: bool = False
    train_only: bool = False

    @property
    def model(self) -> ModelSettings:
        """What stock is trained on: the same sample as in `make bench-model`."""
        return QUICK_MODEL if self.quick else ModelSettings()

    @property
    def results_file(self) -> Path:
        """Where the figures go. A quick run proves only that everything works, so it leaves the published ones alone."""
        return _QUICK_FOLDER / "channels.json" if self.quick else ROOT / "benchmarks" / "channels.json"

    @property
    def page(self) -> Path:
        """The page of which one section is written."""
        return _QUICK_FOLDER / "performance.md" if self.quick else ROOT / "docs" / "performance.md"

    @property
    def plot_file(self) -> Path:
        """Where the plot goes."""
        return self.page.parent / "images" / "channels-load.png"

    @property
    def command(self) -> str:
        """The command that measures the same again."""
        if self.quick:
            return "python -m benchmarks.channels --quick"
        standard = Settings()
        changed = [f"--{name} {getattr(self, name):g}" for name in ("seconds", "workers") if getattr(self, name) != getattr(standard, name)]
        if self.rates != standard.rates:
            changed.insert(0, "--rates " + ",".join(f"{rate:g}" for rate in self.rates))
        return "make bench" if not changed else " ".join(["python -m benchmarks.channels", *changed])


QUICK = Settings(rates=(1, 2), seconds=4.0, overload_seconds=2.0, warm_up=4, quick=True)


def _rates(text: str) -> tuple[float, ...]:
    try:
        found = tuple(float(part) for part in text.split(","))
    except ValueError:
        found = ()
    if not found or not all(0 < rate <= 1000 for rate in found):
        raise argparse.ArgumentTypeError(f"must be numbers above 0 with commas between them, not {text!r}")
    return tuple(sorted(found))


def from_command_line(arguments: list[str] | None = None) -> Settings:
    """Read the options; a wrong one ends the process with a sentence."""
    standard = Settings()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.channels", description="Measure the channels under load, ours and stock's.")
    parser.add_argument("--quick", action="store_true", help="a tiny run that shows that everything works; writes to results/benchmark/")
    parser.add_argument("--train-stock", action="store_true", help="only train the stock model, which is kept for the next runs")
    parser.add_argument("--rates", type=_rates, default=standard.rates, help="messages a second, with commas between them")
    parser.add_argument("--seconds", type=float, default=standard.seconds, help="how long each rate lasts (default: 20)")
    parser.add_argument("--workers", type=int, choices=(1, 2), default=standard.workers, help="workers of ours (default: 1)")
    given = parser.parse_args(arguments)
    if given.quick:
        return Settings(**{**vars(QUICK), "train_only": given.train_stock})
    return Settings(rates=given.rates, seconds=given.seconds, workers=given.workers, train_only=given.train_stock)
