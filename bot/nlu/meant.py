"""What a message that says what is not meant does mean."""

from __future__ import annotations

import re

_I = r"(?:saya|aku|ku|gue|kami)"
_MEANING = (
    rf"(?:yang {_I} (?:tanya(?:kan)?|maksud)(?: itu| adalah)?|{_I} (?:tanya|nanya|takon)(?: soal| tentang| bab)?|maksud {_I}"
    r"|(?:(?<=^)|(?<=[,.!?] )|(?<=salah )|(?<=eh ))maksud(?:ku|nya|e))"
)
_NOT_JA = (
    r"(?<!食い)(?:じゃない|ではない|ではありません|じゃありません|ちゃう(?:わ|で|ねん)?|ちがう|違う|違います|ではなく|でない)"
    r"(?:です|って|よ|んです|んだけど)?"
)
# The first that fits counts. What is meant stands in the group.
_INSTEAD_OF = tuple(
    re.compile(pattern)
    for pattern in (
        r"^.*(?:じゃなくて|ではなくて?|じゃなく、|でなくて?)[、 ]*(.{2,})$",
        r"^.*\bbukan\b.+?(?:,(?: (?:tapi|tetapi|melainkan)\b)?|tapi|tetapi|melainkan|maksud(?:nya)?(?: saya| ku)?)\s+"
        r"(?!saya$|aku$|ku$)(.{2,})$",
        # "Loh kok nikah? Saya tanya akta bayi." / "Yang saya tanyakan pertanahan, bukan akta kematian."
        rf"^.*?\b{_MEANING} (?!bukan\b|apa\b|gimana\b|bagaimana\b)(.{{3,}}?)(?:[,.!]? *\b(?:bukan|dudu)\b.*)?$",
        # "Bukan KIA! Balik nama motor." / "Lha kok KTP lagi. Pupuk!"
        r"^(?:bukan|dudu|lho? kok|loh kok|lha kok|kok)\b[^.!?,]{1,40}[.!?]+ *(.{3,})$",
        # "Motor pak, bukan PBB."
        r"^(?!eh |salah |loh? |kok )(.{3,}?)[,.!]? *\b(?:bukan|dudu)\b (?!sih\b|kah\b|nya\b|begitu\b|gitu\b)[^.!?,]{2,30}[.!]*$",
        # 「原付の話やけん！年金じゃないって」
        rf"^([^。!?、]{{2,20}})の(?:話|こと|件)(?:や|だ|です|やけん|なんです|を聞|やって)?[^。!?、]{{0,8}}[。!?、][^。!?]{{1,20}}{_NOT_JA}[。!]*$",
        # 「手続きちゃうわ！燃えるゴミが回収されてへん」
        rf"^[^。!?、]{{0,20}}{_NOT_JA}[。!?、]+(.{{2,}})$",
    )
)


def meant(text: str) -> str:
    """The part of a normalised text that says what is meant, where another part says what is not ("bukan KTP, tapi KK")."""
    for _ in range(2):  # 「ちゃうわ、犬の話や。引越しちゃう」 says it twice
        found = next((match[1].strip() for pattern in _INSTEAD_OF if (match := pattern.match(text))), None)
        if not found:
            break
        text = found
    return text
