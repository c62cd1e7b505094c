"""Where a button leads, in the words of the page: "Service: Birth certificate – Fee". What is stored are keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from django.conf import settings
from django.utils import translation

from bot.catalogue import snapshot
from bot.catalogue.views import FACETS
from bot.console.analytics.wording import FACETS as FACET_WORDS
from bot.console.faq.words import KIND, said
from bot.faq.content import TARGETS

_AS_IN_FILES = re.compile(rf"(?P<kind>{'|'.join(TARGETS)})\s*[:：]\s*(?P<key>[a-z0-9-]+)(?:/(?P<facet>[a-z_]+))?")
# With so few services left, what can be asked of each is offered as well.
_FEW = 3
_Names = dict[tuple[str, str], str]


class Leading:
    """What the buttons of one agency's FAQ can lead to."""

    def __init__(self, agency: str) -> None:
        self._agency = agency

    def words(self, button: Mapping[str, object]) -> str:
        """What a button of a content leads to; empty when that is not chosen yet. What is gone is called by its key."""
        kind = next((name for name in TARGETS if button.get(name)), None)
        return _words(self._names, kind, str(button[kind]), str(button.get("facet") or "")) if kind else ""

    def read(self, text: str) -> dict[str, str] | None:
        """The keys of what somebody chose from the list, or wrote as files have it (service:birth-certificate/fee); None for neither."""
        text = " ".join(text.split())  # as `_words` makes them
        if found := _AS_IN_FILES.fullmatch(text):
            facet = found["facet"]
            fits = not facet or (found["kind"] == "service" and facet in FACETS)
            return _keys(found["kind"], found["key"], facet or "") if fits else None
        # The page may have been opened before its reader chose another language.
        for language in dict.fromkeys((translation.get_language(), *dict(settings.LANGUAGES))):
            with translation.override(language):
                if (keys := self._choices().get(text) or _of_what_is_gone(text)) is not None:
                    return keys
        return None

    def like(self, typed: str, most: int) -> list[str]:
        """What can be chosen and fits what is typed, by name or by key."""
        typed = " ".join(typed.lower().split())
        names = self._names
        fitting = [(kind, key) for kind, key in names if typed in f"{_words(names, kind, key)} {kind}:{key}".lower()]
        if not fitting:
            return [words for words in self._choices() if typed in words.lower()][:most]
        found = [_words(names, kind, key) for kind, key in fitting]
        services = [key for kind, key in fitting if kind == "service"]
        if len(services) <= _FEW:
            found += [_words(names, "service", key, facet) for key in services for facet in FACETS]
        return found[:most]

    @cached_property
    def _names(self) -> _Names:
        return self._names_now()

    def _names_now(self) -> _Names:
        view = snapshot.current(self._agency)
        names = {("service", one.key): said(one.name, one.key) for one in view.services.values()}
        names |= {("life_event", one.key): said(one.name, one.key) for one in view.life_events.values()}
        names |= {("faq", one.key): said(one.question, one.key) for one in view.faq.values()}
        times: dict[tuple[str, str], int] = {}
        for (kind, _key), name in names.items():
            times[kind, name] = times.get((kind, name), 0) + 1
        # Two that are called the same are told apart by their keys.
        return {(kind, key): f"{name} ({key})" if times[kind, name] > 1 else name for (kind, key), name in names.items()}

    def _choices(self) -> dict[str, dict[str, str]]:
        """All that can be chosen, by its words in the language of now."""
        names = self._names_now()
        found = {_words(names, kind, key): _keys(kind, key) for kind, key in names}
        services = [key for kind, key in names if kind == "service"]
        return found | {_words(names, "service", key, facet): _keys("service", key, facet) for key in services for facet in FACETS}


def _keys(kind: str, key: str, facet: str = "") -> dict[str, str]:
    return {kind: key, **({"facet": facet} if facet else {})}


def _words(names: _Names, kind: str, key: str, facet: str = "") -> str:
    name = " ".join(names.get((kind, key), key).split())
    return f"{KIND[kind]}: {name}" + (f" – {FACET_WORDS.get(facet, facet)}" if facet else "")


def _of_what_is_gone(text: str) -> dict[str, str] | None:
    """The keys of words that hold a key, since nothing has it any more: a draft keeps such a button until somebody changes it."""
    for kind in TARGETS:
        rest = text.removeprefix(f"{KIND[kind]}: ")
        if rest != text:
            key, _dash, asked = rest.partition(" – ")
            facet = next((one for one in FACETS if asked and asked == str(FACET_WORDS[one])), "")
            if re.fullmatch(r"[a-z0-9-]+", key) and bool(facet) == bool(asked):
                return _keys(kind, key, facet)
    return None
