"""Which releases keep their files: a model that may be wanted again, and no more."""

from __future__ import annotations

from bot.releases.active import ROW
from bot.releases.models import Activation, ActiveRelease, Release, ReleaseFiles, ReplayedQuestion

KEPT = 5


def kept_releases() -> set[int]:
    """The ids of the newest five, of the active one, and of the one to which "go back" would lead."""
    kept = set(Release.objects.order_by("-number").values_list("pk", flat=True)[:KEPT])
    active = ActiveRelease.objects.filter(pk=ROW).values_list("release", flat=True).first()
    if active is not None:
        kept.add(active)
        kept |= {pk for pk in Activation.objects.filter(release=active).values_list("previous", flat=True) if pk is not None}
    return kept


def drop_old_files() -> int:
    """Remove model, data and replayed questions of all other releases; their records stay. Returns how many."""
    kept = kept_releases()
    ReplayedQuestion.objects.exclude(release__in=kept).delete()
    return ReleaseFiles.objects.exclude(release__in=kept).delete()[0]
