"""The page's requests: send, read, listen, start anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from redis.exceptions import RedisError

from bot.catalogue.views import AgencyView
from bot.desk.citizen.confidential import sealed_if_asked
from bot.desk.citizen_typing import citizen_types
from bot.pipeline import event_format
from bot.pipeline.connection import async_client
from bot.pipeline.database import in_database
from bot.pipeline.errors import DatabaseUnavailable, InboxUnavailable
from bot.pipeline.inbox import SECONDS_TO_ANSWER, put
from bot.pipeline.messages import InboundMessage
from bot.pipeline.metrics import METRICS
from bot.privacy.masking import mask_identity_numbers
from bot.proxies import client_address
from bot.webchat.agencies import UnknownChat, find_agency
from bot.webchat.conversation_cookie import conversation_of, new_conversation, remember
from bot.webchat.event_stream import event_stream
from bot.webchat.flood import too_many
from bot.webchat.history import messages_after
from bot.webchat.refusals import Refusal
from bot.webchat.submission import read_submission
from channels.webchat import WebChat

CHANNEL = WebChat.name
View = Callable[[HttpRequest, str], Coroutine[Any, Any, HttpResponseBase]]
AgencyOnly = Callable[[HttpRequest, AgencyView], Coroutine[Any, Any, HttpResponseBase]]


def of_known_agency(view: AgencyOnly) -> View:
    """Find the agency, and turn a refusal into JSON: {"error": sentence}."""

    @wraps(view)
    async def inner(request: HttpRequest, agency: str) -> HttpResponseBase:
        language = request.GET.get("lang", "id")
        try:
            try:
                found = await find_agency(agency)
            except UnknownChat as error:
                raise Refusal(404, "unknown_agency", language) from error
            language = found.default_language
            return await view(request, found)
        except DatabaseUnavailable:
            return _refused(Refusal(503, "unavailable", language, retry_after=5))
        except Refusal as refusal:
            return _refused(refusal)

    return inner


def _refused(refusal: Refusal) -> JsonResponse:
    headers = {} if refusal.retry_after is None else {"Retry-After": str(refusal.retry_after)}
    return JsonResponse({"error": refusal.sentence}, status=refusal.status, headers=headers)


@require_http_methods(["GET", "POST"])
async def messages(request: HttpRequest, agency: str) -> HttpResponseBase:
    """Read the conversation, or send a message."""
    return await (send(request, agency) if request.method == "POST" else read(request, agency))


@of_known_agency
async def read(request: HttpRequest, agency: AgencyView) -> HttpResponseBase:
    """The messages after the given id."""
    conversation = conversation_of(request, agency.key)
    found = await in_database(messages_after, conversation, _after(request)) if conversation else []
    return JsonResponse({"messages": found}, headers={"Cache-Control": "no-store"})


@of_known_agency
async def send(request: HttpRequest, agency: AgencyView) -> HttpResponseBase:
    """Put one message into the inbox; 202 once it is stored, also when it was stored before."""
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise Refusal(413, "too_large", agency.default_language) from error
    submission = read_submission(body, agency.default_language)
    conversation = conversation_of(request, agency.key) or new_conversation()
    masked = mask_identity_numbers(submission.text)
    message = InboundMessage(
        external_id=submission.id,
        conversation=conversation,
        agency=agency.key,
        channel=CHANNEL,
        text=masked.text,
        button_key=submission.button,
        language=submission.language,
        received=timezone.now().isoformat(),
        masked=masked.count > 0,
    )
    try:
        async with asyncio.timeout(SECONDS_TO_ANSWER):
            if await too_many(conversation, client_address(request)):
                METRICS.count("messages", CHANNEL, "flood")
                raise Refusal(429, "too_many", submission.language, retry_after=30)
            message = await sealed_if_asked(async_client("quick"), message, submission.text)
            fresh = await put(message, braked=False)
    except (InboxUnavailable, TimeoutError, RedisError) as error:
        METRICS.count("messages", CHANNEL, "unavailable")
        raise Refusal(503, "unavailable", submission.language, retry_after=2) from error
    METRICS.count("messages", CHANNEL, "stored" if fresh else "repeated")
    response = JsonResponse({"id": submission.id, "repeated": not fresh}, status=202)
    remember(response, agency.key, conversation)
    return response


@require_GET
@of_known_agency
async def events(request: HttpRequest, agency: AgencyView) -> HttpResponseBase:
    """Server-sent events: messages, typing, pings."""
    conversation = conversation_of(request, agency.key)
    if conversation is None:
        raise Refusal(403, "no_conversation", agency.default_language)
    stream = event_stream(conversation, _after(request))
    return StreamingHttpResponse(stream, content_type=event_format.CONTENT_TYPE, headers=event_format.HEADERS)


@require_POST
@of_known_agency
async def typing(request: HttpRequest, agency: AgencyView) -> HttpResponseBase:
    """The citizen is typing: whoever serves them sees it. The page says so only while a person answers."""
    conversation = conversation_of(request, agency.key)
    if conversation is not None:
        try:
            await in_database(citizen_types, conversation)
        except RedisError:
            pass  # a sign that is gone after a few seconds anyway
    return HttpResponse(status=204)


@require_POST
@of_known_agency
async def reset(request: HttpRequest, agency: AgencyView) -> HttpResponseBase:
    """Begin a new conversation; the old one is no longer shown."""
    response = JsonResponse({})
    remember(response, agency.key, new_conversation())
    return response


def _after(request: HttpRequest) -> int:
    # A browser that reconnects by itself says what it has seen in a header.
    numbers = (request.headers.get("Last-Event-ID", ""), request.GET.get("after", ""))
    return max([0, *(int(raw) for raw in numbers if raw.isascii() and raw.isdigit() and len(raw) < 19)])
