"""Whether both languages of a text state the same numbers, amounts, times and dates, and both or neither that it is free."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.catalogue.audit.corpus import Corpus
from bot.catalogue.audit.finding import Finding, contradiction
from bot.catalogue.audit.quantities import indonesian, japanese
from bot.catalogue.audit.quantities.quantity import Quantity, without_counterpart
from bot.catalogue.audit.texts import dotted, localized
from bot.languages import Localized

FREE_ID = re.compile(
    r"\b(?:(?:meng|di)?gratis(?:kan)?|tidak dipungut|tidak dikenai biaya|tanpa biaya|bebas (?:biaya|pulsa)|cuma-cuma"
    r"|tidak perlu (?:bayar|membayar))\b",
    re.IGNORECASE,
)
FREE_JA = re.compile(
    r"無料|無償|フリーダイヤル|(?:お金|費用|手数料|料金)[^。]{0,6}(?:かかりません|いりません|不要|かからない)|(?:費用|手数料|料金)はありません"
)


def unequal_quantities(corpus: Corpus) -> Iterator[Finding]:
    """Each text of which one language states a quantity that the other does not. Plain Japanese may say less, never something else."""
    for agency, subject, document in corpus.documents():
        for path, text in localized(document):
            for sentence in differences(text):
                yield contradiction("numbers", agency, subject, dotted(path), sentence)


@dataclass(frozen=True)
class Disagreement:
    """One way in which the languages of a text differ. `stated`: what the other does not state, as written there."""

    kind: Literal["not_in_ja", "not_in_id", "only_in_easy", "free_in_id", "free_in_ja"]
    stated: str = ""

    @property
    def sentence(self) -> str:
        """The same in words."""
        return SENTENCES[self.kind] % {"stated": self.stated}


SENTENCES = {
    "not_in_ja": "the Japanese text does not state %(stated)s",
    "not_in_id": "the Indonesian text does not state %(stated)s",
    "only_in_easy": "only the plain Japanese text states %(stated)s",
    "free_in_id": "only the Indonesian text says that it is free",
    "free_in_ja": "only the Japanese text says that it is free",
}


def differences(text: Localized) -> Iterator[str]:
    """What the languages of one text state differently, a sentence each."""
    for found in disagreements(text):
        yield found.sentence


def disagreements(text: Localized) -> Iterator[Disagreement]:
    """The same as values."""
    if not text.get("id") or not text.get("ja"):
        return
    in_id, in_ja = indonesian.quantities(text["id"]), japanese.quantities(text["ja"])
    if stated := _written(without_counterpart(in_id, in_ja)):
        yield Disagreement("not_in_ja", stated)
    if stated := _written(without_counterpart(in_ja, in_id)):
        yield Disagreement("not_in_id", stated)
    easy = japanese.quantities(text.get("ja_easy", ""))
    if stated := _written(without_counterpart(easy, [*in_ja, *in_id])):
        yield Disagreement("only_in_easy", stated)
    if free := free_in_one_language(text):
        yield Disagreement("free_in_id" if free == "id" else "free_in_ja")


def free_in_one_language(text: Localized) -> Literal["", "id", "ja"]:
    """The language that alone says that it is free; empty when both or neither do."""
    in_id, in_ja = bool(FREE_ID.search(text["id"])), bool(FREE_JA.search(text["ja"]))
    return "" if in_id == in_ja else "id" if in_id else "ja"


def _written(quantities: Sequence[Quantity]) -> str:
    return ", ".join(dict.fromkeys(one.written.strip() for one in quantities))
