"""The parts that show what citizens ask about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bot.analytics import figures, topics
from bot.analytics.measures import Measure
from bot.console.analytics import wording
from bot.console.analytics.charts.bars import bars
from bot.console.analytics.reading import Reading
from bot.console.analytics.section import Section

# A page shows these; a download holds all.
SHOWN = 15


def services(reading: Reading, shown: int | None = SHOWN) -> Section:
    """The services that answers were about."""
    found = _first(figures.by_key(reading.scope, Measure.SERVICE, reading.period), shown)
    names = topics.service_names(reading.agency, found, reading.language)
    return _ranking(
        "services", _("Services asked about most"), _("Service"), [(names.get(key, key), count) for key, count in found.items()]
    )


def facets(reading: Reading, shown: int | None = SHOWN) -> Section:
    """What citizens want to know of a service."""
    found = _first(figures.by_key(reading.scope, Measure.FACET, reading.period), shown)
    rows = [(str(wording.FACETS.get(key, key)), count) for key, count in found.items()]
    return _ranking("facets", _("What citizens want to know"), _("Kind of question"), rows)


def faq(reading: Reading, shown: int | None = SHOWN) -> Section:
    """The FAQ that were answered."""
    found = _first(figures.by_key(reading.scope, Measure.FAQ, reading.period), shown)
    names = topics.faq_questions(reading.agency, found, reading.language)
    return _ranking("faq", _("FAQ answered most"), _("Question"), [(names.get(key, key), count) for key, count in found.items()])


def unanswered(reading: Reading, shown: int | None = SHOWN) -> Section:
    """The topics nearest to what the assistant could not answer."""
    found = _first(figures.by_key(reading.scope, Measure.UNANSWERED, reading.period), shown)
    of_services = topics.service_names(reading.agency, _keys(found, "service:"), reading.language)
    of_faq = topics.faq_questions(reading.agency, _keys(found, "faq:"), reading.language)
    names: dict[str, int] = {}
    for key, count in found.items():
        kind, _colon, plain = key.partition(":")
        name = of_services.get(plain, plain) if kind == "service" else of_faq.get(plain, plain) if kind == "faq" else _("No topic was near")
        names[name] = names.get(name, 0) + count
    return _ranking(
        "unanswered", _("Questions without an answer, by the topic nearest to them"), _("Nearest service or FAQ"), list(names.items())
    )


def _keys(found: Mapping[str, int], kind: str) -> list[str]:
    return [key.removeprefix(kind) for key in found if key.startswith(kind)]


def _first(found: dict[str, int], shown: int | None) -> dict[str, int]:
    return dict(list(found.items())[:shown])


def _ranking(key: str, title: str, column: str, rows: Sequence[tuple[str, int]]) -> Section:
    about = ""
    if rows:
        name, count = rows[0]
        said = ngettext("First comes “%(name)s”, %(count)s time.", "First comes “%(name)s”, %(count)s times.", count)
        about = said % {"name": name, "count": wording.count(count)}
    return Section(key, title, about, (column, _("Times")), tuple(rows), bars(key, title, about, rows, wording.count))
