"""One FAQ as an agency sees it: its own, or the one that it inherits, and where its own stands."""

from __future__ import annotations

from dataclasses import dataclass

from bot.catalogue.models import Agency
from bot.faq.content import Content, content_of
from bot.faq.models import Faq, FaqVersion
from bot.faq.versions import NO_VERSION, Standing, content_at, standing


@dataclass(frozen=True)
class Found:
    """`faq` is what the agency shows under the key; `own` its own row, if it has one; `above` what it would answer without it.

    `at` is where its own row stands.
    """

    faq: Faq
    own: Faq | None
    above: Faq | None
    at: Standing

    @property
    def is_own(self) -> bool:
        """Whether the agency states it, or has a draft of it."""
        return self.own is not None and self.faq.pk == self.own.pk

    @property
    def live(self) -> Content | None:
        """What the shown row lets the bot answer; None while it is only a draft."""
        return None if self.faq.inherits else content_of(self.faq)

    @property
    def current(self) -> Content:
        """What an editor sees: work in progress, else what is live."""
        if self.is_own and self.at.open is not None:
            content: Content = self.at.open.content
            return content
        return content_of(self.faq)


def find(agency: Agency, key: str) -> Found | None:
    """The FAQ of a key as the agency sees it; None when neither it nor an agency above it has one."""
    lineage = agency.lineage
    rows = Faq.objects.filter(agency__in=lineage, key=key).select_related("agency").prefetch_related("variants", "tags")
    by_agency = {row.agency_id: row for row in rows}
    own = by_agency.pop(agency.pk, None)
    at = Standing(None, None, NO_VERSION) if own is None else standing(own)
    nearest = next((row for one in lineage[1:] if (row := by_agency.get(one.pk)) is not None and not row.inherits), None)
    above = nearest if nearest is not None and nearest.published and not nearest.archived else None
    shown = own if own is not None and (not own.inherits or at.open is not None) else nearest or own
    return None if shown is None else Found(shown, own, above, at)


def earlier(faq: Faq, number: int) -> Content | None:
    """What the version before one said: the one that it was made from, else the one numbered before it."""
    version = FaqVersion.objects.filter(faq=faq, number=number).first()
    if version is None:
        return None
    return content_at(faq, version.base or number - 1)
