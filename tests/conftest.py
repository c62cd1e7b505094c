"""What every test stands on: a folder for state of its own, no way out of the machine, and on request the real content and model.

- `db`, `transactional_db` (pytest-django): an empty database.
- `seeded_db`: the database with the whole seed content and its embeddings, seen by other threads and connections too.
- `seeded_state`: the same as a STATE_DIR for processes that a test starts.
- `trained_model`: the model for the present data, trained when there is none.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Before anything of Django or of this project is imported: the settings read these once.
STATE = Path(tempfile.mkdtemp(prefix="assistant-tests-"))
os.environ["STATE_DIR"] = str(STATE)
# What takes minutes and is the same for everybody outlives one run.
os.environ["EMBEDDING_CACHE"] = str(Path(__file__).resolve().parent.parent / ".cache" / "tests" / "embeddings.sqlite3")
os.environ["ALLOWED_HOSTS"] = "localhost,127.0.0.1,[::1]"
for _name in (
    *("ACTIONS_PORT", "ACTIONS_URL", "DATABASE_URL", "DEBUG", "EMBEDDING_THREADS", "HOST", "HTTPS", "LOG_FORMAT", "METRICS_TOKEN"),
    *("PARTITIONS", "PORT", "REDIS_PREFIX", "REDIS_URL", "SECRET_KEY", "TRUSTED_ORIGINS"),
    *("DEFAULT_AGENCY", "ENCRYPTION_KEYS", "PUBLIC_URL", "TRAINING_DATA", "TRUSTED_PROXIES"),
    *("TELEGRAM_API_URL", "TELEGRAM_BOT_TOKEN", "TWILIO_API_URL"),
):
    os.environ[_name] = ""  # empty, which means the default, and not absent: .env must not fill them in
# Nobody listens there: an assistant that runs on this machine, at the usual port, must not be spoken to by a test that forgets its own.
os.environ["VALKEY_PORT"] = "1"
# Some tests run others once more, on PostgreSQL.
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
os.environ["DJANGO_SETTINGS_MODULE"] = "bot.settings"

import django  # noqa: E402
import hypothesis  # noqa: E402
import pytest  # noqa: E402
from django.conf import settings  # noqa: E402

from tests import network_guard, seed  # noqa: E402

# How long the machine takes to think of an example or to run it is no fault of what is tested.
hypothesis.settings.register_profile("unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("unhurried")
_database = settings.DATABASES["default"]
if not os.environ["DATABASE_URL"]:
    # A file and not memory: the catalogue is read by threads with connections of their own.
    _database["TEST"] = {"NAME": str(STATE / "test.sqlite3")}
    # Tests are thrown away: waiting for the disk at each commit would only make them slow.
    _database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
django.setup()
network_guard.install()


def pytest_unconfigure() -> None:
    """Remove the state of this run."""
    shutil.rmtree(STATE, ignore_errors=True)


@pytest.fixture(autouse=True)
def stays_on_this_machine() -> Iterator[None]:
    """Fails a test that tried to leave the machine."""
    network_guard.attempts.clear()
    yield
    assert not network_guard.attempts, f"The test tried to reach {', '.join(network_guard.attempts)}."


@pytest.fixture(autouse=True)
def nothing_kept_of_another_database() -> None:
    """Each test's database counts its revisions from the beginning; what was read of the last one must not pass for it."""
    from bot.catalogue.editing import own_records

    own_records.forget()


@pytest.fixture(scope="session")
def trained_model() -> Path:
    """The model for the present data."""
    from bot.ops.training import model_for_present_data, train

    return model_for_present_data() or train()


@pytest.fixture(scope="session")
def seed_file() -> Path:
    """A SQLite file with the whole seed content and its embeddings; made once for the same content."""
    return seed.seed_file()


@pytest.fixture
def seeded_db(transactional_db: None, seed_file: Path) -> None:
    """The seed content in the test's database. Committed, so that other threads see it too; gone after the test."""
    from bot.catalogue import snapshot

    seed.copy_into_test_database(seed_file)
    snapshot.forget()


@pytest.fixture
def seeded_state(tmp_path: Path, seed_file: Path) -> Path:
    """A folder for STATE_DIR with the seed content in its database, for processes that a test starts."""
    folder = tmp_path / "state"
    folder.mkdir()
    shutil.copy2(seed_file, folder / "assistant.sqlite3")
    return folder
