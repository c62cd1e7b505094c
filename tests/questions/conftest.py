"""A city in front of an empty inbox, and its people."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue import snapshot
from bot.catalogue.load import load_content
from bot.catalogue.models import Agency
from bot.staff.context import StaffContext, staff_context
from bot.staff.permissions import Role
from tests.catalogue.content import write_all
from tests.console.people import agency, person


@pytest.fixture
def city(db: None) -> Agency:
    """An agency of Indonesia."""
    return agency()


def staff_of(of: Agency, *roles: Role) -> StaffContext:
    """Somebody of that agency, as the pages know them."""
    found = staff_context(person(*roles, of=of), of.key)
    assert found is not None
    return found


@pytest.fixture
def offering_city(transactional_db: None, tmp_path: Path) -> Agency:
    """A city that inherits a service and two FAQ and changes another service; committed, so that the index sees it."""
    load_content(write_all(tmp_path / "data"))
    snapshot.forget()
    return Agency.objects.get(key="kota")
