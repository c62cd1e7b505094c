"""The parts that show what went wrong, and what became of forms."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bot.analytics import figures
from bot.analytics.measures import Measure
from bot.console.analytics import wording
from bot.console.analytics.charts.bars import bars
from bot.console.analytics.reading import Reading
from bot.console.analytics.section import Section


def form(reading: Reading) -> Section:
    """The funnel of the feedback form."""
    found, title = figures.by_key(reading.scope, Measure.FORM, reading.period), _("Feedback form")
    opened, filled, cancelled = (found.get(key, 0) for key in ("opened", "filled", "cancelled"))
    left = max(opened - filled - cancelled, 0)
    about = _("Opened: %(opened)s. Filled in: %(filled)s. Cancelled: %(cancelled)s.") % {
        "opened": wording.count(opened),
        "filled": wording.count(filled),
        "cancelled": wording.count(cancelled),
    }
    rows = ((_("Opened"), opened), (_("Filled in"), filled), (_("Cancelled"), cancelled), (_("Left without a word"), left))
    return Section(
        "form", title, about, (_("Step of the form"), _("Times")), rows if found else (), bars("form", title, about, rows, wording.count)
    )


def failures(reading: Reading) -> Section:
    """Answers that never arrived, by what stood in the way."""
    found, title = figures.by_key(reading.scope, Measure.FAILURE, reading.period), _("Answers that did not arrive")
    total = sum(found.values())
    about = ngettext("%(count)s answer could not be delivered.", "%(count)s answers could not be delivered.", total) % {
        "count": wording.count(total)
    }
    rows = tuple((wording.failure(code), count) for code, count in found.items())
    chart = bars("failures", title, about, rows, wording.count)
    return Section("failures", title, about, (_("Reason"), _("Times")), rows, chart, none=_("No answer failed to arrive."))
