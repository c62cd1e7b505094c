"""A publication taken back: the bot answers as before it, and what was published is a draft again."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from bot.catalogue.editing.audit import record
from bot.catalogue.editing.content import content_from
from bot.catalogue.editing.errors import WrongState
from bot.catalogue.editing.live import put_live
from bot.catalogue.editing.replaced import replaced_by
from bot.catalogue.editing.versions import NO_VERSION, State, add, locked, move, standing, version_of, versions
from bot.catalogue.models import Agency, ServiceVersion


@transaction.atomic
def undo_publish(agency: Agency, key: str, number: int, by: User | None) -> ServiceVersion:
    """Take the publication of a version back; returns the draft that it becomes.

    Raises:
        UnknownService: there is no such version.
        WrongState: it is not the published one any more, or a colleague has begun another draft.
    """
    at = locked(agency, key)
    version = version_of(agency, key, number)
    if at.open is not None:
        raise WrongState(at.open.state)
    move(version, (State.PUBLISHED,), State.SUPERSEDED)
    before = replaced_by(versions(agency, key), version)
    content = content_from(version.content)
    if before is not None:
        move(before, (State.SUPERSEDED,), State.PUBLISHED)
    put_live(agency, content_from(before.content if before is not None else {"key": key}))
    draft = add(agency, key, standing(agency, key), content, by, NO_VERSION if before is None else before.number)
    record(by, agency, "service.undo_publish", key, content, None if before is None else before.content)
    return draft
