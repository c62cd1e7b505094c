"""Writing a service: one part at a time, both languages side by side; and a new service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bot.catalogue.editing import words, workflow
from bot.catalogue.editing.content import Content, replaced
from bot.catalogue.editing.errors import EditedMeanwhile, HoldsPersonalNumbers, KeyTaken, WrongKey
from bot.catalogue.editing.merging import merge_of
from bot.catalogue.editing.persons import must_not_be_kept
from bot.catalogue.editing.previewing import fee_view
from bot.catalogue.editing.today_fee import kept_until
from bot.catalogue.editing.versions import content_at
from bot.catalogue.models import ServiceVersion
from bot.console.catalogue.blocks import blocks_of
from bot.console.catalogue.opened import Opened, opened
from bot.console.catalogue.parts import PARTS
from bot.console.catalogue.service import amount_of
from bot.console.catalogue.speech import facts, named
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_SALT = "console.catalogue.merge"


@staff_page(Permission.EDIT_CONTENT, "GET", "POST")
def edit(request: StaffRequest, staff: StaffContext, service: str, part: str) -> HttpResponse:
    """Show one part, change the page by a button of it, or save it as a draft."""
    if part not in PARTS:
        raise Http404
    found = opened(staff.agency, service)
    if request.method != "POST":
        return _page(request, found, part, blocks_of(found, part), found.based_on)
    action = request.POST.get("action", "save")
    if action == "merge":
        return _merged(request, staff, found, part)
    blocks = blocks_of(found, part, request.POST, action)
    based_on = _number(request.POST.get("version", ""))
    if action != "save":
        return _page(request, found, part, blocks, based_on)
    if not all([block.is_valid() for block in blocks]):  # noqa: C419 - each one is to be checked
        return _page(request, found, part, blocks, based_on, wrong=True)
    begun: Content = found.content
    if based_on != found.based_on:
        begun = content_at(staff.agency, service, based_on) or {"key": service}
    mine = replaced(begun, {block.facet: block.value() for block in blocks}, PARTS[part][1])
    if held := must_not_be_kept(mine):
        for block in blocks:
            block.problems = [one for one in held if one.facet == block.facet]
        # What stands in another part cannot be marked here.
        elsewhere = [one for one in held if not any(one in block.problems for block in blocks)]
        for one in elsewhere:
            messages.error(request, f"{one.place}: {one.text}")
        return _page(request, found, part, blocks, based_on, wrong=len(elsewhere) < len(held))
    return _save(request, staff, found, part, mine, based_on, None)


def _save(
    request: StaffRequest, staff: StaffContext, found: Opened, part: str, mine: Content, based_on: int, merged: int | None
) -> HttpResponse:
    if mine == found.content:
        messages.info(request, _("Nothing was changed."))
        return redirect("console:catalogue-service", agency=staff.agency.key, service=found.key)
    try:
        draft = workflow.save_draft(staff.agency, found.key, mine, staff.user, based_on=based_on, merged=merged)
    except EditedMeanwhile as edited:
        return _merge_page(request, found, part, edited, based_on)
    except HoldsPersonalNumbers as held:
        # Only what a colleague's version holds from before this was looked at: one's own words were looked at already.
        for one in held.findings:
            messages.error(request, f"{one.place}: {one.text}")
        return redirect("console:catalogue-edit", agency=staff.agency.key, service=found.key, part=part)
    messages.success(request, _("The draft is saved. The assistant answers with it once it is published."))
    for fee in map(fee_view, kept_until(mine.get("fees", ()), draft.content.get("fees", ()))):
        if fee.valid_to and fee.valid_to < timezone.localdate():
            message = _("Until %(day)s the former fee held (%(amount)s). It stays among the fees with that last day.")
        else:
            message = _("Until %(day)s today's fee goes on (%(amount)s). It stands among the fees with that last day.")
        case = named(fee.label)
        amount = f"{case}: {amount_of(fee)}" if case else amount_of(fee)
        messages.info(request, message % {"day": date_format(fee.valid_to or "", "DATE_FORMAT"), "amount": amount})
    return redirect("console:catalogue-service", agency=staff.agency.key, service=found.key)


def _page(request: StaffRequest, found: Opened, part: str, blocks: list[Any], based_on: int, *, wrong: bool = False) -> HttpResponse:
    label = PARTS[part][0]
    for block in blocks:
        block.above_facts = facts(block.facet, block.above) if block.above and (block.inherits or block.added) else []
    context = {
        "service": found.key,
        "name": named(found.merged.get("name")) or found.key,
        "part": part,
        "label": label,
        "blocks": blocks,
        "version": based_on,
        "wrong": wrong,
        "note": found.at.open.note if found.at.open is not None and found.at.open.state == ServiceVersion.State.RETURNED else "",
        "others": [{"part": name, "label": words_[0], "current": name == part} for name, words_ in PARTS.items()],
    }
    return render(request, "console/catalogue/edit.html", context)


def _merge_page(request: StaffRequest, found: Opened, part: str, edited: EditedMeanwhile, based_on: int) -> HttpResponse:
    merged, conflicts = merge_of(edited.base, edited.mine, edited.theirs)
    rows = [
        {
            "name": f"choice-{facet}-{language}",
            "label": f"{words.FIELDS[facet]}{f' · {words.LANGUAGES[language]}' if language else ''}",
            "base": facts(facet, _at(edited.base or {}, facet, language)),
            "mine": facts(facet, _at(edited.mine, facet, language)),
            "theirs": facts(facet, _at(edited.theirs, facet, language)),
        }
        for facet, language in conflicts
    ]
    state = {"merged": merged, "theirs": edited.theirs, "conflicts": conflicts, "number": edited.number, "based_on": based_on}
    context = {
        "service": found.key,
        "name": named(found.merged.get("name")) or found.key,
        "part": part,
        "rows": rows,
        "author": edited.author,
        "published": edited.published,
        "state": signing.dumps(state, salt=_SALT, compress=True),
    }
    return render(request, "console/catalogue/merge.html", context, status=409)


def _merged(request: StaffRequest, staff: StaffContext, found: Opened, part: str) -> HttpResponse:
    try:
        state = signing.loads(request.POST.get("state", ""), salt=_SALT, max_age=86_400)
    except signing.BadSignature:
        messages.error(request, _("The page was open too long. Please enter your change once more."))
        return redirect("console:catalogue-edit", agency=staff.agency.key, service=found.key, part=part)
    content: Content = state["merged"]
    if content["key"] != found.key:
        raise Http404
    for facet, language in state["conflicts"]:
        if request.POST.get(f"choice-{facet}-{language}") == "theirs":
            theirs = _at(state["theirs"], facet, language)
            value = {**content.get(facet, {}), language: theirs} if language else theirs
            content = replaced(content, {facet: value}, [facet])
    return _save(request, staff, found, part, content, state["based_on"], state["number"])


def _at(content: Content, facet: str, language: str) -> Any:
    value = content.get(facet)
    return (value or {}).get(language) if language else value


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


class NewForm(forms.Form):
    """The key and the names of a new service."""

    key = forms.CharField(
        label=words.FIELDS["key"],
        max_length=40,
        help_text=gettext_lazy("Small letters, digits and hyphens, for example birth-certificate."),
    )
    category = forms.ChoiceField(label=words.FIELDS["category"], choices=list(words.CATEGORIES.items()))
    name_id = forms.CharField(label=gettext_lazy("Name in Indonesian"), max_length=200)
    name_ja = forms.CharField(label=gettext_lazy("Name in Japanese"), max_length=200)


@staff_page(Permission.EDIT_CONTENT, "GET", "POST")
def new(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Begin a service of the agency's own."""
    form = NewForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        values = {"key": typed["key"], "category": typed["category"], "name": {"id": typed["name_id"], "ja": typed["name_ja"]}}
        try:
            workflow.create_draft(staff.agency, values, staff.user)
        except (KeyTaken, WrongKey) as problem:
            form.add_error("key", str(problem))
        except HoldsPersonalNumbers as problem:
            for one in problem.findings:
                form.add_error("_".join(map(str, one.path)), one.text)
        else:
            messages.success(request, _("The draft is there. Write its parts one after another; then publish it."))
            return redirect("console:catalogue-service", agency=staff.agency.key, service=typed["key"])
    return render(request, "console/catalogue/new.html", {"form": form})
