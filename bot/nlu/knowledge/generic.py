"""Words that name a whole family of services ("KTP", "akta", 「マイナンバーカード」) and none of its members."""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

from bot.nlu.knowledge.index import KnowledgeIndex, Target, content_words
from bot.nlu.particulars import OF_FACETS

# "Making" a card means the new one: then the word is not general any more.
_MAKING = re.compile(
    r"\b(?:bikin(?:nya)?|buat(?:nya)?|membuat|pembuatan|dibuat|gawe|daftar|baru|cetak)\b|申請|作|つく|取り|取る|とり|新規|新しく|ほしい|欲しい|もらえ|入り|入る|入れ|やめ|抜け"
)

# Words of asking that say nothing of the subject, and "card", as which only some members of a family are named.
_EMPTY = frozenset(
    "ada urusan perihal soal tentang masalah tanya tanya2 tanya-tanya bertanya nanya nanya2 info informasi card kartu".split()
    + "こと 件 聞く 尋ねる 知る 教える 質問 相談 分 方 ほう 入る 要る や ねん けれど だ です 思う 願う".split()
)


# Keyed weakly: an index that an edit of the catalogue has replaced must not stay in memory.
_known: WeakKeyDictionary[KnowledgeIndex, list[tuple[tuple[str, ...], frozenset[str]]]] = WeakKeyDictionary()


def _families(index: KnowledgeIndex) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    """The families of two and more services, each with the words that all its members are named by."""
    if index not in _known:
        _known[index] = [(keys, _common_words(index, keys)) for keys in index.families.values() if len(keys) > 1]
    return _known[index]


def _common_words(index: KnowledgeIndex, keys: tuple[str, ...]) -> frozenset[str]:
    numbers = [index.number[Target("service", key)] for key in keys]
    names = [_name_words(index, number) for number in numbers]
    return frozenset(word for word in frozenset.intersection(*names) if _belongs_to_all(index, word, numbers))


def _name_words(index: KnowledgeIndex, number: int) -> frozenset[str]:
    """The words of a target's names and aliases: what it is called, not what happens in questions about it."""
    return frozenset(word for target, kept, _ in index.name_words if target == number for word in kept)


def _belongs_to_all(index: KnowledgeIndex, word: str, numbers: list[int]) -> bool:
    """Whether people use the word for each of the targets about equally: 「登録」 is a word of 印鑑登録 even where 印鑑証明 mentions it."""
    shares = [index.word_counts[n].get(word, 0) / index.word_totals[n] for n in numbers]
    return min(shares) > 0 and min(index.word_counts[n].get(word, 0) for n in numbers) >= 3 and min(shares) >= 0.35 * max(shares)


def family_spoken_of(index: KnowledgeIndex, text: str) -> tuple[str, ...]:
    """The services of the only family of which a normalised text uses a common word ("SIM-nya ganti alamat juga?")."""
    words = set(content_words(text))
    found = [keys for keys, common in _families(index) if words & common]
    return found[0] if len(found) == 1 else ()


def generic_family(index: KnowledgeIndex, text: str, *, asking: bool = False) -> tuple[str, ...]:
    """The services of the family that a normalised text names without saying which member is meant; empty when it is clearer.

    `asking`: the words for what is asked of it say no more either (「KKに必要な書類は」).
    """
    words = set(content_words(text))
    words = words - _EMPTY - (OF_FACETS if asking else frozenset()) or words
    if not words or (_MAKING.search(text) and not words & {"akta"}):
        return ()
    for keys, common in _families(index):
        if words <= common:
            return keys
    return ()
