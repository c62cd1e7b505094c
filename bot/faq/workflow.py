"""The life of a version: draft, in review, published; each step is one transaction, is audited, and is refused when out of turn.

create_draft ──► draft ──submit_for_review──► in_review ──publish──► published ──(the next one)──► superseded
                   ▲  ◄─────save_draft──────── │   │
                   │                            │   └─return_to_author─► returned ──save_draft──► draft
                   └── publish is possible from a draft, too
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.catalogue.models.agency import KEY_VALIDATOR
from bot.faq.audit import record
from bot.faq.checks.alone import errors_of
from bot.faq.content import Content, content_from
from bot.faq.errors import EditedMeanwhile, HasErrors, KeyTaken, NoteMissing, WrongKey, WrongState
from bot.faq.live import put_live
from bot.faq.models import Faq, FaqVersion
from bot.faq.versions import NO_VERSION, Standing, State, add, content_at, locked, move, standing, version_of
from bot.staff.context import name_kept

_LONGEST_KEY = 40


@transaction.atomic
def create_draft(agency: Agency, key: str, values: Mapping[str, Any], by: User | None) -> FaqVersion:
    """Begin a new FAQ; the bot knows nothing of it until it is published.

    Raises:
        WrongKey: the key cannot be used.
        KeyTaken: the agency has an FAQ of this key.
    """
    if len(key) > _LONGEST_KEY or not re.fullmatch(KEY_VALIDATOR.regex, key):
        raise WrongKey
    faq = row_for_draft(agency, key)
    version = add(faq, standing(faq), content_from(values), by, NO_VERSION)
    record(by, agency, "create_draft", key, None, version.content)
    return version


def row_for_draft(agency: Agency, key: str) -> Faq:
    """The agency's row of a key that it does not state itself, made when there is none; the agency is locked.

    Raises:
        KeyTaken: the agency states an FAQ of this key, or has a draft of it.
    """
    Agency.objects.select_for_update().get(pk=agency.pk)
    # Not by get_or_create, whose signal would have every process read the catalogue anew for a draft that it passes over.
    fresh = Faq(agency=agency, key=key, question={}, answer={}, published=False, inherits=True)
    Faq.objects.bulk_create([fresh], ignore_conflicts=True)
    faq = Faq.objects.select_related("agency").get(agency=agency, key=key)
    if not faq.inherits or standing(faq).open is not None:
        raise KeyTaken
    return faq


@transaction.atomic
def save_draft(faq: Faq, values: Mapping[str, Any], by: User | None, *, based_on: int, merged: int | None = None) -> FaqVersion:
    """Store a draft. `based_on` is the version that the editor began with (`Standing.number`).

    `merged` is the published version that the editor has taken in since, as an `EditedMeanwhile` named it. A draft that says what the
    open one says already is that one.

    Raises:
        UnknownFaq: the FAQ is gone.
        EditedMeanwhile: there is a newer version, or a newer one was published than the draft knows.
    """
    faq = locked(faq)
    at = standing(faq)
    content = content_from(values)
    _refuse_if_edited(faq, at, content, based_on, merged)
    if at.open is not None and at.open.state == State.DRAFT and at.open.content == content and merged is None:
        return at.open
    before = at.current
    version = add(faq, at, content, by, at.published.number if at.published is not None else NO_VERSION)
    record(by, faq.agency, "save_draft", faq.key, None if before is None else before.content, content)
    return version


def _refuse_if_edited(faq: Faq, at: Standing, content: Content, based_on: int, merged: int | None) -> None:
    current = at.current
    if current is not None and current.number != based_on and current.number != merged:
        raise _edited(content, current, content_at(faq, based_on))
    if at.open is not None:
        _refuse_if_published_since(faq, at, at.open, content, merged)


def _refuse_if_published_since(faq: Faq, at: Standing, draft: FaqVersion, content: Content, merged: int | None) -> None:
    if at.published is not None and at.published.number not in (draft.base, merged):
        raise _edited(content, at.published, content_at(faq, draft.base))


def _edited(mine: Content, theirs: FaqVersion, base: Content | None) -> EditedMeanwhile:
    published = theirs.state == State.PUBLISHED
    return EditedMeanwhile(mine, theirs.content, base, theirs.number, theirs.author_name, published=published)


@transaction.atomic
def submit_for_review(faq: Faq, number: int, by: User | None) -> FaqVersion:
    """Ask a reviewer to look at the draft.

    Raises:
        UnknownFaq: there is no such version.
        WrongState: it is no draft.
    """
    return _step(faq, number, by, "submit_for_review", (State.DRAFT,), State.IN_REVIEW)


@transaction.atomic
def return_to_author(faq: Faq, number: int, by: User | None, note: str) -> FaqVersion:
    """Give the version back to its author, with what is to be changed.

    Raises:
        UnknownFaq: there is no such version.
        NoteMissing: the note is empty.
        WrongState: it is not in review.
    """
    if not note.strip():
        raise NoteMissing
    fields = {"note": note.strip(), "reviewer": by, "reviewer_name": name_kept(by)}
    return _step(faq, number, by, "return_to_author", (State.IN_REVIEW,), State.RETURNED, **fields)


def _step(faq: Faq, number: int, by: User | None, action: str, allowed: tuple[State, ...], to: State, **fields: Any) -> FaqVersion:
    faq = locked(faq)
    version = version_of(faq, number)
    before = {"version": number, "state": version.state}
    move(version, allowed, to, **fields)
    note = {"note": fields["note"]} if "note" in fields else {}
    record(by, faq.agency, action, faq.key, before, {"version": number, "state": str(to), **note})
    return version_of(faq, number)


@transaction.atomic
def publish(faq: Faq, number: int, by: User | None) -> FaqVersion:
    """Let the bot answer with this version from its next message on.

    Raises:
        UnknownFaq: there is no such version.
        WrongState: it is neither a draft nor in review.
        EditedMeanwhile: something else was published since the draft was begun.
        HasErrors: it cannot be published as it is.
    """
    faq = locked(faq)
    at = standing(faq)
    version = version_of(faq, number)
    if version.state not in (State.DRAFT, State.IN_REVIEW):
        raise WrongState(version.state)
    _refuse_if_published_since(faq, at, version, version.content, None)
    if errors := errors_of(faq.key, version.content):
        raise HasErrors(errors)
    # The constraint allows one published version: the earlier one steps back first.
    if at.published is not None:
        move(at.published, (State.PUBLISHED,), State.SUPERSEDED)
    fields = {"reviewer": by, "reviewer_name": name_kept(by), "out_of_archive": faq.archived}
    move(version, (State.DRAFT, State.IN_REVIEW), State.PUBLISHED, published_at=timezone.now(), **fields)
    put_live(faq.agency, {faq.key: version.content})
    record(by, faq.agency, "publish", faq.key, None if at.published is None else at.published.content, version.content)
    return version_of(faq, number)


@transaction.atomic
def discard_draft(faq: Faq, number: int, by: User | None) -> None:
    """Give the open version up; an FAQ that was never published is gone with it.

    Raises:
        UnknownFaq: there is no such version.
        WrongState: it is not open.
    """
    faq = locked(faq)
    version = version_of(faq, number)
    move(version, FaqVersion.OPEN, State.SUPERSEDED)
    record(by, faq.agency, "discard_draft", faq.key, version.content, None)
    if faq.inherits and not faq.versions.filter(published_at__isnull=False).exists():
        faq.delete()


@transaction.atomic
def restore_version(faq: Faq, number: int, by: User | None) -> FaqVersion:
    """Make a draft of what an earlier version said, in place of the open version if there is one.

    Raises:
        UnknownFaq: there is no such version.
    """
    faq = locked(faq)
    at = standing(faq)
    content = content_from(version_of(faq, number).content)
    base = at.published.number if at.published is not None else NO_VERSION
    version = add(faq, at, content, by, base)
    record(by, faq.agency, "restore_version", faq.key, None if at.current is None else at.current.content, content)
    return version
