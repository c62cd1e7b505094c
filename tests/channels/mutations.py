"""Requests as no platform makes them: captured ones with something broken, by a random generator that repeats itself."""

from __future__ import annotations

import json
import random
from typing import Any
from urllib.parse import parse_qsl, quote_from_bytes, urlencode

_ODD_TEXTS = (
    "",
    "\x00",
    "\ud800",
    "💥" * 70,
    "x" * 5000,
    "-1",
    "1e999",
    "../../etc",
    "' OR 1=1 --",
    "{{7*7}}",
    "%s%n",
    "٣",
    "\u202e",
    "/",
    "\n",
)
_ODD_VALUES: tuple[Any, ...] = (None, True, False, 0, -1, 2**31, 2**63, 2**70, -(2**63), 0.5, 1e300, [], {}, [[]], {"a": {}}, *_ODD_TEXTS)
_LITERALS = (b"NaN", b"Infinity", b"-Infinity", b"1e9999", b"[" * 3000, b'{"a":' * 3000, b"9" * 5000, b'"\\ud800"', b"\xff\xfe", b"//")


def broken_bytes(body: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, lost, doubled or put in."""
    data = bytearray(body)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0 if data:
                data[place - 1] = chance.randrange(256)
            case 1:
                del data[place:]
            case 2:
                del data[place : place + chance.randint(1, 30)]
            case 3:
                data[place:place] = data[place : place + chance.randint(1, 200)]
            case 4:
                data[place:place] = chance.choice(_LITERALS)
            case _:
                data[place:place] = chance.randbytes(chance.randint(1, 8))
    return bytes(data)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) within a JSON value."""
    if isinstance(value, dict):
        found: list[tuple[Any, Any]] = [(value, key) for key in value]
    elif isinstance(value, list):
        found = [(value, index) for index in range(len(value))]
    else:
        return []
    for container, key in list(found):
        found += _places(container[key])
    return found


def broken_json(body: bytes, chance: random.Random) -> bytes:
    """Still JSON, but with values, types and keys that do not belong there."""
    value = json.loads(body)
    for _ in range(chance.randint(1, 3)):
        places = _places(value)
        if not places:
            break
        container, key = chance.choice(places)
        match chance.randrange(5):
            case 0 if isinstance(container, dict):
                del container[key]
            case 1:
                container[key] = [container[key]]
            case 2:
                other, its_key = chance.choice(places)
                container[key] = json.loads(json.dumps(other.get(its_key) if isinstance(other, dict) else None))
            case _:
                container[key] = chance.choice(_ODD_VALUES)
    return json.dumps(value).encode()


def broken_form(body: bytes, chance: random.Random) -> bytes:
    """Still a form, but with fields that are gone, doubled or odd."""
    pairs = parse_qsl(body.decode(), keep_blank_values=True)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(pairs))
        name, value = pairs[place]
        match chance.randrange(5):
            case 0 if len(pairs) > 1:
                del pairs[place]
            case 1:
                pairs.append((name, value))
            case 2:
                pairs[place] = (name, chance.choice(pairs)[1])
            case 3:
                pairs[place] = (chance.choice(pairs)[0], value)
            case _:
                pairs[place] = (name, str(chance.choice(_ODD_VALUES)))
    made = urlencode(pairs, errors="replace").encode()
    return made + (b"&Body=" + quote_from_bytes(chance.randbytes(5)).encode() if chance.random() < 0.1 else b"")
