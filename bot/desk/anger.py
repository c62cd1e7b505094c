"""Words of anger, by which a person is called before it grows: blame of the service, insults, and shouting.

Patterns and no model: what is looked for is plain, and a miss costs little, since a person can always be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.nlu.normalise import normalise

# Twice within the last few messages is no slip of the tongue.
_TIMES = 2
LOOKED_AT = 5
_WORDS = re.compile(
    r"\b(?:bodoh|goblok|tolol|bego|dungu|bangsat|brengsek|sialan|kampret|bajingan|payah|parah banget|dasar (?:anjing|monyet|sampah|penipu)|"
    r"(?:tidak|gak|nggak) (?:becus|berguna|guna)|muak|jengkel|marah|emosi|(?:sangat|amat) (?:kecewa|kesal)|"
    r"(?:kecewa|kesal|kesel) (?:sekali|banget|berat)|menyebalkan|keterlaluan|lelet banget|dipersulit|dipingpong)\b"
    r"|ふざけ(?:る|ん)な|ばか(?:やろう|にする|にして)|馬鹿|バカ|アホ|クソ|死ね|最悪|最低(?:だ|です|な|の対応|[!！。]|$)|いい加減にし|腹が立|"
    r"頭に来|頭にき|怒って|むかつ|ムカつ|役立たず|役に立たなすぎ|使えなすぎ|たらい回し|ひどすぎ|ひどい対応"
)


def is_angry(text: str) -> bool:
    """Whether somebody says so in anger."""
    return _WORDS.search(normalise(text)) is not None or _shouts(text)


def is_repeated(texts: Iterable[str]) -> bool:
    """Whether the last messages, oldest first, end in anger that has been there before."""
    last = list(texts)[-LOOKED_AT:]
    return bool(last) and is_angry(last[-1]) and sum(map(is_angry, last)) >= _TIMES


def _shouts(text: str) -> bool:
    letters = [letter for letter in text if letter.isascii() and letter.isalpha()]
    return len(letters) >= 20 and all(letter.isupper() for letter in letters) and "!!" in text
