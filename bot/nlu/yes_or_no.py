"""Whether a message asks for yes or no: the answer to that stands first, where what is known holds it."""

from __future__ import annotations

import re

_WHETHER = re.compile(
    r"\b(?:boleh|bisa|apa(?:kah)?|perlu|harus|wajib)(?:kah)?\b[^.!]*\?"
    r"|^(?:(?:terus|lalu|kalau begitu|trus|eh|oh|maaf|berarti)[ ,]+)*(?:boleh|bisa|apakah|perlukah|haruskah|bolehkah|bisakah)\b"
    r"|\b(?:boleh|bisa|perlu|harus)\b.{0,40}\b(?:gak|tidak|ndak|ora|kah|ta|tah)(?: (?:sih|ya|pak|bu|min|kak|mas|mbak))?\W*$"
    r"|(?:ます|です|でき?る|える|ける|れる|てもよか|てもいい|てもええ|ええ|よか|いい|だめ|あかん)(?:ん)?(?:です)?(?:か|と|の|ん|かな|やろか|でしょうか)?[?。]*$"
)
_WHICH = re.compile(
    r"\b(?:berapa|kapan|siapa|mana|kemana|dimana|gimana|bagaimana|kenapa|mengapa|apa saja|apa aja)\b"
    r"|何|なに|なん(?!か)|どれ|どんな|どう(?!も)|どこ|いつ|誰|だれ|いくら|なんぼ"
)
_WITHOUT = re.compile(
    r"\b(?:tanpa|(?:gak|tidak|ndak) (?:pakai|pake|bawa|usah|perlu|ada|punya))\b"
    r"|なしで|無しで|なくても|なくて(?:よ|い)|なかったら|ないと(?:だめ|あか)|持って(?:い)?ない|持ってへん|いらな|要らな|いりません|要りません"
)


_YES = re.compile(
    r"^(?:はい|はーい|うん|ええ(?!と)|お願い|おねがい|そう(?:です|そう|や|だ|!|！|。|$)|それ(?:です|で|や|だ|を)?|せや|頼|たのむ|イエス|オーケー|ok|yes)"
    r"|^(?:iya|ya|yap|yup|yoi|betul|benar|bener|leres|nggih|inggih|injih|boleh|mau|oke|ok|itu|iyo|yo|he'?eh|setuju|lanjut)\b"
)


def says_yes(text: str) -> bool:
    """Whether a normalised text begins with a yes: 「わかりました」 is none."""
    return _YES.search(text) is not None


def asks_whether(text: str) -> bool:
    """Whether a normalised text asks for yes or no, and for nothing else."""
    return _WHETHER.search(text) is not None and _WHICH.search(text) is None


def speaks_of_lacking(text: str) -> bool:
    """Whether a normalised text asks about doing without something: then "yes" would be understood the other way round."""
    return _WITHOUT.search(text) is not None
