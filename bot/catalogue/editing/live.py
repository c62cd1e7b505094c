"""The live rows, which the bot reads, and the versions that say how they came to say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bot.catalogue.editing.content import Content, content_from, states_nothing
from bot.catalogue.models import Agency, Service, ServiceVersion
from bot.catalogue.store import service_document, store_service
from bot.staff.context import name_kept

State, Source = ServiceVersion.State, ServiceVersion.Source


def put_live(agency: Agency, content: Content) -> None:
    """Make the bot answer with this content from its next message on; a record that states nothing is removed."""
    if states_nothing(content):
        Service.objects.filter(agency=agency, key=content["key"]).delete()
    else:
        store_service(agency, content)


def live_contents(agency: Agency, keys: Iterable[str] | None = None) -> dict[str, Content]:
    """What the agency's live records say, by key; all of them, or those of these keys."""
    rows = Service.objects.filter(agency=agency, **({} if keys is None else {"key__in": list(keys)}))
    return {row.key: content_from(service_document(row)) for row in rows.prefetch_related("fees", "legal_basis", "phrases")}


def keep_earlier(agency: Agency, keys: Iterable[str]) -> None:
    """Record what rows say that was stored without a version, so that it can be compared and restored."""
    wanted = list(keys)
    published = _published(agency, wanted)
    unknown = {
        key: content for key, content in live_contents(agency, wanted).items() if key not in published or published[key].content != content
    }
    _record(agency, unknown, published, Source.BEFORE, None)


@transaction.atomic
def store_from_file(agency: Agency, document: Mapping[str, Any], *, force: bool = False) -> bool:
    """Publish what a content file brings; False when staff published something else, which stays.

    What is not published waits as a draft for staff, unless they are working on a draft already: then it is an earlier version that
    they can take up.
    """
    content = content_from(document)
    key: str = content["key"]
    Agency.objects.select_for_update().get(pk=agency.pk)
    published = _published(agency, [key]).get(key)
    if published is not None and published.source != Source.FILE and not force and published.content != content:
        _offer(agency, key, content, published.number)
        return False
    store_service(agency, content)
    _record(agency, {key: content}, {} if published is None else {key: published}, Source.FILE, None)
    _close_drafts_that_say_it(agency, {key: content})
    return True


def _offer(agency: Agency, key: str, content: Content, base: int) -> None:
    of_service = ServiceVersion.objects.filter(agency=agency, service=key)
    latest = of_service.filter(source=Source.FILE).order_by("number").last()
    if latest is not None and latest.content == content:
        return
    state = State.SUPERSEDED if of_service.filter(state__in=ServiceVersion.OPEN).exists() else State.DRAFT
    number = (of_service.aggregate(last=Max("number"))["last"] or 0) + 1
    ServiceVersion.objects.create(agency=agency, service=key, number=number, base=base, content=content, state=state, source=Source.FILE)


@transaction.atomic
def remove_from_file(agency: Agency, key: str) -> bool:
    """Remove a record whose content file has gone; False when staff published it since, so that it stays."""
    published = _published(agency, [key]).get(key)
    if published is not None and published.source != Source.FILE:
        return False
    Service.objects.filter(agency=agency, key=key).delete()
    ServiceVersion.objects.filter(agency=agency, service=key, state=State.PUBLISHED).update(state=State.SUPERSEDED)
    return True


@transaction.atomic
def store_from_table(agency: Agency, documents: Iterable[Mapping[str, Any]], by: User | None) -> None:
    """Publish what a table brings, each service with a version."""
    contents = {content["key"]: content for content in map(content_from, documents)}
    Agency.objects.select_for_update().get(pk=agency.pk)
    keep_earlier(agency, contents)
    for content in contents.values():
        store_service(agency, content)
    _record(agency, contents, _published(agency, contents), Source.TABLE, by)
    _close_drafts_that_say_it(agency, contents)


def _close_drafts_that_say_it(agency: Agency, contents: Mapping[str, Content]) -> None:
    """A draft that says what has just been published is done with: left open, it could take the place of what comes later."""
    for version in ServiceVersion.objects.filter(agency=agency, service__in=list(contents), state__in=ServiceVersion.OPEN):
        if version.content == contents[version.service]:
            ServiceVersion.objects.filter(pk=version.pk, state__in=ServiceVersion.OPEN).update(state=State.SUPERSEDED)


def _published(agency: Agency, keys: Iterable[str]) -> dict[str, ServiceVersion]:
    found = ServiceVersion.objects.filter(agency=agency, service__in=list(keys), state=State.PUBLISHED)
    return {version.service: version for version in found}


def _record(
    agency: Agency,
    contents: Mapping[str, Content],
    published: Mapping[str, ServiceVersion],
    source: ServiceVersion.Source,
    author: User | None,
) -> None:
    """Record contents as published now; what is published already gets no second version."""
    fresh = {
        key: content
        for key, content in contents.items()
        if key not in published or published[key].content != content or published[key].source != source
    }
    if not fresh:
        return
    replaced = [published[key].pk for key in fresh if key in published]
    ServiceVersion.objects.filter(pk__in=replaced, state=State.PUBLISHED).update(state=State.SUPERSEDED)
    numbers = ServiceVersion.objects.filter(agency=agency, service__in=list(fresh)).order_by().values("service")
    last: dict[str, int] = dict(numbers.annotate(last=Max("number")).values_list("service", "last"))
    ServiceVersion.objects.bulk_create(
        ServiceVersion(
            agency=agency,
            service=key,
            number=last.get(key, 0) + 1,
            base=published[key].number if key in published else 0,
            content=content,
            state=State.PUBLISHED,
            source=source,
            author=author,
            author_name=name_kept(author),
            published_at=timezone.now(),
        )
        for key, content in fresh.items()
    )
