"""A sentence is embedded once: from memory, from the file, or computed, always with the same result."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import numpy as np
import pytest

from bot.nlu import embedding

SAID = "kalau hujan apakah kantor tetap buka ya pak"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """A file of embeddings of this test alone, and an empty memory."""
    path = tmp_path / "embeddings.sqlite3"
    embedding._look_up.cache_clear()
    with mock.patch.object(embedding, "cache_path", return_value=path), mock.patch.object(embedding, "_reading", type("Here", (), {})()):
        yield path
    embedding._look_up.cache_clear()


def test_it_computes_while_there_is_no_file(file: Path) -> None:
    assert np.linalg.norm(embedding.embed(SAID)) == pytest.approx(1, abs=0.01)
    assert not file.exists()


def test_a_sentence_of_the_file_is_read_and_not_computed(file: Path) -> None:
    computed = embedding.embed_all([SAID])[0]
    with mock.patch.object(embedding, "compute", side_effect=AssertionError("computed again")):
        assert np.array_equal(embedding.embed(SAID), computed)


def test_what_a_citizen_says_is_not_written_into_the_file(file: Path) -> None:
    embedding.embed_all(["biaya ktp"])
    embedding.embed(SAID)
    with sqlite3.connect(file) as cache:
        assert cache.execute("SELECT count(*) FROM embedding").fetchone() == (1,)


def test_a_broken_file_is_no_hindrance(file: Path) -> None:
    file.write_bytes(b"no database" * 1000)
    assert embedding.embed(SAID).shape == (384,)


def test_what_was_computed_aside_is_there_at_once(file: Path) -> None:
    asyncio.run(embedding.embed_aside(SAID))
    with mock.patch.object(embedding, "compute", side_effect=AssertionError("computed again")):
        assert embedding.embed(SAID).shape == (384,)
