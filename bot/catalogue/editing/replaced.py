"""Which publication another one replaced, for versions of services and of FAQ alike."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import QuerySet

from bot.catalogue.models.version import Version

V = TypeVar("V", bound=Version)


def replaced_by(versions: QuerySet[V, Any], version: V) -> V | None:
    """The version that was published before this one; None when none was. `versions` are those of the same record."""
    # What may be published takes the published version of its time into account, so that is the one it replaced.
    return versions.filter(number=version.base, state=Version.State.SUPERSEDED).first()


def can_be_taken_back(versions: QuerySet[V, Any], published: V | None, open_: V | None) -> bool:
    """Whether the last publication is a change of something earlier, or staff's own beginning, and nobody works on the next one."""
    if published is None or open_ is not None:
        return False
    return replaced_by(versions, published) is not None or (published.base == 0 and published.source == Version.Source.STAFF)
