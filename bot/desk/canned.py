"""Prepared answers: the ones that can be said to a citizen now, with their variables filled, and changing them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from bot.catalogue.models import Agency
from bot.desk import words  # noqa: F401 - the words are declared by loading them
from bot.desk.models import CannedReply
from bot.languages import LANGUAGES, say
from bot.staff import audit
from bot.staff.context import StaffContext

VARIABLES = ("operator", "agency", "unit", "service", "contact")
_BLANK = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True)
class Prepared:
    """One answer in the citizen's language, and the same for an operator who reads another. `missing`: variables without a value."""

    number: int
    shortcut: str
    title: str
    text: str
    own_text: str
    missing: tuple[str, ...]


def unknown_variables(text: str) -> list[str]:
    """The names in braces that are no variable."""
    return [name for name in dict.fromkeys(_BLANK.findall(text)) if name not in VARIABLES]


def fill(text: str, values: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The text with its variables filled, and the names of those that have no value and stay as they are."""
    missing = tuple(dict.fromkeys(name for name in _BLANK.findall(text) if name in VARIABLES and not values.get(name)))
    return _BLANK.sub(lambda found: values.get(found[1]) or found[0], text), missing


def prepared_for(agency: Agency, citizen: str, operator: str, values: Mapping[str, str], own_values: Mapping[str, str]) -> list[Prepared]:
    """What exists in the citizen's language, the most used first."""
    found = []
    for row in CannedReply.objects.filter(agency=agency).order_by("-used", "shortcut"):
        if not say(row.text, citizen):
            continue
        text, missing = fill(say(row.text, citizen), values)
        own = fill(say(row.text, operator), own_values)[0] if operator != citizen else ""
        title = say(row.title, operator) or next((row.title[one] for one in LANGUAGES if row.title.get(one)), row.shortcut)
        found.append(Prepared(row.pk, row.shortcut, title, text, own, missing))
    return found


def note_use(agency: Agency, numbers: Sequence[int]) -> None:
    """Count that these were said."""
    if numbers:
        CannedReply.objects.filter(agency=agency, pk__in=numbers).update(used=F("used") + 1)


def store_canned(by: StaffContext, reply: CannedReply) -> None:
    """Store a new or changed answer."""
    with transaction.atomic():
        before = _as_record(CannedReply.objects.get(pk=reply.pk)) if reply.pk else None
        reply.agency = by.agency
        reply.save()
        after = _as_record(reply)
        if before != after:
            audit.record(by, by.agency, "canned.stored", "canned", reply.shortcut, before, after)


def remove_canned(by: StaffContext, reply: CannedReply) -> None:
    """Remove an answer."""
    with transaction.atomic():
        audit.record(by, by.agency, "canned.removed", "canned", reply.shortcut, _as_record(reply))
        reply.delete()


def _as_record(reply: CannedReply) -> dict[str, object]:
    return {"shortcut": reply.shortcut, "title": reply.title, "text": reply.text}
