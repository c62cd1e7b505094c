"""What an import accepts and tells all the same, because somebody should look at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.catalogue.audit.agreement import differences
from bot.catalogue.audit.phrases import bare
from bot.catalogue.views import AgencyView
from bot.faq.exchange.documents import Document
from bot.faq.exchange.personal import known_phones, phones_in
from bot.languages import LANGUAGES


class Claims:
    """Which FAQ and services of the agency the phrases lead to, those of the table included, and by which telephones it is known."""

    def __init__(self, view: AgencyView, documents: Iterable[Document]) -> None:
        self.phones = known_phones(view)
        self._owners: dict[str, dict[str, None]] = {}
        incoming = list(documents)
        replaced = {document["key"] for document in incoming}
        for service in view.services.values():
            names = [text for name in (service.name, service.short_name) for text in name.values()]
            self._claim(f"the service {service.key!r}", (*names, *(alias for aliases in service.aliases.values() for alias in aliases)))
        for entry in view.faq.values():
            if entry.key not in replaced:
                self._claim(f"the FAQ {entry.key!r}", _asked(entry.question, entry.variants))
        for document in incoming:
            self._claim(f"the FAQ {document['key']!r}", _asked(document["question"], document.get("variants", {})))

    def _claim(self, owner: str, phrases: Iterable[str]) -> None:
        for phrase in phrases:
            self._owners.setdefault(bare(phrase), {})[owner] = None

    def others(self, phrase: str, key: str) -> list[str]:
        """Who else is asked for with this phrase than the FAQ of that key."""
        return [owner for owner in self._owners.get(bare(phrase), ()) if owner != f"the FAQ {key!r}"]


def doubts(document: Document, claims: Claims) -> Iterator[tuple[str, str, str]]:
    """Each as the language of its row, its column and a sentence."""
    variants: Mapping[str, list[str]] = document.get("variants", {})
    for language in LANGUAGES:
        question = [("question", document["question"][language])]
        for column, phrase in (*question, *(("variants", variant) for variant in variants.get(language, ()))):
            if others := claims.others(phrase, document["key"]):
                yield language, column, f"{phrase!r} also stands for {' and '.join(others)}"
        if phones_in(document["answer"][language]) - claims.phones:
            yield language, "answer", "the answer states a telephone number that the agency is not known by; it must be an office's"
    for column in ("question", "answer"):
        for sentence in differences(document[column]):
            yield LANGUAGES[0], column, sentence


def _asked(question: Mapping[str, str], variants: Mapping[str, Iterable[str]]) -> Iterator[str]:
    yield from question.values()
    for phrases in variants.values():
        yield from phrases
