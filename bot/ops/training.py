"""Trains the Rasa model and knows which trained model fits the present data."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.environment import ROOT, environment
from bot.ops.fingerprint import fingerprint
from bot.ops.parent_death import start_child
from bot.ops.problem import Problem

MODELS = ROOT / "models"
KEPT_MODELS = 3
LAST_LINES = 12
_READING = "reading the examples"
# Up to here nothing reports how far it is, which can take minutes on a busy machine.
_SILENT_UNTIL = 0.19
# The stages of a training in order: what announces the stage in the log or in the progress file, and the part of the time before it.
STAGES = (
    (re.compile(r"Processed trackers"), 0.02, _READING),
    (re.compile(r"^embedding "), 0.20, _READING),
    (re.compile(r"^intents "), 0.70, "intents"),
    (re.compile(r"^facets "), 0.80, "facets"),
    (re.compile(r"^fitted "), 0.95, "dialogue rules"),
    (re.compile(r"Starting to train component 'RulePolicy'"), 0.96, "dialogue rules"),
    (re.compile(r"Your Rasa model is trained"), 1.0, "done"),
)
COUNT = re.compile(r"(\d+)/(\d+)$")
ShowProgress = Callable[[float, str], None]


class TrainingFailed(Exception):
    """No model could be made; `log` holds everything that Rasa wrote. `kind`: disk_full, killed, no_model or exit, with its `code`."""

    def __init__(self, kind: str, code: int, reason: str, log: Path, last_lines: list[str]) -> None:
        shown = "".join(f"\n    {line}" for line in last_lines)
        super().__init__(f"Training failed: {reason} The whole log is {log}.{shown}")
        self.kind = kind
        self.code = code
        self.reason = reason
        self.log = log
        self.last_lines = last_lines


def model_path(root: Path = ROOT) -> Path:
    """Where the model for the present data lies, or will lie."""
    return root / "models" / f"{fingerprint(root)[:12]}.tar.gz"


def model_for_present_data(root: Path = ROOT) -> Path | None:
    """The trained model that fits the present data, if there is one."""
    path = model_path(root)
    return path if path.is_file() else None


def newest_model() -> Path:
    """The model that was trained last, whether it fits the present data or not.

    Raises:
        Problem: there is none.
    """
    models = sorted(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise Problem("There is no trained model: train one with `make train` (or `python manage.py train`).")
    return models[-1]


def train(progress: ShowProgress | None = None) -> Path:
    """The model for the present data, trained anew; a training that another process has under way is waited for instead.

    Raises:
        TrainingFailed: Rasa ended with an error, or left no model.
    """
    MODELS.mkdir(exist_ok=True)
    log_folder = environment().state_folder / "log"
    log_folder.mkdir(parents=True, exist_ok=True)
    began = time.time()
    with _one_at_a_time():
        target = model_path()
        if target.is_file() and target.stat().st_mtime > began:
            return target
        with tempfile.TemporaryDirectory(prefix=".training-", dir=MODELS) as folder:
            made = run_rasa(Path(folder), target.name.removesuffix(".tar.gz"), log_folder / "train.log", progress or (lambda *_: None))
            os.replace(made, target)
        _remove_old_models()
    return target


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (MODELS / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run_rasa(folder: Path, name: str, log: Path, progress: ShowProgress, project: Path = ROOT) -> Path:
    """The model archive, made in `folder` from the configuration, domain and data of a project's folder.

    What `progress` raises ends the training.

    Raises:
        TrainingFailed: Rasa ended with an error, or left no model.
    """
    reports = folder / "progress"
    reports.touch()
    # `make check` validates the data; doing it again here would read all of it twice. The cache is empty: there is nothing to compare.
    command = [sys.executable, "-m", "bot.ops.rasa_train", "train", "--fixed-model-name", name, "--out", str(folder)]
    command += ["--skip-validation", "--force"]
    if project != ROOT:
        command += ["--config", str(project / "config.yml"), "--domain", str(project / "domain.yml"), "--data", str(project / "data")]
    surroundings = {
        **os.environ,
        # Rasa keeps what its components made, and takes it for current until the very class changes: what a module beside it does anew,
        # such as the normalisation or the embedding, would not be in the model. A cache of this training alone has nothing old.
        "RASA_CACHE_DIRECTORY": str(folder / "cache"),
        "TRAIN_PROGRESS_FILE": str(reports),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
        "PYTHONUNBUFFERED": "1",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    with log.open("wb") as out:
        process = start_child(command, out, surroundings)
        try:
            _follow(process, (log, reports), progress)
        except BaseException:
            _end(process)
            raise
    made = folder / f"{name}.tar.gz"
    if process.returncode != 0 or not made.is_file():
        lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
        kind, reason = _reason(process.returncode, "\n".join(lines), folder)
        raise TrainingFailed(kind, process.returncode, reason, log, lines[-LAST_LINES:])
    return made


def _reason(code: int, output: str, folder: Path) -> tuple[str, str]:
    if os.strerror(errno.ENOSPC) in output or shutil.disk_usage(folder).free < 10_000_000:
        return "disk_full", f"the disk that holds {folder.parent} is full; free some space and try again."
    if code == -signal.SIGKILL:
        return "killed", "the system killed it, most likely for want of memory (it takes about 1.5 GB)."
    return ("no_model", "Rasa made no model.") if code == 0 else ("exit", f"Rasa ended with exit code {code}.")


def _follow(process: subprocess.Popen[bytes], files: tuple[Path, ...], progress: ShowProgress) -> None:
    fraction, note = 0.0, "loading Rasa"
    read = dict.fromkeys(files, 0)
    while True:
        ended = process.poll() is not None
        for path in files:
            with path.open("rb") as file:
                file.seek(read[path])
                fresh = file.read()
            whole = fresh[: fresh.rfind(b"\n") + 1]
            read[path] += len(whole)
            for line in whole.decode("utf-8", "replace").splitlines():
                fraction, note = _after(line, fraction, note)
        progress(fraction, note)
        if ended:
            return
        # The bar creeps, ever slower, so that it is seen to be alive.
        if fraction < _SILENT_UNTIL:
            fraction += (_SILENT_UNTIL - fraction) * 0.005
        time.sleep(0.3)


def _after(line: str, fraction: float, note: str) -> tuple[float, str]:
    """Fraction and note after one line of the log or of the progress file."""
    for number, (sign, start, name) in enumerate(STAGES):
        if sign.search(line):
            end = STAGES[number + 1][1] if number + 1 < len(STAGES) else 1.0
            if end <= fraction < 1.0:
                # Rasa may learn the rules first or last; what is behind is not announced again.
                return fraction, note
            count = COUNT.search(line)
            share = int(count.group(1)) / max(int(count.group(2)), 1) if count else 0.0
            return max(fraction, start + (end - start) * share), name
    return fraction, note


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(5)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def _remove_old_models() -> None:
    models = sorted(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in models[KEPT_MODELS:]:
        path.unlink(missing_ok=True)
