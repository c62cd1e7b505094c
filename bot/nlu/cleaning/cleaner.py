"""One way through all of it: from what a citizen wrote to the form that is understood."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from bot.nlu.cleaning.courtesy import without_courtesy
from bot.nlu.cleaning.indonesian import mend
from bot.nlu.cleaning.japanese import with_kanji
from bot.nlu.cleaning.vocabulary import Vocabulary
from bot.nlu.normalise import is_japanese, normalise


@dataclass(frozen=True)
class Cleaner:
    """Cleans with what one model has learned; with an empty vocabulary only politeness is taken away."""

    vocabulary: Vocabulary

    def clean(self, text: str, agency: str | None) -> str:
        """The form in which a text is understood. Words that the agency's catalogue or FAQ uses are never taken for slips."""
        text = without_courtesy(normalise(text))
        if is_japanese(text):
            return with_kanji(text, self.vocabulary)
        return mend(text, self.vocabulary, _words_of(agency)) if self.vocabulary.counts else text


def _words_of(agency: str | None) -> Container[str]:
    # Here, because training needs neither catalogue nor database.
    from bot.catalogue.merge import UnknownAgency
    from bot.nlu.knowledge.index import index_of

    try:
        return index_of(agency).spoken if agency else frozenset()
    except UnknownAgency:
        return frozenset()
