"""How a question would be linked if an FAQ, as it is being written, were published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.catalogue.views import AgencyView
from bot.faq.content import Content
from bot.faq.preview import as_if_published
from bot.languages import Localized
from bot.nlu.deciding.values import thresholds
from bot.nlu.embedding import embed
from bot.nlu.knowledge.candidates import candidates
from bot.nlu.knowledge.index import KINDS, Kind, KnowledgeIndex, Target, index_of
from bot.nlu.knowledge.ranker import rank
from bot.nlu.meant import meant
from bot.nlu.normalise import MAX_CHARACTERS, normalise


@dataclass(frozen=True)
class Linked:
    """One thing that the question may be about, and how surely among its kind, from 0 to 1; `mine` is the FAQ being written."""

    kind: Kind
    key: str
    name: Localized
    score: float
    mine: bool


@dataclass(frozen=True)
class Trial:
    """The candidates, the likeliest first; `sure` tells whether the FAQ being written is the first of its kind, and sure enough, and
    `alone` whether nothing of another kind comes before it."""

    linked: tuple[Linked, ...]
    sure: bool
    alone: bool


def link_as_if_published(agency: str, key: str, content: Content, question: str, longest: int = 6) -> Trial:
    """What the question is about, by the linker alone.

    Only what is anyway near the question is looked at together with the draft: a whole index anew would take seconds with thousands of
    FAQ. How rare a word is comes from the whole index.

    Raises:
        bot.catalogue.merge.UnknownAgency: no agency has this key.
    """
    whole = index_of(agency)
    said = meant(normalise(question[:MAX_CHARACTERS]))
    vector = embed(said)
    near = candidates(whole, said, vector)
    index = KnowledgeIndex(as_if_published(_narrowed(whole, near), key, content))
    index.idf = {**index.idf, **whole.idf}
    index.unknown_idf = whole.unknown_idf
    if list(index.view.services) == list(whole.view.services):
        # What describes the services hangs on no FAQ, and would take a fifth of a second anew.
        index.described = whole.described
    ranking = rank(index, said, vector, longest, opening=True)
    mine = Target("faq", key)
    linked = [
        Linked(kind, one.target.key, _name(index.view, one.target), round(one.score, 2), one.target == mine)
        for kind in KINDS
        for one in ranking[kind].candidates
        if one.score >= 0.01 or one.target == mine
    ]
    faq = ranking["faq"].candidates
    sure = bool(faq) and faq[0].target == mine and faq[0].score >= thresholds().faq
    likeliest = sorted(linked, key=lambda one: (-one.score, not one.mine))
    return Trial(tuple(likeliest[:longest]), sure, bool(likeliest) and likeliest[0].mine)


def _narrowed(whole: KnowledgeIndex, near: dict[Kind, Any]) -> AgencyView:
    kept = {kind: {whole.targets[number].key for number in near[kind]} for kind in KINDS}
    view = whole.view
    return replace(
        view,
        services={key: one for key, one in view.services.items() if key in kept["service"]},
        faq={key: one for key, one in view.faq.items() if key in kept["faq"]},
        life_events={key: one for key, one in view.life_events.items() if key in kept["life_event"]},
    )


def _name(view: AgencyView, target: Target) -> Localized:
    if target.kind == "faq":
        return view.faq[target.key].question
    return view.services[target.key].name if target.kind == "service" else view.life_events[target.key].name
