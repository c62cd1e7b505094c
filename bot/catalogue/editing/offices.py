"""Offices as staff add, change and remove them; what they say holds at once, and content files leave it alone from then on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from bot.catalogue.audit.corpus import Corpus
from bot.catalogue.editing.audit import record
from bot.catalogue.editing.errors import KeyTaken, OfficeEdited, OfficeInUse, UnknownService, WrongKey
from bot.catalogue.models import Agency, Office, ServiceVersion
from bot.catalogue.models.agency import KEY_VALIDATOR
from bot.catalogue.store import office_document, store_office
from bot.languages import Localized

_LONGEST_KEY = 40


def mark(office: Office) -> str:
    """What tells one state of an office from another."""
    return hashlib.sha256(json.dumps(office_document(office), sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def add_office(agency: Agency, document: Mapping[str, Any], by: User | None) -> Office:
    """Add an office.

    Raises:
        WrongKey: the key cannot be used.
        KeyTaken: the agency has an office of this key.
    """
    key = str(document["key"])
    if len(key) > _LONGEST_KEY or not re.fullmatch(KEY_VALIDATOR.regex, key):
        raise WrongKey
    Agency.objects.select_for_update().get(pk=agency.pk)
    if agency.offices.filter(key=key).exists():
        raise KeyTaken
    office = store_office(agency, dict(document), edited_by_staff=True)
    record(by, agency, "office.add", key, None, office_document(office))
    return office


@transaction.atomic
def change_office(agency: Agency, document: Mapping[str, Any], by: User | None, *, based_on: str) -> Office:
    """Change an office. `based_on` is its `mark` when the editor began.

    Raises:
        UnknownService: the office is gone.
        OfficeEdited: it has changed since.
    """
    office = _locked(agency, str(document["key"]))
    if mark(office) != based_on:
        raise OfficeEdited
    before = office_document(office)
    changed = store_office(agency, {**document, "sources": office.sources}, edited_by_staff=True)
    after = office_document(changed)
    if after != before:
        record(by, agency, "office.change", office.key, before, after)
    return changed


@transaction.atomic
def remove_office(agency: Agency, key: str, by: User | None) -> None:
    """Remove an office that no service names.

    Raises:
        UnknownService: the office is gone.
        OfficeInUse: services of the agency name it, live or in a draft.
    """
    office = _locked(agency, key)
    alive = ServiceVersion.objects.filter(agency=agency, state__in=[ServiceVersion.State.PUBLISHED, *ServiceVersion.OPEN])
    named = {service for service, content in alive.values_list("service", "content") if key in content.get("where", {}).get("offices", ())}
    named |= {one.key for one in agency.services.exclude(where=None) if key in (one.where or {}).get("offices", ())}
    if named:
        raise OfficeInUse(sorted(named))
    before = office_document(office)
    office.delete()
    record(by, agency, "office.remove", key, before, None)


def services_at(corpus: Corpus, agency: str) -> dict[str, list[tuple[str, Localized]]]:
    """By office: the services that name it, each with its name; under an empty key those that name no office."""
    found: dict[str, list[tuple[str, Localized]]] = {}
    for service in corpus.offered(agency).values():
        for office in service.document.get("where", {}).get("offices", ()) or [""]:
            found.setdefault(office, []).append((service.key, service.document["name"]))
    return found


def _locked(agency: Agency, key: str) -> Office:
    Agency.objects.select_for_update().get(pk=agency.pk)
    office = Office.objects.filter(agency=agency, key=key).prefetch_related("intervals", "closures").first()
    if office is None:
        raise UnknownService
    return office
