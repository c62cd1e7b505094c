"""How much of the processor each process takes, read from /proc (Linux)."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


class ProcessorTime:
    """Measures from its making to `cores`."""

    def __init__(self, processes: Mapping[str, Sequence[int]]) -> None:
        self._processes = processes
        self._began = time.monotonic()
        self._before = self._read()

    def cores(self) -> dict[str, float]:
        """Cores that each kind of process kept busy on average since then."""
        seconds = time.monotonic() - self._began
        now = self._read()
        return {name: round((now[name] - self._before[name]) / seconds, 3) for name in self._processes}

    def _read(self) -> dict[str, float]:
        return {name: sum(_seconds(number) for number in numbers) for name, numbers in self._processes.items()}


def family(number: int) -> list[int]:
    """A process and all that come from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _fields(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [number]
    for one in found:
        found += children.get(one, [])
    return found


def _seconds(number: int) -> float:
    fields = _fields(number)
    # utime and stime, the 14th and 15th field of proc(5)
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _fields(number: int) -> list[str]:
    """The fields after the name, which may hold spaces."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
