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
# An insult of the assistant, or a word of displeasure: once it may be said in passing.
_WORDS = re.compile(
    r"\b(?:bodoh|goblok|tolol|bego|dungu|sialan|kampret|payah|parah banget|dasar (?:anjing|monyet|sampah)|"
    r"(?:tidak|gak|nggak) (?:berguna|guna)|percuma|jengkel|marah|emosi|(?:sangat|amat) (?:kecewa|kesal)|"
    r"(?:kecewa|kesal|kesel) (?:sekali|banget|berat)|menyebalkan|lelet|dipersulit)\b"
    r"|ばか(?:やろう|にする|にして)|馬鹿|バカ|アホ|クソ|死ね|最悪|最低(?:だ|です|な|の対応|[!！。]|$)|腹が立|"
    r"頭に来|頭にき|怒って|むかつ|ムカつ|役立たず|役に立たなすぎ|使えなすぎ|ひどすぎ"
)
# What is said to people who have let somebody down: a person is called at the first of these.
_BLAME = re.compile(
    r"\b(?:bangsat|brengsek|bajingan|dasar penipu|keterlaluan|muak|dipingpong|di ?lempar ?lempar|makan gaji buta|"
    r"(?:tidak|gak) becus|(?:bohong|janji) (?:terus|melulu|doang|palsu)|(?:tukang|pem)bohong|"
    r"(?:kalian|petugasnya|pegawainya)(?: (?:ini|itu|pada|semua))* (?:kerja|kerjanya|ngapain)(?: (?:apa|ngapain))?"
    r"(?: (?:aja|saja|sih))*(?=[ ?!.,]|$)|"
    r"(?:tidak|gak) (?:jadi[ -]jadi|kelar[ -]kelar|selesai[ -]selesai|beres[ -]beres)|bolak[ -]?balik (?:terus|melulu))(?!\w)"
    r"|ふざけ(?:る|ん)な|いい加減にし|たらい回し|ひどい対応|税金泥棒|(?:嘘|うそ)つき|(?:なめ|舐め)て(?:る|い)|ちゃんと仕事|仕事しろ|話にならな|"
    r"いつまで待た(?:せ|す)|何[回度](?:も)?(?:言え|言わせ|同じ事を|同じことを)|やる気(?:が)?(?:ある|あん|な)|責任者を出"
)


def is_angry(text: str) -> bool:
    """Whether somebody says so in anger."""
    return _WORDS.search(normalise(text)) is not None or blames(text)


def blames(text: str) -> bool:
    """Whether the anger is at people who have let somebody down, or shouted: once is enough."""
    return _BLAME.search(normalise(text)) is not None or _shouts(text)


def is_repeated(texts: Iterable[str]) -> bool:
    """Whether the last messages, oldest first, end in anger that has been there before."""
    last = list(texts)[-LOOKED_AT:]
    return bool(last) and is_angry(last[-1]) and sum(map(is_angry, last)) >= _TIMES


def _shouts(text: str) -> bool:
    letters = [letter for letter in text if letter.isascii() and letter.isalpha()]
    return len(letters) >= 20 and all(letter.isupper() for letter in letters) and "!!" in text
