"""A PostgreSQL server of a test's own that can be restarted as if the power had failed."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest


class Database:
    """The running server."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.url: str = server.get_uri(database="assistant")

    def restart(self) -> None:
        """Abort every connection at once, without a checkpoint, and start again from the write-ahead log."""
        from pgserver._commands import pg_ctl  # type: ignore[attr-defined]

        pg_ctl(["-w", "-m", "immediate", "-t", "60", "restart"], pgdata=self._server.pgdata, user=self._server.system_user, timeout=90)


@contextmanager
def postgresql() -> Iterator[Database]:
    """A server with an empty database, gone afterwards."""
    # Not below pytest's folder, to which each run of pytest takes the rights away from the server's own user.
    folder = Path(tempfile.mkdtemp(prefix="assistant-postgresql-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it names the folder that it takes for its sockets
        from pgserver.postgres_server import get_server

        server = get_server(folder, cleanup_mode="delete")
        # Not by the package's own psql, whose path must hold no blank.
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE assistant ENCODING 'UTF8' TEMPLATE template0")
    try:
        yield Database(server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql_or_skip() -> Iterator[str]:
    """The URL of such a database; the test is skipped where no server starts."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgresql()).url
        except Exception as error:
            pytest.skip(f"PostgreSQL did not start here: {error!r}")
        yield url
