"""Files that `manage.py tune` writes: read once, and again when they change, so that tuning needs no restart."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=8)
def _read(path: Path, modified: float) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def tuned(path: Path) -> dict[str, Any]:
    """What the file holds, the same object until the file changes; empty before any tuning. Not to be written into."""
    try:
        modified = path.stat().st_mtime
    except FileNotFoundError:
        return {}
    return _read(path, modified)
