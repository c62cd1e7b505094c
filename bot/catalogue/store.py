"""Validated content documents become rows, and rows become documents again (the shapes of the published schemas)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from bot.catalogue.models import Agency, Closure, Fee, LegalBasis, LifeEvent, LifeEventStep, Office, OpeningInterval, Phrase, Service
from bot.catalogue.models.service import JSON_FACETS
from bot.catalogue.views import FeeView, LegalBasisView

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


@transaction.atomic
def store_agency(document: dict[str, Any], *, force: bool = True) -> Agency:
    """Create or update an agency with its offices and life events; offices and events it no longer names are removed.

    Without `force`, offices that staff added or changed stay as they are.

    Raises:
        Agency.DoesNotExist: the parent is not known.
        django.core.exceptions.ValidationError: time zone, parent or key cannot be used.
    """
    parent = Agency.objects.get(key=document["parent"]) if document.get("parent") else None
    agency = Agency.objects.filter(key=document["key"]).first() or Agency(key=document["key"])
    agency.kind = document["kind"]
    agency.parent = parent
    agency.country = document["country"]
    agency.subdivision = document.get("subdivision", "")
    agency.timezone = document["timezone"]
    agency.default_language = document.get("default_language") or ("ja" if agency.country == "JP" else "id")
    agency.name = document["name"]
    agency.contact = document.get("contact")
    agency.general_contact = document.get("general_contact")
    agency.complaint = document.get("complaint")
    agency.illegal_fee = document.get("illegal_fee")
    agency.distress = document.get("distress", {})
    agency.sources = document.get("sources", [])
    agency.full_clean()
    agency.save()
    offices = document.get("offices", [])
    kept = set() if force else set(agency.offices.filter(edited_by_staff=True).values_list("key", flat=True))
    agency.offices.exclude(key__in=kept.union(office["key"] for office in offices)).delete()
    for office in offices:
        if office["key"] not in kept:
            store_office(agency, office)
    events = document.get("life_events", [])
    agency.life_events.exclude(key__in=[event["key"] for event in events]).delete()
    for event in events:
        _store_life_event(agency, event)
    return agency


@transaction.atomic
def store_office(agency: Agency, document: dict[str, Any], *, edited_by_staff: bool = False) -> Office:
    """Create or replace one office from a document that the schema has accepted."""
    office, _ = Office.objects.update_or_create(
        agency=agency,
        key=document["key"],
        defaults={
            "name": document["name"],
            "address": document.get("address"),
            "phone": document.get("phone", ""),
            "email": document.get("email", ""),
            "url": document.get("url", ""),
            "latitude": document.get("latitude"),
            "longitude": document.get("longitude"),
            "hours_known": "hours" in document,
            "hours_note": document.get("hours_note"),
            "closed_on_public_holidays": document.get("closed_on_public_holidays", True),
            "sources": document.get("sources", []),
            "verified_on": _date(document.get("verified_on")),
            "edited_by_staff": edited_by_staff,
        },
    )
    office.intervals.all().delete()
    for day, intervals in document.get("hours", {}).items():
        for interval in intervals:
            opens, closes = (dt.time.fromisoformat(part) for part in interval.split("-"))
            OpeningInterval.objects.create(office=office, weekday=_DAYS.index(day), opens=opens, closes=closes)
    office.closures.all().delete()
    for closure in document.get("closures", []):
        Closure.objects.create(office=office, first_day=closure["from"], last_day=closure["to"], reason=closure.get("reason"))
    return office


def _store_life_event(agency: Agency, document: dict[str, Any]) -> None:
    event, _ = LifeEvent.objects.update_or_create(
        agency=agency,
        key=document["key"],
        defaults={"name": document["name"], "intro": document.get("intro"), "aliases": document.get("aliases", {})},
    )
    event.steps.all().delete()
    for position, step in enumerate(document["services"]):
        LifeEventStep.objects.create(life_event=event, position=position, service_key=step["service"], hint=step.get("hint"))


@transaction.atomic
def store_service(agency: Agency, document: dict[str, Any]) -> Service:
    """Create or replace one agency's record of a service from a document that the schema has accepted."""
    service = Service.objects.filter(agency=agency, key=document["key"]).first() or Service(agency=agency, key=document["key"])
    service.hidden = bool(document.get("hidden", False))
    service.category = document.get("category", "")
    for facet in JSON_FACETS:
        setattr(service, facet, document.get(facet))
    provenance = document.get("provenance") or {}
    service.verified_on = _date(provenance.get("verified_on"))
    service.review_due = _date(provenance.get("review_due"))
    service.save()
    service.fees.all().delete()
    for position, fee in enumerate(document.get("fees", [])):
        Fee.objects.create(
            service=service,
            position=position,
            amount=fee.get("amount"),
            amount_max=fee.get("amount_max"),
            currency=fee["currency"],
            label=fee.get("label"),
            valid_from=_date(fee.get("valid_from")),
            valid_to=_date(fee.get("valid_to")),
            basis=fee.get("basis", ""),
        )
    service.legal_basis.all().delete()
    for position, basis in enumerate(document.get("legal_basis", [])):
        LegalBasis.objects.create(
            service=service,
            position=position,
            title=basis["title"],
            number=basis["number"],
            article=basis.get("article", ""),
            url=basis.get("url", ""),
        )
    service.phrases.all().delete()
    phrases = [
        Phrase(service=service, kind=kind, language=language, text=text)
        for field, kind in (("aliases", Phrase.Kind.ALIAS), ("examples", Phrase.Kind.EXAMPLE))
        for language, texts in document.get(field, {}).items()
        for text in dict.fromkeys(texts)
    ]
    Phrase.objects.bulk_create(phrases)
    return service


def without_empty(document: dict[str, Any]) -> dict[str, Any]:
    """The document without the fields that hold nothing."""
    return {key: value for key, value in document.items() if value not in (None, "", [], {})}


def service_document(service: Service) -> dict[str, Any]:
    """The record as a document in the shape of service.schema.json; what it inherits is not in it."""
    document: dict[str, Any] = {"key": service.key, "hidden": service.hidden or None, "category": service.category}
    phrases: dict[str, dict[str, list[str]]] = {"aliases": {}, "examples": {}}
    for phrase in service.phrases.all():
        phrases["aliases" if phrase.kind == Phrase.Kind.ALIAS else "examples"].setdefault(phrase.language, []).append(phrase.text)
    for facet in JSON_FACETS:
        document[facet] = getattr(service, facet)
        if facet == "short_name":
            document.update(phrases)
        if facet == "late":
            document["fees"] = [fee_document(fee) for fee in service.fees.all()]
        if facet == "form":
            document["legal_basis"] = [legal_basis_document(basis) for basis in service.legal_basis.all()]
    return without_empty(document)


def fee_document(fee: Fee | FeeView) -> dict[str, Any]:
    """One fee in the shape of the schema; an unknown amount stays as an explicit null."""
    rest = {
        "amount_max": fee.amount_max,
        "currency": fee.currency,
        "label": fee.label,
        "valid_from": fee.valid_from.isoformat() if fee.valid_from else None,
        "valid_to": fee.valid_to.isoformat() if fee.valid_to else None,
        "basis": fee.basis,
    }
    return {"amount": fee.amount, **without_empty(rest)}


def legal_basis_document(basis: LegalBasis | LegalBasisView) -> dict[str, Any]:
    """One law or regulation in the shape of the schema."""
    return without_empty({"title": basis.title, "number": basis.number, "article": basis.article, "url": basis.url})


def office_document(office: Office) -> dict[str, Any]:
    """One office in the shape of agency.schema.json."""
    hours: dict[str, list[str]] = {}
    for interval in office.intervals.all():
        hours.setdefault(_DAYS[interval.weekday], []).append(f"{interval.opens:%H:%M}-{interval.closes:%H:%M}")
    entry = without_empty(
        {
            "key": office.key,
            "name": office.name,
            "address": office.address,
            "phone": office.phone,
            "email": office.email,
            "url": office.url,
            "latitude": office.latitude,
            "longitude": office.longitude,
            "hours_note": office.hours_note,
            "closures": [without_empty({"from": c.first_day, "to": c.last_day, "reason": c.reason}) for c in office.closures.all()],
            "sources": office.sources,
            "verified_on": office.verified_on.isoformat() if office.verified_on else None,
        }
    )
    entry["closed_on_public_holidays"] = office.closed_on_public_holidays
    if office.hours_known:
        entry["hours"] = hours
    return entry


def agency_document(agency: Agency) -> dict[str, Any]:
    """The agency in the shape of agency.schema.json."""
    offices = [office_document(office) for office in agency.offices.prefetch_related("intervals", "closures")]
    events = [
        without_empty(
            {
                "key": event.key,
                "name": event.name,
                "intro": event.intro,
                "aliases": event.aliases,
                "services": [without_empty({"service": step.service_key, "hint": step.hint}) for step in event.steps.all()],
            }
        )
        for event in agency.life_events.prefetch_related("steps")
    ]
    return without_empty(
        {
            "key": agency.key,
            "kind": agency.kind,
            "parent": agency.parent.key if agency.parent else None,
            "country": agency.country,
            "subdivision": agency.subdivision,
            "timezone": agency.timezone,
            "default_language": agency.default_language,
            "name": agency.name,
            "contact": agency.contact,
            "general_contact": agency.general_contact,
            "complaint": agency.complaint,
            "illegal_fee": agency.illegal_fee,
            "distress": agency.distress,
            "sources": agency.sources,
            "offices": offices,
            "life_events": events,
        }
    )
