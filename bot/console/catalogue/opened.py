"""A service as a page opens it: what the agency states, what it inherits, and where work in progress stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from bot.catalogue.audit.corpus import Corpus, Document, Offered
from bot.catalogue.editing.content import PHRASES, Content, content_from
from bot.catalogue.editing.surroundings import corpus_of, inherited
from bot.catalogue.editing.versions import NO_VERSION, Standing, standing
from bot.catalogue.models import Agency


@dataclass(frozen=True)
class Opened:
    """`content` is what an editor sees: the open version, else what is live. `corpus` has it in the place of the live record."""

    agency: Agency
    key: str
    at: Standing
    live: Content
    content: Content
    corpus: Corpus
    above: Offered | None

    @property
    def merged(self) -> Document:
        """The content with what it inherits."""
        offered = self.corpus.offered_one(self.agency.key, self.key)
        if offered is not None:
            return offered.document
        return {**(self.above.document if self.above is not None else {}), **self.content}

    def beside_live(self, content: Content) -> tuple[Document, Document]:
        """What is live and that content, each with what it inherits where only the other states something of its own.

        Phrases are the agency's own alone: they take the place of no inherited one.
        """
        inherits = self.above.document if self.above is not None else {}
        above = {name: value for name, value in inherits.items() if name not in PHRASES}
        facets = [*self.live, *(facet for facet in content if facet not in self.live)]
        before, after = ({name: one.get(name, above.get(name)) for name in facets} for one in (self.live, content))
        return before, after

    @property
    def based_on(self) -> int:
        """The number that an editor names when saving."""
        return self.at.number


def opened(agency: Agency, key: str) -> Opened:
    """The service of the agency; 404 when it neither has it nor inherits it."""
    at = standing(agency, key)
    corpus = corpus_of(agency)
    record = corpus.agencies[agency.key].services.get(key)
    live = content_from(record or {"key": key})
    content: Content = at.open.content if at.open is not None else live
    above = inherited(corpus, agency, key)
    if record is None and above is None and at.current is None:
        raise Http404
    if at.current is None and record is not None:
        # A record from before versions were kept becomes version 1 as soon as somebody changes it.
        at = Standing(None, None, NO_VERSION)
    own = corpus.agencies[agency.key].services
    if set(content) - {"key"}:
        own[key] = content
    else:
        own.pop(key, None)
    return Opened(agency, key, at, live, content, corpus, above)
