"""schema.org JSON-LD: one graph with the agencies, their offices and each service as a GovernmentService."""

from __future__ import annotations

import json

from bot.catalogue.exchange.documents import Document, merged_documents
from bot.catalogue.exchange.fee_words import fee_words
from bot.catalogue.exchange.identifiers import agency_id, office_id, service_id
from bot.catalogue.exchange.schema_org_places import Json, area, hours, office_node, reference, texts, without_empty
from bot.catalogue.models import Agency, Service
from bot.catalogue.views import AgencyView
from bot.languages import LANGUAGES, Localized, say

# A working day is no ISO 8601 duration; such a time stands in words only.
_DURATIONS = {"minute": "PT{}M", "hour": "PT{}H", "day": "P{}D", "week": "P{}W", "month": "P{}M", "year": "P{}Y"}
_TERMS = ("processing_time", "deadline", "validity", "late", "fee_note", "form", "notes")


def write(view: AgencyView, agency: Agency) -> str:
    """The merged catalogue as JSON-LD; each text carries its language."""
    providers = _providers(agency)
    graph = [
        *(_organization(ancestor, view if ancestor.key == view.key else None) for ancestor in agency.lineage),
        *(office_node(office) for office in view.offices.values()),
        *(_service(document, view, agency, providers) for document in merged_documents(view)),
    ]
    return json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, indent=2) + "\n"


def _providers(agency: Agency) -> dict[str, str]:
    """For each service the agency whose service it is: the one furthest up the lineage that has a record of it."""
    found: dict[str, str] = {}
    for ancestor in agency.lineage:
        found |= dict.fromkeys(Service.objects.filter(agency=ancestor).values_list("key", flat=True), ancestor.key)
    return found


def _organization(agency: Agency, view: AgencyView | None) -> Json:
    return without_empty(
        {
            "@type": "GovernmentOrganization",
            **reference(agency_id(agency.key)),
            "identifier": agency.key,
            "name": texts(agency.name),
            "description": texts(view.contact if view else agency.contact),
            "parentOrganization": reference(agency_id(agency.parent.key)) if agency.parent else None,
        }
    )


def _service(document: Document, view: AgencyView, agency: Agency, providers: dict[str, str]) -> Json:
    where, online = document.get("where", {}), document.get("online", {})
    offices = [view.offices[name] for name in where.get("offices", []) if name in view.offices]
    others = [name for name in document.get("related", []) if name in view.services]
    names = {
        tag: [text for text in (say(document.get("short_name"), tag), *document.get("aliases", {}).get(tag, [])) if text]
        for tag in LANGUAGES
    }
    place = area(view, agency)
    return without_empty(
        {
            "@type": "GovernmentService",
            **reference(service_id(view.key, document["key"])),
            "identifier": document["key"],
            "name": texts(document["name"]),
            "alternateName": [{"@language": tag, "@value": text} for tag, found in names.items() for text in dict.fromkeys(found)],
            "description": texts(document.get("summary")),
            "serviceType": document.get("category"),
            "provider": reference(agency_id(providers.get(document["key"], view.key))),
            "serviceOperator": reference(agency_id(view.key)),
            "areaServed": place,
            "jurisdiction": place,
            "audience": {"@type": "Audience", "description": texts(document["who"])} if "who" in document else None,
            "serviceOutput": {"@type": "Thing", "name": texts(document["product"])} if "product" in document else None,
            "availableChannel": _channels(document, view),
            "hoursAvailable": [span for office in offices for span in hours(office)],
            "offers": [_offer(fee, view.key) for fee in document.get("fees", [])],
            "termsOfService": texts({language: _terms(document, language) for language in LANGUAGES}),
            "subjectOf": [*_how_to(document), *_legislation(document)],
            "isRelatedTo": [reference(service_id(view.key, name)) for name in others],
            "url": online.get("url"),
        }
    )


def _channels(document: Document, view: AgencyView) -> list[Json]:
    where, online = document.get("where", {}), document.get("online", {})
    offices = [view.offices[name] for name in where.get("offices", []) if name in view.offices]
    time = document.get("processing_time", {})
    amount = time.get("value_max", time.get("value"))
    duration = _DURATIONS[time["unit"]].format(amount) if amount is not None and time.get("unit") in _DURATIONS else None
    common = {"@type": "ServiceChannel", "processingTime": duration}
    found: list[Json] = [
        {
            **common,
            "name": texts(office.name),
            "description": texts(where.get("text")),
            "serviceLocation": reference(office_id(office.agency, office.key)),
            "servicePhone": {"@type": "ContactPoint", "telephone": office.phone} if office.phone else None,
        }
        for office in offices
    ]
    if not offices and "text" in where:
        found.append({**common, "description": texts(where["text"])})
    if online:
        found.append({**common, "name": "Online", "description": texts(online["text"]), "serviceUrl": online.get("url")})
    return [without_empty(channel) for channel in found]


def _offer(fee: Document, agency: str) -> Json:
    price: Json = {"price": fee["amount"], "priceCurrency": fee["currency"]}
    if "amount_max" in fee:
        span = {"minPrice": fee["amount"], "maxPrice": fee["amount_max"], "priceCurrency": fee["currency"]}
        price = {"priceCurrency": fee["currency"], "priceSpecification": without_empty({"@type": "PriceSpecification", **span})}
    label: Localized | None = fee.get("label")
    offer = {
        "@type": "Offer",
        "name": texts(label),
        **price,
        "validFrom": fee.get("valid_from"),
        "validThrough": fee.get("valid_to"),
        "description": texts({language: fee_words(fee, language) for language in LANGUAGES}),
        "offeredBy": reference(agency_id(agency)),
    }
    return without_empty(offer)


def _terms(document: Document, language: str) -> str:
    """What a citizen must bring and know, in words: schema.org has no properties for the facets of a service standard."""
    lines = []
    for group in document.get("requirements", []):
        lines += [
            say(group.get("label"), language),
            *(f"- {say(item, language)}" for item in group["items"]),
            say(group.get("note"), language),
        ]
    for facet in _TERMS:
        value = document.get(facet)
        lines.append(say(value["text"] if value and "text" in value else value, language))
    return "\n".join(line for line in lines if line)


def _how_to(document: Document) -> list[Json]:
    if "procedure" not in document:
        return []
    steps = [{"@type": "HowToStep", "position": number, "text": texts(step)} for number, step in enumerate(document["procedure"], start=1)]
    return [{"@type": "HowTo", "name": texts(document["name"]), "step": steps}]


def _legislation(document: Document) -> list[Json]:
    return [
        without_empty(
            {
                "@type": "Legislation",
                "name": texts(basis["title"]),
                "legislationIdentifier": ", ".join(filter(None, (basis["number"], basis.get("article")))),
                "url": basis.get("url"),
            }
        )
        for basis in document.get("legal_basis", [])
    ]
