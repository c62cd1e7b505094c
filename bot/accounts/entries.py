"""What an operator enters for an account: by the fields that its channel declares, secrets apart from what is not secret."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.accounts.problem import AccountProblem
from channels.base import ConnectedChannel, Field

_ALWAYS_JSON = frozenset({"templates"})


@dataclass(frozen=True)
class Entries:
    """The credentials are what is secret, the settings what is not."""

    credentials: dict[str, str] = field(default_factory=dict, repr=False)
    settings: dict[str, Any] = field(default_factory=dict)


def described(channel: ConnectedChannel) -> list[str]:
    """The fields of a channel, a line each."""
    lines = [f"{channel.name}:"]
    for one in channel.fields:
        kind = ("secret" if one.secret else "--set") + ("" if one.required else ", may be left out")
        lines.append(f"  {one.name} ({kind}): {one.help}")
    return lines


def read_set(channel: ConnectedChannel, pairs: Sequence[str], also: frozenset[str] = frozenset()) -> dict[str, str]:
    """The values of `--set name=value`; `also` are names that are no field.

    Raises:
        AccountProblem: a name is unknown or belongs to a secret.
    """
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        one = _field(channel, name)
        if one is not None and one.secret:
            raise AccountProblem(
                f"{name} is secret and does not belong on the command line, where the shell's history and other users can see it: "
                "take it out, and enter it when asked, or give --secrets FILE. If it was typed here, have the platform issue a new one."
            )
        if not equals or (one is None and name not in also):
            # The value is left out: it may be a secret with a slip in its name.
            raise AccountProblem(f"--set takes name=value with one of these names: {_names(channel, secret=False)}.")
        found[name] = value.strip()
    return found


def read_lines(channel: ConnectedChannel, lines: Iterable[str]) -> dict[str, str]:
    """The values of lines "name=value"; what is not secret may stand there too.

    Raises:
        AccountProblem: a line has another form, or a name is unknown; nothing of the line is quoted.
    """
    found = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or _field(channel, name.strip()) is None:
            raise AccountProblem(f"Line {number} of the secrets must be name=value with one of these names: {_names(channel)}.")
        found[name.strip()] = value.strip()
    return found


def entries(channel: ConnectedChannel, values: Mapping[str, str]) -> Entries:
    """What was entered, complete and sorted into what is secret and what is not.

    Raises:
        AccountProblem: something is missing, or is no JSON where it must be.
    """
    for one in channel.fields:
        if one.required and not values.get(one.name):
            how = "enter it when asked, or give it in --secrets FILE" if one.secret else f"give --set {one.name}=..."
            raise AccountProblem(f"{one.name} is missing ({one.help.rstrip('.')}): {how}.")
    sorted_out = Entries()
    for one in channel.fields:
        if one.secret and values.get(one.name):
            sorted_out.credentials[one.name] = values[one.name]
        elif not one.secret and one.name in values:
            sorted_out.settings[one.name] = _parsed(one.name, values[one.name])
    return sorted_out


def _parsed(name: str, value: str) -> Any:
    if not value or not (name in _ALWAYS_JSON or value.startswith("{")):
        return value
    try:
        parsed = json.loads(value)
    except ValueError as error:
        where = f"line {error.lineno}, column {error.colno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else "unreadable"
        raise AccountProblem(f"{name} must be JSON ({where}): put it into single quotes for the shell.") from error
    if not isinstance(parsed, dict):
        raise AccountProblem(f"{name} must be a JSON object, which begins with {{ and ends with }}.")
    return parsed


def _field(channel: ConnectedChannel, name: str) -> Field | None:
    return next((one for one in channel.fields if one.name == name), None)


def _names(channel: ConnectedChannel, *, secret: bool = True) -> str:
    return ", ".join(one.name for one in channel.fields if secret or not one.secret) or "(there are none)"
