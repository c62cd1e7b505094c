"""The versions of one FAQ: which one is published, which is open, and how the next one comes to be.

Whoever writes here holds the agency's row locked (`locked`), so that numbers are given once; what depends on a state is all the same
written with that state as a condition, and the row count decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from bot.catalogue.models import Agency
from bot.catalogue.models.version import Version
from bot.faq.content import Content
from bot.faq.errors import UnknownFaq, WrongState
from bot.faq.live import keep_earlier
from bot.faq.models import Faq, FaqVersion
from bot.staff.context import name_kept

State = Version.State
NO_VERSION = 0


@dataclass(frozen=True)
class Standing:
    """Where an FAQ stands: the published version, the open one, and the highest number given so far."""

    published: FaqVersion | None
    open: FaqVersion | None
    last: int

    @property
    def current(self) -> FaqVersion | None:
        """What an editor sees: work in progress, else what is published."""
        return self.open or self.published

    @property
    def number(self) -> int:
        """The number that an editor names when saving."""
        return self.current.number if self.current is not None else NO_VERSION


def standing(faq: Faq) -> Standing:
    """Where the FAQ stands now."""
    published = open_ = None
    last = NO_VERSION
    for version in faq.versions.order_by("number").defer("content").select_related("author", "reviewer"):
        last = version.number
        if version.state == State.PUBLISHED:
            published = version
        elif version.state in FaqVersion.OPEN:
            open_ = version
    return Standing(published, open_, last)


def locked(faq: Faq) -> Faq:
    """The FAQ as it is now, its agency locked until the transaction ends, its earlier content kept as a version.

    Raises:
        UnknownFaq: it is gone.
    """
    Agency.objects.select_for_update().get(pk=faq.agency_id)
    found = Faq.objects.filter(pk=faq.pk).select_related("agency").prefetch_related("variants", "tags").first()
    if found is None:
        raise UnknownFaq
    keep_earlier([found])
    return found


def version_of(faq: Faq, number: int) -> FaqVersion:
    """One version.

    Raises:
        UnknownFaq: there is none of that number.
    """
    found = faq.versions.filter(number=number).first()
    if found is None:
        raise UnknownFaq
    return found


def content_at(faq: Faq, number: int) -> Content | None:
    """What a version says; None when there is none of that number."""
    content: Content | None = faq.versions.filter(number=number).values_list("content", flat=True).first()
    return content


def move(version: FaqVersion, allowed: tuple[State, ...], to: State, **fields: Any) -> None:
    """Change the state of a version.

    Raises:
        WrongState: it is in none of the states allowed.
    """
    if not FaqVersion.objects.filter(pk=version.pk, state__in=allowed).update(state=to, **fields):
        raise WrongState(FaqVersion.objects.values_list("state", flat=True).get(pk=version.pk))


def add(faq: Faq, at: Standing, content: Content, by: User | None, base: int) -> FaqVersion:
    """A new draft in place of the open version, if there is one."""
    if at.open is not None:
        move(at.open, FaqVersion.OPEN, State.SUPERSEDED)
    # The bot passes over a row that inherits; staff find it in their list by what its draft says.
    Faq.objects.filter(pk=faq.pk, inherits=True).update(question=content["question"], answer=content["answer"])
    return FaqVersion.objects.create(
        faq=faq,
        number=at.last + 1,
        base=base,
        content=content,
        state=State.DRAFT,
        source=FaqVersion.Source.STAFF,
        author=by,
        author_name=name_kept(by),
    )
