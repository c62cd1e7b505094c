"""What handling one message changes in Redis, all at once with its acknowledgement."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from bot.pipeline import keys
from bot.pipeline.messages import OutboundMessage

Command = tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """Everything must belong to the partition of the message that is handled. Times are seconds."""

    outbound: tuple[OutboundMessage, ...] = ()
    values: tuple[tuple[str, str, int], ...] = ()
    hashes: tuple[tuple[str, dict[str, str], int], ...] = ()
    published: tuple[tuple[str, dict[str, Any]], ...] = field(default=())

    def commands(self) -> list[Command]:
        """The Redis commands, in the order in which they are to run."""
        commands: list[Command] = []
        for message in self.outbound:
            stream = keys.stream("outbox", keys.partition_of(message.conversation))
            commands.append(("XADD", stream, "*", *_flat(message.to_fields())))
        for key, value, seconds in self.values:
            commands.append(("SET", key, value, "EX", str(seconds)))
        for key, mapping, seconds in self.hashes:
            commands += [("HSET", key, *_flat(mapping)), ("EXPIRE", key, str(seconds))]
        for channel, event in self.published:
            commands.append(("PUBLISH", channel, json.dumps(event)))
        return commands


def dead_letter(kind: keys.Kind, partition: int, entry_id: str, fields: dict[str, str], reason: str) -> Command:
    """The command that keeps an entry among the dead letters."""
    return ("XADD", keys.dead_letters(kind, partition), "*", *_flat(fields), "entry", entry_id, "reason", reason)


def _flat(mapping: dict[str, str]) -> list[str]:
    return [part for pair in mapping.items() for part in pair]
