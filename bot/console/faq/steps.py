"""The steps of an FAQ's life, each a button on its page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from bot.console.faq.merging import merge_page
from bot.console.faq.objects import found_or_404, number_in, own_or_404, today, zone_of
from bot.console.faq.undo import offer
from bot.faq import shelf, workflow
from bot.faq.content import day_of
from bot.faq.errors import EditedMeanwhile, FaqError
from bot.faq.meanwhile import versions_meanwhile
from bot.faq.models import Faq, FaqVersion
from bot.faq.undo import undo_publish
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.EDIT_CONTENT, "POST")
def submit(request: StaffRequest, staff: StaffContext, key: str) -> HttpResponse:
    """Ask a reviewer to look at the draft."""
    return submit_version(request, staff, own_or_404(staff, key), number_in(request))


def submit_version(request: StaffRequest, staff: StaffContext, faq: Faq, number: int) -> HttpResponse:
    """The same for a version that is in hand."""
    done = _("A reviewer is asked to look at it.")
    return _step(request, staff, faq.key, lambda: workflow.submit_for_review(faq, number, request.user), done)


@staff_page(Permission.PUBLISH_CONTENT, "POST")
def send_back(request: StaffRequest, staff: StaffContext, key: str) -> HttpResponse:
    """Give a version in review back to its author, with a note."""
    faq, note = own_or_404(staff, key), request.POST.get("note", "")
    done = _("It is returned to its author with your note.")
    return _step(request, staff, key, lambda: workflow.return_to_author(faq, number_in(request), request.user, note), done)


@staff_page(Permission.PUBLISH_CONTENT, "POST")
def publish(request: StaffRequest, staff: StaffContext, key: str) -> HttpResponse:
    """Let the bot answer with the open version."""
    return publish_version(request, staff, own_or_404(staff, key), number_in(request))


def publish_version(request: StaffRequest, staff: StaffContext, faq: Faq, number: int) -> HttpResponse:
    """The same for a version that is in hand; the next page offers to take it back."""

    def step() -> None:
        workflow.publish(faq, number, request.user)
        offer(request, faq.key, "console:faq-undo-publish", number=number)

    return _step(request, staff, faq.key, step, lambda: _published(faq, number), draft=number)


def _published(faq: Faq, number: int) -> str:
    version = FaqVersion.objects.filter(faq=faq, number=number).first()
    content = version.content if version is not None else {}
    first, last, day = day_of(content.get("valid_from", "")), day_of(content.get("valid_to", "")), today(faq.agency)
    if last is not None and last < day:
        return _("Published, but its last day is over: the assistant does not answer with it.")
    if first is not None and first > day and versions_meanwhile([faq.pk], zone_of(faq.agency)):
        return _("Published. The assistant answers with it from its first day on, and as before until then.")
    if first is not None and first > day:
        return _("Published. The assistant answers with it from its first day on.")
    return _("Published. The assistant answers with it from the next message on.")


@staff_page(Permission.PUBLISH_CONTENT, "POST")
def take_back(request: StaffRequest, staff: StaffContext, key: str) -> HttpResponse:
    """Undo a publication: the bot answers as before, and the text is a draft again."""
    faq = own_or_404(staff, key)
    done = _("Taken back. The assistant answers as before, and your text is a draft again.")
    return _step(request, staff, key, lambda: undo_publish(faq, number_in(request), request.user), done)


@staff_page(Permission.EDIT_CONTENT, "POST")
def discard(request: StaffRequest, staff: StaffContext, key: str) -> HttpResponse:
    """Give the open version up."""
    faq = own_or_404(staff, key)
    return _step(request, staff, key, lambda: workflow.discard_draft(faq, number_in(request), request.user), _("The draft is given up."))


@staff_page(Permission.PUBLISH_CONTENT, "POST")
def archive(request: StaffRequest, staff: StaffContext, key: str) -> HttpResponse:
    """Put an FAQ away; the next page offers to take it out again."""
    faq = own_or_404(staff, key)

    def step() -> None:
        shelf.archive(faq, request.user)
        offer(request, key, "console:faq-unarchive")

    return _step(request, staff, key, step, _("It is in the archive. The assistant no longer answers with it."))


@staff_page(Permission.PUBLISH_CONTENT, "POST")
def unarchive(request: StaffRequest, staff: StaffContext, key: str) -> HttpResponse:
    """Take an FAQ out of the archive."""
    faq = own_or_404(staff, key)
    return _step(request, staff, key, lambda: shelf.restore_archived(faq, request.user), _("It is out of the archive, and answers again."))


@staff_page(Permission.EDIT_CONTENT, "POST")
def override(request: StaffRequest, staff: StaffContext, key: str) -> HttpResponse:
    """Begin an answer of the agency's own in place of the inherited one."""
    found_or_404(staff, key)
    try:
        shelf.override_inherited(staff.agency, key, request.user)
    except FaqError as error:
        messages.error(request, str(error))
        return redirect("console:faq-entry", agency=staff.agency.key, key=key)
    messages.success(request, _("This is your agency's own draft now. The inherited answer stays until you publish it."))
    return redirect("console:faq-edit", agency=staff.agency.key, key=key)


@staff_page(Permission.PUBLISH_CONTENT, "POST")
def inherit(request: StaffRequest, staff: StaffContext, key: str) -> HttpResponse:
    """Answer as the agencies above again; the next page offers to take that back."""
    faq = own_or_404(staff, key)

    def step() -> None:
        left = shelf.return_to_inherited(faq, request.user)
        offer(request, key, "console:faq-undo-inherit", number=left.published, draft=left.draft, archived="1" if left.archived else "")

    return _step(request, staff, key, step, _("The inherited answer is used again. Your own versions are kept."))


@staff_page(Permission.PUBLISH_CONTENT, "POST")
def undo_inherit(request: StaffRequest, staff: StaffContext, key: str) -> HttpResponse:
    """Answer with the agency's own answer again, as before it was given up."""
    faq = own_or_404(staff, key)
    left = shelf.GivenUp(number_in(request), number_in(request, "draft"), request.POST.get("archived") == "1")
    done = _("Your agency's own answer is used again.")
    return _step(request, staff, key, lambda: shelf.undo_return(faq, left, request.user), done)


@staff_page(Permission.EDIT_CONTENT, "POST")
def restore(request: StaffRequest, staff: StaffContext, key: str, number: int) -> HttpResponse:
    """Make a draft of what an earlier version said."""
    faq = own_or_404(staff, key)
    done = _("The earlier version is your draft now. Publish it to let the assistant answer with it.")
    return _step(request, staff, key, lambda: workflow.restore_version(faq, number, request.user), done)


def _step(
    request: StaffRequest, staff: StaffContext, key: str, step: Callable[[], object], done: str | Callable[[], str], draft: int = 0
) -> HttpResponse:
    """Take a step and go to the FAQ's page, where it says what was done or why not; to the list when the FAQ is gone."""
    try:
        step()
    except EditedMeanwhile as error:
        return merge_page(request, staff, key, error, based_on=draft, merged=None, writer=_writer(request, staff, key, draft))
    except FaqError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done if isinstance(done, str) else done())
    if Faq.objects.filter(agency__in=staff.agency.lineage, key=key).exists():
        return redirect("console:faq-entry", agency=staff.agency.key, key=key)
    return redirect("console:faq", agency=staff.agency.key)


def _writer(request: StaffRequest, staff: StaffContext, key: str, draft: int) -> str:
    version = own_or_404(staff, key).versions.filter(number=draft).exclude(author=request.user).first()
    return "" if version is None else version.author_name or "–"
