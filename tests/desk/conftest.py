"""A city with a desk, an operator in front of it, and a citizen's line to it."""

from __future__ import annotations

import pytest

from bot.catalogue.models import Agency
from bot.desk.models import DeskSettings
from bot.pipeline.database import in_database
from tests.desk.dialogue import DeskDialogue
from tests.desk.town import Town, operator
from tests.pipeline.conftest import catalogue, client, fake_platform, line, own_redis, valkey_server
from tests.pipeline.platform import Line

__all__ = ["catalogue", "client", "fake_platform", "line", "own_redis", "valkey_server"]


@pytest.fixture
async def town(line: Line) -> Town:
    """The first city, its desk switched on; its operator is not on duty yet."""
    line.dialogue = DeskDialogue(line.redis)

    def set_up() -> Town:
        desk = DeskSettings.objects.create(agency=Agency.objects.get(key="kota-uji"), enabled=True)
        return Town(line, desk.agency, operator(desk.agency))

    return await in_database(set_up)
