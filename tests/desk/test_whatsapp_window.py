"""WhatsApp's 24 hours at the desk, against the strict stand-in of Twilio: free text inside, a template outside, and nothing in vain."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
import redis.asyncio

# Here, because the library would load it within the nine seconds that a send may take.
import twilio.rest.api.v2010.account.message  # noqa: F401
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from django.utils import timezone
from django.utils.translation import override

from bot.accounts.directory import DIRECTORY
from bot.accounts.models import ChannelAccount, Contact
from bot.accounts.vault import conversation_id, seal
from bot.catalogue.models import Agency
from bot.console.templatetags.console_desk import why_words
from bot.desk import ownership, replying
from bot.desk.errors import WindowOver
from bot.desk.models import DeskSettings, Handoff, Message
from bot.desk.operator_typing import TypingSigns
from bot.desk.ownership import Claim
from bot.pipeline import delivery
from bot.pipeline.database import in_database
from bot.pipeline.inbox import put
from bot.pipeline.sender import Sender
from bot.pipeline.worker import Worker
from tests.console.people import browser_of
from tests.desk.dialogue import DeskDialogue
from tests.desk.town import operator
from tests.pipeline.fakes import consuming, empty, message, until
from tests.standins import twilio as twilio_standin
from tests.standins.conftest import SECRET, SENDER, SID, control, log

CITIZEN = "+6281200000001"
BASIC = {"Authorization": aiohttp.encode_basic_auth(SID, SECRET)}


@dataclass
class Counter:
    """A sender on WhatsApp, and an operator who has claimed the citizen's conversation."""

    redis: redis.asyncio.Redis[str]
    platform: TestClient[web.Request, web.Application]
    claim: Claim
    heard: str

    async def reply(self, text: str, client_id: str, template: str = "") -> Message:
        """The operator answers, and the sender sends."""
        stored = await in_database(lambda: replying.reply(self.claim, text, timezone.now(), client_id=client_id, template=template))
        async with consuming("outbox", Sender().handling.with_limits(first_pause=0.02)):
            await until(lambda: empty(self.redis, "outbox"))
        return stored

    async def days_pass(self) -> None:
        """The citizen last wrote yesterday, in our books and in Twilio's."""
        await control(self.platform, "window", chat=CITIZEN, hours_ago=25)
        await in_database(lambda: Contact.objects.update(last_heard=timezone.now() - dt.timedelta(hours=25)))

    async def arrived(self) -> list[str]:
        """What the citizen's telephone has shown."""
        return [entry["text"] for entry in await log(self.platform, "message")]


@pytest.fixture
async def platform() -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """A Twilio with one account and one sender."""
    async with TestClient(TestServer(twilio_standin.application([f"{SID}:{SECRET}"], [SENDER]))) as client:
        yield client


async def approved_template(platform: TestClient[web.Request, web.Application]) -> str:
    """The id of a template that WhatsApp has approved."""
    made = {"language": "id", "types": {"twilio/text": {"body": "Petugas menjawab: {{1}}"}}}
    async with platform.post("/v1/Content", json=made, headers=BASIC) as answer:
        sid = str((await answer.json())["sid"])
    wish = {"name": "kembali", "category": "UTILITY"}
    async with platform.post(f"/v1/Content/{sid}/ApprovalRequests/whatsapp", json=wish, headers=BASIC) as answer:
        assert answer.status == 201
    return sid


@pytest.fixture
async def counter(
    platform: TestClient[web.Request, web.Application], client: redis.asyncio.Redis[str], catalogue: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Counter]:
    """The citizen has asked for a person, and the operator has claimed it."""
    monkeypatch.setenv("TWILIO_API_URL", str(platform.make_url("")).rstrip("/"))
    heard = (await control(platform, "say", chat=CITIZEN, text="petugas"))["sid"]
    settings = {"account_sid": SID, "sender": SENDER, "templates": {"reopen": {"id": await approved_template(platform)}}}

    def connected() -> str:
        agency = Agency.objects.get(key="kota-uji")
        DeskSettings.objects.create(agency=agency, enabled=True)
        sealed = seal(json.dumps({"auth_token": SECRET}))
        made = ChannelAccount.objects.create(agency=agency, channel="whatsapp", external_id=SENDER, credentials=sealed, settings=settings)
        return str(made.pk)

    account = await in_database(connected)
    DIRECTORY.forget()
    citizen = message(
        "bahaya",
        conversation_id(account, CITIZEN),
        channel="whatsapp",
        account=account,
        contact=seal(CITIZEN),
        received=timezone.now().isoformat(),
        external_id=heard,
    )
    await put(citizen)
    async with consuming("inbox", Worker(DeskDialogue(client), client).handling.with_limits(first_pause=0.02)):
        await until(lambda: empty(client, "inbox"))

    def claimed() -> Claim:
        row = Handoff.objects.get()
        return ownership.claim(row.pk, operator(row.agency), timezone.now())

    yield Counter(client, platform, await in_database(claimed), heard)
    DIRECTORY.forget()


async def test_inside_the_window_free_text_arrives(counter: Counter) -> None:
    await counter.reply("Selamat pagi", "1")
    assert await counter.arrived() == ["Selamat pagi"]


async def test_outside_the_window_free_text_is_locked_before_it_fails(counter: Counter) -> None:
    await counter.days_pass()
    with pytest.raises(WindowOver):
        await counter.reply("Selamat pagi", "1")
    assert await counter.arrived() == []
    assert not await in_database(Message.objects.filter(author="operator").exists)


async def test_outside_the_window_the_template_arrives(counter: Counter) -> None:
    await counter.days_pass()
    stored = await counter.reply("Berkas Anda sudah ada.", "1", template="reopen")
    assert await counter.arrived() == ["Petugas menjawab: Berkas Anda sudah ada."]
    assert await in_database(lambda: Message.objects.get(pk=stored.pk).status) in ("sent", "delivered", "read")


async def test_the_citizen_sees_that_the_operator_types_by_the_message_they_wrote_last(counter: Counter) -> None:
    for _ in range(3):
        await in_database(types, counter.claim)
        await TypingSigns().show_next(0.1)
    # WhatsApp shows it for 25 seconds, so once is enough; and it takes the number of the citizen's last message for it.
    assert [entry["sid"] for entry in await log(counter.platform, "call") if entry["method"] == "Typing"] == [counter.heard]


async def test_outside_the_window_nothing_is_shown(counter: Counter) -> None:
    await counter.days_pass()
    await in_database(types, counter.claim)
    assert not await TypingSigns().show_next(0.1)
    assert [entry for entry in await log(counter.platform, "call") if entry["method"] == "Typing"] == []


def types(claim: Claim) -> None:
    """The operator's page saves a draft."""
    row = Handoff.objects.select_related("agency").get(pk=claim.handoff)
    address = f"/console/{row.agency.key}/desk/{row.pk}/draft"
    answer = browser_of(claim.user).post(address, {"token": claim.token, "text": "Selamat pa"})
    assert answer.status_code == 204


@pytest.mark.parametrize(
    ("code", "words"),
    [("63016", "longer ago than the platform allows"), ("63024", "cannot receive messages"), ("63014", "has blocked this service")],
)
async def test_what_the_platform_reports_afterwards_is_said_in_words_and_sent_again(counter: Counter, code: str, words: str) -> None:
    sent = await counter.reply("Silakan datang", "1")
    assert await counter.arrived() == ["Silakan datang"]

    def report() -> str:
        conversation = sent.conversation
        assert conversation.contact is not None
        account = str(conversation.contact.account_id)
        assert delivery.apply_status(account, str(conversation.pk), sent.pk, "failed", code, "Twilio said so.")
        stored = Message.objects.select_related("conversation__contact").get(pk=sent.pk)
        with override("en"):
            return why_words(stored, Handoff.objects.get())

    assert words in await in_database(report)
    assert await in_database(replying.retry, counter.claim, sent.pk, timezone.now())
    async with consuming("outbox", Sender().handling.with_limits(first_pause=0.02)):
        await until(lambda: empty(counter.redis, "outbox"))
    assert await counter.arrived() == ["Silakan datang", "Silakan datang"]
    assert await in_database(lambda: Message.objects.get(pk=sent.pk).status) == "sent"


async def test_once_the_platform_has_said_that_it_is_over_only_a_template_goes_until_the_citizen_writes(counter: Counter) -> None:
    sent = await counter.reply("Silakan datang", "1")

    def reported() -> str:
        contact = sent.conversation.contact
        assert contact is not None
        assert delivery.apply_status(str(contact.account_id), str(sent.conversation_id), sent.pk, "failed", "63016", "Twilio said so.")
        return browser_of(counter.claim.user).get(f"/console/kota-uji/desk/{counter.claim.handoff}/").content.decode()

    page = await in_database(reported)
    assert 'data-window="over"' in page
    assert "Template" in page or "Templat" in page
    with pytest.raises(WindowOver):
        await counter.reply("Silakan datang besok", "2")
    await counter.reply("Silakan datang besok.", "3", template="reopen")
    assert await counter.arrived() == ["Silakan datang", "Petugas menjawab: Silakan datang besok."]
    await in_database(lambda: Contact.objects.update(last_heard=timezone.now()))
    await counter.reply("Baik, saya tunggu", "4")
    assert (await counter.arrived())[-1] == "Baik, saya tunggu"
