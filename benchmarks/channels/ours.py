"""Our installation, started by its own command: web, worker, sender, actions, the embedded Valkey and SQLite."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from benchmarks.channels.audience import AGENCIES, Channel
from benchmarks.channels.platforms import Platforms
from benchmarks.channels.settings import CACHE
from benchmarks.channels.surroundings import BLANK, QUIET, terminated
from benchmarks.channels.traffic import own_texts
from bot.environment import ROOT
from bot.nlu.embedding import _digest
from bot.nlu.normalise import normalise
from tests.ops.free_ports import free_ports
from tests.standins.installation import Installation

EMBEDDINGS = CACHE / "embeddings.sqlite3"
_KNOWN = (ROOT / "var" / "embeddings.sqlite3", ROOT / ".cache" / "tests" / "embeddings.sqlite3")
_STAGE = re.compile(r'^assistant_stage_seconds_(sum|count)\{stage="(\w+)"\} (\S+)$', re.MULTILINE)
# Every process adds its sums to Redis within a second.
_METRICS_SECONDS = 1.5
_WORKER_SECONDS = 120
_EACH_ITS_OWN: Mapping[Channel, str] = {channel: agency for channel, (agency, _language) in AGENCIES.items()}
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Ours:
    """The running installation."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation

    def pids(self) -> dict[str, list[int]]:
        """Its processes by what they are."""
        return dict(sorted(self.installation.processes().items()))

    def stages(self) -> dict[str, tuple[float, float]]:
        """Seconds and number of each stage since the start, from /metrics."""
        time.sleep(_METRICS_SECONDS)
        with _opener.open(f"{self.installation.address}/metrics", timeout=30) as answer:
            text = answer.read().decode()
        found: dict[str, dict[str, float]] = {}
        for kind, stage, value in _STAGE.findall(text):
            found.setdefault(stage, {})[kind] = float(value)
        return {stage: (both["sum"], both["count"]) for stage, both in found.items()}


@contextmanager
def ours(platforms: Platforms, folder: Path, workers: int, agencies: Mapping[Channel, str] = _EACH_ITS_OWN) -> Iterator[Ours]:
    """Start it with both accounts, each of the agency named, and their webhooks; it ends with the block.

    Raises:
        RuntimeError: it did not start.
    """
    _fill_embeddings()
    platforms.reset()
    ports = free_ports()
    state = folder / "ours"
    state.mkdir()
    surroundings = {
        **BLANK,
        **QUIET,
        **ports,
        "EMBEDDING_CACHE": str(EMBEDDINGS),
        "TELEGRAM_API_URL": platforms.standins["telegram"].url,
        "TWILIO_API_URL": platforms.standins["whatsapp"].url,
        "PUBLIC_URL": f"http://127.0.0.1:{ports['PORT']}",
    }
    installation = Installation(state, platforms.credentials, surroundings)
    with ExitStack() as stack:
        stack.callback(installation.stop)
        installation.start(seconds=3600)
        for _ in range(workers - 1):
            command = [sys.executable, "manage.py", "worker"]
            log = stack.enter_context((state / "more-workers.log").open("ab"))
            extra = subprocess.Popen(command, cwd=ROOT, env=installation.surroundings, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
            stack.enter_context(terminated(extra))
        _wait_for_workers(installation, workers)
        installation.connect_telegram(agencies["telegram"])
        _, webhook = installation.connect_whatsapp(agencies["whatsapp"])
        platforms.standins["whatsapp"].act("webhook", url=webhook)
        yield Ours(installation)


def _wait_for_workers(installation: Installation, workers: int) -> None:
    deadline = time.monotonic() + _WORKER_SECONDS
    while True:
        with _opener.open(f"{installation.address}/readyz", timeout=10) as answer:
            if json.load(answer)["workers"] >= workers:
                return
        if time.monotonic() > deadline:
            raise RuntimeError(f"There were no {workers} workers after {_WORKER_SECONDS} s.")
        time.sleep(0.5)


def _fill_embeddings() -> None:
    """Take over the embeddings of the catalogue's phrases, which saves minutes, but none of a question that is going to be asked."""
    CACHE.mkdir(parents=True, exist_ok=True)
    known = next((path for path in _KNOWN if path.is_file()), None)
    if known is not None and not EMBEDDINGS.is_file():
        with closing(sqlite3.connect(known)) as source, closing(sqlite3.connect(EMBEDDINGS)) as copy:
            source.backup(copy)
    if EMBEDDINGS.is_file():
        with closing(sqlite3.connect(EMBEDDINGS, isolation_level=None)) as kept:
            kept.executemany("DELETE FROM embedding WHERE digest = ?", [(_digest(normalise(text)),) for text in own_texts()])
