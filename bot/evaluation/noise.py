"""The same messages as people really type them: with slips, without spaces, in capitals, with emoji, in hiragana alone, ...

Each kind of noise is the same for the same message in every run, so that two reports can be compared.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import jaconv

from bot.nlu.tuning.labelled import Labelled

Noise = Callable[[str, random.Random], str]
_EMOJI = ("🙏", "😭", "😊", "🤔", "🙇", "‼️", "😅", "👶")
_VOWELS = re.compile(r"(?<=[a-z])[aiueo](?=[a-z])")
_HALF = str.maketrans({"。": "｡", "、": "､", "「": "｢", "」": "｣"})


def _slips(text: str, rng: random.Random) -> str:
    """One slip in about every twelve letters: two exchanged, one left out, or one struck twice."""
    letters = list(text)
    for _ in range(max(1, len(text) // 12)):
        at = rng.randrange(max(len(letters) - 1, 1))
        kind = rng.randrange(3)
        if kind == 0 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif kind == 1 and len(letters) > 3:
            del letters[at]
        else:
            letters.insert(at, letters[at])
    return "".join(letters)


def _some_spaces_missing(text: str, rng: random.Random) -> str:
    return "".join("" if sign == " " and rng.random() < 0.4 else sign for sign in text)


def _capitals(text: str, rng: random.Random) -> str:
    return text.upper()


def _emoji(text: str, rng: random.Random) -> str:
    return f"{rng.choice(_EMOJI)}{text}{rng.choice(_EMOJI) * rng.randint(1, 3)}"


def _no_signs(text: str, rng: random.Random) -> str:
    return re.sub(r"[?!.,;:？！。、]", "", text)


def _vowels_missing(text: str, rng: random.Random) -> str:
    """Words shortened as in text messages: inner vowels left out of some of the longer words."""
    words = text.split(" ")
    return " ".join(_VOWELS.sub("", word.lower(), count=2) if len(word) > 5 and rng.random() < 0.3 else word for word in words)


def _chatter(text: str, rng: random.Random) -> str:
    # The last of each were written after `bot.nlu.cleaning.courtesy`, and are none of its phrases.
    before: tuple[str, ...] = (
        "halo min selamat siang, maaf mengganggu ya, ",
        "assalamualaikum pak/bu, numpang tanya nih, ",
        "permisi kak, ",
    )
    before += ("gini lho, saya lagi bingung banget nih, ", "semoga bapak ibu sehat selalu ya. ")
    after: tuple[str, ...] = (" makasih sebelumnya ya", " mohon infonya, terima kasih banyak", " tolong dibalas ya min")
    after += (" soalnya saya baru pertama kali ngurus beginian", " semoga dibalas, hehe")
    return rng.choice(before) + text + rng.choice(after)


def _chatter_japanese(text: str, rng: random.Random) -> str:
    before: tuple[str, ...] = ("お忙しいところすみません。", "はじめまして、ちょっとお聞きしたいんですけど、", "こんにちは！")
    before += ("いつも市報を読んでいます。", "素朴な疑問なんですが、")
    after: tuple[str, ...] = ("よろしくお願いします。", "教えていただけると助かります", "すみませんが、お願いします🙇")
    after += ("初めてなのでよく分からなくて…", "お返事お待ちしてます")
    return rng.choice(before) + text + rng.choice(after)


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    from sudachipy import Dictionary

    return Dictionary().create()


def _hiragana(text: str, rng: random.Random) -> str:
    """As children, people learning Japanese and people in a hurry write."""
    return "".join(jaconv.kata2hira(m.reading_form()) if m.reading_form() else m.surface() for m in _dictionary().tokenize(text))


def _half_width(text: str, rng: random.Random) -> str:
    return jaconv.z2h(text, kana=True, ascii=True, digit=True).translate(_HALF)


def _full_width(text: str, rng: random.Random) -> str:
    return jaconv.h2z(text, kana=True, ascii=True, digit=True)


KINDS: dict[str, dict[str, Noise]] = {
    "id": {
        "slips of the keyboard": _slips,
        "some spaces missing": _some_spaces_missing,
        "vowels left out": _vowels_missing,
        "capitals": _capitals,
        "no punctuation": _no_signs,
        "emoji": _emoji,
        "small talk around it": _chatter,
    },
    "ja": {
        "slips of the keyboard": _slips,
        "hiragana alone": _hiragana,
        "half-width letters": _half_width,
        "full-width letters": _full_width,
        "no punctuation": _no_signs,
        "emoji": _emoji,
        "small talk around it": _chatter_japanese,
    },
}


def noisy(row: Labelled, kind: str) -> Labelled:
    """The message with one kind of noise of its language."""
    rng = random.Random(f"{kind}:{row.text}")
    return replace(row, text=KINDS[row.language][kind](row.text, rng))
