"""Writes gathered questions into their groups; called by the one collector that has moved the position, in its transaction."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.questions.alike import Gathered, as_bytes
from bot.questions.models import GroupCandidate, QuestionGroup, Reason, WeekCount, Wording

MOST_WORDINGS = 20
_COUNTERS = [reason.value for reason in Reason]
_KEPT = ["count", "first_seen", "last_seen", *_COUNTERS]


def count(gathered: Sequence[Gathered]) -> None:
    """Store the questions: new groups, and the figures of all."""
    stored = QuestionGroup.objects.in_bulk([one.group for one in gathered if one.group is not None])
    # A group may have been removed since it was found; then it begins anew.
    known = [(stored[one.group], one) for one in gathered if one.group in stored]
    fresh = [(_new(one), one) for one in gathered if one.group not in stored]
    for group, one in [*known, *fresh]:
        _add(group, one)
    QuestionGroup.objects.bulk_update([group for group, _ in known], _KEPT)
    QuestionGroup.objects.bulk_create([group for group, _ in fresh])
    both = [*known, *fresh]
    _count_weeks(both)
    _count_wordings(both)
    _count_candidates(both)


def _new(one: Gathered) -> QuestionGroup:
    first = one.asked[0]
    return QuestionGroup(
        agency_id=first.agency,
        language=first.language,
        text=first.text,
        vector=as_bytes(one.vector),
        first_seen=first.at,
        last_seen=first.at,
    )


def _add(group: QuestionGroup, one: Gathered) -> None:
    for asked in one.asked:
        group.count += not asked.counted
        setattr(group, asked.reason.value, getattr(group, asked.reason.value) + 1)
        group.first_seen = min(group.first_seen, asked.at)
        group.last_seen = max(group.last_seen, asked.at)


Pairs = Sequence[tuple[QuestionGroup, Gathered]]


def _count_weeks(pairs: Pairs) -> None:
    found: Counter[tuple[int, dt.date]] = Counter()
    for group, one in pairs:
        found.update((group.pk, asked.week) for asked in one.asked if not asked.counted)
    rows = {(row.group_id, row.week): row for row in WeekCount.objects.filter(group__in=[group.pk for group, _ in pairs])}
    changed, fresh = [], []
    for (group_id, week), number in found.items():
        if (row := rows.get((group_id, week))) is None:
            fresh.append(WeekCount(group_id=group_id, week=week, count=number))
        else:
            row.count += number
            changed.append(row)
    WeekCount.objects.bulk_update(changed, ["count"])
    WeekCount.objects.bulk_create(fresh)


def _count_wordings(pairs: Pairs) -> None:
    rows = {(row.group_id, row.normalised): row for row in Wording.objects.filter(group__in=[group.pk for group, _ in pairs])}
    held = Counter(group_id for group_id, _ in rows)
    changed: dict[int, Wording] = {}
    fresh: list[Wording] = []
    for group, one in pairs:
        for asked in one.asked:
            row = rows.get((group.pk, asked.normalised))
            if row is None:
                if held[group.pk] >= MOST_WORDINGS:
                    continue
                held[group.pk] += 1
                row = rows[group.pk, asked.normalised] = Wording(group_id=group.pk, text=asked.text, normalised=asked.normalised)
                fresh.append(row)
            elif row.pk:
                changed[row.pk] = row
            row.count += not asked.counted
    Wording.objects.bulk_update(changed.values(), ["count"])
    Wording.objects.bulk_create(fresh)


def _count_candidates(pairs: Pairs) -> None:
    found: Counter[tuple[int, str, str]] = Counter()
    for group, one in pairs:
        for asked in one.asked:
            for kind, key, score in _candidates(asked.understanding):
                found[group.pk, kind, key] += score  # type: ignore[assignment]
    rows = {(r.group_id, r.kind, r.key): r for r in GroupCandidate.objects.filter(group__in=[group.pk for group, _ in pairs])}
    changed, fresh = [], []
    for (group_id, kind, key), score in found.items():
        if (row := rows.get((group_id, kind, key))) is None:
            fresh.append(GroupCandidate(group_id=group_id, kind=kind, key=key, score=score))
        else:
            row.score += score
            changed.append(row)
    GroupCandidate.objects.bulk_update(changed, ["score"])
    GroupCandidate.objects.bulk_create(fresh)


def _candidates(understanding: Mapping[str, Any]) -> Iterator[tuple[str, str, float]]:
    kind = GroupCandidate.Kind
    for one in understanding.get("services") or ():
        yield kind.SERVICE, str(one["key"]), float(one["score"])
    for one in understanding.get("faq_candidates") or ():
        yield kind.FAQ, str(one["key"]), float(one["score"])
    for facet in understanding.get("facets") or ():
        yield kind.FACET, str(facet), 1.0
