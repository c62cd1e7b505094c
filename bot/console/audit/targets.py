"""What an entry of the record is about, by the name that the pages give it, with the page where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from bot.catalogue.models import Agency, Office, Service, ServiceVersion
from bot.faq.models import Faq
from bot.languages import say
from bot.questions.models import QuestionGroup
from bot.releases.models import Release, TrainingRun
from bot.staff.audit import kind_words
from bot.staff.context import StaffContext
from bot.staff.models import AuditEntry
from bot.staff.permissions import Permission


@dataclass(frozen=True)
class Target:
    """The name of what was changed, and its address; empty where there is no page, or not for this reader."""

    name: str
    address: str = ""


# The fields of an entry that hold a key, with the kinds of what the key is of.
_KEYS = {"owner": ("agency",), "destination": ("faq", "service")}
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
        for field, kinds in _KEYS.items():
            if isinstance(key := state.get(field), str):
                found = next((one for kind in kinds if (one := self._named(kind, key)) is not None), None)
                words[field] = found.name if found is not None else key
        return words

    def _named(self, kind: str, key: str) -> Target | None:
        if kind not in self._found:
            read = _READERS.get(kind)
            self._found[kind] = dict(read(self._staff, self._keys.get(kind, set()))) if read is not None else {}
        return self._found[kind].get(key)


def _keys_in(state: Any) -> Iterator[tuple[str, str]]:
    if isinstance(state, Mapping):
        for field, kinds in _KEYS.items():
            if isinstance(key := state.get(field), str):
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
    for _agency, key, name in sorted(rows, key=lambda row: -depth[row[0]]):
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
    for _agency, key, question in sorted(rows, key=lambda row: -depth[row[0]]):
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
}
