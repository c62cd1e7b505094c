"""Two people changed one FAQ: both texts and the one that both began with, a choice for each field, and the result to edit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import render

from bot.console.difference import Changed
from bot.console.faq.changes import changed, shown
from bot.console.faq.editor_page import editor_context
from bot.console.faq.forms import Editor
from bot.console.faq.leading import Leading
from bot.console.faq.objects import own_or_404
from bot.console.faq.words import field_label
from bot.faq.content import FIELDS, Content, content_from
from bot.faq.differences import differences, languages_of
from bot.faq.errors import EditedMeanwhile
from bot.faq.merging import merge_of
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission

_SALT = "faq.merge"


@dataclass(frozen=True)
class _Choice:
    """One field in one language in which the two differ; `name` is that of its form field."""

    name: str
    label: str
    base: str
    mine: str
    theirs: str
    mine_changes: Changed | None
    theirs_changes: Changed | None
    both: str
    conflict: bool
    chosen: str


def merge_page(
    request: StaffRequest, staff: StaffContext, key: str, error: EditedMeanwhile, *, based_on: int, merged: int | None, writer: str = ""
) -> HttpResponse:
    """What to show to somebody whose text met a colleague's; `writer`: whose draft it is, where the text is not the reader's own."""
    # With these numbers the next saving knows what was taken in (see `save_draft`).
    based_on, merged = (based_on, error.number) if error.published else (error.number, merged)
    state = {
        "mine": error.mine,
        "theirs": error.theirs,
        "base": error.base,
        "author": error.author,
        "writer": writer,
        "published": error.published,
        "based_on": based_on,
        "merged": merged,
    }
    return _page(request, staff, key, state, {})


@staff_page(Permission.EDIT_CONTENT, "POST")
def merge(request: StaffRequest, staff: StaffContext, key: str) -> HttpResponse:
    """Put the choices into the result."""
    faq = own_or_404(staff, key)
    try:
        state = signing.loads(request.POST.get("state", ""), salt=f"{_SALT}.{faq.pk}")
    except signing.BadSignature:
        # The page cannot be made again without it; the drafts themselves are safe.
        raise Http404 from None
    return _page(request, staff, key, state, {name: str(value) for name, value in request.POST.items() if name.startswith("choice-")})


def _page(request: StaffRequest, staff: StaffContext, key: str, state: dict[str, Any], chosen: dict[str, str]) -> HttpResponse:
    faq = own_or_404(staff, key)
    base, mine, theirs = state["base"], content_from(state["mine"]), content_from(state["theirs"])
    result, conflicts = merge_of(base, mine, theirs)
    leading = Leading(staff.agency.key)
    choices = [_choice(field, language, base, mine, theirs, result, conflicts, leading) for field, language in _differing(mine, theirs)]
    choices = [_with(choice, chosen.get(choice.name, choice.chosen)) for choice in choices]
    for choice, (field, language) in zip(choices, _differing(mine, theirs), strict=True):
        if choice.chosen != "both":
            _put(result, field, language, mine if choice.chosen == "mine" else theirs)
    editor = Editor.of(content_from(result), leading, based_on=state["based_on"], merged=state["merged"])
    context = {
        **editor_context(staff, editor, key),
        "choices": choices,
        "author": state["author"],
        "writer": state["writer"],
        "published": state["published"],
        "base_known": base is not None,
        "conflicts": len(conflicts),
        "state": signing.dumps(state, salt=f"{_SALT}.{faq.pk}", compress=True),
        "title": key,
    }
    return render(request, "console/faq/merge.html", context)


def _differing(mine: Content, theirs: Content) -> list[tuple[str, str]]:
    found = []
    for field in FIELDS:
        languages = languages_of(theirs[field], mine[field]) if isinstance(mine[field], dict) else [""]
        found += [(field, language) for language in languages if _value(mine, field, language) != _value(theirs, field, language)]
    return found


def _value(content: Content | None, field: str, language: str) -> Any:
    if content is None:
        return None
    return content[field].get(language) if language else content[field]


def _choice(
    field: str,
    language: str,
    base: Content | None,
    mine: Content,
    theirs: Content,
    result: Content,
    conflicts: list[tuple[str, str]],
    leading: Leading,
) -> _Choice:
    value, ours, others = (_value(content, field, language) for content in (result, mine, theirs))
    chosen = "mine" if value == ours else "theirs" if value == others else "both"
    return _Choice(
        name=f"choice-{field}-{language}",
        label=field_label(field, language),
        base=shown(_value(base, field, language), leading),
        mine=shown(ours, leading),
        theirs=shown(others, leading),
        mine_changes=_changes(field, language, base, mine, leading),
        theirs_changes=_changes(field, language, base, theirs, leading),
        both=shown(value, leading) if chosen == "both" else "",
        conflict=(field, language) in conflicts,
        chosen=chosen,
    )


def _with(choice: _Choice, chosen: str) -> _Choice:
    offered = ("mine", "theirs", "both") if choice.both else ("mine", "theirs")
    return choice if chosen not in offered else replace(choice, chosen=chosen)


def _changes(field: str, language: str, base: Content | None, content: Content, leading: Leading) -> Changed | None:
    if base is None:
        return None
    return next((changed(one, leading) for one in differences(base, content) if (one.field, one.language) == (field, language)), None)


def _put(result: Content, field: str, language: str, source: Content) -> None:
    value = _value(source, field, language)
    if not language:
        result[field] = value
    elif value:
        result[field][language] = value
    else:
        result[field].pop(language, None)
