"""The name alone, out of the sentence in which a citizen says it: "nama saya Budi", "panggil saja Bu Sri ya", 「スズキです」.

Only what frames a name is taken off; where nothing of the kind stands, the words stay as they were written. Whoever is called 「やまだ」,
"Saya Tanaka" or "Budi Santoso, S.Pd." keeps the whole name: a frame is never guessed out of the name's own letters.
"""

from __future__ import annotations

import re

_GREETING = r"(?:halo+|hallo+|hai|permisi|assalamu'?alaikum|(?:selamat )?(?:pagi|siang|sore|malam)|oh|ya|iya|ok|oke|baik)"
_TO = r"(?:pak|bu|kak|min|mas|mbak)"
_OPENING = rf"(?:{_GREETING}(?: {_TO})?[ ,.!]+)*"
_NAME_IS = r"(?:nama|nm)(?:ku| panggilan(?:ku)?)?(?: (?:saya|sy|aku|lengkap|panggilan))*(?: (?:adalah|itu|yaitu|cukup))?(?: ?[:=])?"
_CALL_ME = (
    r"(?:(?:boleh|bisa|biasa(?:nya)?|cukup|tolong) )?(?:saya )?(?:di)?(?:panggil|sebut)(?:lah)?(?: (?:saya|aku|saja|aja|dengan|sebagai))*"
)
_ON_BEHALF = r"(?:atas nama|a\.n\.?)"
_FRAMED = re.compile(rf"{_OPENING}(?:{_NAME_IS}|{_CALL_ME}|{_ON_BEHALF})\s+(?P<name>.+)", re.I)
# Only in Indonesian: 「沙也」 is a name, too.
_IT_IS = re.compile(rf"{_OPENING}(?:(?:ini|dengan|saya|sy|aku|adalah|cukup)\s+)+(?P<name>.+)", re.I)
# "Saya mau ...", "saya yang tadi ...": what follows is no name.
_NO_NAME = re.compile(
    r"(?:mau|ingin|pengen|hendak|akan|perlu|butuh|bisa|boleh|harus|ada|punya|sudah|udah|belum|sedang|lagi|masih|tidak|tak|gak|ga|nggak|ndak"
    r"|bukan|jangan|yang|dari|di|ke|untuk|buat|karena|kalau|cuma|hanya|juga|itu|nomor|no|kan|kok|minta|tanya|tinggal|lewat)\b",
    re.I,
)
_GREETED = re.compile(rf"{_GREETING}(?: {_TO})?[,.!]+ *(?P<name>.+)", re.I)
_SOFTLY = re.compile(rf"[ ,]+(?:ya|aja|saja|deh|kok|lho|{_TO}|makasih|terima kasih|di ?sini|namanya|nama saya|panggilannya)$")
# What is said after the name, not "S.Pd." or "M.Si".
_SAID_AFTER = re.compile(r", *+(?!\S*\.\S)[^A-Z]+$")
_JAPANESE_BEGINNING = re.compile(
    r"(?:(?:はい|ええと|えっと|あのう?|こんにちは|すみません)[、,。 ]+)*"
    r"(?:(?:(?:私|わたし|わたくし|僕|ぼく)(?:の)?)?(?:お?名前|氏名|名字|苗字|なまえ)(?:は|[:：])|(?:私|わたし|わたくし|僕|ぼく)は)?[、,\s]*"
)
# Never 「だ」, with which 「やまだ」 and 「よしだ」 end, too.
_JAPANESE_END = re.compile(
    r"(?:(?:と|って)(?:申し|もうし|言い|いい)ます|と(?:呼んで|よんで|お呼び)(?:ください|下さい|いただければ.*)"
    r"|で(?:お願い(?:します|いたします|致します)|(?:いい|良い|よい|けっこう|結構|大丈夫|かまいません)(?:です)?)|(?:でござい|になり)ます|(?<!いい)(?<!大丈夫)です"
    r"| desu| to moushimasu)(?:よ|ね|が|けど)?$"
)
_AROUND = " 　\t\n\"'“”「」『』、。,!！"


def name_in(text: str, language: str) -> str:
    """The name that the text says; the text itself where it frames none."""
    whole = " ".join(text.split()).strip(_AROUND)
    found = _in_japanese(_in_indonesian(whole, language))
    return found if any(map(str.isalpha, found)) else whole


def _in_indonesian(whole: str, language: str) -> str:
    framed = _FRAMED.fullmatch(whole)
    if framed is None and language != "ja":
        framed = _IT_IS.fullmatch(whole)
        if framed is not None and _NO_NAME.match(framed["name"]):
            return whole
    if framed is None:
        framed = _GREETED.fullmatch(whole)
    name = framed["name"] if framed is not None else whole
    if framed is not None:
        name = _SAID_AFTER.sub("", name)
    while (shorter := _SOFTLY.sub("", name)) != name:
        name = shorter
    last = name.split(" ")[-1]
    return (name[:-1] if last.endswith(".") and last.count(".") == 1 and len(last) > 3 else name).strip(_AROUND)


def _in_japanese(text: str) -> str:
    beginning = _JAPANESE_BEGINNING.match(text)
    name = _JAPANESE_END.sub("", text[beginning.end() if beginning is not None else 0 :].rstrip(_AROUND))
    return name.strip(_AROUND) or text
