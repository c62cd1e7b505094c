"""The life of a version: draft, in review, published; each step is one transaction, is audited, and is refused when out of turn.

save_draft ──► draft ──submit_for_review──► in_review ──publish──► published ──(the next one)──► superseded
                ▲  ◄────save_draft──────────  │   │
                │                             │   └─return_to_author─► returned ──save_draft──► draft
                └── publish is possible from a draft, too
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from bot.catalogue.editing.audit import record
from bot.catalogue.editing.checks import findings
from bot.catalogue.editing.content import Content, content_from
from bot.catalogue.editing.errors import (
    EditedMeanwhile,
    HasContradictions,
    HasErrors,
    HoldsPersonalNumbers,
    KeyTaken,
    NoteMissing,
    WrongKey,
    WrongState,
)
from bot.catalogue.editing.finding import Severity
from bot.catalogue.editing.live import put_live
from bot.catalogue.editing.persons import must_not_be_kept
from bot.catalogue.editing.surroundings import corpus_of, inherited
from bot.catalogue.editing.today_fee import states_first_day, with_todays_fee
from bot.catalogue.editing.versions import NO_VERSION, Standing, State, add, content_at, locked, move, standing, version_of
from bot.catalogue.models import Agency, Service, ServiceVersion
from bot.catalogue.models.agency import KEY_VALIDATOR
from bot.staff.context import name_kept

_LONGEST_KEY = 40


@transaction.atomic
def create_draft(agency: Agency, values: Mapping[str, Any], by: User | None) -> ServiceVersion:
    """Begin a service that neither the agency nor one above has; the bot knows nothing of it until it is published.

    Raises:
        WrongKey: the key cannot be used.
        KeyTaken: there is a service of this key.
        HoldsPersonalNumbers: somebody's own number stands in a text.
    """
    key = str(values["key"])
    if len(key) > _LONGEST_KEY or not re.fullmatch(KEY_VALIDATOR.regex, key):
        raise WrongKey
    at = locked(agency, key)
    if at.current is not None or Service.objects.filter(agency__in=agency.lineage, key=key).exists():
        raise KeyTaken
    return _drafted(agency, key, at, content_from(values), by)


@transaction.atomic
def save_draft(
    agency: Agency, key: str, values: Mapping[str, Any], by: User | None, *, based_on: int, merged: int | None = None
) -> ServiceVersion:
    """Store a draft. `based_on` is the version that the editor began with (`Standing.number`).

    `merged` is the version that the editor has taken in since, as an `EditedMeanwhile` named it. A draft that says what the open one
    says already is that one. Where a fee begins on a day, the draft states the one before it until then (`today_fee`).

    Raises:
        HoldsPersonalNumbers: somebody's own number stands in a text.
        EditedMeanwhile: there is a newer version, or a newer one was published than the draft knows.
    """
    Agency.objects.select_for_update().get(pk=agency.pk)
    seen = standing(agency, key)
    at = locked(agency, key)
    if seen.open is None and seen.number == based_on:
        # What was stored past the versions has only now become one: the editor has seen it already.
        based_on = at.number
    content = content_from({**values, "key": key})
    current = at.current
    if current is not None and current.number not in (based_on, merged):
        raise _edited(content, current, content_at(agency, key, based_on))
    if at.open is not None:
        _refuse_if_published_since(at, at.open, content, merged)
    content = _with_todays_fee(agency, key, at, content)
    if at.open is not None and at.open.state == State.DRAFT and at.open.content == content and merged is None:
        return at.open
    return _drafted(agency, key, at, content, by)


def _with_todays_fee(agency: Agency, key: str, at: Standing, content: Content) -> Content:
    if not states_first_day(content):
        return content
    above = inherited(corpus_of(agency), agency, key)
    before = {**(above.document if above is not None else {}), **(at.published.content if at.published is not None else {})}
    previous = at.current.content if at.current is not None else before
    return with_todays_fee(content, before, previous, timezone.localdate())


def _drafted(agency: Agency, key: str, at: Standing, content: Content, by: User | None) -> ServiceVersion:
    if found := must_not_be_kept(content):
        raise HoldsPersonalNumbers(found)
    version = add(agency, key, at, content, by, at.published.number if at.published is not None else NO_VERSION)
    record(by, agency, "service.save_draft", key, None if at.current is None else at.current.content, content)
    return version


def _refuse_if_published_since(at: Standing, draft: ServiceVersion, content: Content, merged: int | None) -> None:
    if at.published is not None and at.published.number not in (draft.base, merged):
        raise _edited(content, at.published, content_at(draft.agency, draft.service, draft.base))


def _edited(mine: Content, theirs: ServiceVersion, base: Content | None) -> EditedMeanwhile:
    published = theirs.state == State.PUBLISHED
    return EditedMeanwhile(mine, theirs.content, base, theirs.number, theirs.author_name, published=published)


@transaction.atomic
def submit_for_review(agency: Agency, key: str, number: int, by: User | None) -> None:
    """Ask a reviewer to look at the draft.

    Raises:
        UnknownService: there is no such version.
        WrongState: it is no draft.
    """
    _step(agency, key, number, by, "service.submit_for_review", (State.DRAFT,), State.IN_REVIEW)


@transaction.atomic
def return_to_author(agency: Agency, key: str, number: int, by: User | None, note: str) -> None:
    """Give the version back to its author, with what is to be changed.

    Raises:
        UnknownService: there is no such version.
        NoteMissing: the note is empty.
        WrongState: it is not in review.
    """
    if not note.strip():
        raise NoteMissing
    fields = {"note": note.strip(), "reviewer": by, "reviewer_name": name_kept(by)}
    _step(agency, key, number, by, "service.return_to_author", (State.IN_REVIEW,), State.RETURNED, **fields)


def _step(
    agency: Agency, key: str, number: int, by: User | None, action: str, allowed: tuple[State, ...], to: State, **fields: Any
) -> None:
    locked(agency, key)
    version = version_of(agency, key, number)
    before = {"version": number, "state": version.state}
    move(version, allowed, to, **fields)
    note = {"note": fields["note"]} if "note" in fields else {}
    record(by, agency, action, key, before, {"version": number, "state": str(to), **note})


@transaction.atomic
def publish(agency: Agency, key: str, number: int, by: User | None, *, confirmed: bool = False) -> ServiceVersion:
    """Let the bot answer with this version from its next message on. `confirmed`: somebody has looked at what does not agree.

    Raises:
        UnknownService: there is no such version.
        WrongState: it is neither a draft nor in review.
        EditedMeanwhile: something else was published since the draft was begun.
        HasErrors: it cannot be published as it is.
        HasContradictions: it is not `confirmed`.
    """
    at = locked(agency, key)
    version = version_of(agency, key, number)
    if version.state not in (State.DRAFT, State.IN_REVIEW):
        raise WrongState(version.state)
    _refuse_if_published_since(at, version, version.content, None)
    found = findings(agency, version.content)
    if errors := [one for one in found if one.severity == Severity.ERROR]:
        raise HasErrors(errors)
    if not confirmed and (contradictions := [one for one in found if one.severity == Severity.CONTRADICTION]):
        raise HasContradictions(contradictions)
    # The constraint allows one published version: the earlier one steps back first.
    if at.published is not None:
        move(at.published, (State.PUBLISHED,), State.SUPERSEDED)
    move(
        version,
        (State.DRAFT, State.IN_REVIEW),
        State.PUBLISHED,
        published_at=timezone.now(),
        reviewer=by,
        reviewer_name=name_kept(by),
    )
    put_live(agency, version.content)
    record(by, agency, "service.publish", key, None if at.published is None else at.published.content, version.content)
    return version_of(agency, key, number)


@transaction.atomic
def discard_draft(agency: Agency, key: str, number: int, by: User | None) -> None:
    """Give the open version up; what is published stays.

    Raises:
        UnknownService: there is no such version.
        WrongState: it is not open.
    """
    locked(agency, key)
    version = version_of(agency, key, number)
    move(version, ServiceVersion.OPEN, State.SUPERSEDED)
    record(by, agency, "service.discard_draft", key, version.content, None)


@transaction.atomic
def restore_version(agency: Agency, key: str, number: int, by: User | None) -> ServiceVersion:
    """Make a draft of what an earlier version said, in place of the open version if there is one.

    Raises:
        UnknownService: there is no such version.
    """
    at = locked(agency, key)
    content = content_from(version_of(agency, key, number).content)
    base = at.published.number if at.published is not None else NO_VERSION
    version = add(agency, key, at, content, by, base)
    record(by, agency, "service.restore_version", key, None if at.current is None else at.current.content, content)
    return version
