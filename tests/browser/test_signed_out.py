"""Somebody writes for so long that the session ends: nothing that was written is lost."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.accessibility import check_page
from tests.browser.server import LiveServer

pytestmark = pytest.mark.slow

PASSWORD = "kuda-laut menari pelan"
ROOT = "/console/kota-lama/faq/"
MAKE_PEOPLE = f"""
from django.contrib.auth.models import User
from bot.catalogue.models import Agency
from bot.staff.models import Membership
for name in ("rina", "dewi"):
    user = User.objects.create_user(f"{{name}}@kota.example", f"{{name}}@kota.example", {PASSWORD!r}, first_name=name)
    Membership.objects.create(user=user, agency=Agency.objects.get(key="kota-lama"), role="editor")
"""
END_SESSIONS = "from django.contrib.sessions.models import Session; Session.objects.all().delete()"


@pytest.fixture(scope="module")
def server(live_server_process: LiveServer) -> LiveServer:
    """With an agency and two editors."""
    live_server_process.manage(
        *("agency", "add", "kota-lama", "--country", "ID", "--timezone", "Asia/Jakarta", "--name-id", "Kota Lama", "--name-ja", "ラマ市"),
        *("--default-language", "id"),
    )
    live_server_process.manage("shell", "-c", MAKE_PEOPLE)
    return live_server_process


async def _sign_in(page: Page, name: str) -> None:
    await page.get_by_label("E-mail").fill(f"{name}@kota.example")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()


async def _write_until_the_session_ends(page: Page, server: LiveServer) -> None:
    await page.goto("/console/")
    await page.get_by_role("button", name="English").click()
    await _sign_in(page, "rina")
    await page.goto(f"{ROOT}new")
    await page.locator("#id_question_id").fill("Di mana parkir motor?")
    await page.get_by_role("button", name="One row more Links").click()
    await page.locator("#id_links-1-title_id").fill("Peta")
    await page.locator("#id_links-1-title_ja").fill("地図")
    await page.locator("#id_links-1-url_id").fill("https://kota.example/peta")
    await page.locator("#id_answer_id").fill("Parkir motor ada di basemen.")
    server.manage("shell", "-c", END_SESSIONS)
    page.on("dialog", lambda dialog: dialog.accept())
    # A check of what was typed may lead there first, at any moment: then the words that are awaited are pressed instead,
    # which does nothing.
    kept = page.get_by_text("What you were writing is kept in this tab")
    await page.get_by_role("button", name="Save as a draft").or_(kept).click()
    await expect(kept).to_be_visible()


async def test_what_was_written_is_there_again_after_signing_in_and_can_be_saved(page: Page, server: LiveServer) -> None:
    await _write_until_the_session_ends(page, server)
    await check_page(page, "signed-out")
    await _sign_in(page, "rina")
    await expect(page.get_by_text("What you had written stands here again")).to_be_visible()
    await expect(page.locator("#id_answer_id")).to_have_value("Parkir motor ada di basemen.")
    await check_page(page, "written-again")
    await page.get_by_role("button", name="Save as a draft").click()
    await expect(page.get_by_text("The draft is saved")).to_be_visible()
    await expect(page.get_by_text("https://kota.example/peta").first).to_be_visible()
    # It is given back once.
    await page.goto(f"{ROOT}new")
    await expect(page.locator("#id_answer_id")).to_have_value("")


async def test_nobody_else_finds_it(page: Page, server: LiveServer) -> None:
    await _write_until_the_session_ends(page, server)
    await _sign_in(page, "dewi")
    await page.goto(f"{ROOT}new")
    await expect(page.locator("#id_question_id")).to_have_value("")
    assert await page.evaluate("sessionStorage.getItem('console-kept')") is None
