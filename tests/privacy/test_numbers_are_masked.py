"""No personal number or address of any kind survives, however it is written and wherever it stands."""

from __future__ import annotations

import re
import unicodedata
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.privacy.kinds import Kind
from bot.privacy.masking import MASK, mask_all, mask_identity_numbers
from tests.privacy.numbers import nik, number_lists, personal_numbers

FRAMES = [
    ("", ""),
    ("NIK saya ", " ya min"),
    ("Halo, tolong cek: ", ", terima kasih"),
    ("ktp\n", "\nmakasih"),
    ("(", ")"),
    ("nomornya ", "."),
    ("nomor saya ", "?"),
    ("Saya lahir di Banyuwangi, ", " bisa diurus hari ini?"),
    ("私の番号は", "です"),
    ("番号：", "。お願いします"),
    ("「", "」で登録しました"),
    ("🙏 ", " 🙏"),
    ("2026年11月26日に", "を送りました"),
    ("Rp650.000 untuk ", " apa benar?"),
    ("UU 24/2013, ", " kata petugas"),
]


def squeezed(text: str) -> str:
    """The digits of a text in ASCII, without what stands between them; a mask parts them."""
    plain = "".join(str(unicodedata.decimal(c)) if unicodedata.decimal(c, None) is not None else c for c in text)
    return "|".join(re.sub(r"[^0-9]", "", part) for part in plain.split(MASK))


def is_left(number: str, result: str) -> bool:
    digits, rest = squeezed(number), squeezed(result)
    size = min(8, len(digits))
    return size >= 7 and any(digits[at : at + size] in rest for at in range(len(digits) - size + 1))


@given(number_lists(), st.sampled_from(FRAMES))
@settings(max_examples=30, deadline=None)
def test_no_generated_number_is_left(numbers: list[tuple[Kind, str]], frame: tuple[str, str]) -> None:
    before, after = frame
    for kind, number in numbers:
        masked = mask_identity_numbers(before + number + after)
        assert masked.count >= 1, (kind, number)
        assert not is_left(number, masked.text), (kind, number, masked.text)
        assert masked.text.startswith(before.rstrip("(")) or kind == "account", (kind, number, masked.text)
        assert masked.text.endswith(after), (kind, number, masked.text)
        assert "@" not in masked.text
        assert "＠" not in masked.text


@given(number_lists(), number_lists(), st.sampled_from([", ", " ", " / ", "\n", " dan ", "と", ";", " - "]))
@settings(max_examples=15, deadline=None)
def test_neither_of_two_numbers_side_by_side_is_left(numbers: list[tuple[Kind, str]], others: list[tuple[Kind, str]], between: str) -> None:
    for (kind, one), (other_kind, other) in zip(numbers, reversed(others), strict=True):
        masked = mask_identity_numbers(f"{one}{between}{other}")
        assert not is_left(one, masked.text), (kind, one, other_kind, other, masked.text)
        assert not is_left(other, masked.text), (kind, one, other_kind, other, masked.text)


@given(st.integers(0, 2**48), st.sampled_from(["5 ", "No. 12: ", "1. ", "26/11/2026 ", "08.00 ", "(3) ", "RT 003/005, "]))
@settings(max_examples=30, deadline=None)
def test_a_small_number_in_front_hides_nothing(seed: int, before: str) -> None:
    for kind, number in personal_numbers(Random(seed)):
        masked = mask_identity_numbers(before + number)
        assert not is_left(number, masked.text), (kind, number, masked.text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NIK 3171011708450001", "identity"),
        ("KK 9901234567890123", "identity"),
        ("マイナンバー １２３４ ５６７８ ９０１８", "identity"),
        ("NPWP 01.234.567.8-901.000", "tax"),
        ("kartu 4111 1111 1111 1111", "card"),
        ("paspor A1234567", "passport"),
        ("在留カード AB12345678CD", "residence"),
        ("IBAN DE89 3704 0044 0532 0130 00", "account"),
        ("口座番号 1234567", "account"),
        ("no rek 1234567890", "account"),
        ("wa saya 81234567890", "phone"),
        ("telp 8765-4321", "phone"),
        ("(0333) 424234", "phone"),
        ("092-711-4111", "phone"),
        ("budi@contoh.id", "email"),
        ("email saya budi@gmail", "email"),
    ],
)
def test_it_says_which_kind_was_found(text: str, kind: str) -> None:
    assert mask_identity_numbers(text).kinds == {kind}


@pytest.mark.parametrize(
    ("text", "allowed", "expected"),
    [
        ("hp 0812-3456-7890", {"phone"}, "hp 0812-3456-7890"),
        ("hp 0812-3456-7890, NIK 9901234567890123", {"phone"}, f"hp 0812-3456-7890, NIK {MASK}"),
        ("0812 3456 7890\n9901 2345 6789 0123", {"phone"}, f"0812 3456 7890\n{MASK}"),
        ("5 +62 812-3456-7890", {"phone"}, "5 +62 812-3456-7890"),
        ("budi081234567890@contoh.id atau 081234567890", {"email"}, f"budi081234567890@contoh.id atau {MASK}"),
        ("budi@contoh.id 081234567890", {"phone", "email"}, "budi@contoh.id 081234567890"),
        ("paspor A1234567, 4111 1111 1111 1111", {"passport"}, f"paspor A1234567, {MASK}"),
        ("NIK 3171011708450001", {"phone", "email"}, f"NIK {MASK}"),
    ],
)
def test_what_the_caller_asked_for_stays(text: str, allowed: set[Kind], expected: str) -> None:
    assert mask_identity_numbers(text, frozenset(allowed)).text == expected


@given(st.integers(0, 2**48))
@settings(max_examples=50, deadline=None)
def test_allowing_telephones_and_email_lets_no_nik_through(seed: int) -> None:
    number = nik(Random(seed))
    assert number not in mask_identity_numbers(f"hp 0812-3456-7890 {number}", frozenset({"phone", "email"})).text


def test_a_bracket_and_a_plus_sign_go_with_the_number() -> None:
    assert mask_identity_numbers("telp (0333) 424234, +62 812 3456 7890 (WA)").text == f"telp {MASK}, {MASK} (WA)"


def test_every_string_of_a_nested_value_is_masked_and_the_shape_stays() -> None:
    value = {"caption": "NIK 9901234567890123", "files": [{"name": "ktp_9901234567890123.jpg", "size": 12345678}], "ok": True, "none": None}
    assert mask_all(value) == {
        "caption": f"NIK {MASK}",
        "files": [{"name": f"ktp_{MASK}.jpg", "size": 12345678}],
        "ok": True,
        "none": None,
    }
    assert mask_all(["0812-3456-7890"], frozenset({"phone"})) == ["0812-3456-7890"]


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_it_never_fails_and_a_second_time_changes_nothing(text: str) -> None:
    once = mask_identity_numbers(text)
    assert (once.count == 0) == (once.text == text)
    assert mask_identity_numbers(once.text).text == once.text
