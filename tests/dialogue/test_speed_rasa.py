"""What takes the place of Rasa's slow checks has their results and their errors."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

from bot import rasa_speed

SLOT = {"event": "slot", "timestamp": None, "name": "service", "value": {"any": ["thing"]}}
GOOD: tuple[Any, ...] = (
    {},
    {"events": []},
    {"events": [], "responses": []},
    {"events": [SLOT], "responses": [{"custom": {"reply": {}}}]},
    {"events": [{"event": "slot", "name": "service", "value": None}], "responses": []},
    {"events": [SLOT, {"event": "followup", "name": "action_listen"}, {"event": "reset_slots"}], "responses": [{}]},
    {"events": [{**SLOT, "timestamp": 1.5, "metadata": {"a": 1}}], "responses": []},
)
BAD: tuple[Any, ...] = (
    None,
    [],
    "text",
    {"events": None},
    {"events": {}, "responses": []},
    {"events": [SLOT], "responses": ["text"]},
    {"events": [SLOT], "responses": {"0": {}}},
    {"events": [{"event": "slot", "timestamp": None, "name": 5, "value": 1}], "responses": []},
    {"events": [{"event": "slot", "timestamp": "now", "name": "service", "value": 1}], "responses": []},
    {"events": [{"event": "slot", "name": "service"}], "responses": []},
    {"events": [{"event": "unheard of"}], "responses": []},
    {"events": [{"name": "service"}], "responses": []},
    {"events": ["slot"], "responses": []},
    {"events": [{**SLOT, "metadata": 3}], "responses": []},
)


@pytest.fixture
def action() -> RemoteAction:
    """An action of ours, as Rasa sees it."""
    return RemoteAction("action_answer_service", None)


@pytest.mark.parametrize("answer", GOOD)
def test_an_answer_that_rasa_takes_is_taken(answer: Any, action: RemoteAction) -> None:
    assert rasa_speed._rasas_check(action, answer) is True
    assert rasa_speed.check_answer(action, answer) is True


@pytest.mark.parametrize("answer", BAD)
def test_an_answer_that_rasa_refuses_is_refused_in_the_same_words(answer: Any, action: RemoteAction) -> None:
    with pytest.raises(ValidationError) as rasas:
        rasa_speed._rasas_check(action, answer)
    with pytest.raises(ValidationError) as ours:
        rasa_speed.check_answer(action, answer)
    assert str(ours.value) == str(rasas.value)


def test_every_event_is_read_as_rasa_reads_it() -> None:
    names = {kind.type_name for kind in all_subclasses(Event)}
    assert len(names) > 20
    for name in names:
        assert rasa_speed.event_class(name) is rasa_speed._rasas_search(name)


def test_an_event_that_nobody_knows_is_refused_or_read_as_the_default() -> None:
    with pytest.raises(ValueError, match="Unknown event name 'unheard of'"):
        rasa_speed.event_class("unheard of")
    assert rasa_speed.event_class("unheard of", Event) is Event
    assert rasa_speed.event_class("topic") is None


def test_an_event_that_is_made_later_is_found_too() -> None:
    rasa_speed.event_class("slot")
    kind = next(kind for kind in all_subclasses(Event) if kind.type_name == "slot")
    later = type("Later", (kind,), {"type_name": "made later"})
    assert rasa_speed.event_class("made later") is later
