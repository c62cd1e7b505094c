"""What kinds of personal numbers and addresses there are, and which kind a row of digits is.

A check digit or a date inside the number only decides between two kinds; a number that fails every check is masked all the same,
because a citizen who mistypes a NIK has still written a NIK.
"""

from __future__ import annotations

from typing import Literal

from stdnum import luhn
from stdnum.id import nik, npwp
from stdnum.jp import in_ as my_number

# identity: NIK, No. KK, マイナンバー, licences, insurance numbers, and any other number that is too long to be anything else
Kind = Literal["identity", "tax", "card", "account", "passport", "residence", "email", "phone"]
# How somebody can be reached: an answer or a service may say that of an office.
REACHED = frozenset[Kind]({"phone", "email"})

# UU 23/2006 article 13: a NIK has 16 digits; PMK 112/2022: an NPWP has 16, an older one 15, an office of a firm adds six.
_LENGTHS = frozenset({12, 15, 16, 22})
_CARD_STARTS = "23456"  # ISO/IEC 7812: the rest are airlines, fuel, health and national use
LONGEST_PHONE = 15  # ITU-T E.164


def is_nik(digits: str) -> bool:
    """Whether place and date of birth inside the 16 digits exist."""
    return len(digits) == 16 and nik.is_valid(digits)


def number_kind(digits: str) -> Kind | None:
    """The kind of a row of twelve digits or more that is no telephone number; None if its length is none of theirs."""
    size = len(digits)
    if is_nik(digits) or (size == 12 and my_number.is_valid(digits)):
        return "identity"
    if 13 <= size <= 19 and digits[0] in _CARD_STARTS and luhn.is_valid(digits):
        return "card"
    if size in {15, 16} and (size == 15 or digits[0] == "0" or npwp.is_valid(digits)):
        return "tax"
    if size in _LENGTHS:
        return "tax" if size == 22 else "identity"
    return "card" if 13 <= size <= 19 and luhn.is_valid(digits) else None


def is_national_phone(digits: str) -> bool:
    """Whether the digits, from the leading zero on, can be a telephone number of Indonesia or Japan.

    Indonesia: mobile 08 and 8 to 11 more, landline with area code 9 to 11 digits; Japan: 10 digits, mobile and IP 11.
    """
    size = len(digits)
    if digits[:2] == "08":
        return 9 <= size <= 13
    if digits[:1] != "0" or digits[:2] == "00":
        return False
    return 9 <= size <= 11


def is_phone(digits: str, plus: bool) -> bool:
    """Whether the digits are a telephone number in one of the forms in which people write theirs."""
    size = len(digits)
    if plus:
        return 8 <= size <= LONGEST_PHONE
    if digits[:2] == "00":  # dialled abroad: no country code begins with a zero, and few are shorter with their number
        return 11 <= size <= LONGEST_PHONE + 2 and digits[2] != "0" and size not in _LENGTHS
    if digits[:3] == "628":
        return 10 <= size <= 14
    return is_national_phone(digits)
