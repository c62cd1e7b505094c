"""What the Twilio stand-in sends to a webhook is signed, complete, in order, and sent again."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from twilio.request_validator import RequestValidator

from tests.standins import twilio, twilio_delivery
from tests.standins.conftest import SECRET, SENDER, SID, Client, Webhook, control, log, until
from tests.standins.test_twilio_checks import AUTH, CITIZEN, make, picker, quick, send
from tests.standins.twilio_signature import sign
from tests.standins.twilio_state import Options


@pytest.fixture(autouse=True)
async def connected(accounts: Client, webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    """The webhook is set; retries come quickly."""
    monkeypatch.setattr(twilio_delivery, "PAUSES", (0.01, 0.02))
    await control(accounts, "webhook", url=webhook.url)


def params(webhook: Webhook, number: int = -1) -> dict[str, str]:
    """What the webhook got, blank values included."""
    return dict(parse_qsl(webhook.got[number][1].decode(), keep_blank_values=True))


def test_it_signs_as_twilio_documents() -> None:
    # The example of https://www.twilio.com/docs/usage/security#validating-requests
    given = {"CallSid": "CA1234567890ABCDE", "Caller": "+14158675310", "Digits": "1234", "From": "+14158675310", "To": "+18005551212"}
    assert sign("12345", "https://example.com/myapp.php?foo=1&bar=2", given) == "L/OH5YylLD5NRKLltdqwSvS0BnU="


async def test_a_message_comes_signed_and_with_blanks(accounts: Client, webhook: Webhook) -> None:
    await control(accounts, "say", chat=CITIZEN, kind="photo", name="Warga 🙂")
    await until(accounts, "delivered_update")
    got = params(webhook)
    assert got["Body"] == ""
    assert (got["NumMedia"], got["MediaContentType0"], got["WaId"], got["ProfileName"]) == ("1", "image/jpeg", CITIZEN[1:], "Warga 🙂")
    assert RequestValidator(SECRET).validate(webhook.url, got, webhook.got[0][0]["X-Twilio-Signature"])
    assert not RequestValidator("other").validate(webhook.url, got, webhook.got[0][0]["X-Twilio-Signature"])


async def test_a_new_token_signs_what_comes_next(accounts: Client, webhook: Webhook) -> None:
    await control(accounts, "token", token="new")
    await control(accounts, "say", chat=CITIZEN, text="Halo")
    await until(accounts, "delivered_update")
    assert RequestValidator("new").validate(webhook.url, params(webhook), webhook.got[0][0]["X-Twilio-Signature"])
    assert (await send(accounts, Body="x"))[0] == 201


async def test_it_tries_again_and_keeps_the_order(accounts: Client, webhook: Webhook) -> None:
    webhook.statuses = [503, 500]
    for text in ("satu", "dua"):
        await control(accounts, "say", chat=CITIZEN, text=text)
    delivered = await until(accounts, "delivered_update", 2)
    assert [(entry["update"]["Body"], entry["attempts"]) for entry in delivered] == [("satu", 3), ("dua", 1)]


@pytest.mark.parametrize("retry_for", [0.0, 0.05])
async def test_it_gives_up_at_last(webhook: Webhook, retry_for: float) -> None:
    webhook.statuses = [503] * 100
    options = Options(retry_for=retry_for)
    async with TestClient(TestServer(twilio.application([f"{SID}:{SECRET}"], [SENDER], options=options))) as accounts:
        await control(accounts, "webhook", url=webhook.url)
        said = await control(accounts, "say", chat=CITIZEN, text="Halo")
        (lost,) = await until(accounts, "lost_update")
        assert lost["sid"] == said["sid"]
        assert (lost["attempts"] == 1) == (retry_for == 0)
        async with accounts.get("/control/state") as answer:
            state = await answer.json()
    assert state["undelivered"] == [said["sid"]]


async def test_stop_and_start_can_be_handled_by_twilio(webhook: Webhook) -> None:
    options = Options(advanced_opt_out=True)
    async with TestClient(TestServer(twilio.application([f"{SID}:{SECRET}"], [SENDER], options=options))) as accounts:
        await control(accounts, "webhook", url=webhook.url)
        await control(accounts, "say", chat=CITIZEN, text=" stop")
        await until(accounts, "delivered_update")
        assert params(webhook)["OptOutType"] == "STOP"
        assert (await send(accounts, Body="x"))[1]["code"] == 21610
        await control(accounts, "say", chat=CITIZEN, text="START")
        assert (await send(accounts, Body="x"))[0] == 201


async def test_pressed_buttons_come_as_documented(accounts: Client, webhook: Webhook) -> None:
    await control(accounts, "say", chat=CITIZEN, text="Halo")
    for number, types in enumerate((quick("Ya", "Tidak"), picker("KTP", "KK"))):
        _, content = await make(accounts, language="id", types=types, variables={"body": "x"})
        sent = (await send(accounts, ContentSid=content["sid"]))[1]["sid"]
        await control(accounts, "press", chat=CITIZEN, sid=sent, **({"id": "k1"} if number else {"button": 0}))
    await until(accounts, "delivered_update", 3)
    assert (params(webhook, 1)["ButtonPayload"], params(webhook, 1)["ButtonText"], params(webhook, 1)["Body"]) == ("k0", "Ya", "Ya")
    assert (params(webhook, 2)["ListId"], params(webhook, 2)["ListTitle"], params(webhook, 2)["Body"]) == ("k1", "KK", "KK")
    async with accounts.post("/control/press", json={"chat": CITIZEN, "sid": sent, "id": "k9"}) as answer:
        assert answer.status == 400


async def test_every_kind_of_message_comes_as_documented(accounts: Client, webhook: Webhook) -> None:
    for kind in ("location", "document", "voice", "sticker", "contact"):
        await control(accounts, "say", chat=CITIZEN, kind=kind)
    await until(accounts, "delivered_update", 5)
    assert [params(webhook, n)["MessageType"] for n in range(5)] == ["location", "document", "audio", "sticker", "contacts"]
    assert float(params(webhook, 0)["Latitude"]) == -7.25747
    async with accounts.post("/control/say", json={"chat": CITIZEN, "kind": "edit"}) as answer:
        assert answer.status == 400


@pytest.mark.parametrize("order", ["documented", "random"])
async def test_status_callbacks_come_signed(accounts: Client, webhook: Webhook, order: str) -> None:
    await control(accounts, "say", chat=CITIZEN, text="Halo")
    await until(accounts, "delivered_update")
    await control(accounts, "callbacks", order=order, pause=0)
    sent = (await send(accounts, Body="x", StatusCallback=webhook.url + "?message=7"))[1]["sid"]
    await until(accounts, "delivered_status", 4)
    got = [params(webhook, number) for number in range(1, 5)]
    statuses = [one["MessageStatus"] for one in got]
    assert sorted(statuses) == ["delivered", "queued", "read", "sent"]
    assert order == "random" or statuses == ["queued", "sent", "delivered", "read"]
    assert {one["MessageSid"] for one in got} == {sent}
    signature = webhook.got[1][0]["X-Twilio-Signature"]
    assert RequestValidator(SECRET).validate(webhook.url + "?message=7", got[0], signature)


async def test_an_ordered_outcome_comes_with_its_code(accounts: Client, webhook: Webhook) -> None:
    await control(accounts, "outcome", chat=CITIZEN, code=63024)
    await send(accounts, Body="x", StatusCallback=webhook.url)
    await until(accounts, "delivered_status", 3)
    assert (params(webhook)["MessageStatus"], params(webhook)["ErrorCode"]) == ("failed", "63024")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"text": "<Response></Response>", "content_type": "text/xml"}, 0),
        ({"text": ""}, 0),
        ({"text": "<Response>", "content_type": "text/xml"}, 12100),
        ({"text": "<Antwort/>", "content_type": "text/xml"}, 12200),
        ({"text": "{}", "content_type": "application/json"}, 12300),
    ],
)
async def test_it_reads_the_answer_as_twiml(accounts: Client, webhook: Webhook, answer: dict[str, Any], code: int) -> None:
    webhook.answer = lambda: web.Response(**answer)
    await control(accounts, "say", chat=CITIZEN, text="Halo")
    await until(accounts, "delivered_update")
    assert [entry["code"] for entry in await log(accounts, "violation")] == ([code] if code else [])


async def test_a_message_in_the_answer_is_sent(accounts: Client, webhook: Webhook) -> None:
    webhook.answer = lambda: web.Response(text="<Response><Message>Halo juga</Message></Response>", content_type="application/xml")
    await control(accounts, "say", chat=CITIZEN, text="Halo")
    assert (await until(accounts, "message"))[0]["text"] == "Halo juga"


async def test_typing_needs_a_message_of_the_citizen(accounts: Client) -> None:
    said = await control(accounts, "say", chat=CITIZEN, text="Halo")
    for number, status in ((said["sid"], 200), ("SM" + "0" * 32, 404)):
        async with accounts.post("/v2/Indicators/Typing.json", data={"messageId": number, "channel": "whatsapp"}, headers=AUTH) as answer:
            assert answer.status == status
