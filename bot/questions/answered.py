"""Whether the bot answers a question already, and with what: asked of the index by which it links.

The first question of a language loads its tokenizer, and the first one after an edit builds the index anew; both can take seconds. So it
is looked up on a thread of its own: nobody's page waits for it, and whoever asks for an answer that is not there yet asks again.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait

from bot.catalogue.merge import UnknownAgency
from bot.nlu.deciding.values import thresholds
from bot.nlu.embedding import embed
from bot.nlu.normalise import normalise
from bot.questions.names import FAQ, SERVICE, Destination

_aside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answered")
_lock = threading.Lock()
_looking: dict[tuple[str, str], Future[list[Destination]]] = {}
_MOST_LOOKED_FOR = 100


def already_answered(agency: str, text: str, patience: float = 0.2) -> list[Destination] | None:
    """The service and the FAQ that the bot would take the text for, the surer one first; empty when it is not sure enough.

    None: it is still being looked up after `patience` seconds; ask again.
    """
    asked = (agency, normalise(text))
    if not asked[1]:
        return []
    with _lock:
        future = _looking.get(asked)
        if future is None:
            if len(_looking) >= _MOST_LOOKED_FOR:
                _forget_abandoned()
            future = _looking[asked] = _aside.submit(_look_up, *asked)
    if not wait([future], patience).done:
        return None
    with _lock:
        _looking.pop(asked, None)
    return future.result()


def _forget_abandoned() -> None:
    for asked, future in list(_looking.items()):
        future.cancel()
        if future.done():
            del _looking[asked]


def _look_up(agency: str, text: str) -> list[Destination]:
    # The index brings the tokenizers along, which take seconds to load: only for whoever asks.
    from bot.nlu.knowledge.index import index_of
    from bot.nlu.knowledge.ranker import rank

    try:
        index = index_of(agency)
    except UnknownAgency:
        return []
    limits = thresholds()
    found: list[Destination] = []
    ranking = rank(index, text, embed(text), 1, opening=True)
    for candidate in ranking["service"].candidates:
        if candidate.score >= limits.service:
            name = index.view.services[candidate.target.key].name
            found.append(Destination(SERVICE, candidate.target.key, name, None, candidate.score))
    for candidate in ranking["faq"].candidates:
        if candidate.score >= limits.faq:
            question = index.view.faq[candidate.target.key].question
            found.append(Destination(FAQ, candidate.target.key, question, None, candidate.score))
    return sorted(found, key=lambda one: -one.score)
