"""Runs a stand-in as a process of its own, on loopback only."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys

from aiohttp import web


def run(app: web.Application, port: int, with_parent: bool) -> None:
    """Listen until a signal; `with_parent`: also until standard input ends, so that nothing outlives the test that started it."""
    asyncio.run(_run(app, port, with_parent))


async def _run(app: web.Application, port: int, with_parent: bool) -> None:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port, backlog=1024)
    await site.start()
    # Port 0 takes a free one; whoever started us reads it here.
    print(f"listening on http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if with_parent:
        loop.add_reader(sys.stdin.fileno(), _read_until_the_end, stop)
    await stop.wait()
    with contextlib.suppress(ValueError):
        loop.remove_reader(sys.stdin.fileno())
    await runner.cleanup()


def _read_until_the_end(stop: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 4096):
        stop.set()
