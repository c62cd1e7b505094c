"""A nation with two services and a city that inherits them, and people of the city."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from bot.catalogue.load import load_content
from bot.catalogue.models import Agency
from bot.staff.permissions import Role
from tests.catalogue.content import write_all
from tests.console.people import browser_of, person


@pytest.fixture
def folder(tmp_path: Path, db: None) -> Path:
    """The content files, loaded."""
    folder = write_all(tmp_path / "data")
    load_content(folder)
    return folder


@pytest.fixture
def town(folder: Path) -> Agency:
    """The city, which states a little about `akta` and inherits `kia`."""
    return Agency.objects.get(key="kota")


@pytest.fixture
def nation(folder: Path) -> Agency:
    """The agency above the city."""
    return Agency.objects.get(key="negeri")


@pytest.fixture
def editor(town: Agency) -> User:
    """Who writes."""
    return person(Role.EDITOR, of=town)


@pytest.fixture
def reviewer(town: Agency) -> User:
    """Who publishes."""
    return person(Role.REVIEWER, of=town)


@pytest.fixture
def desk(reviewer: User) -> Client:
    """The browser of the reviewer."""
    return browser_of(reviewer)
