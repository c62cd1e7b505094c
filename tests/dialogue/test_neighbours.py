"""Services that differ by one word are told apart: lost or changed, in or out, the registration or the certificate."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import NewChat


@pytest.mark.parametrize(
    ("agency", "text", "service"),
    [
        ("banyuwangi", "KTP saya hilang, apa syarat untuk mengurusnya?", "ktp-el-hilang-rusak"),
        ("banyuwangi", "ktp patah, syarat ganti yang baru apa saja", "ktp-el-hilang-rusak"),
        ("banyuwangi", "syarat perubahan alamat di ktp", "ktp-el-perubahan-data"),
        ("banyuwangi", "umur 17 tahun belum punya ktp, syaratnya apa", "ktp-el-baru"),
        ("banyuwangi", "kk hilang, syarat cetak ulang apa", "kk-hilang-rusak"),
        ("banyuwangi", "kartu keluarga sobek, syarat gantinya apa", "kk-hilang-rusak"),
        ("banyuwangi", "syarat menambah anggota di kartu keluarga", "kk-perubahan"),
        ("banyuwangi", "syarat pindah masuk ke banyuwangi dari kota lain", "pindah-datang"),
        ("banyuwangi", "syarat pindah keluar dari banyuwangi ke kota lain", "pindah-keluar"),
        ("fukuoka", "転入届に必要なものは何ですか", "tennyu"),
        ("fukuoka", "転出届に必要なものは何ですか", "tenshutsu"),
        ("fukuoka", "転居届に必要なものは何ですか", "tenkyo"),
        ("fukuoka", "他の市から引っ越してきました。届け出に必要なものは？", "tennyu"),
        ("fukuoka", "市外へ引っ越すときの転出の届け出に必要なものは？", "tenshutsu"),
        ("fukuoka", "印鑑登録に必要なものは何ですか", "inkan-toroku"),
        ("fukuoka", "印鑑証明をとるのに必要なものは何ですか", "inkan-shomei"),
        ("fukuoka", "課税証明書の手数料はいくらですか", "zeimu-shomei"),
        ("fukuoka", "納税証明書の手数料はいくらですか", "zeimu-shomei"),
        ("neyagawa", "マイナンバーカードをなくしました。再発行に必要なものは？", "mynumber-card-saikofu"),
        ("neyagawa", "マイナンバーカードの更新に必要なものは？", "mynumber-card-koshin"),
    ],
)
def test_neighbouring_services_are_told_apart(chat: NewChat, agency: str, text: str, service: str) -> None:
    answer = chat(agency).say(text)
    assert (answer.decision, answer.services) == ("answer", [service])
