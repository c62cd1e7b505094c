"""Personal numbers and addresses of every kind, in the ways in which people write them. No real person's."""

from __future__ import annotations

import string
from random import Random

from hypothesis import strategies as st
from stdnum import luhn
from stdnum.jp import in_ as my_number

from bot.privacy.kinds import Kind

SCRIPTS = ["0123456789"] * 6 + [
    "０１２３４５６７８９",
    "٠١٢٣٤٥٦٧٨٩",
    "०१२३४५६७८९",
    "๐๑๒๓๔๕๖๗๘๙",
    "".join(chr(0x1D7CE + n) for n in range(10)),
]
SIGNS = [" ", ".", "-", "‐", "–", "−", "ー", "\n", "\u200b", "\u2060", "\u00a0", "\u3000", " - ", " \u200d ", "\t", "  "]
SOFT_SIGNS = [" ", ".", "-"]


def digits_of(random: Random, size: int, start: str = "") -> str:
    """A row of digits that begins as told."""
    return start + "".join(random.choice(string.digits) for _ in range(size - len(start)))


def in_script(random: Random, text: str) -> str:
    """The same text with its digits in one script of Unicode's."""
    return text.translate(str.maketrans(string.digits, random.choice(SCRIPTS)))


def cut(random: Random, digits: str, mixed: bool = True) -> str:
    """The digits in groups of any size, with one sign between them, or (mixed) with a blank, a dot or a dash at each gap."""
    cuts = sorted(random.sample(range(1, len(digits)), random.choice([0, 0, 1, 2, 3, 3, 4, 5, len(digits) - 1])))
    parts = [digits[a:b] for a, b in zip([0, *cuts], [*cuts, len(digits)], strict=True)]
    signs = [random.choice(SOFT_SIGNS) for _ in parts] if mixed and random.random() < 0.3 else [random.choice(SIGNS)] * len(parts)
    return parts[0] + "".join(sign + part for sign, part in zip(signs, parts[1:], strict=False))


def nik(random: Random) -> str:
    """Sixteen digits: place, date of birth (a woman's day plus 40), number."""
    day = random.randint(1, 28) + random.choice([0, 40])
    place = random.choice(["3510", "3171", "1101", "5171", "9901"])
    return f"{place}{random.randint(1, 30):02}{day:02}{random.randint(1, 12):02}{random.randint(0, 99):02}{random.randint(1, 9999):04}"


def _long_numbers(random: Random) -> list[tuple[Kind, str]]:
    card = digits_of(random, 15, random.choice(["4", "51", "62", "35"]))
    eleven = digits_of(random, 11)
    return [
        ("identity", nik(random)),
        ("identity", digits_of(random, 16)),
        ("identity", eleven + my_number.calc_check_digit(eleven)),
        ("identity", digits_of(random, 12)),
        ("tax", digits_of(random, 15)),
        ("tax", digits_of(random, 16, "0")),
        ("card", card + luhn.calc_check_digit(card)),
    ]


def _phones(random: Random) -> list[str]:
    """In groups as they are printed, and with other gaps."""

    def some(size: int) -> str:
        return digits_of(random, size)

    mobile = f"8{random.randint(11, 99)}"
    japan = f"0{random.choice('5789')}0"
    return [
        f"0{mobile}-{some(4)}-{some(random.randint(3, 5))}",
        f"+62 {mobile} {some(4)} {some(4)}",
        f"+62{mobile}{some(8)}",
        f"62{mobile}{some(random.randint(6, 8))}",
        f"{mobile}-{some(4)}-{some(4)}",
        f"(0333) {some(6)}",
        f"0333/{some(6)}",
        f"021 {some(4)} {some(4)}",
        f"{japan}-{some(4)}-{some(4)}",
        f"03-{some(4)}-{some(4)}",
        f"092({some(3)}){some(4)}",
        f"+81 {japan[1:]}-{some(4)}-{some(4)}",
        f"+81 (0)92-{some(3)}-{some(4)}",
        f"+1 202-555-0{some(3)}",
        f"+44 20 7946 0{some(3)}",
        cut(random, f"0{mobile}{some(random.randint(6, 9))}", mixed=False),
        cut(random, f"{japan}{some(8)}", mixed=False),
        cut(random, f"0{random.choice('36')}{some(8)}", mixed=False),
    ]


def _lettered(random: Random) -> list[tuple[Kind, str]]:
    def letters(size: int) -> str:
        return "".join(random.choice("ABCEFHJLMPQSTUVWXZ") for _ in range(size))

    seven, eight = digits_of(random, 7), digits_of(random, 8)
    country, body = random.choice(
        [("DE", digits_of(random, 18)), ("GB", letters(4) + digits_of(random, 14)), ("NL", letters(4) + digits_of(random, 10))]
    )
    number = f"{country}{_iban_check(country, body)}{body}"
    passport = letters(random.choice([1, 2]))
    return [
        ("passport", passport + random.choice(["", " ", "-"]) + seven),
        ("passport", f"{passport.lower()}{seven}"),
        ("passport", f"{passport} {seven[:3]} {seven[3:]}"),
        ("residence", f"{letters(2)}{eight}{letters(2)}"),
        ("residence", f"{letters(2)} {eight[:4]} {eight[4:]} {letters(2)}"),
        ("account", number),
        ("account", " ".join(number[at : at + 4] for at in range(0, len(number), 4))),
        ("account", f"rekening {digits_of(random, 10, '1')}"),
    ]


def _iban_check(country: str, body: str) -> str:
    return f"{98 - int(''.join(str(int(c, 36)) for c in body + country + '00')) % 97:02}"


def _emails(random: Random) -> list[str]:
    name = random.choice(["budi", "siti.aminah", "taro_yamada", "hana-chan", "d3wi"]) + digits_of(random, random.choice([0, 2, 4]))
    host = random.choice(["contoh.id", "example.com", "mail.example.co.jp", "contoh.go.id", "gmail.com"])
    return [
        f"{name}@{host}",
        f"{name}＠{host}",
        f"{name.upper()}@{host.upper()}",
        f"{name}\u200b@{host}",
        f"{name}+ktp@{host}",
        f"{name}[at]{host}",
    ]


def personal_numbers(random: Random) -> list[tuple[Kind, str]]:
    """One or more written forms of every kind of number and address that must be masked."""
    found: list[tuple[Kind, str]] = []
    for kind, digits in _long_numbers(random):
        found += [(kind, in_script(random, digits)), (kind, in_script(random, cut(random, digits)))]
    npwp = digits_of(random, 15)
    found.append(("tax", f"{npwp[:2]}.{npwp[2:5]}.{npwp[5:8]}.{npwp[8]}-{npwp[9:12]}.{npwp[12:]}"))
    found += [("phone", in_script(random, phone)) for phone in _phones(random)]
    found += [(kind, in_script(random, number)) for kind, number in _lettered(random)]
    return found + [("email", address) for address in _emails(random)]


def number_lists() -> st.SearchStrategy[list[tuple[Kind, str]]]:
    """The same as a strategy of hypothesis."""
    return st.integers(0, 2**48).map(lambda seed: personal_numbers(Random(seed)))
