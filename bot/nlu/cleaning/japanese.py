"""Japanese written in hiragana alone, as children, learners and people in a hurry write it."""

from __future__ import annotations

import math
import re

from bot.nlu.cleaning.vocabulary import Vocabulary

_KANJI = re.compile(r"[\u3400-\u9fff々]")
_KANA = re.compile(r"[ぁ-ゖー]{4,}")
# What the readings of other words would tear apart (動詞 in どうしたら, 相手 in あいている), and what is written so anyway.
_AS_WRITTEN = re.compile(r"(どうし(?:た(?:ら|ん|の)?|て|よう)|あいて(?=い|る|ます|へん|な)|ありがとう(?:ございま(?:す|した))?)")
# Shorter readings have too many meanings, and mostly stand for words that are written in hiragana anyway.
_SHORTEST = 3
# The cost of a sign that belongs to no known word, as log-odds: dearer than any word, so that known words win.
_UNKNOWN = -14.0


def with_kanji(text: str, vocabulary: Vocabulary) -> str:
    """The normalised text with its words as they are mostly written, when it is long enough and holds no kanji; else as it is."""
    if _KANJI.search(text) or not vocabulary.written:
        return text
    return _KANA.sub(lambda match: _but_as_written(match.group(), vocabulary), text)


def _but_as_written(kana: str, vocabulary: Vocabulary) -> str:
    parts = _AS_WRITTEN.split(kana)
    return "".join(part if number % 2 else _written(part, vocabulary) for number, part in enumerate(parts))


def _written(kana: str, vocabulary: Vocabulary) -> str:
    total = sum(count for _, count in vocabulary.written.values())
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(kana) + 1):
        ways = [(best[end - 1][0] + _UNKNOWN, end - 1)]
        for start in range(max(0, end - vocabulary.longest_reading), end):
            known = vocabulary.written.get(kana[start:end])
            if known is not None:
                ways.append((best[start][0] + math.log(known[1] / total), start))
        best.append(max(ways))
    parts, end = [], len(kana)
    while end:
        start = best[end][1]
        part = kana[start:end]
        surface, _ = vocabulary.written.get(part, (part, 0))
        parts.append(surface if len(part) >= _SHORTEST else part)
        end = start
    return "".join(parts[::-1])
