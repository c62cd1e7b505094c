"""Identifiers for other systems: the same record has the same one in every export and on every machine."""

from __future__ import annotations

import uuid

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://citizen-service-assistant.example/catalogue")


def identifier(*parts: str | int) -> str:
    """The UUID (version 5) of the record that these parts name, for example an agency's key and a service's key."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(str(part) for part in parts)))


def agency_id(agency: str) -> str:
    """The identifier of an agency."""
    return identifier("agency", agency)


def service_id(agency: str, service: str) -> str:
    """The identifier of a service as that agency offers it."""
    return identifier("service", agency, service)


def office_id(agency: str, office: str) -> str:
    """The identifier of an office, of the agency that it belongs to."""
    return identifier("office", agency, office)
