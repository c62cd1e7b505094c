"""schema.org: offices, opening hours and areas as JSON-LD."""

from __future__ import annotations

from typing import Any

from bot.catalogue.exchange.closed_days import closed_days
from bot.catalogue.exchange.identifiers import agency_id, office_id
from bot.catalogue.models import Agency
from bot.catalogue.views import AgencyView, OfficeView
from bot.languages import LANGUAGES, Localized, say

Json = dict[str, Any]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# やさしい日本語 has no registered subtag, so it gets a private one.
_TAGS = {"id": "id", "ja": "ja", "ja_easy": "ja-x-yasashii"}


def texts(text: Localized | None) -> list[Json]:
    """A text in every language in which it stands, as JSON-LD language-tagged strings."""
    return [{"@language": tag, "@value": text[language]} for language, tag in _TAGS.items() if text and text.get(language)]


def without_empty(node: Json) -> Json:
    """The node without the properties that are not known."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def reference(identifier: str) -> Json:
    """A reference to a node of the graph."""
    return {"@id": f"urn:uuid:{identifier}"}


def area(view: AgencyView, agency: Agency) -> Json:
    """Where the agency's services are offered."""
    if view.kind == "national":
        return {"@type": "Country", "name": texts(view.name), "identifier": view.country}
    within: Json = {"@type": "Country", "identifier": view.country}
    if agency.subdivision:
        within = {"@type": "AdministrativeArea", "identifier": f"{view.country}-{agency.subdivision}", "containedInPlace": within}
    return {"@type": "AdministrativeArea", "name": texts(view.name), "containedInPlace": within}


def hours(office: OfficeView) -> list[Json]:
    """The office's weekly hours; public holidays are closed days, which schema.org writes as 00:00 to 00:00."""
    found: list[Json] = [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{_DAYS[day]}",
            "opens": f"{o:%H:%M}",
            "closes": f"{c:%H:%M}",
        }
        for day, intervals in sorted((office.hours or {}).items())
        for o, c in intervals
    ]
    if found and office.closed_on_public_holidays:
        holidays = "https://schema.org/PublicHolidays"
        found.append({"@type": "OpeningHoursSpecification", "dayOfWeek": holidays, "opens": "00:00", "closes": "00:00"})
    return found


def office_node(office: OfficeView) -> Json:
    """A government office with its address, phone and hours."""
    words: dict[str, str] = {
        language: " ".join(filter(None, (say(office.hours_note, language), closed_days(office, language)))) for language in LANGUAGES
    }
    dated = [(first, last, reason) for first, last, reason in office.closures if len(first) == len(last) == 10]
    located = office.latitude is not None and office.longitude is not None
    return without_empty(
        {
            "@type": "GovernmentOffice",
            **reference(office_id(office.agency, office.key)),
            "name": texts(office.name),
            "description": texts(words),
            "parentOrganization": reference(agency_id(office.agency)),
            "address": {"@type": "PostalAddress", "streetAddress": texts(office.address), "addressCountry": office.country}
            if office.address
            else None,
            "geo": {"@type": "GeoCoordinates", "latitude": office.latitude, "longitude": office.longitude} if located else None,
            "telephone": office.phone,
            "email": office.email,
            "url": office.url,
            "openingHoursSpecification": hours(office),
            "specialOpeningHoursSpecification": [
                without_empty(
                    {
                        "@type": "OpeningHoursSpecification",
                        "validFrom": first,
                        "validThrough": last,
                        "opens": "00:00",
                        "closes": "00:00",
                        "description": texts(reason),
                    }
                )
                for first, last, reason in dated
            ],
        }
    )
