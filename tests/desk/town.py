"""A city's desk in a test: who writes, who serves, and what each of them sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from bot.accounts.vault import conversation_id
from bot.catalogue.models import Agency
from bot.desk import ownership, presence
from bot.desk.models import Conversation, Handoff, Unit, UnitHours
from bot.desk.ownership import Claim
from bot.pipeline.database import in_database
from bot.staff.permissions import Role
from tests.console.people import person
from tests.pipeline.platform import ADDRESS, Line, said

T = TypeVar("T")


def operator(of: Agency) -> User:
    """Somebody who may talk with the agency's citizens."""
    return person(Role.OPERATOR, of=of)


def unit(of: Agency, key: str = "loket", hours: Sequence[tuple[int, str, str]] = (), **fields: Any) -> Unit:
    """A unit with hours as (weekday, opens, closes)."""
    made = Unit.objects.create(agency=of, key=key, name={"id": f"Loket {key}", "ja": f"{key}係"}, **fields)
    for weekday, opens, closes in hours:
        UnitHours.objects.create(unit=made, weekday=weekday, opens=dt.time.fromisoformat(opens), closes=dt.time.fromisoformat(closes))
    return made


@dataclass
class Town:
    """The line of one citizen, the agency, and its first operator."""

    line: Line
    agency: Agency
    operator: User
    shown: list[dict[str, Any]] = field(default_factory=list)

    async def on_duty(self) -> None:
        """The operator sits down."""
        await in_database(presence.set_available, self.operator, self.agency, True, timezone.now())

    async def says(self, text: str, address: str = ADDRESS, **changes: Any) -> list[str]:
        """The citizen writes; what is handed to the platform for it."""
        return await self.line.ask(said(text, address, **changes))

    async def presses(self, title: str, address: str = ADDRESS) -> list[str]:
        """The citizen presses a button of the last message that was shown."""
        shown = next(one.reply for one in reversed(self.line.platform.sent) if one.address == address)
        [key] = [choice["key"] for choice in shown["quick_replies"] if choice["title"] == title]
        return await self.line.ask(said(title, address, kind="button", button=key))

    def titles(self) -> list[str]:
        """The buttons of the last message."""
        return [choice["title"] for choice in self.line.platform.sent[-1].reply["quick_replies"]]

    async def handoff(self, address: str = ADDRESS) -> Handoff:
        """The citizen's last handoff."""
        conversation = UUID(conversation_id(self.line.account, address))
        return await self.sees(lambda: Handoff.objects.filter(conversation=conversation).select_related("operator", "unit").latest("pk"))

    async def owner(self, address: str = ADDRESS) -> str:
        """Who serves the conversation."""
        number = conversation_id(self.line.account, address)
        return await self.sees(lambda: Conversation.objects.values_list("owner", flat=True).get(pk=number))

    async def claim(self, address: str = ADDRESS) -> Claim:
        """The operator takes the citizen's handoff."""
        row = await self.handoff(address)
        return await in_database(ownership.claim, row.pk, self.operator, timezone.now())

    async def sees(self, job: Callable[[], T]) -> T:
        """What the database holds."""
        return await in_database(job)
