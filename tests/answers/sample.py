"""A small agency to word answers from: no database, no content files."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from bot.answers.context import Setting
from bot.catalogue.views import AgencyView, FaqView, FeeView, LegalBasisView, LifeEventView, OfficeView, ServiceView

LANGUAGES = ("id", "ja")
NAME = {"id": "Kartu Perpustakaan", "ja": "図書館カード"}
CONTACT = {"id": "Hubungi balai kota, telepon 000-111.", "ja": "市役所（電話 000-111）にお問い合わせください。"}
PROVENANCE = {"sources": [{"title": "Perda 1/2020"}], "verified_on": "2026-11-01", "review_due": "2027-05-01"}
# A Monday, no public holiday in either country.
MONDAY = dt.date(2026, 11, 30)


def service(key: str = "kartu", **facts: Any) -> ServiceView:
    """A service that the catalogue knows nothing about except its names and what is given."""
    fields: dict[str, Any] = {
        "key": key,
        "agency": "kota",
        "category": "identity",
        "name": NAME,
        "short_name": NAME,
        "provenance": PROVENANCE,
        **dict.fromkeys(("summary", "product", "who", "processing_time", "deadline", "validity", "late", "fee_note", "where")),
        **dict.fromkeys(("online", "form", "complaint", "notes")),
        **dict.fromkeys(("requirements", "procedure", "fees", "legal_basis", "related"), ()),
        "aliases": {},
        "examples": {},
        "facet_provenance": {},
    }
    return ServiceView(**{**fields, **facts})


def full_service(key: str = "kartu", **facts: Any) -> ServiceView:
    """A service with every facet known."""
    known: dict[str, Any] = {
        "summary": {"id": "Kartu untuk meminjam buku.", "ja": "本を借りるためのカードです。"},
        "who": {"id": "Semua warga kota.", "ja": "市民ならどなたでも。"},
        "requirements": (group(["KTP-el", "Pas foto"], ["身分証", "顔写真"]),),
        "procedure": ({"id": "Isi formulir.", "ja": "申込書に書きます。"}, {"id": "Ambil kartu.", "ja": "カードを受け取ります。"}),
        "processing_time": {"value": 1, "unit": "day", "text": {"id": "Satu hari.", "ja": "1日です。"}},
        "deadline": {"value": 14, "unit": "day", "text": {"id": "Paling lambat 14 hari.", "ja": "14日以内です。"}},
        "validity": {"value": 2, "unit": "year", "text": {"id": "Berlaku dua tahun.", "ja": "2年間有効です。"}},
        "late": {"id": "Tetap dilayani.", "ja": "遅れても受け付けます。"},
        "fees": (fee(5000, basis="Perda 1/2020"),),
        "where": {"text": {"id": "Di perpustakaan kota.", "ja": "市立図書館です。"}, "offices": ["perpustakaan"]},
        "online": {"text": {"id": "Lewat situs perpustakaan.", "ja": "図書館のサイトでできます。"}, "url": "https://library.example/"},
        "form": {"text": {"id": "Formulir ada di loket.", "ja": "申込書は窓口にあります。"}},
        "legal_basis": (LegalBasisView({"id": "Perpustakaan", "ja": "図書館条例"}, "Perda 1/2020", "Pasal 3", ""),),
        "notes": {"id": "Jaga kartu Anda.", "ja": "カードは大切に。"},
    }
    return service(key, **{**known, **facts})


def group(indonesian: list[str], japanese: list[str], **case: Any) -> dict[str, Any]:
    """A group of requirements."""
    return {"items": [{"id": i, "ja": j} for i, j in zip(indonesian, japanese, strict=True)], **case}


def fee(amount: int | None, currency: str = "IDR", **rest: Any) -> FeeView:
    """An amount; dates as ISO texts."""
    days = {name: dt.date.fromisoformat(rest[name]) if rest.get(name) else None for name in ("valid_from", "valid_to")}
    return FeeView(amount, rest.get("amount_max"), currency, rest.get("label"), days["valid_from"], days["valid_to"], rest.get("basis", ""))


def hours(*days: int, times: str = "08:00-15:00") -> dict[int, tuple[tuple[dt.time, dt.time], ...]]:
    """The same intervals on each weekday; `times` like "08:00-12:00 13:00-15:00"."""
    intervals = []
    for interval in times.split():
        opens, closes = interval.split("-")
        intervals.append((dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)))
    return {day: tuple(intervals) for day in days}


def office(country: str = "ID", **facts: Any) -> OfficeView:
    """An office, open from Monday to Friday."""
    fields: dict[str, Any] = {
        "key": "perpustakaan",
        "agency": "kota",
        "country": country,
        "subdivision": "",
        "timezone": "Asia/Jakarta" if country == "ID" else "Asia/Tokyo",
        "name": {"id": "Perpustakaan Kota", "ja": "市立図書館"},
        "address": {"id": "Jl. Buku 1", "ja": "本通り1番"},
        "phone": "000-222",
        "email": "",
        "url": "",
        "latitude": -8.2,
        "longitude": 114.4,
        "hours": hours(0, 1, 2, 3, 4),
        "hours_note": None,
        "closed_on_public_holidays": True,
        "closures": (),
        "verified_on": None,
    }
    return OfficeView(**{**fields, **facts})


def agency(*services: ServiceView, offices: tuple[OfficeView, ...] = (), country: str = "ID", **facts: Any) -> AgencyView:
    """An agency that offers these services."""
    fields: dict[str, Any] = {
        "key": "kota",
        "kind": "city",
        "country": country,
        "timezone": "Asia/Jakarta" if country == "ID" else "Asia/Tokyo",
        "default_language": "id" if country == "ID" else "ja",
        "name": {"id": "Kota Contoh", "ja": "見本市"},
        "contact": CONTACT,
        "complaint": {"id": "Adukan ke lapor.example.", "ja": "苦情は lapor.example へ。"},
        "illegal_fee": {
            "id": "Anda boleh menolak. Laporkan ke lapor.example.",
            "ja": "断ることができます。lapor.example に通報してください。",
        },
        "revision": 1,
        "services": {s.key: s for s in services},
        "offices": {o.key: o for o in offices},
        "life_events": {},
        "faq": {},
    }
    return AgencyView(**{**fields, **facts})


def at(view: AgencyView, language: str, moment: str = "2026-11-30T10:00") -> Setting:
    """The moment of the question, in the agency's time zone; by default a Monday at ten."""
    return Setting(view, language, dt.datetime.fromisoformat(moment).replace(tzinfo=zoneinfo.ZoneInfo(view.timezone)))


def life_event(*steps: tuple[str, dict[str, str] | None]) -> LifeEventView:
    """A life event."""
    return LifeEventView("moving", {"id": "Pindah rumah", "ja": "引っ越し"}, {"id": "Urutannya:", "ja": "順番："}, {}, steps)


def faq() -> FaqView:
    """An FAQ entry."""
    question = {"id": "Di mana parkir?", "ja": "駐車場は？"}
    return FaqView("parkir", question, {"id": "Di belakang gedung.", "ja": "建物の裏です。"}, {}, ({"title": "Pengumuman 2026"},))
