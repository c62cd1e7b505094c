"""What citizens write, and when: Poisson arrivals that wait for no answer, each message from a chat of its own, half on each channel."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from benchmarks.channels.audience import AGENCIES, Channel
from benchmarks.data import evenly, spaced
from bot.nlu.normalise import normalise
from bot.nlu.tuning.labelled import read_set

# What citizens put around a question: with it, a question is another text, and nothing kept from before helps to understand it.
_BEFORE = {
    "id": ("", "Permisi, ", "Halo, ", "Selamat siang, ", "Maaf mau tanya, ", "Assalamualaikum, ", "Pak, ", "Kak, "),
    "ja": (
        "",
        "すみません、",
        "こんにちは。",
        "お世話になります。",
        "教えてください。",
        "質問です。",
        "お忙しいところ失礼します。",
        "初めてです。",
    ),
}
_AFTER = {
    "id": ("", " Terima kasih.", " Mohon infonya.", " Tolong dibantu ya."),
    "ja": ("", " よろしくお願いします。", " お願いいたします。", " 急いでいます。"),
}
POPULAR = 40
REPEATED = 0.6


@dataclass(frozen=True)
class Message:
    """One message and the seconds after the beginning at which it is written."""

    channel: Channel
    chat: str
    text: str
    after: float


def own_texts() -> list[str]:
    """Every question without what is put around it; no cache may know one beforehand."""
    return [row.text for channel in AGENCIES for row in _rows(channel)]


class Traffic:
    """The load of one run; chats never come twice in it."""

    def __init__(self) -> None:
        self._chats = count(1)

    def messages(self, rate: float, seconds: float, *, repeats: bool, spaced_out: bool, texts: Texts) -> list[Message]:
        """So many a second on average. `repeats`: a share of `REPEATED` asks one of the popular questions, in Zipf's proportions.

        `spaced_out`: with spaces between Japanese words, for a tokenizer that knows no others.
        """
        rng = random.Random(f"{rate} {seconds}")
        found: list[Message] = []
        after = rng.expovariate(rate)
        while after < seconds or not found:
            channel: Channel = "telegram" if rng.random() < 0.5 else "whatsapp"
            text = texts.popular(channel, rng) if repeats and rng.random() < REPEATED else texts.fresh(channel)
            found.append(Message(channel, self._chat(channel), spaced(text) if spaced_out else text, after))
            after += rng.expovariate(rate)
        return found

    def _chat(self, channel: Channel) -> str:
        number = next(self._chats)
        return str(100_000_000 + number) if channel == "telegram" else f"+8190{10_000_000 + number}"


class Texts:
    """The questions of one series of runs: popular ones again and again, fresh ones once."""

    def __init__(self) -> None:
        self._fresh = {channel: _fresh(channel) for channel in AGENCIES}

    def fresh(self, channel: Channel) -> str:
        """A text that this series has not had."""
        return next(self._fresh[channel])

    def popular(self, channel: Channel, rng: random.Random) -> str:
        """One of the popular questions."""
        rows = _popular(channel)
        return rng.choices(rows, weights=[1 / place for place in range(1, len(rows) + 1)])[0]


@lru_cache
def _rows(channel: Channel) -> tuple[Row, ...]:
    agency, language = AGENCIES[channel]
    found = {
        normalise(row.text): Row(row.text, row.decision) for row in read_set("test") if (row.agency, row.language) == (agency, language)
    }
    return tuple(random.Random(7).sample(sorted(found.values(), key=lambda row: row.text), len(found)))


@dataclass(frozen=True)
class Row:
    """A question of the evaluation and what ought to be decided about it."""

    text: str
    decision: str


@lru_cache
def _popular(channel: Channel) -> list[str]:
    return [row.text for row in evenly([row for row in _rows(channel) if row.decision == "answer"], POPULAR)]


def _fresh(channel: Channel) -> Iterator[str]:
    language = AGENCIES[channel][1]
    popular = set(_popular(channel))
    texts = [row.text for row in _rows(channel) if row.text not in popular]
    around = [(before, after) for after in _AFTER[language] for before in _BEFORE[language]]
    for before, after in around:
        for text in texts:
            yield f"{before}{text}{after}"
    raise RuntimeError("There are not enough different questions for so much load: choose lower rates or less time.")
