"""FAQ, prepared answers and services whose texts state an amount, in either language's way of writing it."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q

from bot.catalogue.audit.agreement import FREE_ID, FREE_JA
from bot.catalogue.audit.corpus import Corpus
from bot.catalogue.audit.quantities import indonesian, japanese
from bot.catalogue.audit.quantities.quantity import Quantity
from bot.catalogue.audit.texts import localized
from bot.catalogue.editing.as_written import in_context
from bot.catalogue.editing.fees import Amount
from bot.catalogue.editing.series import amounts_in_series
from bot.catalogue.models import Agency
from bot.desk.models import CannedReply
from bot.faq.models import Faq
from bot.languages import Localized

# Reading quantities takes long, and ten thousand FAQ are many: only texts that may speak of the amount at all are read.
_SIGNS = ("rp", "rupiah", "idr", "yen", "jpy", "¥", "￥", "円", "ルピア")
# Not within a word, which the database cannot tell: many an Indonesian one has these letters.
_MONEY = re.compile("|".join(rf"\b{sign}" if sign in ("rp", "idr") else sign for sign in _SIGNS), re.IGNORECASE)
# Where a text says thousands it needs no currency to be understood: "biayanya 50 ribu".
_THOUSANDS = ("ribu", "juta")
_THOUSAND = 1000
# One of these is in whatever says that something is free.
_FREE_SIGNS = (
    *("gratis", "dipungut", "dikenai", "tanpa biaya", "bebas", "cuma-cuma", "bayar"),
    *("無料", "無償", "かか", "いりません", "不要", "ありません"),
)
_WITHOUT_CURRENCY = re.compile(r"\d[.,]\d|[^\d.,]", re.ASCII)
_READERS = {"id": indonesian.quantities, "ja": japanese.quantities, "ja_easy": japanese.quantities}


@dataclass(frozen=True)
class Mention:
    """One text that states the amount: of what and whose it is, in which field and language, and as it is written there.

    `key` is the shortcut of a prepared answer (canned), whose `number` is its id.
    """

    kind: Literal["faq", "canned", "service"]
    key: str
    owner: str
    name: Localized
    path: tuple[str | int, ...]
    language: str
    written: str
    text: str
    number: int = 0


def mentions(agency: Agency, service: str, wanted: Collection[Amount], corpus: Corpus) -> list[Mention]:
    """Each text that citizens of the agency may read in which one of the amounts stands: FAQ first, then prepared answers and services.

    Where `service` was free of charge (an amount of 0), many a text says that of something else: its own texts count, and others that
    name it.
    """
    names = _names(corpus, agency, service) if _is_free(wanted) else None
    if not wanted:
        return []
    return [*_in_faq(agency, wanted, names), *_in_canned(agency, wanted, names), *_in_services(agency, service, wanted, corpus)]


def _is_free(wanted: Collection[Amount]) -> bool:
    return any(amount == 0 for _currency, amount in wanted)


def _names(corpus: Corpus, agency: Agency, service: str) -> re.Pattern[str] | None:
    """By what a text names the service, in either language; Indonesian names as whole words."""
    offered = corpus.offered(agency.key).get(service)
    if offered is None:
        return None
    found = {(language, one) for language, one in offered.document["name"].items()}
    found |= {(language, one) for language, several in offered.document.get("aliases", {}).items() for one in several}
    forms = [re.escape(one) if language.startswith("ja") else rf"\b{re.escape(one)}\b" for language, one in sorted(found) if one]
    return re.compile("|".join(forms), re.IGNORECASE) if forms else None


def _meant(wanted: Collection[Amount], names: re.Pattern[str] | None, *texts: Mapping[str, Any]) -> Collection[Amount]:
    """The amounts that count in these texts: that something is free only where they name the service."""
    if names is not None and any(names.search(words) for text in texts for words in text.values()):
        return wanted
    return [one for one in wanted if one[1]]


def _in_faq(agency: Agency, wanted: Collection[Amount], names: re.Pattern[str] | None) -> Iterator[Mention]:
    owners = {one.pk: one.key for one in agency.lineage}
    answering = Faq.objects.filter(agency__in=owners, published=True, archived=False, inherits=False)
    signs = (*_SIGNS, *_bare(wanted), *(_FREE_SIGNS if _is_free(wanted) else ()))
    speaking = answering.filter(functools.reduce(operator.or_, (Q(searched__icontains=sign) for sign in signs)))
    depth = {pk: index for index, pk in enumerate(owners)}
    rows = sorted(speaking.values_list("key", "agency_id", "question", "answer"), key=lambda row: (row[0], depth[row[1]]))
    nearest: dict[str, int] = {}
    inherited = speaking.exclude(agency=agency).order_by().values("key")
    for key, owner in answering.filter(key__in=inherited).values_list("key", "agency_id"):
        nearest[key] = min(depth[owner], nearest.get(key, depth[owner]))
    for key, owner, question, answer in rows:
        if depth[owner] > nearest.get(key, depth[owner]):
            continue  # an agency nearer to the citizen answers this one
        meant = _meant(wanted, names, question, answer)
        for field, text in (("question", question), ("answer", answer)):
            for language, written in stated_amounts(text, meant):
                yield Mention("faq", key, owners[owner], question, (field,), language, written, text[language])


def _in_canned(agency: Agency, wanted: Collection[Amount], names: re.Pattern[str] | None) -> Iterator[Mention]:
    for reply in CannedReply.objects.filter(agency=agency):
        for language, written in stated_amounts(reply.text, _meant(wanted, names, reply.title, reply.text)):
            yield Mention("canned", reply.shortcut, agency.key, reply.title, ("text",), language, written, reply.text[language], reply.pk)


def _in_services(agency: Agency, changed: str, wanted: Collection[Amount], corpus: Corpus) -> Iterator[Mention]:
    for service in corpus.offered(agency.key).values():
        meant = wanted if service.key == changed else _meant(wanted, None)
        for path, text in localized(service.document):
            for language, written in stated_amounts(text, meant):
                owner = service.stated_by.get(str(path[0]), agency.key)
                yield Mention("service", service.key, owner, service.document["name"], path, language, written, text[language])


def stated_amounts(text: Mapping[str, Any], wanted: Collection[Amount]) -> Iterator[tuple[str, str]]:
    """Each language in which a text states one of the amounts, with how its author wrote it.

    A number without a currency counts where it is written as one of thousands ("50 ribu", "50.000"), and so is hardly a year or a number
    of days.
    """
    for language, found in _stated(text, wanted):
        yield language, in_context(text[language], found).written or found


def _stated(text: Mapping[str, Any], wanted: Collection[Amount]) -> Iterator[tuple[str, str]]:
    """The same in the normalised form in which texts are read."""
    if not wanted:
        return
    bare, free = _bare(wanted), _is_free(wanted)
    for language, words in text.items():
        if free and language in _READERS and (said := (FREE_ID if language == "id" else FREE_JA).search(words)):
            yield language, said.group()
            continue
        if language in _READERS and (_MONEY.search(words) or any(sign in words.lower() for sign in bare)):
            for one in _READERS[language](words):
                if (one.kind, one.value) in wanted or (_is_thousands(one) and any(one.value == amount for _currency, amount in wanted)):
                    yield language, one.written.strip()
                    break
            else:
                if shared := next((said for currency, amount, said in amounts_in_series(words) if (currency, amount) in wanted), None):
                    yield language, shared


def _bare(wanted: Collection[Amount]) -> list[str]:
    """What a text has in it that states one of the amounts without a currency."""
    amounts = [amount for _currency, amount in wanted if amount >= _THOUSAND]
    short = [f"{amount // _THOUSAND}{gap}{scale}" for amount in amounts for gap in ("", " ") for scale in ("rb", "k")]
    grouped = [form for amount in amounts for form in (f"{amount:,}", f"{amount:,}".replace(",", "."))]
    return [*_THOUSANDS, "jt", "万", *short, *grouped] if amounts else []


def _is_thousands(one: Quantity) -> bool:
    large = one.kind == "number" and isinstance(one.value, float | int) and one.value >= _THOUSAND
    return large and _WITHOUT_CURRENCY.search(one.written) is not None
