"""What can be found in an FAQ by itself, without looking at anything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from bot.catalogue.audit.phrases import bare
from bot.catalogue.schemas import mistakes
from bot.faq.agreement import disagreements
from bot.faq.checks.finding import Finding, Severity, error, warning
from bot.faq.checks.persons import personal_data
from bot.faq.content import TARGETS, Content, document_from
from bot.faq.models import FaqTag, FaqVariant
from bot.languages import LANGUAGES

ENOUGH_EXAMPLES = 5
LONGEST_ANSWER = 1600  # one WhatsApp message
LONGEST_TITLE = 20
_FEW = ngettext_lazy(
    "There is %(count)d way to ask in this language. With %(enough)d or more, citizens are understood better.",
    "There are %(count)d ways to ask in this language. With %(enough)d or more, citizens are understood better.",
    "count",
)
_LONGEST_EXAMPLE = FaqVariant._meta.get_field("text").max_length or 0
_LONGEST_TAG = FaqTag._meta.get_field("name").max_length or 0


def findings_alone(content: Content) -> Iterator[Finding]:
    """Everything that the content shows by itself."""
    yield from _texts(content)
    yield from _examples(content)
    yield from _duplicates(content)
    yield from personal_data(content)
    yield from _choices(content)
    yield from _links(content)
    yield from _days(content)
    for index, tag in enumerate(content["tags"]):
        if len(tag) > _LONGEST_TAG:
            yield error("tag_too_long", "tags", "", _("A tag may have at most %(most)d characters."), index, most=_LONGEST_TAG)
    for field in ("question", "answer"):
        for sentence in disagreements(content[field]):
            message = _("The two languages do not state the same numbers. Compare them: %(difference)s.")
            yield warning("different_numbers", field, "", message, difference=sentence)


def errors_of(key: str, content: Content) -> list[Finding]:
    """What must be corrected before it can be published; what only the published schema finds wrong is told in its words."""
    found = [finding for finding in findings_alone(content) if finding.severity is Severity.ERROR]
    if not found:
        message = _("This cannot be stored as it is: %(reason)s")
        for path, reason in mistakes("faq", {"faq": [document_from(key, content)]}):
            found.append(error("not_allowed", str(path[2]) if len(path) > 2 else "", "", message, reason=reason))
    return found


def _texts(content: Content) -> Iterator[Finding]:
    for language in LANGUAGES:
        if not content["question"].get(language, "").strip():
            yield error("missing_language", "question", language, _("The question is missing in this language."))
        answer = content["answer"].get(language, "")
        if not answer.strip():
            yield error("missing_language", "answer", language, _("The answer is missing in this language."))
    for language, answer in content["answer"].items():
        if len(answer) > LONGEST_ANSWER:
            message = _("The answer has %(length)d characters. From %(most)d on, WhatsApp sends it as several messages.")
            yield warning("too_long", "answer", language, message, length=len(answer), most=LONGEST_ANSWER)


def _examples(content: Content) -> Iterator[Finding]:
    for language in LANGUAGES:
        phrases = content["variants"].get(language, [])
        if len(phrases) < ENOUGH_EXAMPLES:
            yield warning("few_examples", "variants", language, _FEW, count=len(phrases), enough=ENOUGH_EXAMPLES)
        for index, phrase in enumerate(phrases):
            if len(phrase) > _LONGEST_EXAMPLE:
                message = _("A way to ask may have at most %(most)d characters.")
                yield error("example_too_long", "variants", language, message, index, most=_LONGEST_EXAMPLE)


def _duplicates(content: Content) -> Iterator[Finding]:
    seen = {bare(text): "" for text in content["question"].values()}
    for language, phrases in content["variants"].items():
        for index, phrase in enumerate(phrases):
            if (form := bare(phrase)) in seen:
                yield warning("duplicate", "variants", language, _("“%(phrase)s” is there already."), index, phrase=phrase)
            seen[form] = language


def _choices(content: Content) -> Iterator[Finding]:
    for index, choice in enumerate(content["quick_replies"]):
        for language in LANGUAGES:
            title = (choice.get("title") or {}).get(language, "")
            if not title.strip():
                yield error("missing_language", "quick_replies", language, _("The button has no text in this language."), index)
            elif len(title) > LONGEST_TITLE:
                message = _("The button “%(title)s” has %(length)d characters; at most %(most)d are shown.")
                yield error("title_too_long", "quick_replies", language, message, index, title=title, length=len(title), most=LONGEST_TITLE)
        if sum(bool(choice.get(name)) for name in TARGETS) != 1:
            yield error("no_target", "quick_replies", "", _("Choose what the button leads to."), index)


def _links(content: Content) -> Iterator[Finding]:
    for index, link in enumerate(content["links"]):
        for language in LANGUAGES:
            address = (link.get("url") or {}).get(language, "")
            if not (link.get("title") or {}).get(language, "").strip() or not address:
                message = _("The link needs a title and an address in this language.")
                yield error("missing_language", "links", language, message, index)
            if address and not address.startswith("https://"):
                yield error("not_https", "links", language, _("The address of a link must begin with https://"), index)


def _days(content: Content) -> Iterator[Finding]:
    days: dict[str, dt.date] = {}
    for field in ("valid_from", "valid_to"):
        try:
            if content[field]:
                days[field] = dt.date.fromisoformat(content[field])
        except ValueError:
            yield error("no_such_day", field, "", _("There is no such day. Write it as 2026-01-31."))
    if len(days) == 2 and days["valid_to"] < days["valid_from"]:
        yield error("ends_before_it_begins", "valid_to", "", _("The last day lies before the first."))
