"""Twilio's REST API over HTTP: api.twilio.com, content.twilio.com and messaging.twilio.com under one address."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from multidict import MultiDict

from tests.standins import twilio_content as content
from tests.standins.faults import Fault, drop, hang
from tests.standins.twilio_checks import TwilioError, refuse
from tests.standins.twilio_messages import Messages, TooMany, public
from tests.standins.twilio_state import Account, World, rfc2822

NOTE = web.RequestKey("note", dict[str, Any])
DETAILS = web.RequestKey("details", dict[str, Any])
Handler = Callable[[Account, web.Request], Awaitable[content.Result]]


class Api:
    """Answers the calls of the assistant."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.messages = Messages(world)

    def add_routes(self, app: web.Application) -> None:
        """Put the API into an application."""
        account = "/2010-04-01/Accounts/{account}"
        one = "/v1/Content/{content}"
        routes: list[tuple[str, str, str, Handler]] = [
            ("POST", f"{account}/Messages.json", "Messages", self._send),
            ("GET", f"{account}/Messages/{{message}}.json", "FetchMessage", self._message),
            ("GET", f"{account}.json", "Account", self._account),
            ("POST", "/v2/Indicators/Typing.json", "Typing", self._typing),
            ("POST", "/v1/Content", "CreateContent", content.create),
            ("GET", "/v1/Content", "ListContent", content.listing),
            ("GET", one, "FetchContent", content.fetch),
            ("DELETE", one, "DeleteContent", content.remove),
            ("POST", f"{one}/ApprovalRequests/whatsapp", "AskApproval", content.ask_approval),
            ("GET", f"{one}/ApprovalRequests", "Approval", content.approval),
        ]
        for verb, path, name, handler in routes:
            app.router.add_route(verb, path, self._wrapped(name, handler))
        app.router.add_route("*", "/{path:(?:2010-04-01|v1|v2)/.*}", self._wrapped("unknown", self._unknown))

    def _wrapped(self, name: str, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            chat = ""
            try:
                account = self._authenticated(request)
                form = await request.post() if request.content_type == "application/x-www-form-urlencoded" else {}
                chat = str(form.get("To", "")).removeprefix("whatsapp:")
                fault = self.world.faults.take(name, chat)
                note: dict[str, Any] = {}
                if fault is not None:
                    if fault.status not in ("drop", "hang"):
                        self._fail(account, chat, fault)
                    if fault.status == "hang" and not await hang(request, fault.seconds):
                        raise refuse(0, "The caller hung up", status=499)
                    note = {"fault": fault.status}
                request[NOTE] = note
                status, body = await handler(account, request)
            except TwilioError as error:
                self.world.journal.add("call", method=name, chat=chat, ok=False, status=error.status, code=error.code, error=error.message)
                return _answer(error)
            if name != "Messages":
                self.world.journal.add("call", method=name, chat=chat, ok=True, status=status, **request.get(DETAILS, {}), **note)
            return (
                drop(request)
                if note.get("fault") == "drop"
                else web.Response(status=204)
                if status == 204
                else web.json_response(body, status=status)
            )

        return handle

    def _fail(self, account: Account, chat: str, fault: Fault) -> None:
        if fault.retry_after:
            raise TooMany(account.penalties.impose(chat, fault.retry_after))
        code = int(fault.status)
        raise refuse(20500 if code >= 500 else 20001, "Internal Server Error" if code >= 500 else "Bad Request", status=code)

    def _authenticated(self, request: web.Request) -> Account:
        wrong = refuse(20003, "Authenticate", status=401)
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        try:
            user, _, password = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise wrong from None
        account = self.world.accounts.get(user)
        if kind.lower() != "basic" or account is None or (password != account.token and password not in account.old_tokens):
            raise wrong
        if request.match_info.get("account", account.sid) != account.sid:
            raise refuse(20404, f"The requested resource {request.path} was not found", status=404)
        return account

    async def _send(self, account: Account, request: web.Request) -> content.Result:
        form = MultiDict((name, str(value)) for name, value in (await request.post()).items())
        return 201, self.messages.create(account, form, **request[NOTE])

    async def _message(self, account: Account, request: web.Request) -> content.Result:
        message = account.messages.get(request.match_info["message"])
        if message is None:
            raise refuse(20404, f"The requested resource {request.path} was not found", status=404)
        return 200, public(message)

    async def _account(self, account: Account, request: web.Request) -> content.Result:
        uri = f"/2010-04-01/Accounts/{account.sid}"
        return 200, {
            "sid": account.sid,
            "owner_account_sid": account.sid,
            "friendly_name": "Layanan Warga",
            "status": "active",
            "type": "Full",
            "auth_token": account.token,
            "date_created": rfc2822(0),
            "date_updated": rfc2822(0),
            "subresource_uris": {"messages": f"{uri}/Messages.json"},
            "uri": f"{uri}.json",
        }

    async def _typing(self, account: Account, request: web.Request) -> content.Result:
        """https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource"""
        form = await request.post()
        if form.get("channel") != "whatsapp":
            raise refuse(20001, "Invalid parameter: channel")
        number = str(form.get("messageId", ""))
        if number not in account.heard:
            raise refuse(20404, f"The message {number} was not found", status=404)
        # The citizen sees it for 25 seconds or until the answer comes.
        request[DETAILS] = {"chat_typing": account.heard[number], "sid": number}
        return 200, {"success": True}

    async def _unknown(self, account: Account, request: web.Request) -> content.Result:
        raise refuse(20404, f"The requested resource {request.path} was not found", status=404)


def _answer(error: TwilioError) -> web.Response:
    body = {
        "code": error.code,
        "message": error.message,
        "more_info": f"https://www.twilio.com/docs/errors/{error.code}",
        "status": error.status,
    }
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooMany) else {}
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return web.json_response(body, status=error.status, headers=headers)
