"""What a citizen asks about stays as it was written: fees, dates, times, laws, short codes, addresses."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.privacy.masking import Masked, mask_identity_numbers

INDONESIAN = """
Biaya paspor biasa Rp650.000 ya?
biaya paspor elektronik 650000 rupiah
Saya diminta Rp 350.000,00 oleh petugas, apa benar?
denda keterlambatan antara Rp50.000 - Rp100.000
denda antara 50.000 - 1.000.000 rupiah
Rp 1.250.000 untuk balik nama motor 2019
biayanya Rp10.000.000.000 katanya
biaya 100.000, 200.000 atau 300.000?
harga 150.000-200.000 per lembar
gaji saya 3500000 per bulan, dapat bantuan?
Penghasilan 1500000 sampai 2500000 apa gratis?
DI 1500000 ITU SUDAH TERMASUK ADMIN?
DP 2.500.000 bisa dicicil 12 kali?
IDR 1500000 atau USD 100
Rp1.234.567,89 itu pajak apa?
Saya lahir 17/08/1990 di Banyuwangi
Tanggal 26-11-2026 kantor buka?
tanggal 2026-11-26 sampai 2026-12-03 libur?
cuti bersama 24/12/2026 - 02/01/2027
libur 26-11-2026-27-11-2026?
26 November 2026 pukul 08.00 WIB
buka 08.00-15.00, istirahat 12.00-13.00?
Senin-Kamis 07.30-15.30, Jumat 07.00-14.00
jam 07.30-15.30, 07.00-14.00
jadwal 26/11/2026 08:00-15:00
2026-11-26 08:00:00
rapat 2026-11-26 08.00
tanggal 26/11, 27/11, 28/11 bisa?
tahun 2019, 2020, 2021, 2022 belum bayar pajak
pajak 2019-2020-2021 menunggak
UU 24/2013 Pasal 79A
UU 23/2006, 24/2013, 30/2014
Perpres 96/2018 tentang persyaratan
PP No. 60 Tahun 2016 dan PMK 112/2022
PP 76/2020 dan Permendagri 108/2019
SK 188/90/KEP/429.113/2022
No. 188/90/429.113/2022
Perda 5/2011 dan Perbup 12/2021, 13/2021
Nomor 470/13287/2021 surat edaran
hubungi 110, 112, 119 kalau darurat
hubungi 110 119 112
nomor darurat 112 atau 119
call center 14024 atau 1500123
telp 1500-888
SMS 1708
kode pos 68411
Jl. Letkol Istiqlah No. 68, Banyuwangi 68411
RT 003/RW 005, 68411
RT 03/05 Kelurahan Kepatihan
rt 01 rw 02 no 15
plat P 1234 AB
B 1234 XYZ pajaknya berapa
mobil P 4321 VX tahun 2015
nomor antrean A-015
antrean 27 dari 120
anak saya umur 17 tahun, lahir 2009
umur 0-5 tahun, 6-12 tahun, 13-17 tahun
formulir F-1.02 dan F-1.01
1. KTP 2. KK 3. SIM
pilih 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
tanggal 8, 9, 10, 15, 16, 17, 22 libur?
Pas foto 3x4 2 lembar, 4x6 1 lembar
blok C3 nomor 12
suhu 36,5 derajat
1x24 jam belum jadi
luas 1.250 m2
naik 12,5% dari 2025
ikuti @dispenduk di Instagram
harga 2 pcs @ 5.000
KTP saya hilang di pasar
"""

JAPANESE = """
手数料は300円ですか
手数料は1,000,000円ですか
1,000円から2,000円まで
16,000円と11,000円の違いは
¥16,000 かかりますか
￥3,500でした
650,000ルピアですか
料金は１，０００円でしょうか
収入が2500000円以下なら無料ですか
2000000円から3000000円の場合は
100,000円、200,000円、300,000円
令和8年11月26日に引っ越します
平成30年4月1日生まれです
昭和42年法律第81号
2026年11月26日から2027年3月31日まで
2026-11-26は開いていますか
2026/11/26 09:00に行きます
2026/11/26〜2026/12/03
2026-11-26 2026-12-03
2026.11.26は休みですか
11/26、11/27、11/28のどれか
11月23日は祝日ですか
8:45〜17:15です
8:45-17:15
9:00-12:00、13:00-17:00
09:00 10:00 11:00 のどれか
午前9時30分に予約しました
17時15分までですか
〒810-8620
〒810-8620 福岡市中央区天神1-8-1
〒060-0001 1-2-3
天神1丁目8番1号
中央区長浜3-11-3-505
110番と119番の違い
110、119、118
#7119に電話すればいいですか
171は何ですか
188に相談しました
受付番号は27番です
整理券A015を持っています
整理券１２３番
20歳になります
65歳以上は無料ですか
0歳から15歳まで
子どもは3人、6歳、9歳、12歳です
2019年、2020年、2021年の分
2019、2020、2021の証明書
2023年度の課税証明書
第12条の3第2項
法律第24号第79A条
第1号様式
福岡300あ12-34
品川 500 さ 12-34
1. 住民票 2. 印鑑証明 3. 戸籍
1、2、3、4、5、6、7、8、9、10、11、12
①②③のどれですか
30分待ちました
3か月以内の写真 4.5×3.5cm
マンション101号室
団地 12-304
1部200円、2部で400円ですか
45リットルの袋10枚で450円
可燃ごみは月・木 8:30まで
粗大ごみ500円券2枚
100%減免ですか
1/2の補助
体温は36.5度です
@fukuoka_city をフォローしました
マイナンバーカードをなくしました
"""

SENTENCES = [line for text in (INDONESIAN, JAPANESE) for line in text.strip().splitlines()]


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_without_personal_numbers_stays(text: str) -> None:
    assert mask_identity_numbers(text) == Masked(text, 0)


@given(st.integers(0, 9_999_999_999), st.sampled_from(["Rp", "Rp ", "rp. ", "IDR "]), st.sampled_from([".", ","]))
@settings(deadline=None)
def test_a_fee_in_rupiah_stays(amount: int, head: str, sign: str) -> None:
    for written in (f"{amount:,}".replace(",", sign), str(amount) if amount else "0"):
        text = f"biayanya {head}{written} ya"
        assert mask_identity_numbers(text).text == text


@given(st.integers(0, 9_999_999_999), st.sampled_from(["円", "ルピア", " rupiah"]))
@settings(deadline=None)
def test_a_fee_with_its_currency_behind_stays(amount: int, currency: str) -> None:
    for written in (f"{amount:,}", str(amount)):
        text = f"手数料は{written}{currency}です"
        assert mask_identity_numbers(text).text == text


@given(st.integers(1, 99_999), st.integers(1, 99_999))
@settings(deadline=None)
def test_two_round_amounts_side_by_side_stay(one: int, other: int) -> None:
    text = f"antara {one * 100:,} - {other * 100:,}".replace(",", ".")
    assert mask_identity_numbers(text).text == text


@given(st.dates(datetime.date(1920, 1, 1), datetime.date(2099, 1, 1)), st.integers(0, 400), st.times())
@settings(deadline=None)
def test_dates_times_and_ranges_stay(day: datetime.date, days: int, time: datetime.time) -> None:
    other = day + datetime.timedelta(days)
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y/%m/%d", "%d.%m.%Y", "%Y年%m月%d日"):
        one, two = day.strftime(form), other.strftime(form)
        for text in (one, f"{one} - {two}", f"{one} {time:%H:%M}", f"{one} {time:%H.%M} WIB", f"{one}〜{two}", f"dari {one} s.d. {two}."):
            assert mask_identity_numbers(text).text == text
    stamp = datetime.datetime.combine(day, time, datetime.UTC).isoformat()
    assert mask_identity_numbers(stamp).text == stamp


@given(st.integers(1, 999), st.integers(1945, 2026), st.integers(1, 999), st.integers(1945, 2026))
@settings(deadline=None)
def test_the_numbers_of_laws_stay(number: int, year: int, other: int, other_year: int) -> None:
    for text in (
        f"UU {number}/{year}",
        f"UU {number}/{year}, {other}/{other_year}",
        f"PP No. {number} Tahun {year}",
        f"Perpres {number}/{year} dan {other}/{other_year}",
        f"平成{number % 30 + 1}年法律第{other}号",
    ):
        assert mask_identity_numbers(text).text == text


@given(st.uuids(version=4))
@settings(deadline=None)
def test_the_ids_of_conversations_stay(number: object) -> None:
    assert mask_identity_numbers(f"conversation={number}").count == 0
