"""Hands updates to a bot's webhook: those of one chat in order, several chats side by side, each until it is taken."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from tests.standins.outgoing import Answer, NotReachable
from tests.standins.telegram_state import Bot, Update, Webhook, World, chat_of

PAUSES = (0.5, 1.0, 2.0, 4.0, 5.0)
Execute = Callable[[Bot, str, dict[str, Any]], Awaitable[None]]


class Delivery:
    """Delivers for all bots; one task for each chat that has something waiting."""

    def __init__(self, world: World, execute: Execute) -> None:
        self._world, self._execute = world, execute
        self._lines: dict[tuple[str, str], deque[int]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, bot: Bot) -> None:
        """Begin with everything that waits, after a webhook was set."""
        self._lines = {key: line for key, line in self._lines.items() if key[0] != bot.token}
        for number in bot.pending:
            self.add(bot, number)

    def add(self, bot: Bot, number: int | None) -> None:
        """Deliver one update, once those before it in its chat are delivered. Without a webhook it waits for `getUpdates`."""
        if number is None or bot.webhook is None or number not in bot.pending:
            return
        key = (bot.token, chat_of(bot.pending[number]))
        line = self._lines.get(key)
        if line is not None:
            line.append(number)
            return
        line = self._lines[key] = deque([number])
        task = asyncio.create_task(self._serve(bot, bot.webhook, key, line))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, bot: Bot, webhook: Webhook, key: tuple[str, str], line: deque[int]) -> None:
        while line and bot.webhook is webhook:
            update = bot.pending.get(line[0])
            if update is None or await self._until_taken(bot, webhook, update, key[1]):
                line.popleft()
        if self._lines.get(key) is line:
            del self._lines[key]

    async def _until_taken(self, bot: Bot, webhook: Webhook, update: Update, chat: str) -> bool:
        attempt = 0
        while bot.webhook is webhook and self._world.bots.get(bot.token) is bot:
            async with webhook.slots:
                answer, reason = await self._post(webhook, update)
            attempt += 1
            if answer is not None and answer.ok:
                bot.pending.pop(update["update_id"], None)
                self._world.journal.add(
                    "delivered_update",
                    chat=chat,
                    update_id=update["update_id"],
                    how="webhook",
                    attempts=attempt,
                    bot=bot.username,
                    update=update,
                    began=answer.began,
                    seconds=answer.seconds,
                )
                await self._call_in_answer(bot, answer)
                return True
            webhook.error_date, webhook.error = int(time.time()), reason
            self._world.journal.add(
                "refused_update",
                chat=chat,
                update_id=update["update_id"],
                status=answer.status if answer else 0,
                reason=reason,
                attempts=attempt,
                seconds=answer.seconds if answer else None,
            )
            await asyncio.sleep(PAUSES[min(attempt, len(PAUSES)) - 1])
        return False

    async def _post(self, webhook: Webhook, update: Update) -> tuple[Answer | None, str]:
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        try:
            answer = await self._world.outgoing.post(webhook.url, json.dumps(update).encode(), headers)
        except NotReachable as error:
            return None, str(error)
        return answer, "" if answer.ok else f"Wrong response from the webhook: {answer.status}"

    async def _call_in_answer(self, bot: Bot, answer: Answer) -> None:
        # https://core.telegram.org/bots/api#making-requests-when-getting-updates
        if answer.content_type != "application/json" or not answer.body.strip():
            return
        try:
            call = json.loads(answer.body)
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            await self._execute(bot, call.pop("method"), call)

    async def close(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
