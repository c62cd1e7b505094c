"""A reviewer writes an FAQ with the checks and the preview beside it, and publishes it."""

from __future__ import annotations

import os
import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.accessibility import check_page, check_that_nothing_scrolls_sideways
from tests.browser.server import LiveServer

pytestmark = pytest.mark.slow

PASSWORD = "kuda-laut menari pelan"


MAKE_REVIEWER = f"""
from django.contrib.auth.models import User
from bot.catalogue.models import Agency
from bot.staff.models import Membership
user = User.objects.create_user("rina@kota.example", "rina@kota.example", {PASSWORD!r}, first_name="Rina")
Membership.objects.create(user=user, agency=Agency.objects.get(key="kota-tanya"), role="reviewer")
"""


def _add_reviewer(server: LiveServer) -> None:
    """A new agency with somebody who may publish."""
    server.manage(
        *(
            "agency",
            "add",
            "kota-tanya",
            "--country",
            "ID",
            "--timezone",
            "Asia/Jakarta",
            "--name-id",
            "Kota Tanya",
            "--name-ja",
            "タニャ市",
        ),
        *("--default-language", "id"),
    )
    server.manage("shell", "-c", MAKE_REVIEWER)


async def test_an_faq_is_written_with_live_checks_previewed_and_published(page: Page, live_server_process: LiveServer) -> None:
    _add_reviewer(live_server_process)
    await page.goto("/console/")
    await page.get_by_role("button", name="English").click()
    await page.get_by_label("E-mail").fill("rina@kota.example")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("link", name="Questions and answers").first.click()
    await expect(page.get_by_text("There are no questions yet")).to_be_visible()
    await check_page(page, "faq-empty")
    await page.get_by_role("link", name="New question").first.click()

    await page.locator("#id_question_id").fill("Di mana parkir motor?")
    await page.locator("#id_answer_id").fill("Parkir motor ada di basemen gedung.")
    await expect(page.locator("#findings-answer-ja")).to_contain_text("missing", timeout=60_000)
    # Who hears the page hears it with its field.
    await expect(page.locator("#id_answer_ja")).to_have_accessible_description(re.compile("missing"))
    await expect(page.locator("#preview .telegram").first).to_contain_text("Parkir motor ada di basemen gedung.")
    await check_page(page, "faq-edit-with-errors")
    await page.locator("#id_question_ja").fill("バイクの駐車場はどこですか")
    await page.locator("#id_answer_ja").fill("地下にあります。")
    await page.locator("#id_variants_id").fill("taruh motor di mana\nparkir motor")
    await expect(page.locator("#findings-answer-ja")).to_be_hidden(timeout=30_000)
    await page.get_by_role("button", name="One row more Buttons").click()
    await expect(page.locator("#rows-quick_replies .row")).to_have_count(2)
    await page.get_by_label("Leads to").first.fill("nowhere at all")
    await page.get_by_role("button", name="Save as a draft").click()
    await expect(page.get_by_role("alert")).to_have_text("Please look at the fields marked below.")
    await expect(page.get_by_label("Leads to").first).to_be_focused()
    await expect(page.get_by_label("Leads to").first).to_have_accessible_description(re.compile("Choose one from the list"))
    await page.get_by_label("Leads to").first.fill("")
    await page.get_by_label("A question as a citizen would write it").fill("taruh motor di mana ya")
    await page.get_by_role("button", name="Try", exact=True).click()
    await expect(page.locator("#trial")).to_contain_text("this text", timeout=30_000)
    await check_page(page, "faq-edit")
    await page.get_by_role("button", name="Save and publish").click()
    await expect(page.get_by_text("Published. The assistant answers with it")).to_be_visible()
    # Read out at once, although the page came with it.
    await expect(page.locator(".flash")).to_be_focused()
    await expect(page.get_by_role("button", name="Undo")).to_be_visible()
    await check_page(page, "faq-entry")
    await page.get_by_role("link", name=re.compile("Version 1")).click()
    await check_page(page, "faq-version")
    await page.goto("/console/kota-tanya/faq/")
    await expect(page.get_by_role("link", name="Di mana parkir motor?")).to_be_visible()
    await check_page(page, "faq-list")
    await check_that_nothing_scrolls_sideways(page)
    await page.get_by_role("link", name="Import").click()
    await check_page(page, "faq-import")
    table = "key,question,answer,language\nmusala,Di mana musala?,Di lantai 2.,id\n"
    table += "musala,お祈りの部屋は,2階です。,ja\nsalah,Apa?,,id\n"
    await page.locator("#id_file").set_input_files({"name": "faq.csv", "mimeType": "text/csv", "buffer": table.encode()})
    await page.get_by_role("button", name="See what it would do").click()
    await expect(page.get_by_text("the answer is empty")).to_be_visible()
    await check_page(page, "faq-import-plan")
    await check_that_nothing_scrolls_sideways(page)
    if os.environ.get("SCREENSHOTS"):
        await page.get_by_role("button", name="日本語").click()
        await page.goto("/console/kota-tanya/faq/entry/di-mana-parkir-motor/edit")
        await check_page(page, "faq-edit-japanese")
