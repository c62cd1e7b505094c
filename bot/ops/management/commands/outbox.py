"""`manage.py outbox list|retry|drop`: what waits, what is tried again, and what could not be handled."""

from __future__ import annotations

import argparse
import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import redis.asyncio
from django.core.management.base import BaseCommand, CommandError
from redis.exceptions import RedisError

from bot.columns import age, columns
from bot.pipeline import dead_letters, keys
from bot.pipeline.connection import async_client, close_async_clients
from bot.pipeline.database import in_database
from bot.pipeline.dead_letters import DeadLetter
from bot.pipeline.errors import DatabaseUnavailable, code_and_sentence
from bot.pipeline.queues import read_queues
from bot.pipeline.waiting import waiting


class Command(BaseCommand):
    """Look into the outbox (or the inbox), and take dead letters out of it; never shows what was said."""

    help = "List what waits in the outbox, and send dead letters again or drop them."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the sub-commands."""
        sub = parser.add_subparsers(dest="action", required=True)
        show = sub.add_parser("list", help="counts and ages")
        show.add_argument("--long", action="store_true", help="each dead letter too")
        retry = sub.add_parser("retry", help="put dead letters back, to be handled as if they were new")
        drop = sub.add_parser("drop", help="remove dead letters for good")
        for one in (retry, drop):
            one.add_argument("ids", nargs="*", metavar="ID", help="as `list --long` shows it")
            one.add_argument("--all", action="store_true", help="every dead letter")
            one.add_argument("--code", help="those with this code; - stands for those without")
        for one in (show, retry, drop):
            one.add_argument("--inbox", action="store_true", help="the messages of citizens instead of the answers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command."""
        kind: keys.Kind = "inbox" if options["inbox"] else "outbox"
        if options["action"] != "list" and bool(options["ids"]) + options["all"] + (options["code"] is not None) != 1:
            raise CommandError("Say which dead letters: their ids, or --code CODE, or --all.")
        try:
            asyncio.run(self._run(kind, options))
        except dead_letters.WrongId as error:
            raise CommandError(str(error)) from error
        except (RedisError, OSError) as error:
            raise CommandError(f"Redis does not answer ({type(error).__name__}): start it, or correct REDIS_URL.") from error
        except DatabaseUnavailable as error:
            raise CommandError(f"{error.reason} What was not counted above was not touched: run the same command again.") from error

    async def _run(self, kind: keys.Kind, options: dict[str, Any]) -> None:
        client = async_client()
        try:
            if options["action"] == "list":
                await self._list(client, kind, long=options["long"])
            else:
                found = await dead_letters.chosen(client, kind, options["ids"], options["code"])
                await self._take_out(client, kind, options["action"], found)
        finally:
            await close_async_clients()

    async def _take_out(self, client: redis.asyncio.Redis[str], kind: keys.Kind, action: str, found: Sequence[DeadLetter]) -> None:
        count = 0
        try:
            for letter in found:
                count += await (dead_letters.retry if action == "retry" else dead_letters.drop)(client, letter)
        finally:
            if count:
                done = f"put back into the {kind}" if action == "retry" else "dropped"
                self.stdout.write(f"{count} dead letter(s) {done}.")
        if not count:
            raise CommandError("No dead letter matches: `manage.py outbox list --long` shows them.")

    async def _list(self, client: redis.asyncio.Redis[str], kind: keys.Kind, *, long: bool) -> None:
        queues = await read_queues(client)
        seconds, microseconds = await client.time()
        now = seconds + microseconds / 1e6
        length = queues.length[kind]
        oldest = f", the oldest for {age(queues.oldest_seconds[kind])}" if length else ""
        processes = f"{queues.processes[kind]} {'worker' if kind == 'inbox' else 'sender'}(s) alive"
        self.stdout.write(f"{kind.title()}: {length} waiting{oldest}; {processes}.")
        if kind == "outbox":
            await self._list_errored()
        every, groups = [], defaultdict(list)
        async for letter in dead_letters.letters(client, kind):
            groups[code_and_sentence(letter.reason)].append(letter.died)
            if long:
                every.append((letter.id, letter.conversation, letter.channel, age(now - letter.died), letter.reason))
        self.stdout.write(f"Dead letters: {sum(map(len, groups.values()))}.")
        rows = [
            (str(len(died)), code or "-", f"{age(now - max(died))} to {age(now - min(died))}", sentence)
            for (code, sentence), died in sorted(groups.items(), key=lambda group: -len(group[1]))
        ]
        self._table(("count", "code", "age", "reason"), rows)
        self._table(("id", "conversation", "channel", "age", "reason"), every)

    async def _list_errored(self) -> None:
        found = await in_database(waiting)
        self.stdout.write(f"Tried again: {sum(one.count for one in found)}.")
        rows = [(str(one.count), one.channel, one.code or "-", age(one.seconds), one.sentence) for one in found]
        self._table(("count", "channel", "code", "oldest", "reason"), rows)

    def _table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        if rows:
            for line in columns([header, *rows]):
                self.stdout.write(f"  {line}")
