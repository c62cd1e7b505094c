"""How much is measured, from the command line."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from bot.environment import ROOT

_CACHE = ROOT / ".cache" / "bench"
_QUICK_FOLDER = ROOT / "results" / "benchmark"


@dataclass(frozen=True)
class Settings:
    """The size of one run. `database` is a PostgreSQL address; empty for SQLite in `state`."""

    messages: int = 1_000_000
    faq: int = 10_000
    rounds: int = 10
    state: Path = _CACHE / "console"
    database: str = ""
    quick: bool = False

    @property
    def work(self) -> dict[str, int]:
        """What staff did, at one agency."""
        if self.quick:
            return {"handoffs": 30, "questions": 30, "changes": 60, "releases": 2}
        return {"handoffs": 500, "questions": 5_000, "changes": 50_000, "releases": 15}

    @property
    def published(self) -> bool:
        """Whether the figures are those of the page: of SQLite, at full size."""
        return not self.quick and not self.database

    @property
    def results_file(self) -> Path:
        """Where the figures go. A quick run, and one on PostgreSQL, leave the published ones alone."""
        return ROOT / "benchmarks" / "console.json" if self.published else _QUICK_FOLDER / "console.json"

    @property
    def page(self) -> Path:
        """The page of which one section is written."""
        return ROOT / "docs" / "performance.md" if self.published else _QUICK_FOLDER / "performance.md"


def from_command_line(arguments: list[str] | None = None) -> Settings:
    """Read the options; a wrong one ends the process with a sentence."""
    standard = Settings()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.console", description="Measure every page of the staff console at size.")
    parser.add_argument("--quick", action="store_true", help="a tiny run that shows that everything works; writes to results/benchmark/")
    parser.add_argument("--rounds", type=int, default=standard.rounds, help="how often each page is asked for (default: 10)")
    parser.add_argument("--state", type=Path, default=standard.state, help="a STATE_DIR to fill and measure; kept for the next run")
    parser.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL database; writes to results/benchmark/")
    given = parser.parse_args(arguments)
    if given.rounds < 1:
        parser.error("--rounds must be 1 or more")
    if given.quick:
        state = given.state if given.state != standard.state else _CACHE / "console-quick"
        return Settings(2_000, 60, 2, state.absolute(), given.database, quick=True)
    return Settings(rounds=given.rounds, state=given.state.absolute(), database=given.database)
