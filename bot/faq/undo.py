"""A publication taken back: the bot answers as before it, and what was published is a draft again."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from bot.catalogue import revision
from bot.catalogue.editing import replaced
from bot.faq.audit import record
from bot.faq.content import content_from
from bot.faq.errors import WrongState
from bot.faq.live import put_live
from bot.faq.models import Faq, FaqVersion
from bot.faq.versions import NO_VERSION, Standing, State, add, locked, move, standing, version_of


def can_be_taken_back(faq: Faq, at: Standing) -> bool:
    """Whether the agency's own answer is in use, and its last publication can be taken back (`bot.catalogue.editing.replaced`)."""
    return not (faq.archived or faq.inherits) and replaced.can_be_taken_back(faq.versions.all(), at.published, at.open)


@transaction.atomic
def undo_publish(faq: Faq, number: int, by: User | None) -> FaqVersion:
    """Take the publication of a version back, also into the archive out of which it came; returns the draft that it becomes.

    Raises:
        UnknownFaq: there is no such version.
        WrongState: it is not the published one any more, or a colleague has begun another draft.
    """
    faq = locked(faq)
    at = standing(faq)
    version = version_of(faq, number)
    if at.open is not None:
        raise WrongState(at.open.state)
    move(version, (State.PUBLISHED,), State.SUPERSEDED)
    before = replaced.replaced_by(faq.versions.all(), version)
    content = content_from(version.content)
    base = NO_VERSION
    if before is not None:
        move(before, (State.SUPERSEDED,), State.PUBLISHED)
        put_live(faq.agency, {faq.key: content_from(before.content)})
        if version.out_of_archive:
            Faq.objects.filter(pk=faq.pk).update(archived=True)
        base = before.number
    else:
        Faq.objects.filter(pk=faq.pk).update(inherits=True, published=False, archived=False)
        revision.advance()
    draft = add(faq, standing(faq), content, by, base)
    record(by, faq.agency, "undo_publish", faq.key, content, None if before is None else before.content)
    return draft
