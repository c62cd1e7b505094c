"""An agency with its desk open, two operators and a supervisor, each at their own browser."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from bot.catalogue.models import Agency
from bot.desk.models import DeskSettings
from bot.staff.permissions import Role
from tests.console.people import browser_of, person


@pytest.fixture
def desk(city: Agency) -> str:
    """The desk's address."""
    DeskSettings.objects.create(agency=city, enabled=True)
    return f"/console/{city.key}/desk"


@pytest.fixture
def rina(city: Agency) -> User:
    """An operator."""
    return _named(city, "Rina", Role.OPERATOR)


@pytest.fixture
def budi(city: Agency) -> User:
    """Another operator."""
    return _named(city, "Budi", Role.OPERATOR)


@pytest.fixture
def supervisor(city: Agency) -> Client:
    """The browser of somebody who supervises."""
    return browser_of(_named(city, "Sari", Role.ADMINISTRATOR))


@pytest.fixture
def rinas(rina: User) -> Client:
    """Rina's browser."""
    return browser_of(rina)


@pytest.fixture
def budis(budi: User) -> Client:
    """Budi's browser."""
    return browser_of(budi)


def _named(city: Agency, name: str, role: Role) -> User:
    user = person(role, of=city)
    user.first_name = name
    user.save()
    return user
