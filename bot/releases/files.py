"""The model of a release as a file of this machine: taken from the database, and checked each time before it is used."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from bot.environment import environment
from bot.ops.fingerprint import code_fingerprint
from bot.releases.models import Release, ReleaseFiles
from bot.releases.problems import ReleaseUnusable

# As many as releases are kept, with the active one and the one before it.
_KEPT = 7


def folder() -> Path:
    """Where this machine keeps them: with its state, because a container may not write beside the code."""
    return environment().state_folder / "releases"


def check_usable(release: Release) -> None:
    """Check what can be known without the model's bytes.

    Raises:
        ReleaseUnusable: other code made it, or its files are gone.
    """
    if release.code != code_fingerprint():
        raise ReleaseUnusable(release.number, "other_code")
    if not ReleaseFiles.objects.filter(release=release).exists():
        raise ReleaseUnusable(release.number, "no_files")


def model_file(release: Release) -> Path:
    """The model archive, whose checksum was just verified.

    Raises:
        ReleaseUnusable: other code made it, its files are gone, or its bytes are not those that were recorded.
    """
    check_usable(release)
    path = folder() / f"{release.number}-{release.model_sha256[:12]}.tar.gz"
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != release.model_sha256:
        found = ReleaseFiles.objects.filter(release=release).values_list("model", flat=True).first()
        if found is None:
            raise ReleaseUnusable(release.number, "no_files")
        if hashlib.sha256(content := bytes(found)).hexdigest() != release.model_sha256:
            raise ReleaseUnusable(release.number, "damaged")
        _write(path, content)
    os.utime(path)
    return path


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(content)
    os.replace(file.name, path)
    for old in sorted(path.parent.glob("*.tar.gz"), key=lambda one: one.stat().st_mtime, reverse=True)[_KEPT:]:
        old.unlink(missing_ok=True)
