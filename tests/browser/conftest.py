"""A real browser in front of the real web process.

- `live_server_process`: the web process with an empty database of its own, one for each file of tests.
- `browser`: Chromium; the test is skipped, and says why, where there is none.
- `page`: a page of a browser that knows nobody; every fault in a page's scripts, and everything that its policy forbids, fails the test.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, Error, Page, async_playwright

from tests.browser.server import LiveServer, start

_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def live_server_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The web process; agencies are added by its `manage`."""
    state: Path = tmp_path_factory.mktemp("browser")
    server = start(state)
    yield server
    server.stop()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium: the system's, or the one that Playwright has installed."""
    async with async_playwright() as playwright:
        installed = shutil.which("chromium") or shutil.which("google-chrome")
        try:
            found = await playwright.chromium.launch(executable_path=installed, args=_OPTIONS)
        except Error:
            pytest.skip("There is no browser on this machine: install Debian's chromium, or run `playwright install chromium`.")
        yield found
        await found.close()


@pytest.fixture
async def page(browser: Browser, live_server_process: LiveServer) -> AsyncIterator[Page]:
    """An English page as wide as an office PC's."""
    context = await browser.new_context(base_url=live_server_process.url, locale="en", viewport={"width": 1440, "height": 900})
    new = await context.new_page()
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            faults.append(message.text)

    new.on("pageerror", lambda error: faults.append(str(error)))
    new.on("console", heard)
    yield new
    await context.close()
    assert not faults, faults
