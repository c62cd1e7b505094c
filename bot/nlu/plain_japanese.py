"""Whether a citizen reads やさしい日本語 more easily: they ask for it, or write as those do who have no kanji yet.

The Immigration Services Agency's guideline for やさしい日本語 (在留支援のためのやさしい日本語ガイドライン, 2020) has texts written with
spaces between the words and few kanji; people who learned Japanese that way write so themselves.
"""

from __future__ import annotations

import re
import unicodedata

_PLAIN = r"(?:やさしい|優しい|易しい|簡単な|かんたんな)(?:日本語|にほんご)"
_ASKED = re.compile(
    rf"{_PLAIN}(?:で|に|を|が)?(?:もう一度|もういちど)?(?:お願い|おねがい|話して|はなして|説明して|せつめいして|答えて|こたえて|書いて|かいて|教えて|おしえて"
    r"|切り替え|きりかえ|して|いいです|ほしい|欲しい)"
    rf"|^{_PLAIN}(?:で|に)?[。!！]?$"
    r"|(?:漢字|かんじ)(?:が|は|を)?(?:読め|よめ|わから|分から|難しい|むずかしい|苦手|にがて)"
    r"|\byasashi+i? nihongo (?:de|ni)\b"
)
# 「職員の人にやさしい日本語で話してほしい」 asks how to speak with the staff, not with the assistant.
_OF_OTHERS = re.compile(r"職員|窓口|係の|役所の人|やくしょの|とは|って何|ってなに|何ですか|なんですか")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-鿿々ー]")
_KANJI, _HIRAGANA = re.compile(r"[一-鿿々]"), re.compile(r"[ぁ-ゖ]")
_SPACE_BETWEEN = re.compile(r"(?<=[ぁ-ゖァ-ヺ一-鿿々ー0-9])[ \u3000]+(?=[ぁ-ゖァ-ヺ一-鿿々])")
# Spaces also stand between the key words of those who type to search (「転入届 マンション いつまで」): those have little hiragana.
_LEAST_SPACES, _MOST_KANJI, _LEAST_HIRAGANA = 2, 0.25, 0.4


def asks_for_plain_japanese(text: str) -> bool:
    """Whether a normalised text asks to be answered in やさしい日本語."""
    return _ASKED.search(text) is not None and _OF_OTHERS.search(text) is None


def writes_plain_japanese(message: str) -> bool:
    """Whether a message, as it was typed, has spaces between its words and hardly a kanji: 「わたし の カード を なくしました」."""
    text = unicodedata.normalize("NFKC", message)
    characters = len(_JAPANESE.findall(text))
    if len(_KANJI.findall(text)) > _MOST_KANJI * characters or len(_HIRAGANA.findall(text)) < _LEAST_HIRAGANA * characters:
        return False
    return len(_SPACE_BETWEEN.findall(text)) >= _LEAST_SPACES
