"""The platforms' own libraries work with the stand-ins, which run as processes of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import telegram
from telegram.error import Forbidden, RetryAfter
from telegram.request import HTTPXRequest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.standins.client import StandIn, start_telegram, start_twilio
from tests.standins.conftest import SECRET, SENDER, SID, TOKEN


@pytest.fixture(scope="module")
def telegram_standin() -> Iterator[StandIn]:
    """Telegram as a process."""
    with start_telegram([TOKEN]) as standin:
        yield standin


@pytest.fixture(scope="module")
def twilio_standin() -> Iterator[StandIn]:
    """Twilio as a process."""
    with start_twilio(SID, SECRET, SENDER) as standin:
        yield standin


async def test_python_telegram_bot_talks_with_a_citizen(telegram_standin: StandIn) -> None:
    await telegram_standin.aio.reset()
    requests = [HTTPXRequest(httpx_kwargs={"trust_env": False}) for _ in range(2)]
    bot = telegram.Bot(TOKEN, base_url=f"{telegram_standin.url}/bot", request=requests[0], get_updates_request=requests[1])
    async with bot:
        assert bot.username == "layanan_warga_1_bot"
        await bot.set_my_commands([("start", "Mulai")], language_code="id")
        poll = asyncio.create_task(bot.get_updates(timeout=10))
        await telegram_standin.aio.say("1001", "Halo", language="id", name="Warga")
        (update,) = await poll
        assert update.message is not None
        assert update.message.from_user is not None
        assert update.message.from_user.language_code == "id"
        await bot.send_chat_action(1001, "typing")
        keyboard = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("KTP", callback_data="k1")]])
        sent = await bot.send_message(1001, "<b>Pilih</b>", parse_mode="HTML", reply_markup=keyboard)
        assert sent.text == "Pilih"
        await telegram_standin.aio.press("1001", sent.message_id, "k1")
        (pressed,) = await bot.get_updates(offset=update.update_id + 1)
        assert pressed.callback_query is not None
        assert pressed.callback_query.data == "k1"
        await pressed.callback_query.answer()
        await bot.send_venue(1001, -7.25, 112.75, "Kantor", "Jl. Contoh 1")
        await bot.send_message(1001, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(1001, "x")
        await telegram_standin.aio.act("block", chat="1001")
        with pytest.raises(Forbidden):
            await bot.send_message(1001, "x")
    texts = [entry["text"] for entry in await telegram_standin.aio.messages("1001")]
    assert texts == ["Pilih", "Kantor", "x"]


def test_the_twilio_client_talks_with_a_citizen(twilio_standin: StandIn) -> None:
    client = Client(SID, SECRET)
    client.http_client.session.trust_env = False
    for domain in (client.api, client.content, client.messaging):
        domain.base_url = twilio_standin.url
    assert client.api.accounts(SID).fetch().status == "active"
    said = twilio_standin.say("+62811000001", "Halo")
    frame = {"from_": f"whatsapp:{SENDER}", "to": "whatsapp:+62811000001"}
    message = client.messages.create(body="Halo juga", **frame)
    assert client.messages(str(message.sid)).fetch().body == "Halo juga"
    assert client.messaging.v2.typing_indicator.create(channel="whatsapp", message_id=said["sid"]).success
    with pytest.raises(TwilioRestException) as error:
        client.messages.create(body="x" * 1601, **frame)
    assert error.value.code == 21617
    assert [entry["text"] for entry in twilio_standin.messages("+62811000001")] == ["Halo juga"]
    assert client.content.v1.contents.list() == []


def test_waiting_for_an_entry_ends(telegram_standin: StandIn) -> None:
    telegram_standin.reset()
    start = telegram_standin.state()["last"]
    telegram_standin.say("1001", "Halo")
    assert telegram_standin.wait_for(lambda entry: entry["what"] == "said", after=start)["text"] == "Halo"
    with pytest.raises(TimeoutError):
        telegram_standin.wait_for(lambda entry: entry["what"] == "message", seconds=0.1)
