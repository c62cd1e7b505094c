"""Tells whoever started a training how far it has come: lines in the file that TRAIN_PROGRESS_FILE names, nothing without it."""

from __future__ import annotations

import os


def report(stage: str, done: int, total: int) -> None:
    """Append "<stage> <done>/<total>"; a file that cannot be written must not end a training."""
    path = os.environ.get("TRAIN_PROGRESS_FILE", "")
    if not path:
        return
    try:
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{stage} {done}/{total}\n")
    except OSError:
        pass
