"""Counts the stored messages in the plainest way, to be compared with the roll-up."""

from __future__ import annotations

import zoneinfo
from collections import Counter
from typing import Any

from bot.analytics.durations import BOUNDS
from bot.analytics.models import DailyFigure, HourlyFigure
from bot.desk.models import Feedback, Message


def by_day() -> Counter[Any]:
    """What the daily figures have to be."""
    found: Counter[Any] = Counter()
    seen: set[Any] = set()
    for message in Message.objects.order_by("pk").select_related("conversation__agency"):
        one, agency = message.conversation, message.conversation.agency
        meant: dict[str, Any] = message.understanding or {}
        day = message.created.astimezone(zoneinfo.ZoneInfo(agency.timezone)).date()
        place = (day, one.channel, meant.get("language") or one.language or agency.default_language)
        counted: list[tuple[str, str]] = []
        if message.direction == "out":
            if message.status == "failed":
                counted.append(("failure", message.error_code))
        else:
            counted.append(("messages", ""))
            if (one.pk, day) not in seen:
                counted.append(("visits", ""))
            seen.add((one.pk, day))
            counted += _meant(meant)
            answer = Message.objects.filter(conversation=one, external_id=f"{message.external_id}:0", sent__isnull=False).first()
            if answer and answer.sent:
                seconds = (answer.sent - message.created).total_seconds()
                counted.append(("time", next((f"{bound:g}" for bound in BOUNDS if seconds <= bound), "more")))
        for measure, key in counted:
            for scope in (agency.pk, 0):
                found[(scope, *place, measure, key)] += 1
    for said in Feedback.objects.select_related("agency", "conversation"):
        assert said.conversation
        day = said.created.astimezone(zoneinfo.ZoneInfo(said.agency.timezone)).date()
        for scope in (said.agency.pk, 0):
            place = (day, said.conversation.channel, said.conversation.language)
            found[(scope, *place, "feedback", {True: "yes", False: "no", None: "comment"}[said.helpful])] += 1
            found[(scope, *place, "form", "filled")] += 1
    return found


def _meant(meant: dict[str, Any]) -> list[tuple[str, str]]:
    decision = meant.get("decision")
    if not decision:
        return []
    found = [("decision", decision)]
    if decision in ("refuse", "ask_back"):
        near = [(one["score"], f"service:{one['key']}") for one in meant["services"]]
        near += [(one["score"], f"faq:{one['key']}") for one in meant.get("faq_candidates", [])]
        near.sort(key=lambda one: -one[0])
        found.append(("unanswered", next((topic for score, topic in near if score >= 0.1), "")))
    elif meant["kind"] == "faq":
        found.append(("faq", meant["faq"]))
    elif meant["kind"] == "service":
        found += [("service", one["key"]) for one in meant["services"][:1] if decision == "answer"]
        found += [("facet", facet) for facet in meant["facets"]]
    return found


def stored_by_day() -> Counter[Any]:
    """What the daily figures are."""
    rows = DailyFigure.objects.values_list("scope", "day", "channel", "language", "measure", "key", "count")
    return Counter({tuple(row[:-1]): row[-1] for row in rows})


def stored_by_hour_without_hour() -> Counter[Any]:
    """What the hourly figures make of each day."""
    found: Counter[Any] = Counter()
    for row in HourlyFigure.objects.values_list("scope", "day", "channel", "language", "measure", "key", "count"):
        found[tuple(row[:-1])] += row[-1]
    return found
