"""What an answer begins with, when something particular is asked."""

from __future__ import annotations

import dataclasses

from bot.answers.service_answer import answer
from bot.answers.to_the_point import Question, to_the_point
from bot.catalogue.views import ServiceView
from tests.answers.sample import agency, at, full_service


def _service() -> ServiceView:
    return dataclasses.replace(
        full_service(),
        requirements=(
            {
                "variant": "general",
                "applicant": "any",
                "label": {"id": "Dewasa", "ja": "大人"},
                "items": [{"id": "KTP-el", "ja": "KTP-el"}, {"id": "Fotokopi Kartu Keluarga", "ja": "家族カードの写し"}],
            },
            {
                "variant": "general",
                "applicant": "minor",
                "label": {"id": "Anak", "ja": "子ども"},
                "items": [{"id": "Pas foto 2x3, 2 lembar", "ja": "写真2枚（2×3cm）"}],
            },
        ),
        notes={"id": "Layanan ini tidak melayani hari Minggu. Parkir gratis.", "ja": "日曜日は受け付けません。駐車場は無料です。"},
    )


def test_the_item_asked_for_stands_first_with_the_case_for_which_it_holds() -> None:
    offered = _service()
    setting = at(agency(offered), "id")
    first = to_the_point(offered, ("requirements",), setting, Question([["foto"]], whether_needed=True))
    text = answer(offered, ("requirements",), setting, first=first).text
    assert text.startswith("Tentang yang Anda tanyakan:\n• Pas foto 2x3, 2 lembar (Anak)\n\nSyarat ")


def test_it_is_said_in_japanese_too() -> None:
    offered = _service()
    first = to_the_point(offered, ("requirements",), at(agency(offered), "ja"), Question([["写真"]], whether_needed=True))
    assert first is not None
    assert first.text == "お尋ねの点について：\n・写真2枚（2×3cm）（子ども）"


def test_what_is_not_listed_is_said_not_to_be_listed() -> None:
    offered = _service()
    first = to_the_point(offered, ("requirements",), at(agency(offered), "id"), Question([["meterai"]], whether_needed=True))
    assert first is not None
    assert first.text.startswith("Hal yang Anda tanyakan tidak tercantum dalam syarat di data kami.")


def test_a_question_that_does_not_ask_what_to_bring_is_not_told_so() -> None:
    offered = _service()
    assert to_the_point(offered, ("requirements",), at(agency(offered), "id"), Question([["meterai"]])) is None


def test_only_the_sentence_that_holds_everything_is_quoted() -> None:
    offered = _service()
    setting = at(agency(offered), "id")
    first = to_the_point(offered, ("overview",), setting, Question([["parkir"], ["gratis"]]))
    assert first is not None
    assert first.statements == ("Parkir gratis.",)
    assert to_the_point(offered, ("overview",), setting, Question([["parkir"], ["minggu"]])) is None


def test_a_word_counts_inside_a_longer_one_only_when_it_is_long() -> None:
    offered = _service()
    setting = at(agency(offered), "id")
    assert to_the_point(offered, ("requirements",), setting, Question([["keluarga"]])) is not None
    assert to_the_point(offered, ("requirements",), setting, Question([["art"]])) is None


def test_who_only_carries_on_hears_that_and_nothing_else() -> None:
    offered = _service()
    setting = at(agency(offered), "id")
    first = to_the_point(offered, ("fee",), setting, Question([["parkir"]], carried=True))
    text = answer(offered, ("fee",), setting, first=first).text
    assert text.startswith("Tentang yang Anda tanyakan:\n• Parkir gratis.\n\nSumber:")


def test_who_asks_for_the_fee_is_not_told_of_something_else_first() -> None:
    offered = _service()
    assert to_the_point(offered, ("fee",), at(agency(offered), "id"), Question([["parkir"]])) is None
