"""Sentence embeddings by multilingual-e5-small (bot/nlu/encoder; 384 dimensions, unit length), kept in memory and in a file.

Beside the embedding, which tells what a text is about, the same computation gives features of a middle layer, which tell more of how it
is said; the classifiers of intents and facets read both.

The file is a cache that may be deleted at any time: EMBEDDING_CACHE, by default embeddings.sqlite3 in STATE_DIR. It is separate from the
database because training needs it where there may be no database, and because its content is the same for everybody.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from bot.environment import environment

if TYPE_CHECKING:
    from bot.nlu.encoder.encoder import Encoder

DIMENSIONS = 384
# The embedding first.
FEATURES = 3 * DIMENSIONS
Vector = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]
_log = logging.getLogger(__name__)
_loading = threading.Lock()
_reading = threading.local()


@lru_cache(maxsize=1)
def model_name() -> str:
    """Another name whenever the numbers change: what the file keeps under the old one is no longer read, and soon deleted."""
    from bot.nlu.encoder.ranges import digest

    return f"multilingual-e5-small/q4/bytes/{digest()}/query/features"


@lru_cache(maxsize=1)
def _load_encoder() -> Encoder:
    # Loading takes half a second, which whoever only reads kept embeddings need not wait for.
    from bot.nlu.encoder.encoder import Encoder
    from bot.nlu.encoder.model_file import packaged

    return Encoder(packaged(), environment().embedding_threads)


def _encoder() -> Encoder:
    with _loading:
        return _load_encoder()


def compute(text: str) -> bytes:
    """The features of a normalised text, computed anew, as the cache file stores them: 1,152 numbers in half precision."""
    # Rounded as the cache file stores it, so that a text has the same embedding whichever way it came.
    return _encoder().features(text).astype("<f2").tobytes()


def _vector(stored: bytes) -> Vector:
    return np.frombuffer(stored, dtype="<f2").astype(np.float32)


@lru_cache(maxsize=10_000)
def _look_up(text: str) -> bytes:
    return _stored(text) or compute(text)


def embed(text: str) -> Vector:
    """The embedding of one normalised text. What citizens write is kept in memory alone; the file is only read."""
    return features(text)[:DIMENSIONS]


def features(text: str) -> Vector:
    """The embedding of one normalised text with the features of the middle layer behind it, (1152,)."""
    return _vector(_look_up(text))


@lru_cache(maxsize=1)
def _aside() -> ThreadPoolExecutor:
    # Each computation keeps `embedding_threads` cores busy; with more of them at once all become slower.
    at_once = max(1, (os.cpu_count() or 1) // environment().embedding_threads)
    return ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="embedding")


async def embed_aside(text: str) -> None:
    """Have the embedding of a normalised text ready for `embed`; it is computed on another core while the event loop goes on."""
    await asyncio.get_running_loop().run_in_executor(_aside(), _look_up, text)


def _digest(text: str) -> bytes:
    return hashlib.sha256(f"{model_name()}\x00{text}".encode()).digest()


def cache_path() -> Path:
    """The file that keeps the embeddings."""
    return environment().embedding_cache


def _open_cache() -> sqlite3.Connection:
    """The file, ready to be read and written; one that is damaged is thrown away, with a warning, since all of it can be computed again."""
    path = cache_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _connect(path)
    except sqlite3.DatabaseError as problem:
        if problem.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
            raise
        _log.warning("%s is damaged (%s): the embeddings are computed again, which takes some minutes.", path, problem)
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
    return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30)
    try:
        # A page of the usual size would hold a single row.
        connection.execute("PRAGMA page_size=16384")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("CREATE TABLE IF NOT EXISTS embedding (digest BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
        _drop_another_models(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _drop_another_models(cache: sqlite3.Connection) -> None:
    # Nobody would read them any more, and the file would keep growing with each version.
    version = zlib.crc32(model_name().encode()) & 0x7FFFFFFF
    if _version(cache) == version:
        return
    with cache:
        cache.execute("BEGIN IMMEDIATE")
        # Of processes that start at the same time, one may have done it, and begun to fill the file again.
        if _version(cache) != version:
            cache.execute("DELETE FROM embedding")
            cache.execute(f"PRAGMA user_version={version}")


def _version(cache: sqlite3.Connection) -> int:
    return int(cache.execute("PRAGMA user_version").fetchone()[0])


def _stored(text: str) -> bytes | None:
    """The embedding in the file, where the agencies' phrases and the training examples are, which citizens often repeat to the letter."""
    try:
        if (cache := getattr(_reading, "cache", None)) is None:
            # For each thread one connection that stays open: opening one takes longer than reading.
            cache = _reading.cache = sqlite3.connect(f"{cache_path().absolute().as_uri()}?mode=ro", uri=True, timeout=0.1)
        found = cache.execute("SELECT vector FROM embedding WHERE digest = ?", (_digest(text),)).fetchone()
    except sqlite3.Error:
        return None  # not there yet, or just being changed: it can be computed
    return None if found is None else bytes(found[0])


def _known(cache: sqlite3.Connection, digests: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for start in range(0, len(digests), 500):
        part = digests[start : start + 500]
        marks = ",".join("?" * len(part))
        yield from cache.execute(f"SELECT digest, vector FROM embedding WHERE digest IN ({marks})", part)  # noqa: S608 - only question marks


def embed_all(texts: Sequence[str], progress: Progress | None = None) -> npt.NDArray[np.float32]:
    """The embeddings of many normalised texts, (len(texts), 384), as `features_all` finds them."""
    return features_all(texts, progress, DIMENSIONS)


def features_all(texts: Sequence[str], progress: Progress | None = None, columns: int = FEATURES) -> npt.NDArray[np.float32]:
    """The features of many normalised texts, (len(texts), columns); those never seen before are computed on all cores and stored.

    The encoder computes without the interpreter's lock, so one Python thread a core is faster than its own threads.
    """
    digests = [_digest(text) for text in texts]
    matrix = np.empty((len(texts), columns), dtype=np.float32)
    with closing(_open_cache()) as cache, ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as threads:
        vectors = dict(_known(cache, list(dict.fromkeys(digests))))
        missing = list({d: text for d, text in zip(digests, texts, strict=True) if d not in vectors}.items())
        for start in range(0, len(missing), 128):
            chunk = missing[start : start + 128]
            fresh = list(zip((d for d, _ in chunk), threads.map(compute, (text for _, text in chunk)), strict=True))
            with cache:
                cache.executemany("INSERT OR IGNORE INTO embedding VALUES (?, ?)", fresh)
            vectors.update(fresh)
            if progress is not None:
                progress(start + len(chunk), len(missing))
    for row, key in enumerate(digests):
        matrix[row] = _vector(vectors[key])[:columns]
    return matrix
