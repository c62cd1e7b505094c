"""What an agency answers until the first day of what it has published: what it answered when that was published."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.faq.content import day_of
from bot.faq.models import FaqVersion


def versions_meanwhile(upcoming: Iterable[int], zone: dt.tzinfo) -> dict[int, FaqVersion]:
    """By FAQ, of those whose published version has yet to begin: the earlier version that answers until then.

    None for one that answered nothing before: it is new, came out of the archive, or took the place of an inherited answer.
    """
    by_faq: dict[int, dict[int, FaqVersion]] = defaultdict(dict)
    for version in FaqVersion.objects.filter(faq__in=list(upcoming)).exclude(published_at=None):
        by_faq[version.faq_id][version.number] = version
    found = {faq: _before(versions, zone) for faq, versions in by_faq.items()}
    return {faq: version for faq, version in found.items() if version is not None}


def _before(versions: Mapping[int, FaqVersion], zone: dt.tzinfo) -> FaqVersion | None:
    version = next((one for one in versions.values() if one.state == FaqVersion.State.PUBLISHED), None)
    while version is not None and version.published_at is not None and not version.out_of_archive:
        replaced = versions.get(version.base)
        if replaced is None or replaced.state != FaqVersion.State.SUPERSEDED:
            return None
        # One that was corrected before it began never answered, and does not begin now.
        if (first := day_of(replaced.content["valid_from"])) is None or first <= version.published_at.astimezone(zone).date():
            return replaced
        version = replaced
    return None
