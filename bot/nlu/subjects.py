"""The subject that a message speaks of where it names no service: what is offered then in place of a bare question back."""

from __future__ import annotations

import re

from bot.catalogue.views import AgencyView

# By the categories of the catalogue. Only what hardly means anything else.
_SPEAKS_OF: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (category, re.compile(pattern))
    for category, pattern in (
        (
            "waste",
            r"ごみ|ゴミ|(?<!見)(?<!切り)捨て(?:たい|る|れ|ん|方|に)|ほか(?:す|し(?:たい|て))|いら(?:ん|ない)(?:もん|もの|物)|要らない物"
            r"|不[要用](?:品|物)",
        ),
        ("child", r"子育て|育児|子ども(?:の|に)?(?:支援|制度|手当|手続)|子供(?:の|に)?(?:支援|制度|手当|手続)|乳幼児"),
        ("tax", r"(?:税金|税)の(?:紙|書類|証明)"),
    )
)


def services_spoken_of(agency: AgencyView, text: str) -> tuple[str, ...]:
    """The agency's services of the subject that a normalised text speaks of; empty where it speaks of none, or of several."""
    spoken_of = [category for category, words in _SPEAKS_OF if words.search(text)]
    if len(spoken_of) != 1:
        return ()
    return tuple(service.key for service in agency.services.values() if service.category == spoken_of[0])
