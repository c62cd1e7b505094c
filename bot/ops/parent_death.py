"""Lets a child process end when its parent does, however that ended."""

from __future__ import annotations

import ctypes
import signal
import sys

_SET_PARENT_DEATH_SIGNAL = 1


def end_with_parent() -> None:
    """To be called in the child between fork and exec. Linux only; elsewhere it does nothing, and a killed parent leaves its children."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
