"""The frame of a run that starts whole installations: nothing is left behind however it ends, and its figures are written at the end."""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.channels.settings import CACHE
from benchmarks.channels.surroundings import BLANK, QUIET
from benchmarks.page import Writer, with_section
from bot.environment import ROOT


@contextmanager
def scratch(trouble: type[Exception]) -> Iterator[Path]:
    """A folder for the run, gone afterwards. `trouble`, a RuntimeError or an interruption ends the process with a sentence."""
    # Whoever ends this must not leave a whole installation behind.
    signal.signal(signal.SIGTERM, _end)
    os.environ.update(BLANK | QUIET)
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        try:
            yield Path(name)
        except (trouble, RuntimeError) as error:
            sys.exit(f"{error}\nNothing was written.")
        except KeyboardInterrupt:
            sys.exit("Stopped; nothing was written.")


def write_results(results: dict[str, Any], file: Path) -> None:
    """Write the figures, for machines."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    tell_written(file)


def write_section(section: str, writer: Writer, file: Path) -> None:
    """Put the section of one command onto the page."""
    page = file.read_text(encoding="utf-8") if file.is_file() else "# Performance\n"
    file.write_text(with_section(page, section, writer), encoding="utf-8")
    tell_written(file)


def tell_written(file: Path) -> None:
    """Say which file there is now."""
    print(f"written: {file.relative_to(ROOT)}")


def _end(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
