"""A database with the seed content, made once by the project's own commands and kept in .cache/ for the next run."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.environment import ROOT

CACHE = ROOT / ".cache" / "tests"
# What the content of the database follows from.
SOURCES = ("data/catalogue", "data/faq", "bot/catalogue", "bot/faq")
KEPT = 2


def _digest() -> str:
    digest = hashlib.sha256()
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*")):
            if path.suffix in {".py", ".yml", ".json"}:
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    migrations = sorted(path for path in (ROOT / "bot").rglob("migrations/*.py"))
    digest.update(b"".join(path.read_bytes() for path in migrations))
    return digest.hexdigest()[:16]


def seed_file() -> Path:
    """The file for the present content."""
    target = CACHE / f"seed-{_digest()}.sqlite3"
    if target.exists():
        return target
    CACHE.mkdir(parents=True, exist_ok=True)
    earlier = sorted(CACHE.glob("seed-*.sqlite3"), key=lambda path: path.stat().st_mtime)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "assistant.sqlite3"
        _manage(folder, "prepare", "--no-train")
        fresh = target.with_suffix(f".{os.getpid()}")
        _copy(made, fresh)
        fresh.replace(target)
    for path in earlier[: 1 - KEPT or None]:
        path.unlink(missing_ok=True)
    return target


def copy_into_test_database(source: Path) -> None:
    """Replace everything in the test's database."""
    from django.db import connection

    connection.ensure_connection()
    origin = sqlite3.connect(source)
    try:
        origin.backup(connection.connection)
    finally:
        origin.close()


def _manage(state: str, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "STATE_DIR": state},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _copy(origin: Path, target: Path) -> None:
    source, copy = sqlite3.connect(origin), sqlite3.connect(target)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        source.close()
        copy.close()
