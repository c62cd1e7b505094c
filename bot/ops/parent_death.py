"""Child processes that end when their parent does, however that ended."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import IO

from bot.environment import ROOT

_SET_PARENT_DEATH_SIGNAL = 1


def end_with_parent() -> None:
    """To be called in the child between fork and exec. Linux only; elsewhere it does nothing, and a killed parent leaves its children."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def start_child(command: Sequence[str], out: IO[bytes], surroundings: Mapping[str, str], *, nice: int = 0) -> subprocess.Popen[bytes]:
    """Start it in the project's folder and in a session of its own, all it says into `out`; `nice`: how much it stands back for others."""

    def prepare() -> None:
        os.nice(nice)
        end_with_parent()

    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=prepare,
    )
