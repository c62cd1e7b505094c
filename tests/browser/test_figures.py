"""An administrator looks at figures, downloads them, and publishes them."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.accessibility import check_page, check_that_nothing_scrolls_sideways
from tests.browser.server import LiveServer
from tests.browser.test_first_day import _code as code_of

pytestmark = pytest.mark.slow

PASSWORD = "kuda-laut menari pelan"
KEY = "kota-angka"


def _prepare(server: LiveServer) -> str:
    server.manage("catalogue", "load")
    server.manage(
        *("agency", "add", KEY, "--country", "ID", "--parent", "indonesia", "--timezone", "Asia/Jakarta", "--name-id", "Kota Angka"),
        *("--name-ja", "アンカ市", "--default-language", "id"),
    )
    server.manage("seed_demo", "--messages", "6000", "--faq", "30", "--force")
    return server.manage("createadmin", "--email", "rina@kota.example", "--language", "en")


async def test_an_administrator_reads_downloads_and_publishes_figures(page: Page, live_server_process: LiveServer) -> None:
    link = _prepare(live_server_process)
    await page.goto(link)
    await page.get_by_role("button", name="English").click()
    await page.goto(link)
    await page.locator("#id_name").fill("Rina")
    await page.locator("#id_password").fill(PASSWORD)
    await page.locator("#id_again").fill(PASSWORD)
    await page.get_by_role("button", name="Save and sign in").click()
    await _set_up_second_factor(page)

    await page.goto(f"/console/{KEY}/analytics/agencies")
    await expect(page.locator("#counting form")).to_have_count(0, timeout=60_000)
    await check_page(page, "figures-agencies")
    await page.goto(f"/console/{KEY}/analytics/?of=all&period=90")
    await expect(page.get_by_role("heading", name="Figures of all agencies")).to_be_visible()
    await check_page(page, "figures-all")
    await page.goto(f"/console/{KEY}/analytics/")
    await page.locator("#id_period").select_option("between")
    await expect(page.locator("#id_since")).to_be_visible()
    await check_page(page, "figures-period")
    await page.get_by_role("button", name="Show").click()
    for tab in ("When and where", "Topics", "Quality"):
        await page.get_by_role("link", name=tab).click()
        await expect(page.locator("svg.chart").first).to_be_visible()
        await page.locator("summary").first.click()
        await check_page(page, f"figures-{tab.lower().replace(' ', '-')}")
        await check_that_nothing_scrolls_sideways(page, ".chart-box")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Excel").first.click()
    assert (await download.value).suggested_filename.endswith(".xlsx")
    await page.emulate_media(color_scheme="dark")
    await page.goto(f"/console/{KEY}/analytics/volumes")
    await check_page(page, "figures-dark")
    await page.goto(f"/console/{KEY}/analytics/")
    await check_page(page, "figures-short-dark")
    await page.emulate_media(color_scheme="light")
    for language in ("日本語", "Bahasa Indonesia"):
        await page.get_by_role("button", name=language).click()
        await page.goto(f"/console/{KEY}/analytics/")
        await check_page(page, f"figures-{language}")
    await page.get_by_role("button", name="English").click()

    await page.goto(f"/console/{KEY}/analytics/publishing")
    await check_page(page, "figures-publishing")
    await page.get_by_role("button", name="Make it public").click()
    await expect(page.get_by_text("The page is public now.")).to_be_visible()
    await page.goto(f"/transparency/{KEY}")
    await check_page(page, "transparency")
    await page.get_by_role("link", name="日本語").click()
    await check_page(page, "transparency-japanese")
    seen = page.url
    await page.goto(f"/console/{KEY}/analytics/publishing")
    page.once("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Take the page back").click()
    await expect(page.get_by_text("The page is not public. It would stand here:")).to_be_visible()
    answer = await page.goto(seen)
    assert answer is not None
    # The browser that has seen it shows no copy of its own.
    assert answer.status == 404


async def _set_up_second_factor(page: Page) -> None:
    secret = await page.locator(".secret").inner_text()
    await page.locator("#id_code").fill(code_of(secret))
    await page.get_by_role("button", name="Confirm").click()
    await page.get_by_role("link", name="I have kept them").click()
