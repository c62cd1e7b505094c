"""Decisions on groups of questions: each once, whoever is first, recorded, and to be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bot.faq.models import Faq, FaqVersion
from bot.languages import say
from bot.questions import destinations, names
from bot.questions import words as _words  # noqa: F401 - the words are declared by loading them
from bot.questions.destinations import Resolution
from bot.questions.models import QuestionGroup
from bot.questions.problems import AlreadyDecided
from bot.questions.wording import usable_wording
from bot.staff import audit
from bot.staff.context import StaffContext, name_of

_State = QuestionGroup.State


def assign_to_faq(by: StaffContext, group: int, version: int, key: str, text: str) -> QuestionGroup:
    """Make the wording another way to ask an FAQ.

    Raises:
        StaffProblem: see `bot.questions.problems`; nothing is changed then.
    """
    line = usable_wording(text)
    return _decide(by, group, version, _State.ASSIGNED, lambda one: destinations.add_to_faq(by, key, one.language, line))


def assign_to_service(by: StaffContext, group: int, version: int, key: str, text: str) -> QuestionGroup:
    """Make the wording an example of a service.

    Raises:
        StaffProblem: see `bot.questions.problems`; nothing is changed then.
    """
    line = usable_wording(text)
    return _decide(by, group, version, _State.ASSIGNED, lambda one: destinations.add_to_service(by, key, one.language, line))


def make_faq(by: StaffContext, group: int, version: int, key: str, values: Mapping[str, Any], publish_now: bool) -> QuestionGroup:
    """Make a new FAQ of the group's question.

    Raises:
        StaffProblem: see `bot.questions.problems`; nothing is changed then.
    """
    return _decide(by, group, version, _State.ASSIGNED, lambda one: destinations.make_faq(by, key, values, publish_now))


def mark_out_of_scope(by: StaffContext, group: int, version: int, text: str) -> QuestionGroup:
    """Say that the question is none of the agency's business; the next training learns from it.

    Raises:
        StaffProblem: see `bot.questions.problems`; nothing is changed then.
    """
    line = usable_wording(text)
    return _decide(by, group, version, _State.OUT_OF_SCOPE, lambda one: destinations.keep_as_out_of_scope(by, one.language, line))


def ignore(by: StaffContext, group: int, version: int) -> QuestionGroup:
    """Let the group rest; it does not come back when it is asked again.

    Raises:
        AlreadyDecided: a colleague was faster.
    """
    return _decide(by, group, version, _State.IGNORED, lambda one: {"kind": "ignored"})


def keep_companions(lead: QuestionGroup, companions: Sequence[QuestionGroup]) -> None:
    """Keep which groups were decided with one, so that they are undone with it."""
    if companions:
        lead.resolution = {**(lead.resolution or {}), "companions": [[one.pk, one.version] for one in companions]}
        # Its time becomes the latest again: what a person undoes first is the group that was before them.
        lead.decided = timezone.now()
        QuestionGroup.objects.filter(pk=lead.pk).update(resolution=lead.resolution, decided=lead.decided)


def last_decided(by: StaffContext) -> QuestionGroup | None:
    """The group on which this person decided last, as long as the decision holds."""
    decided = QuestionGroup.objects.filter(agency=by.agency, decided_by=by.user).exclude(state=_State.OPEN)
    return decided.order_by("-decided", "-pk").first()


@transaction.atomic
def undo(by: StaffContext, group: int, version: int) -> QuestionGroup:
    """Take a decision back: what it added goes, and the group is open again, with those that were decided with it.

    Raises:
        AlreadyDecided: somebody has changed it since.
        NotPossible: what it added cannot be taken out any more.
    """
    lead = QuestionGroup.objects.filter(pk=group, agency=by.agency, version=version).first()
    for number, then in reversed((lead.resolution or {}).get("companions", []) if lead is not None else []):
        # One that was undone or decided anew since is a matter of its own.
        if QuestionGroup.objects.filter(pk=number, agency=by.agency, version=then).exists():
            _undo(by, number, then)
    return _undo(by, group, version)


def _undo(by: StaffContext, group: int, version: int) -> QuestionGroup:
    here = QuestionGroup.objects.filter(pk=group, agency=by.agency, version=version).exclude(state=_State.OPEN)
    before = here.first()
    opened = {"state": _State.OPEN, "version": F("version") + 1, "resolution": None}
    if before is None or not here.update(**opened, decided=timezone.now(), decided_by=None, decided_by_name=name_of(by.user)[:200]):
        raise AlreadyDecided(QuestionGroup.objects.filter(pk=group, agency=by.agency).first())
    destinations.take_back(by, before.resolution or {})
    audit.record(by, by.agency, "question.undone", "question", _key(before), _recorded(before.state, before.resolution), {"state": "open"})
    return QuestionGroup.objects.get(pk=group)


@transaction.atomic
def _decide(
    by: StaffContext, group: int, version: int, state: QuestionGroup.State, act: Callable[[QuestionGroup], Resolution]
) -> QuestionGroup:
    # First the condition, then the effect: of two people, the second finds no row and has changed nothing.
    taken = QuestionGroup.objects.filter(pk=group, agency=by.agency, version=version, state=_State.OPEN).update(
        state=state, version=F("version") + 1, decided=timezone.now(), decided_by=by.user, decided_by_name=name_of(by.user)[:200]
    )
    found = QuestionGroup.objects.filter(pk=group, agency=by.agency).first()
    if not taken or found is None:
        raise AlreadyDecided(found)
    resolution = act(found)
    found.resolution = resolution
    QuestionGroup.objects.filter(pk=group).update(resolution=resolution)
    audit.record(by, by.agency, f"question.{resolution['kind']}", "question", _key(found), {"state": "open"}, _recorded(state, resolution))
    return found


def told(group: QuestionGroup) -> str:
    """What a decision has led to, in one sentence."""
    done = group.resolution or {}
    name = _name(group, done)
    if group.state == _State.OUT_OF_SCOPE:
        return _("Marked as out of scope.")
    if group.state == _State.IGNORED:
        return _("Ignored.")
    if done.get("kind") == "new_faq":
        return (_("FAQ “%(name)s” is published.") if done["published"] else _("FAQ “%(name)s” waits for a review.")) % {"name": name}
    if not done.get("added"):
        return _("“%(name)s” has this wording already.") % {"name": name}
    if done.get("published"):
        sentence = _("Added to “%(name)s”.")
    elif done.get("inherited"):
        sentence = _("“%(name)s” is inherited: the wording stands in a draft of your agency's own, which must still be published.")
    else:
        sentence = _("Added to a draft of “%(name)s”, which must still be published.")
    return sentence % {"name": name}


def draft_left(group: QuestionGroup) -> str:
    """The key of the FAQ whose draft a decision has left to be published; empty when it has left none, or none is open any more."""
    done = group.resolution or {}
    key: str = done.get("key", "")
    if done.get("kind") not in ("faq", "new_faq") or not done.get("added") or done.get("published"):
        return ""
    waits = FaqVersion.objects.filter(faq__agency=group.agency_id, faq__key=key, state__in=FaqVersion.OPEN).exists()
    return key if waits else ""


def _name(group: QuestionGroup, done: Mapping[str, Any]) -> str:
    """What the destination is called in the reader's language; its key when it is gone."""
    key: str = done.get("key", "")
    kind = names.SERVICE if done.get("kind") == "service" else names.FAQ
    found = names.destinations(group.agency, [(kind, key)]).get((kind, key)) if key else None
    text: Mapping[str, str] = found.name if found is not None else {}
    if found is None and kind == names.FAQ:
        # What was never published is no destination yet, and has a question all the same.
        text = Faq.objects.filter(agency=group.agency, key=key).values_list("question", flat=True).first() or {}
    return say(text, (get_language() or "")[:2]) or say(text, group.language) or key


def _key(group: QuestionGroup) -> str:
    # Not its words: the record is kept for longer than the question.
    return str(group.pk)


def _recorded(state: str, resolution: Mapping[str, Any] | None) -> dict[str, Any]:
    done = resolution or {}
    shown = {"state": state, "destination": done.get("key"), "text": done.get("text"), "published": done.get("published")}
    return {name: value for name, value in shown.items() if value is not None}
