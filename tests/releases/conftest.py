"""An empty database with one agency, and people of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from bot.catalogue.models import Agency
from tests.console.people import agency


@pytest.fixture
def city(db: None) -> Agency:
    """An agency of Indonesia."""
    return agency()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are those of the code."""
    with translation.override("en"):
        yield
