"""The seed content as it is worded: every facet of every service of every agency, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.answers import lists
from bot.answers.service_answer import answer
from bot.catalogue.merge import agency_view
from bot.catalogue.models import Agency
from bot.catalogue.views import FACETS
from bot.nlu.normalise import is_japanese
from bot.replies import Reply
from tests.answers.sample import LANGUAGES, at

# Sources, laws and names in brackets or quotation marks keep the language in which they are published.
PUBLISHED = re.compile(r"^(?:Sumber:|Dasar:|• |  ?https?:)[^\n]*$|\([^)]*\)|“[^”]*”|\"[^\"]*\"", re.MULTILINE)
GAP = re.compile(r"None|\{|\}|\(\)|（）|「」|“”|\n\n\n|。。|、、")


def replies(language: str) -> Iterator[tuple[str, Reply]]:
    for key in Agency.objects.values_list("key", flat=True):
        view = agency_view(key)
        for moment in ("2026-11-30T10:00", "2027-01-01T10:00"):
            setting = at(view, language, moment)
            for service in view.services.values():
                for facet in FACETS:
                    yield f"{key}/{service.key}/{facet}", answer(service, (facet,), setting)
        yield f"{key} list", lists.list_services(setting)
        for category in {service.category for service in view.services.values()}:
            yield f"{key} {category}", lists.list_services(setting, category)
        for event in view.life_events.values():
            yield f"{key} {event.key}", lists.life_event(event, setting)
        for entry in view.faq.values():
            yield f"{key} {entry.key}", lists.faq(entry, setting)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("seeded_db")
def test_every_answer_is_in_the_right_language_without_gaps_and_with_buttons_that_can_be_told_apart(language: str) -> None:
    wrong: list[str] = []
    number = 0
    for name, reply in replies(language):
        number += 1
        titles = [choice.title for choice in reply.quick_replies]
        if language == "id" and is_japanese(PUBLISHED.sub("", reply.text)):
            wrong.append(f"{name}: Japanese in {reply.text!r}")
        if language == "ja" and not is_japanese(reply.text):
            wrong.append(f"{name}: no Japanese in {reply.text!r}")
        if found := GAP.search(reply.text):
            wrong.append(f"{name}: {found.group()!r} in {reply.text!r}")
        if len(set(titles)) != len(titles) or not all(0 < len(title) <= 24 for title in titles):
            wrong.append(f"{name}: {titles}")
        if len(reply.text) > 4096:
            wrong.append(f"{name}: {len(reply.text)} characters, more than a message of Telegram holds")
    assert number > 3000
    assert not wrong, "\n".join(wrong[:20]) + f"\n... {len(wrong)} in all"
