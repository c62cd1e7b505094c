"""Where a service is done and when, in words."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from bot.answers.context import Setting
from bot.catalogue.opening import opening
from bot.catalogue.views import OfficeView, ServiceView
from bot.languages import WEEKDAYS, clock, date
from bot.replies import Location


def offices_of(service: ServiceView, setting: Setting) -> list[OfficeView]:
    """The offices that the catalogue names for the service."""
    keys = (service.where or {}).get("offices", [])
    return [setting.agency.offices[key] for key in keys if key in setting.agency.offices]


def location_of(offices: list[OfficeView], setting: Setting) -> Location | None:
    """The first office whose coordinates are known."""
    for office in offices:
        if office.latitude is not None and office.longitude is not None:
            return Location(setting.say(office.name), setting.say(office.address), office.latitude, office.longitude)
    return None


def _days(days: list[int], language: str) -> str:
    names = WEEKDAYS[language]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{names[days[0]]}{'–' if language == 'id' else '～'}{names[days[-1]]}"
    return (", " if language == "id" else "・").join(names[day] for day in days)


def weekly_hours(office: OfficeView, language: str) -> str:
    """The week in one line: days with the same hours together."""
    groups: list[tuple[list[int], tuple[tuple[dt.time, dt.time], ...]]] = []
    for day in sorted(office.hours or {}):
        intervals = (office.hours or {})[day]
        if groups and groups[-1][1] == intervals and groups[-1][0][-1] == day - 1:
            groups[-1][0].append(day)
        else:
            groups.append(([day], intervals))
    dash = "–" if language == "id" else "～"
    parts = []
    for days, intervals in groups:
        times = (" dan " if language == "id" else "、").join(f"{clock(a, language)}{dash}{clock(b, language)}" for a, b in intervals)
        parts.append(f"{_days(days, language)} pukul {times}" if language == "id" else f"{_days(days, language)} {times}")
    return ("; " if language == "id" else "／").join(parts)


def open_now(office: OfficeView, setting: Setting) -> str:
    """Whether the office is open at this moment and what comes next; empty when its hours are not known."""
    state = opening(office, setting.now)
    if state is None:
        return ""
    if state.is_open and state.closes is not None:
        until = clock(state.closes, setting.language)
        return setting.pick(f"Saat ini buka, sampai pukul {until}.", f"ただいま受付時間内です（{until}まで）。")
    reason = setting.say(state.reason)
    because = (f" ({reason})" if setting.language == "id" else f"（{reason}）") if reason else ""
    if state.opens_next is None:
        return setting.pick(f"Saat ini tutup{because}.", f"ただいま受付時間外です{because}。")
    zone = zoneinfo.ZoneInfo(office.timezone)
    when, today = state.opens_next, setting.now.astimezone(zone).date()
    time = clock(when, setting.language)
    if when.date() == today:
        day = setting.pick("hari ini", "本日")
    elif when.date() == today + dt.timedelta(days=1):
        day = setting.pick("besok", "明日")
    else:
        weekday = WEEKDAYS[setting.language][when.weekday()]
        day = setting.pick(f"{weekday}, {date(when.date(), 'id')}", f"{date(when.date(), 'ja')}（{weekday[0]}）")
    return setting.pick(
        f"Saat ini tutup{because}. Buka lagi {day} pukul {time}.", f"ただいま受付時間外です{because}。次は{day}{time}からです。"
    )


def _office_lines(office: OfficeView, setting: Setting, *, hours: bool) -> list[str]:
    lines = [setting.say(office.name)]
    if address := setting.say(office.address):
        lines.append(setting.pick(f"Alamat: {address}", f"住所：{address}"))
    if office.phone:
        lines.append(setting.pick(f"Telepon: {office.phone}", f"電話：{office.phone}"))
    if hours:
        lines += hours_lines(office, setting)
    return lines


def hours_lines(office: OfficeView, setting: Setting) -> list[str]:
    """The week, whether it is open now, and what the agency adds."""
    lines = []
    if office.hours is not None:
        week = weekly_hours(office, setting.language)
        lines.append(setting.pick(f"Jam buka: {week}", f"受付時間：{week}"))
        lines.append(open_now(office, setting))
    if note := setting.say(office.hours_note):
        lines.append(note)
    return [line for line in lines if line]


def where_text(service: ServiceView, setting: Setting) -> str:
    """The kind of office, then each office the catalogue names with address, telephone and hours."""
    name = setting.say(service.name)
    offices = offices_of(service, setting)
    text = setting.say((service.where or {}).get("text"))
    if not text and not offices:
        return setting.missing(service, "where", "tempat mengurus", "窓口")
    lines = [setting.pick(f"Tempat mengurus {name}:", f"「{name}」の窓口：")]
    if text:
        lines.append(text)
    for office in offices[:3]:
        about = _office_lines(office, setting, hours=True)
        # Nothing is known of it but its name, which the text has said.
        if len(about) > 1 or about[0] not in text:
            lines += ["", *about]
    if not offices:
        lines.append(
            setting.pick(f"Alamat dan jam buka: {setting.contact(service)}", f"住所や受付時間について：{setting.contact(service)}")
        )
    return "\n".join(lines)


def hours_text(service: ServiceView, setting: Setting) -> str:
    """When the service can be had in general, when its offices are open, and whether they are open now."""
    name = setting.say(service.name)
    in_words = setting.say((service.where or {}).get("hours"))
    blocks = [(office, hours_lines(office, setting)) for office in offices_of(service, setting)]
    if not in_words and not any(lines for _, lines in blocks):
        return setting.missing(service, "hours", "jam buka loket untuk", "受付時間")
    lines = [setting.pick(f"Jam layanan {name}:" if in_words else f"Jam buka untuk {name}:", f"「{name}」の受付時間：")]
    if in_words:
        lines.append(in_words)
    for office, hours in blocks[:3]:
        if hours:
            lines += [setting.say(office.name), *hours]
    return "\n".join(lines)


def phone_text(service: ServiceView, setting: Setting) -> str:
    """The telephone numbers of the offices for the service; where none is known, whom to ask."""
    name = setting.say(service.name)
    known = [office for office in offices_of(service, setting) if office.phone]
    if not known:
        return setting.pick(
            f"Nomor telepon khusus untuk {name} belum tercantum di data kami.\n{setting.contact(service)}",
            f"「{name}」専用の電話番号は、こちらに情報がありません。\n{setting.contact(service)}",
            f"「{name}」の 電話番号は わかりません。\n{setting.contact(service)}",
        )
    lines = [setting.pick(f"Nomor telepon untuk {name}:", f"「{name}」の電話番号：")]
    for office in known[:3]:
        lines.append(setting.pick(f"{setting.say(office.name)}: {office.phone}", f"{setting.say(office.name)}：{office.phone}"))
        if line := open_now(office, setting):
            lines.append(line)
    return "\n".join(lines)


def agency_phone(setting: Setting) -> str:
    """Whom to call about anything."""
    return setting.pick(
        f"Kontak {setting.say(setting.agency.name)}:\n{setting.contact()}",
        f"{setting.say(setting.agency.name)}の連絡先です。\n{setting.contact()}",
    )
