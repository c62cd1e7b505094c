"""Which Indonesian and Japanese texts the audit takes to say the same, and which not."""

from __future__ import annotations

import pytest

from bot.catalogue.audit.agreement import differences

SAME = [
    ("Paling lambat 14 hari.", "14日以内です。"),
    ("Paling lambat 14 hari.", "１４日以内です。"),
    ("Paling lambat 14 hari.", "十四日以内です。"),
    ("Tunggu 2 minggu.", "２週間かかります。"),
    ("Tunggu dua minggu.", "14日かかります。"),
    ("Berlaku 12 bulan.", "1年間有効です。"),
    ("Berlaku 1 tahun 6 bulan.", "1年6か月有効です。"),
    ("Berlaku setengah tahun.", "半年有効です。"),
    ("Selesai dalam 3 hari kerja.", "3営業日でできます。"),
    ("Selesai dalam 3 hari kerja.", "3開庁日でできます。"),
    ("Ditanggapi dalam 1x24 jam.", "24時間以内に返事をします。"),
    ("Ditanggapi dalam 2x24 jam.", "2日以内に返事をします。"),
    ("Biayanya Rp650.000.", "65万ルピアです。"),
    ("Biayanya Rp650.000.", "650,000ルピアです。"),
    ("Biayanya 650 ribu rupiah.", "６５万ルピアです。"),
    ("Biayanya Rp1,5 juta.", "150万ルピアです。"),
    ("Rp350.000–Rp650.000.", "35万～65万ルピアです。"),
    ("Biayanya 1.000 yen.", "1,000円です。"),
    ("Denda paling banyak 50.000 yen.", "5万円以下の過料です。"),
    ("Biayanya 12.000 yen.", "1万2千円です。"),
    ("Buka pukul 08.00.", "8時に開きます。"),
    ("Buka pukul 08.30–17.15.", "8時30分から17時15分までです。"),
    ("Buka 08.30–17.15.", "8:30~17:15です。"),
    ("Tutup jam 5 sore.", "午後5時に閉まります。"),
    ("Buka jam 8 pagi.", "午前8時に開きます。"),
    ("Sampai pukul 24.00.", "夜12時までです。"),
    ("Mulai 24 Desember 2013.", "2013年12月24日からです。"),
    ("Mulai 1 April 2024.", "令和6年4月1日からです。"),
    ("Pada 29 Desember–3 Januari tutup.", "12月29日から1月3日までは休みです。"),
    ("Usia 17 tahun ke atas.", "17歳以上です。"),
    ("Dua orang saksi.", "証人2人です。"),
    ("2 orang saksi.", "証人二人です。"),
    ("Anak ketiga.", "第3子です。"),
    ("Ayah dan ibu, fotokopi KTP.", "両親のKTPのコピーです。"),
    ("Salah satu orang tua.", "父母のどちらかです。"),
    ("Satu fotokopi, per orang.", "1人につきコピー1枚です。"),
    ("2 kali seminggu.", "週2回です。"),
    ("Sebulan sekali.", "月1回です。"),
    ("Pada bulan genap, 2 bulan sekaligus.", "偶数月に2か月分です。"),
    ("Menurut UU 24/2013 Pasal 79A.", "2013年法律第24号第79A条です。"),
    ("Isi formulir F-1.02.", "様式F-1.02に記入します。"),
    ("Telepon (0333) 424234.", "電話は0333-424234です。"),
    ("SMS 082131545555 atau lapor.go.id/2.", "SMS 082131545555、またはlapor.go.id/2です。"),
    ("Pas foto 3x4 cm, 2 lembar.", "写真（3×4cm）2枚です。"),
    ("Anda menanggung 10–30%.", "1～3割を負担します。"),
    ("Dibebaskan seperempat.", "4分の1が免除されます。"),
    ("Sampai ulang tahun ke-10.", "10回目の誕生日までです。"),
    ("Vaksin Covid-19 di 7-Eleven.", "新型コロナのワクチンはセブン-イレブンで。"),
    ("Iuran kelas III.", "クラス3の保険料です。"),
    ("Penggantian 5 tahunan.", "5年ごとの交換です。"),
    ("Layanan ini gratis.", "無料です。"),
    ("Tidak dipungut biaya.", "手数料はかかりません。"),
    ("Telepon bebas pulsa 24 jam.", "フリーダイヤルは24時間です。"),
]
DIFFERENT = [
    ("Paling lambat 14 hari.", "15日以内です。"),
    ("Paling lambat 14 hari.", "14週間以内です。"),
    ("Paling lambat 14 hari kerja.", "14日以内です。"),
    ("Paling lambat 14 hari.", "すぐに出してください。"),
    ("Secepatnya.", "14日以内です。"),
    ("Biayanya Rp650.000.", "650,000円です。"),
    ("Biayanya Rp650.000.", "6万5千ルピアです。"),
    ("Biayanya Rp65.000.", "65万ルピアです。"),
    ("Biayanya 300 yen.", "500円です。"),
    ("Buka pukul 08.00.", "8時30分に開きます。"),
    ("Tutup jam 5 sore.", "午前5時に閉まります。"),
    ("Mulai 1 April 2024.", "2024年5月1日からです。"),
    ("Mulai 1 April 2024.", "令和7年4月1日からです。"),
    ("Usia 17 tahun.", "16歳です。"),
    ("Dua orang saksi.", "証人3人です。"),
    ("Dua orang saksi.", "証人です。"),
    ("証人", "証人二人です。"),
    ("Isi formulir F-1.02.", "様式F-1.03に記入します。"),
    ("Telepon (0333) 424234.", "電話は0333-424235です。"),
    ("Menurut UU 24/2013.", "2013年法律第23号です。"),
    ("Anda menanggung 10%.", "2割を負担します。"),
    ("Iuran kelas III.", "クラス2の保険料です。"),
    ("Layanan ini gratis.", "手数料は窓口でご確認ください。"),
    ("Tanyakan biayanya.", "無料です。"),
]


@pytest.mark.parametrize(("indonesian", "japanese"), SAME)
def test_texts_that_say_the_same_agree(indonesian: str, japanese: str) -> None:
    assert list(differences({"id": indonesian, "ja": japanese})) == []


@pytest.mark.parametrize(("indonesian", "japanese"), DIFFERENT)
def test_texts_that_say_something_else_are_told(indonesian: str, japanese: str) -> None:
    assert list(differences({"id": indonesian, "ja": japanese})) != []


def test_plain_japanese_may_leave_out_but_not_add() -> None:
    text = {"id": "Paling lambat 14 hari, 300 yen.", "ja": "14日以内、300円です。"}

    assert list(differences({**text, "ja_easy": "14日のあいだに出してください。"})) == []
    assert list(differences({**text, "ja_easy": "15日のあいだに出してください。"})) == ["only the plain Japanese text states 15日"]
