"""One training from the data to the release, in a process of its own (`manage.py release train`)."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from bot.environment import environment
from bot.ops.local_actions import ActionServerFailed, local_actions
from bot.ops.problem import Problem, check_space, is_disk_full
from bot.ops.training import TrainingFailed, run_rasa
from bot.releases import queue
from bot.releases.active import answering_model
from bot.releases.data import assemble, evaluation_folder
from bot.releases.difference import difference, examples_of_release
from bot.releases.models import Release, TrainingRun
from bot.releases.problems import RunLost
from bot.releases.recording import record
from bot.releases.run_handle import RunHandle

_NEEDED_BYTES = 200_000_000
# At low priority, on a machine that is busy with something else, a process takes its time to start.
_PATIENCE = 600.0
# Which part of the whole each stage takes, as it was measured.
_TRAINED, _TESTED = 0.55, 0.85


def work(run: TrainingRun) -> Release | None:
    """Train, test, compare and record; None when it failed, which then stands in the training's row.

    Raises:
        RunLost: it was cancelled, or somebody else has taken it for dead.
    """
    try:
        with RunHandle(run) as handle, tempfile.TemporaryDirectory(prefix="training-", dir=_folder()) as folder:
            return _made(handle, Path(folder))
    except TrainingFailed as error:
        queue.fail(run, error.kind, str(error.code))
    except Problem:
        queue.fail(run, "disk_full")
    except ActionServerFailed:
        queue.fail(run, "no_actions")
    except RunLost:
        raise
    except Exception as error:
        if is_disk_full(error):
            queue.fail(run, "disk_full")
            return None
        queue.fail(run, "unexpected", type(error).__name__)
        raise
    return None


def _folder() -> Path:
    folder = environment().state_folder.absolute()
    check_space(folder, _NEEDED_BYTES)
    return folder


def _made(handle: RunHandle, folder: Path) -> Release:
    handle.show(0.0, "collecting")
    data = assemble(folder / "project")
    handle.note("collected", examples=len(data.examples), staff=data.staff, left_out=sum(data.left_out.values()))
    (folder / "out").mkdir()
    log = environment().state_folder / "log" / "training-rasa.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    model = run_rasa(
        *(folder / "out", f"run-{handle.run.pk}", log),
        lambda fraction, stage: handle.show(fraction * _TRAINED, _stage(stage)),
        data.root,
    )
    # It brings Rasa along, which takes ten seconds that the first steps need not wait for.
    from bot.releases.measuring import measure

    before, before_model = answering_model()

    def show(stage: str, fraction: float) -> None:
        if stage == "replaying":
            handle.show(_TESTED + fraction * (1 - _TESTED), stage, TrainingRun.State.REPLAYING)
        else:
            handle.show(_TRAINED + fraction * (_TESTED - _TRAINED), stage, TrainingRun.State.EVALUATING)

    with local_actions(_PATIENCE) as url:
        measured = asyncio.run(measure(model, before_model, evaluation_folder(), url, show))
    handle.note("measured", questions=len(measured.questions))
    changed = difference(data.examples, examples_of_release(before))
    handle.rest()
    return record(handle, data, model, measured, before, changed)


def _stage(said: str) -> str:
    """The name of a stage as the pages know it, from what `bot.ops.training` calls it."""
    return {"loading Rasa": "starting", "reading the examples": "embedding", "dialogue rules": "rules", "done": "trained"}.get(said, said)
