"""FAQ and services whose texts state an amount, in either language's way of writing it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.catalogue.audit.corpus import Corpus
from bot.catalogue.audit.quantities import indonesian, japanese
from bot.catalogue.audit.texts import localized
from bot.catalogue.editing.fees import Amount
from bot.catalogue.models import Agency
from bot.faq.models import Faq
from bot.languages import Localized

# Reading quantities takes long, and ten thousand FAQ are many: only texts that speak of money at all are read.
_MONEY = re.compile(r"rp|rupiah|yen|[¥￥円]|ルピア", re.IGNORECASE)
_READERS = {"id": indonesian.quantities, "ja": japanese.quantities, "ja_easy": japanese.quantities}


@dataclass(frozen=True)
class Mention:
    """One text that states the amount: of which FAQ or service, whose it is, in which field and language, and as it is written there."""

    kind: Literal["faq", "service"]
    key: str
    owner: str
    name: Localized
    path: tuple[str | int, ...]
    language: str
    written: str
    text: str


def mentions(agency: Agency, wanted: Collection[Amount], corpus: Corpus) -> list[Mention]:
    """Each text that citizens of the agency may read in which one of the amounts stands: FAQ first, then services."""
    return [*_in_faq(agency, wanted), *_in_services(agency, wanted, corpus)] if wanted else []


def _in_faq(agency: Agency, wanted: Collection[Amount]) -> Iterator[Mention]:
    owners = {one.pk: one.key for one in agency.lineage}
    rows = Faq.objects.filter(agency__in=owners, published=True, archived=False, inherits=False)
    seen: set[str] = set()
    depth = {pk: index for index, pk in enumerate(owners)}
    values = sorted(rows.values_list("key", "agency_id", "question", "answer"), key=lambda row: (row[0], depth[row[1]]))
    for key, owner, question, answer in values:
        if key in seen:
            continue  # an agency nearer to the citizen answers this one
        seen.add(key)
        for field, text in (("question", question), ("answer", answer)):
            for language, written in _stated(text, wanted):
                yield Mention("faq", key, owners[owner], question, (field,), language, written, text[language])


def _in_services(agency: Agency, wanted: Collection[Amount], corpus: Corpus) -> Iterator[Mention]:
    for service in corpus.offered(agency.key).values():
        for path, text in localized(service.document):
            for language, written in _stated(text, wanted):
                owner = service.stated_by.get(str(path[0]), agency.key)
                yield Mention("service", service.key, owner, service.document["name"], path, language, written, text[language])


def _stated(text: Mapping[str, Any], wanted: Collection[Amount]) -> Iterator[tuple[str, str]]:
    for language, words in text.items():
        if language in _READERS and _MONEY.search(words):
            for one in _READERS[language](words):
                if (one.kind, one.value) in wanted:
                    yield language, one.written.strip()
                    break
