"""The telephone page shows what the citizen sees, and does what a citizen does."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Error, Page, async_playwright, expect

from tests.standins.client import start_telegram, start_twilio
from tests.standins.conftest import SECRET, SENDER, SID, TOKEN

FOLDER = Path(__file__).parent


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """A browser as wide as a small telephone; every fault in the page's scripts fails the test."""
    async with async_playwright() as playwright:
        installed = shutil.which("chromium") or shutil.which("google-chrome")
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        try:
            browser = await playwright.chromium.launch(executable_path=installed, args=options)
        except Error:
            pytest.skip("There is no browser on this machine.")
        page = await browser.new_page(viewport={"width": 360, "height": 740})
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page
        await browser.close()
        assert not faults


def test_it_needs_nothing_from_elsewhere() -> None:
    for path in FOLDER.glob("phone*"):
        loaded = re.findall(r"""(?:src|href)="([^"]+)"|from "([^"]+)"|url\(([^)]+)\)|@import""", path.read_text(encoding="utf-8"))
        assert all("".join(one).startswith(("/", "data:")) for one in loaded), path.name


async def _fits(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def test_a_talk_on_telegram(page: Page) -> None:
    with start_telegram([TOKEN]) as standin:

        def call(method: str, **params: Any) -> None:
            httpx.post(f"{standin.url}/bot{TOKEN}/{method}", json=params, trust_env=False).raise_for_status()

        await page.goto(standin.url)
        await page.get_by_role("textbox", name="Message").fill("Halo <b>Bu</b>")
        await page.keyboard.press("Enter")
        said = await standin.aio.wait_for(lambda entry: entry["what"] == "said")
        assert (said["chat"], said["text"]) == ("1001", "Halo <b>Bu</b>")
        keyboard = {"inline_keyboard": [[{"text": "Biaya", "callback_data": "k1"}]]}
        call("sendMessage", chat_id=1001, text="<b>Syarat</b> &lt;KTP&gt;", parse_mode="HTML", reply_markup=keyboard)
        await expect(page.locator(".theirs b")).to_have_text("Syarat")
        await page.get_by_role("button", name="Biaya").click()
        pressed = await standin.aio.wait_for(lambda entry: entry["what"] == "pressed")
        assert pressed["data"] == "k1"
        call("answerCallbackQuery", callback_query_id=pressed["query"], text="Sebentar")
        await expect(page.get_by_role("status")).to_have_text("Sebentar")
        call("sendVenue", chat_id=1001, latitude=-8.2, longitude=114.3, title="Kantor contoh", address="Jl. Contoh 1")
        await expect(page.locator("#chat").get_by_text("Kantor contoh", exact=True)).to_be_visible()
        await page.locator("#chat").get_by_text("Halo <b>Bu</b>").click()
        await page.get_by_role("textbox", name="Message").fill("Paspor")
        await page.keyboard.press("Enter")
        edited = await standin.aio.wait_for(lambda entry: entry.get("kind") == "edit")
        assert edited["message_id"] == said["message_id"]
        await page.get_by_label("Send something else").click()
        await page.get_by_role("button", name="Photo").click()
        await standin.aio.wait_for(lambda entry: entry.get("kind") == "photo")
        await _fits(page)


async def test_a_talk_on_whatsapp(page: Page) -> None:
    with start_twilio(SID, SECRET, SENDER) as standin:

        def post(path: str, **body: Any) -> dict[str, Any]:
            answer: dict[str, Any] = (
                httpx.post(f"{standin.url}{path}", auth=(SID, SECRET), trust_env=False, **body).raise_for_status().json()
            )
            return answer

        messages = f"/2010-04-01/Accounts/{SID}/Messages.json"

        await page.goto(standin.url)
        await page.get_by_role("textbox", name="Message").fill("Selamat siang")
        await page.keyboard.press("Enter")
        said = await standin.aio.wait_for(lambda entry: entry["what"] == "said")
        frame = {"From": f"whatsapp:{SENDER}", "To": f"whatsapp:{said['chat']}"}
        post(messages, data={**frame, "Body": "*Gratis*, snake_case tetap"})
        await expect(page.locator(".theirs b")).to_have_text("Gratis")
        await expect(page.locator(".theirs i")).to_have_count(0)
        picker = {"body": "Apa lagi?", "button": "Pilih", "items": [{"item": "KTP", "id": "k1"}, {"item": "KK", "id": "k2"}]}
        content = post("/v1/Content", json={"language": "id", "types": {"twilio/list-picker": picker}})["sid"]
        post(messages, data={**frame, "ContentSid": content})
        await page.get_by_role("button", name="Pilih").click()
        await page.get_by_role("button", name="KK").click()
        assert (await standin.aio.wait_for(lambda entry: entry["what"] == "pressed"))["data"] == "k2"
        post("/v2/Indicators/Typing.json", data={"channel": "whatsapp", "messageId": said["sid"]})
        await expect(page.locator("#presence")).to_have_text("typing…")
        await page.get_by_label("Whose telephone?").click()
        await page.get_by_role("button", name="STOP").click()
        await standin.aio.wait_for(lambda entry: entry.get("text") == "STOP")
        await page.get_by_label("Whose telephone?").click()
        await page.get_by_role("button", name="Wrote 25 hours ago").click()
        await standin.aio.wait_until(lambda state: not state["chats"][said["chat"]]["window_open"])
        post(messages, data={**frame, "Body": "Terlambat"})
        await expect(page.locator(".hidden-message")).to_contain_text("63016")
        await _fits(page)
