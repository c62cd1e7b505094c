"""The processes of an installation start together, are started again when they die, and stop in order."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.environment import environment
from bot.ops.child import Child
from bot.ops.problem import Problem
from bot.ops.supervisor import Supervisor

PATIENT = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


@pytest.fixture(autouse=True)
def signal_handlers() -> Iterator[None]:
    """The supervisor takes the signals of its process; they are given back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.fixture
def child(tmp_path: Path) -> Callable[..., Child]:
    """Makes a child that runs a line of Python, ready at once."""

    def make(name: str, code: str, is_ready: Callable[[], bool] = lambda: True) -> Child:
        return Child(name, [sys.executable, "-c", code], tmp_path, is_ready)

    return make


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_interrupt_stops_every_process_in_order(child: Callable[..., Child], tmp_path: Path) -> None:
    mark = tmp_path / "order"
    says = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: (open({0!r}, 'a').write({1!r}), sys.exit(0))); "
    says += "open({2!r}, 'w').close(); time.sleep(60)"
    names = ("b", "c", "a")
    children = [child(name, says.format(str(mark), name, str(tmp_path / f"up-{name}")), (tmp_path / f"up-{name}").exists) for name in names]
    pids: list[int | None] = []

    def ready() -> None:
        pids.extend(each.pid for each in children)
        interrupt()

    Supervisor(environment(), children, ("a", "b", "c"), print).run(ready)
    assert mark.read_text() == "abc"
    assert not any(is_running(pid) for pid in pids if pid)


def test_a_process_that_dies_is_started_again_and_it_is_said(child: Callable[..., Child], tmp_path: Path) -> None:
    once = f"import pathlib, sys, time; p = pathlib.Path({str(tmp_path / 'born')!r})\n"
    once += "if p.exists(): time.sleep(60)\np.touch(); time.sleep(0.5); sys.exit(3)"
    said: list[str] = []
    worker = child("worker", once)

    def wait_for_second_life() -> None:
        deadline = time.monotonic() + 20
        while worker.starts < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        interrupt()

    Supervisor(environment(), [worker], ("worker",), said.append).run(threading.Thread(target=wait_for_second_life).start)
    assert worker.starts == 2
    assert any("worker ended by itself (exit code 3)" in sentence for sentence in said)


def test_a_process_that_never_starts_ends_it_with_its_last_line(child: Callable[..., Child]) -> None:
    good, bad = child("good", PATIENT), child("bad", "import sys; sys.exit('no such table')", lambda: False)
    with pytest.raises(Problem, match=r"bad does not start \(exit code 1; its last line: no such table\): see .*bad\.log"):
        Supervisor(environment(), [good, bad], ("good", "bad"), lambda _: None).run(pytest.fail)
    assert good.exit_code() is not None


def test_a_process_that_does_not_stop_is_killed(child: Callable[..., Child], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ops.child.PATIENCE", 0.5)
    said: list[str] = []
    stubborn = child("web", STUBBORN, lambda: "up" in (tmp_path / "web.log").read_text())
    Supervisor(environment(), [stubborn], ("web",), said.append).run(interrupt)
    assert stubborn.exit_code() == -signal.SIGKILL
    assert said == ["web did not stop in time and was killed."]


def test_what_a_process_has_started_itself_is_stopped_too(child: Callable[..., Child], tmp_path: Path) -> None:
    grandchild = (
        f"import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', {PATIENT!r}]); print(p.pid, flush=True); time.sleep(60)"
    )
    parent = child("web", grandchild, lambda: (tmp_path / "web.log").read_text().strip().isdigit())
    Supervisor(environment(), [parent], ("web",), print).run(interrupt)
    pid = int((tmp_path / "web.log").read_text())
    deadline = time.monotonic() + 10
    while is_running(pid) and Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(pid) or Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"


def test_a_second_interrupt_ends_the_waiting(child: Callable[..., Child], tmp_path: Path) -> None:
    stubborn = child("web", STUBBORN, lambda: "up" in (tmp_path / "web.log").read_text())

    def twice() -> None:
        interrupt()
        threading.Timer(0.5, interrupt).start()

    began = time.monotonic()
    Supervisor(environment(), [stubborn], ("web",), lambda _: None).run(twice)
    assert time.monotonic() - began < 8


def test_a_disk_that_runs_full_is_said_once(child: Callable[..., Child], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ops.supervisor.LEAST_SPACE", 10**18)
    monkeypatch.setattr("bot.ops.supervisor.SPACE_CHECKED_EVERY", 0.0)
    said: list[str] = []

    def later() -> None:
        threading.Timer(1.5, interrupt).start()

    Supervisor(environment(), [child("web", PATIENT)], ("web",), said.append).run(later)
    assert len(said) == 1
    assert "is full" in said[0]
