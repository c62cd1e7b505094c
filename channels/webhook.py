"""The one view that every platform calls: who calls is checked, what came is stored, and only then the platform hears that it was taken.

| answer | meaning |
|---|---|
| 200 | everything that concerns us is in the inbox |
| 400 | signed by the platform, but unreadable |
| 403 | the signature is wrong or missing; nothing was written |
| 404 | no account has this address |
| 413 | larger than any platform sends |
| 503 | the inbox cannot be written, or the accounts cannot be read; the platform sends it again |
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bot.accounts.directory import DIRECTORY
from bot.accounts.intake import take_in
from bot.pipeline.errors import DatabaseUnavailable, InboxUnavailable
from bot.pipeline.inbox import SECONDS_TO_ANSWER
from bot.pipeline.metrics import METRICS
from bot.proxies import public_address
from channels import registry
from channels.base import Account, Acknowledgement, Event, Incoming, WebhookRequest
from channels.errors import BadSignature, MalformedPayload

log = structlog.get_logger(__name__)


@csrf_exempt
@require_POST
async def receive(request: HttpRequest, path: str) -> HttpResponse:
    """Take one request of a platform."""
    began = time.perf_counter()
    try:
        account = await DIRECTORY.of_path(path)
    except DatabaseUnavailable:
        return _unavailable("")
    if account is None or account.channel not in registry.names():
        return _plain("There is no such webhook.", 404)
    try:
        acknowledgement = await _take(account, request)
    except RequestDataTooBig:
        METRICS.count("messages", account.channel, "too_large")
        return _plain("The request is too large.", 413)
    except BadSignature as error:
        log.warning("webhook.bad_signature", account=account.id, channel=account.channel, reason=str(error))
        METRICS.count("messages", account.channel, "bad_signature")
        return _plain("The signature is wrong.", 403)
    except MalformedPayload as error:
        log.warning("webhook.malformed", account=account.id, channel=account.channel, reason=str(error))
        METRICS.count("messages", account.channel, "malformed")
        return _plain("The request cannot be read.", 400)
    except (DatabaseUnavailable, InboxUnavailable, TimeoutError):
        return _unavailable(account.channel)
    METRICS.observe("webhook", time.perf_counter() - began)
    return HttpResponse(acknowledgement.body, content_type=acknowledgement.content_type)


async def _take(account: Account, request: HttpRequest) -> Acknowledgement:
    channel = registry.connected(account.channel)
    headers = {name.lower(): value for name, value in request.headers.items()}
    received = WebhookRequest(public_address(request), headers, request.body)
    channel.verify(account, received)
    events = channel.parse(account, received)
    async with asyncio.timeout(SECONDS_TO_ANSWER):
        if _could_be_the_desks(events):
            stored = await DIRECTORY.as_stored(account.id)
            if stored is not None and stored != account:
                account, events = stored, channel.parse(stored, received)
        await take_in(account, events)
    return channel.acknowledge(events)


def _could_be_the_desks(events: Sequence[Event]) -> bool:
    """Whether it looks like what is written in a group that is none of ours: seconds ago the group may have become the desk."""
    return not events or any(isinstance(event, Incoming) and event.kind == "group" for event in events)


def _unavailable(channel: str) -> HttpResponse:
    METRICS.count("messages", channel, "unavailable")
    answer = _plain("The message could not be stored now. Send it again.", 503)
    answer["Retry-After"] = "2"
    return answer


def _plain(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(sentence + "\n", status=status, content_type="text/plain; charset=utf-8")
