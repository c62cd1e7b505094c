"""The page of one FAQ: what it says, how citizens get it, where its work stands, and its versions."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from bot.console.difference import day_words
from bot.console.faq.changes import changes, shown
from bot.console.faq.leading import Leading
from bot.console.faq.live import previews
from bot.console.faq.objects import found_or_404, number_in, own_or_404, today, zone_of
from bot.console.faq.undo import taken_offer
from bot.console.faq.words import FIELDS, LANGUAGE_NAMES, LIVE, OWNERSHIP, SOURCE, WORK, field_label, said
from bot.faq.checks.alone import errors_of
from bot.faq.content import Content, content_of
from bot.faq.filters import LiveState, Ownership
from bot.faq.lookup import Found, earlier
from bot.faq.meanwhile import versions_meanwhile
from bot.faq.models import Faq, FaqVersion
from bot.faq.overview import live_state
from bot.faq.undo import can_be_taken_back
from bot.languages import LANGUAGES
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_VERSIONS = 20


@staff_page(Permission.VIEW_CONTENT)
def entry(request: StaffRequest, staff: StaffContext, key: str) -> HttpResponse:
    """What the agency says under a key, or inherits."""
    found = found_or_404(staff, key)
    open_ = found.at.open if found.is_own else None
    content = found.current
    day = today(staff.agency)
    state = live_state(found.faq, day)
    leading = Leading(staff.agency.key)
    ownership = Ownership.INHERITED if not found.is_own else Ownership.OVERRIDING if found.above else Ownership.OWN
    versions = _versions(found.own, number_in(request, "page"))
    context = {
        "found": found,
        "key": key,
        "title": said(content["question"], key),
        "content": _parts(content, leading),
        "live": LIVE[state],
        "answers": state is LiveState.LIVE,
        "meanwhile": _meanwhile(found.faq, state),
        "archived": found.faq.archived,
        "ownership": OWNERSHIP[ownership],
        "owner_name": said(found.faq.agency.name, found.faq.agency.key),
        "open": open_,
        "work": WORK[open_.state] if open_ else "",
        "difference": changes(_replaced(found), content, leading) if open_ and _replaced(found) is not None else [],
        "errors": [{"label": field_label(one.field, one.language), "text": one.text} for one in errors_of(key, content)] if open_ else [],
        "previews": previews(staff, key, content),
        "versions": [{"version": one, "state": WORK[one.state], "source": SOURCE[one.source]} for one in versions],
        "page": versions,
        "may_edit": staff.can(Permission.EDIT_CONTENT),
        "may_publish": staff.can(Permission.PUBLISH_CONTENT),
        "undo": (undo := taken_offer(request, key)),
        "taken_back": found.at.published if undo is None and found.own is not None and can_be_taken_back(found.own, found.at) else None,
        "gone_for_good": found.own is not None and found.own.inherits and not found.own.versions.exclude(published_at=None).exists(),
    }
    return render(request, "console/faq/entry.html", context)


def _meanwhile(faq: Faq, state: LiveState) -> FaqVersion | None:
    """What answers until the first day of what is published."""
    return versions_meanwhile([faq.pk], zone_of(faq.agency)).get(faq.pk) if state is LiveState.UPCOMING else None


def _replaced(found: Found) -> Content | None:
    """What the open version would take the place of: what is live, or what is inherited."""
    if found.live is not None:
        return found.live
    return None if found.above is None else content_of(found.above)


def _versions(own: Faq | None, number: int) -> Any:
    versions = FaqVersion.objects.filter(faq=own).defer("content").order_by("-number") if own else FaqVersion.objects.none()
    return Paginator(versions, _VERSIONS).get_page(number or 1)


def _parts(content: Content, leading: Leading) -> dict[str, Any]:
    """The content as the page lays it out: texts by language, and the rest field by field."""
    languages = [*LANGUAGES, *(["ja_easy"] if content["question"].get("ja_easy") or content["answer"].get("ja_easy") else [])]
    texts = [
        {
            "name": LANGUAGE_NAMES[language],
            "code": language[:2],
            "question": content["question"].get(language, ""),
            "answer": content["answer"].get(language, ""),
            "variants": content["variants"].get(language, []),
        }
        for language in languages
    ]
    others = [
        (FIELDS[name], day_words(shown(content[name], leading)))
        for name in ("tags", "quick_replies", "links", "valid_from", "valid_to", "sources")
    ]
    return {"texts": texts, "others": [(label, text) for label, text in others if text]}


@staff_page(Permission.VIEW_CONTENT)
def version(request: StaffRequest, staff: StaffContext, key: str, number: int) -> HttpResponse:
    """What one version said, and what it changed."""
    own = own_or_404(staff, key)
    found = FaqVersion.objects.filter(faq=own, number=number).first()
    if found is None:
        raise Http404
    against = FaqVersion.objects.filter(faq=own, state=FaqVersion.State.PUBLISHED).exclude(number=number).first()
    before = earlier(own, number)
    leading = Leading(staff.agency.key)
    context = {
        "key": key,
        "title": said(found.content["question"], key),
        "version": found,
        "state": WORK[found.state],
        "source": SOURCE[found.source],
        "content": _parts(found.content, leading),
        "first": before is None,
        "difference": changes(before, found.content, leading) if before is not None else [],
        "published": against,
        "to_published": changes(found.content, against.content, leading) if against else [],
        "may_edit": staff.can(Permission.EDIT_CONTENT),
    }
    return render(request, "console/faq/version.html", context)
