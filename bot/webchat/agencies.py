"""The agencies with which one can chat: every one but a nation, which has no counter of its own."""

from __future__ import annotations

from bot.catalogue import snapshot
from bot.catalogue.merge import UnknownAgency
from bot.catalogue.models import Agency
from bot.catalogue.views import AgencyView
from bot.pipeline.database import in_database

EXAMPLES = 3


class UnknownChat(LookupError):
    """One cannot chat with this agency."""


async def find_agency(key: str) -> AgencyView:
    """The agency's view.

    Raises:
        UnknownChat: there is no such agency, or it is a nation.
    """
    try:
        view = await in_database(snapshot.current, key)
    except UnknownAgency as error:
        raise UnknownChat(key) from error
    if view.kind == Agency.Kind.NATIONAL:
        raise UnknownChat(key)
    return view


def example_questions(view: AgencyView, language: str) -> list[str]:
    """A few questions from the catalogue, each about another category where there are enough."""
    chosen: dict[str, str] = {}
    others: list[str] = []
    for service in view.services.values():
        for question in service.examples.get(language, ())[:1]:
            if service.category in chosen:
                others.append(question)
            else:
                chosen[service.category] = question
    return [*chosen.values(), *others][:EXAMPLES]
