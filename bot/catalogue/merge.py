"""The merged view of an agency: its own records laid over its nation's.

A facet that a record states replaces the inherited one, lists included; aliases and examples are added to the inherited ones;
`hidden` takes the service away. Offices are inherited too, so that a nation's text can name them, but a city's own come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from bot.catalogue import revision
from bot.catalogue.models import Agency, LifeEvent, Office, Phrase, Service
from bot.catalogue.models.service import JSON_FACETS
from bot.catalogue.views import AgencyView, FeeView, LegalBasisView, LifeEventView, OfficeView, ServiceView
from bot.faq.merge import merged_faq
from bot.languages import LANGUAGES, Localized


class UnknownAgency(LookupError):
    """No agency has this key; `manage.py agency list` shows those that exist."""

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no agency {key!r}. `python manage.py agency list` shows the agencies that exist.")
        self.key = key


def agency_view(key: str) -> AgencyView:
    """Read the merged view of one agency from the database.

    Raises:
        UnknownAgency: no agency has this key.
    """
    number = revision.current()
    agency = Agency.objects.filter(key=key).first()
    if agency is None:
        raise UnknownAgency(key)
    lineage = agency.lineage
    ids = [ancestor.pk for ancestor in lineage]
    depth = {pk: index for index, pk in enumerate(ids)}

    records: dict[str, list[Service]] = {}
    query = Service.objects.filter(agency_id__in=ids).prefetch_related(
        "fees", "legal_basis", Prefetch("phrases", Phrase.objects.order_by("id"))
    )
    for service in query:
        records.setdefault(service.key, []).append(service)
    services: dict[str, ServiceView] = {}
    for service_key, chain in records.items():
        chain.sort(key=lambda s: depth[s.agency_id])
        if not chain[0].hidden and (view := _merged(agency, chain)) is not None:
            services[service_key] = view

    offices = {
        office.key: office_view(office)
        for office in sorted(
            Office.objects.filter(agency_id__in=ids).select_related("agency").prefetch_related("intervals", "closures"),
            key=lambda o: -depth[o.agency_id],
        )
    }
    events = {
        event.key: _life_event(event, services)
        for event in sorted(LifeEvent.objects.filter(agency_id__in=ids).prefetch_related("steps"), key=lambda e: -depth[e.agency_id])
    }
    faqs = merged_faq(agency, lineage, timezone.now())

    def inherited(name: str) -> Localized | None:
        return next((value for ancestor in lineage if (value := getattr(ancestor, name))), None)

    return AgencyView(
        key=agency.key,
        kind=agency.kind,
        country=agency.country,
        timezone=agency.timezone,
        default_language=agency.default_language,
        name=agency.name,
        contact=inherited("contact"),
        # It belongs to the contact beside it: a city with a contact of its own has none of its nation's.
        general_contact=next((a.general_contact for a in lineage if a.general_contact or a.contact), None),
        complaint=inherited("complaint"),
        illegal_fee=inherited("illegal_fee"),
        distress={kind: text for ancestor in reversed(lineage) for kind, text in (ancestor.distress or {}).items()},
        revision=number,
        services=dict(sorted(services.items())),
        offices=offices,
        life_events={k: e for k, e in events.items() if e.steps},
        faq=faqs.entries,
        stale_at=faqs.stale_at,
    )


def _by_language(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    collected: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for language, text in pairs:
        collected.setdefault(language, []).append(text)
    return {language: tuple(dict.fromkeys(texts)) for language, texts in collected.items()}


def _phrases(chain: list[Service], kind: str) -> dict[str, tuple[str, ...]]:
    return _by_language((p.language, p.text) for service in chain for p in service.phrases.all() if p.kind == kind)


def _merged(agency: Agency, chain: list[Service]) -> ServiceView | None:
    """One service from the records of a lineage, nearest first; None while no record gives it a name."""
    stated_by = {name: next((s for s in chain if getattr(s, name) not in (None, [], {})), None) for name in JSON_FACETS}
    facet: dict[str, Any] = {name: getattr(s, name) if s is not None else None for name, s in stated_by.items()}
    if not facet["name"]:
        return None
    stated_by["fees"] = with_fees = next((s for s in chain if s.fees.all()), None)
    stated_by["legal_basis"] = with_bases = next((s for s in chain if s.legal_basis.all()), None)
    fees = with_fees.fees.all() if with_fees is not None else ()
    bases = with_bases.legal_basis.all() if with_bases is not None else ()
    return ServiceView(
        key=chain[0].key,
        agency=agency.key,
        category=next((s.category for s in chain if s.category), ""),
        name=facet["name"],
        short_name=facet["short_name"] or facet["name"],
        summary=facet["summary"],
        product=facet["product"],
        who=facet["who"],
        requirements=tuple(facet["requirements"] or ()),
        procedure=tuple(facet["procedure"] or ()),
        processing_time=facet["processing_time"],
        deadline=facet["deadline"],
        validity=facet["validity"],
        late=facet["late"],
        fees=tuple(FeeView(f.amount, f.amount_max, f.currency, f.label, f.valid_from, f.valid_to, f.basis) for f in fees),
        fee_note=facet["fee_note"],
        where=facet["where"],
        online=facet["online"],
        form=facet["form"],
        legal_basis=tuple(LegalBasisView(b.title, b.number, b.article, b.url) for b in bases),
        complaint=facet["complaint"],
        notes=facet["notes"],
        related=tuple(facet["related"] or ()),
        provenance=facet["provenance"],
        facet_provenance={name: s.provenance for name, s in stated_by.items() if s is not None and s.provenance},
        aliases=_phrases(chain, Phrase.Kind.ALIAS),
        examples=_phrases(chain, Phrase.Kind.EXAMPLE),
        standard_notes=facet["standard_notes"],
        left_to_agency=tuple(facet["left_to_agency"] or ()),
    )


def office_view(office: Office) -> OfficeView:
    """One office as a value; its agency, intervals and closures should be read already where there are many."""
    hours: dict[int, tuple[tuple[Any, Any], ...]] | None = None
    if office.hours_known:
        hours = {}
        for interval in office.intervals.all():
            hours[interval.weekday] = (*hours.get(interval.weekday, ()), (interval.opens, interval.closes))
    return OfficeView(
        key=office.key,
        agency=office.agency.key,
        country=office.agency.country,
        subdivision=office.agency.subdivision,
        timezone=office.agency.timezone,
        name=office.name,
        address=office.address,
        phone=office.phone,
        email=office.email,
        url=office.url,
        latitude=office.latitude,
        longitude=office.longitude,
        hours=hours,
        hours_note=office.hours_note,
        closed_on_public_holidays=office.closed_on_public_holidays,
        closures=tuple((c.first_day, c.last_day, c.reason) for c in office.closures.all()),
        verified_on=office.verified_on,
    )


def _life_event(event: LifeEvent, services: Mapping[str, ServiceView]) -> LifeEventView:
    aliases: dict[str, tuple[str, ...]] = {language: tuple(event.aliases.get(language, ())) for language in LANGUAGES}
    steps = tuple((step.service_key, step.hint) for step in event.steps.all() if step.service_key in services)
    return LifeEventView(event.key, event.name, event.intro, aliases, steps)
