"""What colleagues write to each other about a handoff. It is no message, so nothing that sends messages ever meets it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from bot.desk import announcing
from bot.desk.models import Handoff, InternalNote
from bot.privacy.masking import mask_identity_numbers
from bot.staff.context import name_of

LONGEST = 4000


def add_note(handoff: Handoff, user: User, text: str, name: str = "") -> InternalNote:
    """Store a note, with identity numbers masked. `name`: who wrote it, where the account stands for several people."""
    with transaction.atomic():
        note = InternalNote.objects.create(
            handoff=handoff, author=user, author_name=(name or name_of(user))[:200], text=mask_identity_numbers(text[:LONGEST]).text
        )
        announcing.handoff_changed(handoff)
    return note
