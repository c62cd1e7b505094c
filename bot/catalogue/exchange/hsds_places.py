"""Open Referral HSDS 3: offices as locations, with addresses, phones and schedules."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from typing import Any

from bot.catalogue.exchange.closed_days import closed_days
from bot.catalogue.exchange.identifiers import agency_id, identifier, office_id
from bot.catalogue.views import OfficeView
from bot.languages import Localized, say

Json = dict[str, Any]

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_POSTAL_CODE = re.compile(r"(?<![0-9])(?:[0-9]{3}-[0-9]{4}|[0-9]{5})(?![0-9-])")


def without_empty(record: Json) -> Json:
    """The record without what is not known: HSDS leaves such fields out."""
    return {key: value for key, value in record.items() if value not in (None, "", [], {})}


def attribute(owner: str, entity: str, link_type: str, label: str, value: str) -> Json:
    """An HSDS attribute: what is known of a record beyond the fields of the standard."""
    return {
        "id": identifier("attribute", owner, label),
        "link_id": owner,
        "link_entity": entity,
        "link_type": link_type,
        "label": label,
        "value": value,
    }


def translations(owner: str, entity: str, field: str, text: Localized | None, language: str) -> list[Json]:
    """The text in the languages other than the export's: HSDS texts stand in one language only."""
    others = sorted(set(text or {}) - {language})
    return [attribute(owner, entity, "translation", f"{field}.{other}", say(text, other)) for other in others]


def location(office: OfficeView, language: str) -> Json:
    """An HSDS location: where it is, its phone and when it is open."""
    key = office_id(office.agency, office.key)
    return without_empty(
        {
            "id": key,
            "location_type": "physical",
            "organization_id": agency_id(office.agency),
            "name": say(office.name, language),
            "description": say(office.hours_note, language),
            "latitude": office.latitude,
            "longitude": office.longitude,
            "addresses": [_address(office, key, language)] if office.address else [],
            "phones": phones(office, {"location_id": key}),
            "schedules": schedules(office, {"location_id": key}, language),
            "contacts": [{"id": identifier("contact", key), "location_id": key, "email": office.email}] if office.email else [],
            "attributes": [
                # HSDS keeps `url` for virtual locations.
                *([attribute(key, "location", "website", "website", office.url)] if office.url else []),
                *translations(key, "location", "name", office.name, language),
                *translations(key, "location", "address", office.address, language),
                *translations(key, "location", "description", office.hours_note, language),
            ],
        }
    )


def _address(office: OfficeView, location_id: str, language: str) -> Json:
    """The catalogue keeps an address as one line; HSDS demands its parts, so those that the line does not tell stay empty."""
    line = say(office.address, language)
    code = _POSTAL_CODE.search(line)
    return {
        "id": identifier("address", location_id),
        "location_id": location_id,
        "address_1": line,
        "city": "",
        "state_province": f"{office.country}-{office.subdivision}" if office.subdivision else "",
        "postal_code": code[0] if code else "",
        "country": office.country,
        "address_type": "physical",
    }


def phones(office: OfficeView, owner: Json) -> list[Json]:
    """The office's phone as HSDS phones of the record that `owner` names."""
    if not office.phone:
        return []
    return [{"id": identifier("phone", office.agency, office.key, *owner.values()), **owner, "number": office.phone, "type": "voice"}]


def schedules(office: OfficeView, owner: Json, language: str) -> list[Json]:
    """The office's weekly hours as HSDS schedules (RFC 5545), one for each stretch of hours with the days that share it."""
    spans: dict[tuple[dt.time, dt.time], list[int]] = {}
    for weekday, intervals in sorted((office.hours or {}).items()):
        for span in intervals:
            spans.setdefault(span, []).append(weekday)
    offset = dt.datetime.now(zoneinfo.ZoneInfo(office.timezone)).strftime("%z")
    zone = f"{offset[:3]}:{offset[3:]}"
    words = {"description": say(office.hours_note, language), "notes": closed_days(office, language)}
    found = [
        {
            "freq": "WEEKLY",
            "interval": 1,
            "byday": ",".join(_DAYS[day] for day in days),
            "opens_at": f"{opens:%H:%M}{zone}",
            "closes_at": f"{closes:%H:%M}{zone}",
            "timezone": int(offset[:3]) + int(offset[0] + offset[3:]) / 60,
        }
        for (opens, closes), days in sorted(spans.items())
    ]
    if not found and any(words.values()):
        found = [{}]  # the hours are only known in words
    return [
        without_empty({"id": identifier("schedule", office.agency, office.key, number, *owner.values()), **owner, **schedule, **words})
        for number, schedule in enumerate(found)
    ]
