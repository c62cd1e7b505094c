"""A question as a way to ask an FAQ, or as a new FAQ, by the rules of drafts and publishing that hold for every FAQ."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from bot.faq.content import Content, content_of
from bot.faq.errors import FaqError, HasErrors
from bot.faq.models import Faq, FaqVersion
from bot.faq.shelf import archive, override_inherited
from bot.faq.versions import Standing, locked, standing
from bot.faq.workflow import create_draft, discard_draft, publish, save_draft, submit_for_review
from bot.questions.problems import NotPossible
from bot.staff.context import StaffContext
from bot.staff.permissions import Permission

Resolution = dict[str, Any]
_State = FaqVersion.State


def add_to_faq(by: StaffContext, key: str, language: str, text: str) -> Resolution:
    """Make the text another way to ask an FAQ.

    It is published at once by whoever may publish, unless a colleague is working on the FAQ or it belongs to an agency above: then, and
    for everybody else, it stands in a draft for a reviewer.

    Raises:
        NotPossible: the agency does not answer this FAQ.
    """
    try:
        return _add(by, key, language, text)
    except FaqError as error:
        raise NotPossible(error.message) from error


def _add(by: StaffContext, key: str, language: str, text: str) -> Resolution:
    faq = Faq.objects.filter(agency=by.agency, key=key).first()
    inherited = faq is None or (faq.inherits and standing(faq).open is None)
    if inherited:
        faq = override_inherited(by.agency, key, by.user).faq
    assert faq is not None
    faq = locked(faq)
    if faq.archived:
        raise NotPossible(_("This FAQ is in the archive."))
    at = standing(faq)
    content, before = _content(faq, at), at.open.state if at.open is not None and not inherited else ""
    result: Resolution = {"kind": "faq", "key": key, "language": language, "text": text, "began": not before, "published": False}
    if inherited:
        result["inherited"] = True
    if text in content["variants"].get(language, []) or content["question"].get(language) == text:
        return {**result, "added": False, "version": at.number, "published": not before and not inherited}
    content["variants"].setdefault(language, []).append(text)
    draft = save_draft(faq, content, by.user, based_on=at.number)
    result |= {"added": True, "version": draft.number}
    if not before and not faq.inherits and _published(by, faq, draft):
        return {**result, "published": True}
    if before in ("", _State.IN_REVIEW):
        submit_for_review(faq, draft.number, by.user)
    return result


def make_faq(by: StaffContext, key: str, values: Mapping[str, Any], publish_now: bool) -> Resolution:
    """Make a new FAQ: a draft for a reviewer, or an answer at once if that is asked for.

    Raises:
        NotPossible: the key is taken or cannot be used, it must still be corrected, or the person may not publish.
    """
    if publish_now and not by.can(Permission.PUBLISH_CONTENT):
        raise NotPossible(_("Your roles do not allow to publish. Save it as a draft."))
    try:
        draft = create_draft(by.agency, key, values, by.user)
        if publish_now:
            publish(draft.faq, draft.number, by.user)
        else:
            submit_for_review(draft.faq, draft.number, by.user)
    except HasErrors as error:
        raise NotPossible(error.message, error.findings) from error
    except FaqError as error:
        raise NotPossible(error.message) from error
    return {"kind": "new_faq", "key": key, "version": draft.number, "added": True, "began": True, "published": publish_now}


def take_out_of_faq(by: StaffContext, resolution: Mapping[str, Any]) -> None:
    """Undo `add_to_faq` or `make_faq`.

    Raises:
        NotPossible: somebody has changed the FAQ since so that it cannot be told apart, or the person may not publish.
    """
    faq = Faq.objects.filter(agency=by.agency, key=resolution["key"]).first()
    if faq is None or not resolution["added"]:
        return
    try:
        faq = locked(faq)
        at = standing(faq)
        if resolution["began"] and at.open is not None and at.open.number == resolution["version"]:
            discard_draft(faq, at.open.number, by.user)
        elif resolution["kind"] == "new_faq":
            _put_away_new(by, faq, at, resolution["version"])
        else:
            _take_out(by, faq, at, resolution["language"], resolution["text"])
    except FaqError as error:
        raise NotPossible(error.message) from error


def _put_away_new(by: StaffContext, faq: Faq, at: Standing, version: int) -> None:
    _may_publish(by)
    if at.published is None or at.published.number != version or at.open is not None:
        raise NotPossible(_("The FAQ has been changed since. Change it among the FAQ."))
    if not faq.archived:
        archive(faq, by.user)


def _take_out(by: StaffContext, faq: Faq, at: Standing, language: str, text: str) -> None:
    content = _content(faq, at)
    if text not in content["variants"].get(language, []):
        return
    content["variants"][language].remove(text)
    if at.open is None:
        _may_publish(by)
        publish(faq, save_draft(faq, content, by.user, based_on=at.number).number, by.user)
        return
    if at.published is not None and text in at.published.content["variants"].get(language, []):
        raise NotPossible(_("A colleague is working on this FAQ. Take the wording out there."))
    draft = save_draft(faq, content, by.user, based_on=at.number)
    if at.open.state == _State.IN_REVIEW:
        submit_for_review(faq, draft.number, by.user)


def _content(faq: Faq, at: Standing) -> Content:
    return deepcopy(at.current.content) if at.current is not None else content_of(faq)


def _may_publish(by: StaffContext) -> None:
    if not by.can(Permission.PUBLISH_CONTENT):
        raise NotPossible(_("The assistant already answers with it. Ask somebody who may publish to take it back."))


def _published(by: StaffContext, faq: Faq, draft: FaqVersion) -> bool:
    if not by.can(Permission.PUBLISH_CONTENT):
        return False
    try:
        publish(faq, draft.number, by.user)
    except HasErrors:
        return False  # what was there before must be corrected first
    return True
