"""Quick replies and links of an FAQ in the cells of a table: for each language a line with its title, and where it leads.

    Jam buka | service:akta/hours      a service, or one facet of it
    Parkir | faq:parkir                another FAQ
    Pindah | life_event:pindah         a life event
    Peta lokasi | https://...          a link

The entries of both languages belong together by their order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from django.utils.translation import gettext_noop as _

from bot.faq.content import TARGETS
from bot.languages import LANGUAGES
from bot.sentence import Sentence

Field = Literal["quick_replies", "links"]
Step = tuple[str, str]  # title, and where it leads
FIELDS: tuple[Field, ...] = ("quick_replies", "links")
_TARGET = re.compile(rf"(?P<kind>{'|'.join(TARGETS)})\s*[:：]\s*(?P<key>[a-z0-9-]+)(?:/(?P<facet>[a-z_]+))?")
# The title reaches as far as it can: it may hold a bar itself, as an address may.
_LINES = {
    "quick_replies": re.compile(rf"(?P<title>.+)[|｜]\s*(?P<target>{_TARGET.pattern})"),
    "links": re.compile(r"(?P<title>.+)[|｜]\s*(?P<target>https?://\S+)"),
}
_FORMS = {
    "quick_replies": _(
        "%(line)s cannot be read; write title | service:key, title | service:key/facet, title | faq:key or title | life_event:key"
    ),
    "links": _("%(line)s cannot be read; write title | https://address"),
}
_COUNTS = {
    "quick_replies": _("there are %(counts)s quick replies; each must stand in both languages, in the same order"),
    "links": _("there are %(counts)s links; each must stand in both languages, in the same order"),
}


def steps_in(field: Field, lines: Sequence[str]) -> list[Step]:
    """The entries that the lines of a cell mean.

    Raises:
        ValueError: a line is none; the message says how to write one.
    """
    return [_step(field, line.strip()) for line in lines if line.strip()]


def _step(field: Field, line: str) -> Step:
    found = _LINES[field].fullmatch(line)
    title = found["title"].strip() if found is not None else ""
    if found is None or not title:
        raise ValueError(Sentence(_FORMS[field], line=repr(line)))
    target = str(found["target"])
    return title, re.sub(r"\s*[:：]\s*", ":", target, count=1) if field == "quick_replies" else target


def lines_of(field: Field, entries: Sequence[Mapping[str, Any]], language: str) -> list[str]:
    """The lines of a cell that mean these entries in one language."""
    return [f"{title} | {target}" for title, target in steps_of(field, entries, language)]


def steps_of(field: Field, entries: Sequence[Mapping[str, Any]], language: str) -> list[Step]:
    """The entries in one language."""
    found: list[Step] = []
    for entry in entries:
        if field == "links":
            target = entry["url"].get(language, "")
        else:
            kind = next(name for name in TARGETS if entry.get(name))
            target = f"{kind}:{entry[kind]}" + (f"/{entry['facet']}" if entry.get("facet") else "")
        found.append((entry["title"].get(language, ""), target))
    return found


def joined(field: Field, steps: Mapping[str, Sequence[Step]]) -> list[dict[str, Any]]:
    """The entries from those of each language.

    Raises:
        ValueError: the languages do not have the same ones; the message says where.
    """
    first, *others = LANGUAGES
    for other in others:
        if len(steps[other]) != len(steps[first]):
            told = {"one": len(steps[first]), "first": repr(first), "two": len(steps[other]), "second": repr(other)}
            counts = Sentence(_("%(one)d in %(first)s and %(two)d in %(second)s"), **told)
            raise ValueError(Sentence(_COUNTS[field], counts=counts))
    entries: list[dict[str, Any]] = []
    for number in range(len(steps[first])):
        titles = {language: steps[language][number][0] for language in LANGUAGES}
        targets = {language: steps[language][number][1] for language in LANGUAGES}
        if field == "links":
            entries.append({"title": titles, "url": targets})
            continue
        if len(set(targets.values())) > 1:
            one, two = targets.values()
            message = _("quick reply %(number)d leads to %(one)s and to %(two)s; write both languages in the same order")
            raise ValueError(Sentence(message, number=number + 1, one=one, two=two))
        found = _TARGET.fullmatch(targets[first])
        assert found is not None
        entries.append({"title": titles, found["kind"]: found["key"]} | ({"facet": found["facet"]} if found["facet"] else {}))
    return entries
