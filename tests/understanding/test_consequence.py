"""The question what becomes of one who does not do something is told from "how, if I have none"."""

from __future__ import annotations

import pytest

from bot.nlu.consequence import asks_consequence
from bot.nlu.normalise import normalise


@pytest.mark.parametrize(
    "text",
    [
        *(
            "kalau gak izin kenapa",
            "klo ga diurus gimana",
            "kalau tidak lapor kena denda gak",
            "lek ora bayar piye",
            "sanksinya apa aja, ada sanksinya?",
        ),
        *(
            "しとらんやったらどうなるん",
            "出さなかったらどうなりますか",
            "払えんかったらどうなる",
            "ほっといたらどうなるん",
            "罰金とられる？",
        ),
    ],
)
def test_it_is_heard(text: str) -> None:
    assert asks_consequence(normalise(text))


@pytest.mark.parametrize(
    "text",
    [
        "kalau gak punya akta lahir gimana",
        "kalau gak bisa datang gimana",
        "klo gak ditanggapi gimana",
        "申請したらどうなりますか",
        "分からないのでどうしたらいい",
    ],
)
def test_another_way_is_asked_for(text: str) -> None:
    assert not asks_consequence(normalise(text))
