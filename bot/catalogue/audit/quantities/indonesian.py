"""What quantities an Indonesian text states."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.catalogue.audit.quantities.indonesian_numbers import DIGITS, ORDINALS, SCALE, WORDS, ordinal, value_of
from bot.catalogue.audit.quantities.quantity import Quantity, clock, duration, number
from bot.catalogue.audit.quantities.scanner import Scanner

_UNITS = {
    "hari kerja": "working_day",
    "hari buka": "working_day",
    "hari": "day",
    "minggu": "week",
    "pekan": "week",
    "bulan": "month",
    "tahun": "year",
    "jam": "hour",
    "menit": "minute",
}
_UNIT = "|".join(_UNITS)
_HALF = frozenset({"setengah", "separuh"})  # 半分, 半額, 半年 ... hold no number
_OF_JAPAN = frozenset({"yen", "jpy"})
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_PARTS = {"sepertiga": 1 / 3, "seperempat": 1 / 4, "dua pertiga": 2 / 3, "tiga perempat": 3 / 4, "setengah": 1 / 2, "separuh": 1 / 2}
_MONTHS = {
    name: number
    for number, name in enumerate("januari februari maret april mei juni juli agustus september oktober november desember".split(), start=1)
}
_MONTH = "|".join(_MONTHS)
_TO = r"\s*(?:-|–|—|~|sampai|hingga|s/d|atau|dan|/)\s*"
_AMOUNT = rf"(?:{DIGITS})"
_ANY = rf"(?:{DIGITS}|\b{WORDS})"
# A word of counting makes two persons of "dua orang"; without one, a number in words is often no number ("salah satu").
_COUNTED = r"orang|lembar|kali|buah|jenis|saksi|macam|rangkap|eksemplar|anak|dokumen|langkah|cara"

_TIMES_24 = re.compile(r"(\d+)\s*[x×]\s*24\s*jam\b", re.IGNORECASE)
_RUPIAH = re.compile(rf"\b(?:rp\.?|idr)\s*({_AMOUNT})(?:\s*({SCALE})\b)?", re.IGNORECASE)
_MONEY = re.compile(rf"(?<![\w.,])({_ANY})(?:\s*({SCALE}))?\s*(rupiah|idr|yen|jpy)\b", re.IGNORECASE)
_YEN = re.compile(rf"(?:[¥￥]|\bjpy)\s*({_AMOUNT})", re.IGNORECASE)
# What a clerk writes of money among people who know that it is money: 50 ribu, 50rb, 1,5 jt.
_SCALED = re.compile(rf"(?<![\w.,])({_ANY})\s*({SCALE})\b", re.IGNORECASE)
_DATE = re.compile(rf"(?<!\d)(\d{{1,2}})(?:{_TO}(\d{{1,2}}))?\s+({_MONTH})\b", re.IGNORECASE)
_MONTH_NAME = re.compile(rf"\b({_MONTH})\b", re.IGNORECASE)
_YEAR_AND_MONTHS = re.compile(r"(?<![\d.,])(\d+)\s*tahun\s*(\d+)\s*bulan\b", re.IGNORECASE)
_DURATION = re.compile(rf"(?<![\d.,])(?:({_ANY}){_TO})?({_ANY})\s*({_UNIT})(?:an)?\b", re.IGNORECASE)
_BIRTHDAY = re.compile(r"\bulang tahun ke-?\s?(\d+)", re.IGNORECASE)
_HALF_YEAR = re.compile(r"\bsetengah tahun\b", re.IGNORECASE)
_PART_OF_DAY = r"(?:\s*(pagi|siang|sore|malam))?"
_CLOCK = re.compile(
    rf"\b(?:pukul|jam)\s*(\d{{1,2}})(?:[.:](\d{{2}}))?(?!\d){_PART_OF_DAY}"
    rf"(?:{_TO}(?:(?:pukul|jam)\s*)?(\d{{1,2}})(?:[.:](\d{{2}}))?(?![\d.]){_PART_OF_DAY})?",
    re.IGNORECASE,
)
_BARE_CLOCK = re.compile(r"(?<![\d.,:])([01]?\d|2[0-4])[.:]([0-5]\d)(?![\d.,]\d|\d)")
_COUNT = re.compile(rf"\b({WORDS})\s+(?:{_COUNTED})\b", re.IGNORECASE)
_WORD = re.compile(rf"\b({WORDS})\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:se|per\s+|setiap\s+|tiap\s+|satu\s+)(hari|minggu|bulan|tahun|jam)\b", re.IGNORECASE)
_ONE_OF = re.compile(r"\b(?:se(?:kali|orang|buah|lembar)|per|setiap|tiap)\b", re.IGNORECASE)
_CLASS = re.compile(rf"\b([Kk]elas|[Gg]olongan|[Tt]ahap|[Tt]ingkat)\s+({'|'.join(sorted(_ROMAN, reverse=True))})\b")
_PART = re.compile(rf"\b(?:{'|'.join(_PARTS)})\b", re.IGNORECASE)
_PLAIN = re.compile(rf"(?<![A-Za-z\d])({_AMOUNT})")


def quantities(text: str) -> list[Quantity]:
    """Every quantity of an Indonesian text, digits and words."""
    scan = Scanner(text)
    scan.take(_RUPIAH, lambda m: [Quantity("IDR", value_of(m[1], m[2]), m[0])])
    scan.take(_YEN, lambda m: [Quantity("JPY", value_of(m[1]), m[0])])
    scan.take(_MONEY, lambda m: [Quantity("JPY" if m[3].lower() in _OF_JAPAN else "IDR", value_of(m[1], m[2]), m[0])])
    scan.take(_SCALED, lambda m: [number(value_of(m[1], m[2]), m[0])])
    scan.take(_TIMES_24, lambda m: [duration(int(m[1]), "day", m[0])])
    scan.take(_DATE, _date)
    scan.take(_MONTH_NAME, lambda m: [Quantity("calendar_month", _MONTHS[m[1].lower()], m[0])])
    scan.take_names()
    scan.take(_YEAR_AND_MONTHS, lambda m: [duration(int(m[1]) * 12 + int(m[2]), "month", m[0])])
    scan.take(_BIRTHDAY, lambda m: [duration(int(m[1]), "year", m[0])])
    scan.take(_HALF_YEAR, lambda m: [duration(6, "month", m[0])])
    scan.take(_PART, lambda m: [Quantity("number", round(_PARTS[m[0].lower()], 3), m[0], certain=m[0].lower() not in _HALF)])
    scan.take(_CLASS, lambda m: [number(_ROMAN[m[2]], m[0])])
    scan.take(_EACH, lambda m: [duration(1, _UNITS[m[1].lower()], m[0], certain=False), Quantity("number", 1, m[0], certain=False)])
    scan.take(_DURATION, _duration)
    scan.take(_CLOCK, lambda m: list(_clocks(m)))
    scan.take(_BARE_CLOCK, lambda m: [clock(int(m[1]), int(m[2]), m[0])])
    scan.take(ORDINALS, lambda m: [Quantity("number", ordinal(m[0]), m[0], certain=False)])
    scan.take(_COUNT, lambda m: [number(value_of(m[1]), m[0])])
    scan.take(_WORD, lambda m: [Quantity("number", value_of(m[1]), m[0], certain=False)])
    scan.take(_ONE_OF, lambda m: [Quantity("number", 1, m[0], certain=False)])
    scan.take(_PLAIN, lambda m: [number(value_of(m[1]), m[0])])
    return scan.found


def _date(match: re.Match[str]) -> list[Quantity]:
    days = [Quantity("number", int(day), match[0]) for day in match.groups()[:2] if day]
    return [*days, Quantity("calendar_month", _MONTHS[match[3].lower()], match[0])]


def _duration(match: re.Match[str]) -> list[Quantity]:
    unit = _UNITS[match[3].lower()]
    written = [number for number in (match[1], match[2]) if number]
    return [
        duration(value, unit, match[0].strip(), certain=number[0].isdigit() or value > 1)
        for number in written
        for value in [value_of(number)]
    ]


def _clocks(match: re.Match[str]) -> Iterator[Quantity]:
    late = {"siang", "sore", "malam"}
    yield clock(int(match[1]), int(match[2] or 0), match[0], afternoon=(match[3] or "").lower() in late)
    if match[4]:
        yield clock(int(match[4]), int(match[5] or 0), match[0], afternoon=(match[6] or "").lower() in late)
