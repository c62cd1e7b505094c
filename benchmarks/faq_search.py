"""Which way of searching FAQ finds the right one, and how fast, at an agency's size and at 2,000: `python -m benchmarks.faq_search`.

The questions are data/evaluation/faq.*.jsonl: each FAQ asked in other words. To come to 2,000 entries, every example question of every
service becomes an FAQ of its own, whose answer is what the catalogue says: real sentences, and near neighbours of many FAQ.
Prints Markdown tables; docs/understanding.md holds them.
"""

from __future__ import annotations

import argparse
import dataclasses
import time
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from bot.setup import ensure_django

ensure_django()

from bot.catalogue import snapshot  # noqa: E402 - needs the settings
from bot.catalogue.views import AgencyView, FaqView  # noqa: E402
from bot.evaluation.further import FaqQuestion, read_faq_questions  # noqa: E402
from bot.evaluation.metrics import percentile  # noqa: E402
from bot.languages import LANGUAGES, say  # noqa: E402
from bot.nlu.embedding import embed_all  # noqa: E402
from bot.nlu.knowledge.index import KnowledgeIndex, content_words  # noqa: E402
from bot.nlu.knowledge.ranker import rank  # noqa: E402
from bot.nlu.normalise import normalise  # noqa: E402
from bot.nlu.tuning.labelled import FOLDER  # noqa: E402

AGENCIES = ("banyuwangi", "fukuoka", "neyagawa")
Scores = npt.NDArray[np.float32]
# Takes a normalised text and its embedding, gives a score for each FAQ.
Method = Callable[[str, npt.NDArray[np.float32]], Scores]
# Robertson's usual constants, and the usual one of reciprocal rank fusion (Cormack et al. 2009).
_K1, _B, _FUSION = 1.2, 0.75, 60


class Bm25:
    """Okapi BM25 over whatever an analyser makes of a text."""

    def __init__(self, texts: Sequence[str], analyser: Callable[[str], list[str]]) -> None:
        self._counter = CountVectorizer(analyzer=analyser)
        counts = self._counter.fit_transform(texts).tocsr().astype(np.float32)
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        documents = np.asarray((counts > 0).sum(axis=0)).ravel()
        idf = np.log(1 + (counts.shape[0] - documents + 0.5) / (documents + 0.5))
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        norm = _K1 * (1 - _B + _B * lengths[rows] / max(lengths.mean(), 1e-9))
        counts.data = counts.data * (_K1 + 1) / (counts.data + norm) * idf[counts.indices]
        self._weights: sparse.csc_matrix = counts.tocsc()

    def scores(self, text: str) -> Scores:
        """A score for each text."""
        query = self._counter.transform([text])
        return np.asarray(self._weights[:, query.indices].sum(axis=1), dtype=np.float32).ravel()


def _characters(text: str) -> list[str]:
    padded = f" {text} "
    return [padded[i : i + size] for size in (2, 3, 4) for i in range(len(padded) - size + 1)]


def _grown(view: AgencyView, views: Sequence[AgencyView], number: int) -> AgencyView:
    """The agency with so many FAQ: those it has, and example questions of services as further ones."""
    faq = dict(view.faq)
    examples = [
        (f"{other.key}-{service.key}-{place}", text, service.summary or service.name)
        for other in views
        for service in other.services.values()
        for place, text in enumerate(text for language in LANGUAGES for text in service.examples.get(language, ()))
    ]
    for key, text, answer in examples[:: max(1, len(examples) // max(number - len(faq), 1))]:
        if len(faq) >= number:
            break
        faq[key] = FaqView(key, dict.fromkeys(LANGUAGES, text), answer, dict.fromkeys(LANGUAGES, ()), ())
    return dataclasses.replace(view, faq=faq)


class Search:
    """All methods on one agency's FAQ."""

    def __init__(self, view: AgencyView) -> None:
        self.keys = list(view.faq)
        asked = [
            [normalise(t) for language in LANGUAGES for t in (say(f.question, language), *f.variants.get(language, ())) if t]
            for f in view.faq.values()
        ]
        answers = [normalise(" ".join(say(f.answer, language) for language in LANGUAGES)) for f in view.faq.values()]
        self._owner = np.repeat(np.arange(len(asked)), [len(texts) for texts in asked])
        questions = [text for texts in asked for text in texts]
        self._first = np.searchsorted(self._owner, np.arange(len(asked)))
        self._questions, self._answers = embed_all(questions), embed_all(answers)
        together = [" ".join([*texts, answer]) for texts, answer in zip(asked, answers, strict=True)]
        self._by_characters = Bm25(questions, _characters)
        self._by_words = Bm25(together, content_words)
        self._index = KnowledgeIndex(dataclasses.replace(view, services={}, life_events={}))

    def methods(self) -> dict[str, Method]:
        """By name."""
        return {
            "question to questions, embedding": self.by_question,
            "question to answers, embedding": lambda text, vector: self._answers @ vector,
            "character n-grams, BM25": lambda text, vector: np.maximum.reduceat(self._by_characters.scores(text), self._first),
            "words (spaCy, Sudachi), BM25": lambda text, vector: self._by_words.scores(text),
            "fusion of the four by rank": self.fused,
            "our ranker": self.ranked,
        }

    def by_question(self, text: str, vector: npt.NDArray[np.float32]) -> Scores:
        """The nearest question or variant of each FAQ."""
        return np.asarray(np.maximum.reduceat(self._questions @ vector, self._first), dtype=np.float32)

    def fused(self, text: str, vector: npt.NDArray[np.float32]) -> Scores:
        """The sum over the four simple methods of 1 / (60 + rank)."""
        total = np.zeros(len(self.keys), np.float32)
        for method in list(self.methods().values())[:4]:
            order = np.argsort(-method(text, vector), kind="stable")
            total[order] += 1 / (_FUSION + 1 + np.arange(len(order), dtype=np.float32))
        return total

    def ranked(self, text: str, vector: npt.NDArray[np.float32]) -> Scores:
        """What the assistant uses."""
        place = {key: number for number, key in enumerate(self.keys)}
        scores = np.zeros(len(self.keys), np.float32)
        for candidate in rank(self._index, text, vector)["faq"].candidates:
            scores[place[candidate.target.key]] = candidate.score
        return scores


def _measure(search: Search, questions: Sequence[FaqQuestion]) -> dict[str, tuple[float, float, float]]:
    """For each method: first, among five, milliseconds (median)."""
    texts = [normalise(q.text) for q in questions]
    vectors = embed_all(texts)
    found = {}
    for name, method in search.methods().items():
        ranks, spent = [], []
        for q, text, vector in zip(questions, texts, vectors, strict=True):
            began = time.perf_counter()
            scores = method(text, vector)
            best = np.argsort(-scores, kind="stable")[:5]
            spent.append((time.perf_counter() - began) * 1000)
            keys = [search.keys[i] for i in best if scores[i] > 0]
            ranks.append(keys.index(q.faq) if q.faq in keys else 9)
        found[name] = (float(np.mean([r == 0 for r in ranks])), float(np.mean([r < 5 for r in ranks])), percentile(spent, 0.5) or 0.0)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faq_search", description=__doc__.splitlines()[0])
    parser.add_argument("--faq", type=int, default=2000, help="how many FAQ the large agency has (default: 2000)")
    number = parser.parse_args().faq
    views = [snapshot.current(agency) for agency in AGENCIES]
    asked = {language: read_faq_questions(FOLDER / f"faq.{language}.jsonl") for language in LANGUAGES}
    for size in (None, number):
        results: dict[str, dict[str, list[tuple[int, tuple[float, float, float]]]]] = {}
        sizes = []
        for view in views:
            search = Search(view if size is None else _grown(view, views, size))
            sizes.append(len(search.keys))
            for language in LANGUAGES:
                own = [q for q in asked[language] if q.agency == view.key]
                for name, figures in _measure(search, own).items():
                    results.setdefault(name, {}).setdefault(language, []).append((len(own), figures))
        print(f"\n{min(sizes)} to {max(sizes)} FAQ an agency\n" if min(sizes) != max(sizes) else f"\n{sizes[0]} FAQ an agency\n")
        print("| Method | Indonesian: first | among five | Japanese: first | among five | ms |\n| --- | --- | --- | --- | --- | --- |")
        for name, parts in results.items():
            cells = []
            for language in LANGUAGES:
                total = sum(n for n, _ in parts[language])
                cells += [f"{sum(n * f[i] for n, f in parts[language]) / total:.1%}" for i in (0, 1)]
            slowest = max(f[2] for part in parts.values() for _, f in part)
            print(f"| {name} | " + " | ".join(cells) + f" | {slowest:.1f} |")


if __name__ == "__main__":
    main()
