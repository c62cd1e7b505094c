"""The parts that show how something went from day to day."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bot.analytics.figures import OUTCOMES, Totals
from bot.console.analytics import wording
from bot.console.analytics.charts.columns import columns
from bot.console.analytics.charts.lines import Series, lines
from bot.console.analytics.reading import Reading
from bot.console.analytics.section import Section


def messages(reading: Reading) -> Section:
    """Messages and conversations by day."""
    days, title = reading.by_day, _("Messages by day")
    total = sum(one.messages for one in days.values())
    about = ngettext(
        "%(count)s message from citizens in this period; the day with the most had %(most)s.",
        "%(count)s messages from citizens in this period; the day with the most had %(most)s.",
        total,
    ) % {"count": wording.count(total), "most": wording.count(max((one.messages for one in days.values()), default=0))}
    return Section(
        "days",
        title,
        about,
        (_("Day"), _("Messages"), _("Conversations")),
        tuple((day, one.messages, one.conversations) for day, one in days.items()) if _any(reading) else (),
        columns("days", title, about, _labels(reading), [one.messages for one in days.values()], wording.count),
    )


def outcomes(reading: Reading) -> Section:
    """The shares of what the assistant did."""
    days, title = reading.by_day, _("What the assistant did with questions")
    about = _(
        "Of all questions: %(answered)s answered, %(choices)s offered choices, %(asked)s asked back, %(refused)s refused, "
        "%(handed)s handed over."
    ) % {
        "asked": wording.percent(reading.totals.share("ask_back")),
        "answered": wording.percent(reading.totals.share("answer")),
        "choices": wording.percent(reading.totals.share("choices")),
        "refused": wording.percent(reading.totals.share("refuse")),
        "handed": wording.percent(reading.totals.share("handoff")),
    }
    series = [Series(str(wording.OUTCOMES[key]), tuple(one.share(key) for one in days.values())) for key in OUTCOMES]
    return Section(
        "outcomes",
        title,
        about,
        (_("Day"), _("Questions"), *(f"{wording.OUTCOMES[key]} (%)" for key in OUTCOMES)),
        tuple((day, one.questions, *(wording.points(one.share(key)) for key in OUTCOMES)) for day, one in days.items())
        if reading.totals.questions
        else (),
        lines("outcomes", title, about, _labels(reading), series, wording.percent, largest=1.0),
    )


def times(reading: Reading) -> Section:
    """The median and the 95th percentile of the time to the answer."""
    days, title = reading.by_day, _("Time to answer")
    about = _("Half of the messages were answered within %(median)s, 95 of 100 within %(long)s.") % {
        "median": wording.duration(reading.totals.median_time),
        "long": wording.duration(reading.totals.long_time),
    }
    series = [
        Series(_("Half within"), tuple(one.median_time for one in days.values())),
        Series(_("95 of 100 within"), tuple(one.long_time for one in days.values())),
    ]
    return Section(
        "times",
        title,
        about,
        (_("Day"), _("Half within (seconds)"), _("95 of 100 within (seconds)")),
        tuple((day, wording.seconds(one.median_time), wording.seconds(one.long_time)) for day, one in days.items())
        if reading.totals.times
        else (),
        lines("times", title, about, _labels(reading), series, wording.duration),
    )


def satisfaction(reading: Reading) -> Section:
    """Who said that the answers helped."""
    days, title, total = reading.by_day, _("Satisfaction"), reading.totals
    about = ngettext(
        "%(count)s person said whether the answers helped; %(share)s said yes.",
        "%(count)s people said whether the answers helped; %(share)s said yes.",
        total.opinions,
    ) % {"count": wording.count(total.opinions), "share": wording.percent(total.satisfaction)}
    series = [Series(_("Helpful"), tuple(one.satisfaction for one in days.values()))]
    return Section(
        "satisfaction",
        title,
        about,
        (_("Day"), _("Helpful"), _("Not helpful"), _("Comment only")),
        tuple((day, *_opinions(one)) for day, one in days.items()) if total.feedback else (),
        lines("satisfaction", title, about, _labels(reading), series, wording.percent, largest=1.0),
    )


def _opinions(totals: Totals) -> tuple[int, int, int]:
    return totals.feedback.get("yes", 0), totals.feedback.get("no", 0), totals.feedback.get("comment", 0)


def _any(reading: Reading) -> bool:
    return any(one.messages for one in reading.by_day.values())


def _labels(reading: Reading) -> list[str]:
    return [date_format(day, "j M" if reading.language != "ja" else "n/j") for day in reading.by_day]
