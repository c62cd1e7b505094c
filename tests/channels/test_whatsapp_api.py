"""What is asked of Twilio, and what its answers mean."""

from __future__ import annotations

import asyncio
import base64
import dataclasses
import json
import logging
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.environment import environment
from channels import whatsapp
from channels.base import Delivery, Outgoing
from channels.errors import ChannelError, Refused, TryLater, Unreachable, WindowClosed
from channels.whatsapp import WhatsApp
from channels.whatsapp.parts import Part
from tests.channels.whatsapp_loopback import ACCOUNT_SID, CONVERSATION, TOKEN, URL, Loopback, account, loopback

CHANNEL = WhatsApp()
MESSAGE = Outgoing(42, CONVERSATION, "+628110000001", "id", {"text": "Rahasia warga"}, "SM1")
SENT = {"sid": "SM" + "1" * 32, "status": "queued"}
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"
SECRETS = re.compile("|".join(map(re.escape, (TOKEN, base64.b64encode(f"{ACCOUNT_SID}:{TOKEN}".encode()).decode(), "Rahasia"))))


@pytest.fixture
async def twilio(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Loopback]:
    """Twilio's API on loopback; after the test no secret stands in any log."""
    caplog.set_level(logging.DEBUG)
    async with loopback() as (server, address):
        monkeypatch.setenv("TWILIO_API_URL", address + "/")
        yield server
    assert not SECRETS.search(caplog.text)
    assert "twilio" not in {record.name.split(".")[0] for record in caplog.records}


@pytest.fixture
def public_url(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = dataclasses.replace(environment(), public_url="https://layanan.example.go.id")
    monkeypatch.setattr(whatsapp, "environment", lambda: settings)


async def _error(part: Part | None = None) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        await CHANNEL.send(account(), MESSAGE, part or Part("Rahasia warga"))
    error: BaseException | None = caught.value
    while error is not None:
        assert not SECRETS.search(f"{error} {error!r}")
        error = error.__cause__ or error.__context__
    return caught.value


async def test_a_text_is_sent_from_the_sender_to_the_citizen(twilio: Loopback, public_url: None) -> None:
    twilio.will_answer(201, SENT)
    assert await CHANNEL.send(account(), MESSAGE, Part("Gratis & mudah: 無料 😀\nYa")) == Delivery("sent", "SM" + "1" * 32)
    [asked] = twilio.requests
    assert (asked["method"], asked["path"]) == ("POST", MESSAGES)
    assert base64.b64decode(asked["authorization"].removeprefix("Basic ")).decode() == f"{ACCOUNT_SID}:{TOKEN}"
    assert asked["form"] == {
        "To": "whatsapp:+628110000001",
        "From": "whatsapp:+14155238886",
        "Body": "Gratis & mudah: 無料 😀\nYa",
        "StatusCallback": f"{URL}?conversation={CONVERSATION}&message=42",
    }


async def test_without_a_public_address_no_report_is_asked_for(twilio: Loopback) -> None:
    twilio.will_answer(201, SENT)
    await CHANNEL.send(account(), MESSAGE, Part("Gratis"))
    assert set(twilio.requests[0]["form"]) == {"To", "From", "Body"}


async def test_a_messaging_service_takes_the_place_of_the_sender(twilio: Loopback) -> None:
    twilio.will_answer(201, SENT)
    await CHANNEL.send(account(messaging_service_sid="MG" + "2" * 32), MESSAGE, Part("Gratis"))
    assert twilio.requests[0]["form"] == {"To": "whatsapp:+628110000001", "MessagingServiceSid": "MG" + "2" * 32, "Body": "Gratis"}


async def test_a_template_and_a_place_are_sent_as_twilio_documents(twilio: Loopback) -> None:
    twilio.will_answer(201, SENT)
    await CHANNEL.send(account(), MESSAGE, Part(content_sid="HX1", variables='{"1": "a"}'))
    await CHANNEL.send(account(), MESSAGE, Part(content_sid="HX1"))
    await CHANNEL.send(account(), MESSAGE, Part("Kantor", place="geo:1.0,2.0|Kantor"))
    first, second, third = ({k: v for k, v in asked["form"].items() if k not in {"To", "From"}} for asked in twilio.requests)
    assert first == {"ContentSid": "HX1", "ContentVariables": '{"1": "a"}'}
    assert second == {"ContentSid": "HX1"}
    assert third == {"Body": "Kantor", "PersistentAction": "geo:1.0,2.0|Kantor"}


@pytest.mark.parametrize(
    ("status", "code", "kind", "retry_after"),
    [
        (429, 20429, TryLater, None),
        (429, None, TryLater, None),
        (400, 20429, TryLater, None),
        (400, 63018, TryLater, None),
        (500, 20500, TryLater, None),
        (503, None, TryLater, None),
        (307, None, TryLater, None),
        (408, None, TryLater, None),
        (400, 63016, WindowClosed, 10.0),
        (401, 20003, TryLater, 60.0),
        (403, 20003, TryLater, 60.0),
        (401, None, TryLater, 60.0),
        (400, 21610, Unreachable, None),
        (400, 63014, Unreachable, None),
        (400, 21211, Unreachable, None),
        (400, 21614, Unreachable, None),
        (400, 63003, Unreachable, None),
        (400, 63024, Unreachable, None),
        (400, 21656, Refused, None),
        (400, 99999, Refused, None),
        (404, None, Refused, None),
    ],
)
async def test_each_error_becomes_one_of_ours(
    twilio: Loopback, status: int, code: int | None, kind: type[ChannelError], retry_after: float | None
) -> None:
    twilio.will_answer(status, {"code": code, "message": "Rahasia warga +628110000001", "status": status} if code else "<html>")
    error = await _error()
    assert type(error) is kind
    assert error.retry_after == retry_after
    assert error.code == ("20003" if status == 401 else str(code or status))
    assert error.message.endswith(".")
    assert "62811" not in error.message
    states = {21610: "opted_out", 63014: "blocked"}
    assert not isinstance(error, Unreachable) or error.state == states.get(code or 0, "invalid")
    assert len(twilio.requests) == 1


async def test_a_problem_document_is_understood_as_well(twilio: Loopback) -> None:
    twilio.will_answer(400, {"type": "https://x", "title": "Rahasia", "status": 400, "code": 21211, "detail": "Rahasia"})
    assert isinstance(await _error(), Unreachable)


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None)])
async def test_it_obeys_the_time_to_wait(twilio: Loopback, header: str, seconds: float | None) -> None:
    twilio.will_answer(429, {"code": 20429}, retry_after=header)
    assert (await _error()).retry_after == seconds


@pytest.mark.parametrize("answer", ["<html>", "[]", "null", ""])
async def test_an_answer_that_cannot_be_read_is_tried_again(twilio: Loopback, answer: str) -> None:
    twilio.will_answer(201, answer)
    assert isinstance(await _error(), TryLater)


@pytest.mark.parametrize("answer", ["[]", "null", "5", '{"code": "x"}', '{"code": null}'])
async def test_an_error_that_cannot_be_read_has_its_status_for_a_code(twilio: Loopback, answer: str) -> None:
    twilio.will_answer(400, answer)
    assert (await _error()).code == "400"


async def test_a_server_out_of_reach_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_API_URL", "http://127.0.0.1:1")
    error = await _error()
    assert (type(error), error.code) == (TryLater, "connection")


async def test_a_silent_server_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    left = asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()
        left.set()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    monkeypatch.setenv("TWILIO_API_URL", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    monkeypatch.setattr(whatsapp, "_SECONDS_TO_SEND", 0.1)
    async with server:
        error = await _error()
        await left.wait()
    assert (type(error), error.code) == (TryLater, "timeout")


async def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_API_URL", "ftp://nowhere")
    assert "TWILIO_API_URL" in (await _error()).message


async def test_an_account_without_credentials_cannot_send() -> None:
    with pytest.raises(Refused):
        await CHANNEL.send(dataclasses.replace(account(), credentials={}), MESSAGE, Part("Gratis"))


async def test_a_new_token_is_used_at_once(twilio: Loopback) -> None:
    twilio.will_answer(201, SENT)
    await CHANNEL.send(account(), MESSAGE, Part("Gratis"))
    await CHANNEL.send(dataclasses.replace(account(), credentials={"auth_token": "new"}), MESSAGE, Part("Gratis"))
    assert base64.b64decode(twilio.requests[1]["authorization"].removeprefix("Basic ")).decode() == f"{ACCOUNT_SID}:new"


async def test_the_typing_indicator_names_the_message_that_is_answered(twilio: Loopback) -> None:
    twilio.will_answer(200, {"success": True})
    await CHANNEL.typing(account(), "+628110000001", "")
    await CHANNEL.typing(account(), "+628110000001", "SM" + "3" * 32)
    [asked] = twilio.requests
    assert (asked["method"], asked["path"]) == ("POST", "/v2/Indicators/Typing.json")
    assert asked["form"] == {"channel": "whatsapp", "messageId": "SM" + "3" * 32}


async def test_a_refused_typing_indicator_is_a_channel_error(twilio: Loopback) -> None:
    twilio.will_answer(400, {"code": 21211})
    with pytest.raises(ChannelError):
        await CHANNEL.typing(account(), "+628110000001", "SM1")


async def _identify(**changes: str) -> Any:
    values = {"account_sid": ACCOUNT_SID, "sender": "whatsapp:+1 (415) 523-8886", "auth_token": TOKEN, **changes}
    return await CHANNEL.identify({"auth_token": values.pop("auth_token")}, values)


async def test_it_asks_whose_account_it_is(twilio: Loopback) -> None:
    twilio.will_answer(200, {"sid": ACCOUNT_SID, "friendly_name": "Kabupaten Contoh", "status": "active"})
    identity = await _identify(templates=json.dumps({"answer": {"id": "HX" + "a" * 32}}))
    assert (identity.external_id, identity.name) == ("+14155238886", "Kabupaten Contoh +14155238886")
    [asked] = twilio.requests
    assert (asked["method"], asked["path"]) == ("GET", f"/2010-04-01/Accounts/{ACCOUNT_SID}.json")


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, {"code": 20003, "message": "Authenticate"}, "20003"),
        (404, {"code": 20404}, "20404"),
        (200, {"sid": ACCOUNT_SID, "status": "suspended"}, "suspended"),
        (200, {"sid": ACCOUNT_SID, "status": "closed"}, "closed"),
    ],
)
async def test_it_refuses_an_account_that_cannot_be_used(twilio: Loopback, status: int, body: Any, code: str) -> None:
    twilio.will_answer(status, body)
    with pytest.raises(Refused) as caught:
        await _identify()
    assert caught.value.code == code


@pytest.mark.parametrize(
    "changes",
    [
        {"account_sid": "SK" + "0" * 32},
        {"account_sid": ""},
        {"auth_token": ""},
        {"sender": "14155238886"},
        {"sender": "messenger:1"},
        {"messaging_service_sid": "HX1"},
        {"templates": "{"},
        {"templates": '{"answer": {"id": "x"}}'},
        {"templates": '{"answer": 5}'},
    ],
)
async def test_it_refuses_what_cannot_be_right_without_asking(changes: dict[str, str]) -> None:
    with pytest.raises(Refused) as caught:
        await _identify(**changes)
    assert caught.value.code == next(iter(changes))


async def test_it_makes_the_templates_that_are_missing(twilio: Loopback) -> None:
    names = [f"assistant_quick_reply_{n}_v1" for n in range(1, 4)] + [f"assistant_list_{n}_v1" for n in range(1, 11)]
    page = [{"sid": f"HX{name}", "friendly_name": name} for name in names if name not in {names[2], names[4]}]
    next_page = "https://content.twilio.com/v1/Content?PageSize=100&PageToken=x"
    twilio.will_answer(200, {"contents": page[:5], "meta": {"key": "contents", "next_page_url": next_page}})
    twilio.will_answer(200, {"contents": page[5:], "meta": {"key": "contents", "next_page_url": None}})
    twilio.will_answer(201, {"sid": "HXmade3"})
    twilio.will_answer(201, {"sid": "HXmade2"})
    settings = await CHANNEL.prepare_settings(account())
    assert settings["content"]["quick_reply"] == {"1": f"HX{names[0]}", "2": f"HX{names[1]}", "3": "HXmade3"}
    assert settings["content"]["list"]["2"] == "HXmade2"
    assert list(settings["content"]["list"]) == [str(n) for n in range(1, 11)]
    assert [(asked["method"], asked["path"]) for asked in twilio.requests] == [("GET", "/v1/Content")] * 2 + [("POST", "/v1/Content")] * 2
    buttons, rows = (asked["json"] for asked in twilio.requests[2:])
    assert (buttons["friendly_name"], buttons["language"]) == (names[2], "id")
    assert buttons["types"] == {
        "twilio/quick-reply": {
            "body": "{{1}}",
            "actions": [{"type": "QUICK_REPLY", "title": f"{{{{{n}}}}}", "id": f"{{{{{n + 1}}}}}"} for n in (2, 4, 6)],
        }
    }
    assert rows["types"] == {
        "twilio/list-picker": {
            "body": "{{1}}",
            "button": "{{2}}",
            "items": [{"item": f"{{{{{n}}}}}", "id": f"{{{{{n + 1}}}}}", "description": f"{{{{{n + 2}}}}}"} for n in (3, 6)],
        }
    }
    assert set(buttons["variables"]) == {str(n) for n in range(1, 8)}
    assert set(rows["variables"]) == {str(n) for n in range(1, 9)}


async def test_templates_that_are_there_are_not_made_again(twilio: Loopback) -> None:
    names = [f"assistant_quick_reply_{n}_v1" for n in range(1, 4)] + [f"assistant_list_{n}_v1" for n in range(1, 11)]
    twilio.will_answer(200, {"contents": [{"sid": "HX1", "friendly_name": name} for name in names], "meta": {"key": "contents"}})
    assert await CHANNEL.introduce(account()) == "The 13 content templates for buttons and lists are in the Twilio account."
    assert [asked["method"] for asked in twilio.requests] == ["GET"]


async def test_templates_with_wrong_credentials_are_refused(twilio: Loopback) -> None:
    twilio.will_answer(401, {"code": 20003})
    with pytest.raises(Refused):
        await CHANNEL.introduce(account())


async def test_it_says_where_the_webhook_is_entered() -> None:
    sentence = await CHANNEL.set_webhook(account(), URL)
    assert URL in sentence
    assert "POST" in sentence
    assert URL not in await CHANNEL.set_webhook(account(), None)


def test_the_connections_end_with_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    async def send() -> None:
        async with loopback() as (server, address):
            monkeypatch.setenv("TWILIO_API_URL", address)
            server.will_answer(201, SENT)
            await CHANNEL.send(account(), MESSAGE, Part("Gratis"))

    # Twice, for each loop needs connections of its own. A connection left open would be a warning, and that an error.
    asyncio.run(send())
    asyncio.run(send())
