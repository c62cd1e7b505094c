"""`bootstrap.py` makes the environment, or says in one sentence why it can't."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap
import bootstrap_download
from bot.environment import ROOT


def is_one_sentence(text: str) -> bool:
    """Whether a person reads one line that ends like a sentence, and no traceback."""
    return text.strip().endswith(".") and "\n" not in text.strip() and "Traceback" not in text


@pytest.mark.parametrize(
    ("python", "system", "machine", "named"),
    [
        ((3, 7, 16), "Linux", "x86_64", "3.7.16"),
        ((2, 7, 18), "Linux", "x86_64", "Python 3.11"),
        ((3, 11, 7), "Linux", "aarch64", "aarch64"),
    ],
)
def test_it_refuses_a_machine_that_cannot_run_it_in_one_sentence(python: tuple[int, ...], system: str, machine: str, named: str) -> None:
    with pytest.raises(bootstrap.Problem) as caught:
        bootstrap.check_machine(python, system, machine)
    assert named in str(caught.value)
    assert is_one_sentence(str(caught.value))


@pytest.mark.parametrize("python", [(3, 8, 0), (3, 11, 7), (3, 13, 0)])
def test_it_takes_any_python_that_can_fetch_the_right_one(python: tuple[int, ...]) -> None:
    bootstrap.check_machine(python, "Linux", "x86_64")


def test_it_refuses_to_begin_on_a_disk_without_room() -> None:
    with pytest.raises(bootstrap.Problem, match=r"4 GB .* only 1\.2 GB are free"):
        bootstrap.check_disk(1_200_000_000)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("error: failed to copy\n  Caused by: No space left on device (os error 28)", bootstrap.DISK_FULL),
        ("error: failed to create directory\n  Caused by: Permission denied (os error 13)", bootstrap.NOT_ALLOWED),
        ("error: Failed to fetch: `https://x/`\n Caused by: dns error", bootstrap.NO_NETWORK),
        ("Installing\nerror: something new\nmore", "It failed. It said: error: something new"),
        ("", "It failed. It said: nothing"),
    ],
)
def test_it_turns_what_uv_prints_into_a_sentence(output: str, sentence: str) -> None:
    assert bootstrap.explain(output, "It failed.") == sentence


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A fresh copy of what bootstrap needs, in a folder with a space, with a uv that only pretends."""
    folder = tmp_path / "a project"
    (folder / "tools").mkdir(parents=True)
    for name in ("bootstrap.py", "bootstrap_download.py", "uv.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def run_bootstrap(folder: Path, uv: str) -> subprocess.CompletedProcess[str]:
    program = folder / "tools" / "uv"
    program.write_text(f'#!/bin/sh\nif [ "$1" = --version ]; then echo "uv 0.13.9"; exit 0; fi\necho "$@" >> calls\n{uv}\n')
    program.chmod(0o755)
    surroundings = {"PATH": f"{program.parent}:/usr/bin:/bin", "HOME": str(folder)}
    return subprocess.run([sys.executable, "bootstrap.py"], cwd=folder, env=surroundings, capture_output=True, text=True, check=False)


MAKES_IT = f'mkdir -p .venv/bin && ln -sf "{sys.executable}" .venv/bin/python'


def test_it_makes_the_environment_once(copy: Path) -> None:
    first, second = run_bootstrap(copy, MAKES_IT), run_bootstrap(copy, "exit 1")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert second.stdout == second.stderr == ""
    calls = (copy / "calls").read_text().splitlines()
    assert len(calls) == 1
    assert calls[0].startswith("sync --frozen --compile-bytecode --python ")
    assert calls[0].endswith(" --no-dev")


def test_it_makes_it_again_when_the_lock_file_changed(copy: Path) -> None:
    run_bootstrap(copy, MAKES_IT)
    with (copy / "uv.lock").open("a") as file:
        file.write("\n# changed\n")
    assert "Bringing the environment" in run_bootstrap(copy, MAKES_IT).stdout


def test_it_makes_it_again_when_its_python_is_gone(copy: Path) -> None:
    run_bootstrap(copy, MAKES_IT)
    (copy / ".venv" / "bin" / "python").unlink()
    assert "Bringing the environment" in run_bootstrap(copy, MAKES_IT).stdout


def test_it_keeps_the_tools_of_a_developer(copy: Path) -> None:
    (copy / ".venv" / "bin").mkdir(parents=True)
    (copy / ".venv" / "bin" / "pytest").touch()
    run_bootstrap(copy, MAKES_IT)
    assert (copy / "calls").read_text().strip().endswith(" --dev")
    assert json.loads((copy / ".venv" / "bootstrap.json").read_text())["dev"] is True


def test_a_full_disk_ends_it_with_one_sentence(copy: Path) -> None:
    done = run_bootstrap(copy, 'echo "error: failed: No space left on device (os error 28)" >&2; exit 2')
    assert done.returncode == 1
    assert "is full" in done.stderr
    assert is_one_sentence(done.stderr)


def test_without_a_compiler_multidict_is_installed_in_plain_python(copy: Path) -> None:
    done = run_bootstrap(copy, f'[ -n "$MULTIDICT_NO_EXTENSIONS" ] || {{ echo "Failed to build multidict"; exit 1; }}; {MAKES_IT}')
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_ends_it_with_one_sentence(copy: Path) -> None:
    copy.chmod(0o555)
    done = run_bootstrap(copy, MAKES_IT)
    assert done.returncode == 1
    assert is_one_sentence(done.stderr)


def test_an_index_of_ones_own_is_asked_for_the_locked_packages_by_hash() -> None:
    commands = bootstrap.sync_commands("uv", "3.11", False, "https://index.example/simple")
    assert [command[1] for command in commands] == ["venv", "export", "pip"]
    assert {"--require-hashes", "--compile-bytecode"} <= set(commands[2])
    assert "https://index.example/simple" in commands[2]


PAGE = b'<a href="../../packages/uv-0.13.9-py3-none-musllinux_x86_64.whl#sha256=abc" data-x="1">uv-0.13.9-py3-none-musllinux_x86_64.whl</a>'
LISTING = {"files": [{"filename": "uv-0.13.9-py3-none-musllinux_x86_64.whl", "url": "/packages/uv.whl", "hashes": {"sha256": "abc"}}]}


@pytest.mark.parametrize(("page", "kind"), [(PAGE, "text/html"), (json.dumps(LISTING).encode(), bootstrap_download.JSON_TYPE)])
def test_it_reads_both_forms_of_a_package_index(page: bytes, kind: str) -> None:
    files = bootstrap_download.listed_files(page, kind, "https://index.example/simple/uv/")
    name = bootstrap_download.wheel_for(list(files), "0.13.9", "Linux", "x86_64")
    assert name == "uv-0.13.9-py3-none-musllinux_x86_64.whl"
    address, digest = files[name]
    assert address.startswith("https://index.example/packages/")
    assert digest == "abc"


def test_it_finds_no_wheel_for_a_strange_machine() -> None:
    assert bootstrap_download.wheel_for(["uv-0.13.9-py3-none-musllinux_x86_64.whl"], "0.13.9", "Linux", "s390x") is None
