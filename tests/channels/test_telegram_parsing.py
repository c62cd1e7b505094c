"""Updates of Telegram as webhooks bring them: what each becomes, and what is no update."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.base import Account, Acknowledgement, ContactUpdate, Event, Incoming, Media, WebhookRequest
from channels.errors import BadSignature, MalformedPayload
from channels.registry import connected
from channels.telegram import Telegram

PAYLOADS = Path(__file__).resolve().parent.parent / "payloads" / "telegram"
CHANNEL = Telegram()
TOKEN = "7000000001:AAEexample_token-of_nobody-000000000"
ACCOUNT = Account("1", "kota-uji", "telegram", path="jalan-rahasia", credentials={"token": TOKEN}, settings={"username": "layanan_uji_bot"})
SITI, HANA, GROUP, SUPERGROUP = "511000101", "511000202", "-4000000077", "-1002000000077"
KEY, QUERY = "Zz09_-aAbB12", "2194700000000000001"
PLACE = (-8.219233, 114.369141)


def payload(name: str) -> dict[str, Any]:
    return dict(json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8")))


def parse(data: object, account: Account = ACCOUNT) -> list[Event]:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return CHANNEL.parse(account, WebhookRequest("https://layanan.example.go.id/webhooks/jalan-rahasia", {}, body))


def media(kind: str, size: int | None, text: str = "") -> Incoming:
    return Incoming("41", SITI, "media", text=text, language="id", media=Media(kind, size))


EVENTS: dict[str, Event | None] = {
    "text": Incoming("41", SITI, "text", text="Syarat bikin KTP apa saja?", language="id"),
    "text_japanese": Incoming("41", HANA, "text", text="住民票の写しの手数料はいくらですか。", language="ja"),
    "command_start_deep_link": Incoming("41", SITI, "text", text="/start ktp-el-baru", language="id"),
    "command_with_bot_name": Incoming("41", SITI, "text", text="/help KTP", language="id"),
    "photo": media("photo", 84213, "Ini KTP saya, sudah benar?"),
    "document": media("document", 204800),
    "voice": media("voice", 16321),
    "audio": media("audio", 990000),
    "video": media("video", 1200000, "Antrean hari ini"),
    "video_note": media("video_note", None),
    "animation": media("animation", 50000),
    "sticker": media("sticker", 20000),
    "location": Incoming("41", SITI, "location", language="id", location=PLACE),
    "live_location": Incoming("41", SITI, "location", language="id", location=PLACE),
    "live_location_moved": None,
    "venue": Incoming("41", SITI, "location", language="id", location=PLACE),
    "contact": Incoming("41", SITI, "contact", language="id"),
    "poll": Incoming("41", SITI, "unsupported", language="id"),
    "dice": Incoming("41", HANA, "unsupported", language="ja"),
    "story": Incoming("41", SITI, "unsupported", language="id"),
    "kind_of_the_future": Incoming("41", SITI, "unsupported", language="id"),
    "pinned": None,
    "edited_text": Incoming("41e1764200065", SITI, "edit", text="Syarat bikin KTP baru apa saja?", language="id", edits="41"),
    "edited_caption": Incoming("41e1764200065", SITI, "edit", text="Formulir yang benar", language="id", edits="41"),
    "button": Incoming(f"cb{QUERY}", SITI, "button", text="Syarat", button=KEY, language="id", query=QUERY),
    "button_of_inaccessible_message": Incoming(f"cb{QUERY}", SITI, "button", button=KEY, language="id", query=QUERY),
    "button_without_message": Incoming(f"cb{QUERY}", SITI, "button", button=KEY, language="id", query=QUERY),
    "button_forged": Incoming(f"cb{QUERY}", SITI, "button", language="id", query=QUERY),
    "group_command": Incoming("41", GROUP, "group", language="id"),
    "group_command_for_another_bot": None,
    "group_mention": Incoming("41", SUPERGROUP, "group", language="ja"),
    "group_reply_to_bot": Incoming("41", SUPERGROUP, "group", language="id"),
    "group_chatter": None,
    "group_edited": None,
    "group_new_member": None,
    "group_migrated": ContactUpdate("41", GROUP, new_address=SUPERGROUP),
    "group_migrated_from": None,
    "message_from_bot": None,
    "channel_post": None,
    "blocked": ContactUpdate("u880000140", SITI, state="blocked"),
    "unblocked": ContactUpdate("u880000141", SITI, state="active"),
    "group_added": Incoming("u880000142", GROUP, "group", language="id"),
    "group_added_as_administrator": Incoming("u880000143", SUPERGROUP, "group", language="ja"),
    "group_promoted": None,
    "group_removed": None,
    "inline_query": None,
}


@pytest.mark.parametrize(("name", "event"), EVENTS.items(), ids=EVENTS)
def test_it_reads_each_kind_of_update(name: str, event: Event | None) -> None:
    assert parse(payload(name)) == ([] if event is None else [event])


def test_every_payload_stands_in_the_table() -> None:
    assert {file.stem for file in PAYLOADS.glob("*.json")} == set(EVENTS)


def test_it_stands_in_the_registry() -> None:
    assert isinstance(connected("telegram"), Telegram)


@pytest.mark.parametrize(
    ("code", "language"), [("ja", "ja"), ("ja-JP", "ja"), ("id", "id"), ("in", "id"), ("ms", "id"), ("en", ""), ("", ""), (None, "")]
)
def test_it_takes_the_language_of_the_app_as_a_hint(code: str | None, language: str) -> None:
    data = payload("text")
    data["message"]["from"]["language_code"] = code
    (event,) = parse(data)
    assert isinstance(event, Incoming)
    assert event.language == language


def test_a_command_with_any_name_is_meant_for_a_bot_that_does_not_know_its_name() -> None:
    nameless = Account("1", "kota-uji", "telegram", credentials={"token": TOKEN})
    assert parse(payload("group_command"), nameless)
    assert not parse(payload("group_mention"), nameless)


def test_a_mention_by_name_is_no_mention_of_a_longer_name() -> None:
    data = payload("group_mention")
    data["message"]["text"] = "Halo @layanan_uji_bot_dua"
    assert parse(data) == []


def test_nothing_of_a_shared_contact_is_kept() -> None:
    assert "Budi" not in repr(parse(payload("contact")))
    assert "81200000000" not in repr(parse(payload("contact")))


def test_a_button_pressed_in_a_group_is_answered_too() -> None:
    data = payload("button")
    data["callback_query"]["message"]["chat"] = {"id": int(GROUP), "title": "Warga", "type": "group"}
    assert parse(data) == [Incoming(f"cb{QUERY}", GROUP, "group", language="id", query=QUERY)]


def _with(name: str, *path: str, value: object) -> dict[str, Any]:
    data = payload(name)
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return data


def _without(name: str, *path: str) -> dict[str, Any]:
    data = payload(name)
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return data


def _nested(levels: int) -> dict[str, Any]:
    data = payload("text")
    message = data["message"]
    for _ in range(levels):
        outer = {key: value for key, value in message.items() if key != "reply_to_message"}
        outer["reply_to_message"] = message
        message = outer
    data["message"] = message
    return data


MALFORMED: dict[str, object] = {
    "empty": b"",
    "no JSON": b"token=1",
    "no UTF-8": b'{"update_id": 1, "message": "\xff"}',
    "a list": b"[]",
    "a number": b"7",
    "NaN": b'{"update_id": NaN}',
    "no number": {"message": payload("text")["message"]},
    "number as text": {**payload("text"), "update_id": "1"},
    "number as truth": {**payload("text"), "update_id": True},
    "huge number": {**payload("text"), "update_id": 2**64},
    "huge literal": b'{"update_id": ' + b"9" * 5000 + b"}",
    "message is a list": {"update_id": 1, "message": []},
    "message is null": {"update_id": 1, "message": None},
    "message is empty": {"update_id": 1, "message": {}},
    "message without chat": _without("text", "message", "chat"),
    "chat without id": _without("text", "message", "chat", "id"),
    "chat id as text": _with("text", "message", "chat", "id", value="511000101"),
    "chat id with a fraction": _with("text", "message", "chat", "id", value=1.5),
    "message id as text": _with("text", "message", "message_id", value="41"),
    "text is a list": _with("text", "message", "text", value=["a"]),
    "text is a number": _with("text", "message", "text", value=5),
    "language is a number": _with("text", "message", "from", "language_code", value=5),
    "edit date is a text": _with("edited_text", "edited_message", "edit_date", value="today"),
    "edit date beyond all calendars": _with("edited_text", "edited_message", "edit_date", value=10**30),
    "document is a text": _with("document", "message", "document", value="formulir.pdf"),
    "place off the earth": _with("location", "message", "location", "latitude", value=123.4),
    "place as text": _with("location", "message", "location", "latitude", value="-8"),
    "place without longitude": _without("location", "message", "location", "longitude"),
    "photo is a number": _with("photo", "message", "photo", value=5),
    "query without id": _without("button", "callback_query", "id"),
    "query id is a number": _with("button", "callback_query", "id", value=5),
    "query id too long": _with("button", "callback_query", "id", value="1" * 100),
    "query without sender": _without("button", "callback_query", "from"),
    "edit without date": _without("edited_text", "edited_message", "edit_date"),
    "membership without chat": _without("blocked", "my_chat_member", "chat"),
    "new address as text": _with("group_migrated", "message", "migrate_to_chat_id", value="x"),
    "nested brackets": b'{"update_id": 1, "message": ' + b"[" * 100_000,
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED)
def test_it_refuses_what_is_no_update(data: object) -> None:
    with pytest.raises(MalformedPayload):
        parse(data)


def test_a_field_that_we_do_not_read_cannot_make_a_message_unreadable() -> None:
    for field in ("date", "poll", "effect_id", "forward_origin", "link_preview_options", "quote"):
        assert parse(_with("text", "message", field, value={"new": ["shape"]})) == [EVENTS["text"]]
    assert parse(_with("poll", "message", "poll", value={"question": "?"})) == [EVENTS["poll"]]
    assert parse(_with("group_added_as_administrator", "my_chat_member", "new_chat_member", value={"status": "administrator"}))


def test_it_survives_absurd_depth() -> None:
    for levels in (50, 150, 300):
        (event,) = parse(_nested(levels))
        assert isinstance(event, Incoming)


def test_a_refusal_quotes_nothing_of_the_payload() -> None:
    with pytest.raises(MalformedPayload) as refused:
        parse(_with("text", "message", "text", value=["rahasia-warga"]))
    assert "rahasia" not in str(refused.value)
    assert refused.value.__context__ is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(name=st.sampled_from(sorted(EVENTS)), data=st.data())
def test_it_reads_or_refuses_an_update_with_any_value_changed(name: str, data: st.DataObject) -> None:
    changed = copy.deepcopy(payload(name))
    place: Any = changed
    while True:
        steps = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        step = data.draw(st.sampled_from(steps))
        if isinstance(place[step], dict | list) and place[step] and data.draw(st.booleans()):
            place = place[step]
            continue
        place[step] = data.draw(_JSON)
        break
    try:
        events = parse(changed)
    except MalformedPayload:
        return
    for event in events:
        assert isinstance(event, Incoming | ContactUpdate)
        assert len(event.external_id) <= 80
        if isinstance(event, Incoming):
            assert isinstance(event.text, str)


@given(body=st.binary(max_size=200))
def test_it_refuses_or_ignores_any_bytes(body: bytes) -> None:
    try:
        assert parse(body) == []
    except MalformedPayload:
        pass


def _signed(secret: str | None) -> WebhookRequest:
    headers = {} if secret is None else {"x-telegram-bot-api-secret-token": secret}
    return WebhookRequest("https://layanan.example.go.id/webhooks/x", headers, b"{}")


def test_it_takes_the_secret_that_was_entered() -> None:
    account = Account("1", "kota-uji", "telegram", path="a", credentials={"token": TOKEN, "webhook_secret": "kunci_Rahasia-1"})
    CHANNEL.verify(account, _signed("kunci_Rahasia-1"))


@pytest.mark.parametrize("secret", [None, "", "kunci_rahasia-1", "kunci_Rahasia-12", "秘密", "\udcff"])
def test_it_refuses_a_bad_signature(secret: str | None) -> None:
    account = Account("1", "kota-uji", "telegram", path="a", credentials={"token": TOKEN, "webhook_secret": "kunci_Rahasia-1"})
    with pytest.raises(BadSignature):
        CHANNEL.verify(account, _signed(secret))


def test_it_answers_a_pressed_button_in_the_webhook_itself() -> None:
    acknowledgement = CHANNEL.acknowledge(parse(payload("button")))
    assert acknowledgement.content_type == "application/json"
    assert json.loads(acknowledgement.body) == {"method": "answerCallbackQuery", "callback_query_id": QUERY}


@pytest.mark.parametrize("name", ["text", "blocked", "group_chatter"])
def test_it_acknowledges_everything_else_with_nothing(name: str) -> None:
    assert CHANNEL.acknowledge(parse(payload(name))) == Acknowledgement()
