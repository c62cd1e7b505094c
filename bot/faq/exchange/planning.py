"""What an import would do with each FAQ of a file, before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_noop as _

from bot.catalogue.exchange.table_change import Change
from bot.catalogue.merge import agency_view
from bot.catalogue.models import Agency
from bot.catalogue.schemas import mistakes
from bot.catalogue.views import AgencyView
from bot.faq.content import content_from, document_from
from bot.faq.exchange.documents import Document, document_of
from bot.faq.exchange.doubts import Claims, doubts
from bot.faq.exchange.revised import Wrong, changes_between, revised
from bot.faq.exchange.rows import Row
from bot.faq.models import Faq
from bot.faq.whole import whole
from bot.languages import LANGUAGES
from bot.sentence import Sentence


class Outcome(StrEnum):
    """What becomes of one FAQ of the file."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


_STORED = (Outcome.CREATED, Outcome.CHANGED)


@dataclass
class Planned:
    """One FAQ of the file. `lines`: where each of its languages stands; `wrong` and `warnings` as line, column and a sentence.

    `held_by`: who has an open draft of it that says something else; None when nobody has.
    """

    key: str
    lines: dict[str, int]
    document: Document
    outcome: Outcome
    changes: list[Change] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    warnings: list[Wrong] = field(default_factory=list)
    held_by: str | None = None

    @property
    def first(self) -> int:
        """The line on which it begins."""
        return min(self.lines.values())


class Planner:
    """Compares what a file says with what the agency states and inherits."""

    def __init__(self, agency: Agency) -> None:
        self.view: AgencyView = agency_view(agency.key)
        self._own = {entry.key: entry for entry in whole(Faq.objects.filter(agency=agency, inherits=False))}

    def from_rows(self, key: str, rows: Sequence[Row], wrong: Sequence[Wrong] = ()) -> Planned:
        """An FAQ that rows of a table state, as far as they state it."""
        lines = {row.language: row.number for row in reversed(rows)}
        if wrong:
            return Planned(key, lines, {"key": key, "question": {}, "answer": {}}, Outcome.REFUSED, wrong=list(wrong))
        document, found = revised(key, list(rows), self._known(key))
        found += [(rows[0].number, "language", message) for message in _lacking(document)]
        return self._planned(key, lines, document, found)

    def from_document(self, document: Document, line: int, wrong: Sequence[Wrong] = ()) -> Planned:
        """An FAQ that a YAML file states as a whole."""
        plan = self._planned(document["key"], dict.fromkeys(LANGUAGES, line), document, list(wrong))
        known = self._known(plan.key)
        # A table cannot tell these apart, a file can: blanks at the end of a text, a bar in a variant.
        if plan.outcome is Outcome.UNCHANGED and known is not None and content_from(known) != content_from(document):
            plan.outcome = Outcome.CHANGED if plan.key in self._own else Outcome.CREATED
        return plan

    def is_own(self, key: str) -> bool:
        """Whether the agency states an FAQ of this key itself."""
        return key in self._own

    def _known(self, key: str) -> Document | None:
        if (entry := self._own.get(key)) is not None:
            return document_from(key, entry.content)
        return document_of(inherited) if (inherited := self.view.faq.get(key)) is not None else None

    def _planned(self, key: str, lines: dict[str, int], document: Document, wrong: list[Wrong]) -> Planned:
        first = min(lines.values())
        if not wrong:
            wrong = [(first, str(place[2]), message) for place, message in mistakes("faq", {"faq": [document]}) if len(place) > 2]
        if not wrong and (days := (document.get("valid_from"), document.get("valid_to"))) and all(days) and str(days[1]) < str(days[0]):
            wrong = [(first, "valid_to", Sentence(_("the last day lies before the first")))]
        entry, known = self._own.get(key), self._known(key)
        # What is no FAQ at all, such as a number in place of a text, cannot be compared with one.
        changes = [] if wrong else changes_between(known, document)
        if entry is not None and (not entry.published or entry.archived):
            changes.append(Change(key, "published", "no", "yes", "FAQ"))
        planned = Planned(key, lines, document, Outcome.UNCHANGED, changes, wrong)
        if wrong:
            planned.outcome = Outcome.REFUSED
        elif changes:
            planned.outcome = Outcome.CREATED if entry is None else Outcome.CHANGED
            if entry is None and key in self.view.faq:
                planned.warnings.append(
                    (first, "key", Sentence(_("the agency inherits an FAQ %(key)s; this one takes its place"), key=repr(key)))
                )
        return planned

    def add_doubts(self, plans: Iterable[Planned], shown: Iterable[Planned] | None = None) -> None:
        """Add to each plan, or to those `shown`, what somebody should look at, which depends on all the others."""
        stored = [plan for plan in plans if plan.outcome in _STORED]
        claims = Claims(self.view, [plan.document for plan in stored])
        for plan in stored if shown is None else [one for one in shown if one.outcome in _STORED]:
            for language, column, message in doubts(plan.document, claims):
                plan.warnings.append((plan.lines.get(language, plan.first), column, message))


def _lacking(document: Document) -> list[str]:
    lacking = [language for language in LANGUAGES if not document["question"].get(language) or not document["answer"].get(language)]
    message = _("the FAQ %(key)s has no text in %(language)s; add a row with this language")
    return [Sentence(message, key=repr(document["key"]), language=repr(language)) for language in lacking]
