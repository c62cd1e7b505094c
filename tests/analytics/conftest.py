"""The figures in front of an empty database with one agency."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache

from bot.catalogue.models import Agency
from tests.console.people import agency


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """The folder of collected files, empty: WhiteNoise warns when it is missing."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Nothing that another test has kept."""
    cache.clear()


@pytest.fixture
def city(db: None) -> Agency:
    """An agency of Indonesia."""
    return agency()
