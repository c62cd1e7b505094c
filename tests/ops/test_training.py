"""A model is trained when none fits the present data; a failure says where to look."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bot.environment import ROOT
from bot.ops import training
from bot.ops.fingerprint import COMPONENTS, fingerprint


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in small, with everything that a model depends on."""
    for name in ("config.yml", "domain.yml", "uv.lock"):
        shutil.copy(ROOT / name, tmp_path)
    for folder in ("data/nlu/id", "data/tuning", "data/catalogue", "bot/nlu/knowledge"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "data/nlu/id/greet.yml").write_text("nlu: []\n")
    (tmp_path / "data/rules.yml").write_text("rules: []\n")
    for component in COMPONENTS:
        module = tmp_path / f"bot/nlu/{component}"
        module.parent.mkdir(exist_ok=True)
        module.write_text("# a component\n")
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        *("config.yml", "domain.yml", "data/rules.yml", "data/nlu/id/greet.yml", "data/nlu/ja.yml"),
        *("bot/nlu/tokenizer.py", "bot/nlu/encoder/ranges.npz"),
    ],
)
def test_a_change_that_a_model_depends_on_asks_for_training(project: Path, name: str) -> None:
    before = fingerprint(project)
    with (project / name).open("a") as file:
        file.write("# changed\n")
    assert fingerprint(project) != before


@pytest.mark.parametrize(
    "name", ["data/tuning/ranker.json", "data/catalogue/x.yml", "bot/nlu/knowledge/index.py", "bot/nlu/decision.py", "README.md"]
)
def test_a_change_that_is_read_live_does_not(project: Path, name: str) -> None:
    before = fingerprint(project)
    (project / name).write_text("changed\n")
    assert fingerprint(project) == before


def test_another_version_of_rasa_asks_for_training(project: Path) -> None:
    before = fingerprint(project)
    locked = (project / "uv.lock").read_text()
    (project / "uv.lock").write_text(locked.replace('name = "rasa"\nversion = "3.6.21"', 'name = "rasa"\nversion = "3.6.22"'))
    assert fingerprint(project) != before


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for models."""
    folder = tmp_path / "models"
    monkeypatch.setattr(training, "MODELS", folder)
    monkeypatch.setattr(training, "model_path", lambda: folder / "present.tar.gz")
    return folder


def pretend_rasa(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Let `python` be a shell script; $name is the model's name and $out the folder it goes to."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\nname=$5; out=$7\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr("bot.ops.training.sys.executable", str(program))


def test_a_training_shows_its_progress_and_leaves_one_whole_file(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_rasa(
        monkeypatch,
        tmp_path,
        'say() { echo "$1" >> "$TRAIN_PROGRESS_FILE"; }; echo "Processed trackers: 45/45 [00:00<00:00]"; sleep 0.7; '
        'say "embedding 50/100"; sleep 0.5; say "fitted 1/1"; touch "$out/$name.tar.gz"',
    )
    shown: list[tuple[float, str]] = []
    path = training.train(lambda fraction, note: shown.append((fraction, note)))
    assert path == models / "present.tar.gz"
    assert path.is_file()
    assert (0.45, "reading the examples") in [(round(fraction, 2), note) for fraction, note in shown]
    early = [fraction for fraction, note in shown if note == "reading the examples" and fraction < 0.2]
    assert early, "Reading, before which nothing is counted, is not said."
    assert [fraction for fraction, _ in shown] == sorted(fraction for fraction, _ in shown)
    assert [p.name for p in models.iterdir() if p.name != ".lock"] == ["present.tar.gz"]


def test_a_failed_training_shows_the_last_lines_and_the_log(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_rasa(monkeypatch, tmp_path, "echo first; echo 'YamlException: line 3' >&2; exit 2")
    with pytest.raises(training.TrainingFailed) as caught:
        training.train()
    assert "exit code 2" in str(caught.value)
    assert str(caught.value.log) in str(caught.value)
    assert caught.value.last_lines[-1] == "YamlException: line 3"
    assert not list(models.glob("*.tar.gz"))


def test_a_full_disk_is_named(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_rasa(monkeypatch, tmp_path, "echo 'OSError: [Errno 28] No space left on device'; exit 1")
    with pytest.raises(training.TrainingFailed, match="is full"):
        training.train()


def test_a_rasa_that_says_nothing_and_makes_nothing_is_a_failure_too(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_rasa(monkeypatch, tmp_path, "exit 0")
    with pytest.raises(training.TrainingFailed, match="made no model"):
        training.train()


def test_a_training_takes_nothing_from_the_one_before(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_rasa(
        monkeypatch,
        tmp_path,
        'mkdir -p "$RASA_CACHE_DIRECTORY"; [ -z "$(ls "$RASA_CACHE_DIRECTORY")" ] || exit 3; '
        'touch "$RASA_CACHE_DIRECTORY/features"; touch "$out/$name.tar.gz"',
    )
    assert training.train().is_file()
    assert training.train().is_file()


def test_only_the_last_three_models_stay(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models.mkdir()
    for age in range(1, 6):
        (models / f"old{age}.tar.gz").touch()
        os.utime(models / f"old{age}.tar.gz", (10_000 - age, 10_000 - age))
    pretend_rasa(monkeypatch, tmp_path, 'touch "$out/$name.tar.gz"')
    training.train()
    assert sorted(path.name for path in models.glob("*.tar.gz")) == ["old1.tar.gz", "old2.tar.gz", "present.tar.gz"]
