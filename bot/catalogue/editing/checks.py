"""What is wrong with a content: what keeps it from being published, what does not agree, and what is still missing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from django.db.models import CharField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from bot.catalogue.audit.agreement import free_in_one_language
from bot.catalogue.audit.corpus import AgencyRecords, Corpus
from bot.catalogue.audit.finding import Finding as Found
from bot.catalogue.audit.freshness import stale
from bot.catalogue.audit.languages import missing_languages, unequal_lists
from bot.catalogue.audit.phrases import ENOUGH
from bot.catalogue.audit.quantities import indonesian, japanese
from bot.catalogue.audit.quantities.quantity import without_counterpart
from bot.catalogue.audit.readability import LONGEST_SHORT_NAME, long_sentences
from bot.catalogue.audit.sources import missing_sources
from bot.catalogue.audit.stated_values import foreign_currencies, values_unlike_texts
from bot.catalogue.audit.texts import localized
from bot.catalogue.editing.clashes import Claims
from bot.catalogue.editing.content import Content, states_nothing
from bot.catalogue.editing.fees import last_charged, left_behind
from bot.catalogue.editing.finding import Finding, Severity, contradiction, error, gap
from bot.catalogue.editing.mentions import stated_amounts
from bot.catalogue.editing.persons import personal_numbers
from bot.catalogue.editing.surroundings import corpus_of, inherited, office_names
from bot.catalogue.editing.today_fee import corrected, uncovered
from bot.catalogue.editing.versions import standing
from bot.catalogue.models import Agency, Fee, LegalBasis, Phrase
from bot.catalogue.schemas import mistakes
from bot.catalogue.values import impossible
from bot.languages import LANGUAGES, money

NEEDED = ("name", "category", "summary", "provenance")
_LIMITS = {
    ("fees", "basis"): (Fee, "basis"),
    ("legal_basis", "number"): (LegalBasis, "number"),
    ("legal_basis", "article"): (LegalBasis, "article"),
    ("legal_basis", "url"): (LegalBasis, "url"),
}


def findings(agency: Agency, content: Content, corpus: Corpus | None = None) -> list[Finding]:
    """What the checks find in a content of the agency, errors first. `corpus` is `corpus_of(agency, content)`, where known."""
    if states_nothing(content):
        return []
    corpus = corpus or corpus_of(agency, content)
    found = [*_unfit(agency, content, corpus)]
    if not content.get("hidden"):
        found += [
            *_disagreements(agency, content),
            *_old_fees(agency, content, corpus),
            *_corrected_fees(agency, content, corpus),
            *_days_without_fee(content),
            *_clashes(agency, content, corpus),
            *_gaps(agency, content, corpus),
        ]
    order = list(Severity)
    return sorted(found, key=lambda one: order.index(one.severity))


def _unfit(agency: Agency, content: Content, corpus: Corpus) -> Iterator[Finding]:
    for path, sentence in mistakes("service", content):
        lacking = re.fullmatch(r"the field '(\w+)' is missing", sentence)
        yield (
            error("missing", (*path, lacking[1]), _("This is missing."))
            if lacking
            else error("form", path, _("This cannot be stored like that."))
        )
    for path, _message in impossible(content):
        yield error("impossible", path, _("This day does not exist, or an end lies before its beginning."))
    if not content.get("hidden") and inherited(corpus, agency, content["key"]) is None:
        for name in NEEDED:
            if name not in content:
                yield error("needed", (name,), _("A service of your own needs this."))
    known = {key for one in corpus.agencies.values() for key in one.services}
    for index, key in enumerate(content.get("related", [])):
        if key not in known:
            yield error("unknown service", ("related", index), _("There is no service “%(key)s”."), key=key)
    offices = office_names(agency)
    for index, key in enumerate(content.get("where", {}).get("offices", [])):
        if key not in offices:
            yield error("unknown office", ("where", "offices", index), _("There is no office “%(key)s”."), key=key)
    yield from _too_long(content)
    yield from personal_numbers(content)


def _too_long(content: Content) -> Iterator[Finding]:
    for (facet, name), (model, column) in _LIMITS.items():
        limit = model._meta.get_field(column)
        for index, entry in enumerate(content.get(facet, [])):
            if isinstance(limit, CharField) and limit.max_length and len(entry.get(name, "")) > limit.max_length:
                yield error("too long", (facet, index, name), _("At most %(most)d characters can be stored."), most=limit.max_length)
    most = Phrase._meta.get_field("text").max_length or 0
    for facet in ENOUGH:
        for language, texts in content.get(facet, {}).items():
            for index, text in enumerate(texts):
                if len(text) > most:
                    yield error("too long", (facet, language, index), _("At most %(most)d characters can be stored."), most=most)


def _disagreements(agency: Agency, content: Content) -> Iterator[Finding]:
    for path, text in localized(content):
        yield from _unequal(path, text)
    alone = _alone(agency, content)
    for one in unequal_lists(alone):
        yield contradiction("counts", _path(one), _("The two languages have different numbers of entries."))
    for one in values_unlike_texts(alone):
        yield contradiction("value", _path(one), _("The number in the field is not the one that both texts state."))
    for one in foreign_currencies(alone):
        yield contradiction("currency", _path(one), _("Citizens of this agency pay in another currency."))


def _unequal(path: tuple[str | int, ...], text: dict[str, str] | object) -> Iterator[Finding]:
    assert isinstance(text, dict)
    if not text.get("id") or not text.get("ja"):
        return
    in_id, in_ja, easy = indonesian.quantities(text["id"]), japanese.quantities(text["ja"]), japanese.quantities(text.get("ja_easy", ""))
    for message, lacking in (
        (_("Only the Indonesian text states: %(stated)s"), without_counterpart(in_id, in_ja)),
        (_("Only the Japanese text states: %(stated)s"), without_counterpart(in_ja, in_id)),
        (_("Only the plain Japanese text states: %(stated)s"), without_counterpart(easy, [*in_ja, *in_id])),
    ):
        if lacking:
            yield contradiction("numbers", path, message, stated=", ".join(dict.fromkeys(one.written.strip() for one in lacking)))
    if free := free_in_one_language(text):
        says = _("Only the Indonesian text says that it is free.") if free == "id" else _("Only the Japanese text says that it is free.")
        yield contradiction("free", path, says)


def _old_fees(agency: Agency, content: Content, corpus: Corpus) -> Iterator[Finding]:
    """Texts of the service, also inherited ones, that state an amount which its fees leave behind."""
    if "fees" not in content:
        return
    above = inherited(corpus, agency, content["key"])
    inherits = above.document if above is not None else {}
    published = standing(agency, content["key"]).published
    merged, today = {**inherits, **content}, timezone.localdate()
    gone = {one for before in (inherits, published.content if published is not None else {}) for one in left_behind(before, merged, today)}
    for path, text in localized(merged) if gone else ():
        by_end: dict[dt.date | None, list[str]] = {}
        for amount in sorted(gone):
            by_end.setdefault(last_charged(merged, amount, today), []).extend(one for _language, one in stated_amounts(text, {amount}))
        for last, written in by_end.items():
            if not written:
                continue
            stated = ", ".join(dict.fromkeys(written))
            if last is None and not any(amount for _currency, amount in gone):
                message = _("This text still says “%(stated)s”, but with this change a fee is charged.")
                yield contradiction("old fee", path, message, stated=stated)
            elif last is None:
                message = _("This text still states %(stated)s, an amount that is no longer charged with this change.")
                yield contradiction("old fee", path, message, stated=stated)
            else:
                message = _("This text states %(stated)s, an amount that is charged until %(day)s only; it must change by then.")
                yield contradiction("old fee", path, message, stated=stated, day=date_format(last, "DATE_FORMAT"))


def _corrected_fees(agency: Agency, content: Content, corpus: Corpus) -> Iterator[Finding]:
    """Amounts that were written over what is charged today without a first day, as one corrects a mistake."""
    above = inherited(corpus, agency, content["key"])
    published = standing(agency, content["key"]).published
    charged = {**(above.document if above is not None else {}), **(published.content if published is not None else {})}.get("fees", ())
    for fee, place in corrected(content.get("fees", ()), charged, timezone.localdate()):
        if fee.get("amount"):
            message = _(
                "%(former)s is replaced as a mistake is, and leaves the fee history. If the fee has changed, write from which day on the "
                "new amount holds: the former one then stays until the day before."
            )
            former = money(fee["amount"], fee["currency"], "id" if fee["currency"] == "IDR" else "ja")
            yield gap("no first day", ("fees", place, "valid_from"), message, former=former)


def _days_without_fee(content: Content) -> Iterator[Finding]:
    """Days before a coming fee on which the assistant would have to say that it knows none."""
    if days := uncovered(content.get("fees", ()), timezone.localdate()):
        first, last = (date_format(day, "DATE_FORMAT") for day in days)
        message = _("From %(first)s to %(last)s no fee is stated; citizens hear that it is not known. If nothing is charged, write 0.")
        yield contradiction("no fee", ("fees",), message, first=first, last=last)


def _clashes(agency: Agency, content: Content, corpus: Corpus) -> Iterator[Finding]:
    claims = Claims(corpus, agency.key)
    for language, texts in content.get("aliases", {}).items():
        for clash in claims.clashes(content["key"], texts):
            name = clash.name.get(language) or next(iter(clash.name.values()))
            message = _("“%(phrase)s” already leads to the service “%(service)s”.")
            yield contradiction("clash", ("aliases", language), message, phrase=clash.phrase, service=name)


def _gaps(agency: Agency, content: Content, corpus: Corpus) -> Iterator[Finding]:
    alone = _alone(agency, content)
    for one in missing_languages(alone):
        yield gap("language", _path(one), _("This text is missing in one of the two languages."))
    for one in missing_sources(alone):
        yield gap("source", _path(one), _("Each record needs a source, and the day on which somebody read it."))
    for one in stale(alone, timezone.localdate()):
        yield gap("review", _path(one), _("It is time to look again whether this is still right, or no day is set for that."))
    for one in long_sentences(alone):
        yield gap("long sentence", _path(one), _("A sentence has more than 25 words. Short sentences are understood by more people."))
    offered = corpus.offered_one(agency.key, content["key"])
    if offered is None:
        return
    name = "short_name" if "short_name" in offered.document else "name"
    if any(len(offered.document[name].get(language, "")) > LONGEST_SHORT_NAME for language in LANGUAGES):
        yield gap("short name", (name,), _("A name on a button has at most 24 characters."))
    for facet, enough in ENOUGH.items():
        for language in LANGUAGES:
            count = len(offered.document[facet].get(language, []))
            if count < enough:
                message = _("There are %(count)d; with %(enough)d or more the assistant understands citizens better.")
                yield gap("few phrases", (facet, language), message, count=count, enough=enough)


def _alone(agency: Agency, content: Content) -> Corpus:
    """The content as the only one there is, for rules that look at nothing else."""
    document = {"key": agency.key, "country": agency.country}
    return Corpus({agency.key: AgencyRecords(document, {content["key"]: content})})


def _path(found: Found) -> tuple[str | int, ...]:
    return tuple(int(part) if part.isdigit() else part for part in found.field.split("."))


def is_due(content: Content, today: dt.date) -> bool:
    """Whether somebody should look again whether the record is still right."""
    due = (content.get("provenance") or {}).get("review_due")
    return bool(content.get("provenance")) and (due is None or dt.date.fromisoformat(due) <= today)
