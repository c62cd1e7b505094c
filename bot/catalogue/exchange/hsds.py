"""Open Referral's Human Services Data Specification 3: an organization and its services as JSON.

HSDS texts stand in one language, here the agency's own. The other language, and facets for which HSDS has no field, stand in
`attributes`: `link_type` is `translation` or the facet, `label` is the name that the same field has as a column of a table.
Field names follow the schemas of github.com/openreferral/specification; those used here are the same from 3.0 to 3.2.
"""

from __future__ import annotations

import json
import re

from bot.catalogue.exchange.cells import written
from bot.catalogue.exchange.columns import columns_for, value_at
from bot.catalogue.exchange.documents import Document, merged_documents
from bot.catalogue.exchange.fee_words import fee_words
from bot.catalogue.exchange.hsds_places import Json, attribute, location, phones, schedules, translations, without_empty
from bot.catalogue.exchange.identifiers import agency_id, identifier, office_id, service_id
from bot.catalogue.models import Agency
from bot.catalogue.views import AgencyView
from bot.languages import LANGUAGES, say

_LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "ja": "日本語"}
# Facets with fields of their own; a text of these stands in an attribute only in the other language.
_FIELDS = {"name", "short_name", "summary", "who", "procedure", "fee_note"}
_LEFT_OUT = {"key", "hidden", "requirements", "fees", "examples"}
_EMAIL = re.compile(r"[^\s<>()@]+@[^\s<>()@]+\.[a-zA-Z]{2,}")


def write(view: AgencyView, agency: Agency) -> str:
    """The merged catalogue as an HSDS organization and HSDS services."""
    services = [_service(document, view) for document in merged_documents(view)]
    return (
        json.dumps({"version": "3.1", "organization": _organization(view, agency), "services": services}, ensure_ascii=False, indent=2)
        + "\n"
    )


def _organization(view: AgencyView, agency: Agency) -> Json:
    key, language = agency_id(view.key), view.default_language
    own = [office for office in view.offices.values() if office.agency == view.key]
    return without_empty(
        {
            "id": key,
            "name": say(view.name, language),
            "description": say(view.contact, language) or say(view.name, language),
            "legal_status": "government",
            "parent_organization_id": agency_id(agency.parent.key) if agency.parent else None,
            "locations": [location(office, language) for office in own],
            "attributes": [
                attribute(key, "organization", "kind", "kind", view.kind),
                *translations(key, "organization", "name", view.name, language),
                *translations(key, "organization", "description", view.contact, language),
            ],
        }
    )


def _service(document: Document, view: AgencyView) -> Json:
    key, language = service_id(view.key, document["key"]), view.default_language
    offices = [view.offices[name] for name in document.get("where", {}).get("offices", []) if name in view.offices]
    provenance = document.get("provenance", {})
    email = _EMAIL.search(provenance.get("verified_by", ""))
    owner = [{"service_id": key, "location_id": office_id(office.agency, office.key)} for office in offices]
    steps = [say(step, language) for step in document.get("procedure", [])]
    area = identifier("service_area", key)
    return without_empty(
        {
            "id": key,
            "organization_id": agency_id(view.key),
            "name": say(document["name"], language),
            "alternate_name": say(document.get("short_name"), language),
            "description": say(document.get("summary"), language),
            "url": document.get("online", {}).get("url"),
            "status": "active",
            "application_process": "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1)),
            "fees_description": say(document.get("fee_note"), language),
            "eligibility_description": say(document.get("who"), language),
            "assured_date": provenance.get("verified_on"),
            "assurer_email": email[0] if email else None,
            "phones": [phone for office, names in zip(offices, owner, strict=True) for phone in phones(office, names)],
            "schedules": [s for office, names in zip(offices, owner, strict=True) for s in schedules(office, names, language)],
            "service_areas": [
                {
                    "id": area,
                    "service_id": key,
                    "name": say(view.name, language),
                    "attributes": translations(area, "service_area", "name", view.name, language),
                }
            ],
            "service_at_locations": [
                {"id": identifier("service_at_location", *names.values()), **names, "location": location(office, language)}
                for office, names in zip(offices, owner, strict=True)
            ],
            "languages": _languages(key, language),
            "cost_options": [
                _cost_option(fee, identifier("cost_option", key, n), key, language) for n, fee in enumerate(document.get("fees", []))
            ],
            "required_documents": _required_documents(document, key, language),
            "attributes": _attributes(document, key, language),
            "metadata": _metadata(provenance, key, say(view.name, language)),
        }
    )


def _languages(key: str, language: str) -> list[Json]:
    """The agency serves in its own language; in the other one only the information about the service stands."""
    return [
        {
            "id": identifier("language", key, code),
            "service_id": key,
            "name": _LANGUAGE_NAMES[code],
            "code": code,
            **({} if code == language else {"note": "Information about the service; not necessarily spoken at the counter."}),
        }
        for code in sorted(LANGUAGES, key=lambda code: code != language)
    ]


def _cost_option(fee: Document, key: str, service: str, language: str) -> Json:
    option = {
        "id": key,
        "service_id": service,
        "valid_from": fee.get("valid_from"),
        "valid_to": fee.get("valid_to"),
        "option": say(fee.get("label"), language),
        "currency": fee["currency"],
        "amount": fee["amount"],
        "amount_description": fee_words(fee, language),
        "attributes": translations(key, "cost_option", "option", fee.get("label"), language),
    }
    return without_empty(option)


def _required_documents(document: Document, service: str, language: str) -> list[Json]:
    found = []
    for number, group in enumerate(document.get("requirements", [])):
        for line, item in enumerate(group["items"]):
            key = identifier("required_document", service, number, line)
            case = [attribute(key, "required_document", field, field, group[field]) for field in ("variant", "applicant") if field in group]
            for field in ("label", "note"):
                texts = group.get(field, {})
                case += [attribute(key, "required_document", field, f"{field}.{other}", texts[other]) for other in sorted(texts)]
            attributes = [*case, *translations(key, "required_document", "document", item, language)]
            found.append({"id": key, "service_id": service, "document": say(item, language), "attributes": attributes})
    return found


def _attributes(document: Document, key: str, language: str) -> list[Json]:
    found = []
    for column in columns_for([document]):
        facet, value = column.facet, value_at(document, column)
        if value is None or facet in _LEFT_OUT or (facet in _FIELDS and column.path[-1] == language):
            continue
        found.append(attribute(key, "service", "translation" if facet in _FIELDS else facet, column.name, written(value)))
    return found


def _metadata(provenance: Document, service: str, agency: str) -> list[Json]:
    """HSDS records changes; the one that is known is the day on which someone verified the service."""
    if "verified_on" not in provenance:
        return []
    return [
        {
            "id": identifier("metadata", service, provenance["verified_on"]),
            "resource_id": service,
            "resource_type": "service",
            "last_action_date": provenance["verified_on"],
            "last_action_type": "verify",
            "field_name": "assured_date",
            "previous_value": "",
            "replacement_value": provenance["verified_on"],
            "updated_by": provenance.get("verified_by") or agency,
        }
    ]
