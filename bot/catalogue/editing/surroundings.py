"""What a service stands among: the records of the agency and of those above it, read once, with a draft in place of a live record."""

from __future__ import annotations

from bot.catalogue.audit.corpus import AgencyRecords, Corpus, Offered
from bot.catalogue.editing.content import Content, states_nothing
from bot.catalogue.editing.own_records import own_records
from bot.catalogue.models import Agency, Office
from bot.languages import Localized


def corpus_of(agency: Agency, *contents: Content) -> Corpus:
    """The services of the agency's lineage; these contents take the place of the agency's own records of their keys."""
    records: dict[str, AgencyRecords] = {}
    lineage = agency.lineage
    services = own_records(lineage)
    for one in reversed(lineage):
        document = {"key": one.key, "country": one.country, "complaint": one.complaint, "name": one.name}
        document |= {"parent": one.parent.key} if one.parent else {}
        records[one.key] = AgencyRecords(document, services[one.key])
    own = records[agency.key].services
    for content in contents:
        if states_nothing(content):
            own.pop(content["key"], None)
        else:
            own[content["key"]] = content
    return Corpus(records)


def inherited(corpus: Corpus, agency: Agency, key: str) -> Offered | None:
    """The service as the agency would offer it without a record of its own; None when no agency above has it."""
    parent = corpus.agencies[agency.key].parent
    return corpus.offered_one(parent, key) if parent in corpus.agencies and parent is not None else None


def office_names(agency: Agency) -> dict[str, Localized]:
    """The offices that the agency's services can name, by key, its own first."""
    depth = {one.pk: index for index, one in enumerate(agency.lineage)}
    rows = sorted(Office.objects.filter(agency__in=depth), key=lambda office: (depth[office.agency_id], office.key))
    names: dict[str, Localized] = {}
    for office in rows:
        names.setdefault(office.key, office.name)
    return names


def complaint_of(corpus: Corpus, agency: Agency) -> Localized | None:
    """Where the agency's citizens complain about any service: its own text, or that of an agency above it."""
    texts = (corpus.agencies[key].document.get("complaint") for key in corpus.lineage(agency.key))
    return next((text for text in texts if text), None)
