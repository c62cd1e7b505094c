"""`manage.py run`: the whole installation on this machine, until Ctrl-C."""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand

from bot.environment import ROOT, Environment, environment
from bot.ops import embedded_valkey, training
from bot.ops.parent_death import end_with_parent
from bot.ops.ports import check_port
from bot.ops.problem import Problem, plain_problems
from bot.ops.processes import STOP_ORDER, children
from bot.ops.stop_signals import interrupted_once
from bot.ops.supervisor import Supervisor
from bot.ops.welcome import connected_accounts, first_account_is_missing, welcome


class Command(BaseCommand):
    """Prepare what is missing, start web, worker, sender, actions and the embedded Valkey, and stop them together."""

    help = "Start the whole installation on this machine; Ctrl-C stops it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--no-train", action="store_true", help="start without a model for the present data (for developers)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal comes; a problem ends it with one sentence."""
        env = environment()
        try:
            with plain_problems(), _only_one(env):
                self._check_ports(env)
                with interrupted_once():
                    self._prepare(with_model=not options["no_train"])
                model = None if training.model_for_present_data() else training.newest_model()
                self._say("Starting (about half a minute) ...")
                Supervisor(env, children(env, model), STOP_ORDER, self._say).run(
                    lambda: self._say(welcome(env, connected_accounts(), first_account=first_account_is_missing()))
                )
        except Problem as problem:
            self.stderr.write(str(problem))
            sys.exit(1)
        except KeyboardInterrupt:
            pass
        self._say("Stopped.")

    def _check_ports(self, env: Environment) -> None:
        check_port("PORT", env.host, env.port)
        check_port("ACTIONS_PORT", "127.0.0.1", env.actions_port)
        if not env.redis_url:
            embedded_valkey.check_is_free(env)

    def _prepare(self, *, with_model: bool) -> None:
        # A process of its own: embedding and training take memory that this one, which lives on, should not keep.
        command = [sys.executable, "manage.py", "prepare", "--accounts", *([] if with_model else ["--no-train"])]
        surroundings = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
        process = subprocess.Popen(command, cwd=ROOT, env=surroundings, preexec_fn=_in_background)
        try:
            code = process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
        if code == 130:
            raise KeyboardInterrupt
        if code != 0:
            sys.exit(code if code > 0 else 1)  # it has said why

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def _in_background() -> None:
    # Ctrl-C reaches every process of the terminal; this one is told to end by its parent, and never in the middle of an import.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


@contextmanager
def _only_one(env: Environment) -> Iterator[None]:
    (env.state_folder / "log").mkdir(parents=True, exist_ok=True)
    with (env.state_folder / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Problem(f"The assistant of {env.state_folder.absolute()} is already running: stop it first, or set STATE_DIR.") from error
        yield
