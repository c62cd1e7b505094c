"""The live rows, which the bot reads: contents are put into them, and with each the version that says who put it there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Max
from django.utils import timezone

from bot.catalogue import revision
from bot.catalogue.models import Agency
from bot.faq.content import Content, content_of, day_of
from bot.faq.models import Faq, FaqTag, FaqVariant, FaqVersion
from bot.staff.context import name_kept

State = FaqVersion.State
_WRITTEN = (
    *("question", "answer", "sources", "quick_replies", "links", "valid_from", "valid_to"),
    *("published", "archived", "inherits"),
)


@dataclass(frozen=True)
class Origin:
    """Where contents come from: a source and, where a person brought them, who."""

    source: FaqVersion.Source
    author: User | None = None

    @property
    def author_name(self) -> str:
        """The name that is kept when the user is deleted."""
        return name_kept(self.author)


def put_live(agency: Agency, contents: Mapping[str, Content]) -> dict[str, Faq]:
    """Make the bot answer with these contents, by key; to be called inside a transaction that locks the agency."""
    Faq.objects.bulk_create(
        [
            Faq(
                agency=agency,
                key=key,
                **{name: content[name] for name in ("question", "answer", "sources", "quick_replies", "links")},
                valid_from=day_of(content["valid_from"]),
                valid_to=day_of(content["valid_to"]),
                published=True,
                archived=False,
                inherits=False,
            )
            for key, content in contents.items()
        ],
        update_conflicts=True,
        unique_fields=["agency", "key"],
        update_fields=list(_WRITTEN),
    )
    stored = {faq.key: faq for faq in rows(agency, contents)}
    variants: list[FaqVariant] = []
    tags: list[FaqTag] = []
    for key, content in contents.items():
        faq, held = stored[key], content_of(stored[key])
        if list(content["variants"].items()) != list(held["variants"].items()):
            faq.variants.all().delete()
            variants += [FaqVariant(faq=faq, language=lang, text=text) for lang, texts in content["variants"].items() for text in texts]
        if content["tags"] != held["tags"]:
            faq.tags.all().delete()
            tags += [FaqTag(faq=faq, name=name) for name in content["tags"]]
    FaqVariant.objects.bulk_create(variants)
    FaqTag.objects.bulk_create(tags)
    revision.advance()
    return stored


def rows(agency: Agency, keys: Iterable[str]) -> list[Faq]:
    """The agency's rows of these keys with what belongs to them."""
    wanted = set(keys)
    found = Faq.objects.filter(agency=agency).prefetch_related("variants", "tags")
    if len(wanted) < 500:  # SQLite takes only so many values
        return list(found.filter(key__in=wanted))
    return [faq for faq in found if faq.key in wanted]


def keep_earlier(faqs: Iterable[Faq]) -> None:
    """Record what rows say that came without a version, so that it can be compared and restored."""
    known = list(faqs)
    if not known:
        return
    with_version = set(FaqVersion.objects.filter(faq__agency_id__in={faq.agency_id for faq in known}).values_list("faq_id", flat=True))
    FaqVersion.objects.bulk_create(
        [
            FaqVersion(
                faq=faq,
                number=1,
                content=content_of(faq),
                state=State.PUBLISHED,
                source=FaqVersion.Source.BEFORE,
                published_at=timezone.now(),
            )
            for faq in known
            if faq.pk not in with_version and not faq.inherits
        ]
    )


def record_published(contents: Mapping[int, Content], origin: Origin, out_of_archive: Collection[int] = ()) -> None:
    """Record contents, by the id of their FAQ, as published now; what is published already gets no second version.

    `out_of_archive` are the FAQ that lay in the archive until now.
    """
    versions = FaqVersion.objects.filter(faq_id__in=list(contents)) if len(contents) < 500 else FaqVersion.objects.all()
    published = {v.faq_id: v for v in versions.filter(state=State.PUBLISHED) if v.faq_id in contents}
    last: dict[int, int] = dict(versions.order_by().values("faq_id").annotate(last=Max("number")).values_list("faq_id", "last"))
    fresh = {
        faq: content
        for faq, content in contents.items()
        if (now := published.get(faq)) is None or now.content != content or now.source != origin.source
    }
    replaced = [published[faq].pk for faq in fresh if faq in published]
    for start in range(0, len(replaced), 500):
        FaqVersion.objects.filter(pk__in=replaced[start : start + 500], state=State.PUBLISHED).update(state=State.SUPERSEDED)
    FaqVersion.objects.bulk_create(
        [
            FaqVersion(
                faq_id=faq,
                number=last.get(faq, 0) + 1,
                base=published[faq].number if faq in published else 0,
                content=content,
                state=State.PUBLISHED,
                source=origin.source,
                author=origin.author,
                author_name=origin.author_name,
                published_at=timezone.now(),
                out_of_archive=faq in out_of_archive,
            )
            for faq, content in fresh.items()
        ]
    )
