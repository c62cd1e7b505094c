"""Every rule of the audit over one catalogue."""

from __future__ import annotations

import datetime as dt

from bot.catalogue.audit.agreement import unequal_quantities
from bot.catalogue.audit.corpus import Corpus
from bot.catalogue.audit.expectations import Expectations
from bot.catalogue.audit.facets import missing_facets, open_amounts, overtaken_marks, unknown_hours
from bot.catalogue.audit.finding import Finding, Severity
from bot.catalogue.audit.freshness import stale
from bot.catalogue.audit.languages import missing_languages, unequal_lists
from bot.catalogue.audit.phrases import shared_aliases, too_few_phrases
from bot.catalogue.audit.readability import long_sentences, long_short_names, missing_easy_japanese
from bot.catalogue.audit.scope import missing_services
from bot.catalogue.audit.sources import contacts_without_source, missing_sources
from bot.catalogue.audit.stated_values import foreign_currencies, values_unlike_texts


def audit(corpus: Corpus, expectations: Expectations, today: dt.date) -> list[Finding]:
    """What all rules find: contradictions, then gaps, then what is left to the agencies."""
    found = [
        *unequal_quantities(corpus),
        *unequal_lists(corpus),
        *values_unlike_texts(corpus),
        *foreign_currencies(corpus),
        *shared_aliases(corpus),
        *missing_services(corpus, expectations),
        *missing_languages(corpus),
        *missing_sources(corpus),
        *contacts_without_source(corpus),
        *stale(corpus, today),
        *missing_facets(corpus),
        *overtaken_marks(corpus),
        *open_amounts(corpus),
        *unknown_hours(corpus),
        *too_few_phrases(corpus),
        *long_short_names(corpus),
        *long_sentences(corpus),
        *missing_easy_japanese(corpus, expectations),
    ]
    order = list(Severity)
    return sorted(found, key=lambda finding: order.index(finding.severity))
