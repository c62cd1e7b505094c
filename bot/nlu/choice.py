"""Which of the options just shown a citizen picks, by number, ordinal or title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.knowledge.index import alias_form
from bot.nlu.normalise import normalise

_ORDINALS: tuple[tuple[int, str], ...] = (
    (-1, r"\b(?:yang )?(?:terakhir|paling bawah|bawah sendiri)\b|最後|一番下|いちばん下"),
    (
        1,
        r"\b(?:yang )?(?:pertama|kesatu|satu|paling atas|siji)\b|一番上|いちばん上|(?:一|1|いち)(?:番|つ目|個目|つめ|ばん)|最初|ひとつ(?:目|め)|一つ目",
    ),
    (2, r"\b(?:yang )?(?:kedua|dua|ke-?2|loro)\b|(?:二|2|に)(?:番|つ目|個目|つめ|ばん)|ふたつ(?:目|め)|真ん中|二つ目"),
    (3, r"\b(?:yang )?(?:ketiga|tiga|ke-?3|telu)\b|(?:三|3|さん)(?:番|つ目|個目|つめ|ばん)|みっつ(?:目|め)|三つ目"),
    (4, r"\b(?:yang )?(?:keempat|empat|ke-?4|papat)\b|(?:四|4|よん)(?:番|つ目|個目|つめ|ばん)|よっつ(?:目|め)|四つ目"),
    (5, r"\b(?:yang )?(?:kelima|lima|ke-?5)\b|(?:五|5|ご)(?:番|つ目|個目|ばん)"),
)
_NUMBER = re.compile(
    r"^(?:(?:pilih(?:an)?|yang|ya|ok(?:e)?|coba|mau|saya|aku|itu|no(?:mor|mer|\.)?|nmr|angka|opsi|ke)[ .]*)*(\d{1,2})"
    r"(?:[ .)]*(?:saja|ya|dong|min|kak|deh|itu|番|番目|番で|ばん|つ目|番目で|で|や|やで|やねん|ばい|たい|番のやつ|番お願いします|を?お願いします|です|にします|番です|番にします))*[ .!。]*$"
)

_WORDS = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9}
# In a sentence a number is a choice where it is called one ("yang nomor dua, Pak"), or stands at the head, set apart (「1で。引っ越しの時や」).
_IN_SENTENCE = re.compile(
    rf"\b(?:nomor|nomer|nmr|pilihan|opsi|angka) ?(?:ke ?)?(\d{{1,2}}|{'|'.join(_WORDS)})\b"
    r"|^(\d{1,2})(?:番|番目|つ目)?(?:で|です|や|やで|を?お願いします|にします)?[.。、,!！](?!\d)"
)
_NOT_THAT_ONE = re.compile(r"\bbukan\b|じゃな|ではな|ちゃう|違う|違い")


def chosen(text: str, titles: Sequence[Sequence[str]]) -> int | None:
    """The index of the option that a citizen's text picks, or None.

    `titles` holds for each option its titles in both languages. Ordinal words count only in short texts: in a long one
    "pertama" belongs to the sentence ("pertama kali bikin SIM").
    """
    flat = normalise(text)
    if not flat or not titles:
        return None
    form = alias_form(flat)
    exact = [i for i, group in enumerate(titles) if any(alias_form(normalise(t)) == form for t in group)]
    if len(exact) == 1:
        return exact[0]
    if match := _NUMBER.match(flat):
        number = int(match.group(1))
        return number - 1 if 1 <= number <= len(titles) else None
    if (match := _IN_SENTENCE.search(flat)) and not _NOT_THAT_ONE.search(flat):
        found = match.group(1) or match.group(2)
        number = _WORDS.get(found) or int(found)
        return number - 1 if 1 <= number <= len(titles) else None
    if len(flat) <= 24 and "pertama kali" not in flat:
        for number, pattern in _ORDINALS:
            if re.search(pattern, flat):
                index = len(titles) - 1 if number == -1 else number - 1
                return index if index < len(titles) else None
    return None
