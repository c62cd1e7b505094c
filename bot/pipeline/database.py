"""Database work from the event loop: on threads of its own, each with its own connection."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, close_old_connections

from bot.pipeline.errors import DatabaseUnavailable

P = ParamSpec("P")
T = TypeVar("T")
# Few, because each keeps a connection, and SQLite lets one write at a time anyway.
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="database")


async def in_database(job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a short job.

    Raises:
        DatabaseUnavailable: the database cannot be reached, or is locked for too long.
    """

    def run() -> T:
        close_old_connections()
        try:
            return job(*args, **kwargs)
        except (OperationalError, InterfaceError) as error:
            raise DatabaseUnavailable(f"The database cannot be used now ({type(error).__name__}).") from error
        finally:
            close_old_connections()

    return await sync_to_async(run, thread_sensitive=False, executor=_threads)()


def is_unavailable(error: BaseException | None) -> bool:
    """Whether an error, or what it came from, says that the database cannot be used now."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False
