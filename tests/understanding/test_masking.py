"""No identity number of a citizen survives, and nothing else is touched."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.masking import MASK, mask_identity_numbers

# No real person's: province 99 does not exist.
NIK = "9901234567890123"
NIKS = st.text(alphabet="0123456789", min_size=16, max_size=16)
SIGNS = st.sampled_from([" ", ".", "-", "‐", "–", "−", "/", "・", "_", ". ", " -", "  "])
BEFORE = st.sampled_from(["", "NIK ", "NIK: ", "nik saya ", "No. KK = ", "(", "番号：", "ktp\n", "「", "🙏 ", "tolong cek: "])
AFTER = st.sampled_from(["", ".", ", tolong", " ya min", ")", "」", "\nmakasih", "?", "!", " 🙏"])


def digits_in(text: str) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))


@st.composite
def grouped(draw: st.DrawFn) -> str:
    """Sixteen digits, with one and the same sign between any groups."""
    digits, sign = draw(NIKS), draw(SIGNS)
    cuts = sorted(draw(st.sets(st.integers(1, 15), max_size=8)))
    parts = [digits[a:b] for a, b in zip([0, *cuts], [*cuts, 16], strict=True)]
    text = sign.join(parts)
    if draw(st.booleans()):
        text = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isdigit() else c for c in text)
    return text


@given(BEFORE, grouped(), AFTER)
def test_no_nik_survives_in_any_grouping(before: str, number: str, after: str) -> None:
    masked = mask_identity_numbers(before + number + after)
    assert masked.count == 1
    assert masked.text == before + MASK + after


@given(st.text(alphabet="ya nik.,:()\nはのです0123456789-/🙏", max_size=60), NIKS, st.text(alphabet="ya .,:\nはです🙏", max_size=20))
def test_masking_never_raises_and_keeps_what_surrounds_it(before: str, number: str, after: str) -> None:
    masked = mask_identity_numbers(f"{before} : {number} : {after}")
    assert number not in masked.text
    assert masked.text.endswith(f" : {after}")


@pytest.mark.parametrize(
    "text",
    [
        f"私の番号は{NIK}です",
        "マイナンバーは123456789012です",
        "番号1234-5678-9012をなくしました",
        f"NIK{NIK}",
        f"nik{NIK}ya",
        f"KTP-{NIK}",
        f"NIK.{NIK}",
        f"KK,{NIK}",
        f"{NIK}/{NIK}",
        "9901\n2345\n6789\n0123",
        "9901 - 2345 - 6789 - 0123",
        "9901   2345   6789   0123",
        "9901\u200b2345\u200b6789\u200b0123",
        "9901:2345:6789:0123",
        "9901\t2345\t6789\t0123",
        f"2 {NIK}",
        f"1. {NIK} 2. {NIK}",
    ],
)
def test_no_identity_number_survives_where_it_stands_close_to_something_else(text: str) -> None:
    masked = mask_identity_numbers(text)
    assert masked.count >= 1
    assert not re.search(r"\d{10}", digits_in(masked.text)), masked.text


@pytest.mark.parametrize(
    "text",
    [
        "マイナンバー 1234-5678-9012",
        "個人番号：１２３４５６７８９０１２",
        "NPWP 01.234.567.8-901.000",
        "kartu 4111 1111 1111 1111",
        "kartu 4222222222222",
        "paspor A1234567",
        "パスポート TR1234567",
        "パスポート TR 1234567 です",
        "在留カード AB12345678CD",
    ],
)
def test_other_identity_numbers_are_masked(text: str) -> None:
    masked = mask_identity_numbers(text)
    assert masked.count == 1
    assert MASK in masked.text
    assert len(digits_in(masked.text)) == 0


def test_several_numbers_are_masked_and_counted() -> None:
    masked = mask_identity_numbers(f"NIK {NIK}, KK {NIK} dan paspor A1234567.")
    assert masked.text == f"NIK {MASK}, KK {MASK} dan paspor {MASK}."
    assert masked.count == 3


@pytest.mark.parametrize(
    "text",
    [
        "Rp350.000",
        "Rp 1.250.000,00",
        "biaya 100000 rupiah",
        "30,000ルピア",
        "手数料は300円です",
        "Rp10.000.000.000",
        "2026-11-23",
        "23/11/2026 pukul 08.00",
        "令和8年11月23日",
        "2026年11月23日から2027年3月31日まで",
        "UU 24/2013 Pasal 79A",
        "PP 76/2020 dan Permendagri 108/2019",
        "昭和42年法律第81号",
        "SK 188/90/KEP/429.113/2022",
        "formulir F-1.02",
        "RT 003/RW 005, 68411",
        "1. KTP 2. KK 3. SIM",
        "SMS 1708",
        "8:30-17:15",
        "KTP saya hilang di pasar",
    ],
)
def test_fees_dates_and_laws_survive(text: str) -> None:
    masked = mask_identity_numbers(text)
    assert masked.text == text
    assert masked.count == 0


@pytest.mark.parametrize(
    "text",
    [
        "(0333) 424234",
        "081234567890",
        "0812-3456-7890",
        "+62 812 3456 7890",
        "+6281234567890",
        "6281234567890",
        "092-711-4111",
        "+81 92-711-4111",
        "03-1234-5678",
    ],
)
def test_a_telephone_number_survives_only_where_it_was_asked_for(text: str) -> None:
    assert mask_identity_numbers(text).text == MASK
    assert mask_identity_numbers(text, frozenset({"phone"})).text == text


@pytest.mark.parametrize("text", ["Rp 1500000", "Rp1500000", "RP 2500000", "gaji di bawah Rp 3000000 apa gratis?"])
def test_an_amount_of_seven_digits_is_no_passport(text: str) -> None:
    assert mask_identity_numbers(text).text == text


@given(st.integers(0, 999_999_999), st.sampled_from(["Rp", "Rp ", "biaya "]))
def test_no_written_amount_is_masked(amount: int, head: str) -> None:
    text = f"{head}{amount:,}".replace(",", ".")
    assert mask_identity_numbers(text).text == text


@given(st.dates())
def test_no_date_is_masked(day: object) -> None:
    assert mask_identity_numbers(f"tanggal {day}.").count == 0


@given(st.text(alphabet="0123456789", min_size=7, max_size=10), st.sampled_from(["08", "+628", "+62 8"]))
def test_no_mobile_number_is_masked_where_it_was_asked_for(rest: str, prefix: str) -> None:
    text = f"hubungi {prefix}{rest[:9]} ya"
    assert mask_identity_numbers(text, frozenset({"phone"})).text == text


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask_identity_numbers(text).text
    assert mask_identity_numbers(once).text == once
