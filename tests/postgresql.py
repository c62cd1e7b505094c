"""A PostgreSQL server of a test's own."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The URL of an empty database on a server that ends with the block; the test is skipped where none starts."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it names the folder that it takes for its sockets
            from pgserver.postgres_server import get_server

            server = get_server(folder, cleanup_mode="delete")
            # Not by the package's own psql, whose path must hold no blank.
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("CREATE DATABASE assistant ENCODING 'UTF8' TEMPLATE template0")
    except Exception as error:
        pytest.skip(f"PostgreSQL did not start here: {error!r}")
    try:
        yield str(server.get_uri(database="assistant"))
    finally:
        server.cleanup()
