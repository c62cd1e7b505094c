"""An administrator's first day: the link of createadmin, the second factor, a colleague who is invited."""

from __future__ import annotations

import re
import time
from base64 import b32decode

import pytest
from django_otp.oath import TOTP
from playwright.async_api import Browser, Page, expect

from tests.browser.accessibility import check_page
from tests.browser.server import LiveServer

pytestmark = pytest.mark.slow

PASSWORD = "kuda-laut menari pelan"


def _code(secret: str) -> str:
    totp = TOTP(b32decode(secret.replace(" ", "")))
    totp.time = time.time()
    return f"{totp.token():06d}"


async def _accept(page: Page, link: str, name: str) -> None:
    await page.goto(link)
    await page.get_by_role("button", name="English").click()
    await page.goto(link)
    await page.locator("#id_name").fill(name)
    await page.locator("#id_password").fill(PASSWORD)
    await page.locator("#id_again").fill(PASSWORD)


async def test_an_administrator_signs_in_sets_up_the_second_factor_and_invites_a_colleague(
    page: Page, browser: Browser, live_server_process: LiveServer
) -> None:
    server = live_server_process
    server.manage(
        *("agency", "add", "kota-uji", "--country", "ID", "--timezone", "Asia/Jakarta", "--name-id", "Kota Uji", "--name-ja", "ウジ市"),
        *("--default-language", "id"),
    )
    link = server.manage("createadmin", "--email", "ani@kota.example", "--agency", "kota-uji", "--language", "en")
    await page.goto("/console/")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await check_page(page, "sign-in")
    await page.get_by_label("E-mail").fill("ani@kota.example")
    await page.get_by_label("Password").fill("wrong password")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_text("do not belong together")).to_be_visible()
    await check_page(page, "sign-in-wrong")

    await _accept(page, link, "Ani Wijaya")
    await check_page(page, "accept")
    await page.get_by_role("button", name="Save and sign in").click()
    await expect(page.get_by_role("heading", name="Set up the second factor")).to_be_visible()
    await check_page(page, "second-factor-set-up")
    secret = await page.locator(".secret").inner_text()
    await page.locator("#id_code").fill(_code(secret))
    await page.get_by_role("button", name="Confirm").click()
    await expect(page.locator(".codes li")).to_have_count(10)
    await check_page(page, "recovery-codes")
    recovery_code = await page.locator(".codes li").first.inner_text()

    await page.get_by_role("link", name="I have kept them").click()
    await expect(page.get_by_role("heading", name="Kota Uji")).to_be_visible()
    await check_page(page, "overview")
    await page.get_by_role("link", name="Team").first.click()
    await check_page(page, "team-empty")
    await page.get_by_role("link", name="Invite a colleague").click()
    await page.get_by_role("button", name="Make the link").click()
    await expect(page.get_by_text("Choose at least one role.")).to_be_visible()
    await check_page(page, "invite")
    await page.get_by_label("E-mail").fill("Budi@kota.example")
    await page.get_by_role("checkbox", name="Editor", exact=False).first.check()
    await page.get_by_role("button", name="Make the link").click()
    invitation = await page.locator("#link").input_value()
    await check_page(page, "link")
    await page.get_by_role("link", name="Back to the team").click()
    await expect(page.get_by_text("budi@kota.example").first).to_be_visible()
    await check_page(page, "team")

    colleague = await (await browser.new_context(locale="en", base_url=server.url)).new_page()
    await _accept(colleague, invitation, "Budi Santoso")
    await colleague.locator("button[type=submit]:not([name])").click()
    await expect(colleague.get_by_role("heading", name="Kota Uji")).to_be_visible()
    await expect(colleague.get_by_role("link", name=re.compile("Team|Tim"))).to_have_count(0)
    await colleague.goto("/console/kota-uji/team/")
    await check_page(colleague, "forbidden")
    await colleague.goto("/console/kota-uji/nothing")
    await check_page(colleague, "not-found")
    await colleague.goto(invitation)
    await check_page(colleague, "link-ended")

    await page.reload()
    await page.get_by_role("link", name="Change Budi Santoso").click()
    await page.get_by_role("checkbox", name="Analyst").check()
    await check_page(page, "member")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("The roles are changed.")).to_be_visible()
    await page.get_by_role("link", name="Changes").click()
    await expect(page.locator("ins", has_text="Analyst")).to_be_visible()
    await check_page(page, "changes")

    await page.get_by_role("link", name="My account").click()
    await check_page(page, "account")
    await page.get_by_role("link", name="Manage").click()
    await check_page(page, "second-factor")
    await page.goto("/console/account/password")
    await check_page(page, "password")
    await page.get_by_role("button", name="日本語").click()
    await page.goto("/console/kota-uji/team/")
    await expect(page.get_by_role("heading", name="チーム")).to_be_visible()
    await check_page(page, "team-japanese")
    await page.get_by_role("button", name="Bahasa Indonesia").click()
    await page.goto("/console/kota-uji/audit/")
    await check_page(page, "changes-indonesian")
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.get_by_role("button", name="Menu").click()
    await check_page(page, "menu")
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.get_by_role("button", name="English").click()

    await page.get_by_role("button", name="Sign out").click()
    await page.get_by_label("E-mail").fill("ani@kota.example")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await check_page(page, "code")
    await page.locator("#id_code").fill(recovery_code)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Kota Uji")).to_be_visible()
