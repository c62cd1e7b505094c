"""Measures the desk under load: `python -m benchmarks.desk` (`--help` lists the options).

Writes benchmarks/desk.json and one section of docs/performance.md.
"""

from __future__ import annotations

import asyncio
import datetime
import os
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks import machine
from benchmarks.channels.one_run import scratch, write_results, write_section
from benchmarks.channels.ours import Ours, ours
from benchmarks.channels.platforms import Platforms, platforms
from benchmarks.channels.processor import ProcessorTime, family
from benchmarks.desk.browser import chromium
from benchmarks.desk.citizens import Citizens
from benchmarks.desk.figures import figures
from benchmarks.desk.ledger import Ledger
from benchmarks.desk.operators import Hindered, Operator
from benchmarks.desk.report import section
from benchmarks.desk.scene import Scene
from benchmarks.desk.settings import Settings, from_command_line
from benchmarks.desk.staff import hire, lapses, sign_in

_AGENCY = "banyuwangi"
# A person who reads a message does so some seconds after it has come.
_BETWEEN_STATUSES = 1.0


class Run:
    """One run against a pair of stand-ins."""

    def __init__(self, settings: Settings, there: Platforms, folder: Path) -> None:
        self._settings, self._platforms, self._folder = settings, there, folder
        self._began = time.monotonic()

    def tell(self, sentence: str) -> None:
        """Tell how far the run has come."""
        print(f"[{self._minutes:5.1f} min] {sentence}", flush=True)

    @property
    def _minutes(self) -> float:
        return (time.monotonic() - self._began) / 60

    def results(self) -> dict[str, Any]:
        """Measure everything."""
        surroundings, others = machine.describe(), machine.OtherWork()
        with ours(self._platforms, self._folder, 1, {"telegram": _AGENCY, "whatsapp": _AGENCY}) as running:
            self.tell("the installation is ready")
            self._platforms.standins["whatsapp"].act("callbacks", statuses=["sent", "delivered", "read"], pause=_BETWEEN_STATUSES)
            measured = asyncio.run(self._measured(running))
        settings = self._settings
        return {
            "date": datetime.date.today().isoformat(),
            "command": settings.command,
            "quick": settings.quick,
            "minutes": round(self._minutes, 1),
            "machine": surroundings | {"cores_used_by_others": others.cores()},
            "settings": {name: value for name, value in vars(settings).items() if name != "quick"},
            **measured,
        }

    async def _measured(self, running: Ours) -> dict[str, Any]:
        settings, address, ledger = self._settings, running.installation.address, Ledger()
        staff = hire(running.installation, _AGENCY, settings.operators)
        async with AsyncExitStack() as stack:
            sessions: list[aiohttp.ClientSession] = []
            for who in staff:
                sessions.append(await stack.enter_async_context(await sign_in(address, who)))
            desk = f"/console/{_AGENCY}/desk/"
            operators = [Operator(who.name, session, desk, ledger) for who, session in zip(staff, sessions, strict=True)]
            citizens = Citizens(self._platforms.standins, ledger)
            scene = Scene(settings, operators, citizens, ledger, _AGENCY, {who.name: who.number for who in staff}, self.tell)
            browser = await stack.enter_async_context(chromium()) if settings.browsers else None
            await scene.fill()
            lists = await scene.sit_down(browser)
            self.tell(f"{len(operators)} operators have a page open; everybody writes for {settings.seconds:g} s")
            processor = ProcessorTime(self._processes(running))
            began = time.time()
            await scene.play()
            cores = processor.cores()
            for page in lists:
                await page.close()
            scene.lapsed({number: at for number, at in lapses(running.installation, _AGENCY).items() if at > began})
            return figures(scene, cores, browser.version if browser else "")

    def _processes(self, running: Ours) -> dict[str, list[int]]:
        own = family(os.getpid())
        browsers = [number for number in own if "chrom" in _command(number) or "playwright" in _command(number)]
        return running.pids() | self._platforms.pids() | {"operators without a browser": [os.getpid()], "browsers": browsers}


def _command(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_text()
    except OSError:
        return ""


def main() -> None:
    """Measure and write."""
    settings = from_command_line()
    with scratch(Hindered) as folder, platforms() as there:
        results = Run(settings, there, folder).results()
    write_results(results, settings.results_file)
    write_section(section(results), "make bench-desk", settings.page)


if __name__ == "__main__":
    main()
