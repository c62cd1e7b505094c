"""The wish for a person, said outright, whatever else the same message asks."""

from __future__ import annotations

import re

_PERSON_ID = r"(?:petugas|pegawai|operator|manusia|orang(?:nya)?(?: asli| langsung)?|admin(?:nya)?|staf+|cs|customer service)"
_WISH = re.compile(
    r"\b(?:mau|ingin|pengin|pingin|minta|tolong|mohon|bisa(?:kah)?|boleh(?:kah)?)\b[^.?!]{0,25}?"
    r"\b(?:(?:ber)?bicara|ngomong|ngobrol|chat(?:ting)?|konsultasi|curhat|di ?(?:sambung|hubung)(?:kan|in)?|(?:sambung|hubung)(?:kan|in))\b"
    rf"[^.?!]{{0,20}}?\b{_PERSON_ID}\b"
    rf"|\b(?:mau|ingin|pengin|pingin|bisa(?:kah)?|boleh(?:kah)?) (?:ber)?tanya[^.?!]{{0,20}}? (?:ke|kepada|sama|langsung) {_PERSON_ID}\b"
    rf"|\b(?:sambung|hubung)(?:kan|in)\b[^.?!]{{0,20}}?\b{_PERSON_ID}\b"
    r"|(?:職員|担当(?:者|の(?:人|方))?|係の(?:人|方)|窓口の(?:人|方)|オペレーター|人間|生身の人)(?:の方|さん)?(?:と|に)(?:直接|電話で|ちゃんと)?"
    r"(?:話し?(?:を?し)?たい|話せ|お話しし?たい|ご?相談し?たい|聞きたい|ききたい|質問し?たい|尋ねたい|伺いたい|うかがいたい|"
    r"代わって|かわって|替わって|繋いで|つないで|取り次いで)"
)
_NOT = re.compile(r"\b(?:tidak|tak|gak|nggak|tanpa) (?:perlu|mau|usah|harus)?\s*(?:bicara|ngobrol|ngomong)")


def wants_person(text: str) -> bool:
    """Whether a normalised text asks outright to speak with a person."""
    return _WISH.search(text) is not None and _NOT.search(text) is None
