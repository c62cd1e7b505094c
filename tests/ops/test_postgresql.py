"""Who owns a conversation and which release answers: conditional updates settle it on PostgreSQL as well."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest

from bot.environment import ROOT
from tests.postgresql import postgresql_or_skip

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("tests", ["tests/releases", "tests/desk/test_races.py", "tests/faq/test_workflow.py"])
def test_the_tests_of_shared_state_pass_on_postgresql(tests: str) -> None:
    # With the settings named, they would be read before the run's own folder for state is.
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    with postgresql_or_skip() as address:
        done = subprocess.run(
            # The server goes with everything in it: what still holds a connection need not be waited for.
            [sys.executable, "-m", "pytest", tests, "--reuse-db", "-p", "no:cacheprovider"],
            cwd=ROOT,
            env={**own, "TEST_DATABASE_URL": address},
            capture_output=True,
            text=True,
            check=False,
        )
        with psycopg.connect(address) as connection:
            made = connection.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'test\\_%'").fetchone()
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert made == (1,)
