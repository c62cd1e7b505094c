"""The agencies of a demo: those of the database, with their services, FAQ and citizens' own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.catalogue.merge import agency_view
from bot.catalogue.models import Agency
from bot.languages import LANGUAGES, Language, say
from channels import registry
from channels.webchat import WebChat


@dataclass(frozen=True)
class DemoAgency:
    """An agency and what people ask it; `services` in the order in which they are asked for, with examples by language."""

    number: int
    key: str
    timezone: str
    language: Language
    services: tuple[tuple[str, Mapping[Language, tuple[str, ...]]], ...]
    faq: tuple[str, ...]
    channels: tuple[str, ...]


def agencies() -> list[DemoAgency]:
    """Every agency that citizens write to and that offers a service."""
    found = []
    for record in Agency.objects.exclude(kind=Agency.Kind.NATIONAL).order_by("key"):
        view = agency_view(record.key)
        services = tuple(
            (service.key, {one: service.examples.get(one) or (say(service.name, one),) for one in LANGUAGES})
            for service in view.services.values()
        )
        if services:
            found.append(
                DemoAgency(
                    record.pk,
                    record.key,
                    record.timezone,
                    _language(record),
                    services,
                    tuple(view.faq),
                    (WebChat.name, *registry.names()),
                )
            )
    return found


def _language(agency: Agency) -> Language:
    return "ja" if agency.default_language == "ja" else "id"
