"""The versions of one service of one agency: which one is published, which is open, and how the next one comes to be.

Whoever writes here holds the agency's row locked (`locked`), so that numbers are given once; what depends on a state is all the same
written with that state as a condition, and the row count decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from bot.catalogue.editing.content import Content
from bot.catalogue.editing.errors import UnknownService, WrongState
from bot.catalogue.editing.live import keep_earlier
from bot.catalogue.models import Agency, ServiceVersion
from bot.catalogue.models.version import Version
from bot.staff.context import name_kept

State = Version.State
NO_VERSION = 0


@dataclass(frozen=True)
class Standing:
    """Where a service stands: the published version, the open one, and the highest number given so far."""

    published: ServiceVersion | None
    open: ServiceVersion | None
    last: int

    @property
    def current(self) -> ServiceVersion | None:
        """What an editor sees: work in progress, else what is published."""
        return self.open or self.published

    @property
    def number(self) -> int:
        """The number that an editor names when saving."""
        return self.current.number if self.current is not None else NO_VERSION


def versions(agency: Agency, key: str) -> QuerySet[ServiceVersion]:
    """Every version of the service, the first one first."""
    return ServiceVersion.objects.filter(agency=agency, service=key).order_by("number")


def standing(agency: Agency, key: str) -> Standing:
    """Where the service stands now."""
    published = open_ = None
    alive = versions(agency, key).filter(state__in=[State.PUBLISHED, *ServiceVersion.OPEN])
    for version in alive:
        if version.state == State.PUBLISHED:
            published = version
        else:
            open_ = version
    last = versions(agency, key).values_list("number", flat=True).last() or NO_VERSION
    return Standing(published, open_, last)


def locked(agency: Agency, key: str) -> Standing:
    """Where the service stands, the agency locked until the transaction ends, what was stored past the versions kept as one."""
    Agency.objects.select_for_update().get(pk=agency.pk)
    keep_earlier(agency, [key])
    return standing(agency, key)


def version_of(agency: Agency, key: str, number: int) -> ServiceVersion:
    """One version.

    Raises:
        UnknownService: there is none of that number.
    """
    found = versions(agency, key).filter(number=number).first()
    if found is None:
        raise UnknownService
    return found


def content_at(agency: Agency, key: str, number: int) -> Content | None:
    """What a version says; None when there is none of that number."""
    content: Content | None = versions(agency, key).filter(number=number).values_list("content", flat=True).first()
    return content


def move(version: ServiceVersion, allowed: tuple[State, ...], to: State, **fields: Any) -> None:
    """Change the state of a version.

    Raises:
        WrongState: it is in none of the states allowed.
    """
    if not ServiceVersion.objects.filter(pk=version.pk, state__in=allowed).update(state=to, **fields):
        raise WrongState(ServiceVersion.objects.values_list("state", flat=True).get(pk=version.pk))


def add(agency: Agency, key: str, at: Standing, content: Content, by: User | None, base: int, state: State = State.DRAFT) -> ServiceVersion:
    """A new open version in place of the one that is open, if there is one."""
    if at.open is not None:
        move(at.open, ServiceVersion.OPEN, State.SUPERSEDED)
    return ServiceVersion.objects.create(
        agency=agency,
        service=key,
        number=at.last + 1,
        base=base,
        content=content,
        state=state,
        source=ServiceVersion.Source.STAFF,
        author=by,
        author_name=name_kept(by),
    )
