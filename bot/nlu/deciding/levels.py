"""Probabilities that several rules share."""

from __future__ import annotations

# Below it, the classifier has seen nothing particular asked for.
HARDLY_AN_INTENT = 0.45
# Below it, a facet is not surely what a message asks of a thing that it names.
HARDLY_ASKED = 0.5
# How likely an FAQ must be to be told in place of the service under discussion: where the words are also that service's, and where not.
SURELY_FAQ, FAQ_INSTEAD, OF_THE_CONTEXT = 0.9, 0.6, 0.1
# Nearly the words that staff have written for it. What they answer is no longer out of scope, whatever the model has learnt: "jadwal kapal
# hari ini" looks foreign to it even after they made an FAQ of it. Of 302 foreign questions none is as near to an FAQ, one to a service.
FAQ_AS_WRITTEN, SERVICE_AS_WRITTEN = 0.95, 0.98
# How likely at least to be offered there.
PERHAPS_FAQ = 0.4
# How likely a service or an FAQ must be to be offered where nothing can be answered.
WORTH_OFFERING = 0.2
# What is more likely to be meant than a word that happens to be the name of an FAQ or of a document.
AGAINST_A_NAME = frozenset({"complaint", "illegal_fee", "booking", "status", "speak_to_person", "feedback", "change_language", "privacy"})
