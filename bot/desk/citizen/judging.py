"""Whether the words behind a number judge ("5 ramah dan cepat", 「5とても親切でした」) or make it a count ("2 lembar", 「3枚」).

What can be counted has no end, so no list of it is kept. Japanese has a part of speech for it, and for what judges. In Indonesian a
judgement is known by what stands first in it: a word of degree or one that joins or softens, which no unit takes, or a word of praise or
blame, if need be behind whom or what it is said of.
"""

from __future__ import annotations

import re

from bot.nlu.normalise import is_japanese, normalise
from bot.nlu.words import tagged

_OF = (
    r"(?:(?:untuk|buat) )?(?:(?:saya|aku|petugas|pelayanan|layanan|respon|admin|operator|\w+nya|(?:pak|bu|bapak|ibu|mas|mbak|kak) \w+)"
    r"(?: (?:yang|tadi|ini|itu|memang|nya))* )?"
)
_DEGREE = r"(?:sangat|amat|terlalu|paling|agak|cukup|lumayan|kurang|tidak|tak|gak|ga|nggak|ndak|belum|udah|sudah|super|biasa)"
# A word that can be more or less so is followed by one of these.
_GRADED = r"(?:sekali|banget|bgt|poll?|tenan|amat)"
# What gives a reason or softens: "4 soalnya petugasnya ramah", "3 sih", "5 semoga sukses".
_JOINS = (
    r"(?:karena|karna|krn|soalnya|sebab|gara-gara|tapi|tp|meski(?:pun)?|walau(?:pun)?|biar"
    r"|semoga|moga(?:-moga)?|sih|deh|aja|saja|dong|lah|dulu)"
)
_JUDGES = (
    r"(?:(?:me)?muas(?:kan|in)|puas|baik|bagus|ramah|cepat|sabar|sopan|jelas|mantap|mantul|oke|ok|keren|top|hebat|membantu|terbantu|responsif"
    r"|profesional|cekatan|telaten|informatif|sigap|tanggap|senang|suka|jempol(?:an)?|lambat|lelet|lama|kasar|jutek|galak|judes|cuek|payah"
    r"|gampang|mudah|enak|lancar|si+p+|good|nice|gercep|sukses|standar|memadai|kapok|jera|telat|lemot|ngaco"
    r"|muter-muter|berputar-putar|dicuekin"
    r"|sia-sia|percuma|apik|buruk|jelek|parah|kecewa|mengecewakan|berbelit(?:-belit)?|bingung|membingungkan|ribet"
    r"|terima kasih|makasih|trims|thanks|nuwun|suwun)"
)
_INDONESIAN = re.compile(rf"{_OF}(?:(?:{_DEGREE} )+\w|(?:{_JOINS}|{_JUDGES})\b|\w+ {_GRADED}\b)")
# What a Japanese word that judges is: an adjective of either kind, or an adverb or interjection before it.
_JUDGING = ("形容詞", "形状詞", "副詞", "感動詞")
_COUNTER = "助数詞"
# Verbs judge by what has come of it (「助かりました」, 「待たされた」), not by what somebody is going to do.
_PAST = ("た", "だ")
_JUDGED = re.compile(r"役に?立[たち]|話になら|無駄|むだ|たらい回し|たらいまわし|がっかり|失望|感謝|納得|(?:また|次も)(?:利用|お願い|相談)")


def judges(number: str, words: str) -> bool:
    """Whether the words, which follow the number without a mark, judge; with no number, words that stand before it."""
    return _judges_in_japanese(number, words) if is_japanese(words) else _INDONESIAN.match(normalise(words)) is not None


def _judges_in_japanese(number: str, words: str) -> bool:
    first, *rest = tagged(f"{number}{words}")
    # 「2人」 is one word.
    if not number:
        rest = [first, *rest]
    elif first[0] != number or not rest or _COUNTER in rest[0][1]:
        return False
    if rest[0][1].startswith("動詞") and any(word in _PAST and tag.startswith("助動詞") for word, tag in rest):
        return True
    return _JUDGED.search(words) is not None or any(tag.startswith(_JUDGING) or "形状詞可能" in tag for _, tag in rest)
