"""Which questions come together."""

from __future__ import annotations

import numpy as np
import pytest

from bot.catalogue.models import Agency
from bot.nlu.embedding import DIMENSIONS
from bot.questions.alike import as_bytes
from bot.questions.collector import collect
from bot.questions.counting import MOST_WORDINGS
from bot.questions.models import QuestionGroup, Wording
from tests.console.people import agency
from tests.questions.stored import message, question_group


def _groups() -> list[tuple[str, int]]:
    return list(QuestionGroup.objects.order_by("pk").values_list("text", "count"))


@pytest.mark.parametrize(
    ("texts", "groups"),
    [
        # The same but for letters, signs and short forms.
        (["Brp biaya sewa gedung?", "berapa biaya sewa gedung", "BERAPA biaya sewa gedung???"], [3]),
        # Nearly the same.
        (["kapan bantuan sembako dibagikan", "kapan bantuan sembako akan dibagikan ya"], [2]),
        (["kapan bantuan sembako dibagikan", "di mana bisa pinjam tenda"], [1, 1]),
        (["ごみ袋はどこで買えますか", "ごみ袋はどこで買えますか？", "ごみ袋ってどこで買えますか"], [3]),
        (["ごみ袋はどこで買えますか", "プールは何時までですか"], [1, 1]),
    ],
)
def test_questions_that_say_nearly_the_same_come_together(texts: list[str], groups: list[int], city: Agency) -> None:
    for text in texts:
        message(city, text)
    collect()
    assert [count for _, count in _groups()] == groups


@pytest.mark.parametrize(
    "pair", [("kapan bantuan sembako dibagikan", "kapan bantuan sembako akan dibagikan ya"), ("プールは何時まで", "プールは何時まで？")]
)
def test_a_later_question_joins_the_group_that_is_there(pair: tuple[str, str], city: Agency) -> None:
    for text in pair:
        message(city, text)
        collect()
    assert _groups() == [(pair[0], 2)]
    assert set(Wording.objects.values_list("count", flat=True)) <= {1, 2}


def test_the_language_is_that_of_the_words(city: Agency) -> None:
    message(city, "ごみ袋はどこで買えますか")
    message(city, "12345")
    collect()
    assert dict(QuestionGroup.objects.values_list("text", "language")) == {"ごみ袋はどこで買えますか": "ja", "12345": "id"}


def test_agencies_and_languages_are_kept_apart(city: Agency) -> None:
    for of in (city, agency("kota-lain"), agency("tesuto-shi", "ja")):
        message(of, "wifi")
    collect()
    assert QuestionGroup.objects.count() == 3


@pytest.mark.parametrize(("state", "groups"), [("ignored", 1), ("out_of_scope", 1), ("assigned", 2)])
def test_what_was_put_aside_stays_aside_and_what_was_assigned_in_vain_comes_back(state: str, groups: int, city: Agency) -> None:
    for decided in (None, state):
        QuestionGroup.objects.update(state=decided or "open")
        message(city, "siapa presiden mars")
        collect()
    assert QuestionGroup.objects.count() == groups
    assert QuestionGroup.objects.filter(state="open").exists() == (groups == 2)


def test_a_group_keeps_the_first_wordings_only(city: Agency) -> None:
    for number in range(MOST_WORDINGS + 5):
        message(city, f"berapa lama mengurus surat pindah domisili antar kota nomor {number}")
    collect()
    biggest = QuestionGroup.objects.order_by("-count").first()
    assert biggest is not None
    assert biggest.count > MOST_WORDINGS
    assert biggest.wordings.count() == MOST_WORDINGS


def test_ten_thousand_groups_cost_no_more_queries_than_one(city: Agency) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    numbers: list[int] = []
    for _ in range(2):
        message(city, "di mana bisa pinjam tenda")
        with CaptureQueriesContext(connection) as queries:
            collect()
        numbers.append(len(queries))
        if QuestionGroup.objects.count() == 1:
            group = question_group(city)
            rng = np.random.default_rng(1)
            rows = rng.normal(size=(10_000, DIMENSIONS)).astype(np.float32)
            rows /= np.linalg.norm(rows, axis=1, keepdims=True)
            QuestionGroup.objects.bulk_create(
                QuestionGroup(
                    agency=city, language="id", text=f"q{n}", vector=as_bytes(row), first_seen=group.first_seen, last_seen=group.last_seen
                )
                for n, row in enumerate(rows)
            )
    assert numbers[1] <= numbers[0]
    assert QuestionGroup.objects.get(text="di mana bisa pinjam tenda").count == 2
