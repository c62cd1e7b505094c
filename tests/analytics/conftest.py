"""The figures in front of an empty database with one agency."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from bot.catalogue.models import Agency
from tests.console.people import agency


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Nothing that another test has kept."""
    cache.clear()


@pytest.fixture
def city(db: None) -> Agency:
    """An agency of Indonesia."""
    return agency()
