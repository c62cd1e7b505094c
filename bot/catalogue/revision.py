"""When the catalogue or the FAQ changes, the revision grows, and every process notices at its next message."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Model
from django.db.models.signals import post_delete, post_save

from bot.catalogue.models import (
    Agency,
    Closure,
    Fee,
    LegalBasis,
    LifeEvent,
    LifeEventStep,
    Office,
    OpeningInterval,
    Phrase,
    Revision,
    Service,
)

_WATCHED: tuple[type[Model], ...] = (Agency, Office, OpeningInterval, Closure, LifeEvent, LifeEventStep, Service, Fee, LegalBasis, Phrase)


def current() -> int:
    """The revision that the database holds now; 0 when nothing was ever stored."""
    return Revision.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def advance() -> None:
    """Tell every process that what the bot knows has changed. Bulk writes, which send no signal, must call it themselves."""
    if not Revision.objects.filter(pk=1).update(number=F("number") + 1):
        _, created = Revision.objects.get_or_create(pk=1, defaults={"number": 1})
        if not created:
            Revision.objects.filter(pk=1).update(number=F("number") + 1)


def _on_change(**_: Any) -> None:
    advance()


def watch_changes(*models: type[Model]) -> None:
    """Advance the revision whenever a row of these tables (by default the catalogue's) is saved or deleted."""
    for model in models or _WATCHED:
        for signal in (post_save, post_delete):
            signal.connect(_on_change, sender=model, dispatch_uid=f"revision-{model._meta.label}-{id(signal)}")
