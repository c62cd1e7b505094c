"""One service: what it holds, what is missing, what the bot says about it, and what mentions its old fees."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bot.answers.context import Setting
from bot.answers.service_answer import answer
from bot.catalogue.editing import fees, words
from bot.catalogue.editing.as_written import in_context
from bot.catalogue.editing.checks import findings, is_due
from bot.catalogue.editing.components import GROUPS, checklist, completeness
from bot.catalogue.editing.mentions import Mention
from bot.catalogue.editing.mentions import mentions as find_mentions
from bot.catalogue.editing.previewing import view_with
from bot.catalogue.editing.replaced import can_be_taken_back
from bot.catalogue.editing.surroundings import complaint_of
from bot.catalogue.editing.versions import versions
from bot.catalogue.views import FACETS, FeeView
from bot.console import work_list
from bot.console.amounts import amount_words
from bot.console.catalogue.opened import Opened, opened
from bot.console.catalogue.parts import PARTS
from bot.console.catalogue.rights import rights
from bot.console.catalogue.speech import named
from bot.console.difference import difference
from bot.console.faq import words as faq_words
from bot.languages import LANGUAGES, money
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission
from channels import registry
from channels.splitting import split

LOOKS = {"telegram": "Telegram", "whatsapp": "WhatsApp"}
_AMOUNT = re.compile(r"(IDR|JPY)-([0-9]{1,10})")


@staff_page(Permission.VIEW_CONTENT)
def show(request: StaffRequest, staff: StaffContext, service: str) -> HttpResponse:
    """The checklist of the service standard, what is to be mended, and the steps that are open."""
    return render(request, "console/catalogue/service.html", service_context(staff, service))


def service_context(staff: StaffContext, service: str) -> dict[str, Any]:
    """What the page of a service shows."""
    found = opened(staff.agency, service)
    today = timezone.localdate()
    merged, version = found.merged, found.at.open
    states = checklist(merged, complaint_of(found.corpus, staff.agency))
    provenance = found.live.get("provenance") or {}
    return {
        "service": service,
        "name": named(merged.get("name")) or service,
        "found": found,
        "hidden": bool(found.content.get("hidden")),
        "live_hidden": bool(found.live.get("hidden")),
        "version": version,
        "state": words.STATES.get(version.state, "") if version else "",
        "source": words.SOURCES.get(version.source, "") if version else "",
        "difference": difference(*found.beside_live(found.content)) if version else [],
        "taken_back": found.at.published if can_be_taken_back(versions(staff.agency, service), found.at.published, found.at.open) else None,
        "groups": [{"label": label, "states": [one for one in states if one.component.group == group]} for group, label in GROUPS.items()],
        "complete": completeness(states),
        "total": len(states),
        "parts": [_part(found, part) for part in PARTS],
        "findings": findings(staff.agency, found.content, found.corpus),
        "periods": periods(merged.get("fees", [])),
        "provenance": {name: dt.date.fromisoformat(provenance[name]) for name in ("verified_on", "review_due") if provenance.get(name)},
        "due": is_due(found.live, today),
        "has_own": bool(set(found.live) - {"key", "hidden"}),
        "left_behind": fees.left_behind(_live_merged(found), merged, today) if version else [],
        **rights(staff),
    }


def _live_merged(found: Opened) -> dict[str, Any]:
    return {**(found.above.document if found.above is not None else {}), **found.live}


def _part(found: Opened, part: str) -> dict[str, Any]:
    label, facets = PARTS[part]
    own = sum(facet in found.content for facet in facets)
    above = sum(facet not in found.content and facet in (found.above.document if found.above else {}) for facet in facets)
    return {"part": part, "label": label, "own": own, "above": above, "empty": len(facets) - own - above}


def periods(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The fees of a service over time, in words."""
    return [
        {"period": period, "lines": [{"amount": amount_of(fee), "label": named(fee.label), "basis": fee.basis} for fee in period.fees]}
        for period in fees.timeline(entries, timezone.localdate())
    ]


def amount_of(fee: FeeView) -> str:
    """What is charged, as the pages write it."""
    if fee.amount is None:
        return _("not certain")
    if fee.amount_max is None:
        return amount_words(fee.amount, fee.currency)
    return "–".join(money(one, fee.currency, "id" if fee.currency == "IDR" else "ja") for one in (fee.amount, fee.amount_max))


@staff_page(Permission.VIEW_CONTENT)
def preview(request: StaffRequest, staff: StaffContext, service: str) -> HttpResponse:
    """What the bot says about one facet, in both languages, on both platforms."""
    found = opened(staff.agency, service)
    view = view_with(staff.agency, service, found.corpus)
    facet = request.GET.get("facet", "")
    facet = facet if facet in FACETS else "overview"
    bubbles = []
    if service in view.services:
        for language in LANGUAGES:
            reply = answer(view.services[service], (facet,), Setting(view, language, timezone.now()))
            text = "\n".join([reply.text, *(f"{link.title}: {link.url}" for link in reply.links)])
            for look, name in LOOKS.items():
                texts = split(text, registry.connected(look).limits.text)
                bubbles += [
                    {
                        "look": look,
                        "language": language,
                        "caption": f"{name} · {words.LANGUAGES[language]} · {_characters(part)}",
                        "text": part,
                        "buttons": [one.title for one in reply.quick_replies] if number == len(texts) - 1 else [],
                    }
                    for number, part in enumerate(texts)
                ]
    tabs = [{"label": _facet_words(one), "address": f"?facet={one}", "current": one == facet} for one in FACETS]
    context = {
        "service": service,
        "name": named(found.merged.get("name")) or service,
        "tabs": tabs,
        "bubbles": bubbles,
        "draft": found.at.open is not None,
    }
    return render(request, "console/catalogue/preview.html", context)


def _facet_words(facet: str) -> str:
    return _("Overview") if facet == "overview" else str(words.FIELDS["fees" if facet == "fee" else facet])


@staff_page(Permission.VIEW_CONTENT, "GET", "POST")
def mentions(request: StaffRequest, staff: StaffContext, service: str) -> HttpResponse:
    """Every FAQ and service text in which an old amount of the service stands; pages lead back here until somebody is done (POST)."""
    found = opened(staff.agency, service)
    if request.method == "POST":
        work_list.end(request)
        return redirect("console:catalogue-service", agency=staff.agency.key, service=service)
    asked = [match for one in request.GET.getlist("amount")[:10] if (match := _AMOUNT.fullmatch(one))]
    wanted = [(match[1], int(match[2])) for match in asked]
    if not wanted:
        wanted = fees.left_behind(_live_merged(found), found.merged, timezone.localdate())
    rows = [
        {
            "mention": one,
            "shown": in_context(one.text, one.written),
            "name": named(one.name),
            "place": _place(one),
            "language": words.LANGUAGES[one.language],
            "own": one.owner == staff.agency.key,
            "address": _where_to_edit(staff, one),
            "lang": "id" if one.language == "id" else "ja",
        }
        for one in find_mentions(staff.agency, service, set(wanted), found.corpus)
    ]
    amounts = [amount_words(amount, currency) for currency, amount in wanted]
    if rows:
        query = urlencode([("amount", f"{currency}-{amount}") for currency, amount in wanted])
        work_list.begin(request, staff, f"{request.path}?{query}", ", ".join(amounts))
    else:
        work_list.end(request)
    context = {
        "service": service,
        "name": named(found.merged.get("name")) or service,
        "amounts": amounts,
        "faq": [row for row in rows if row["mention"].kind == "faq"],
        "canned": [row for row in rows if row["mention"].kind == "canned"],
        "may_change_canned": staff.can(Permission.SUPERVISE),
        "services": [row for row in rows if row["mention"].kind == "service"],
    }
    return render(request, "console/catalogue/mentions.html", context)


def _place(mention: Mention) -> str:
    names: Mapping[str, Any] = faq_words.FIELDS if mention.kind == "faq" else words.FIELDS
    return " › ".join(str(part + 1) if isinstance(part, int) else str(names.get(part, part)) for part in mention.path)


def _where_to_edit(staff: StaffContext, mention: Mention) -> str:
    """The page on which the person may change the text; where they may not, the page that shows it; empty when there is none."""
    key = staff.agency.key
    if mention.kind == "service":
        part = next((part for part, (_label, facets) in PARTS.items() if mention.path[0] in facets), "")
        if part and staff.can(Permission.EDIT_CONTENT):
            return reverse("console:catalogue-edit", args=[key, mention.key, part])
        return reverse("console:catalogue-service", args=[key, mention.key])
    if mention.kind == "faq":
        may = staff.can(Permission.EDIT_CONTENT) and mention.owner == key
        return reverse("console:faq-edit" if may else "console:faq-entry", args=[key, mention.key])
    if staff.can(Permission.SUPERVISE):
        return reverse("console:desk-canned-edit", args=[key, mention.number])
    return reverse("console:desk-canned", args=[key]) if staff.can(Permission.CONVERSE) else ""


def _characters(text: str) -> str:
    return ngettext("%(count)d character", "%(count)d characters", len(text)) % {"count": len(text)}
