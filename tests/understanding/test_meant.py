"""Of a message that says what is not meant, the rest counts."""

from __future__ import annotations

import pytest

from bot.nlu.meant import meant
from bot.nlu.normalise import normalise


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("bukan KTP, tapi KK", "kk"),
        ("bukan KIA! balik nama sepeda motor", "balik nama sepeda motor"),
        ("lha kok ktp maneh. PUPUK urea", "pupuk urea"),
        ("loh kok nikah kak, aku nanya akta bayi", "akta bayi"),
        ("yang saya tanyakan pertanahan, bukan akta kematian", "pertanahan"),
        ("motor pak, dudu pbb", "motor pak"),
        ("住民票の写しじゃなくて、印鑑証明です", "印鑑証明です"),
        ("原付の話やけん！年金じゃないって", "原付"),
        ("手続きちゃうわ！燃えるゴミのこと", "燃えるゴミのこと"),
    ],
)
def test_what_is_meant_remains(text: str, rest: str) -> None:
    assert meant(normalise(text)) == normalise(rest)


@pytest.mark.parametrize(
    "text",
    [
        "syarat ktp baru apa saja",
        "16 angka di kartu identitas itu maksudnya apa ya",
        "eh bukan begitu",
        "ini gratis bukan?",
        "手数料はいくらですか",
    ],
)
def test_a_message_that_corrects_nothing_stays_whole(text: str) -> None:
    assert meant(normalise(text)) == normalise(text)
