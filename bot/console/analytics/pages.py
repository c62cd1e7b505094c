"""Which parts stand on which page."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from bot.console.analytics import agencies, asked, endings, over_time, volumes
from bot.console.analytics.reading import Reading
from bot.console.analytics.section import Section

Part = Callable[[Reading], Section]
PAGES: dict[str, tuple[object, tuple[Part, ...]]] = {
    "analytics": (_("In short"), (over_time.messages, over_time.outcomes)),
    "analytics-volumes": (_("When and where"), (volumes.hours, volumes.channels)),
    "analytics-topics": (_("Topics"), (asked.services, asked.facets, asked.faq, asked.unanswered)),
    "analytics-quality": (_("Quality"), (over_time.times, over_time.satisfaction, endings.form, endings.failures)),
}
# What can be downloaded: everything, and not only what a page has room for.
TABLES: dict[str, Part] = {
    "days": over_time.messages,
    "outcomes": over_time.outcomes,
    "times": over_time.times,
    "satisfaction": over_time.satisfaction,
    "hours": volumes.hours,
    "channels": volumes.channels,
    "services": lambda reading: asked.services(reading, None),
    "facets": lambda reading: asked.facets(reading, None),
    "faq": lambda reading: asked.faq(reading, None),
    "unanswered": lambda reading: asked.unanswered(reading, None),
    "form": endings.form,
    "failures": endings.failures,
}
OF_ALL: dict[str, Part] = {"agencies": agencies.agencies}
