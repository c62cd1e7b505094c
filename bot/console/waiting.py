"""What waits for one person of an agency: how many, of what, and where it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bot.catalogue.editing.overview import services
from bot.catalogue.editing.surroundings import corpus_of
from bot.catalogue.models import Agency, ServiceVersion
from bot.catalogue.models.version import Version
from bot.desk.lists import counts
from bot.faq.models import FaqVersion
from bot.questions.models import QuestionGroup
from bot.releases.models import Release
from bot.staff.context import StaffContext
from bot.staff.permissions import Permission

State = Version.State


@dataclass(frozen=True)
class Task:
    """Something to be done: a sentence with its number, and the page for it."""

    text: str
    address: str


def in_review(agency: Agency) -> Counter[str]:
    """How many texts a reviewer has been asked to look at, by the area in which they stand; one query, as every page asks."""
    answers = FaqVersion.objects.filter(faq__agency=agency, state=State.IN_REVIEW).order_by().values_list(Value("faq"))
    records = ServiceVersion.objects.filter(agency=agency, state=State.IN_REVIEW).order_by().values_list(Value("catalogue"))
    return Counter(area for (area,) in answers.union(records, all=True))


def tasks(staff: StaffContext) -> list[Task]:
    """What the person can do now; nothing that their roles do not let them do."""
    found: list[Task] = []
    if staff.can(Permission.CONVERSE):
        found += _desk(staff)
    if staff.can(Permission.PUBLISH_CONTENT):
        found += _reviews(staff)
    if staff.can(Permission.EDIT_CONTENT):
        found += _own_texts(staff)
    if staff.can(Permission.TRIAGE_QUESTIONS):
        found += _questions(staff)
    if staff.can(Permission.EDIT_CONTENT):
        found += _due(staff)
    if staff.can(Permission.ACTIVATE_RELEASE):
        found += _releases(staff)
    return found


def _desk(staff: StaffContext) -> Iterator[Task]:
    here = counts(staff.user, staff.agency)
    if here.mine:
        sentence = ngettext("You are serving %(number)d citizen", "You are serving %(number)d citizens", here.mine)
        yield _task(staff, sentence, here.mine, "desk", list="mine")
    if here.waiting:
        sentence = ngettext("%(number)d citizen waits at the desk", "%(number)d citizens wait at the desk", here.waiting)
        yield _task(staff, sentence, here.waiting, "desk", list="waiting")
    if here.callbacks:
        sentence = ngettext("%(number)d citizen is to be called back", "%(number)d citizens are to be called back", here.callbacks)
        yield _task(staff, sentence, here.callbacks, "desk-callbacks")


def _reviews(staff: StaffContext) -> Iterator[Task]:
    waiting = in_review(staff.agency)
    if number := waiting["faq"]:
        sentence = ngettext("%(number)d answer waits for a review", "%(number)d answers wait for a review", number)
        yield _task(staff, sentence, number, "faq", state="in_review")
    if number := waiting["catalogue"]:
        sentence = ngettext("%(number)d service waits for a review", "%(number)d services wait for a review", number)
        yield _task(staff, sentence, number, "catalogue", work="in_review")


def _own_texts(staff: StaffContext) -> Iterator[Task]:
    mine = {"author": staff.user, "state__in": (State.DRAFT, State.RETURNED)}
    answers = dict(FaqVersion.objects.filter(faq__agency=staff.agency, **mine).order_by().values_list("state").annotate(Count("pk")))
    records = dict(ServiceVersion.objects.filter(agency=staff.agency, **mine).order_by().values_list("state").annotate(Count("pk")))
    if number := answers.get(State.RETURNED, 0):
        sentence = ngettext("%(number)d answer came back to you with a note", "%(number)d answers came back to you with a note", number)
        yield _task(staff, sentence, number, "faq", state="returned")
    if number := records.get(State.RETURNED, 0):
        sentence = ngettext("%(number)d service came back to you with a note", "%(number)d services came back to you with a note", number)
        yield _task(staff, sentence, number, "catalogue", work="returned")
    if number := answers.get(State.DRAFT, 0):
        sentence = ngettext("%(number)d answer is a draft of yours", "%(number)d answers are drafts of yours", number)
        yield _task(staff, sentence, number, "faq", state="draft")
    if number := records.get(State.DRAFT, 0):
        sentence = ngettext("%(number)d service is a draft of yours", "%(number)d services are drafts of yours", number)
        yield _task(staff, sentence, number, "catalogue", work="draft")


def _questions(staff: StaffContext) -> Iterator[Task]:
    if number := QuestionGroup.objects.filter(agency=staff.agency, state=QuestionGroup.State.OPEN).order_by().count():
        sentence = ngettext(
            "%(number)d question of citizens is not worked off yet", "%(number)d questions of citizens are not worked off yet", number
        )
        yield _task(staff, sentence, number, "questions")


def _due(staff: StaffContext) -> Iterator[Task]:
    if number := sum(row.due for row in services(staff.agency, corpus_of(staff.agency), timezone.localdate())):
        sentence = ngettext(
            "%(number)d service is to be compared with its source again",
            "%(number)d services are to be compared with their sources again",
            number,
        )
        yield _task(staff, sentence, number, "catalogue-review")


def _releases(staff: StaffContext) -> Iterator[Task]:
    last = Release.objects.order_by("-number").only("number").first()
    if last is not None and not last.activations.exists():
        text = _("Release %(number)d is trained; decide whether it is to answer") % {"number": last.number}
        yield Task(text, reverse("console:training-release", args=[staff.agency.key, last.number]))


def _task(staff: StaffContext, sentence: str, number: int, page: str, **query: str) -> Task:
    address = reverse(f"console:{page}", args=[staff.agency.key])
    return Task(sentence % {"number": number}, f"{address}?{urlencode(query)}" if query else address)
