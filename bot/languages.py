"""The two languages of the product and how a text in them is picked and written.

A localized text is a mapping with the keys `id`, `ja` and optionally `ja_easy` (やさしい日本語).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

Language = Literal["id", "ja"]
LANGUAGES: tuple[Language, Language] = ("id", "ja")
# The key of the easier text of a localized text, and the value that stands for it where a conversation keeps its language.
PLAIN_JAPANESE = "ja_easy"
Localized = Mapping[str, str]

_MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
WEEKDAYS: dict[str, tuple[str, ...]] = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "ja": ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"),
}


def say(text: Localized | None, language: str) -> str:
    """The text in that language, or an empty string; never the other language's."""
    if not text:
        return ""
    if language == PLAIN_JAPANESE:
        return text.get(PLAIN_JAPANESE) or text.get("ja", "")
    return text.get(language, "")


def money(amount: int, currency: str, language: str) -> str:
    """An amount in whole units as people of that language write it: Rp30.000, 30,000ルピア, 300円, 300 yen."""
    if language == "id":
        grouped = f"{amount:,}".replace(",", ".")
        return f"Rp{grouped}" if currency == "IDR" else f"{grouped} yen"
    return f"{amount:,}ルピア" if currency == "IDR" else f"{amount:,}円"


def date(day: dt.date, language: str) -> str:
    """A date in words: 24 Desember 2024, 2024年12月24日."""
    if language == "id":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def date_near(day: dt.date, today: dt.date, language: str) -> str:
    """A date as people say one that is near: without the year while it is this one."""
    if day.year != today.year:
        return date(day, language)
    return f"{day.day} {_MONTHS[day.month - 1]}" if language == "id" else f"{day.month}月{day.day}日"


def clock(moment: dt.time | dt.datetime, language: str) -> str:
    """A time of day: 08.00 in Indonesian (EYD), 8:00 in Japanese."""
    return f"{moment.hour:02d}.{moment.minute:02d}" if language == "id" else f"{moment.hour}:{moment.minute:02d}"


def is_localized(value: Any) -> bool:
    """Whether a value read from a file is a localized text."""
    return (
        isinstance(value, dict)
        and bool(value)
        and set(value) <= {"id", "ja", PLAIN_JAPANESE}
        and all(isinstance(v, str) for v in value.values())
    )
