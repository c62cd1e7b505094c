"""The Bot API over HTTP: who calls, with what, and how the answer looks."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.standins import telegram_methods as methods
from tests.standins import telegram_setup as setup
from tests.standins import telegram_topics as topics
from tests.standins.faults import Fault, drop, hang
from tests.standins.telegram_checks import ApiError, Params, bad
from tests.standins.telegram_delivery import Delivery
from tests.standins.telegram_state import Bot, World

Method = Callable[[World, Bot, Params], methods.Answer | Awaitable[methods.Answer]]
METHODS: dict[str, Method] = {
    "getMe": setup.get_me,
    "setWebhook": setup.set_webhook,
    "deleteWebhook": setup.delete_webhook,
    "getWebhookInfo": setup.get_webhook_info,
    "getUpdates": setup.get_updates,
    "setMyCommands": setup.set_my_commands,
    "getMyCommands": setup.get_my_commands,
    "deleteMyCommands": setup.delete_my_commands,
    "setMyDescription": setup.set_my_description,
    "getMyDescription": setup.get_my_description,
    "setMyShortDescription": setup.set_my_short_description,
    "getMyShortDescription": setup.get_my_short_description,
    "setMyName": setup.set_my_name,
    "sendMessage": methods.send_message,
    "sendVenue": methods.send_venue,
    "sendLocation": methods.send_location,
    "sendChatAction": methods.send_chat_action,
    "answerCallbackQuery": methods.answer_callback_query,
    "createForumTopic": topics.create_forum_topic,
    "closeForumTopic": topics.close_forum_topic,
    "getChat": topics.get_chat,
    "getChatMember": topics.get_chat_member,
    "editMessageText": methods.edit_message_text,
    "editMessageReplyMarkup": methods.edit_message_reply_markup,
}
# Names of methods are case-insensitive (https://core.telegram.org/bots/api#making-requests).
_BY_LOWER_NAME = {name.lower(): name for name in METHODS}
_SENDING = ("sendMessage", "sendVenue", "sendLocation", "editMessageText")


class Api:
    """Answers the calls of bots."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.delivery = Delivery(world, self.execute)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One HTTP request to /bot<token>/<method>."""
        bot = self.world.bots.get(request.match_info["token"])
        if bot is None:
            self.world.journal.add("call", method=request.match_info["method"], ok=False, status=401, error="Unauthorized", chat="")
            return _answer(ApiError(401, "Unauthorized"))
        name = _BY_LOWER_NAME.get(request.match_info["method"].lower())
        if name is None:
            self.world.journal.add(
                "call", method=request.match_info["method"], ok=False, status=404, error="Not Found", chat="", bot=bot.username
            )
            return _answer(ApiError(404, "Not Found: method not found"))
        try:
            params = Params(await _parameters(request))
        except ApiError as error:
            self.world.journal.add("call", method=name, ok=False, status=error.code, error=error.description, chat="", bot=bot.username)
            return _answer(error)
        fault = self.world.faults.take(name, params.text("chat_id"))
        if fault is not None and fault.status != "drop":
            return await self._fail(request, bot, name, params, fault)
        answer = _answer(await self.execute(bot, name, params.values, **({"fault": "drop"} if fault else {})))
        return drop(request) if fault else answer

    async def _fail(self, request: web.Request, bot: Bot, name: str, params: Params, fault: Fault) -> web.StreamResponse:
        if fault.status == "hang":
            there = await hang(request, fault.seconds)
            if there:
                return _answer(await self.execute(bot, name, params.values, fault="hang"))
            self._note(bot, name, params, {"ok": False, "status": 0, "fault": "hang", "error": "The caller hung up"})
            return web.Response(status=500)
        code = int(fault.status)
        seconds = bot.penalties.impose(params.text("chat_id"), fault.retry_after) if fault.retry_after else 0
        error = methods.too_many(seconds) if seconds else ApiError(code, _WORDS.get(code, "Internal Server Error"))
        self._note(bot, name, params, {"ok": False, "status": error.code, "fault": str(fault.status), "error": error.description})
        if code >= 500:
            # What a proxy in front of Telegram says, and it is no JSON.
            return web.Response(
                status=code, text=f"<html><body><h1>{code} {error.description}</h1></body></html>", content_type="text/html"
            )
        return _answer(error)

    def _note(self, bot: Bot, name: str, params: Params, details: dict[str, Any]) -> None:
        self.world.journal.add(details.pop("what", "call"), method=name, chat=params.text("chat_id"), bot=bot.username, **details)

    async def execute(self, bot: Bot, name: str, values: dict[str, Any], **note: Any) -> Any:
        """Carry out a call and write it down; returns the result or an `ApiError`."""
        params, method = Params(values), METHODS.get(name)
        if method is None:
            return ApiError(404, "Not Found: method not found")
        try:
            answer = method(self.world, bot, params)
            result, details = await answer if inspect.isawaitable(answer) else answer
        except ApiError as error:
            written = {"text": params.text("text")} if name in _SENDING else {}
            self._note(
                bot, name, params, {"ok": False, "status": error.code, "error": error.description, **error.parameters, **written, **note}
            )
            return error
        self._note(bot, name, params, {"ok": True, "status": 200, **details, **note})
        if name == "setWebhook" and bot.webhook is not None:
            self.delivery.start(bot)
        return result


_WORDS = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout", 403: "Forbidden", 400: "Bad Request"}


async def _parameters(request: web.Request) -> dict[str, Any]:
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            raise bad("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad("object expected as JSON request")
        values.update(body)
    elif request.method == "POST":
        values.update(await request.post())
    return values


def _answer(result: Any) -> web.Response:
    if isinstance(result, ApiError):
        body: dict[str, Any] = {"ok": False, "error_code": result.code, "description": result.description}
        if result.parameters:
            body["parameters"] = result.parameters
        return web.json_response(body, status=result.code)
    return web.json_response({"ok": True, "result": result})
