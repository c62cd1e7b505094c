"""What quantities a Japanese text states."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.catalogue.audit.quantities import indonesian_numbers
from bot.catalogue.audit.quantities.japanese_numbers import DIGITS, KANJI, NUMBER, is_digits, value_of
from bot.catalogue.audit.quantities.quantity import Quantity, clock, duration, number
from bot.catalogue.audit.quantities.scanner import Scanner

_UNITS = {
    "営業日": "working_day",
    "開庁日": "working_day",
    "勤務日": "working_day",
    "労働日": "working_day",
    "日": "day",
    "週": "week",
    "か月": "month",
    "年": "year",
    "歳": "year",
    "才": "year",
    "時間": "hour",
    "分": "minute",
}
_MONTH_UNIT = r"(?:か|ヶ|カ|ヵ|ケ|箇)月"
_UNIT = rf"営業日|開庁日|勤務日|労働日|{_MONTH_UNIT}|年(?!度|生|金|末|始|齢)|歳|才|週|日(?!本|曜|常|時)|時間|分(?!の|類|別|か|岐)"
_TO = r"(?:から|~|〜|-|–|・|、|または|か)"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_FIRST_CALENDAR_YEAR = 1900
# Working days as plain Japanese says them: 区役所が開いている日で数えて5日.
_OPEN_DAYS = re.compile(rf"(?:開いている日(?:で数えて|の|で)|土日祝(?:日)?を除(?:いて|く))\s*({DIGITS})日")
_NTH = re.compile(rf"({NUMBER})(?:日|年|か月|人|回)目")
_COUNTER = r"人|名|回|枚|通|冊|部|種類|つ|件|か所|親等"

_MONEY = re.compile(rf"({NUMBER})\s*(円|ルピア|yen|jpy|idr)", re.IGNORECASE)
_SIGNED_YEN = re.compile(rf"(?:[¥￥]|jpy)\s*({DIGITS})", re.IGNORECASE)
# As it stands on an Indonesian form, with points between thousands.
_RUPIAH = re.compile(rf"(?<![A-Za-z])(?:rp\.?|idr)\s*({indonesian_numbers.DIGITS})", re.IGNORECASE)
_POINTED_RUPIAH = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+)\s*ルピア")
_OF_JAPAN = frozenset({"円", "yen", "jpy"})
_ERA = re.compile(r"(令和|平成|昭和)(\d+|元)年")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})月(\d{1,2})日")
_CALENDAR_MONTH = re.compile(r"(?<!\d)(\d{1,2})月")
_EACH_MONTH = re.compile(r"(?:毎月|翌月|当月)\s*(\d{1,2})日")
_CLOCK = re.compile(r"(午前|午後|朝|夕方|夜)?(\d{1,2})(?:時(?!間)(?:(\d{1,2})分|(半))?|:(\d{2}))")
_YEAR_AND_MONTHS = re.compile(rf"(\d+)[年歳](\d+){_MONTH_UNIT}")
_DURATION = re.compile(rf"(?:({DIGITS}){_TO})?({NUMBER})\s*({_UNIT})")
_BIRTHDAY = re.compile(r"(\d+)回目の誕生日")
_HALF_YEAR = re.compile("半年")
_COUNT = re.compile(rf"({KANJI})(?:{_COUNTER})")
_END_OF_YEAR = re.compile("年末年始|年末・年始")
_KANJI = re.compile(r"[一二三四五六七八九十]")
_BOTH = re.compile("両|双方|夫婦|夫妻")
_EVEN_MONTHS = re.compile("偶数月")
_ALL_YEAR = re.compile("365日|[1一]年中|[1一]日中")
_TENTHS = re.compile(rf"(\d+)(?:{_TO}(\d+))?割")
_FRACTION = re.compile(r"(\d+)分の(\d+)")
_EACH = re.compile(r"[毎翌前]([年月日週])|([年月日週])(?=\d+回)|1?([年月日週])ごと")
_PERIODS = {"年": "year", "月": "month", "週": "week", "日": "day"}
_PLAIN = re.compile(rf"(?<![A-Za-z\d])({DIGITS})")


def quantities(text: str) -> list[Quantity]:
    """Every quantity of a Japanese text, in digits and kanji."""
    scan = Scanner(text)
    for rupiah in (_RUPIAH, _POINTED_RUPIAH):
        scan.take(rupiah, lambda m: [Quantity("IDR", indonesian_numbers.value_of(m[1]), m[0])])
    scan.take(_SIGNED_YEN, lambda m: [Quantity("JPY", value_of(m[1]), m[0])])
    scan.take(_MONEY, lambda m: [Quantity("JPY" if m[2].lower() in _OF_JAPAN else "IDR", value_of(m[1]), m[0])])
    scan.take(_ERA, lambda m: [Quantity("number", _ERAS[m[1]] + (1 if m[2] == "元" else int(m[2])), m[0])])
    scan.take(_DAY_OF_MONTH, lambda m: [Quantity("calendar_month", int(m[1]), m[0]), Quantity("number", int(m[2]), m[0])])
    scan.take(_CALENDAR_MONTH, lambda m: [Quantity("calendar_month", int(m[1]), m[0])])
    scan.take(_EACH_MONTH, lambda m: [Quantity("number", int(m[1]), m[0])])
    scan.take(_CLOCK, _clock)
    scan.take_names()
    scan.take(_BIRTHDAY, lambda m: [duration(int(m[1]), "year", m[0])])
    scan.take(_NTH, lambda m: [number(value_of(m[1]), m[0])])
    scan.take(_YEAR_AND_MONTHS, lambda m: [duration(int(m[1]) * 12 + int(m[2]), "month", m[0])])
    scan.take(_ALL_YEAR, lambda m: ())
    scan.take(_TENTHS, lambda m: [Quantity("number", int(part) * 10, m[0]) for part in m.groups() if part])
    scan.take(_FRACTION, lambda m: [Quantity("number", round(int(m[2]) / int(m[1]), 3), m[0])])
    scan.take(_OPEN_DAYS, lambda m: [duration(value_of(m[1]), "working_day", m[0])])
    scan.take(_HALF_YEAR, lambda m: [duration(6, "month", m[0])])
    scan.take(_DURATION, lambda m: list(_durations(m)))
    scan.take(_COUNT, lambda m: [number(value_of(m[1]), m[0])])
    scan.take(_END_OF_YEAR, lambda m: [Quantity("calendar_month", month, m[0], certain=False) for month in (12, 1)])
    scan.take(_KANJI, lambda m: [Quantity("number", value_of(m[0]), m[0], certain=False)])
    scan.take(_BOTH, lambda m: [Quantity("number", 2, m[0], certain=False)])
    scan.take(_EVEN_MONTHS, lambda m: [Quantity("calendar_month", month, m[0], certain=False) for month in range(2, 13, 2)])
    scan.take(_EACH, _each)
    scan.take(_PLAIN, lambda m: [number(value_of(m[1]), m[0])])
    return scan.found


def _clock(match: re.Match[str]) -> list[Quantity]:
    hour, minute = int(match[2]), 30 if match[4] else int(match[3] or match[5] or 0)
    if match[1] == "夜" and hour == 12:
        hour = 24
    return [clock(hour, minute, match[0], afternoon=match[1] in ("午後", "夕方", "夜"))]


def _each(match: re.Match[str]) -> list[Quantity]:
    unit = _PERIODS[match[1] or match[2] or match[3]]
    return [duration(1, unit, match[0], certain=False), Quantity("number", 1, match[0], certain=False)]


def _durations(match: re.Match[str]) -> Iterator[Quantity]:
    unit = "か月" if re.fullmatch(_MONTH_UNIT, match[3]) else match[3]
    for written in (match[1], match[2]):
        if not written:
            continue
        value = value_of(written)
        if not is_digits(written) and unit == "分":  # 十分 is "enough"
            continue
        if unit == "年" and value >= _FIRST_CALENDAR_YEAR:
            yield Quantity("number", value, match[0])
        else:
            yield duration(value, _UNITS[unit], match[0], certain=is_digits(written) or value > 1)
