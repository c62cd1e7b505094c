"""Where a question goes when staff have decided, and how it is taken out again. Each runs inside the transaction of the decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from bot.catalogue.models import Agency, Phrase, Service
from bot.catalogue.models.service import JSON_FACETS
from bot.questions.faq_destination import add_to_faq, make_faq, take_out_of_faq
from bot.questions.models import TrainingExample
from bot.questions.names import SERVICE, destinations
from bot.questions.problems import NotPossible
from bot.staff.context import StaffContext

Resolution = dict[str, Any]
OUT_OF_SCOPE = "out_of_scope"

__all__ = ["OUT_OF_SCOPE", "Resolution", "add_to_faq", "add_to_service", "keep_as_out_of_scope", "make_faq", "take_back"]


def add_to_service(by: StaffContext, key: str, language: str, text: str) -> Resolution:
    """Make the text an example of a service; the bot links with it from its next message on.

    Raises:
        NotPossible: the agency does not offer the service.
    """
    Agency.objects.select_for_update().get(pk=by.agency.pk)
    if (SERVICE, key) not in destinations(by.agency, [(SERVICE, key)]):
        raise NotPossible(_("Your agency does not offer this service any more."))
    known = Phrase.objects.filter(
        service__agency__in=by.agency.lineage, service__key=key, kind=Phrase.Kind.EXAMPLE, language=language, text=text
    ).exists()
    made = False
    if not known:
        # The record of an inherited service states nothing but the example, so everything else stays inherited.
        service, made = Service.objects.get_or_create(agency=by.agency, key=key)
        Phrase.objects.create(service=service, kind=Phrase.Kind.EXAMPLE, language=language, text=text)
    return {"kind": "service", "key": key, "language": language, "text": text, "added": not known, "record_made": made, "published": True}


def keep_as_out_of_scope(by: StaffContext, language: str, text: str) -> Resolution:
    """Keep the text for the next training, as a question that is none of the agency's business."""
    example, added = TrainingExample.objects.get_or_create(
        agency=by.agency, language=language, text=text, defaults={"intent": OUT_OF_SCOPE, "author": by.user}
    )
    before = example.intent
    if before != OUT_OF_SCOPE:
        TrainingExample.objects.filter(pk=example.pk).update(intent=OUT_OF_SCOPE)
    return {"kind": OUT_OF_SCOPE, "example": example.pk, "text": text, "added": added, "intent_before": None if added else before}


def take_back(by: StaffContext, resolution: Mapping[str, Any]) -> None:
    """Undo what a decision has added; what was there before stays.

    Raises:
        NotPossible: somebody else has built on it since, or it needs a permission that the person does not have.
    """
    kind = resolution.get("kind")
    if kind in ("faq", "new_faq"):
        take_out_of_faq(by, resolution)
    elif kind == "service" and resolution["added"]:
        _take_out_of_service(by, resolution)
    elif kind == OUT_OF_SCOPE:
        example = TrainingExample.objects.filter(pk=resolution["example"], agency=by.agency)
        if resolution["added"]:
            example.delete()
        elif resolution["intent_before"] != OUT_OF_SCOPE:
            example.update(intent=resolution["intent_before"])


def _take_out_of_service(by: StaffContext, resolution: Mapping[str, Any]) -> None:
    service = Service.objects.filter(agency=by.agency, key=resolution["key"]).first()
    if service is None:
        return
    example = service.phrases.filter(kind=Phrase.Kind.EXAMPLE, language=resolution["language"], text=resolution["text"]).first()
    if example is not None:
        # One by one and not as a query set: each deletion tells every process that the catalogue has changed.
        example.delete()
    says_nothing = not service.hidden and not service.category and all(getattr(service, name) in (None, [], {}) for name in JSON_FACETS)
    if (
        resolution.get("record_made")
        and says_nothing
        and not (service.phrases.exists() or service.fees.exists() or service.legal_basis.exists())
    ):
        service.delete()
