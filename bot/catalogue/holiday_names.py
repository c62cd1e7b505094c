"""The names of a country's public holidays in the other language: the package `holidays` knows them in the country's own and in English."""

from __future__ import annotations

_JAPANESE = {
    "Ascension Day": "キリスト昇天祭",
    "Christmas Day": "クリスマス",
    "Day of Silence": "ニュピ（静寂の日）",
    "Easter Sunday": "復活祭",
    "Eid al-Adha": "犠牲祭（イドゥル・アドハ）",
    "Eid al-Fitr": "断食明け大祭（イドゥル・フィトリ）",
    "Eid al-Fitr Second Day": "断食明け大祭の2日目",
    "Good Friday": "キリスト受難日",
    "Independence Day": "独立記念日",
    "International Labor Day": "メーデー",
    "Islamic New Year": "イスラム暦新年",
    "Isra' and Mi'raj": "ムハンマド昇天祭",
    "Lunar New Year": "旧正月（イムレック）",
    "New Year's Day": "元日",
    "Pancasila Day": "パンチャシラの日",
    "Prophet's Birthday": "ムハンマド生誕祭",
    "Vesak Day": "ワイサック（仏教の祭日）",
}
_INDONESIAN = {
    "Autumnal Equinox Day": "Hari Ekuinoks Musim Gugur",
    "Children's Day": "Hari Anak",
    "Coming of Age Day": "Hari Kedewasaan",
    "Constitution Day": "Hari Konstitusi",
    "Culture Day": "Hari Kebudayaan",
    "Emperor's Birthday": "Hari Ulang Tahun Kaisar",
    "Foundation Day": "Hari Peringatan Berdirinya Negara",
    "Greenery Day": "Hari Hijau",
    "Labor Thanksgiving Day": "Hari Syukur atas Kerja",
    "Marine Day": "Hari Laut",
    "Mountain Day": "Hari Gunung",
    "National Holiday": "Hari Libur Nasional",
    "New Year's Day": "Tahun Baru",
    "Respect for the Aged Day": "Hari Penghormatan Lansia",
    "Showa Day": "Hari Shōwa",
    "Sports Day": "Hari Olahraga",
    "Substitute Holiday": "Libur Pengganti",
    "Vernal Equinox Day": "Hari Ekuinoks Musim Semi",
}
_JOINT_LEAVE = " Joint Holiday"
_ESTIMATED = " (estimated)"


def in_japanese(english: str) -> str | None:
    """The name of a holiday of Indonesia; None for one that is not known here."""
    if english.endswith(_ESTIMATED):
        name = in_japanese(english.removesuffix(_ESTIMATED))
        return name and f"{name}（見込み）"
    if english.endswith(_JOINT_LEAVE):
        # Cuti bersama, as the Japanese press in Indonesia calls it.
        feast = english.removesuffix(_JOINT_LEAVE)
        name = _JAPANESE.get(feast) or _JAPANESE.get(f"{feast} Day")
        return name and f"{name}の政令指定休日"
    return _JAPANESE.get(english)


def in_indonesian(english: str) -> str | None:
    """The name of a holiday of Japan; None for one that is not known here."""
    return _INDONESIAN.get(english)
