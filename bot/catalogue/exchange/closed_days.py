"""The days on which an office stays closed, as a sentence: few formats have a field for a closure of every year."""

from __future__ import annotations

import datetime as dt

from bot.catalogue.views import OfficeView
from bot.languages import date, say


def closed_days(office: OfficeView, language: str) -> str:
    """When the office is closed besides its weekly closing days; empty when its hours are not known and no closure is."""
    sentences = []
    if office.hours is not None and office.closed_on_public_holidays:
        sentences.append("Tutup pada hari libur nasional." if language == "id" else "祝日は休みです。")
    for first, last, reason in office.closures:
        span = _day(first, language)
        if last != first:
            span += f"{' sampai ' if language == 'id' else '〜'}{_day(last, language)}"
        why = say(reason, language)
        if language == "id":
            sentences.append(f"Tutup {span}{f' ({why})' if why else ''}.")
        else:
            sentences.append(f"{span}は休みです{f'（{why}）' if why else ''}。")
    return (" " if language == "id" else "").join(sentences)


def _day(day: str, language: str) -> str:
    if len(day) == 10:
        return date(dt.date.fromisoformat(day), language)
    month, number = (int(part) for part in day.split("-"))
    words = date(dt.date(2000, month, number), language)
    return words.rsplit(" ", 1)[0] if language == "id" else words.split("年")[1]
