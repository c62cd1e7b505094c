"""Work that Rasa does anew for every message although its result is always the same, done once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

_rasas_check = RemoteAction._validate_action_result
_rasas_search = Event.resolve_by_type


def quicken() -> None:
    """Put the quick forms in Rasa's place, once for the process; each has the result of the one that it replaces."""
    RemoteAction._validate_action_result = check_answer
    Event.resolve_by_type = staticmethod(event_class)


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def check_answer(action: RemoteAction, result: Any) -> bool:
    """RemoteAction._validate_action_result, which has jsonschema check that constant schema itself at every answer (20 ms).

    Raises:
        jsonschema.ValidationError: the answer does not fit; the very error that Rasa raises.
    """
    if _is_plain(result) or best_match(_validator().iter_errors(result)) is None:
        return True
    return bool(_rasas_check(action, result))  # raises, in Rasa's own words


@lru_cache(maxsize=1)
def _event_classes() -> dict[str, type[Event]]:
    classes: dict[str, type[Event]] = {}
    for kind in all_subclasses(Event):
        classes.setdefault(kind.type_name, kind)
    return classes


def event_class(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """Event.resolve_by_type, which gathers all classes of events anew for each event of each tracker that is read."""
    found = _event_classes().get(type_name)
    return found if found is not None else _rasas_search(type_name, default)


def _is_plain(result: Any) -> bool:
    """Whether an answer is as our actions make it, responses and slots alone, and so fits the schema."""
    if not isinstance(result, dict) or not isinstance(result.get("events"), list) or not isinstance(result.get("responses"), list):
        return False
    return all(isinstance(response, dict) for response in result["responses"]) and all(map(_is_plain_slot, result["events"]))


def _is_plain_slot(event: Any) -> bool:
    return (
        isinstance(event, dict)
        and event.keys() == {"event", "timestamp", "name", "value"}
        and event["event"] == "slot"
        and event["timestamp"] is None
        and isinstance(event["name"], str)
    )
