"""The operators of the measured desk: made on the installation's own database, with passwords of this run, signed in as people are."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.standins.installation import Installation

_FIELD = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_MAKE = """
import json
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from bot.catalogue.models import Agency
from bot.staff.models import Membership
from bot.staff.permissions import Role
agency = Agency.objects.get(key={agency!r})
hashed = make_password({password!r})
for number in range({count}):
    name = f"operator{{number}}@desk.example"
    user = User.objects.create(username=name, email=name, first_name=f"Operator {{number}}", password=hashed)
    Membership.objects.create(user=user, agency=agency, role=Role.OPERATOR)
print("FOUND", json.dumps([user.pk for user in User.objects.filter(username__endswith="@desk.example").order_by("pk")]))
"""
_LAPSES = """
import json
from bot.desk.models import HandoffEvent
rows = HandoffEvent.objects.filter(handoff__agency__key={agency!r}, kind=HandoffEvent.Kind.LAPSED).order_by("pk")
print("FOUND", json.dumps([[row.handoff_id, row.at.timestamp()] for row in rows]))
"""


@dataclass(frozen=True)
class Colleague:
    """Who signs in with what; `number` is their account's."""

    number: int
    name: str
    email: str
    password: str


def hire(installation: Installation, agency: str, count: int) -> list[Colleague]:
    """Switch the agency's desk on and make so many operators.

    Raises:
        RuntimeError: it did not work; the text shows what the command said.
    """
    installation.manage("desk", "on", "--agency", agency)
    password = secrets.token_urlsafe(18)
    made = _asked(installation, _MAKE.format(agency=agency, password=password, count=count))
    return [Colleague(pk, f"operator {number}", f"operator{number}@desk.example", password) for number, pk in enumerate(made)]


def lapses(installation: Installation, agency: str) -> dict[int, float]:
    """When the installation let go of claims for the last time, by handoff."""
    return {int(number): float(at) for number, at in _asked(installation, _LAPSES.format(agency=agency))}


def _asked(installation: Installation, code: str) -> list[Any]:
    said = installation.manage("shell", "-v", "0", "-c", code)
    found: list[Any] = json.loads(said.rpartition("FOUND ")[2])
    return found


async def sign_in(address: str, who: Colleague) -> aiohttp.ClientSession:
    """A session of HTTP in which the colleague is signed in, through the page that asks for e-mail and password.

    Raises:
        RuntimeError: the page did not let them in.
    """
    session = aiohttp.ClientSession(
        address,
        cookie_jar=aiohttp.CookieJar(unsafe=True),
        headers={"Accept-Language": "en", "Accept": "text/html", "Origin": address},
        timeout=aiohttp.ClientTimeout(total=60),
        connector=aiohttp.TCPConnector(limit=0),
    )
    async with session.get("/console/sign-in") as page:
        found = _FIELD.search(await page.text())
    if found is None:
        await session.close()
        raise RuntimeError("The page for signing in has no form.")
    fields = {"csrfmiddlewaretoken": found[1], "email": who.email, "password": who.password, "next": "/console/"}
    async with session.post("/console/sign-in", data=fields, allow_redirects=False) as answer:
        if answer.status != 302:
            await session.close()
            raise RuntimeError(f"{who.name} could not sign in: status {answer.status}.")
    return session
