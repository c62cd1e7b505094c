"""Whether somebody moves into the agency's area, out of it or within it: three different services with the same words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.catalogue.views import AgencyView
from bot.nlu.normalise import is_japanese, normalise

Direction = Literal["in", "out", "within"]
DIRECTIONS: tuple[Direction, ...] = ("in", "out", "within")

_MOVING = re.compile(
    r"引っ?越|ひっこ|移(?:っ|り|る|動|住)|越し(?:て|ま)|越す|転居|転入|転出|住み始|出ることに"
    r"|\bpindah|\bboyong|\bmenetap\b|\bmutasi\b|\bngalih\b"
)
# Where something else than a person moves.
_SOMETHING_ELSE = re.compile(r"\bpindah\w* (?:faskes|klinik|kelas|sekolah|kk|kartu|agama|tugas|nama)\b|転校|学校を移")
_FROM_JA = re.compile(r"([^\s、。,!?]{1,10}?)(?:から|より)(?!も)")
_TO_JA = re.compile(r"((?:(?!から|より)[^\s、。,!?]){1,10}?)(?:へ|に|さ)(?=引|移|越|転|住|行|来|き|出|ひっこ)")
_WITHIN = re.compile(
    r"市内|区内|町内|(?:同じ|おなじ|おんなじ)(?:市|区|町|街|まち)|隣の(?:町|区)"
    r"|\b(?:dalam|sekota|satu|antar|beda) ?(?:kota|kabupaten|kecamatan|desa|kelurahan)\b|\bmasih di (?!luar|dalam)"
)
_COMING = re.compile(
    r"(?:越し|移っ|越)て(?:き|来)|転入|帰国して|来日|日本に来|\bpindah\w* (?:masuk|datang)\b|\bmasuk ke\b|\bkesini\b|\bmrene\b"
)
_LEAVING = re.compile(r"転出|出ることに|出て(?:い|行)|\bpindah\w* keluar\b|\bkeluar (?:dari|kota|daerah|kabupaten)\b")
_FROM_ID = re.compile(r"\b(?:dari|teko|soko|saking|asal)(?: (?:kota|kab|kabupaten|kecamatan|desa|daerah|luar))? (\w+)")
_TO_ID = re.compile(r"\b(?:ke|menyang|nang|menetap di|tinggal di)(?: (?:kota|kab|kabupaten|kecamatan|desa|daerah|luar))? (\w+)")
# What one can move to or from without another place being meant.
_NO_PLACE = frozenset("rumah kontrakan kos kost kk ktp alamat kelas faskes kantor mana sana yang ortu orang tempat sekolah".split())
_HERE = ("sini", "kene", "mrene", "ここ", "こっち", "こちら", "当市", "この市", "この町")


@dataclass(frozen=True)
class Area:
    """How an agency's own area is named. `wards`: the city has some, and a ward that is named is one of them."""

    names: tuple[str, ...]
    wards: bool = False

    def holds(self, place: str) -> bool:
        """Whether the place is the area or lies in it."""
        return any(name in place for name in (*self.names, *_HERE)) or (self.wards and place.endswith("区"))


def area_of(view: AgencyView) -> Area:
    """The area of an agency, from its name; of a nation there is none, and nobody moves within or out of it."""
    if view.kind == "national":
        return Area(())
    japanese = re.sub(r"(?:市|県|区|町|村)$", "", view.name.get("ja", ""))
    indonesian = re.sub(r"^(?:kota|kabupaten)\s+", "", normalise(view.name.get("id", "")))
    wards = any("区役所" in office.name.get("ja", "") for office in view.offices.values())
    return Area(tuple(name for name in (normalise(japanese), indonesian) if name), wards)


def _places(text: str) -> tuple[str | None, str | None]:
    patterns = (_FROM_JA, _TO_JA) if is_japanese(text) else (_FROM_ID, _TO_ID)
    found = []
    for pattern in patterns:
        match = next((m for m in pattern.finditer(text) if m[1] not in _NO_PLACE), None)
        found.append(match[1] if match else None)
    return found[0], found[1]


def speaks_of_moving(text: str) -> bool:
    """Whether a normalised text speaks of a person who moves."""
    return _MOVING.search(text) is not None and _SOMETHING_ELSE.search(text) is None


@lru_cache(maxsize=65_536)
def direction_in(text: str, area: Area) -> Direction | None:
    """Where a normalised text that speaks of moving says that somebody moves, seen from the area; None when it does not say."""
    if not area.names or not speaks_of_moving(text):
        return None
    if _WITHIN.search(text) or any(f"{same}{name}" in text for same in ("同じ", "おなじ", "おんなじ") for name in area.names):
        return "within"
    origin, target = _places(text)
    if origin and target:
        if area.holds(origin):
            return "within" if area.holds(target) else "out"
        return "in" if area.holds(target) else None
    if origin:
        return "out" if area.holds(origin) else "in"
    if target and not _COMING.search(text):
        return "in" if area.holds(target) else "out"
    if _COMING.search(text):
        return "in"
    return "out" if _LEAVING.search(text) else None
