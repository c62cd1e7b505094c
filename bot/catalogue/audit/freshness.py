"""Statements that nobody has looked at for too long, or for which no day is set to look again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.catalogue.audit.corpus import Corpus
from bot.catalogue.audit.finding import Finding, gap

_OLD = dt.timedelta(days=366)


def stale(corpus: Corpus, today: dt.date) -> Iterator[Finding]:
    """Each record whose review is due, was never planned, or whose sources were read more than a year ago."""
    for agency, records in corpus.agencies.items():
        for key, record in records.services.items():
            provenance = record.get("provenance") or {}
            if not provenance:
                continue
            review_due = provenance.get("review_due")
            if review_due is None:
                yield gap("review", agency, key, "provenance.review_due", "no day is set to look again")
            elif dt.date.fromisoformat(review_due) < today:
                yield gap("review", agency, key, "provenance.review_due", f"the review was due on {review_due}")
            if _is_old(provenance.get("verified_on"), today):
                yield gap("review", agency, key, "provenance.verified_on", f"read more than a year ago, on {provenance['verified_on']}")
        for office in records.document.get("offices", []):
            if _is_old(office.get("verified_on"), today):
                field = f"offices.{office['key']}.verified_on"
                yield gap("review", agency, "agency", field, f"read more than a year ago, on {office['verified_on']}")


def _is_old(day: str | None, today: dt.date) -> bool:
    return day is not None and dt.date.fromisoformat(day) < today - _OLD
