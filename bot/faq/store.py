"""FAQ documents become rows and rows become documents (the shape of faq.schema.json)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from bot.catalogue.models import Agency
from bot.faq.content import Content, content_from, content_of, document_from
from bot.faq.live import Origin, keep_earlier, put_live, record_published, rows
from bot.faq.models import Faq, FaqVersion

FILE, TABLE = FaqVersion.Source.FILE, FaqVersion.Source.TABLE


def store_faq(agency: Agency, document: dict[str, Any]) -> Faq:
    """Create or replace one FAQ of an agency from a document that the schema has accepted."""
    store_all(agency, [document])
    return Faq.objects.get(agency=agency, key=document["key"])


@transaction.atomic
def store_all(
    agency: Agency, documents: Sequence[dict[str, Any]], *, source: FaqVersion.Source = TABLE, author: User | None = None
) -> None:
    """Publish FAQ of an agency, each key once, from documents that the schema has accepted; all of them or none."""
    if not documents:
        return
    Agency.objects.select_for_update().get(pk=agency.pk)
    contents = {document["key"]: content_from(document) for document in documents}
    earlier = rows(agency, contents)
    keep_earlier(earlier)
    stored = put_live(agency, contents)
    published = {stored[key].pk: content for key, content in contents.items()}
    record_published(published, Origin(source, author), {faq.pk for faq in earlier if faq.archived})
    _close_drafts_that_say_it(agency, published)


def _close_drafts_that_say_it(agency: Agency, published: Mapping[int, Content]) -> None:
    """A draft that says what has just been published is done with: left open, it could take the place of what comes later."""
    open_ = FaqVersion.objects.filter(faq__agency=agency, state__in=FaqVersion.OPEN).values_list("pk", "faq_id", "content")
    done = [pk for pk, faq, content in open_ if published.get(faq) == content]
    for start in range(0, len(done), 500):
        FaqVersion.objects.filter(pk__in=done[start : start + 500], state__in=FaqVersion.OPEN).update(state=FaqVersion.State.SUPERSEDED)


@transaction.atomic
def store_file(agency: Agency, documents: Sequence[dict[str, Any]], *, force: bool = False) -> None:
    """Publish the entries of a content file; what staff published since stays where its entry in the file has not changed."""
    if not force:
        as_loaded = _last_from_file(agency)
        kept = _published_by_others(agency)
        documents = [
            document for document in documents if not (document["key"] in kept and as_loaded.get(document["key"]) == content_from(document))
        ]
    store_all(agency, documents, source=FILE)


@transaction.atomic
def remove(agency: str, keys: Iterable[str]) -> None:
    """Remove FAQ that a content file no longer holds; what staff published since, or are working on, stays."""
    gone = set(keys)
    if not gone:
        return
    for faq in Faq.objects.filter(agency__key=agency).prefetch_related("versions"):
        if faq.key in gone:
            touched = any(version.source == FaqVersion.Source.STAFF for version in faq.versions.all())
            if not touched:
                faq.delete()
            elif not any(v.state == FaqVersion.State.PUBLISHED and v.source == FaqVersion.Source.STAFF for v in faq.versions.all()):
                faq.archived = True
                faq.save(update_fields=["archived"])


def _last_from_file(agency: Agency) -> dict[str, Content]:
    """By key: what a content file stated when it was last loaded."""
    found = FaqVersion.objects.filter(faq__agency=agency, source=FILE).order_by("number")
    return dict(found.values_list("faq__key", "content"))


def _published_by_others(agency: Agency) -> set[str]:
    """The keys whose live content does not come from a content file."""
    found = FaqVersion.objects.filter(faq__agency=agency, state=FaqVersion.State.PUBLISHED).exclude(source=FILE)
    return set(found.values_list("faq__key", flat=True))


def faq_document(faq: Faq) -> dict[str, Any]:
    """The FAQ in the shape of the schema."""
    return document_from(faq.key, content_of(faq))
