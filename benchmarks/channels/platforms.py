"""The two platforms as stand-ins: they write for the citizens at the planned moments, and keep a log with the time of every call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.channels.audience import AGENCIES, Channel
from benchmarks.channels.traffic import Message
from tests.standins.client import StandIn, start_telegram, start_twilio
from tests.standins.installation import Credentials

_AT_ONCE = 2000


@dataclass
class Seen:
    """What became of one citizen's message. Moments are seconds of the epoch; `said_twice` counts texts that came again."""

    planned: float
    said: float = 0.0
    began: float = 0.0
    answers: list[float] = field(default_factory=list)
    said_twice: int = 0
    texts: set[str] = field(default_factory=set, repr=False)

    @property
    def seconds(self) -> float | None:
        """From the webhook call to the first call of the API that the platform accepted."""
        return self.answers[0] - self.began if self.answers else None


@dataclass
class Observed:
    """Everything that the logs tell of one step."""

    seen: dict[str, Seen] = field(default_factory=dict)
    acknowledged: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    failed_calls: Counter[str] = field(default_factory=Counter)
    violations: int = 0

    @property
    def answered(self) -> int:
        """How many messages have been answered."""
        return sum(bool(one.answers) for one in self.seen.values())


class Platforms:
    """Both stand-ins, for one system after the other."""

    def __init__(self, credentials: Credentials, standins: dict[Channel, StandIn]) -> None:
        self.credentials = credentials
        self.standins = standins
        self._read = dict.fromkeys(standins, 0)

    def reset(self) -> None:
        """Forget the last system. Of what becomes of a message, WhatsApp tells only that it was sent."""
        for standin in self.standins.values():
            standin.reset()
        self.standins["whatsapp"].act("callbacks", statuses=["sent"])

    def pids(self) -> dict[str, list[int]]:
        """The processes of the stand-ins, which share the machine with what is measured."""
        return {"stand-ins": [standin.process.pid for standin in self.standins.values() if standin.process is not None]}

    def write(self, messages: Sequence[Message]) -> Observed:
        """Let citizens write from now on; returns at once."""
        observed = Observed()
        for _ in self._news():
            pass
        for channel, standin in self.standins.items():
            own = [message for message in messages if message.channel == channel]
            language = AGENCIES[channel][1]
            for start in range(0, len(own), _AT_ONCE):
                part = own[start : start + _AT_ONCE]
                wishes = [{"chat": one.chat, "text": one.text, "language": language, "after": one.after} for one in part]
                began = standin.act("say_many", messages=wishes)["began"]
                observed.seen |= {one.chat: Seen(began + one.after) for one in part}
        return observed

    def observe(self, observed: Observed) -> None:
        """Add what has happened since the last time."""
        for entry in self._news():
            what, seen = entry["what"], observed.seen.get(str(entry.get("chat")))
            if what == "violation":
                observed.violations += 1
            elif seen is None:
                continue
            elif what == "said":
                seen.said = seen.began = entry["time"]
            elif what == "delivered_update":
                observed.acknowledged.append(entry["seconds"])
                # With one attempt before it that failed, the citizen's waiting began when the message was written.
                if entry["attempts"] == 1:
                    seen.began = entry["began"]
            elif what == "refused_update":
                observed.refused[str(entry["status"] or "no answer")] += 1
                if entry["seconds"] is not None:
                    observed.acknowledged.append(entry["seconds"])
            elif what == "message":
                seen.answers.append(entry["time"])
                seen.said_twice += entry["text"] in seen.texts
                seen.texts.add(entry["text"])
            elif what == "call" and not entry["ok"]:
                observed.failed_calls[str(entry["status"])] += 1

    def _news(self) -> Iterator[dict[str, Any]]:
        for channel, standin in self.standins.items():
            entries = standin.log(self._read[channel])
            if entries:
                self._read[channel] = entries[-1]["n"]
            yield from entries


@contextmanager
def platforms() -> Iterator[Platforms]:
    """Start both; they end with the block."""
    credentials = Credentials.invented()
    with (
        start_telegram([credentials.token]) as telegram,
        start_twilio(credentials.account_sid, credentials.auth_token, credentials.sender) as twilio,
    ):
        yield Platforms(credentials, {"telegram": telegram, "whatsapp": twilio})
