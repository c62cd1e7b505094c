"""Measures both channels under load, ours and stock Rasa's: `python -m benchmarks.channels` (`--help` lists the options).

Writes benchmarks/channels.json, a plot, and one section of docs/performance.md.
"""

from __future__ import annotations

import datetime
import os
import time
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.channels.one_run import scratch, tell_written, write_results, write_section
from benchmarks.channels.ours import ours
from benchmarks.channels.platforms import Platforms, platforms
from benchmarks.channels.plot import draw
from benchmarks.channels.report import KINDS, section
from benchmarks.channels.settings import Settings, from_command_line
from benchmarks.channels.step import Load, System, ramp, run_step
from benchmarks.channels.stock import count_examples, stock, stock_model
from benchmarks.channels.traffic import POPULAR, REPEATED, Texts, Traffic
from benchmarks.channels.verdict import most_a_second
from benchmarks.systems import MeasuringFailed
from bot.environment import ROOT

_WARM_UP_RATE = 2.0
# A full system may pause for longer between two answers.
_OVERLOAD_PATIENCE = 60.0


class Run:
    """One run against a pair of stand-ins."""

    def __init__(self, settings: Settings, there: Platforms, folder: Path) -> None:
        self._settings, self._platforms, self._folder = settings, there, folder
        self._traffic = Traffic()
        self._began = time.monotonic()

    def tell(self, sentence: str) -> None:
        """Tell how far the run has come."""
        print(f"[{self.minutes:5.1f} min] {sentence}", flush=True)

    @property
    def minutes(self) -> float:
        """How long the run has taken so far."""
        return (time.monotonic() - self._began) / 60

    def results(self, model: Path) -> dict[str, Any]:
        """Measure everything: first ours, then stock."""
        settings, surroundings, others = self._settings, machine.describe(), machine.OtherWork()
        with ours(self._platforms, self._folder, settings.workers) as running:
            self.tell("our installation is ready")
            texts = Texts()
            own = self._ramps(running, texts, spaced_out=False)
            overload = self._overload(running, texts, settings.overload * max(most_a_second(steps) for steps in own.values()))
        with stock(self._platforms, self._folder, model, self._folder / "ours") as other:
            self.tell("stock Rasa is ready")
            stocks = self._ramps(other, Texts(), spaced_out=True)
        return {
            "date": datetime.date.today().isoformat(),
            "command": settings.command,
            "quick": settings.quick,
            "minutes": round(self.minutes, 1),
            "machine": surroundings | {"cores_used_by_others": others.cores()},
            "seconds": settings.seconds,
            "warm_up": settings.warm_up,
            "workers": settings.workers,
            "traffic": {"popular": POPULAR, "repeated": REPEATED},
            "stock": {
                "examples": count_examples(settings),
                "examples_per_intent_and_language": settings.model.examples,
                "epochs": settings.model.epochs,
            },
            "ramps": {"ours": own, "stock": stocks},
            "overload_factor": settings.overload,
            "overload_seconds": settings.overload_seconds,
            "overload": overload,
        }

    def _ramps(self, running: System, texts: Texts, *, spaced_out: bool) -> dict[str, list[dict[str, Any]]]:
        def load(rate: float, seconds: float, *, repeats: bool) -> Load:
            return Load(rate, seconds, self._traffic.messages(rate, seconds, repeats=repeats, spaced_out=spaced_out, texts=texts))

        run_step(self._platforms, running, load(_WARM_UP_RATE, self._settings.warm_up / _WARM_UP_RATE, repeats=False))
        found = {}
        for kind, words in KINDS.items():
            self.tell(f"rising load, {words}:")
            found[kind] = ramp(
                self._platforms,
                running,
                self._settings.rates,
                lambda rate, kind=kind: load(rate, self._settings.seconds, repeats=kind == "repeats"),  # type: ignore[misc]
                self.tell,
            )
        return found

    def _overload(self, running: System, texts: Texts, rate: float) -> dict[str, Any]:
        seconds = self._settings.overload_seconds
        self.tell(f"overload: {rate:.0f} a second for {seconds:g} s; working it off takes {self._settings.overload:g} times as long")
        messages = self._traffic.messages(rate, seconds, repeats=True, spaced_out=False, texts=texts)
        step = run_step(self._platforms, running, Load(round(rate, 1), seconds, messages), _OVERLOAD_PATIENCE)
        webhook = step["webhook_milliseconds"]
        self.tell(f"  {step['answered']} of {step['messages']} answered; webhook p99 {webhook['p99']} ms, refused {step['refused']}")
        return step


def write(results: dict[str, Any], settings: Settings) -> None:
    """Write the figures, the plot and the section."""
    write_results(results, settings.results_file)
    draw(results, settings.plot_file)
    tell_written(settings.plot_file)
    write_section(section(results), "make bench", settings.page)


def main() -> None:
    """Measure and write, or only train the stock model."""
    settings = from_command_line()
    with scratch(MeasuringFailed) as folder:
        os.environ["STATE_DIR"] = str(folder / "own")
        model = stock_model(settings)
        if settings.train_only:
            print(f"The stock model is {model.relative_to(ROOT)}.")
            return
        with platforms() as there:
            results = Run(settings, there, folder).results(model)
    write(results, settings)


if __name__ == "__main__":
    main()
