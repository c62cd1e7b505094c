"""What a file brings, as drafts for staff to look at and publish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from bot.catalogue.editing.workflow import save_draft
from bot.catalogue.models import Agency


@transaction.atomic
def store_drafts(agency: Agency, documents: Iterable[Mapping[str, Any]], numbers: Mapping[str, int], by: User | None) -> int:
    """Save each record as a draft, all of them or none, and return how many there were. `numbers`: the versions that were looked at.

    Raises:
        EditedMeanwhile: one of the services has changed since.
        HoldsPersonalNumbers: somebody's own number stands in a text.
    """
    count = 0
    for document in documents:
        save_draft(agency, document["key"], document, by, based_on=numbers[document["key"]])
        count += 1
    return count
