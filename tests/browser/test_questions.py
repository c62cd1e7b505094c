"""Questions from the inbox into examples, by keyboard alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.environment import ROOT
from tests.browser.accessibility import check_page
from tests.browser.server import LiveServer
from tests.catalogue.content import write_all

pytestmark = pytest.mark.slow

SEED = """
import datetime as dt, json, sys
from pathlib import Path
from django.utils import timezone
from bot.catalogue.load import load_content
from bot.catalogue.models import Agency
from tests.console.people import browser_of, person
from tests.questions.stored import message
from bot.staff.permissions import Role

load_content(Path({folder!r}))
city = Agency.objects.get(key="kota")
services = [{{"key": "kia", "score": 0.41}}, {{"key": "akta", "score": 0.22}}]
candidates = {{"services": services, "faq_candidates": [{{"key": "parkir", "score": 0.1}}]}}
texts = ["tes 123", "子どものカードがほしい", "ada mushola di sana?"]
texts += ["siapa juara liga tahun ini", "anak sudah umur lima belum punya kartu"]
now = timezone.now()
for times, text in enumerate(texts, 1):
    for number in range(times):
        message(city, text, "choices" if times == 5 else "refuse", at=now - dt.timedelta(days=8 * number, hours=1), **candidates)
user = person(Role.REVIEWER, of=city)
cookie = browser_of(user).cookies["staff-session"].value
print("COOKIE", cookie)
"""
LINK = """
from bot.nlu.knowledge_linker import link
print("LINKED", link("kota", "anak sudah umur lima belum punya kartu")["services"][0][0])
"""


def _in_server(server: LiveServer, code: str) -> str:
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
    surroundings = {**server.surroundings, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1].split()[-1]


async def _decide(page: Page, key: str) -> None:
    """Presses it when the question has stood there for the moment that it takes to see it."""
    await page.wait_for_timeout(700)
    await page.keyboard.press(key)


async def _through_history(page: Page, direction: str) -> None:
    """Goes one step through the browser's history, and waits for the page that htmx then asks the server for afresh."""
    async with page.expect_event("load"):
        await page.evaluate(f"history.{direction}()")


async def test_questions_become_examples_by_keyboard_and_the_linker_finds_them(
    page: Page, live_server_process: LiveServer, tmp_path: Path
) -> None:
    folder = write_all(tmp_path / "data")
    cookie = _in_server(live_server_process, SEED.format(folder=str(folder)))
    url = live_server_process.url
    await page.context.add_cookies(
        [
            {"name": "staff-session", "value": cookie, "url": f"{url}/console/"},
            {"name": "staff-language", "value": "en", "url": f"{url}/console/"},
        ]
    )
    await page.goto("/console/kota/questions/")
    await expect(page.get_by_text("15 new questions were read.")).to_be_visible()
    await expect(page.locator(".questions > li")).to_have_count(5)
    await check_page(page, "questions")
    await page.keyboard.press("/")
    await expect(page.get_by_label("Search")).to_be_focused()
    await page.keyboard.press("Escape")

    await page.get_by_role("link", name="Work through them").click()
    question = page.locator("#question")
    await expect(question).to_have_text("anak sudah umur lima belum punya kartu")
    await expect(page.locator("#decide [data-key='1']")).to_contain_text("Kartu anak")
    await check_page(page, "questions-work")
    await page.keyboard.press("j")
    await expect(question).to_have_text("siapa juara liga tahun ini")
    await expect(question).to_be_focused()
    await page.keyboard.press("k")
    await expect(question).to_have_text("anak sudah umur lima belum punya kartu")
    await page.keyboard.press("k")
    await expect(page.locator(".toast").last).to_have_text("This is the first question.")
    await expect(question).to_have_text("anak sudah umur lima belum punya kartu")

    # Switched off, the keys do nothing.
    keys = page.get_by_label("Use these keys")
    await keys.uncheck()
    await page.locator("#question").focus()
    await page.keyboard.press("i")
    await page.keyboard.press("j")
    await expect(question).to_have_text("anak sudah umur lima belum punya kartu")
    await keys.check()
    await page.locator("#question").focus()

    await _decide(page, "1")
    await expect(question).to_have_text("siapa juara liga tahun ini")
    await expect(page.locator(".toast").last).to_have_text("Added to “Kartu anak”.")
    await _decide(page, "o")
    await expect(question).to_have_text("ada mushola di sana?")
    await _decide(page, "i")
    await expect(question).to_have_text("子どものカードがほしい")
    await page.keyboard.press("u")
    await expect(question).to_have_text("ada mushola di sana?")
    await expect(page.locator(".last")).to_contain_text("siapa juara liga")

    # The search leads to any service, and the letters typed there are letters.
    await page.keyboard.press("/")
    await page.keyboard.type("wifi")
    await expect(page.locator("#found button")).to_contain_text("Ada wifi?")
    await check_page(page, "questions-search")
    await page.keyboard.press("Escape")
    await page.locator("#text").fill("Di mana parkir?")
    await expect(page.locator("#answered")).to_contain_text("This is already answered by “Di mana parkir?”", timeout=240_000)
    await expect(page.get_by_role("link", name="Look at the answer")).to_have_attribute("href", "/console/kota/faq/entry/parkir")
    await check_page(page, "questions-answered")
    await page.keyboard.press("Escape")

    await _decide(page, "f")
    await expect(page.get_by_role("heading", name="New FAQ")).to_be_visible()
    await page.get_by_label("Answer in Indonesian").fill("Ada, di lantai dua.")
    await page.get_by_label("Answer in Japanese").fill("2階にあります。")
    await check_page(page, "questions-new-faq")
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_text("The question is missing in this language.")).to_be_visible()
    await check_page(page, "questions-new-faq-wrong")
    await page.get_by_label("Question in Japanese").fill("礼拝室はありますか")
    await page.get_by_role("button", name="Publish").click()
    await expect(question).to_have_text("子どものカードがほしい")
    await expect(page.get_by_text("is published.").first).to_be_visible()

    await page.locator("#question").focus()
    await _decide(page, "2")
    await expect(question).to_have_text("tes 123")
    await _through_history(page, "back")
    await expect(page.get_by_role("heading", name="Work through questions")).to_be_visible()
    await _through_history(page, "forward")
    await expect(question).to_have_text("tes 123")
    await expect(keys).to_be_visible()
    await page.keyboard.press("j")
    await expect(page.locator(".toast").last).to_have_text("This is the last question.")
    await _decide(page, "i")
    await expect(page.get_by_text("All done")).to_be_visible()
    await check_page(page, "questions-done")
    assert _in_server(live_server_process, LINK) == "kia"

    await page.goto("/console/kota/questions/?state=assigned")
    await page.get_by_role("link", name="anak sudah umur lima").click()
    await check_page(page, "questions-decided")
    for language, name in (("Bahasa Indonesia", "indonesian"), ("日本語", "japanese")):
        await page.get_by_role("button", name=language).click()
        await page.goto("/console/kota/questions/?state=assigned")
        await check_page(page, f"questions-{name}")
    await page.get_by_role("button", name="English").click()
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.goto("/console/kota/questions/")
    await check_page(page, "questions-empty")
