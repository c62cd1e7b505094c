"""Offices near a place that a citizen has sent."""

from __future__ import annotations

import math

from bot.answers.context import Setting
from bot.answers.labels import menu_reply, person_reply
from bot.answers.places import location_of, open_now
from bot.catalogue.views import OfficeView
from bot.replies import Reply

_EARTH_KILOMETRES = 6371.0
_MOST = 3


def kilometres(latitude: float, longitude: float, office: OfficeView) -> float:
    """The distance as the crow flies (haversine formula); infinite when nobody has entered where the office is."""
    if office.latitude is None or office.longitude is None:
        return math.inf
    phi, other = math.radians(latitude), math.radians(office.latitude)
    half = math.sin((other - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(other) * math.sin(math.radians(office.longitude - longitude) / 2) ** 2
    return 2 * _EARTH_KILOMETRES * math.asin(math.sqrt(min(1.0, half)))


def nearest_offices(setting: Setting, latitude: float, longitude: float) -> Reply:
    """The nearest offices with distance, address and whether they are open; those without coordinates only when there are no others."""
    offices = sorted(setting.agency.offices.values(), key=lambda office: kilometres(latitude, longitude, office))
    placed = [office for office in offices if office.latitude is not None and office.longitude is not None]
    shown = (placed or [office for office in offices if office.address])[:_MOST]
    if not shown:
        return Reply(
            setting.pick(
                f"Terima kasih, lokasi Anda sudah saya terima dan tidak kami simpan persisnya. Sayangnya letak kantor belum tercantum di data kami. {setting.contact()}",
                f"位置情報をありがとうございます。詳しい位置は保存していません。申し訳ありませんが、窓口の場所の情報がありません。{setting.contact()}",
            ),
            (menu_reply(setting.language), person_reply(setting.language)),
        )
    head = (
        setting.pick("Kantor pelayanan terdekat dari lokasi Anda:", "現在地に近い窓口です：")
        if placed
        else setting.pick("Kantor pelayanan yang tercatat di data kami:", "登録されている窓口です：")
    )
    lines = [head]
    for number, office in enumerate(shown, start=1):
        distance = _distance(kilometres(latitude, longitude, office), setting)
        lines.append(f"{number}. {setting.say(office.name)}{distance}")
        lines += [f"   {line}" for line in (setting.say(office.address), open_now(office, setting)) if line]
    quick = (menu_reply(setting.language), person_reply(setting.language))
    return Reply("\n".join(lines), quick, location=location_of(shown, setting))


def _distance(distance: float, setting: Setting) -> str:
    if math.isinf(distance):
        return ""
    if distance < 1:
        return setting.pick(" (kurang dari 1 km)", "（1km未満）")
    number = f"{distance:.0f}"
    return setting.pick(f" (sekitar {number} km)", f"（約{number}km）")
