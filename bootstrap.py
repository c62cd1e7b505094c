"""Makes the environment `.venv` from `uv.lock`; with --dev also what the tests and checks need. Run by `make`.

Standard library only, and nothing newer than Python 3.8, so that an old Python gets a sentence and not a syntax error. Whatever goes
wrong ends it with one sentence and exit code 1.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
STAMP = VENV / "bootstrap.json"
UV_VERSION = "0.13.9"
OLDEST_UV = (0, 8)
OLDEST_PYTHON = (3, 8)
NEEDED_BYTES = 4 * 10**9
PUBLIC_INDEX = "https://pypi.org/simple"

DISK_FULL = f"The disk that holds {ROOT} is full: free some space, then run the same command again."
NO_NETWORK = (
    "The package index cannot be reached: check the network (or set UV_DEFAULT_INDEX to the address of an index that can be reached), "
    "then run the same command again."
)
NOT_ALLOWED = f"This user may not write to {ROOT}: give it the folder, or use a copy that it owns."

NETWORK_SIGNS = (
    *("connection refused", "could not connect", "dns error", "error sending request", "failed to fetch", "max retries exceeded"),
    *("name resolution", "network is unreachable", "newconnectionerror", "tcp connect", "timed out", "urlopen error"),
)


class Problem(Exception):
    """Something that the person at the keyboard must change, in one sentence."""


def check_machine(python: tuple[int, ...], system: str, machine: str) -> None:
    """Refuse a Python that cannot run this file's successors, and a processor for which TensorFlow has no build."""
    if python[:2] < OLDEST_PYTHON:
        found = ".".join(str(part) for part in python[:3])
        raise Problem(f"Python 3.11 is needed, and python3 here is {found}, which is too old even to fetch it: install Python 3.11.")
    if system == "Linux" and machine not in ("x86_64", "AMD64"):
        raise Problem(f"This machine's processor is {machine}, but tensorflow-cpu 2.12.1 has Linux builds for x86_64 only.")


def check_disk(free: int) -> None:
    """Refuse to begin an installation that would not fit."""
    if free < NEEDED_BYTES:
        raise Problem(
            f"The environment needs {NEEDED_BYTES / 10**9:.0f} GB of disk space, but only {free / 10**9:.1f} GB are free where {ROOT} lies."
        )


def explain(output: str, fallback: str) -> str:
    """One sentence on why a tool failed, from what it printed."""
    text = output.lower()
    if "no space left on device" in text or "os error 28" in text or "disk quota exceeded" in text:
        return DISK_FULL
    if "permission denied" in text or "os error 13" in text or "read-only file system" in text:
        return NOT_ALLOWED
    if any(sign in text for sign in NETWORK_SIGNS):
        return NO_NETWORK
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    cause = next((line for line in lines if line.lower().startswith("error")), lines[-1] if lines else "nothing")
    return f"{fallback} It said: {cause}"


def output_of(command: list[str], extra: dict[str, str] | None = None) -> tuple[int, str]:
    """Exit code and everything that a command printed; 127 when it cannot be started."""
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(VENV), "UV_NO_PROGRESS": "1", **(extra or {})}
    environment.setdefault("UV_HTTP_TIMEOUT", "120")
    environment.pop("VIRTUAL_ENV", None)
    try:
        done = subprocess.run(command, cwd=str(ROOT), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    except OSError as error:
        return 127, str(error)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def wanted_digest() -> str:
    """Changes whenever the environment must be made anew."""
    digest = hashlib.sha256()
    for name in ("uv.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_ready(digest: str, dev: bool) -> bool:
    """Whether `.venv` is what `uv.lock` says, as far as a glance tells."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stamp.get("digest") == digest and (stamp.get("dev") or not dev)) and os.access(str(VENV / "bin" / "python"), os.X_OK)


def configured_index() -> str:
    """The package index that this machine is told to use, or "" for the public one."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name, "").strip():
            return os.environ[name].strip()
    code, output = output_of([sys.executable, "-m", "pip", "config", "get", "global.index-url"])
    return output.strip() if code == 0 and output.strip().startswith(("http", "file:")) else ""


def usable_uv(path: str | None) -> str | None:
    """The path again, if there is a uv behind it that runs and is not too old."""
    if path is None:
        return None
    code, output = output_of([path, "--version"])
    found = re.match(r"uv (\d+)\.(\d+)", output)
    return path if code == 0 and found and (int(found.group(1)), int(found.group(2))) >= OLDEST_UV else None


def find_uv() -> str:
    """A uv of this machine or of this folder; else it is put into `.tools`."""
    own = TOOLS / "bin" / "uv"
    found = usable_uv(shutil.which("uv")) or usable_uv(str(own) if own.exists() else None)
    if found:
        return found
    print(f"Fetching uv {UV_VERSION}, which makes the environment, into .tools ...", flush=True)
    TOOLS.mkdir(exist_ok=True)
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    code, said = output_of([sys.executable, *pip, "--upgrade", "--target", str(TOOLS), f"uv=={UV_VERSION}"])
    if code != 0:
        maker = TOOLS / "venv"
        code, _ = output_of([sys.executable, "-m", "venv", str(maker)])
        if code == 0:
            code, said = output_of([str(maker / "bin" / "python"), *pip, f"uv=={UV_VERSION}"])
        if code == 0:
            own.parent.mkdir(exist_ok=True)
            shutil.copy2(str(maker / "bin" / "uv"), str(own))
        shutil.rmtree(str(maker), ignore_errors=True)
    if code != 0:
        from bootstrap_download import DownloadFailed, Unreachable, download_uv

        try:
            download_uv(configured_index() or PUBLIC_INDEX, UV_VERSION, own)
        except Unreachable as error:
            raise Problem(NO_NETWORK) from error
        except DownloadFailed as error:
            raise Problem(str(error)) from error
    if usable_uv(str(own)) is None:
        raise Problem(explain(said, "uv could not be installed: install it by hand, then run the same command again."))
    return str(own)


def find_python(uv: str) -> str:
    """A Python 3.11: the one that runs this, python3.11, or one that uv finds or fetches."""
    if sys.version_info[:2] == (3, 11):
        return sys.executable
    other = shutil.which("python3.11")
    if other and output_of([other, "-c", "pass"])[0] == 0:
        return other
    code, output = output_of([uv, "python", "find", "3.11"])
    if code == 0:
        return output.strip().splitlines()[-1]
    print("Fetching Python 3.11 ...", flush=True)
    code, output = output_of([uv, "python", "install", "3.11"])
    if code == 0:
        return "3.11"
    version = ".".join(str(part) for part in sys.version_info[:3])
    why = explain(output, "")
    if why in (DISK_FULL, NOT_ALLOWED):
        raise Problem(why)
    raise Problem(f"Python 3.11 is needed, python3 here is {version}, and none could be fetched: install Python 3.11.")


def sync_commands(uv: str, python: str, dev: bool, index: str) -> list[list[str]]:
    """The commands that make the environment; with an index of one's own the packages of the lock file are looked up there by hash."""
    group = ["--dev"] if dev else ["--no-dev"]
    # Compiled once here: where PYTHONDONTWRITEBYTECODE is set, each process would otherwise compile Rasa and TensorFlow when it starts.
    compiled = "--compile-bytecode"
    if not index or index.rstrip("/") == PUBLIC_INDEX:
        return [[uv, "sync", "--frozen", compiled, "--python", python, *group]]
    listed = str(TOOLS / "requirements.txt")
    return [
        [uv, "venv", "--allow-existing", "--python", python, str(VENV)],
        [uv, "export", "--frozen", "--quiet", "--no-emit-project", *group, "--output-file", listed],
        [uv, "pip", "sync", compiled, "--python", str(VENV), "--require-hashes", "--default-index", index, listed],
    ]


def sync(uv: str, python: str, dev: bool, index: str) -> None:
    """Make `.venv` what `uv.lock` says.

    Raises:
        Problem: it could not be made.
    """
    TOOLS.mkdir(exist_ok=True)
    log = TOOLS / "sync.log"
    for command in sync_commands(uv, python, dev, index):
        code, output = output_of(command)
        if code != 0 and "multidict" in output:
            # multidict 5.2.0 has no wheel; without a C compiler it can be installed in plain Python.
            code, output = output_of(command, {"MULTIDICT_NO_EXTENSIONS": "1"})
        log.write_text(output, encoding="utf-8")
        if code != 0:
            raise Problem(explain(output, f"The environment could not be made (see {log})."))


def prepare(dev: bool) -> None:
    """Make the environment unless it is there already."""
    digest = wanted_digest()
    if is_ready(digest, dev):
        return
    check_machine(tuple(sys.version_info[:3]), platform.system(), platform.machine())
    if not VENV.exists():
        check_disk(shutil.disk_usage(str(ROOT)).free)
    dev = dev or (VENV / "bin" / "pytest").exists()
    uv = find_uv()
    python = find_python(uv)
    first = "Making the environment .venv (about 750 MB to fetch, 3 GB on the disk; a few minutes) ..."
    print("Bringing the environment .venv up to date ..." if VENV.exists() else first, flush=True)
    began = time.monotonic()
    sync(uv, python, dev, configured_index())
    STAMP.write_text(json.dumps({"digest": digest, "dev": dev}), encoding="utf-8")
    print(f"The environment is ready ({time.monotonic() - began:.0f} s).", flush=True)


def main() -> int:
    """Exit code 0 when the environment is there; else one sentence and 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also install what the tests and checks need")
    try:
        prepare(parser.parse_args().dev)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        denied = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
        print(DISK_FULL if full else NOT_ALLOWED if denied else f"The environment could not be made: {error}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
