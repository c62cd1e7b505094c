"""Keys of the inbox that are pressed faster than the page can follow."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.server import LiveServer
from tests.catalogue.content import write_all

pytestmark = pytest.mark.slow

SEED = """
import datetime as dt
from pathlib import Path
from django.utils import timezone
from bot.catalogue.load import load_content
from bot.catalogue.models import Agency
from bot.questions.collector import collect
from bot.questions.models import QuestionGroup
from tests.console.people import browser_of, person
from tests.questions.stored import message
from bot.staff.permissions import Role

if not Agency.objects.filter(key="kota").exists():
    load_content(Path({folder!r}))
city = Agency.objects.get(key="kota")
QuestionGroup.objects.all().delete()
texts = ["tes 123", "ada mushola di sana?", "siapa juara liga tahun ini", "resep nasi goreng apa", "harga emas hari ini", "anak umur lima"]
near, before = [{{"key": "kia", "score": 0.41}}], timezone.now() - dt.timedelta(hours=2)
for times, text in enumerate(texts, 1):
    for number in range(times):
        message(city, text, "refuse", services=near, faq_candidates=[], at=before)
while collect():
    pass
print("COOKIE", browser_of(person(Role.REVIEWER, of=city)).cookies["staff-session"].value)
"""
STATES = """
import json
from bot.questions.models import QuestionGroup
print(json.dumps({group.text: group.state for group in QuestionGroup.objects.all()}))
"""
FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH = (
    "anak umur lima",
    "harga emas hari ini",
    "resep nasi goreng apa",
    "siapa juara liga tahun ini",
    "ada mushola di sana?",
    "tes 123",
)


def _states(server: LiveServer) -> dict[str, str]:
    """What became of each question, by its words; those that are still open are left out."""
    told: dict[str, str] = json.loads(server.manage("shell", "-v", "0", "-c", STATES).splitlines()[-1])
    return {text: state for text, state in told.items() if state != "open"}


@pytest.fixture
async def working(page: Page, live_server_process: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Page]:
    """The first of six questions, on a line that takes its time."""
    monkeypatch.setenv("PYTHONPATH", ".")
    live_server_process.surroundings["PYTHONPATH"] = "."
    told = live_server_process.manage("shell", "-v", "0", "-c", SEED.format(folder=str(write_all(tmp_path / "data"))))
    url = f"{live_server_process.url}/console/"
    cookies = {"staff-session": told.splitlines()[-1].split()[-1], "staff-language": "en"}
    await page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])

    async def slowly(route: Route) -> None:
        await asyncio.sleep(0.4)
        await route.continue_()

    await page.goto("/console/kota/questions/work")
    await expect(page.locator("#question")).to_have_text(FIRST)
    await page.route("**/kota/questions/**", slowly)
    yield page
    await page.unroute_all(behavior="ignoreErrors")


async def test_keys_pressed_at_once_are_carried_out_in_order_each_on_its_own_question(
    working: Page, live_server_process: LiveServer
) -> None:
    await working.locator("#question").focus()
    # The third is passed over; the undone one comes back, and gets what follows.
    await working.keyboard.type("1ojiiuo")
    await expect(working.locator("#question")).to_have_text(SIXTH)
    await expect(working.locator("#work")).not_to_have_attribute("aria-busy", "true")
    wanted = {FIRST: "assigned", SECOND: "out_of_scope", FOURTH: "ignored", FIFTH: "out_of_scope"}
    assert _states(live_server_process) == wanted


async def test_what_is_typed_for_the_search_is_no_key(working: Page, live_server_process: LiveServer) -> None:
    await working.locator("#question").focus()
    await working.keyboard.type("i/wifix")
    await working.keyboard.press("Backspace")
    await expect(working.locator("#question")).to_have_text(SECOND)
    await expect(working.locator("#find")).to_have_value("wifi")
    await expect(working.locator("#found button")).to_contain_text("Ada wifi?")
    assert _states(live_server_process) == {FIRST: "ignored"}


async def test_after_a_decision_that_failed_nothing_hits_another_question(working: Page, live_server_process: LiveServer) -> None:
    tries = []

    async def broken(route: Route) -> None:
        tries.append(route.request.url)
        await asyncio.sleep(0.4)
        await route.abort()

    await working.route("**/decide", broken)
    await working.locator("#question").focus()
    await working.keyboard.type("iio")
    await expect(working.get_by_text("The keys pressed after that did nothing")).to_be_visible()
    await expect(working.locator("#question")).to_have_text(FIRST)
    assert len(tries) == 1
    assert _states(live_server_process) == {}


async def test_at_the_last_question_no_key_is_left_over(working: Page, live_server_process: LiveServer) -> None:
    await working.locator("#question").focus()
    await working.keyboard.type("jjjjjji")
    await expect(working.get_by_text("The keys pressed after that did nothing")).to_be_visible()
    await expect(working.locator("#question")).to_have_text(SIXTH)
    assert _states(live_server_process) == {}


async def test_on_the_way_to_a_new_faq_nothing_is_decided_any_more(working: Page, live_server_process: LiveServer) -> None:
    await working.locator("#question").focus()
    await working.keyboard.type("ifi")
    await expect(working.get_by_role("heading", name="New FAQ")).to_be_visible()
    assert _states(live_server_process) == {FIRST: "ignored"}
