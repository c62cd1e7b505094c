"""Whether citizens can read the texts: short sentences, names that fit on a button, plain Japanese where it is needed most."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.catalogue.audit.corpus import Corpus
from bot.catalogue.audit.expectations import Expectations
from bot.catalogue.audit.finding import Finding, gap
from bot.catalogue.audit.texts import dotted, localized
from bot.languages import LANGUAGES

LONGEST_SENTENCE = 25
LONGEST_SHORT_NAME = 24
# Texts that are read as sentences by a foreign resident; names and titles of laws stay as they are.
_EASY = (
    *("summary", "product", "who", "requirements", "procedure", "processing_time", "deadline", "validity"),
    *("late", "fees", "fee_note", "where", "online", "form", "notes"),
)
_NOT_SENTENCES = frozenset({"legal_basis", "provenance", "name", "short_name"})
# A full stop ends no sentence after an abbreviation (Jl., No., dll.) or inside a number (08.00, Rp650.000).
_SENTENCE_END = re.compile(r"(?<!\bJl)(?<!\bNo)(?<!\bdsb)(?<!\bdll)(?<!\ba\.n)(?<!\bu\.p)[.!?;](?=\s|$)|\n")


def long_sentences(corpus: Corpus) -> Iterator[Finding]:
    """Each Indonesian sentence of more than 25 words."""
    for agency, subject, document in corpus.documents():
        for path, text in localized({name: value for name, value in document.items() if name not in _NOT_SENTENCES}):
            for sentence in _SENTENCE_END.split(text.get("id", "")):
                words = sentence.split()
                if len(words) > LONGEST_SENTENCE:
                    start = " ".join(words[:5])
                    yield gap("long sentence", agency, subject, dotted(path), f"{len(words)} words in one sentence: {start} ...")


def long_short_names(corpus: Corpus) -> Iterator[Finding]:
    """Each service whose short name, or name where there is none, does not fit on a button."""
    for agency in corpus.agencies:
        for service in corpus.offered(agency).values():
            field = "short_name" if "short_name" in service.document else "name"
            if service.stated_by[field] != agency:
                continue
            for language in LANGUAGES:
                length = len(service.document[field].get(language, ""))
                if length > LONGEST_SHORT_NAME:
                    sentence = f"{length} characters; a short name has at most {LONGEST_SHORT_NAME}"
                    yield gap("short name", agency, service.key, f"{field}.{language}", sentence)


def missing_easy_japanese(corpus: Corpus, expectations: Expectations) -> Iterator[Finding]:
    """Each text without やさしい日本語 of the services that foreign residents need most."""
    for agency, records in corpus.agencies.items():
        wanted = {key for ancestor in corpus.lineage(agency) for key in expectations.easy_japanese.get(ancestor, [])}
        for key in sorted(wanted & set(records.services)):
            record = records.services[key]
            for path, text in localized({name: record[name] for name in _EASY if name in record}):
                if not text.get("ja_easy"):
                    yield gap("plain Japanese", agency, key, dotted(path), "there is no やさしい日本語")
