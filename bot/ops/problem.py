"""What stops a start: something that the person at the keyboard must change."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import Error as DatabaseError

from bot.environment import environment


class Problem(Exception):
    """One sentence that says what is wrong and what to do."""


def disk_full_sentence(folder: Path) -> str:
    """The sentence for a full disk."""
    return f"The disk that holds {folder} is full: free some space, then run the same command again."


def is_disk_full(error: BaseException | None) -> bool:
    """Whether an error, or what it came from, says that the disk is full."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if isinstance(error, sqlite3.Error | DatabaseError) and "disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def check_space(folder: Path, needed: int) -> None:
    """Check that a folder's disk has room.

    Raises:
        Problem: it has less than `needed` bytes.
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Problem(f"The disk that holds {folder} is full ({free / 1e6:.0f} MB free, {needed / 1e6:.0f} MB needed): free some space.")


@contextmanager
def plain_problems() -> Iterator[None]:
    """Turns what a full disk or a folder without permission causes into a `Problem`."""
    try:
        yield
    except (OSError, DatabaseError) as error:
        if is_disk_full(error):
            raise Problem(disk_full_sentence(environment().state_folder)) from error
        if isinstance(error, PermissionError):
            raise Problem(f"This user may not write to {error.filename or environment().state_folder}: give it that folder.") from error
        raise
