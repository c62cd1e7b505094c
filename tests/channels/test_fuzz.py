"""Thousands of broken requests: none is a fault of ours, none that is not signed writes anything, and what is taken can be handled.

`FUZZ_ROUNDS` is how many there are in all, 2,000 unless set.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis.asyncio
from django.test import AsyncClient

from bot.accounts.models import Contact
from bot.accounts.vault import seal
from bot.desk.models import Message
from bot.environment import environment
from bot.pipeline.database import in_database
from bot.pipeline.metrics import METRICS
from bot.pipeline.worker import Worker
from channels import registry
from channels.base import Account
from channels.telegram import Telegram, _secret
from channels.whatsapp import WhatsApp
from tests.channels import telegram_api, whatsapp_loopback
from tests.channels.mutations import broken_bytes, broken_form, broken_json
from tests.pipeline.conftest import catalogue, client, own_redis, valkey_server
from tests.pipeline.fakes import CountingDialogue, consuming, dead_letters, empty, until
from tests.pipeline.platform import SECRET, FakePlatform, add_account, said

__all__ = ["catalogue", "client", "own_redis", "valkey_server"]
PAYLOADS = Path(__file__).parent.parent / "payloads"
PATH = "path-that-nobody-guesses"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
Sign = Callable[[str, bytes], dict[str, str]]


@dataclass(frozen=True)
class Subject:
    """A channel under fire: an account, captured requests, a way to break them in their own form, and how the platform signs."""

    account: dict[str, Any]
    payloads: list[bytes]
    broken: Callable[[bytes, random.Random], bytes]
    content_type: str
    sign: Sign


def _files(channel: str) -> list[bytes]:
    return [path.read_bytes().strip() for path in sorted((PAYLOADS / channel).iterdir())]


def _platform() -> Subject:
    place: dict[str, Any] = {"kind": "location", "location": [1.5, 2.5]}
    status = {"status": "read", "conversation": "7b0d5c1e-5f0a-4a6e-9a0e-0f6f3c1d2e4b", "message": 7}
    photo = said("Foto", kind="media", media={"type": "photo", "size": 9})
    moved = {"id": "u1", "from": "1", "new_address": "2", "state": "active"}
    payloads = [json.dumps({"events": [said("Halo"), one]}).encode() for one in (said("/start"), said(**place), status, photo, moved)]
    return Subject({"channel": "platform"}, payloads, broken_json, JSON, lambda *_: {"X-Platform-Secret": SECRET})


def _telegram() -> Subject:
    secret = _secret(Account("", "", Telegram.name, path=PATH, credentials={"token": telegram_api.TOKEN}))
    account = {"channel": Telegram.name, "credentials": seal(json.dumps({"token": telegram_api.TOKEN}))}
    return Subject(account, _files("telegram"), broken_json, JSON, lambda *_: {"X-Telegram-Bot-Api-Secret-Token": secret})


def _whatsapp() -> Subject:
    def sign(url: str, body: bytes) -> dict[str, str]:
        with contextlib.suppress(ValueError):  # What is no text cannot be signed.
            return {"X-Twilio-Signature": whatsapp_loopback.signature(url, body)}
        return {}

    settings = {"account_sid": whatsapp_loopback.ACCOUNT_SID, "sender": "+14155238886"}
    account = {"channel": WhatsApp.name, "credentials": seal(json.dumps({"auth_token": whatsapp_loopback.TOKEN})), "settings": settings}
    return Subject(account, _files("whatsapp"), broken_form, FORM, sign)


SUBJECTS = {"platform": _platform, Telegram.name: _telegram, WhatsApp.name: _whatsapp}
ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "2000")) // len(SUBJECTS)


def _unsigned(headers: dict[str, str], chance: random.Random) -> dict[str, str]:
    """The signature left out, cut, changed or replaced by noise; never the right one."""
    name, right = next(iter(headers.items()), ("X-Twilio-Signature", "x"))
    wrong = chance.choice((None, "", right[:-1], right + "0", right.swapcase() + "x", "\xe9" * 9, "\x00", chance.randbytes(20).hex()))
    return {} if wrong is None else {name: wrong}


async def _call(web: AsyncClient, subject: Subject, chance: random.Random, signed: bool) -> int:
    body = chance.choice(subject.payloads)
    if chance.random() < 0.95:
        body = chance.choice((broken_bytes, subject.broken, subject.broken))(body, chance)
    query = chance.choice(("", "", "?conversation=7b0d5c1e-5f0a-4a6e-9a0e-0f6f3c1d2e4b&message=42", "?message=%FF&conversation=%00", "?%"))
    url = f"/hooks/{PATH}{query}"
    headers = subject.sign(f"http://testserver{url}", body)
    if not signed:
        headers = _unsigned(headers, chance)
    content_type = subject.content_type
    if chance.random() < 0.1:
        content_type = chance.choice(("", "text/plain", JSON, FORM, f"{FORM}; charset=utf-16", "multipart/form-data; boundary=x"))
    answer: Any = await web.generic("POST", url, body, content_type=content_type, headers=headers)
    status: int = answer.status_code
    return status


async def _written(client: redis.asyncio.Redis[str]) -> list[str]:
    await METRICS.flush()
    return [key async for key in client.scan_iter(f"{environment().redis_prefix}:*") if not key.endswith(":metrics")]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("name", SUBJECTS)
async def test_broken_requests_are_no_fault_of_ours_and_write_nothing_unless_signed(
    name: str, client: redis.asyncio.Redis[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry._CHANNELS, FakePlatform.name, FakePlatform())
    subject, chance, web = SUBJECTS[name](), random.Random(f"{name} 20261126"), AsyncClient()
    await in_database(lambda: add_account(PATH, **subject.account))
    counts = Counter([await _call(web, subject, chance, signed=False) for _ in range(ROUNDS // 2)])
    assert set(counts) <= {400, 403, 413}, counts
    assert await _written(client) == []
    assert await in_database(lambda: (Message.objects.count(), Contact.objects.count())) == (0, 0)

    counts = Counter([await _call(web, subject, chance, signed=True) for _ in range(ROUNDS // 2)])
    assert set(counts) <= {200, 400, 403, 413}, counts
    assert counts[200] > ROUNDS // 50
    # What was taken does not bring the worker to a halt either.
    async with consuming("inbox", Worker(CountingDialogue(client), client).handling.with_limits(first_pause=0.01)):
        await until(lambda: empty(client, "inbox"), seconds=300)
    assert [(letter["kind"], letter["reason"]) for letter in await dead_letters(client, "inbox")] == []
