"""All checks of one FAQ while it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from bot.faq.checks.alone import findings_alone
from bot.faq.checks.beside import findings_beside
from bot.faq.checks.finding import Finding, Severity, warning
from bot.faq.checks.similar import Asked, asked_by, claimed
from bot.faq.content import Content, content_from
from bot.languages import LANGUAGES
from bot.nlu.knowledge.index import KnowledgeIndex, index_of

_CLAIMED = {
    "faq": ("already_answered", _("“%(phrase)s” is already answered by “%(other)s” (%(score).2f).")),
    "service": ("claimed_by_service", _("“%(phrase)s” already leads to the service “%(other)s” (%(score).2f).")),
    "life_event": ("claimed_by_life_event", _("“%(phrase)s” already leads to the life event “%(other)s” (%(score).2f).")),
}


def check(agency: str, key: str, values: Mapping[str, Any], today: dt.date) -> list[Finding]:
    """What staff should look at before the agency publishes this under that key, errors first; `today` is the day at the agency.

    Raises:
        bot.catalogue.merge.UnknownAgency: no agency has this key.
    """
    return check_with(index_of(agency), key, content_from(values), today)


def get_ready(agency: str) -> None:
    """Have in memory what the first check takes seconds to load: the agency's index, the encoder, the rankers.

    Raises:
        bot.catalogue.merge.UnknownAgency: no agency has this key.
    """
    index = index_of(agency)
    list(claimed([Asked("question", language, None, index.view.name.get(language, agency)) for language in LANGUAGES], "", index))


def check_with(index: KnowledgeIndex, key: str, content: Content, today: dt.date) -> list[Finding]:
    """The same with an index that the caller has already."""
    found = [*findings_alone(content), *findings_beside(content, key, index, today), *_claims(content, key, index)]
    return sorted(found, key=lambda finding: finding.severity is not Severity.ERROR)


def _claims(content: Content, key: str, index: KnowledgeIndex) -> Iterator[Finding]:
    for asked, other in claimed(asked_by(content), key, index):
        code, message = _CLAIMED[other.kind]
        found = warning(code, asked.field, asked.language, message, asked.index, phrase=asked.text, score=other.score)
        yield replace(found, other=other)
