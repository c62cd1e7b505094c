"""What the editor's page asks for while somebody types: findings, preview, a question tried out, targets of a button."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bot.catalogue import snapshot
from bot.console.faq.forms import Editor
from bot.console.faq.leading import Leading
from bot.console.faq.objects import today
from bot.console.faq.words import DECISION, KIND, LANGUAGE_NAMES, said
from bot.faq.checks.finding import Finding, Severity
from bot.faq.checks.run import check, get_ready
from bot.faq.content import Content
from bot.faq.preview import conversations
from bot.faq.trial import link_as_if_published
from bot.languages import LANGUAGES
from bot.pipeline.trying import Tried, try_out
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_NEW = "-"  # no FAQ can have this key
_MOST_TARGETS = 30
# Where findings stand on the page: fields, with a language where the field has one on its own.
SLOTS = (
    *(f"{field}{language}" for field in ("question", "answer", "variants") for language in ("", *(f"-{one}" for one in LANGUAGES))),
    *("tags", "quick_replies", "links", "valid_from", "valid_to", "sources"),
)


def _key(request: StaffRequest) -> str:
    return request.POST.get("own-key") or request.POST.get("key") or _NEW


def _content(request: StaffRequest, staff: StaffContext) -> Content:
    editor = Editor.sent(request.POST, Leading(staff.agency.key))
    editor.is_valid()
    return editor.content()


@staff_page(Permission.EDIT_CONTENT, "POST")
def ready(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Load what the checks need while somebody still looks at the list: after a start it takes seconds."""
    get_ready(staff.agency.key)
    return HttpResponse(status=204)


@staff_page(Permission.EDIT_CONTENT, "POST")
def live_check(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """What the checks find, each finding for its place on the page."""
    content = _content(request, staff)
    # Whoever has just opened a new page has made no mistake yet.
    begun = any(content.values())
    findings = check(staff.agency.key, _key(request), content, today(staff.agency)) if begun else []
    by_slot: dict[str, list[Finding]] = {slot: [] for slot in SLOTS}
    elsewhere: list[Finding] = []
    for finding in findings:
        slot = f"{finding.field}-{finding.language}" if finding.language else finding.field
        slot = slot if slot in by_slot else finding.field
        by_slot.get(slot, elsewhere).append(finding)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    context = {"slots": by_slot.items(), "elsewhere": elsewhere, "errors": errors, "warnings": len(findings) - errors, "begun": begun}
    return render(request, "console/faq/findings.html", context)


@staff_page(Permission.EDIT_CONTENT, "POST")
def live_preview(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """The bot's answer as it is being written, on each channel in each language."""
    return render(request, "console/faq/preview.html", {"conversations": previews(staff, _key(request), _content(request, staff))})


def previews(staff: StaffContext, key: str, content: Content) -> list[dict[str, Any]]:
    """The answer on each channel in each language, with the language's name."""
    found = conversations(staff.agency, snapshot.current(staff.agency.key), key, content, timezone.now())
    return [{"conversation": one, "language_name": LANGUAGE_NAMES[one.language]} for one in found]


@staff_page(Permission.EDIT_CONTENT, "POST")
def live_trial(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """A question tried out: by the linker with the FAQ as it is being written, and by a worker with what is published now."""
    question = request.POST.get("trial", "").strip()[:500]
    if not question:
        return render(request, "console/faq/trial.html", {"question": ""})
    trial = link_as_if_published(staff.agency.key, _key(request), _content(request, staff), question)
    linked = [
        {"one": one, "kind": KIND[one.kind], "name": said(one.name, one.key), "percent": round(one.score * 100)} for one in trial.linked
    ]
    tried = try_out(staff.agency.key, question, "")
    context = {"question": question, "trial": trial, "linked": linked, "tried": tried}
    return render(request, "console/faq/trial.html", context | (_decided(staff, tried) if tried else {}))


def _decided(staff: StaffContext, tried: Tried) -> dict[str, Any]:
    understanding = tried.understanding
    view = snapshot.current(staff.agency.key)
    names: list[tuple[str, float]] = []
    for candidate in understanding.get("faq_candidates", ()):
        if (entry := view.faq.get(candidate["key"])) is not None:
            names.append((said(entry.question, entry.key), candidate["score"]))
    for candidate in understanding.get("services", ()):
        if (service := view.services.get(candidate["key"])) is not None:
            names.append((said(service.name, service.key), candidate["score"]))
    names.sort(key=lambda one: -one[1])
    return {
        "decision": DECISION.get(str(understanding.get("decision")), understanding.get("decision")),
        "confidence": round(100 * float(understanding.get("confidence") or 0)),
        "next": [(name, round(100 * score)) for name, score in names[:5]],
        "replies": [reply["text"] for reply in tried.replies],
    }


@staff_page(Permission.EDIT_CONTENT)
def targets(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """What a button can lead to, as far as it fits what is being typed."""
    typed = next((str(value) for name, value in request.GET.items() if name.endswith("-target")), "")
    return render(request, "console/faq/targets.html", {"targets": Leading(staff.agency.key).like(typed, _MOST_TARGETS)})
