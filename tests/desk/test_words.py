"""Whatever the models can hold has words on the pages."""

from __future__ import annotations

from enum import Enum
from typing import Any

import pytest

from bot.accounts.models import Contact
from bot.desk import undelivered, words
from bot.desk.models import Callback, Handoff, HandoffEvent, Message


@pytest.mark.parametrize(
    ("choices", "table"),
    [
        (Handoff.Reason, words.REASONS),
        (Handoff.Urgency, words.URGENCIES),
        (Handoff.State, words.STATES),
        (Handoff.Outcome, words.OUTCOMES),
        (HandoffEvent.Kind, words.EVENTS),
        (Callback.State, words.CALLBACK_STATES),
    ],
    ids=lambda value: value.__qualname__ if isinstance(value, type) else "",
)
def test_every_choice_has_words(choices: type[Enum], table: dict[Any, Any]) -> None:
    assert set(table) == set(choices)


def test_every_reason_for_not_arriving_has_words() -> None:
    states = {state.value for state in Contact.State} - {Contact.State.ACTIVE.value}
    assert set(words.UNDELIVERED) == states | {undelivered.TOO_OLD, undelivered.WINDOW, undelivered.REFUSED, undelivered.TEMPLATE}


def test_every_status_of_an_outgoing_message_has_words() -> None:
    assert set(words.DELIVERIES) == {status.value for status in Message.Status} - {"received"}
