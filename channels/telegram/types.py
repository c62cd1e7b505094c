"""Single values of an update, checked as they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels.errors import MalformedPayload

Object = Mapping[str, Any]


def member(data: Object, name: str) -> Object | None:
    """The object of that name; None where there is none.

    Raises:
        MalformedPayload: it is something else than an object.
    """
    value = data.get(name)
    if value is not None and not isinstance(value, dict):
        raise MalformedPayload(f"{name} is no object.")
    return value


def needed(data: Object, name: str) -> Object:
    """The object of that name.

    Raises:
        MalformedPayload: there is none.
    """
    value = member(data, name)
    if value is None:
        raise MalformedPayload(f"{name} is missing.")
    return value


def members(data: Object, name: str) -> list[Object]:
    """The objects in the list of that name; none where there is no list.

    Raises:
        MalformedPayload: it is something else than a list of objects.
    """
    value = data.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise MalformedPayload(f"{name} is no list of objects.")
    return value


def identifier(data: Object, name: str) -> int:
    """A whole number of at most 63 bits, which every id of Telegram fits into (https://core.telegram.org/bots/api#chat).

    Raises:
        MalformedPayload: it is missing or something else.
    """
    value = data.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
        raise MalformedPayload(f"{name} is missing or no whole number.")
    return value


def words(data: Object, name: str) -> str:
    """A text; empty where there is none.

    Raises:
        MalformedPayload: it is something else.
    """
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise MalformedPayload(f"{name} is no text.")
    return value


def size(data: Object) -> int | None:
    """The number of bytes of a file, where it is known."""
    value = data.get("file_size")
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63 else None


def coordinates(place: Object) -> tuple[float, float]:
    """A place on the earth, in degrees.

    Raises:
        MalformedPayload: there is no such place.
    """
    found = []
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = place.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
            raise MalformedPayload(f"{name} is missing or none.")
        found.append(float(value))
    return found[0], found[1]
