"""Stock Rasa 3.6: `rasa run` with its default pipeline and its own Telegram and Twilio channels, and `rasa run actions`."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from benchmarks.channels.platforms import Platforms
from benchmarks.channels.processor import family
from benchmarks.channels.settings import CACHE, Settings
from benchmarks.channels.surroundings import BLANK, QUIET, terminated, wait_until_it_answers
from benchmarks.data import dialogue_files, write_training_files
from benchmarks.systems import System, make_systems
from bot.environment import ROOT
from bot.ops.local_actions import free_port

# What Rasa's documentation advises for its FallbackClassifier; without it, a message that is not understood gets no answer at all.
FALLBACK_RULE = """version: "3.1"
rules:
  - rule: not understood
    steps:
      - intent: nlu_fallback
      - action: action_refuse
"""
_START_SECONDS = 300


def stock_model(settings: Settings) -> Path:
    """The trained stock model; trained now unless one of the same inputs is kept.

    Raises:
        benchmarks.systems.MeasuringFailed: Rasa ended with an error.
    """
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="stock-", dir=CACHE) as name:
        folder = Path(name)
        system = make_systems(folder, settings.model)["stock"]
        (system.nlu / "fallback.yml").write_text(FALLBACK_RULE, encoding="utf-8")
        kept = CACHE / f"stock-{_digest(system)}.tar.gz"
        if not kept.is_file():
            print(f"Training the stock model on {system.examples:,} examples; it is kept for the next runs ...", flush=True)
            trained = replace(system, model=folder / kept.name)
            trained.train("none", folder / "embeddings.sqlite3")
            shutil.move(trained.model, kept)
        return kept


def count_examples(settings: Settings) -> int:
    """How many examples stock is trained on."""
    with tempfile.TemporaryDirectory() as name:
        return write_training_files(Path(name), settings.model.examples, spaced_out=False)


def _digest(system: System) -> str:
    digest = hashlib.sha256(version("rasa").encode())
    for path in (system.config, ROOT / "domain.yml", *dialogue_files(), *sorted(system.nlu.rglob("*.yml"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Stock:
    """The running server and its action server."""

    def __init__(self, server: int, actions: int) -> None:
        self._server, self._actions = server, actions

    def pids(self) -> dict[str, list[int]]:
        """Its processes by what they are."""
        return {"rasa run": family(self._server), "rasa run actions": family(self._actions)}

    def stages(self) -> dict[str, tuple[float, float]]:
        """It keeps no count."""
        return {}


@contextmanager
def stock(platforms: Platforms, folder: Path, model: Path, state: Path) -> Iterator[Stock]:
    """Start it with both channels and their webhooks; it ends with the block. `state` is a STATE_DIR whose catalogue the actions read.

    Raises:
        RuntimeError: it did not start.
    """
    platforms.reset()
    own = folder / "stock"
    own.mkdir()
    port, actions_port = free_port(), free_port()
    address = f"http://127.0.0.1:{port}/webhooks"
    _write_configuration(own, platforms, f"{address}/telegram/webhook", actions_port)
    surroundings = {**os.environ, **BLANK, **QUIET, "STATE_DIR": str(state)}
    actions = [
        sys.executable,
        "-m",
        "rasa",
        "run",
        "actions",
        "--actions",
        "benchmarks.channels.stock_actions",
        "--port",
        str(actions_port),
    ]
    server = [
        sys.executable,
        "-m",
        "benchmarks.channels.stock_server",
        platforms.standins["telegram"].url,
        platforms.standins["whatsapp"].url,
    ]
    server += ["run", "--model", str(model), "--interface", "127.0.0.1", "--port", str(port)]
    server += ["--credentials", str(own / "credentials.yml"), "--endpoints", str(own / "endpoints.yml")]
    with ExitStack() as stack:
        numbers = []
        for name, command, url in (
            ("actions", actions, f"http://127.0.0.1:{actions_port}/health"),
            ("server", server, f"{address}/twilio/"),
        ):
            log = own / f"{name}.log"
            out = stack.enter_context(log.open("wb"))
            process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
            stack.enter_context(terminated(process))
            wait_until_it_answers(process, url, log, _START_SECONDS)
            numbers.append(process.pid)
        platforms.standins["whatsapp"].act("webhook", url=f"{address}/twilio/webhook")
        yield Stock(server=numbers[1], actions=numbers[0])


def _write_configuration(folder: Path, platforms: Platforms, webhook: str, actions_port: int) -> None:
    credentials = platforms.credentials
    username = platforms.standins["telegram"].state()["bots"][0]["username"]
    channels = {
        "telegram": {"access_token": credentials.token, "verify": username, "webhook_url": webhook},
        "twilio": {
            "account_sid": credentials.account_sid,
            "auth_token": credentials.auth_token,
            "twilio_number": f"whatsapp:{credentials.sender}",
        },
    }
    # JSON is YAML too.
    (folder / "credentials.yml").write_text(json.dumps(channels), encoding="utf-8")
    (folder / "endpoints.yml").write_text(json.dumps({"action_endpoint": {"url": f"http://127.0.0.1:{actions_port}/webhook"}}), "utf-8")
