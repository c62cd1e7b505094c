"""The Twilio stand-in refuses what Twilio refuses."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest
from yarl import URL

from tests.standins.conftest import SECRET, SENDER, SID, Client, control, log, until

AUTH = {"Authorization": aiohttp.encode_basic_auth(SID, SECRET)}
CITIZEN = "+62811000001"
MESSAGES = f"/2010-04-01/Accounts/{SID}/Messages.json"
FRAME = {"From": f"whatsapp:{SENDER}", "To": f"whatsapp:{CITIZEN}"}


async def send(client: Client, **form: Any) -> tuple[int, dict[str, Any]]:
    """POST /Messages.json."""
    async with client.post(MESSAGES, data={**FRAME, **form}, headers=AUTH) as answer:
        return answer.status, await answer.json()


async def make(client: Client, **template: Any) -> tuple[int, dict[str, Any]]:
    """POST /v1/Content."""
    async with client.post("/v1/Content", json=template, headers=AUTH) as answer:
        return answer.status, await answer.json()


@pytest.fixture(autouse=True)
async def citizen(accounts: Client) -> None:
    """A citizen who has written."""
    await control(accounts, "say", chat=CITIZEN, text="Halo")


@pytest.mark.parametrize("user", ["", f"{SID}:wrong", f"AC1:{SECRET}"])
async def test_it_asks_who_calls(accounts: Client, user: str) -> None:
    headers = {"Authorization": aiohttp.encode_basic_auth(*user.split(":"))} if user else {}
    async with accounts.post(MESSAGES, data=FRAME, headers=headers) as answer:
        body = await answer.json()
    assert (answer.status, body["code"], body["status"]) == (401, 20003, 401)
    assert body["more_info"] == "https://www.twilio.com/docs/errors/20003"


async def test_it_tells_whose_account_it_is(accounts: Client) -> None:
    async with accounts.get(f"/2010-04-01/Accounts/{SID}.json", headers=AUTH) as answer:
        assert (await answer.json())["status"] == "active"
    async with accounts.get(f"/2010-04-01/Accounts/AC{'1' * 32}.json", headers=AUTH) as answer:
        assert (await answer.json())["code"] == 20404


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"Body": ""}, 21602),
        ({"Body": "x" * 1601}, 21617),
        ({"Body": "x", "To": ""}, 21604),
        ({"Body": "x", "To": "whatsapp:+0123"}, 21211),
        ({"Body": "x", "To": "62811"}, 21211),
        ({"Body": "x", "From": ""}, 21603),
        ({"Body": "x", "From": "whatsapp:14155238886"}, 21212),
        ({"Body": "x", "From": "whatsapp:+14155238887"}, 63007),
        ({"Body": "x", "From": SENDER}, 21910),
        ({"Body": "x", "MessagingServiceSid": "MG1"}, 21701),
        ({"Body": "x", "StatusCallback": "localhost:8000"}, 21609),
        ({"Body": "x", "PersistentAction": "geo:91,0"}, 63021),
        ({"MediaUrl": "photo.jpg"}, 21620),
        ({"ContentSid": "HX" + "0" * 32}, 20404),
    ],
)
async def test_it_refuses_a_message(accounts: Client, form: dict[str, str], code: int) -> None:
    status, body = await send(accounts, **form)
    assert (status, body["code"]) == (404 if code == 20404 else 400, code)


async def test_it_accepts_a_message(accounts: Client) -> None:
    status, body = await send(accounts, Body="Halo")
    assert (status, body["status"], body["to"], body["num_segments"]) == (201, "queued", f"whatsapp:{CITIZEN}", "1")
    (message,) = await log(accounts, "message")
    assert (message["chat"], message["text"], message["sid"]) == (CITIZEN, "Halo", body["sid"])
    async with accounts.get(f"/2010-04-01/Accounts/{SID}/Messages/{body['sid']}.json", headers=AUTH) as answer:
        assert (await answer.json())["body"] == "Halo"


async def test_it_shows_a_place(accounts: Client) -> None:
    await send(accounts, Body="Kantor", PersistentAction="geo:-7.25,112.75|Kantor")
    assert (await log(accounts, "message"))[0]["venue"]["location"] == {"latitude": -7.25, "longitude": 112.75}


async def test_who_opted_out_is_not_written_to(accounts: Client) -> None:
    await control(accounts, "block", chat=CITIZEN)
    assert (await send(accounts, Body="x"))[1]["code"] == 21610
    await control(accounts, "unblock", chat=CITIZEN)
    assert (await send(accounts, Body="x"))[0] == 201


async def test_outside_the_window_free_text_is_accepted_and_then_fails(accounts: Client) -> None:
    await control(accounts, "window", chat=CITIZEN, hours_ago=25)
    assert (await send(accounts, Body="x"))[0] == 201
    statuses = await until(accounts, "status", 3)
    assert statuses[2]["status"] in ("undelivered", "failed")
    assert statuses[2]["code"] == 63016
    assert not await log(accounts, "message")
    await control(accounts, "say", chat=CITIZEN, text="Halo")
    await send(accounts, Body="y")
    assert [entry["text"] for entry in await log(accounts, "message")] == ["y"]


async def test_an_approved_template_reaches_outside_the_window(accounts: Client) -> None:
    _, content = await make(accounts, language="id", types={"twilio/text": {"body": "Halo {{1}}, jawaban Anda sudah ada."}})
    await control(accounts, "window", chat=CITIZEN, hours_ago=25)
    await send(accounts, ContentSid=content["sid"], ContentVariables='{"1": "Ibu"}')
    wish = {"name": "jawaban", "category": "UTILITY"}
    async with accounts.post(f"/v1/Content/{content['sid']}/ApprovalRequests/whatsapp", json=wish, headers=AUTH) as answer:
        assert answer.status == 201
    await send(accounts, ContentSid=content["sid"], ContentVariables='{"1": "Bapak"}')
    assert [entry["text"] for entry in await log(accounts, "message")] == ["Halo Bapak, jawaban Anda sudah ada."]


def quick(*titles: str) -> dict[str, Any]:
    """A quick-reply template's types."""
    return {"twilio/quick-reply": {"body": "{{body}}", "actions": [{"title": title, "id": f"k{n}"} for n, title in enumerate(titles)]}}


def picker(*titles: str, button: str = "Pilih") -> dict[str, Any]:
    """A list-picker template's types."""
    return {
        "twilio/list-picker": {"body": "x", "button": button, "items": [{"item": title, "id": f"k{n}"} for n, title in enumerate(titles)]}
    }


@pytest.mark.parametrize(
    "types",
    [
        {},
        {"twilio/unknown": {}},
        {"twilio/text": {"body": "x" * 1601}},
        quick(),
        quick("x" * 21),
        quick("Ya", "Ya"),
        quick(*(f"Pilihan {n}" for n in range(11))),
        picker(),
        picker("x" * 25),
        picker("x", button="x" * 21),
        picker(*(f"Pilihan {n}" for n in range(11))),
        {"twilio/list-picker": {"body": "x" * 1025, "button": "x", "items": [{"item": "x", "id": "x"}]}},
    ],
)
async def test_it_refuses_a_template(accounts: Client, types: dict[str, Any]) -> None:
    status, body = await make(accounts, language="id", types=types)
    assert (status, body["code"]) == (400, 20001)


@pytest.mark.parametrize(
    "variables",
    [
        "no json",
        "[]",
        '{"body": ""}',
        '{"body": null}',
        "{}",
        json.dumps({"body": "x" * 1025, "1": "Ya"}),
        json.dumps({"body": "x", "1": "x" * 21}),
    ],
)
async def test_it_refuses_variables(accounts: Client, variables: str) -> None:
    _, content = await make(accounts, language="id", types=quick("{{1}}", "Tidak"))
    status, body = await send(accounts, ContentSid=content["sid"], ContentVariables=variables)
    assert (status, body["code"]) == (400, 21656)


async def test_it_shows_quick_replies_and_lists(accounts: Client) -> None:
    _, replies = await make(accounts, language="id", types=quick("Ya", "Tidak"))
    _, choices = await make(accounts, language="id", types=picker("{{1}}"), variables={"1": "KTP"})
    await send(accounts, ContentSid=replies["sid"], ContentVariables='{"body": "Benar?"}')
    await send(accounts, ContentSid=choices["sid"])
    first, second = await log(accounts, "message")
    assert (first["text"], first["kind"], [b["title"] for b in first["buttons"]]) == ("Benar?", "quick-reply", ["Ya", "Tidak"])
    assert (second["kind"], second["list_button"], second["buttons"][0]["title"]) == ("list-picker", "Pilih", "KTP")


async def test_more_than_three_quick_replies_need_approval(accounts: Client) -> None:
    _, content = await make(accounts, language="id", types=quick("a", "b", "c", "d"))
    await send(accounts, ContentSid=content["sid"], ContentVariables='{"body": "x"}')
    assert (await log(accounts, "undeliverable"))[0]["code"] == 63013


async def test_it_lists_and_deletes_templates(accounts: Client) -> None:
    made = [(await make(accounts, language="id", types=quick("Ya")))[1]["sid"] for _ in range(3)]
    async with accounts.get("/v1/Content", params={"PageSize": 2}, headers=AUTH) as answer:
        page = await answer.json()
    assert [content["sid"] for content in page["contents"]] == made[:2]
    async with accounts.get(URL(page["meta"]["next_page_url"]).relative(), headers=AUTH) as answer:
        assert [content["sid"] for content in (await answer.json())["contents"]] == made[2:]
    async with accounts.delete(f"/v1/Content/{made[0]}", headers=AUTH) as answer:
        assert answer.status == 204
    async with accounts.get(f"/v1/Content/{made[0]}", headers=AUTH) as answer:
        assert answer.status == 404


async def test_a_sender_takes_eighty_a_second(accounts: Client) -> None:
    answers = [
        await accounts.post(MESSAGES, data={**FRAME, "Body": "x", "To": f"whatsapp:+6281100{n:04}"}, headers=AUTH) for n in range(90)
    ]
    assert [answer.status for answer in answers[:80]] == [201] * 80
    refused = next(answer for answer in answers if answer.status == 429)
    assert refused.headers["Retry-After"] == "1"
    assert (await refused.json())["code"] == 20429


async def test_ordered_faults_happen(accounts: Client) -> None:
    await control(accounts, "faults", method="Messages", status=500)
    assert (await send(accounts, Body="x"))[1]["code"] == 20500
    await control(accounts, "faults", method="Messages", retry_after=2)
    assert (await send(accounts, Body="x"))[0] == 429
    assert (await send(accounts, Body="x"))[0] == 429
    assert [entry["chat"] for entry in await log(accounts, "violation")] == [CITIZEN]


async def test_a_dropped_message_is_accepted(accounts: Client) -> None:
    await control(accounts, "faults", method="Messages", status="drop")
    with pytest.raises(aiohttp.ClientError):
        await send(accounts, Body="x")
    assert [entry["fault"] for entry in await log(accounts, "message")] == ["drop"]
