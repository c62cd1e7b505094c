"""The quick way to weigh one text gives the very numbers of scikit-learn's and scipy's own way."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from bot.nlu.linear_model import Blocks, LinearParameters
from bot.nlu.single_row import times
from bot.nlu.tokenizer import words

TEXTS = (
    "syarat bikin ktp baru apa saja ya min?",
    "biaya akta kelahiran berapa",
    "ktp hilang, harus ke mana dan bawa apa",
    "kantor buka jam berapa hari sabtu",
    "住民票の写しを取りたいのですが、手数料はいくらですか",
    "印鑑登録に必要なものを教えてください",
    "転出届はオンラインで出せますか",
)
UNSEEN = ("halo", "kk rusak brp hari jadinya", "マイナンバーカードをなくした", "x", "?", "🙂 zzz", "ya ya ya ya", "ktp ktp 住民票")


def as_fitted(blocks: Blocks, folder: Path) -> Blocks:
    """Just trained: the frequencies are in single precision."""
    return blocks


def as_loaded(blocks: Blocks, folder: Path) -> Blocks:
    """Read from a model archive: they are in double precision."""
    blocks.save(folder)
    return Blocks.load(folder, blocks.parameters)


@pytest.mark.parametrize("how", [as_fitted, as_loaded])
@pytest.mark.parametrize("weight", [1.0, 0.7])
def test_one_row_is_the_row_of_the_whole_matrix(how: Callable[[Blocks, Path], Blocks], weight: float, tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    texts, tokens = [*TEXTS, *UNSEEN], [words(text) for text in (*TEXTS, *UNSEEN)]
    embeddings = random.normal(size=(len(texts), 384)).astype(np.float32)
    embeddings[2, :50] = embeddings[:, :50].mean(axis=0)[np.newaxis]
    parameters = LinearParameters(word_weight=weight, character_weight=1.3, embedding_weight=weight)
    number = len(TEXTS)
    fitted = Blocks(parameters)
    fitted.fit_transform(texts[:number], tokens[:number], embeddings[:number])
    blocks = how(fitted, tmp_path)
    whole = blocks.transform(texts, tokens, embeddings)
    weights = random.normal(size=(whole.shape[1], 9)).astype(np.float32)
    for at, text in enumerate(texts):
        row = blocks.row(text, tokens[at], embeddings[at : at + 1])
        assert row.dtype == whole.dtype
        assert row.shape == (1, whole.shape[1])
        one = blocks.transform([text], [tokens[at]], embeddings[at : at + 1])
        assert (row != one).nnz == 0
        assert np.array_equal(times(row, weights), one @ weights)
        # The components of many texts at once are rounded in another order.
        assert np.abs((row - whole[at]).toarray()).max() < 1e-5


def test_phrases_are_compared_with_a_message_as_by_whole_matrices(content: None) -> None:
    from bot.nlu.knowledge.features import FEATURES, features
    from bot.nlu.knowledge.index import index_of

    index = index_of("banyuwangi")
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 4), sublinear_tf=True, lowercase=False, dtype=np.float32)
    phrases = vectorizer.fit_transform([f" {phrase.text} " for phrase in index.phrases])
    vector = np.zeros(384, np.float32)
    for text in (*TEXTS, *UNSEEN):
        overlap = np.asarray((phrases @ normalize(vectorizer.transform([f" {text} "])).T).todense()).ravel()
        rows = features(index, text, vector)
        for role, name in ((0, "name_characters"), (1, "example_characters")):
            best = np.zeros(len(index.targets), np.float32)
            np.maximum.at(best, index.owner[index.role == role], overlap[index.role == role])
            assert rows[:, FEATURES.index(name)] == pytest.approx(best, abs=1e-6)


def test_an_index_made_of_the_one_before_the_edit_is_the_one_made_anew(content: None) -> None:
    from bot.catalogue import snapshot
    from bot.nlu.knowledge.index import KnowledgeIndex

    view = snapshot.current("banyuwangi")
    keys = list(view.faq)
    changed = dataclasses.replace(view.faq[keys[0]], question={"id": "Bolehkah zebra masuk kantor?", "ja": "シマウマを連れて行けますか"})
    edited = dataclasses.replace(view, faq={keys[0]: changed, **{key: view.faq[key] for key in keys[2:]}})
    taken_over, anew = KnowledgeIndex(edited, before=KnowledgeIndex(view)), KnowledgeIndex(edited)
    assert taken_over.phrases == anew.phrases
    assert np.array_equal(taken_over.vectors, anew.vectors)
    every = np.arange(len(anew.phrases))
    for text in (*TEXTS, *UNSEEN, "zebra masuk kantor", view.faq[keys[1]].question["id"].lower()):
        assert taken_over.character_overlap(text, every) == pytest.approx(anew.character_overlap(text, every), abs=1e-6)
