"""Takes FAQ that office staff wrote in a CSV or XLSX table into the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_noop as _

from bot.catalogue.content_files import ContentMistakes, Mistake
from bot.catalogue.exchange.table_change import Change
from bot.catalogue.merge import UnknownAgency
from bot.catalogue.models import Agency
from bot.faq.exchange.planning import Outcome, Planned, Planner
from bot.faq.exchange.revised import Wrong
from bot.faq.exchange.rows import Row, read_rows
from bot.faq.store import store_all
from bot.sentence import Sentence


@dataclass
class Imported:
    """What an import did, or would do."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    warnings: list[Mistake] = field(default_factory=list)


def import_table(path: Path, agency: str, *, update: bool, dry_run: bool) -> Imported:
    """Store the FAQ of the table, all of them or none; those that the agency has already are changed only with `update`.

    A language, or a column of variants or sources, that the table lacks stays as it is; so does an FAQ that it lacks. What the agency
    inherits anyway is not stored.

    Raises:
        UnknownAgency: no agency has this key.
        ContentMistakes: nothing was stored; every mistake is listed with its row (as `line`; the headers are row 1) and its column.
    """
    rows, wrong = read_rows(path)
    groups, twice = grouped(path, rows)
    with transaction.atomic():
        record = Agency.objects.select_for_update().filter(key=agency).first()
        if record is None:
            raise UnknownAgency(agency)
        # What is wrong inside a row is told first: what it leads to elsewhere would only confuse.
        if mistakes := [*wrong, *twice]:
            raise ContentMistakes(sorted(mistakes, key=lambda mistake: mistake.line))
        planner = Planner(record)
        plans = [planner.from_rows(key, group) for key, group in groups.items()]
        if mistakes := [Mistake(path, *found) for plan in plans for found in [*plan.wrong, *_unasked(plan, planner, update)]]:
            raise ContentMistakes(sorted(mistakes, key=lambda mistake: mistake.line))
        planner.add_doubts(plans)
        if not dry_run:
            store_all(record, [plan.document for plan in plans if plan.outcome is not Outcome.UNCHANGED])
    return _told(path, plans)


def _unasked(plan: Planned, planner: Planner, update: bool) -> list[Wrong]:
    """Why a plan may not change what the agency has."""
    if update or not plan.changes or not planner.is_own(plan.key):
        return []
    differing = ", ".join(change.field for change in plan.changes)
    message = f"the FAQ {plan.key!r} exists already, and differs in {differing}; import with --update to change it"
    return [(plan.first, "key", message)]


def _told(path: Path, plans: Sequence[Planned]) -> Imported:
    done = Imported()
    for plan in plans:
        if plan.outcome is Outcome.CREATED:
            done.added += 1
            done.changes.append(Change(plan.key, "", "", plan.document["question"]["id"], "FAQ"))
        elif plan.outcome is Outcome.CHANGED:
            done.changed += 1
            done.changes += plan.changes
        else:
            done.unchanged += 1
        done.warnings += [Mistake(path, *warning) for warning in plan.warnings]
    done.warnings.sort(key=lambda warning: warning.line)
    return done


def grouped(path: Path, rows: list[Row]) -> tuple[dict[str, list[Row]], list[Mistake]]:
    """The rows by key, and each row whose language its FAQ has already."""
    groups: dict[str, list[Row]] = {}
    twice: list[Mistake] = []
    for row in rows:
        group = groups.setdefault(row.key, [])
        if row.key and (earlier := next((other for other in group if other.language == row.language), None)) is not None:
            told = {"key": repr(row.key), "language": repr(row.language), "row": earlier.number}
            message = Sentence(_("the FAQ %(key)s has its language %(language)s in row %(row)d already"), **told)
            twice.append(Mistake(path, row.number, "language", message))
        group.append(row)
    return groups, twice
