"""Takes a file of FAQ that staff upload: first what it would do, then, if they want it, all of it in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_noop as _

from bot.catalogue.content_files import ContentMistakes, Mistake
from bot.catalogue.merge import UnknownAgency
from bot.catalogue.models import Agency
from bot.faq.audit import record
from bot.faq.content import Content, content_from, content_of
from bot.faq.exchange.planning import Outcome, Planned, Planner
from bot.faq.exchange.revised import Wrong
from bot.faq.exchange.rows import read_rows
from bot.faq.exchange.table_import import grouped
from bot.faq.exchange.yaml_import import read_documents
from bot.faq.live import rows
from bot.faq.models import Faq, FaqVersion
from bot.faq.store import store_all
from bot.faq.versions import NO_VERSION, State, add, locked, move, standing
from bot.faq.workflow import row_for_draft
from bot.sentence import Sentence


class Mode(StrEnum):
    """What becomes of what the file holds: drafts, which nobody sees until they are published, or answers at once."""

    DRAFTS = "drafts"
    PUBLISHED = "published"


class PlanChanged(Exception):
    """Since the preview something was edited, so that the import would now do something else than was shown."""


@dataclass(frozen=True)
class Preview:
    """What an import would do with each FAQ of the file, in the file's order. `stamp` names exactly this plan."""

    plans: tuple[Planned, ...]
    stamp: str
    _planner: Planner

    def with_outcome(self, outcome: Outcome) -> list[Planned]:
        """The FAQ of which that becomes."""
        return [plan for plan in self.plans if plan.outcome is outcome]

    def look_at(self, shown: Sequence[Planned]) -> None:
        """Add to these plans what somebody should look at, which takes too long for thousands at once."""
        self._planner.add_doubts(self.plans, shown)


def preview(path: Path, agency: str, mode: Mode) -> Preview:
    """What the file would do; nothing is stored. The ending tells what it is: .csv, .xlsx, .yml or .yaml.

    Raises:
        UnknownAgency: no agency has this key.
        ContentMistakes: the file as a whole cannot be used.
    """
    record_ = Agency.objects.filter(key=agency).first()
    if record_ is None:
        raise UnknownAgency(agency)
    return _preview(path, record_, mode)


@transaction.atomic
def take_in(
    path: Path,
    agency: str,
    mode: Mode,
    by: User | None,
    *,
    stamp: str | None = None,
    skip_refused: bool = False,
    give_up_drafts: bool = False,
) -> Preview:
    """Store what the file holds, all of it or nothing; with `skip_refused` what can be stored.

    A draft that says what is published now is done with. One that says something else stays, unless `give_up_drafts`: then the file's
    text is published without it, or becomes the draft in its place; a file of drafts leaves out what such a draft holds otherwise.

    Raises:
        UnknownAgency: no agency has this key.
        ContentMistakes: the file cannot be used, or an FAQ of it is refused.
        PlanChanged: the plan is not the one that `stamp` names.
    """
    record_ = Agency.objects.select_for_update().filter(key=agency).first()
    if record_ is None:
        raise UnknownAgency(agency)
    planned = _preview(path, record_, mode)
    if stamp is not None and stamp != planned.stamp:
        raise PlanChanged
    refused = planned.with_outcome(Outcome.REFUSED)
    if refused and not skip_refused:
        raise ContentMistakes([Mistake(path, *wrong) for plan in refused for wrong in plan.wrong])
    if mode is Mode.DRAFTS and not give_up_drafts:
        _leave_out_what_is_worked_on(planned)
    contents = {plan.key: content_from(plan.document) for plan in planned.plans if plan.outcome in (Outcome.CREATED, Outcome.CHANGED)}
    before = {faq.key: content_of(faq) for faq in rows(record_, contents) if not faq.inherits}
    if mode is Mode.PUBLISHED:
        stored = [plan.document for plan in planned.plans if plan.key in contents and plan.outcome is not Outcome.REFUSED]
        store_all(record_, stored, source=FaqVersion.Source.TABLE, author=by)
        if give_up_drafts:
            _give_up(record_, [plan.key for plan in planned.plans if plan.key in contents and plan.held_by is not None], by)
    else:
        for key, content in contents.items():
            _store_draft(record_, key, content, by)
    for key, content in contents.items():
        record(by, record_, "import_published" if mode is Mode.PUBLISHED else "import_draft", key, before.get(key), content)
    return planned


def _store_draft(agency: Agency, key: str, content: Content, by: User | None) -> None:
    own = Faq.objects.filter(agency=agency, key=key).first()
    # A row that inherits and has no draft is begun anew, as by somebody who overrides it.
    faq = locked(own) if own is not None and (not own.inherits or standing(own).open is not None) else row_for_draft(agency, key)
    at = standing(faq)
    add(faq, at, content, by, at.published.number if at.published is not None else NO_VERSION)


def _give_up(agency: Agency, keys: Sequence[str], by: User | None) -> None:
    wanted = set(keys)
    for version in FaqVersion.objects.filter(faq__agency=agency, state__in=FaqVersion.OPEN).select_related("faq"):
        if version.faq.key in wanted:
            move(version, FaqVersion.OPEN, State.SUPERSEDED)
            record(by, agency, "discard_draft", version.faq.key, version.content, None)


def _preview(path: Path, agency: Agency, mode: Mode) -> Preview:
    planner = Planner(agency)
    if path.suffix.lower() in (".yml", ".yaml"):
        plans = [planner.from_document(document, line, wrong) for document, line, wrong in read_documents(path)]
    else:
        plans = _from_table(path, planner)
    _tell_of_drafts(plans, agency, mode)
    return Preview(tuple(plans), _stamp(plans, mode), planner)


def _from_table(path: Path, planner: Planner) -> list[Planned]:
    found, mistakes = read_rows(path)
    groups, twice = grouped(path, found)
    by_line: dict[int, list[Wrong]] = {}
    for mistake in (*mistakes, *twice):
        by_line.setdefault(mistake.line, []).append((mistake.line, mistake.field, mistake.message))
    return [
        planner.from_rows(key, group, [wrong for row in group for wrong in by_line.get(row.number, [])]) for key, group in groups.items()
    ]


def _leave_out_what_is_worked_on(planned: Preview) -> None:
    """A draft from a file does not push aside what a colleague is writing, unless somebody has said so."""
    for plan in planned.plans:
        if plan.held_by is not None:
            plan.outcome = Outcome.UNCHANGED


def _tell_of_drafts(plans: Sequence[Planned], agency: Agency, mode: Mode) -> None:
    """What is published from a file leaves a colleague's draft standing, which would later take its place; a draft would replace it."""
    found = FaqVersion.objects.filter(faq__agency=agency, state__in=FaqVersion.OPEN)
    drafts = {key: (content, author) for key, content, author in found.values_list("faq__key", "content", "author_name")}
    for plan in plans:
        if plan.key not in drafts or plan.outcome not in (Outcome.CREATED, Outcome.CHANGED):
            continue
        content, author = drafts[plan.key]
        if content == content_from(plan.document):
            if mode is Mode.DRAFTS:
                plan.outcome = Outcome.UNCHANGED
            continue
        plan.held_by = author
        by, nameless = (
            _("there is an open draft of it by %(author)s that says something else"),
            _("there is an open draft of it that says something else"),
        )
        plan.warnings.append((plan.first, "", Sentence(by, author=author) if author else Sentence(nameless)))


def _stamp(plans: Sequence[Planned], mode: Mode) -> str:
    told = [
        mode,
        *(f"{plan.key}\x1f{plan.outcome}\x1f{sorted(map(str, plan.changes))}\x1f{plan.document!r}\x1f{plan.held_by}" for plan in plans),
    ]
    return hashlib.sha256("\x1e".join(told).encode()).hexdigest()[:32]
