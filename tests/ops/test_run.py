"""`manage.py run` brings up the whole installation, and Ctrl-C takes all of it down."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.environment import ROOT
from tests.ops.free_ports import free_ports

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")]
LONGEST_START = 240


def processes_of(state: Path) -> dict[int, str]:
    """Every living process that was started for a STATE_DIR: process id to command line."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"STATE_DIR={state}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


def wait_until_gone(state: Path, seconds: float) -> dict[int, str]:
    deadline = time.monotonic() + seconds
    while (left := processes_of(state)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


@pytest.fixture
def running(seeded_state: Path, trained_model: Path) -> Iterator[tuple[subprocess.Popen[str], Path, dict[str, str]]]:
    """An installation on free ports that has shown its screen."""
    ports, screen = free_ports(), seeded_state / "screen"
    with screen.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run"],
            cwd=ROOT,
            env={**os.environ, "STATE_DIR": str(seeded_state), **ports},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + LONGEST_START
        while "Stop   Ctrl-C" not in screen.read_text():
            assert process.poll() is None, screen.read_text()
            assert time.monotonic() < deadline, screen.read_text()
            time.sleep(0.2)
        yield process, seeded_state, ports
    finally:
        for pid in processes_of(seeded_state):
            os.kill(pid, signal.SIGKILL)
        process.wait()


def readiness(port: str) -> tuple[int, dict[str, object]]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_it_is_ready_when_it_says_so_and_leaves_nothing_behind(running: tuple[subprocess.Popen[str], Path, dict[str, str]]) -> None:
    process, state, ports = running
    screen = (state / "screen").read_text()
    assert f"http://127.0.0.1:{ports['PORT']}/" in screen
    assert len(screen.splitlines()) <= 24, "it must fit on one screen"
    assert "Training" not in screen
    assert "loaded" not in screen, "the content was loaded already"
    status, checks = readiness(ports["PORT"])
    assert status == 200, checks
    started = processes_of(state)
    processes = [f"manage.py {name}" for name in ("run", "worker", "sender", "actions", "poller", "scheduler")]
    for part in (*processes, "valkey-server", "uvicorn bot.asgi"):
        assert any(part in line for line in started.values()), f"{part} is missing in {started}"

    process.send_signal(signal.SIGINT)

    assert process.wait(60) == 0, (state / "screen").read_text()
    assert (state / "screen").read_text().endswith("Stopped.\n")
    assert "killed" not in (state / "screen").read_text()
    assert wait_until_gone(state, 5) == {}


def test_nothing_is_left_when_it_is_killed_outright(running: tuple[subprocess.Popen[str], Path, dict[str, str]]) -> None:
    process, state, _ = running
    process.kill()
    process.wait()
    assert wait_until_gone(state, 30) == {}
