"""Every address of the console with real objects in it, and how staff narrow and page through the long lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from bot.accounts import vault
from bot.accounts.models import ChannelAccount
from bot.catalogue.models import Agency, Office, Service
from bot.desk.approved_templates import SETTING
from bot.desk.models import Callback, CannedReply, Handoff, Unit
from bot.faq.models import FaqUpload, FaqVersion
from bot.questions.models import QuestionGroup
from bot.releases.models import Release, TrainingRun
from bot.staff.models import Invitation
from channels import approved
from channels.approved import Approved

# It tells of what happens as long as the page is open; it has no end that could be measured.
STREAMS = frozenset({"desk-events"})
# What the approved message of the measured account is called.
_TEMPLATE = "kabar"
# Lists as staff use them: narrowed, sorted, and far behind.
NARROWED: dict[str, tuple[str, ...]] = {
    "faq": ("page=200", "search=lansia", "search=zzz", "order=most_used", "order=last_used", "lacking=ja", "state=live", "ownership=own"),
    "questions": ("page=100", "words=surat", "language=ja&reason=refused", "state="),
    "audit": ("who=demo", "what=faq.publish", "since=2020-01-01&until=2030-01-01", "who=nobody"),
    "desk": ("list=mine", "list=all", "list=closed", "list=closed&page=10", "list=closed&tag=ktp"),
    "desk-statistics": ("period=90",),
    "analytics": ("period=90", "of=all"),
    "analytics-volumes": ("period=90",),
    "analytics-topics": ("period=90",),
    "analytics-quality": ("period=90",),
    "training-replay": ("kind=decision&page=4",),
    "catalogue": ("search=ktp", "incomplete=on"),
    "catalogue-mentions": ("amount=IDR-50000",),
    "faq-export": ("format=xlsx", "format=yaml"),
}


@dataclass(frozen=True)
class Address:
    """One address; `name` is that of the URL configuration, `query` what the list is narrowed to."""

    name: str
    path: str
    query: str = ""

    @property
    def is_download(self) -> bool:
        """Whether it answers with a file of everything there is, and not with a page."""
        return self.name.endswith(("-export", "-download"))

    @property
    def needs_all_agencies(self) -> bool:
        """Whether only the administrator of the installation finds it."""
        return self.name == "analytics-agencies" or "of=all" in self.query

    @property
    def whole(self) -> str:
        """The path with the query."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def label(self) -> str:
        """What it is called in the results."""
        return f"{self.name} ?{self.query}" if self.query else self.name


def addresses(agency: Agency, user: User) -> Iterator[Address]:
    """Every address of the console that has a name, whether it answers a GET or not.

    Raises:
        LookupError: an address has a part for which no object is known here.
    """
    for name, pattern in sorted(_patterns(get_resolver())):
        if name in STREAMS:
            continue
        parts = {part: _OBJECTS[part](agency, user) if part in _OBJECTS else None for part in pattern.pattern.converters}
        if "number" in parts:
            parts["number"] = _number(name)
        for part, value in parts.items():
            if value is None:
                raise LookupError(f"{name} has the part {part!r}, for which there is no object: add one in benchmarks/console/addresses.py")
        path = _path(name, {**parts, "agency": agency.key}, parts)
        yield from (Address(name, path, query) for query in ("", *NARROWED.get(name, ())))


def unknown_parts() -> set[str]:
    """Parts of addresses for which there is no object: none, or nothing can be measured."""
    return {part for name, pattern in _patterns(get_resolver()) for part in pattern.pattern.converters} - _OBJECTS.keys()


def _path(name: str, with_agency: dict[str, Any], without: dict[str, Any]) -> str:
    try:
        return reverse(f"console:{name}", kwargs=with_agency)
    except NoReverseMatch:
        return reverse(f"console:{name}", kwargs=without)


def _patterns(resolver: URLResolver, inside: bool = False) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, inside or pattern.namespace == "console")
        elif inside and pattern.name:
            yield pattern.name, pattern


def _number(name: str) -> int:
    return Release.objects.latest("number").number if name.startswith("training-") else 1


def _upload(agency: Agency, _user: User) -> int:
    content = "key,question,answer,language\n" + "".join(f"unggah-{at},Apa {at}?,Jawaban {at}.,id\n" for at in range(200))
    made, _new = FaqUpload.objects.get_or_create(
        agency=agency, name="benchmark.csv", defaults={"content": content.encode(), "mode": "drafts"}
    )
    return made.pk


def _account(agency: Agency, _user: User) -> str:
    templates = approved.written([Approved(_TEMPLATE, "id", "HXbenchmark", "Jawaban petugas: {{1}}")])
    fields = {"agency": agency, "credentials": vault.seal("{}"), "settings": {SETTING: templates}, "enabled": False}
    return str(ChannelAccount.objects.get_or_create(channel="whatsapp", external_id="benchmark", defaults=fields)[0].pk)


def _unit(agency: Agency, _user: User) -> int:
    names = {"id": "Loket", "ja": "窓口"}
    return Unit.objects.get_or_create(agency=agency, key="benchmark", defaults={"name": names})[0].pk


def _invitation(agency: Agency, _user: User) -> int:
    fields = {"roles": ["editor"], "language": "id", "token_hash": "benchmark", "expires": timezone.now() + dt.timedelta(days=7)}
    return Invitation.objects.get_or_create(agency=agency, email="benchmark@kota.example", defaults=fields)[0].pk


def _versions(agency: Agency, _user: User) -> str:
    return FaqVersion.objects.filter(faq__agency=agency).latest("pk").faq.key


# The parts of addresses, each with an object of the agency; `agency` and `number` are found by the address.
_OBJECTS: dict[str, Callable[[Agency, User], Any]] = {
    "agency": lambda agency, user: agency.key,
    "service": lambda agency, user: Service.objects.filter(agency=agency).order_by("key").values_list("key", flat=True)[0],
    "part": lambda agency, user: "basics",
    "key": _versions,
    "office": lambda agency, user: Office.objects.filter(agency=agency).values_list("key", flat=True)[0],
    "group": lambda agency, user: (
        QuestionGroup.objects.filter(agency=agency, state="open").order_by("-count", "pk")[2000].pk
        if QuestionGroup.objects.filter(agency=agency, state="open").count() > 2000
        else QuestionGroup.objects.filter(agency=agency, state="open").latest("pk").pk
    ),
    "upload": _upload,
    "handoff": lambda agency, user: Handoff.objects.filter(agency=agency, operator=user, state="claimed").latest("pk").pk,
    "callback": lambda agency, user: Callback.objects.filter(agency=agency).latest("pk").pk,
    "unit": _unit,
    "account": _account,
    "language": lambda agency, user: "id",
    "name": lambda agency, user: _TEMPLATE,
    "operator": lambda agency, user: User.objects.filter(memberships__agency=agency, memberships__role="operator").latest("pk").pk,
    "reply": lambda agency, user: CannedReply.objects.filter(agency=agency).latest("pk").pk,
    "run": lambda agency, user: TrainingRun.objects.latest("pk").pk,
    "member": lambda agency, user: User.objects.filter(memberships__agency=agency).latest("pk").pk,
    "invitation": _invitation,
    "session": lambda agency, user: 0,
    "trial": lambda agency, user: "none",
    "token": lambda agency, user: "none",
    "number": lambda agency, user: 1,
}
