"""What a page must keep to at both widths: no serious fault for people with disabilities, and nothing beside the screen."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

WIDTHS = (360, 1440)


async def check_page(page: Page, name: str) -> None:
    """Fail when axe finds a serious or critical fault, or the page is wider than the screen; leaves the width as it was.

    With SCREENSHOTS set to a folder, each page is also kept there as a picture.
    """
    before = page.viewport_size
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 740 if width < 800 else 900})
        if folder := os.environ.get("SCREENSHOTS"):
            await page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        found = await Axe().run(page)
        serious = [one for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
        told = [(one["id"], [node["html"] for node in one["nodes"]]) for one in serious]
        assert not told, f"{name} at {width} px: {told}"
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width} px"
    if before:
        await page.set_viewport_size(before)


async def check_that_nothing_scrolls_sideways(page: Page, boxes: str = ".table-box, .chart-box") -> None:
    """Fail when on a telephone a table or a chart is wider than its frame, so that a part of it is out of sight."""
    before = page.viewport_size
    await page.set_viewport_size({"width": 360, "height": 740})
    wide = f"[...document.querySelectorAll('{boxes}')].filter((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth)"
    found = await page.evaluate(f"{wide}.map((box) => box.getAttribute('aria-label') ?? box.className)")
    assert not found, f"wider than their frame: {found}"
    if before:
        await page.set_viewport_size(before)
