"""A fee is changed in the browser, published, and said by the bot; and every page of the catalogue at both widths."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.accessibility import check_page
from tests.browser.server import LiveServer
from tests.catalogue.content import write_all

pytestmark = pytest.mark.slow

PASSWORD = "kuda-laut menari pelan"
CATALOGUE = "/console/kota/catalogue"
_JOIN = f"""
from django.contrib.auth.models import User
from bot.catalogue.models import Agency
from bot.staff.models import Membership
user = User.objects.create_user("rina@kota.example", "rina@kota.example", {PASSWORD!r}, first_name="Rina")
Membership.objects.create(user=user, agency=Agency.objects.get(key="kota"), role="reviewer")
"""
_SAY = """
from django.utils import timezone
from bot.answers.context import Setting
from bot.answers.service_answer import answer
from bot.catalogue.merge import agency_view
view = agency_view("kota")
print(answer(view.services["akta"], ("fee",), Setting(view, "id", timezone.now())).text)
print(answer(view.services["akta"], ("fee",), Setting(view, "ja", timezone.now())).text)
"""


async def test_a_reviewer_changes_a_fee_and_the_bot_says_the_new_amount(
    page: Page, live_server_process: LiveServer, tmp_path: Path
) -> None:
    server = live_server_process
    server.manage("catalogue", "load", str(write_all(tmp_path)))
    server.manage("shell", "--verbosity", "0", "--command", _JOIN)
    await page.goto("/console/sign-in")
    await page.get_by_role("button", name="English").click()
    await page.get_by_label("E-mail").fill("rina@kota.example")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Kota Contoh")).to_be_visible()

    await page.goto(f"{CATALOGUE}/")
    await expect(page.get_by_role("heading", name="Catalogue")).to_be_visible()
    await check_page(page, "catalogue")
    await page.get_by_role("link", name="Akta kelahiran").click()
    await check_page(page, "catalogue-service")
    await page.get_by_role("link", name="Change Fees").click()
    await check_page(page, "catalogue-fees-inherited")
    await page.get_by_role("button", name="Change it for our agency Fees").click()
    await page.locator("#id_fees-rows-0-amount").fill("25000")
    await check_page(page, "catalogue-fees")
    await page.get_by_role("button", name="Save the draft").last.click()
    await expect(page.get_by_text("The draft is saved.")).to_be_visible()
    await check_page(page, "catalogue-draft")
    await page.get_by_role("link", name="Preview").click()
    await page.get_by_role("link", name="Fees").click()
    await expect(page.get_by_text("Rp25.000").first).to_be_visible()
    await check_page(page, "catalogue-preview")
    await page.goto(f"{CATALOGUE}/services/akta")
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_text("It is published.")).to_be_visible()
    said = server.manage("shell", "--verbosity", "0", "--command", _SAY)
    assert "Rp25.000" in said
    assert "25,000ルピア" in said

    for part in ("basics", "requirements", "procedure", "times", "places", "law", "more", "standard", "sources"):
        await page.goto(f"{CATALOGUE}/services/akta/edit/{part}")
        await check_page(page, f"catalogue-{part}")
    await page.goto(f"{CATALOGUE}/services/akta/edit/phrases")
    await page.locator("#id_aliases-id").fill("kartu anak")
    await expect(page.get_by_text("already lead to another service")).to_be_visible()
    await expect(page.locator("#id_aliases-id + .count")).to_have_text("10 / 20000")
    await check_page(page, "catalogue-phrases")
    await page.get_by_role("button", name="Save the draft").last.click()
    for name, path in (
        ("versions", "services/akta/versions"),
        ("version", "services/akta/versions/2"),
        ("mentions", "services/akta/mentions?amount=IDR-25000"),
        ("review", "review"),
        ("offices", "offices"),
        ("office", "offices/balai-kota"),
        ("office-new", "offices/new"),
        ("import", "import"),
        ("new", "new"),
    ):
        await page.goto(f"{CATALOGUE}/{path}")
        await check_page(page, f"catalogue-{name}")
    await page.goto(f"{CATALOGUE}/services/akta")
    await page.get_by_role("button", name="日本語").click()
    await expect(page.get_by_role("heading", name="サービス基準")).to_be_visible()
    await check_page(page, "catalogue-service-japanese")
    await page.goto(f"{CATALOGUE}/services/akta/edit/requirements")
    await check_page(page, "catalogue-requirements-japanese")
