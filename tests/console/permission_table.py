"""Who may call each address of the console. An address that is missing here fails tests/console/test_permissions.py.

A row names the address, the method, and who may call it: a permission, SIGNED_IN or PUBLIC. `arguments` makes the objects that the
address names, of the agency that is given, and returns the parts of the address besides `agency`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import timezone

from bot.catalogue.editing import workflow
from bot.catalogue.editing.offices import add_office
from bot.catalogue.models import Agency, Office, ServiceVersion
from bot.faq.models import FaqUpload
from bot.faq.store import store_faq
from bot.releases.models import TrainingRun
from bot.staff.models import Invitation
from bot.staff.permissions import Permission, Role
from tests.console.people import person
from tests.desk import stored
from tests.questions.stored import question_group
from tests.releases.made import made_release

SIGNED_IN: Literal["signed in"] = "signed in"
PUBLIC: Literal["public"] = "public"
_P = Permission


def nothing(agency: Agency) -> dict[str, Any]:
    """The address names nothing but the agency."""
    return {}


@dataclass(frozen=True)
class Row:
    """One address with one method."""

    name: str
    method: str
    access: Permission | Literal["signed in", "public"]
    arguments: Callable[[Agency], dict[str, Any]] = nothing
    # For an address that answers 404 without its object even to those who may call it, such as a link that is not valid.
    status: tuple[int, ...] = (200, 302)
    # Whether a GET answers with a page; a stream of events has no end to read.
    page: bool = True
    # The object belongs to the whole installation: no agency's own, and found in each.
    shared: bool = False


def _invitation(agency: Agency) -> dict[str, Any]:
    number = Invitation.objects.count()
    made = Invitation.objects.create(
        agency=agency, email=f"baru{number}@kota.example", roles=["editor"], language="id", token_hash=str(number), expires=timezone.now()
    )
    return {"invitation": made.pk}


def _member(agency: Agency) -> dict[str, Any]:
    return {"member": person(Role.EDITOR, of=agency).pk}


def _service(agency: Agency) -> dict[str, Any]:
    key = f"layanan-{ServiceVersion.objects.count()}"
    text = {"id": "Surat", "ja": "証明書"}
    workflow.create_draft(agency, {"key": key, "category": "family", "name": text}, None)
    return {"service": key}


def _version(agency: Agency) -> dict[str, Any]:
    return {**_service(agency), "number": 1}


def _office(agency: Agency) -> dict[str, Any]:
    key = f"kantor-{Office.objects.count()}"
    add_office(agency, {"key": key, "name": {"id": "Balai kota", "ja": "市役所"}}, None)
    return {"office": key}


def _question(agency: Agency) -> dict[str, Any]:
    return {"group": question_group(agency).pk}


def _faq(agency: Agency) -> dict[str, Any]:
    """An FAQ of the agency with one published version."""
    key = f"tanya-{agency.key}"
    texts = {"id": "Ada.", "ja": "あります。"}
    store_faq(agency, {"key": key, "question": texts, "answer": texts})
    return {"key": key}


def _faq_version(agency: Agency) -> dict[str, Any]:
    return {**_faq(agency), "number": 1}


def _faq_upload(agency: Agency) -> dict[str, Any]:
    return {"upload": FaqUpload.objects.create(agency=agency, name="a.csv", content=b"key,question,answer,language", mode="drafts").pk}


def _handoff(agency: Agency) -> dict[str, Any]:
    return {"handoff": stored.handoff(agency).pk}


def _callback(agency: Agency) -> dict[str, Any]:
    return {"callback": stored.callback(agency).pk}


def _unit(agency: Agency) -> dict[str, Any]:
    return {"unit": stored.unit(agency).pk}


def _operator(agency: Agency) -> dict[str, Any]:
    return {"operator": person(Role.OPERATOR, of=agency).pk}


def _canned(agency: Agency) -> dict[str, Any]:
    return {"reply": stored.canned(agency).pk}


def _with_account(agency: Agency) -> dict[str, Any]:
    stored.contact(agency, templates={"answer": {"id": "HX" + "0" * 32}})
    return {}


def _approved(agency: Agency) -> dict[str, Any]:
    made = stored.contact(agency, templates={"answer": {"id": "HX" + "0" * 32}})
    return {"account": made.account_id, "language": "id", "name": "answer"}


def _run(agency: Agency) -> dict[str, Any]:
    return {"run": TrainingRun.objects.create(agency=agency).pk}


def _release(agency: Agency) -> dict[str, Any]:
    return {"number": made_release().number}


ROWS = (
    Row("desk", "GET", _P.CONVERSE),
    Row("desk-events", "GET", _P.CONVERSE, page=False),
    Row("desk-here", "POST", _P.CONVERSE),
    Row("desk-availability", "POST", _P.CONVERSE),
    Row("desk-duty", "GET", _P.CONVERSE),
    Row("desk-duty", "POST", _P.CONVERSE),
    Row("desk-callbacks", "GET", _P.CONVERSE),
    Row("desk-callback-take", "POST", _P.CONVERSE, _callback),
    Row("desk-callback-reveal", "POST", _P.CONVERSE, _callback),
    Row("desk-callback-write", "POST", _P.CONVERSE, _callback),
    Row("desk-callback-state", "POST", _P.CONVERSE, _callback),
    Row("desk-case", "GET", _P.CONVERSE, _handoff),
    Row("desk-timeline", "GET", _P.CONVERSE, _handoff),
    Row("desk-facts", "GET", _P.CONVERSE, _handoff),
    Row("desk-claim", "POST", _P.CONVERSE, _handoff),
    # Nobody has claimed these: tests/console/desk plays them with a claim.
    Row("desk-release", "POST", _P.CONVERSE, _handoff, status=(409,)),
    Row("desk-transfer", "POST", _P.CONVERSE, _handoff),
    Row("desk-close", "POST", _P.CONVERSE, _handoff),
    Row("desk-merge", "POST", _P.CONVERSE, _handoff, status=(404,)),
    Row("desk-tags", "POST", _P.CONVERSE, _handoff),
    Row("desk-reply", "POST", _P.CONVERSE, _handoff),
    Row("desk-retry", "POST", _P.CONVERSE, _handoff, status=(409,)),
    Row("desk-note", "POST", _P.CONVERSE, _handoff),
    Row("desk-draft", "POST", _P.CONVERSE, _handoff, status=(409,)),
    Row("desk-board", "GET", _P.SUPERVISE),
    Row("desk-assign", "POST", _P.SUPERVISE, _handoff),
    Row("desk-statistics", "GET", _P.SUPERVISE),
    Row("desk-statistics-download", "GET", _P.SUPERVISE),
    Row("desk-settings", "GET", _P.SUPERVISE),
    Row("desk-settings", "POST", _P.SUPERVISE),
    Row("desk-units", "GET", _P.SUPERVISE),
    Row("desk-unit-new", "GET", _P.SUPERVISE),
    Row("desk-unit-new", "POST", _P.SUPERVISE),
    Row("desk-unit", "GET", _P.SUPERVISE, _unit),
    Row("desk-unit", "POST", _P.SUPERVISE, _unit),
    Row("desk-unit-remove", "POST", _P.SUPERVISE, _unit),
    Row("desk-operators", "GET", _P.SUPERVISE),
    Row("desk-operator", "GET", _P.SUPERVISE, _operator),
    Row("desk-operator", "POST", _P.SUPERVISE, _operator),
    Row("desk-canned", "GET", _P.CONVERSE),
    Row("desk-canned-new", "GET", _P.SUPERVISE),
    Row("desk-canned-new", "POST", _P.SUPERVISE),
    Row("desk-canned-preview", "POST", _P.SUPERVISE),
    Row("desk-canned-edit", "GET", _P.SUPERVISE, _canned),
    Row("desk-canned-edit", "POST", _P.SUPERVISE, _canned),
    Row("desk-canned-remove", "POST", _P.SUPERVISE, _canned),
    Row("desk-approved", "GET", _P.SUPERVISE),
    Row("desk-approved-new", "GET", _P.SUPERVISE, _with_account),
    Row("desk-approved-new", "POST", _P.SUPERVISE, _with_account),
    Row("desk-approved-edit", "GET", _P.SUPERVISE, _approved),
    Row("desk-approved-edit", "POST", _P.SUPERVISE, _approved),
    Row("desk-approved-archive", "POST", _P.SUPERVISE, _approved),
    Row("catalogue", "GET", _P.VIEW_CONTENT),
    Row("catalogue-review", "GET", _P.VIEW_CONTENT),
    Row("catalogue-new", "GET", _P.EDIT_CONTENT),
    Row("catalogue-new", "POST", _P.EDIT_CONTENT),
    Row("catalogue-import", "GET", _P.EDIT_CONTENT),
    Row("catalogue-import", "POST", _P.EDIT_CONTENT),
    Row("catalogue-import-store", "POST", _P.EDIT_CONTENT),
    Row("catalogue-export", "GET", _P.VIEW_CONTENT),
    Row("catalogue-phrases", "POST", _P.EDIT_CONTENT),
    Row("catalogue-service", "GET", _P.VIEW_CONTENT, _service),
    Row("catalogue-preview", "GET", _P.VIEW_CONTENT, _service),
    Row("catalogue-mentions", "GET", _P.VIEW_CONTENT, _service),
    Row("catalogue-mentions", "POST", _P.VIEW_CONTENT, _service),
    Row("catalogue-edit", "GET", _P.EDIT_CONTENT, lambda agency: {**_service(agency), "part": "basics"}),
    Row("catalogue-edit", "POST", _P.EDIT_CONTENT, lambda agency: {**_service(agency), "part": "basics"}),
    Row("catalogue-offer", "POST", _P.EDIT_CONTENT, _service),
    Row("catalogue-submit", "POST", _P.EDIT_CONTENT, _service),
    Row("catalogue-return", "POST", _P.PUBLISH_CONTENT, _service),
    Row("catalogue-publish", "POST", _P.PUBLISH_CONTENT, _service),
    Row("catalogue-undo-publish", "POST", _P.PUBLISH_CONTENT, _service),
    Row("catalogue-discard", "POST", _P.EDIT_CONTENT, _service),
    Row("catalogue-verify", "POST", _P.PUBLISH_CONTENT, _service),
    Row("catalogue-versions", "GET", _P.VIEW_CONTENT, _service),
    Row("catalogue-version", "GET", _P.VIEW_CONTENT, _version),
    Row("catalogue-restore", "POST", _P.EDIT_CONTENT, _version),
    Row("catalogue-offices", "GET", _P.VIEW_CONTENT),
    Row("catalogue-office-new", "GET", _P.EDIT_CONTENT),
    Row("catalogue-office-new", "POST", _P.EDIT_CONTENT),
    Row("catalogue-office", "GET", _P.EDIT_CONTENT, _office),
    Row("catalogue-office", "POST", _P.EDIT_CONTENT, _office),
    Row("catalogue-office-remove", "POST", _P.EDIT_CONTENT, _office),
    Row("home", "GET", SIGNED_IN),
    Row("language", "POST", PUBLIC),
    Row("sign-in", "GET", PUBLIC),
    Row("sign-in", "POST", PUBLIC),
    Row("sign-in-code", "GET", PUBLIC),
    Row("sign-in-code", "POST", PUBLIC),
    Row("sign-out", "POST", SIGNED_IN),
    Row("invitation", "GET", PUBLIC, lambda agency: {"token": "none"}, status=(410,)),
    Row("invitation", "POST", PUBLIC, lambda agency: {"token": "none"}, status=(410,)),
    Row("account", "GET", SIGNED_IN),
    Row("password", "GET", SIGNED_IN),
    Row("password", "POST", SIGNED_IN),
    Row("second-factor", "GET", SIGNED_IN),
    Row("second-factor", "POST", SIGNED_IN),
    Row("second-factor-recovery-codes", "POST", SIGNED_IN),
    Row("second-factor-remove", "POST", SIGNED_IN),
    Row("account-session-end", "POST", SIGNED_IN, lambda agency: {"session": 0}),
    Row("account-sessions-end-others", "POST", SIGNED_IN),
    Row("overview", "GET", _P.VIEW_CONTENT),
    Row("faq", "GET", _P.VIEW_CONTENT),
    Row("faq-figures", "POST", _P.VIEW_CONTENT, status=(204,)),
    Row("faq-new", "GET", _P.EDIT_CONTENT),
    Row("faq-new", "POST", _P.EDIT_CONTENT),
    Row("faq-ready", "POST", _P.EDIT_CONTENT, status=(204,)),
    Row("faq-check", "POST", _P.EDIT_CONTENT),
    Row("faq-preview", "POST", _P.EDIT_CONTENT),
    Row("faq-try", "POST", _P.EDIT_CONTENT),
    Row("faq-targets", "GET", _P.EDIT_CONTENT),
    Row("faq-import", "GET", _P.EDIT_CONTENT),
    Row("faq-import", "POST", _P.EDIT_CONTENT),
    Row("faq-import-plan", "GET", _P.EDIT_CONTENT, _faq_upload),
    Row("faq-import-plan", "POST", _P.EDIT_CONTENT, _faq_upload),
    Row("faq-export", "GET", _P.VIEW_CONTENT),
    Row("faq-entry", "GET", _P.VIEW_CONTENT, _faq),
    Row("faq-edit", "GET", _P.EDIT_CONTENT, _faq),
    Row("faq-edit", "POST", _P.EDIT_CONTENT, _faq),
    # Without the page that it belongs to there is nothing to merge: tests/console/faq plays it with one.
    Row("faq-merge", "POST", _P.EDIT_CONTENT, _faq, status=(404,)),
    Row("faq-submit", "POST", _P.EDIT_CONTENT, _faq),
    Row("faq-return", "POST", _P.PUBLISH_CONTENT, _faq),
    Row("faq-publish", "POST", _P.PUBLISH_CONTENT, _faq),
    Row("faq-undo-publish", "POST", _P.PUBLISH_CONTENT, _faq),
    Row("faq-discard", "POST", _P.EDIT_CONTENT, _faq),
    Row("faq-archive", "POST", _P.PUBLISH_CONTENT, _faq),
    Row("faq-unarchive", "POST", _P.PUBLISH_CONTENT, _faq),
    Row("faq-override", "POST", _P.EDIT_CONTENT, _faq),
    Row("faq-inherit", "POST", _P.PUBLISH_CONTENT, _faq),
    Row("faq-undo-inherit", "POST", _P.PUBLISH_CONTENT, _faq),
    Row("faq-version", "GET", _P.VIEW_CONTENT, _faq_version),
    Row("faq-restore", "POST", _P.EDIT_CONTENT, _faq_version),
    Row("training", "GET", _P.TRAIN),
    Row("training-answering", "GET", _P.TRAIN),
    Row("training-start", "POST", _P.TRAIN),
    Row("training-settings", "GET", _P.MANAGE_AGENCY),
    Row("training-settings", "POST", _P.MANAGE_AGENCY),
    Row("training-back", "POST", _P.ACTIVATE_RELEASE, status=(302, 409)),
    Row("training-run", "GET", _P.TRAIN, _run, shared=True),
    Row("training-run-progress", "GET", _P.TRAIN, _run, shared=True),
    Row("training-run-cancel", "POST", _P.TRAIN, _run, shared=True),
    Row("training-release", "GET", _P.TRAIN, _release, shared=True),
    Row("training-mistakes", "GET", _P.TRAIN, _release, shared=True),
    Row("training-data", "GET", _P.TRAIN, _release, shared=True),
    Row("training-replay", "GET", _P.TRAIN, _release, shared=True),
    Row("training-try", "GET", _P.TRAIN, _release, shared=True),
    Row("training-try", "POST", _P.TRAIN, _release, shared=True),
    # Without a question that this person tries: tests/console/training plays it with one.
    Row("training-trial", "GET", _P.TRAIN, lambda agency: {**_release(agency), "trial": "none"}, status=(404,), page=False, shared=True),
    Row("training-activate", "POST", _P.ACTIVATE_RELEASE, _release, status=(200, 302, 409), shared=True),
    Row("team", "GET", _P.MANAGE_TEAM),
    Row("team-invite", "GET", _P.MANAGE_TEAM),
    Row("team-invite", "POST", _P.MANAGE_TEAM),
    Row("team-invitation-renew", "POST", _P.MANAGE_TEAM, _invitation),
    Row("team-invitation-revoke", "POST", _P.MANAGE_TEAM, _invitation),
    Row("team-member", "GET", _P.MANAGE_TEAM, _member),
    Row("team-member", "POST", _P.MANAGE_TEAM, _member),
    Row("team-member-suspend", "POST", _P.MANAGE_TEAM, _member),
    Row("team-member-resume", "POST", _P.MANAGE_TEAM, _member),
    Row("team-member-unlock", "POST", _P.MANAGE_TEAM, _member),
    Row("team-member-forget-second-factor", "POST", _P.MANAGE_TEAM, _member),
    Row("team-member-password-link", "POST", _P.MANAGE_TEAM, _member),
    Row("audit", "GET", _P.VIEW_AUDIT),
    Row("analytics", "GET", _P.VIEW_ANALYTICS),
    Row("analytics-volumes", "GET", _P.VIEW_ANALYTICS),
    Row("analytics-topics", "GET", _P.VIEW_ANALYTICS),
    Row("analytics-quality", "GET", _P.VIEW_ANALYTICS),
    # Found by the administrator of the installation alone; for everybody else it is not there.
    Row("analytics-agencies", "GET", _P.VIEW_ANALYTICS, status=(200, 404)),
    Row("analytics-catch-up", "POST", _P.VIEW_ANALYTICS),
    Row("analytics-download", "GET", _P.VIEW_ANALYTICS),
    Row("analytics-publishing", "GET", _P.MANAGE_AGENCY),
    Row("analytics-publishing", "POST", _P.MANAGE_AGENCY),
    Row("questions", "GET", _P.VIEW_QUESTIONS),
    Row("questions-collect", "POST", _P.VIEW_QUESTIONS),
    Row("questions-work", "GET", _P.TRIAGE_QUESTIONS),
    Row("questions-undo", "POST", _P.TRIAGE_QUESTIONS),
    Row("questions-settings", "GET", _P.MANAGE_AGENCY),
    Row("questions-settings", "POST", _P.MANAGE_AGENCY),
    Row("questions-group", "GET", _P.VIEW_QUESTIONS, _question),
    Row("questions-check", "POST", _P.TRIAGE_QUESTIONS, _question),
    Row("questions-find", "GET", _P.TRIAGE_QUESTIONS, _question),
    Row("questions-decide", "POST", _P.TRIAGE_QUESTIONS, _question),
    Row("questions-reopen", "POST", _P.TRIAGE_QUESTIONS, _question),
    Row("questions-new-faq", "GET", _P.TRIAGE_QUESTIONS, _question),
    Row("questions-new-faq", "POST", _P.TRIAGE_QUESTIONS, _question),
)
