"""Decisions and their undoing; after each comes the next group."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import trigger_client_event

from bot.console.questions.panel import address, draft_address, next_number, query_of, show
from bot.console.questions.work import group_of
from bot.questions import decisions
from bot.questions.models import QuestionGroup
from bot.questions.problems import AlreadyDecided, NotPossible
from bot.questions.together import MOST, Companion, decide_together
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission
from bot.staff.problem import StaffProblem


@staff_page(Permission.TRIAGE_QUESTIONS, "POST")
def decide(request: StaffRequest, staff: StaffContext, group: int) -> HttpResponseBase:
    """Assign a group, mark it as out of scope, or ignore it."""
    found, query = group_of(staff, group), query_of(request)
    text, to = request.POST.get("text") or found.text, request.POST.get("to", "")

    def likewise(number: int, version: int, wording: str) -> QuestionGroup:
        return _decided(staff, number, version, to, wording)

    try:
        decided, others = decide_together(staff, likewise, found, version_of(request), text, _companions(request))
    except AlreadyDecided as problem:
        return go_on(request, staff, found, query, problem=str(problem.sentence))
    except StaffProblem as problem:
        return show(request, staff, found, query, problem=problem.sentence, text=text)
    told = decisions.told(decided)
    if others:
        with_it = ngettext("%(number)d similar question with it.", "%(number)d similar questions with it.", others) % {"number": others}
        # Japanese sets no space between sentences.
        told = _("%(sentence)s %(another)s") % {"sentence": told, "another": with_it}
    return go_on(request, staff, found, query, told=told, draft=draft_address(staff, decided))


def _companions(request: StaffRequest) -> list[Companion]:
    """The similar groups that were ticked, each with the version that the page showed."""
    ticked = [value.partition(":") for value in request.POST.getlist("also")[:MOST]]
    return [Companion(int(group), int(version)) for group, _colon, version in ticked if _is_number(group) and _is_number(version)]


def _decided(staff: StaffContext, group: int, version: int, to: str, text: str) -> QuestionGroup:
    kind, _colon, key = to.partition(":")
    if kind == "faq":
        return decisions.assign_to_faq(staff, group, version, key, text)
    if kind == "service":
        return decisions.assign_to_service(staff, group, version, key, text)
    if kind == "out_of_scope":
        return decisions.mark_out_of_scope(staff, group, version, text)
    if kind == "ignore":
        return decisions.ignore(staff, group, version)
    raise NotPossible(_("Choose what is to become of the question."))


@staff_page(Permission.TRIAGE_QUESTIONS, "POST")
def undo_last(request: StaffRequest, staff: StaffContext) -> HttpResponseBase:
    """Undo the decision that the page showed as the person's last, and show that group again; however often it is pressed, no other.

    Without a group it is their last one of now.
    """
    query, shown = query_of(request), request.POST.get("group", "")
    if _is_number(shown):
        return _undone(request, staff, group_of(staff, int(shown)), version_of(request), query)
    last = decisions.last_decided(staff)
    if last is not None:
        return _undone(request, staff, last, last.version, query)
    sentence = _("You have not decided anything that could be undone.")
    if not request.htmx:
        messages.info(request, sentence)
        return redirect("console:questions", agency=staff.agency.key)
    response = HttpResponse(status=204)
    return trigger_client_event(response, "toast", sentence)  # type: ignore[arg-type]


@staff_page(Permission.TRIAGE_QUESTIONS, "POST")
def reopen(request: StaffRequest, staff: StaffContext, group: int) -> HttpResponseBase:
    """Undo whoever's decision on this group."""
    return _undone(request, staff, group_of(staff, group), version_of(request), query_of(request))


def _undone(request: StaffRequest, staff: StaffContext, group: QuestionGroup, version: int, query: str) -> HttpResponseBase:
    try:
        opened = decisions.undo(staff, group.pk, version)
    except StaffProblem as problem:
        opened = group_of(staff, group.pk)
        if opened.state != QuestionGroup.State.OPEN:
            return show(request, staff, opened, query, problem=problem.sentence)
        # It was undone already: pressed twice, or by a colleague at the same moment.
    return _said(request, staff, opened, query, _("The question is open again."))


def go_on(
    request: StaffRequest, staff: StaffContext, group: QuestionGroup, query: str, told: str = "", problem: str = "", draft: str = ""
) -> HttpResponseBase:
    """On to the next group, saying what has happened to this one, with the way to the `draft` that it has left."""
    number = next_number(staff, group, query)
    following = group_of(staff, number) if number else None
    return _said(request, staff, following, query, told, problem, draft)


def _said(
    request: StaffRequest, staff: StaffContext, group: QuestionGroup | None, query: str, told: str, problem: str = "", draft: str = ""
) -> HttpResponseBase:
    link = _("Open the draft")
    if request.htmx:
        response = show(request, staff, group, query, problem=problem)
        said: Any = {"value": told, "address": draft, "link": link} if draft else told
        return trigger_client_event(response, "toast", said) if told else response
    if problem:
        messages.warning(request, problem)
    else:
        messages.success(request, format_html('{} <a href="{}">{}</a>', told, draft, link) if draft else told)
    return redirect(address(staff, group.pk if group is not None else None, query))


def version_of(request: StaffRequest) -> int:
    """The version of the group that the page showed; 0, which no group has, when it is missing."""
    given = request.POST.get("version", "")
    return int(given) if _is_number(given) else 0


def _is_number(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) < 10
