"""The calls that Twilio makes to the assistant: incoming messages, and what became of outgoing ones."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from tests.standins.outgoing import Answer, NotReachable
from tests.standins.twilio_signature import sign
from tests.standins.twilio_state import Account, World

PAUSES = (0.5, 1.0, 2.0, 4.0, 5.0)
Reply = Callable[[Account, dict[str, str], str], None]


class Delivery:
    """Makes the calls; incoming messages of one citizen one after the other."""

    def __init__(self, world: World, reply: Reply) -> None:
        self._world, self._reply = world, reply
        self._lines: dict[tuple[int, str], deque[dict[str, str]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(50)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def incoming(self, account: Account, params: dict[str, str]) -> None:
        """Hand a citizen's message to the account's webhook, after those that the citizen sent before."""
        account.waiting[params["From"]] = account.waiting.get(params["From"], 0) + 1
        key = (id(account), params["From"])
        if key in self._lines:
            self._lines[key].append(params)
            return
        self._lines[key] = deque([params])
        self._start(self._serve(account, key))

    async def _serve(self, account: Account, key: tuple[int, str]) -> None:
        line = self._lines[key]
        while line and self._world.accounts.get(account.sid) is account:
            params = line.popleft()
            await self._message(account, params)
            account.waiting[key[1]] -= 1
        self._lines.pop(key, None)

    async def _message(self, account: Account, params: dict[str, str]) -> None:
        chat = params["From"].removeprefix("whatsapp:")
        answer, attempts = await self._post(account, account.webhook, params, chat, "update")
        if answer is None:
            account.lost.append(params["MessageSid"])
            self._world.journal.add("lost_update", chat=chat, sid=params["MessageSid"], attempts=attempts)
            return
        self._world.journal.add(
            "delivered_update",
            chat=chat,
            sid=params["MessageSid"],
            how="webhook",
            attempts=attempts,
            update=params,
            began=answer.began,
            seconds=answer.seconds,
        )
        self._read_twiml(account, params, answer)

    def _read_twiml(self, account: Account, params: dict[str, str], answer: Answer) -> None:
        chat = params["From"].removeprefix("whatsapp:")
        if answer.status == 204 or not answer.body.strip():
            return
        if answer.content_type not in ("text/xml", "application/xml", "text/html"):
            if answer.content_type != "text/plain":
                self._world.journal.add("violation", chat=chat, code=12300, text=f"12300 Invalid Content-Type: {answer.content_type}")
                return
            # https://www.twilio.com/docs/messaging/twiml: plain text is sent back as it is.
            self._reply(account, params, answer.body.decode("utf-8", "replace"))
            return
        try:
            root = ElementTree.fromstring(answer.body)
        except ElementTree.ParseError:
            self._world.journal.add("violation", chat=chat, code=12100, text="12100 Document parse failure")
            return
        if root.tag != "Response":
            self._world.journal.add("violation", chat=chat, code=12200, text="12200 Schema validation warning")
            return
        for message in root.iter("Message"):
            inner = message.find("Body")
            self._reply(account, params, ((inner if inner is not None else message).text or "").strip())

    def statuses(self, account: Account, message: dict[str, Any], final: str, code: int) -> None:
        """Tell what becomes of a message: on its way up to `final`, or `final` at once with an error code."""
        self._start(self._statuses(account, message, final, code))

    async def _statuses(self, account: Account, message: dict[str, Any], final: str, code: int) -> None:
        options = self._world.callbacks
        steps = ["queued", "sent", final] if code else list(options.statuses)
        if options.order == "random":
            random.shuffle(steps)
        for step in steps:
            await asyncio.sleep(options.pause)
            await self._status(account, message, step, code if step == final else 0)

    async def _status(self, account: Account, message: dict[str, Any], status: str, code: int) -> None:
        chat = message["to"].removeprefix("whatsapp:")
        message["status"] = status
        if code:
            message.update(error_code=code, error_message=None)
        self._world.journal.add("status", chat=chat, sid=message["sid"], status=status, **({"code": code} if code else {}))
        url = message["_callback"]
        if not url:
            return
        params = {
            **dict.fromkeys(("SmsSid", "MessageSid"), message["sid"]),
            **dict.fromkeys(("SmsStatus", "MessageStatus"), status),
            "To": message["to"],
            "From": message["from"],
            "AccountSid": account.sid,
            "ApiVersion": "2010-04-01",
            "ChannelPrefix": "whatsapp",
            "ChannelToAddress": chat,
            "ChannelInstallSid": "XE" + "0" * 32,
            **({"EventType": status.upper()} if status in ("delivered", "read") else {}),
            **({"ErrorCode": str(code), "ChannelStatusMessage": ""} if code else {}),
            **({"MessagingServiceSid": message["messaging_service_sid"]} if message["messaging_service_sid"] else {}),
        }
        answer, attempts = await self._post(account, url, params, chat, "status")
        self._world.journal.add(
            "delivered_status" if answer else "lost_status", chat=chat, sid=message["sid"], status=status, attempts=attempts, update=params
        )

    async def _post(self, account: Account, url: str, params: dict[str, str], chat: str, what: str) -> tuple[Answer | None, int]:
        until, attempt = time.monotonic() + self._world.options.retry_for, 0
        while self._world.accounts.get(account.sid) is account:
            attempt += 1
            # Signed anew each time: the token may have been exchanged meanwhile.
            headers = {
                "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
                "X-Twilio-Signature": sign(account.token, url, params),
                "User-Agent": "TwilioProxy/1.1",
                "I-Twilio-Idempotency-Token": params["MessageSid"],
                "Accept": "*/*",
            }
            answer, reason = None, "no webhook is set"
            if url:
                async with self._slots:
                    try:
                        answer = await self._world.outgoing.post(url, urlencode(params).encode(), headers)
                    except NotReachable as error:
                        reason = str(error)
            if answer is not None and answer.ok:
                return answer, attempt
            self._world.journal.add(
                f"refused_{what}",
                chat=chat,
                sid=params["MessageSid"],
                status=answer.status if answer else 0,
                reason=reason,
                attempts=attempt,
                seconds=answer.seconds if answer else None,
            )
            pause = PAUSES[min(attempt, len(PAUSES)) - 1]
            if time.monotonic() + pause > until:
                break
            await asyncio.sleep(pause)
        return None, attempt

    async def close(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
