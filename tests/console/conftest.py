"""The console in front of an empty database with one agency."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.conf import settings

from bot.catalogue import snapshot
from bot.catalogue.models import Agency
from tests.console.people import agency


@pytest.fixture(scope="session", autouse=True)
def every_area() -> None:
    """All pages loaded, as in the web process: with them each area declares its words for the record of changes."""
    import_module(settings.ROOT_URLCONF)


@pytest.fixture(autouse=True)
def catalogue_in_the_tests_transaction(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The catalogue is read on the test's own thread: another one does not see what the test has not committed."""
    monkeypatch.setattr(snapshot, "read_database", lambda job: job())
    monkeypatch.setattr(snapshot, "CHECK_INTERVAL", 0.0)
    snapshot.forget()
    yield
    snapshot.forget()


@pytest.fixture
def city(db: None) -> Agency:
    """An agency of Indonesia."""
    return agency()
