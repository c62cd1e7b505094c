"""Words by which handoffs are found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from bot.catalogue.models import Agency
from bot.desk import announcing
from bot.desk.models import Handoff
from bot.privacy.masking import mask_identity_numbers

MOST, LONGEST = 10, 40
_LOOKED_AT = 500


def as_tags(text: str) -> list[str]:
    """The tags in a text in which commas or line breaks part them: in small letters, each once, without identity numbers."""
    pieces = text.replace("、", ",").replace("\n", ",").split(",")
    tidy = (" ".join(mask_identity_numbers(piece).text.split()).lower()[:LONGEST] for piece in pieces)
    return list(dict.fromkeys(tag for tag in tidy if tag))[:MOST]


def set_tags(handoff: Handoff, tags: Iterable[str]) -> None:
    """Give the handoff these tags."""
    with transaction.atomic():
        Handoff.objects.filter(pk=handoff.pk).update(tags=list(tags))
        announcing.handoff_changed(handoff)


def usual_tags(agency: Agency) -> list[str]:
    """The tags that the agency used most among its latest handoffs."""
    latest = Handoff.objects.filter(agency=agency).order_by("-id").values_list("tags", flat=True)[:_LOOKED_AT]
    return [tag for tag, _count in Counter(tag for tags in latest for tag in tags).most_common(30)]
