"""The catalogue's tables."""

from bot.catalogue.models.agency import Agency, Closure, LifeEvent, LifeEventStep, Office, OpeningInterval
from bot.catalogue.models.revision import LoadedFile, Revision
from bot.catalogue.models.service import Fee, LegalBasis, Phrase, Service
from bot.catalogue.models.version import ServiceVersion

__all__ = [
    "Agency",
    "Closure",
    "Fee",
    "LegalBasis",
    "LifeEvent",
    "LifeEventStep",
    "LoadedFile",
    "Office",
    "OpeningInterval",
    "Phrase",
    "Revision",
    "Service",
    "ServiceVersion",
]
