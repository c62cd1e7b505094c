"""What an entry of the record is about, by the name that the pages give it, with the page where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bot.catalogue.models import Agency, Office, Service, ServiceVersion
from bot.console.faq.leading import Leading
from bot.desk.models import Callback, CannedReply, Handoff, Unit
from bot.faq.content import TARGETS
from bot.faq.models import Faq
from bot.languages import say
from bot.questions.models import QuestionGroup
from bot.releases.models import Release, TrainingRun
from bot.staff.audit import kind_words
from bot.staff.context import StaffContext, name_of
from bot.staff.models import AuditEntry
from bot.staff.permissions import Permission


@dataclass(frozen=True)
class Target:
    """The name of what was changed, and its address; empty where there is no page, or not for this reader."""

    name: str
    address: str = ""


# The fields of an entry that hold a key, or several, with the kinds of what they are keys of.
_KEYS = {
    "owner": ("agency",),
    "destination": ("faq", "service"),
    "office": ("office",),
    "overflow_to": ("unit",),
    "units": ("unit",),
    "services": ("service",),
}
# The settings of the agency itself: the kind says all, since there is one of each.
_SETTINGS = {
    "question_settings": ("console:questions-settings", Permission.MANAGE_AGENCY),
    "training_settings": ("console:training-settings", Permission.MANAGE_AGENCY),
    "transparency": ("console:analytics-publishing", Permission.MANAGE_AGENCY),
    "desk": ("console:desk-settings", Permission.SUPERVISE),
}


class Targets:
    """The targets of some entries, read with one query for each kind; what is gone keeps the key that the entry has."""

    def __init__(self, staff: StaffContext, entries: Iterable[AuditEntry]) -> None:
        self._staff = staff
        self._keys: dict[str, set[str]] = {}
        self._found: dict[str, dict[str, Target]] = {}
        self._leading = Leading(staff.agency.key)
        for entry in entries:
            self._keys.setdefault(entry.target_kind, set()).add(entry.target_key)
            for state in (entry.before, entry.after):
                for kind, key in _keys_in(state):
                    self._keys.setdefault(kind, set()).add(key)

    def of(self, entry: AuditEntry) -> Target:
        """What the entry is about."""
        if entry.target_kind in _SETTINGS:
            address, permission = _SETTINGS[entry.target_kind]
            return Target(kind_words(entry.target_kind), _page(self._staff, permission, address))
        found = self._named(entry.target_kind, entry.target_key)
        if found is not None:
            return found
        # What was removed is still named by what the entry itself says of it.
        return Target(next((name for state in (entry.after, entry.before) if (name := _own_name(state))), entry.target_key))

    def in_words(self, state: Any) -> Any:
        """A state with the names in place of the keys that it holds."""
        if not isinstance(state, Mapping):
            return state
        words = dict(state)
        for field in _KEYS:
            if isinstance(held := state.get(field), list):
                words[field] = [self._word(field, key) if isinstance(key, str) else key for key in held]
            elif isinstance(held, str):
                words[field] = self._word(field, held)
        if isinstance(buttons := state.get("quick_replies"), list):
            words["quick_replies"] = [self._button(one) if isinstance(one, Mapping) else one for one in buttons]
        return words

    def _button(self, button: Mapping[str, Any]) -> dict[str, Any]:
        told = {name: value for name, value in button.items() if name not in (*TARGETS, "facet")}
        return {**told, "leads_to": self._leading.words(button)}

    def _word(self, field: str, key: str) -> str:
        found = next((one for kind in _KEYS[field] if (one := self._named(kind, key)) is not None), None)
        return found.name if found is not None else key

    def _named(self, kind: str, key: str) -> Target | None:
        if kind not in self._found:
            read = _READERS.get(kind)
            self._found[kind] = dict(read(self._staff, self._keys.get(kind, set()))) if read is not None else {}
        return self._found[kind].get(key)


def _keys_in(state: Any) -> Iterator[tuple[str, str]]:
    if isinstance(state, Mapping):
        for field, kinds in _KEYS.items():
            held = state.get(field)
            for key in held if isinstance(held, list) else [held]:
                if isinstance(key, str):
                    yield from ((kind, key) for kind in kinds)


def _own_name(state: Any) -> str:
    if not isinstance(state, Mapping):
        return ""
    name = state.get("name") or state.get("question") or state.get("title")
    return name if isinstance(name, str) else _text(name) if isinstance(name, Mapping) else ""


def _text(text: Mapping[str, str]) -> str:
    """In the reader's language, or in whichever it is written."""
    return say(text, (get_language() or "")[:2]) or next((one for one in text.values() if one), "")


Found = Iterator[tuple[str, Target]]


def _page(staff: StaffContext, permission: Permission, address: str, *args: Any) -> str:
    return reverse(address, args=[staff.agency.key, *args]) if staff.can(permission) else ""


def _services(staff: StaffContext, keys: set[str]) -> Found:
    lineage = staff.agency.lineage
    depth = {agency.pk: number for number, agency in enumerate(lineage)}
    names: dict[str, str] = {}
    drafts = ServiceVersion.objects.filter(agency=staff.agency, service__in=keys).order_by("number")
    for key, name in drafts.values_list("service", "content__name"):
        names[key] = (_text(name) if isinstance(name, Mapping) else "") or names.get(key, "")
    rows = Service.objects.filter(agency__in=lineage, key__in=keys).values_list("agency_id", "key", "name")
    for _owner, key, name in sorted(rows, key=lambda row: -depth[row[0]]):
        names[key] = (_text(name) if name else "") or names.get(key, "")
    for key, text in names.items():
        yield key, Target(text or key, _page(staff, Permission.VIEW_CONTENT, "console:catalogue-service", key))


def _offices(staff: StaffContext, keys: set[str]) -> Found:
    for key, name in Office.objects.filter(agency=staff.agency, key__in=keys).values_list("key", "name"):
        yield key, Target(_text(name), _page(staff, Permission.EDIT_CONTENT, "console:catalogue-office", key))


def _faq(staff: StaffContext, keys: set[str]) -> Found:
    lineage = staff.agency.lineage
    depth = {agency.pk: number for number, agency in enumerate(lineage)}
    rows = Faq.objects.filter(agency__in=lineage, key__in=keys).values_list("agency_id", "key", "question")
    names: dict[str, str] = {}
    for _owner, key, question in sorted(rows, key=lambda row: -depth[row[0]]):
        names[key] = (_text(question) if question else "") or names.get(key, "")
    for key, text in names.items():
        yield key, Target(text or key, _page(staff, Permission.VIEW_CONTENT, "console:faq-entry", key))


def _agencies(staff: StaffContext, keys: set[str]) -> Found:
    for agency in Agency.objects.filter(key__in=keys):
        yield agency.key, Target(_text(agency.name))


def _questions(staff: StaffContext, keys: set[str]) -> Found:
    """By their words only as long as the questions themselves are kept."""
    for group in QuestionGroup.objects.filter(agency=staff.agency, pk__in=_numbers(keys)).only("text"):
        yield str(group.pk), Target(f"“{group.text}”", _page(staff, Permission.VIEW_QUESTIONS, "console:questions-group", group.pk))


def _trainings(staff: StaffContext, keys: set[str]) -> Found:
    for number in TrainingRun.objects.filter(pk__in=_numbers(keys)).values_list("pk", flat=True):
        yield str(number), Target(str(number), _page(staff, Permission.TRAIN, "console:training-run", number))


def _releases(staff: StaffContext, keys: set[str]) -> Found:
    for number in Release.objects.filter(number__in=_numbers(keys)).values_list("number", flat=True):
        yield (
            str(number),
            Target(str(number), _page(staff, Permission.TRAIN, "console:training-release", number)),
        )


def _members(staff: StaffContext, keys: set[str]) -> Found:
    for member in staff.agency.memberships.filter(user__username__in=keys).select_related("user"):
        name = member.user.get_username()
        yield name, Target(name, _page(staff, Permission.MANAGE_TEAM, "console:team-member", member.user_id))


def _units(staff: StaffContext, keys: set[str]) -> Found:
    """Those of the agency; of another agency, with its key before the unit's, those that help."""
    for unit in Unit.objects.filter(agency=staff.agency, key__in=keys):
        yield unit.key, Target(_text(unit.name), _page(staff, Permission.SUPERVISE, "console:desk-unit", unit.pk))
    if any("/" in key for key in keys):
        for unit in Unit.objects.filter(overflows_from__agency=staff.agency).exclude(agency=staff.agency).select_related("agency"):
            yield f"{unit.agency.key}/{unit.key}", Target(f"{_text(unit.agency.name)}: {_text(unit.name)}")


def _operators(staff: StaffContext, keys: set[str]) -> Found:
    for user in User.objects.filter(username__in=keys, memberships__agency=staff.agency).distinct():
        serves = staff.agency.duties.filter(user=user).exists()
        yield user.username, Target(name_of(user), _page(staff, Permission.SUPERVISE, "console:desk-operator", user.pk) if serves else "")


def _prepared(staff: StaffContext, keys: set[str]) -> Found:
    for reply in CannedReply.objects.filter(agency=staff.agency, shortcut__in=keys):
        yield reply.shortcut, Target(_text(reply.title), _page(staff, Permission.SUPERVISE, "console:desk-canned-edit", reply.pk))


def _conversations(staff: StaffContext, keys: set[str]) -> Found:
    for number in Handoff.objects.filter(agency=staff.agency, pk__in=_numbers(keys)).values_list("pk", flat=True):
        yield str(number), Target(_numbered(number), _page(staff, Permission.CONVERSE, "console:desk-case", number))


def _callbacks(staff: StaffContext, keys: set[str]) -> Found:
    """By number: name and telephone are nobody's business here."""
    for number in Callback.objects.filter(agency=staff.agency, pk__in=_numbers(keys)).values_list("pk", flat=True):
        yield str(number), Target(_numbered(number), _page(staff, Permission.CONVERSE, "console:desk-callbacks"))


def _numbered(number: int) -> str:
    return _("No. %(number)d") % {"number": number}


def _numbers(keys: Iterable[str]) -> list[int]:
    return [int(key) for key in keys if key.isascii() and key.isdigit()]


_READERS: dict[str, Callable[[StaffContext, set[str]], Found]] = {
    "service": _services,
    "office": _offices,
    "faq": _faq,
    "agency": _agencies,
    "question": _questions,
    "training": _trainings,
    "release": _releases,
    "member": _members,
    "account": _members,
    "unit": _units,
    "duty": _operators,
    "canned": _prepared,
    "handoff": _conversations,
    "callback": _callbacks,
}
