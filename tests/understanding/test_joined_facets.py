"""Several things asked in one breath."""

from __future__ import annotations

import pytest

from bot.nlu.joined_facets import joined_facets
from bot.nlu.normalise import normalise


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("持ってくもんとお金は", ("requirements", "fee")),
        ("どこで出すと？あと期限も", ("where", "deadline")),
        ("料金と期限", ("fee", "deadline")),
        ("お金とか持ち物とか", ("fee", "requirements")),
        ("手数料は窓口で払いますか", ()),
        ("いくらかかると？", ()),
        ("どこに行くといいと？", ()),
        ("期限は聞いてません。必要書類です", ()),
        ("syarat sama biayanya", ("requirements", "fee")),
        ("berkasnya apa & diurus di mana", ("requirements", "where")),
        ("Kapan jadinya, bayar berapa?", ("processing_time", "fee")),
        ("opo wae sing digowo lan bayare piro", ("requirements", "fee")),
        ("paling lambat kapan dan siapa yang lapor", ("deadline", "who")),
        ("biayanya berapa", ()),
        ("berkas sudah lengkap, bayarnya berapa", ()),
        ("ambil formulirnya di mana dan isinya gimana", ()),
        ("mau pindah alamat, syaratnya apa", ()),
    ],
)
def test_each_has_a_word_of_its_own(text: str, facets: tuple[str, ...]) -> None:
    assert joined_facets(normalise(text)) == facets
