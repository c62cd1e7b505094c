"""Operators in a real Chromium: what is shown is what stands in the page, at the moment at which it came there."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from playwright.async_api import Browser, Error, Page, async_playwright

from benchmarks.desk.ledger import LIST, Ledger, Sight, Stay
from benchmarks.desk.page_parts import MARK

_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# The first moment of each mark and of each step of its delivery, and every moment at which a row left a list.
_WATCH = """
(() => {
  const known = new Set();
  let rows = null;
  window.deskSeen = [];
  const note = (key) => window.deskSeen.push([key, Date.now() / 1000]);
  const noteOnce = (key) => { if (!known.has(key)) { known.add(key); note(key); } };
  const steps = ["sent", "delivered", "read"];
  const look = () => {
    for (const row of [...document.querySelectorAll("#timeline > li[data-message]")].slice(-40)) {
      const mark = row.querySelector(".text")?.textContent.match(/\\b[mr]\\d{6}\\b/)?.[0];
      if (!mark) continue;
      noteOnce(mark);
      const ticks = row.querySelector(".ticks")?.classList;
      const reached = steps.findLastIndex((one) => ticks?.contains(one));
      for (const step of steps.slice(0, reached + 1)) noteOnce(`${mark} ${step}`);
    }
    if (!document.getElementById("rows")) return;
    const now = new Set([...document.querySelectorAll("#rows [id^=row-]")].map((one) => one.id.slice(4)));
    for (const one of rows ?? []) if (!now.has(one)) note(`claimed ${one}`);
    rows = now;
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
})();
"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser | None]:
    """The machine's Chromium, or the one that Playwright has installed; None without any."""
    async with async_playwright() as playwright:
        installed = shutil.which("chromium") or shutil.which("google-chrome")
        try:
            browser = await playwright.chromium.launch(executable_path=installed, args=_OPTIONS)
        except Error:
            yield None
            return
        yield browser
        await browser.close()


class BrowserPage:
    """One page in a context of its own, with the cookies of somebody who is signed in."""

    def __init__(self, name: str, page: Page, ledger: Ledger, handoff: int = 0, token: str = "") -> None:
        self.name, self.handoff, self.token = name, handoff, token
        self._page, self._ledger = page, ledger
        self._citizen, self._came = "", time.time()

    @classmethod
    async def open(
        cls, browser: Browser, name: str, session: aiohttp.ClientSession, address: str, ledger: Ledger, handoff: int = 0, token: str = ""
    ) -> BrowserPage:
        """Open the address and watch what comes."""
        base = str(session._base_url).rstrip("/")
        context = await browser.new_context(base_url=base, locale="en", viewport={"width": 1440, "height": 900})
        cookies = [{"name": one.key, "value": one.value, "url": f"{base}/console/"} for one in session.cookie_jar]
        await context.add_cookies(cookies)  # type: ignore[arg-type]
        page = await context.new_page()
        await page.add_init_script(_WATCH)
        await page.goto(address)
        return cls(name, page, ledger, handoff, token)

    def shows(self, citizen: str) -> None:
        """From now on it is known whose conversation this is."""
        self._citizen = citizen

    async def write(self, text: str) -> float | None:
        """Type for a while, as a person does, and send; returns when it was sent, None when it was refused."""
        field = self._page.locator("#text")
        await field.press_sequentially(text, delay=50)
        began = time.time()
        await field.press("Control+Enter")
        mark = MARK.search(text)
        mine = self._page.locator("#timeline li.item.operator:not(.pending)", has_text=mark[0] if mark else text)
        await mine.first.wait_for(timeout=20_000)
        return began

    async def close(self) -> None:
        """Note everything that was seen, and close the page."""
        seen: list[tuple[str, float]] = await self._page.evaluate("window.deskSeen")
        now = time.time()
        for key, moment in seen:
            self._ledger.seen(key, Sight(self.name, moment, moment))
        # A list shows the whole desk; a conversation's page shows of it only what concerns that conversation.
        self._ledger.stayed(Stay(self.name, self._citizen or LIST, self._came, now, in_browser=True))
        await self._page.context.close()
