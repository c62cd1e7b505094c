"""A question for a number to call is heard, whatever it is about."""

from __future__ import annotations

import pytest

from bot.nlu.normalise import normalise
from bot.nlu.phone_request import asks_phone


@pytest.mark.parametrize(
    "text",
    [
        *(
            "nomor telepon dukcapil berapa",
            "minta no wa dukcapil",
            "no telpnya dong",
            "kontak dinsos",
            "telepon kemana",
            "ada wa nya gak",
        ),
        *(
            "nomer telponnya piro",
            "電話番号を教えてください",
            "24時間の番号は何番な？",
            "電話どこにかけたらええねん",
            "でんわばんごう おしえて",
        ),
        *("お問い合わせ先は？", "連絡先がわかりません"),
    ],
)
def test_a_question_for_a_number_is_heard(text: str) -> None:
    assert asks_phone(normalise(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "nomor kk saya berapa ya",
            "nomor antrean saya berapa",
            "nomor wa saya disimpan ya?",
            "biaya ktp berapa",
            "minta no wa admin yang manusia",
        ),
        *("電話番号がもれたりしませんか", "住所や電話番号を教えても大丈夫でしょうか", "マイナンバーの番号を教えて", "手数料は何円ですか"),
    ],
)
def test_other_numbers_and_those_of_the_citizen_are_not_meant(text: str) -> None:
    assert not asks_phone(normalise(text))
