"""Keys and clicks in the inbox that come faster than the page can follow: none decides what nobody has seen yet."""

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
from django.contrib.auth.models import User
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
collect()
print("COOKIE", browser_of(User.objects.first() or person(Role.REVIEWER, of=city)).cookies["staff-session"].value)
"""
STATES = """
import json
from bot.questions.models import QuestionGroup
print(json.dumps({group.text: group.state for group in QuestionGroup.objects.all()}))
"""
TOO_QUICK = "Too quick: nothing was decided on a question that was not there yet."
COLLEAGUE = """
from django.db.models import F
from bot.questions.models import QuestionGroup
QuestionGroup.objects.filter(text={text!r}).update(state="assigned", version=F("version") + 1)
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


async def _seen(page: Page, text: str) -> None:
    """The question stands there, and has done so for the moment that it takes to see it."""
    await expect(page.locator("#question")).to_have_text(text)
    await page.wait_for_timeout(700)


async def test_a_decision_pressed_ahead_hits_no_question_that_was_not_seen(working: Page, live_server_process: LiveServer) -> None:
    await working.locator("#question").focus()
    await working.keyboard.type("io1")
    await expect(working.locator(".toast").last).to_have_text(TOO_QUICK)
    await _seen(working, SECOND)
    assert _states(live_server_process) == {FIRST: "ignored"}
    # One that has been seen is decided at once.
    await working.keyboard.press("o")
    await _seen(working, THIRD)
    assert _states(live_server_process) == {FIRST: "ignored", SECOND: "out_of_scope"}


async def test_neither_does_one_that_comes_in_the_first_moment_of_the_next(working: Page, live_server_process: LiveServer) -> None:
    await working.unroute_all()
    # As soon as the page has another question: quicker than any hand.
    press = """key => document.body.addEventListener("htmx:afterSettle", () => document.querySelector(key).click(), { once: true })"""
    await working.evaluate(press, "[data-key=i]")
    await working.locator("[data-key=i]").click()
    await expect(working.locator(".toast", has_text="Too quick")).to_be_visible()
    await _seen(working, SECOND)
    assert _states(live_server_process) == {FIRST: "ignored"}
    await working.locator("[data-key=i]").dblclick()
    await _seen(working, THIRD)
    assert _states(live_server_process) == {FIRST: "ignored", SECOND: "ignored"}


async def test_steps_and_undo_wait_for_their_turn(working: Page, live_server_process: LiveServer) -> None:
    await working.locator("#question").focus()
    await working.keyboard.type("ijj")
    await _seen(working, FOURTH)
    await working.keyboard.type("oku")
    # Back from the fifth to the third, and then what was decided on the fourth is taken back.
    await expect(working.locator(".toast", has_text="The question is open again.")).to_be_visible()
    await _seen(working, FOURTH)
    assert _states(live_server_process) == {FIRST: "ignored"}
    await working.keyboard.type("jjjjk")
    await _seen(working, FIFTH)
    assert _states(live_server_process) == {FIRST: "ignored"}


async def test_a_double_click_on_undo_takes_back_one_decision(working: Page, live_server_process: LiveServer) -> None:
    await working.unroute_all()
    for seen in (SECOND, THIRD):
        await working.locator("[data-key=i]").click()
        await _seen(working, seen)
    undo = working.locator(".last button")
    # The second half comes as soon as the page has another decision to undo: quicker than anybody reads.
    async with working.expect_response("**/questions/undo"):
        await undo.click()
    await expect(working.locator("#question")).to_have_text(SECOND)
    await undo.click()
    await _seen(working, SECOND)
    assert _states(live_server_process) == {FIRST: "ignored"}
    await undo.click()
    await _seen(working, FIRST)
    assert _states(live_server_process) == {}


async def test_the_letters_of_a_search_that_came_too_early_are_no_keys(working: Page, live_server_process: LiveServer) -> None:
    await working.locator("#question").focus()
    await working.keyboard.press("i")
    # They go on until the next question has stood there long enough to be decided.
    await working.keyboard.type("/io" * 8, delay=100)
    await _seen(working, SECOND)
    assert _states(live_server_process) == {FIRST: "ignored"}


async def test_after_a_decision_that_failed_undo_does_not_take_back_another(working: Page, live_server_process: LiveServer) -> None:
    await working.locator("#question").focus()
    await working.keyboard.press("i")
    await _seen(working, SECOND)
    live_server_process.manage("shell", "-v", "0", "-c", COLLEAGUE.format(text=SECOND))
    await working.keyboard.type("ou")
    await expect(working.locator("#work > [role=alert]")).to_be_visible()
    await expect(working.locator(".toast", has_text="Too quick")).to_be_visible()
    await working.wait_for_timeout(700)
    assert _states(live_server_process) == {FIRST: "ignored", SECOND: "assigned"}


async def test_on_the_way_to_a_new_faq_nothing_is_decided(working: Page, live_server_process: LiveServer) -> None:
    await working.locator("#question").focus()
    await working.keyboard.type("fio")
    await expect(working.get_by_role("heading", name="New FAQ")).to_be_visible()
    assert _states(live_server_process) == {}
