"""The case a citizen speaks of: lost, damaged, ...; who applies: somebody else, a child, a foreigner."""

from __future__ import annotations

import pytest

from bot.nlu.cases import applicant_in, variant_in, without_applicant
from bot.nlu.normalise import normalise


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("KTP saya ilang", "lost"),
        ("dompet dicopet", "lost"),
        ("カードをなくしました", "lost"),
        ("マイナンバーカードを紛失した", "lost"),
        ("ktp rusak kena air", "damaged"),
        ("KK sobek", "damaged"),
        ("akta saya dimakan rayap", "damaged"),
        ("kartu keluarga kena oli", "damaged"),
        ("カードが割れた", "damaged"),
        ("telat lapor kelahiran", "late"),
        ("届け出が遅れました", "late"),
        ("mau perpanjang SIM", "renewal"),
        ("パスポートの更新", "renewal"),
        ("nambah anggota keluarga", "add"),
        ("pisah KK", "new"),
        ("nama adik mau dikeluarkan dari KK", "remove"),
        ("会社の保険に入ったので国保をやめたい", "remove"),
        ("ganti alamat di ktp", "change"),
        ("名前が変わったとき", "change"),
        ("anak lahir di luar negeri", "abroad"),
        ("海外で結婚した", "abroad"),
        ("bisa dikirim pos?", "mail"),
        ("郵送でできますか", "mail"),
        ("baru pertama bikin paspor", "new"),
        ("はじめて申請します", "new"),
        ("berapa biayanya", None),
        ("住民票の写し", None),
    ],
)
def test_the_variant_is_recognised(text: str, variant: str | None) -> None:
    assert variant_in(normalise(text)) == variant


@pytest.mark.parametrize(
    ("text", "applicant"),
    [
        ("boleh diwakilkan?", "proxy"),
        ("pakai surat kuasa", "proxy"),
        ("代理人でも大丈夫ですか", "proxy"),
        ("夫の代わりに行けますか", "proxy"),
        ("buat anak saya", "minor"),
        ("赤ちゃんのパスポート", "minor"),
        ("未成年でもできますか", "minor"),
        ("untuk WNA", "foreigner"),
        ("外国人ですが", "foreigner"),
        ("saya urus sendiri", "self"),
        ("本人が行きます", "self"),
        ("KTP hilang", None),
        ("いくらですか", None),
    ],
)
def test_the_applicant_is_recognised(text: str, applicant: str | None) -> None:
    assert applicant_in(normalise(text)) == applicant


@pytest.mark.parametrize("text", ["anakan sungai", "wnaxyz"])
def test_a_part_of_a_longer_word_is_no_applicant(text: str) -> None:
    assert applicant_in(normalise(text)) is None


def test_words_for_who_applies_can_be_left_out() -> None:
    assert without_applicant("代理でもいい") == " でもいい"
    assert without_applicant("biaya skck") == "biaya skck"
