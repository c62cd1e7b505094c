"""Starts the processes of the installation, keeps them running, and stops them in order."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from types import FrameType

from bot.environment import Environment
from bot.ops.child import Child
from bot.ops.problem import Problem, check_space

MOST_FAILURES_AT_START = 3
LONGEST_START = 300.0
TICK = 0.25
SPACE_CHECKED_EVERY = 30.0
LEAST_SPACE = 50_000_000
Say = Callable[[str], None]


class Supervisor:
    """Children in the order in which they start; they stop in the order of `stop_order`."""

    def __init__(self, env: Environment, children: Sequence[Child], stop_order: Sequence[str], say: Say) -> None:
        self._env = env
        self._children = list(children)
        self._stop_order = list(stop_order)
        self._say = say
        self._signals = 0
        self._space_checked = 0.0
        self._space_was_short = False

    def run(self, when_ready: Callable[[], None]) -> None:
        """Start everything, call `when_ready`, watch until SIGINT, SIGTERM or SIGHUP comes, and stop everything.

        Raises:
            Problem: a process could not be started at all; the others were stopped.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # ignored under nohup: go on when the terminal closes
            signal.signal(signal.SIGHUP, self._on_signal)
        try:
            for child in self._children:
                if self._signals:
                    return
                child.start()
                if child.name == "valkey":
                    self._wait_for([child])
            self._wait_for(self._children)
            if not self._signals:
                when_ready()
            while not self._signals:
                self._look_after()
                time.sleep(TICK)
        finally:
            self._stop()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._signals += 1

    def _wait_for(self, children: Sequence[Child]) -> None:
        deadline = time.monotonic() + LONGEST_START
        waiting = list(children)
        while waiting and not self._signals:
            self._look_after(starting=True)
            waiting = [child for child in waiting if not child.is_ready()]
            if waiting and time.monotonic() > deadline:
                names = ", ".join(child.name for child in waiting)
                raise Problem(f"{names} did not become ready within {LONGEST_START:.0f} seconds: see {waiting[0].log}.")
            time.sleep(TICK)

    def _look_after(self, *, starting: bool = False) -> None:
        now = time.monotonic()
        for child in self._children:
            if child.pid is not None and (code := child.exit_code()) is not None:
                last = child.last_line()
                pause = child.note_death(now)
                how = f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
                if starting and child.failures >= MOST_FAILURES_AT_START:
                    raise Problem(f"{child.name} does not start ({how}; its last line: {last or 'none'}): see {child.log}.")
                self._say(f"{child.name} ended by itself ({how}); starting it again in {pause:.0f} s. Its log is {child.log}.")
            elif child.may_start(now) and child.starts:
                child.start()
        self._watch_space(now)

    def _watch_space(self, now: float) -> None:
        if now - self._space_checked < SPACE_CHECKED_EVERY:
            return
        self._space_checked = now
        try:
            check_space(self._env.state_folder, LEAST_SPACE)
        except Problem as problem:
            if not self._space_was_short:
                self._say(f"{problem} Until then messages are refused, and the platforms send them again.")
            self._space_was_short = True
        else:
            self._space_was_short = False

    def _stop(self) -> None:
        asked = self._signals
        by_name = {child.name: child for child in self._children}
        for name in self._stop_order:
            child = by_name.get(name)
            if child is not None and child.pid is not None and not child.stop(lambda: self._signals > max(asked, 1)):
                self._say(f"{name} did not stop in time and was killed.")
