"""Whatever a citizen sends, and whatever breaks behind the dialogue: no exception, and a reply that can be used."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.catalogue.models import Service
from bot.nlu.normalise import is_japanese
from bot.ops.local_actions import free_port
from tests.dialogue.conftest import NewChat
from tests.dialogue.talk import Citizens


@pytest.mark.parametrize(
    "text",
    [
        "/greet",
        " /greet",
        '/ask_fee{"service": "skck"}',
        "/inform",
        "/restart",
        "/session_start",
        "/back",
        "/change_language",
        "\n/greet",
        "\u200b/greet",
        "\u2060/greet",
        "／greet",
        "EXTERNAL: greet",
        "EXTERNAL: EXTERNAL: greet",
    ],
)
def test_a_command_typed_by_a_citizen_is_plain_text(chat: NewChat, text: str) -> None:
    talk = chat()
    talk.say("syarat SKCK apa aja")
    answer = talk.say(text)
    assert answer.turn.understanding["confidence"] < 1.0, answer.turn.understanding
    # The conversation has not been restarted either.
    assert talk.say("biayanya?").services == ["skck"]


def test_a_language_command_typed_by_a_citizen_does_not_fix_the_language(chat: NewChat) -> None:
    talk = chat()
    talk.say('/change_language{"language": "ja"}')
    assert talk.say("biaya SKCK").turn.language == "id"


def test_twenty_thousand_characters_are_answered_in_time(chat: NewChat) -> None:
    started = time.monotonic()
    answer = chat().say("saya mau tanya " * 1400)
    assert answer.turn.language == "id"
    assert is_japanese(chat("fukuoka").say("住民票の写しはいくらですか" * 1600).text)
    assert chat().say("a" * 20_000).text
    assert chat().say("\ufdfa" * 20_000).text
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    "text", ["🙏", "😀😀😀😀", "👨‍👩‍👧‍👦", "🇮🇩", "❤️", "...", "?", "!!!", "。", "123", "-", "{}", "<script>alert(1)</script>", "%s %d {0}"]
)
def test_signs_and_emoji_are_answered(chat: NewChat, text: str) -> None:
    assert chat().say(text).turn.language == "id"
    if not re.search("[a-z]", text):
        assert is_japanese(chat("fukuoka", language="ja").say(text).text)


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\x00\x00\x00", "\u200b", "\n\n", "\u2060"])
def test_a_message_of_which_nothing_remains_is_answered(chat: NewChat, text: str) -> None:
    talk = chat()
    talk.say("syarat SKCK apa aja")
    assert talk.say(text).decision in {"refuse", "smalltalk"}
    assert talk.say("biayanya?").services == ["skck"]


def test_a_nul_within_a_question_does_not_matter(chat: NewChat) -> None:
    answer = chat().say("ktp\x00hilang\x00biayanya berapa")
    assert answer.services == ["ktp-el-hilang-rusak"]


@pytest.mark.parametrize("text", ["\ud83d", "biaya SKCK \udc00"])
def test_half_a_surrogate_pair_is_survived(chat: NewChat, text: str) -> None:
    assert chat().try_to_say(text).turn.language == "id"


@pytest.mark.parametrize(
    "text", ["id", "null", "None", "true", "[]", '{"intent": "greet"}', "'; DROP TABLE faq;--", "../../etc/passwd", "${jndi:ldap://x}"]
)
def test_what_looks_like_code_is_a_text(chat: NewChat, text: str) -> None:
    assert chat().say(text).turn.replies


# What breaks behind the dialogue


def nowhere() -> str:
    """The URL of an action server that is down."""
    return f"http://127.0.0.1:{free_port()}/webhook"


@pytest.mark.parametrize("text", ["halo", "biaya SKCK", "saya mau kasih masukan tentang bot ini", "tolong jawab pakai bahasa jepang"])
def test_without_the_action_server_there_is_no_exception_and_no_reply(citizens: Citizens, text: str) -> None:
    turn = citizens.with_actions_at(nowhere()).say("alone", text)
    assert turn.replies == []
    assert turn.understanding["intent"]
    assert turn.language == "id"


def test_when_the_action_server_comes_back_the_conversation_goes_on(citizens: Citizens, action_server: str) -> None:
    alone = citizens.with_actions_at(nowhere())
    assert alone.say("alone", "biaya SKCK").replies == []
    alone.move_actions_to(action_server)
    assert "Rp30.000" in alone.say("alone", "biaya SKCK").replies[0]["text"]


def test_a_form_that_met_a_dead_action_server_does_not_trap_the_conversation(citizens: Citizens, action_server: str) -> None:
    alone = citizens.with_actions_at(nowhere())
    alone.say("alone", "saya mau kasih masukan tentang bot ini")
    alone.move_actions_to(action_server)
    assert "Rp30.000" in alone.say("alone", "biaya SKCK").replies[0]["text"]


@contextmanager
def broken(agency: str, service: str) -> Iterator[None]:
    """A record that no editor can make, but a hand on the database can: an action that words it raises."""
    record = Service.objects.get(agency__key=agency, key=service)
    kept = record.legal_basis.first()
    assert kept is not None
    title = kept.title
    kept.title = ["bukan", "teks"]
    kept.save()
    time.sleep(0.6)
    try:
        yield
    finally:
        kept.title = title
        kept.save()
        time.sleep(0.6)


def test_an_action_that_raises_tells_the_citizen_in_their_language_with_a_code(chat: NewChat) -> None:
    with broken("indonesia", "skck"):
        started = time.monotonic()
        talk = chat()
        answer = talk.say("dasar hukum SKCK apa?")
        assert re.search(r"gangguan pada sistem .* \(Kode: [0-9A-F]{6}\)", answer.text)
        answer = chat().say("SKCKの根拠となる法令は？")
        assert re.search(r"システムの不具合.*（番号：[0-9A-F]{6}）", answer.text)
        assert time.monotonic() - started < 8
        assert "Rp30.000" in talk.say("biaya SKCK berapa").text


def call_action(url: str, action: str, **message: Any) -> dict[str, Any]:
    """Ask the real action server for one action, as Rasa does."""
    tracker = {
        "sender_id": "x",
        "slots": {},
        "latest_message": {"text": "halo", "intent": {"name": "greet", "confidence": 1.0}, "entities": [], **message},
        "latest_event_time": 1.0,
        "followup_action": None,
        "paused": False,
        "events": [],
        "latest_input_channel": "console",
        "active_loop": {},
        "latest_action": {},
        "latest_action_name": "action_listen",
    }
    body = json.dumps({"next_action": action, "sender_id": "x", "tracker": tracker, "domain": {}, "version": "3.6.21"}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        answer: dict[str, Any] = json.loads(response.read())
        return answer


@pytest.mark.parametrize(
    ("language", "expected"), [("id", r"Maaf, .*\(Kode: [0-9A-F]{6}\)"), ("ja", r"申し訳ありません。.*（番号：[0-9A-F]{6}）")]
)
def test_an_agency_that_no_longer_exists_is_told_with_a_code(action_server: str, language: str, expected: str) -> None:
    answer = call_action(action_server, "action_greet", metadata={"agency": "sudah-tiada"}, decision={"language": language})
    assert re.search(expected, answer["responses"][0]["custom"]["reply"]["text"])
    assert answer["events"] == []


def test_a_message_to_an_agency_that_does_not_exist_raises_nothing(chat: NewChat) -> None:
    answer = chat("tidak-ada").try_to_say("biaya SKCK")
    assert answer.turn.language == "id"


def test_every_action_of_the_domain_runs_without_any_slot(action_server: str) -> None:
    from ruamel.yaml import YAML

    from bot.environment import ROOT

    for name in YAML(typ="safe").load(ROOT / "domain.yml")["actions"]:
        if name in {"validate_feedback_form", "action_store_feedback"}:
            continue
        answer = call_action(action_server, name, metadata={"agency": "banyuwangi"}, decision={"language": "id"})
        text = answer["responses"][0]["custom"]["reply"]["text"]
        assert text
        assert "Kode:" not in text, f"{name}: {text}"
