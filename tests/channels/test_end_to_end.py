"""The whole installation between two citizens' telephones: real processes, the real model, strict stand-ins of both platforms."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.ops.free_ports import free_ports
from tests.privacy.numbers import personal_numbers
from tests.standins.client import Entry, StandIn, start_telegram, start_twilio
from tests.standins.installation import Credentials, Installation

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")]
SECONDS = 90
_DIGITS = re.compile(rb"\d+")


@dataclass(frozen=True)
class Town:
    """The installation and its platforms; each test uses citizens of its own."""

    installation: Installation
    telegram: StandIn
    whatsapp: StandIn


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, seed_file: Path, trained_model: Path) -> Iterator[Town]:
    """Banyuwangi, with a bot called by webhook and a WhatsApp sender."""
    state, credentials, ports = tmp_path_factory.mktemp("town"), Credentials.invented(), free_ports()
    shutil.copy2(seed_file, state / "assistant.sqlite3")
    with (
        start_telegram([credentials.token]) as telegram,
        start_twilio(credentials.account_sid, credentials.auth_token, credentials.sender) as whatsapp,
    ):
        surroundings = {
            **ports,
            "TELEGRAM_API_URL": telegram.url,
            "TWILIO_API_URL": whatsapp.url,
            "PUBLIC_URL": f"http://127.0.0.1:{ports['PORT']}",
        }
        installation = Installation(state, credentials, surroundings)
        try:
            installation.start()
            installation.connect_telegram("banyuwangi")
            _, webhook = installation.connect_whatsapp("banyuwangi")
            whatsapp.act("webhook", url=webhook)
            yield Town(installation, telegram, whatsapp)
        finally:
            installation.stop()


def newest(platform: StandIn) -> int:
    entries = platform.log()
    return int(entries[-1]["n"]) if entries else 0


def answers(platform: StandIn, chat: str, after: int, count: int = 1) -> list[Entry]:
    """The next messages to a citizen."""
    platform.wait_until(lambda _: len(platform.messages(chat, after)) >= count, SECONDS)
    return platform.messages(chat, after)


def said(platform: StandIn, chat: str, text: str = "", count: int = 1, **more: object) -> list[Entry]:
    """What a citizen hears in answer to one message."""
    after = newest(platform)
    platform.say(chat, text, **more)
    return answers(platform, chat, after, count)


def test_telegram_answers_and_its_buttons_are_understood(town: Town) -> None:
    [answer] = said(town.telegram, "2001", "syarat bikin KTP yang hilang apa aja ya min?", language="id")
    assert "Syarat Penggantian KTP-el hilang atau rusak" in answer["text"]
    titles = [button["title"] for button in answer["buttons"]]
    assert titles[0] == "Biaya"
    after = newest(town.telegram)
    town.telegram.press("2001", answer["message_id"], 0)
    [fee] = answers(town.telegram, "2001", after)
    assert "gratis" in fee["text"]
    town.telegram.wait_for(lambda entry: entry.get("method") == "answerCallbackQuery" and bool(entry.get("ok")), SECONDS, after)


def test_a_button_that_was_never_issued_is_answered_as_text_and_does_nothing_else(town: Town) -> None:
    [answer] = said(town.telegram, "2002", "/menu", language="id")
    after = newest(town.telegram)
    town.telegram.press("2002", answer["message_id"], "AAAAAAAAAAAA", forged=True)
    [reply] = answers(town.telegram, "2002", after)
    assert reply["text"]
    assert "gangguan" not in reply["text"]


def test_a_deep_link_opens_the_service_in_the_telephones_language(town: Town) -> None:
    [answer] = said(town.telegram, "2003", "/start ktp-el-baru", language="ja")
    assert "電子身分証" in answer["text"]
    [again] = said(town.telegram, "2003", "インドネシア語で", language="ja")
    assert "mulai sekarang saya menjawab dalam bahasa Indonesia" in again["text"]
    assert "Penerbitan KTP-el baru" in again["text"]


def test_a_long_answer_comes_in_parts_in_their_order(town: Town) -> None:
    question = "syarat, cara, biaya, lama proses, tempat, dasar hukum, masa berlaku paspor baru"
    parts = said(town.whatsapp, "+6281200000001", question, count=2)
    assert all(len(part["text"]) <= 1600 for part in parts)
    assert "Paspor baru" in parts[0]["text"]


def test_whatsapp_lists_and_numbers_are_understood(town: Town) -> None:
    menu = said(town.whatsapp, "+6281200000002", "/menu")
    assert "1. Kartu identitas" in menu[0]["text"]
    chosen = said(town.whatsapp, "+6281200000002", "1", count=2)
    assert chosen[0]["text"].lstrip("*").startswith("Kartu identitas:")
    assert "KTP-el baru" in chosen[0]["text"]


def test_reports_of_delivery_reach_the_message(town: Town) -> None:
    said(town.whatsapp, "+6281200000003", "syarat SKCK", count=2)

    def statuses() -> list[str]:
        # Opened anew each time, and only to read: the installation is writing.
        with closing(sqlite3.connect(f"file:{town.installation.state / 'assistant.sqlite3'}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT status FROM desk_message WHERE direction = 'out' AND text LIKE 'Syarat SKCK%'")
            return [status for (status,) in rows]

    town.whatsapp.wait_until(lambda _: statuses() == ["read"], SECONDS)


def test_stop_is_kept_until_start(town: Town) -> None:
    [farewell] = said(town.whatsapp, "+6281200000004", "STOP")
    assert "MULAI" in farewell["text"]
    after = newest(town.whatsapp)
    town.whatsapp.say("+6281200000004", "syarat SKCK")
    [greeting, *_] = said(town.whatsapp, "+6281200000004", "MULAI")
    assert greeting["text"].startswith(("Halo", "*Halo"))
    heard = [entry["text"] for entry in town.whatsapp.messages("+6281200000004", after)]
    assert not any("SKCK" in text for text in heard)


def test_a_group_is_refused_once_and_a_photo_is_not_fetched(town: Town) -> None:
    [refusal, *_] = said(town.telegram, "-5001", "/help", kind="group")
    assert "percakapan pribadi" in refusal["text"]
    [kind] = said(town.telegram, "2004", kind="photo", language="id")
    assert "tidak kami simpan" in kind["text"]
    assert not any(entry.get("method") == "getFile" for entry in town.telegram.log())


def test_who_has_blocked_the_bot_hears_nothing_until_writing_again(town: Town) -> None:
    said(town.telegram, "2005", "halo", language="id")
    town.telegram.act("block", chat="2005")
    [welcome] = said(town.telegram, "2005", "syarat SKCK", language="id")
    assert "SKCK" in welcome["text"]


def test_no_personal_number_and_no_address_is_left_anywhere(town: Town) -> None:
    rng = random.Random(20261126)
    chats = [str(rng.randrange(5_510_000_000, 5_519_999_999)) for _ in range(10)]
    numbers = [f"+6285{rng.randrange(10**8, 10**9)}" for _ in range(10)]
    written = [form for _ in range(4) for _, form in personal_numbers(rng)]
    rng.shuffle(written)
    written = written[:100]
    after = newest(town.telegram), newest(town.whatsapp)
    for number, form in enumerate(written):
        text = f"syarat SKCK, nomor saya {form} ya" if number % 2 else f"{form} 手数料はいくらですか"
        if number % 4 < 2:
            town.telegram.say(chats[number % 10], text, language="id")
        else:
            town.whatsapp.say(numbers[number % 10], text)
    for platform, people, position in ((town.telegram, chats, after[0]), (town.whatsapp, numbers, after[1])):
        platform.wait_until(lambda state: not state["undelivered"], SECONDS)
        for chat in {person for index, person in enumerate(people)}:
            if any(entry["what"] == "said" and entry["chat"] == chat for entry in platform.log(position)):
                answers(platform, chat, position)
    stored = b"\n".join(path.read_bytes() for path in sorted(town.installation.state.rglob("*")) if path.is_file())
    assert b"[***]" in stored, "the messages themselves must be there"
    runs = {run for run in _DIGITS.findall(stored) if len(run) >= 11}
    windows = {run[at : at + 11] for run in runs for at in range(len(run) - 10)}
    for form in written:
        assert form.encode() not in stored, form
        digits = re.sub(r"\D", "", form.translate({ord(c): str(v) for c in form if (v := _decimal(c)) is not None})).encode()
        found = {digits[at : at + 11] for at in range(len(digits) - 10)} & windows
        assert not found, form
    for address in (*chats, *numbers):
        assert address.lstrip("+").encode() not in stored, address
    for secret in (town.installation.credentials.token, town.installation.credentials.auth_token):
        assert secret.encode() not in stored


def _decimal(character: str) -> int | None:
    return unicodedata.decimal(character, None)
