"""The parts that show when and where citizens write."""

from __future__ import annotations

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from bot.analytics import figures
from bot.console.analytics import wording
from bot.console.analytics.charts.bars import bars
from bot.console.analytics.charts.heat_map import heat_map
from bot.console.analytics.reading import Reading
from bot.console.analytics.section import Section


def hours(reading: Reading) -> Section:
    """Messages by weekday and hour."""
    found, title = figures.by_hour_of_week(reading.scope, reading.period), _("Messages by weekday and hour")
    names = [f"{hour}" for hour in range(24)]
    about = _("Nobody has written in this period.")
    if found:
        (weekday, hour), most = max(found.items(), key=lambda one: (one[1], one[0]))
        about = _("Most messages came on %(weekday)s from %(from)s to %(to)s o'clock: %(count)s. Times are those of the agency.") % {
            "weekday": WEEKDAYS[weekday],
            "from": hour,
            "to": hour + 1,
            "count": wording.count(most),
        }
    return Section(
        "hours",
        title,
        about,
        (_("Weekday"), *names),
        tuple((str(WEEKDAYS[day]), *(found.get((day, hour), 0) for hour in range(24))) for day in range(7)) if found else (),
        heat_map("hours", title, about, [str(WEEKDAYS_ABBR[day]) for day in range(7)], found, names),
    )


def channels(reading: Reading) -> Section:
    """Messages by channel and language."""
    found, title = figures.by_channel(reading.scope, reading.period), _("Messages by channel and language")
    total = sum(found.values())
    rows = [
        (f"{wording.channel(channel)} · {wording.LANGUAGES.get(language, language)}", count) for (channel, language), count in found.items()
    ]
    about = _("Nobody has written in this period.")
    if rows:
        about = _("Most messages, %(share)s, came by %(name)s.") % {"share": wording.percent(rows[0][1] / total), "name": rows[0][0]}
    return Section(
        "channels",
        title,
        about,
        (_("Channel"), _("Language"), _("Messages"), _("Share (%)")),
        tuple(
            (wording.channel(channel), str(wording.LANGUAGES.get(language, language)), count, wording.points(count / total))
            for (channel, language), count in found.items()
        ),
        bars("channels", title, about, rows, wording.count),
    )
