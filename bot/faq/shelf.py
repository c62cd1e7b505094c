"""FAQ that an agency puts away, takes out again, or answers differently from the agencies above it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from bot.catalogue import revision
from bot.catalogue.models import Agency
from bot.faq.audit import record
from bot.faq.content import Content, content_from, content_of
from bot.faq.errors import NothingInherited, WrongState
from bot.faq.live import put_live
from bot.faq.models import Faq, FaqVersion
from bot.faq.versions import NO_VERSION, State, add, locked, move, standing, version_of
from bot.faq.workflow import row_for_draft


@transaction.atomic
def archive(faq: Faq, by: User | None) -> None:
    """Put an FAQ away: the bot answers neither with it nor with an inherited one of its key.

    Raises:
        UnknownFaq: it is gone.
        WrongState: it is put away already, or was never published.
    """
    _put(locked(faq), by, "archive", archived=True)


@transaction.atomic
def restore_archived(faq: Faq, by: User | None) -> None:
    """Take an FAQ out again: the bot answers with what was published last.

    Raises:
        UnknownFaq: it is gone.
        WrongState: it is not put away.
    """
    _put(locked(faq), by, "restore_archived", archived=False)


def _put(faq: Faq, by: User | None, action: str, *, archived: bool) -> None:
    if not Faq.objects.filter(pk=faq.pk, archived=not archived, inherits=False).update(archived=archived):
        raise WrongState("inherits" if faq.inherits else "archived" if faq.archived else "published")
    revision.advance()
    record(by, faq.agency, action, faq.key, {"archived": not archived}, {"archived": archived})


@transaction.atomic
def override_inherited(agency: Agency, key: str, by: User | None) -> FaqVersion:
    """Begin an FAQ of the agency's own in place of an inherited one, with the inherited content; that answers until it is published.

    Raises:
        NothingInherited: no agency above answers an FAQ of this key.
        KeyTaken: the agency has its own already, or a draft of it.
    """
    inherited = _inherited(agency, key)
    faq = row_for_draft(agency, key)
    version = add(faq, standing(faq), content_of(inherited), by, NO_VERSION)
    record(by, agency, "override_inherited", key, {"owner": inherited.agency.key}, version.content)
    return version


@dataclass(frozen=True)
class GivenUp:
    """What an agency said itself before it returned to the inherited answer: numbers of versions, 0 for none."""

    published: int
    draft: int
    archived: bool


@transaction.atomic
def return_to_inherited(faq: Faq, by: User | None) -> GivenUp:
    """Answer again as the agencies above do; the agency's own versions are kept, its open one is given up.

    Raises:
        UnknownFaq: it is gone.
        NothingInherited: no agency above answers an FAQ of this key.
        WrongState: the inherited one answers already.
    """
    faq = locked(faq)
    inherited = _inherited(faq.agency, faq.key)
    at = standing(faq)
    if not Faq.objects.filter(pk=faq.pk, inherits=False).update(inherits=True, published=False, archived=False):
        raise WrongState("inherits")
    if at.open is not None:
        move(at.open, FaqVersion.OPEN, State.SUPERSEDED)
    if at.published is not None:
        move(at.published, (State.PUBLISHED,), State.SUPERSEDED)
    revision.advance()
    before = None if at.published is None else at.published.content
    record(by, faq.agency, "return_to_inherited", faq.key, before, {"owner": inherited.agency.key})
    published, draft = (version.number if version is not None else 0 for version in (at.published, at.open))
    return GivenUp(published, draft, faq.archived)


@transaction.atomic
def undo_return(faq: Faq, given_up: GivenUp, by: User | None) -> None:
    """Take a return to the inherited answer back: the agency's own answers again, and its draft is there again.

    Raises:
        UnknownFaq: it is gone, or has no such version.
        WrongState: somebody has begun another answer since, or what is to answer again never did.
    """
    faq = locked(faq)
    at = standing(faq)
    if not faq.inherits or at.open is not None:
        raise WrongState(at.open.state if at.open is not None else "published")
    after: Content | None = None
    if given_up.published:
        version = version_of(faq, given_up.published)
        if version.published_at is None:
            raise WrongState(version.state)
        move(version, (State.SUPERSEDED,), State.PUBLISHED)
        put_live(faq.agency, {faq.key: content_from(version.content)})
        if given_up.archived:
            Faq.objects.filter(pk=faq.pk).update(archived=True)
        after = version.content
    if given_up.draft:
        move(version_of(faq, given_up.draft), (State.SUPERSEDED,), State.DRAFT)
    revision.advance()
    record(by, faq.agency, "undo_return", faq.key, None, after)


def _inherited(agency: Agency, key: str) -> Faq:
    """The FAQ that the agency would answer if it had none of its own, on a day or other."""
    above = agency.lineage[1:]
    rows = Faq.objects.filter(agency__in=above, key=key, inherits=False).select_related("agency").prefetch_related("variants", "tags")
    by_agency = {row.agency_id: row for row in rows}
    for ancestor in above:
        if (row := by_agency.get(ancestor.pk)) is not None:
            if row.published and not row.archived:
                return row
            break
    raise NothingInherited
