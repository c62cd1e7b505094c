"""Where somebody moves, seen from the agency: in, out or within."""

from __future__ import annotations

import pytest

from bot.nlu.direction import Area, direction_in
from bot.nlu.normalise import normalise

FUKUOKA = Area(("福岡", "fukuoka"), wards=True)
NEYAGAWA = Area(("寝屋川", "neyagawa"))
BANYUWANGI = Area(("バニュワンギ", "banyuwangi"))


@pytest.mark.parametrize(
    ("area", "text", "direction"),
    [
        (FUKUOKA, "大阪から福岡に引っ越します", "in"),
        (FUKUOKA, "先週、大阪から博多区に越してきました", "in"),
        (FUKUOKA, "早良区から中央区へ移るとき必要なものは", "within"),
        (FUKUOKA, "中央区から佐賀市へ移るとき", "out"),
        (FUKUOKA, "来週引っ越します", None),
        (FUKUOKA, "海外へ引っ越します", "out"),
        (NEYAGAWA, "寝屋川から大阪市へ移る、届けの期限は", "out"),
        (NEYAGAWA, "枚方に出ることになった", "out"),
        (NEYAGAWA, "おんなじ寝屋川の中で移っただけやけど", "within"),
        (NEYAGAWA, "大阪市の北区から中央区に引っ越す", None),
        (NEYAGAWA, "minggu depan saya mau pindah ke Nagoya dari neyagawa", "out"),
        (NEYAGAWA, "pindah rumah masih di neyagawa", "within"),
        (BANYUWANGI, "adik saya pindah dari jember masuk ke sini", "in"),
        (BANYUWANGI, "pindah ke jakarta bisa online?", "out"),
        (BANYUWANGI, "pindah datang sampai kk baru keluar berapa hari", "in"),
        (BANYUWANGI, "pindah rumah", None),
        (BANYUWANGI, "pindah faskes bpjs ke klinik mana", None),
    ],
)
def test_where_somebody_moves(area: Area, text: str, direction: str | None) -> None:
    assert direction_in(normalise(text), area) == direction


def test_of_a_whole_nation_no_direction_is_known() -> None:
    assert direction_in("pindah ke jakarta", Area(())) is None
