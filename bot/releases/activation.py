"""Changing which release answers: a compare-and-set with what the person saw, so that of two people at once one is told."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from bot.releases import second_person
from bot.releases.active import ROW, active, last_activation
from bot.releases.files import check_usable
from bot.releases.models import Activation, ActiveRelease, Release
from bot.releases.problems import ChangedMeanwhile, ReleaseUnusable
from bot.releases.retention import drop_old_files
from bot.staff import audit
from bot.staff.context import StaffContext, name_of

_Reason = Activation.Reason


def activate(by: StaffContext, release: Release, seen: int, *, confirmed_alone: bool = False) -> None:
    """Let a release answer. `seen` is the version of the active release that the page showed.

    Raises:
        NeedsSecondPerson: the person asked for its training themselves.
        ReleaseUnusable: it cannot answer.
        ChangedMeanwhile: another one answers since.
    """
    alone = second_person.check(by, release, confirmed_alone=confirmed_alone)
    check_usable(release)
    _change(release, seen, _Reason.ACTIVATED, by, alone=alone)


def target_of_return() -> tuple[bool, Release | None]:
    """Whether there is a way back, and to which release it leads; None is the model of the files.

    A release that cannot answer any more is passed over: of an earlier program, or without its files.
    """
    here = active().release
    passed = set()
    while here is not None:
        passed.add(here.pk)
        # The last step forward: after a return one can go further back, and not forth again.
        last = Activation.objects.filter(release=here, reason=_Reason.ACTIVATED).select_related("previous").first()
        if last is None and len(passed) == 1:
            return False, None
        here = last.previous if last is not None and last.previous_id not in passed else None
        if here is None or _is_usable(here):
            return True, here
    return False, None


def _is_usable(release: Release) -> bool:
    try:
        check_usable(release)
    except ReleaseUnusable:
        return False
    return True


def take_back(by: StaffContext | None, seen: int) -> Release | None:
    """Let the release before answer again; `by` is None for the command line. Returns that release, None for the model of the files.

    Raises:
        ChangedMeanwhile: another one answers since, or there is nothing to go back to.
    """
    return _go_back(seen, _Reason.TAKEN_BACK, by)


def return_automatically(seen: int, facts: dict[str, Any]) -> Release | None:
    """The same because citizens are refused too often; `facts` are the figures that led to it.

    Raises:
        ChangedMeanwhile: somebody was faster, or there is nothing to go back to.
    """
    return _go_back(seen, _Reason.AUTOMATIC, None, facts)


def _go_back(seen: int, reason: Activation.Reason, by: StaffContext | None, facts: dict[str, Any] | None = None) -> Release | None:
    possible, target = target_of_return()
    if not possible:
        raise ChangedMeanwhile
    _change(target, seen, reason, by, facts=facts)
    return target


def _change(
    release: Release | None, seen: int, reason: Activation.Reason, by: StaffContext | None, *, alone: bool = False, facts: Any = None
) -> None:
    with transaction.atomic():
        ActiveRelease.objects.get_or_create(pk=ROW)
        before = active()
        won = ActiveRelease.objects.filter(pk=ROW, version=seen).update(release=release, version=seen + 1, since=timezone.now())
        if not won or before.version != seen or (before.release is not None and release == before.release):
            raise ChangedMeanwhile
        before_that = last_activation()
        Activation.objects.create(
            release=release,
            previous=before.release,
            by=by.user if by is not None else None,
            by_name=name_of(by.user)[:200] if by is not None else "",
            agency=by.agency if by is not None else None,
            reason=reason,
            alone=alone,
            facts=facts or {},
        )
        number = release.number if release is not None else None
        why = {"refused": f"{facts['refused']} / {facts['turns']}"} if facts else {}
        now = {"release": number, **({"confirmed_alone": True} if alone else {}), **why}
        # What the assistant does by itself stands in the record of the agency that had let the release answer.
        agency = by.agency if by is not None else before_that.agency if reason == _Reason.AUTOMATIC and before_that is not None else None
        # Without a release now there was one before.
        key = str(before.number if number is None else number)
        audit.record(by, agency, f"release.{reason.value}", "release", key, {"release": before.number}, now)
        drop_old_files()
