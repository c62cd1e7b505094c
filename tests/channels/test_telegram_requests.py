"""Requests to the Bot API: what is sent, what each refusal means, and that the token stays secret."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from channels.base import Account, Incoming, Outgoing, WebhookRequest
from channels.errors import BadSignature, ChannelError, Moved, Refused, TryLater, Unreachable
from channels.telegram import Telegram
from channels.telegram import client as telegram_client
from channels.telegram.parts import PlacePart, TextPart
from tests.channels.telegram_api import TOKEN, Answer, FakeApi, refusal, running_api

CHANNEL = Telegram()
ACCOUNT = Account("1", "kota-uji", "telegram", path="jalan-rahasia", credentials={"token": TOKEN})
MESSAGE = Outgoing(1, "c", "511000101", "id", {"text": "Halo"})
TEXT = TextPart("<b>Halo:</b>\nA &amp; B", "Halo:\nA & B", ((("Biaya", "k3Jd8_sPq-1Z"), ("Syarat", "Zz09_-aAbB12")),))
PRESSED = Incoming("cb9", "511000101", "button", query="9")


@pytest.fixture
async def api(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeApi]:
    async with running_api(monkeypatch) as running:
        yield running


async def test_it_sends_a_text_with_buttons(api: FakeApi) -> None:
    delivery = await CHANNEL.send(ACCOUNT, MESSAGE, TEXT)
    assert (delivery.status, delivery.provider_id) == ("sent", "77")
    ((method, data),) = api.calls
    assert method == "sendMessage"
    assert data["chat_id"] == "511000101"
    assert data["text"] == TEXT.html
    assert data["parse_mode"] == "HTML"
    assert json.loads(data["link_preview_options"]) == {"is_disabled": True}
    assert json.loads(data["reply_markup"]) == {
        "inline_keyboard": [[{"text": "Biaya", "callback_data": "k3Jd8_sPq-1Z"}, {"text": "Syarat", "callback_data": "Zz09_-aAbB12"}]]
    }


async def test_it_sends_what_parts_made_of_a_reply(api: FakeApi) -> None:
    place = {"title": "Kantor", "address": "Jl. Contoh 1", "latitude": -8.2, "longitude": 114.3}
    message = Outgoing(1, "c", "-1002000000077", "id", {"text": "kata " * 1500, "location": place})
    for part in CHANNEL.parts(ACCOUNT, message):
        await CHANNEL.send(ACCOUNT, message, part)
    assert [method for method, _ in api.calls] == ["sendMessage", "sendMessage", "sendVenue"]
    venue = api.calls[-1][1]
    assert (venue["chat_id"], venue["title"], venue["address"]) == ("-1002000000077", "Kantor", "Jl. Contoh 1")
    assert (venue["latitude"], venue["longitude"]) == ("-8.2", "114.3")


async def test_it_sends_a_place_without_address_as_a_point(api: FakeApi) -> None:
    await CHANNEL.send(ACCOUNT, MESSAGE, PlacePart(-8.2, 114.3))
    assert api.calls[0][0] == "sendLocation"


async def test_a_receipt_of_an_unknown_shape_is_a_receipt(api: FakeApi) -> None:
    api.answers["sendMessage"] = [Answer(200, {"ok": True, "result": {"message_id": 78, "chat": {"new": "shape"}}})]
    assert (await CHANNEL.send(ACCOUNT, MESSAGE, TEXT)).provider_id == "78"
    api.answers["sendMessage"] = [Answer(200, {"ok": True, "result": True})]
    assert (await CHANNEL.send(ACCOUNT, MESSAGE, TEXT)).provider_id == ""


async def test_it_sends_plain_text_when_telegram_cannot_read_the_html(api: FakeApi) -> None:
    api.answers["sendMessage"] = [refusal(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3')]
    assert (await CHANNEL.send(ACCOUNT, MESSAGE, TEXT)).provider_id == "77"
    (_, first), (_, second) = api.calls
    assert second["text"] == TEXT.plain
    assert "parse_mode" not in second
    assert second["reply_markup"] == first["reply_markup"]


BLOCKED = "Forbidden: bot was blocked by the user"
REFUSALS: list[tuple[Answer, type[ChannelError], str, dict[str, Any]]] = [
    (refusal(429, "Too Many Requests: retry after 37", retry_after=37), TryLater, "429", {"retry_after": 37.0, "retryable": True}),
    (refusal(429, "Too Many Requests"), TryLater, "network", {"retryable": True}),
    (refusal(403, BLOCKED), Unreachable, "403", {"state": "blocked", "retryable": False}),
    (refusal(403, "Forbidden: user is deactivated"), Unreachable, "403", {"state": "blocked"}),
    (refusal(403, "Forbidden: bot was kicked from the group chat"), Unreachable, "403", {"state": "blocked"}),
    (refusal(400, "Bad Request: chat not found"), Unreachable, "400", {"state": "invalid"}),
    (refusal(400, "Bad Request: user not found"), Unreachable, "400", {"state": "invalid"}),
    (refusal(400, "Bad Request: PEER_ID_INVALID"), Unreachable, "400", {"state": "invalid"}),
    (refusal(400, "Bad Request: not enough rights to send text messages to the chat"), Unreachable, "400", {"state": "blocked"}),
    (
        refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1002000000077),
        Moved,
        "400",
        {"address": "-1002000000077", "retryable": True},
    ),
    (refusal(400, "Bad Request: message is too long"), Refused, "400", {"retryable": False}),
    (refusal(400, "Bad Request: BUTTON_DATA_INVALID"), Refused, "400", {"retryable": False}),
    (refusal(401, "Unauthorized"), TryLater, "401", {"retry_after": 60}),
    (refusal(404, "Not Found"), TryLater, "401", {"retry_after": 60}),
    (refusal(409, "Conflict: terminated by other getUpdates request"), TryLater, "409", {"retryable": True}),
    (refusal(500, "Internal Server Error"), TryLater, "network", {"retryable": True}),
    (Answer(502, b"<html>Bad Gateway</html>"), TryLater, "network", {"retryable": True}),
    (Answer(200, b"<html>Welcome</html>"), TryLater, "unexpected", {"retryable": True}),
    (Answer(200, {"ok": True}), TryLater, "unexpected", {"retryable": True}),
]


@pytest.mark.parametrize(("answer", "kind", "code", "more"), REFUSALS)
async def test_each_refusal_has_a_meaning(api: FakeApi, answer: Answer, kind: type[ChannelError], code: str, more: dict[str, Any]) -> None:
    api.answers["sendMessage"] = [answer]
    with pytest.raises(ChannelError) as raised:
        await CHANNEL.send(ACCOUNT, MESSAGE, TEXT)
    assert type(raised.value) is kind
    assert raised.value.code == code
    assert {name: getattr(raised.value, name) for name in more} == more
    assert raised.value.message.endswith(".")


async def test_a_refusal_quotes_nothing_that_was_written(api: FakeApi) -> None:
    api.answers["sendMessage"] = [refusal(400, "Bad Request: wrong HTTP URL: 'rahasia'")]
    with pytest.raises(Refused) as raised:
        await CHANNEL.send(ACCOUNT, MESSAGE, TEXT)
    assert raised.value.message == "Telegram did not accept the request: Wrong http url."


async def test_more_sends_at_once_than_connections_all_arrive(api: FakeApi) -> None:
    deliveries = await asyncio.gather(*(CHANNEL.send(ACCOUNT, MESSAGE, TEXT) for _ in range(150)))
    assert len(deliveries) == len(api.calls) == 150


async def test_silence_ends_in_time(api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    api.silent = True
    monkeypatch.setattr(telegram_client, "REQUEST_SECONDS", 0.2)
    with pytest.raises(TryLater) as raised:
        await CHANNEL.send(ACCOUNT, MESSAGE, TEXT)
    assert raised.value.code == "timeout"
    assert telegram_client.REQUEST_SECONDS < 10


async def test_an_address_where_nobody_listens_is_tried_later(api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")
    with pytest.raises(TryLater) as raised:
        await CHANNEL.send(ACCOUNT, MESSAGE, TEXT)
    assert raised.value.code == "network"


@pytest.mark.parametrize("address", ["", "@seseorang", "12x", "1" * 30])
async def test_an_address_that_is_no_chat_is_never_asked_for(api: FakeApi, address: str) -> None:
    with pytest.raises(Unreachable):
        await CHANNEL.send(ACCOUNT, Outgoing(1, "c", address, "id", {"text": "Halo"}), TEXT)
    assert api.calls == []


async def test_a_token_that_is_none_is_never_sent_anywhere(api: FakeApi) -> None:
    for token in ("", "abc", f"{TOKEN}/../x", f"{TOKEN}\n"):
        with pytest.raises(TryLater) as raised:
            await CHANNEL.send(Account("1", "kota-uji", "telegram", credentials={"token": token}), MESSAGE, TEXT)
        assert raised.value.code == "401"
    assert api.calls == []


REQUESTS: dict[str, Callable[[], Awaitable[object]]] = {
    "getMe": lambda: CHANNEL.identify({"token": TOKEN}, {}),
    "getUpdates": lambda: CHANNEL.poll(ACCOUNT, "5"),
    "answerCallbackQuery": lambda: CHANNEL.confirm(ACCOUNT, PRESSED),
    "sendChatAction": lambda: CHANNEL.typing(ACCOUNT, "511000101", "41"),
    "setWebhook": lambda: CHANNEL.set_webhook(ACCOUNT, "https://layanan.example.go.id/w"),
    "deleteWebhook": lambda: CHANNEL.set_webhook(ACCOUNT, None),
    "setMyCommands": lambda: CHANNEL.introduce(ACCOUNT),
    "sendMessage": lambda: CHANNEL.send(ACCOUNT, MESSAGE, TEXT),
}


@pytest.mark.parametrize("method", REQUESTS)
async def test_nothing_else_than_a_channel_error_leaves_any_request(api: FakeApi, method: str) -> None:
    for answer in [*(answer for answer, *_ in REFUSALS if answer.status != 200), Answer(200, b"{")]:
        api.answers[method] = [answer]
        with pytest.raises(ChannelError):
            await REQUESTS[method]()


@pytest.mark.parametrize("answer", [refusal(401, "Unauthorized"), Answer(502, TOKEN.encode()), Answer(200, b"<a>" + TOKEN.encode()), None])
async def test_the_token_is_in_no_log_and_no_traceback(
    api: FakeApi, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], answer: Answer | None
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "telegram", "telegram.Bot", "telegram.request.HTTPXRequest", "telegram.request.BaseRequest"):
        caplog.set_level(logging.DEBUG, name)
    for method, request in REQUESTS.items():
        api.answers[method] = [answer] if answer else []
        try:
            await request()
        except ChannelError as error:
            secret = "".join(traceback.format_exception(error)) + repr(error.__context__) + repr(error.__cause__)
            assert TOKEN not in secret
    assert "/bot(token)/sendMessage" in caplog.text
    output = capfd.readouterr()
    for logged in (caplog.text, output.out, output.err):
        assert TOKEN not in logged
        assert TOKEN.partition(":")[2] not in logged
    assert "Halo" not in caplog.text
    assert TOKEN not in repr(ACCOUNT)


async def test_it_says_whose_token_it_is(api: FakeApi) -> None:
    identity = await CHANNEL.identify({"token": TOKEN}, {})
    assert (identity.external_id, identity.name) == ("7000000001", "@layanan_uji_bot")
    assert await CHANNEL.prepare_settings(ACCOUNT) == {"username": "layanan_uji_bot"}


@pytest.mark.parametrize("credentials", [{}, {"token": "abc"}, {"token": TOKEN, "webhook_secret": "dengan spasi"}])
async def test_it_refuses_credentials_that_cannot_be_right(api: FakeApi, credentials: dict[str, str]) -> None:
    with pytest.raises(Refused):
        await CHANNEL.identify(credentials, {})
    assert api.calls == []


@pytest.mark.parametrize("status", [401, 404])
async def test_it_refuses_a_token_that_telegram_does_not_know(api: FakeApi, status: int) -> None:
    api.answers["getMe"] = [refusal(status, "Unauthorized")]
    with pytest.raises(Refused):
        await CHANNEL.identify({"token": TOKEN}, {})


async def test_it_shows_that_an_answer_is_being_made(api: FakeApi) -> None:
    await CHANNEL.typing(ACCOUNT, "511000101", "41")
    assert api.calls == [("sendChatAction", {"chat_id": "511000101", "action": "typing"})]


async def test_the_webhook_is_set_with_a_secret_that_verifies(api: FakeApi) -> None:
    assert await CHANNEL.set_webhook(ACCOUNT, "https://layanan.example.go.id/w/jalan-rahasia")
    ((method, data),) = api.calls
    assert method == "setWebhook"
    assert data["url"] == "https://layanan.example.go.id/w/jalan-rahasia"
    assert json.loads(data["allowed_updates"]) == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert data["max_connections"] == "40"
    assert data.get("drop_pending_updates", "false") == "false"
    request = WebhookRequest("", {"x-telegram-bot-api-secret-token": data["secret_token"]}, b"")
    CHANNEL.verify(ACCOUNT, request)
    assert TOKEN not in data["secret_token"]
    for other in (
        Account("2", "x", "telegram", path="lain", credentials={"token": TOKEN}),
        Account("3", "x", "telegram", path=ACCOUNT.path),
    ):
        with pytest.raises(BadSignature):
            CHANNEL.verify(other, request)


async def test_the_webhook_is_removed_and_what_waits_is_kept(api: FakeApi) -> None:
    assert await CHANNEL.set_webhook(ACCOUNT, None)
    ((method, data),) = api.calls
    assert method == "deleteWebhook"
    assert data.get("drop_pending_updates", "false") == "false"


async def test_it_introduces_itself_in_both_languages(api: FakeApi) -> None:
    await CHANNEL.introduce(ACCOUNT)
    languages: dict[str, set[str]] = {}
    for method, data in api.calls:
        languages.setdefault(method, set()).add(data.get("language_code", ""))
        if method == "setMyCommands":
            commands = [command["command"] for command in json.loads(data["commands"])]
            assert commands == ["start", "help", "language", "menu", "privacy", "human"]
        assert len(data.get("description", "")) <= 512
        assert len(data.get("short_description", "")) <= 120
    assert languages == {method: {"", "id", "ja"} for method in ("setMyCommands", "setMyDescription", "setMyShortDescription")}
