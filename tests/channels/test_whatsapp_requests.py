"""What Twilio tells, as events."""

from __future__ import annotations

from typing import Any

import pytest

from channels.base import Incoming, Media, StatusUpdate
from channels.errors import MalformedPayload
from channels.whatsapp import WhatsApp
from tests.channels.whatsapp_loopback import CONVERSATION, PAYLOADS, URL, account, payload, request

CHANNEL = WhatsApp()
MESSAGES: dict[str, dict[str, Any]] = {
    "text_indonesian": {"kind": "text", "text": "Apa syarat membuat KTP baru? 🙏"},
    "text_japanese": {"kind": "text", "text": "住民票の写しの手数料は？\n急いでいます。"},
    "text_blank": {"kind": "unsupported"},
    "media_photo": {"kind": "media", "text": "Ini fotonya", "media": Media("image/jpeg")},
    "media_voice": {"kind": "media", "media": Media("audio/ogg")},
    "contact_card": {"kind": "contact"},
    "button_quick_reply": {"kind": "button", "text": "Biaya", "button": "aB3_-x9Z0kLm"},
    "button_list": {"kind": "button", "text": "必要なもの", "button": "0123456789Ab"},
    "button_not_ours": {"kind": "button", "text": "Ya"},
    "button_without_key": {"kind": "button", "text": "Ya"},
    "flow": {"kind": "unsupported"},
    "location": {"kind": "location", "text": "Kantor Contoh", "location": (-8.219233, 114.369227)},
    "location_outside_the_world": {"kind": "unsupported"},
    "order": {"kind": "unsupported"},
    "unsupported": {"kind": "unsupported"},
    "stop_by_twilio": {"kind": "stop", "text": "Stop ya pak"},
    "stop_indonesian": {"kind": "stop", "text": "Berhenti!"},
    "stop_japanese": {"kind": "stop", "text": "「配信停止」。"},
    "stop_within_a_sentence": {"kind": "text", "text": "Bagaimana cara berhenti dari BPJS?"},
    "start_indonesian": {"kind": "start", "text": "mulai"},
    "start_by_twilio": {"kind": "start", "text": "START"},
    "help_by_twilio": {"kind": "text", "text": "HELP"},
}
OF_A_MESSAGE = f"{URL}?conversation={CONVERSATION}&message=42"


@pytest.mark.parametrize("name", MESSAGES)
def test_it_reads_each_kind_of_message(name: str) -> None:
    [event] = CHANNEL.parse(account(), request(payload(name)))
    assert isinstance(event, Incoming)
    assert event == Incoming(external_id=event.external_id, address="+628110000001", **MESSAGES[name])
    assert event.external_id.startswith("SM")


def test_a_reaction_is_answered_with_nothing() -> None:
    assert CHANNEL.parse(account(), request(payload("reaction"))) == []


def test_every_payload_is_read_by_a_test() -> None:
    names = {path.stem for path in PAYLOADS.iterdir() if not path.stem.startswith("status_")}
    assert names == {*MESSAGES, "reaction"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("status_queued", None),
        ("status_sending", None),
        ("status_sent", StatusUpdate(CONVERSATION, 42, "sent")),
        ("status_delivered", StatusUpdate(CONVERSATION, 42, "delivered")),
        ("status_read", StatusUpdate(CONVERSATION, 42, "read")),
    ],
)
def test_it_reads_what_became_of_a_message(name: str, expected: StatusUpdate | None) -> None:
    assert CHANNEL.parse(account(), request(payload(name), OF_A_MESSAGE)) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("name", "code", "part_of_reason"),
    [
        ("status_undelivered", "63016", "24 hours"),
        ("status_failed", "63024", "cannot receive"),
        ("status_failed_unknown", "69999", "twilio.com/docs/api/errors"),
    ],
)
def test_a_failed_message_comes_with_a_reason_for_staff(name: str, code: str, part_of_reason: str) -> None:
    [event] = CHANNEL.parse(account(), request(payload(name), OF_A_MESSAGE))
    assert isinstance(event, StatusUpdate)
    assert (event.status, event.code) == ("failed", code)
    assert part_of_reason in event.reason
    assert "628110000001" not in event.reason


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?conversation=&message=",
        "?message=42",
        f"?conversation={CONVERSATION}",
        f"?conversation={CONVERSATION}&message=-1",
        f"?conversation={CONVERSATION}&message=４２",
        f"?conversation={CONVERSATION}&message=" + "9" * 40,
        "?conversation=nobody&message=42",
    ],
)
def test_a_report_on_no_message_of_ours_is_nothing(query: str) -> None:
    assert CHANNEL.parse(account(), request(payload("status_delivered"), URL + query)) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"From=%2B628110000001&MessageSid=SM1&Body=halo",
        b"From=messenger%3A123&MessageSid=SM1&Body=halo",
        b"From=whatsapp%3A%2B62811000000112345678&MessageSid=SM1&Body=halo",
        b"From=whatsapp%3A%2B628110000001&Body=halo",
        b"From=whatsapp%3A%2B628110000001&MessageSid=SM+1&Body=halo",
        b"From=whatsapp%3A%2B628110000001&MessageSid=SM1&Body=%ff",
        b"\xff\xfe",
        b"&".join(b"a=%d" % number for number in range(600)),
    ],
)
def test_it_refuses_what_twilio_would_not_send(body: bytes) -> None:
    with pytest.raises(MalformedPayload):
        CHANNEL.parse(account(), request(body, signed="-"))


def test_what_is_no_form_is_of_no_concern() -> None:
    assert CHANNEL.parse(account(), request(b"{}", content_type="application/json")) == []


def test_it_acknowledges_with_an_empty_document() -> None:
    answer = CHANNEL.acknowledge([])
    assert answer.body == '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
    assert answer.content_type == "text/xml"
