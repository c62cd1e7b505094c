"""A reply, cut into what WhatsApp takes."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bot.replies import Link, Location, QuickReply, Reply
from channels.base import Account, Outgoing
from channels.errors import Refused, WindowClosed
from channels.splitting import utf16_units
from channels.whatsapp import WhatsApp
from channels.whatsapp.parts import Part
from tests.channels.whatsapp_loopback import CONVERSATION, account

CHANNEL = WhatsApp()
NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
CONTENT = {
    "quick_reply": {str(n): f"HXquick{n}" for n in range(1, 4)},
    "list": {str(n): f"HXlist{n}" for n in range(1, 11)},
}


@pytest.fixture(autouse=True)
def frozen_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def _message(
    reply: Reply, language: str = "id", heard: dt.datetime | None = NOW - dt.timedelta(minutes=1), purpose: str = "answer"
) -> Outgoing:
    return Outgoing(42, CONVERSATION, "+628110000001", language, reply.to_json(), "SM1", heard, purpose)


def _parts(reply: Reply, language: str = "id", of: Account | None = None) -> list[Part]:
    return list(CHANNEL.parts(of or account(), _message(reply, language)))


def _choices(*titles: str) -> tuple[QuickReply, ...]:
    return tuple(QuickReply(title, {}, key=f"key_{number:08}") for number, title in enumerate(titles, 1))


def test_a_short_text_is_one_part() -> None:
    assert _parts(Reply("Gratis.")) == [Part("Gratis.")]


def test_links_stand_at_the_end_as_plain_lines() -> None:
    reply = Reply("Gratis.", links=(Link("Peraturan", "https://contoh.example/a"), Link("Formulir", "https://contoh.example/b")))
    assert _parts(reply) == [Part("Gratis.\n\nPeraturan: https://contoh.example/a\nFormulir: https://contoh.example/b")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("▸ Biaya\nGratis", "*▸ Biaya*\nGratis"),
        ("KTP baru:\nGratis:", "*KTP baru:*\nGratis:"),
        ("住民票：\n▸ 手数料 \n無料", "*住民票：*\n*▸ 手数料*\n無料"),
        ("▸ Rp*\n* satu", "▸ Rp*\n* satu"),
        ("_a_ <b> & ~c~", "_a_ <b> & ~c~"),
    ],
)
def test_only_headings_are_bold(text: str, expected: str) -> None:
    assert _parts(Reply(text)) == [Part(expected)]


def test_a_long_text_is_cut_at_paragraphs_and_numbered() -> None:
    paragraphs = [f"Paragraf {number}. " + "kata " * 100 for number in range(8)]
    parts = _parts(Reply("\n\n".join(paragraphs)))
    assert [part.body.rsplit("\n", 1)[1] for part in parts] == [f"({n}/{len(parts)})" for n in range(1, len(parts) + 1)]
    assert all(part.body.startswith("Paragraf ") and utf16_units(part.body) <= 1600 for part in parts)


def test_a_text_of_more_than_nine_parts_still_fits() -> None:
    parts = _parts(Reply("x" * 1594 * 9 + "y" * 100))
    assert len(parts) == 10
    assert all(len(part.body) <= 1600 for part in parts)


@given(st.text(st.sampled_from("ab 。.😀é\n▸:*"), min_size=1, max_size=9000).filter(str.strip))
def test_parts_are_never_too_long_and_lose_no_word(text: str) -> None:
    message = _message(Reply(text), heard=timezone.now())
    parts = CHANNEL.parts(account(), message)
    assert list(parts) == list(CHANNEL.parts(account(), message))
    assert all(utf16_units(part.body) <= 1600 for part in parts)
    bodies = [part.body.rsplit("\n", 1)[0] for part in parts] if len(parts) > 1 else [parts[0].body]
    assert "".join(re.sub(r"[\s*]", "", body) for body in bodies) == re.sub(r"[\s*]", "", text)


def test_three_short_choices_are_buttons() -> None:
    [part] = _parts(Reply("Apa yang ingin Anda ketahui?", _choices("Syarat", "Biaya", "Lama proses")), of=account(content=CONTENT))
    assert part.content_sid == "HXquick3"
    assert json.loads(part.variables) == {
        "1": "Apa yang ingin Anda ketahui?",
        "2": "Syarat",
        "3": "key_00000001",
        "4": "Biaya",
        "5": "key_00000002",
        "6": "Lama proses",
        "7": "key_00000003",
    }


def test_a_longer_title_makes_a_list_and_stands_in_full_below() -> None:
    reply = Reply("Pilih satu:", _choices("KTP-el", "Penggantian KTP elektronik yang hilang"))
    [part] = _parts(reply, of=account(content=CONTENT))
    assert part.content_sid == "HXlist2"
    assert json.loads(part.variables) == {
        "1": "*Pilih satu:*",
        "2": "Lihat pilihan",
        "3": "KTP-el",
        "4": "key_00000001",
        "5": "Pilihan 1",
        "6": "Penggantian KTP elektro…",
        "7": "key_00000002",
        "8": "Penggantian KTP elektronik yang hilang",
    }


def test_a_list_speaks_the_citizens_language() -> None:
    [part] = _parts(Reply("どれですか？", _choices("一", "二", "三", "四")), "ja", account(content=CONTENT))
    assert part.content_sid == "HXlist4"
    assert [json.loads(part.variables)[n] for n in ("1", "2", "5")] == ["どれですか？", "選択肢を見る", "選択肢 1"]


@pytest.mark.parametrize(("language", "prompt"), [("id", "Pilihan lanjutan:"), ("ja", "続けて選べます。")])
@pytest.mark.parametrize("text", ["x" * 1100, "Gratis.\nBawa KTP.", "Gratis.\tYa", "Gratis.      Ya"])
def test_a_text_that_a_template_cannot_hold_goes_out_before_the_choices(text: str, language: str, prompt: str) -> None:
    first, last = _parts(Reply(text, _choices("A")), language, account(content=CONTENT))
    assert first == Part(text)
    assert last.content_sid == "HXquick1"
    assert json.loads(last.variables)["1"] == prompt


def test_a_question_at_the_end_stands_above_the_choices() -> None:
    first, last = _parts(Reply("Gratis.\nBawa KTP.\n\nApa lagi?", _choices("A")), of=account(content=CONTENT))
    assert first == Part("Gratis.\nBawa KTP.")
    assert json.loads(last.variables)["1"] == "Apa lagi?"


def test_no_variable_is_empty_or_holds_a_line_break() -> None:
    reply = Reply("", _choices("Syarat\nlengkap", "B", "C", "D"))
    [part] = _parts(reply, of=account(content=CONTENT))
    assert all(value and not re.search(r"[\n\t]| {5}", value) for value in json.loads(part.variables).values())


@pytest.mark.parametrize(
    ("language", "lines"),
    [("id", "Balas dengan nomor:\n1. Syarat\n2. Biaya"), ("ja", "番号でお答えください。\n1. Syarat\n2. Biaya")],
)
def test_without_templates_choices_are_numbered(language: str, lines: str) -> None:
    assert _parts(Reply("Apa?", _choices("Syarat", "Biaya")), language) == [Part(f"Apa?\n\n{lines}")]


def test_an_agency_that_wants_numbers_gets_one_message() -> None:
    [part] = _parts(Reply("Gratis.\nBawa KTP.", _choices("Syarat", "Biaya")), of=account(content=CONTENT, choices="numbers"))
    assert (part.content_sid, part.body) == ("", "Gratis.\nBawa KTP.\n\nBalas dengan nomor:\n1. Syarat\n2. Biaya")


def test_choices_that_the_text_lists_already_are_not_listed_again() -> None:
    assert _parts(Reply("1. Syarat\n2. Biaya", _choices("Syarat", "Biaya"), numbered=True)) == [Part("1. Syarat\n2. Biaya")]


def test_more_choices_than_a_list_holds_are_numbered() -> None:
    [part] = _parts(Reply("Apa?", _choices(*"abcdefghijk")), of=account(content=CONTENT))
    assert part.body.endswith("\n11. k")


@pytest.mark.parametrize(
    ("settings", "numbered"), [({"content": CONTENT}, False), ({"content": CONTENT, "choices": "numbers"}, True), ({}, True)]
)
def test_it_is_known_beforehand_whether_choices_may_be_numbers(settings: dict[str, Any], numbered: bool) -> None:
    of = account(**settings)
    assert CHANNEL.numbers_choices(of, 4) == numbered
    [part] = _parts(Reply("Apa?", _choices("a", "b", "c", "d")), of=of)
    assert ("4. d" in part.body) == numbered


def test_settings_of_another_shape_are_as_good_as_none() -> None:
    shapes: list[Any] = ["", [], {"list": "HX"}, {"quick_reply": {"1": 5}}]
    for content in shapes:
        [part] = _parts(Reply("Apa?", _choices("a")), of=account(content=content))
        assert part.body.endswith("1. a")


def test_a_place_is_a_pin_of_its_own() -> None:
    reply = Reply("Di sini.", location=Location("Kantor | Contoh", "Jl. Contoh 1\nBanyuwangi", -8.2192331, 114.3692270))
    assert _parts(reply) == [
        Part("Di sini."),
        Part("Kantor | Contoh\nJl. Contoh 1 Banyuwangi", place="geo:-8.219233,114.369227|Kantor   Contoh"),
    ]


def test_a_place_alone_is_enough() -> None:
    assert [part.place for part in _parts(Reply("", location=Location("Kantor", "", 1.0, 2.0)))] == ["geo:1.000000,2.000000|Kantor"]


def test_an_empty_reply_is_refused() -> None:
    with pytest.raises(Refused):
        _parts(Reply(" "))


SID, SID_JA = "HX" + "a" * 32, "HX" + "b" * 32
DAY = dt.timedelta(hours=24)


@pytest.mark.parametrize("heard", [NOW, NOW - DAY])
def test_free_text_goes_out_for_24_hours(heard: dt.datetime) -> None:
    assert CHANNEL.parts(account(), _message(Reply("Gratis."), heard=heard)) == [Part("Gratis.")]


@pytest.mark.parametrize("heard", [None, NOW - DAY - dt.timedelta(seconds=1)])
@pytest.mark.parametrize(
    "templates", [None, "", "no JSON", "[]", {}, {"notice": SID}, {"answer": {"ja": SID}}, {"answer": {}}, {"answer": 5}]
)
def test_later_the_message_waits_when_no_template_is_set(heard: dt.datetime | None, templates: Any) -> None:
    with pytest.raises(WindowClosed) as caught:
        CHANNEL.parts(account(templates=templates), _message(Reply("Rahasia"), heard=heard))
    error = caught.value
    assert (error.code, error.retryable, error.retry_after) == ("window", True, 10.0)
    assert error.message == (
        "The citizen's last message is more than 24 hours old, and no template is set for 'answer': "
        "the message waits until the citizen writes again."
    )


@pytest.mark.parametrize("as_text", [True, False])
@pytest.mark.parametrize(
    ("templates", "language", "sid"),
    [
        ({"answer": SID}, "ja", SID),
        ({"answer": {"id": SID, "ja": SID_JA}}, "id", SID),
        ({"answer": {"id": SID, "ja": SID_JA}}, "ja", SID_JA),
        ({"answer": {"id": SID, "ja": SID_JA}}, "", SID),
    ],
)
def test_later_the_template_of_the_purpose_is_used(templates: Any, language: str, sid: str, as_text: bool) -> None:
    of = account(templates=json.dumps(templates) if as_text else templates)
    reply = Reply("Baris satu.\n\nBaris\tdua. " + "kata " * 300, _choices("a"), location=Location("K", "", 1, 2))
    [part] = CHANNEL.parts(of, _message(reply, language, None))
    text = json.loads(part.variables)["1"]
    assert part.content_sid == sid
    assert text.startswith("Baris satu. Baris dua. kata")
    assert text.endswith("…")
    assert len(text) <= 900


def test_a_template_for_an_empty_text_has_no_variables() -> None:
    of = account(templates={"answer": SID})
    assert CHANNEL.parts(of, _message(Reply(""), heard=None)) == [Part(content_sid=SID)]
