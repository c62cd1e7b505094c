"""What an import accepts and tells all the same, because somebody should look at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext_noop as _

from bot.catalogue.audit.phrases import bare
from bot.catalogue.views import AgencyView
from bot.faq.agreement import disagreements
from bot.faq.exchange.documents import Document
from bot.faq.exchange.personal import known_phones, phones_in
from bot.languages import LANGUAGES
from bot.sentence import Sentence


class Claims:
    """Which FAQ and services of the agency the phrases lead to, those of the table included, and by which telephones it is known."""

    def __init__(self, view: AgencyView, documents: Iterable[Document]) -> None:
        self.phones = known_phones(view)
        self._owners: dict[str, dict[Sentence, None]] = {}
        incoming = list(documents)
        replaced = {document["key"] for document in incoming}
        for service in view.services.values():
            names = [text for name in (service.name, service.short_name) for text in name.values()]
            self._claim(_service(service.key), (*names, *(alias for aliases in service.aliases.values() for alias in aliases)))
        for entry in view.faq.values():
            if entry.key not in replaced:
                self._claim(_faq(entry.key), _asked(entry.question, entry.variants))
        for document in incoming:
            self._claim(_faq(document["key"]), _asked(document["question"], document.get("variants", {})))

    def _claim(self, owner: Sentence, phrases: Iterable[str]) -> None:
        for phrase in phrases:
            self._owners.setdefault(bare(phrase), {})[owner] = None

    def others(self, phrase: str, key: str) -> list[Sentence]:
        """Who else is asked for with this phrase than the FAQ of that key."""
        return [owner for owner in self._owners.get(bare(phrase), ()) if owner != _faq(key)]


def doubts(document: Document, claims: Claims) -> Iterator[tuple[str, str, str]]:
    """Each as the language of its row, its column and a sentence."""
    variants: Mapping[str, list[str]] = document.get("variants", {})
    for language in LANGUAGES:
        question = [("question", document["question"][language])]
        for column, phrase in (*question, *(("variants", variant) for variant in variants.get(language, ()))):
            if others := claims.others(phrase, document["key"]):
                told = others[0]
                for other in others[1:]:
                    told = Sentence(_("%(one)s and %(other)s"), one=told, other=other)
                yield language, column, Sentence(_("%(phrase)s also stands for %(others)s"), phrase=repr(phrase), others=told)
        if phones_in(document["answer"][language]) - claims.phones:
            message = _("the answer states a telephone number that the agency is not known by; it must be an office's")
            yield language, "answer", Sentence(message)
    for column in ("question", "answer"):
        for sentence in disagreements(document[column]):
            yield LANGUAGES[0], column, sentence


def _faq(key: str) -> Sentence:
    return Sentence(_("the FAQ %(key)s"), key=repr(key))


def _service(key: str) -> Sentence:
    return Sentence(_("the service %(key)s"), key=repr(key))


def _asked(question: Mapping[str, str], variants: Mapping[str, Iterable[str]]) -> Iterator[str]:
    yield from question.values()
    for phrases in variants.values():
        yield from phrases
