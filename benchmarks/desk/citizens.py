"""The citizens: they ask for a person on both platforms, write, and read; what the platforms did about it is read from their logs."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.channels.audience import Channel
from benchmarks.desk.ledger import Ledger, Origin
from benchmarks.desk.page_parts import MARK
from tests.standins.client import Entry, StandIn

_LANGUAGES: dict[Channel, str] = {"telegram": "id", "whatsapp": "ja"}
_ASK = {"id": "Saya mau bicara dengan petugas", "ja": "担当者と話したいです"}
_WORDS = {
    "id": (
        "Apakah berkas saya sudah lengkap? {mark}",
        "Kalau diwakilkan keluarga boleh tidak? {mark}",
        "Terima kasih, saya tunggu kabarnya. {mark}",
        "Jam berapa loketnya tutup hari ini? {mark}",
    ),
    "ja": (
        "書類はこれで足りますか。{mark} です。",
        "家族が代わりに行っても大丈夫でしょうか。{mark} です。",
        "ありがとうございます。お待ちしています。{mark} です。",
    ),
}


@dataclass(frozen=True)
class Citizen:
    """One chat on one platform."""

    channel: Channel
    chat: str

    @property
    def language(self) -> str:
        """What they write."""
        return _LANGUAGES[self.channel]


@dataclass
class Read:
    """What the logs have told: when each of our replies arrived and whose it was, and what went wrong."""

    arrived: dict[str, float] = field(default_factory=dict)
    of: dict[str, str] = field(default_factory=dict)
    webhook: list[float] = field(default_factory=list)
    typing_signs: int = 0
    troubles: Counter[str] = field(default_factory=Counter)


class Citizens:
    """All of them."""

    def __init__(self, standins: dict[Channel, StandIn], ledger: Ledger) -> None:
        self._standins, self._ledger = standins, ledger
        self._numbers, self._marks = itertools.count(1), itertools.count(1)
        self._position = dict.fromkeys(standins, 0)
        self._marks_of: dict[str, str] = {}
        self._rng = random.Random(11)
        self.all: dict[str, Citizen] = {}
        self.read = Read()

    async def come(self) -> Citizen:
        """One more citizen asks for a person; every other one on WhatsApp, in Japanese."""
        number = next(self._numbers)
        one = Citizen("telegram", str(200_000_000 + number)) if number % 2 else Citizen("whatsapp", f"+8190{20_000_000 + number}")
        self.all[one.chat] = one
        await self._say(one, _ASK[one.language])
        return one

    async def write(self, chat: str) -> None:
        """A citizen writes a sentence with a mark by which it is found again."""
        one = self.all[chat]
        await self._say(one, self._rng.choice(_WORDS[one.language]).format(mark=f"m{next(self._marks):06}"))

    async def _say(self, one: Citizen, text: str) -> None:
        await self._standins[one.channel].aio.say(one.chat, text, language=one.language)

    async def observe(self) -> None:
        """Take over what the logs have got since the last time."""
        for channel, standin in self._standins.items():
            entries = await asyncio.to_thread(standin.log, self._position[channel])
            if entries:
                self._position[channel] = entries[-1]["n"]
            for entry in entries:
                self._take(entry)

    def _take(self, entry: Entry) -> None:
        what, chat = entry["what"], str(entry.get("chat", ""))
        if what == "delivered_update":
            self.read.webhook.append(entry["seconds"])
            if mark := MARK.search(json.dumps(entry["update"])):
                self._ledger.happened(Origin("called", mark[0], chat, entry["began"]))
                self._ledger.happened(Origin("message", mark[0], chat, entry["began"] + entry["seconds"]))
        elif what == "message" and (mark := MARK.search(entry["text"])):
            self.read.arrived.setdefault(mark[0], entry["time"])
            self.read.of[mark[0]] = chat
            self._marks_of[str(entry.get("sid"))] = mark[0]
            self._ledger.happened(Origin("sent", f"{mark[0]} sent", chat, entry["time"]))
        elif what == "delivered_status" and entry["status"] in ("delivered", "read") and entry["sid"] in self._marks_of:
            status = entry["status"]
            self._ledger.happened(Origin(status, f"{self._marks_of[entry['sid']]} {status}", chat, entry["time"]))
        elif what == "call" and entry.get("ok") and entry.get("method") in ("sendChatAction", "Typing"):
            self.read.typing_signs += 1
        elif what in ("violation", "lost_update", "lost_status", "refused_update", "refused_status"):
            self.read.troubles[what] += 1
        elif what == "call" and not entry.get("ok", True):
            self.read.troubles[f"{entry.get('method')} {entry.get('status')}"] += 1
