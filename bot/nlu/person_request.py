"""The wish for a person, said outright, whatever else the same message asks."""

from __future__ import annotations

import re

_OFFICER = r"(?:(?:pak|bu|bapak|ibu|mas|mbak|kak|kakak) )?(?:petugas|pegawai|operator|manusia|staf+)(?:nya)?(?: asli| beneran| langsung)?"
_PERSON = rf"(?:{_OFFICER}|orang(?:nya)?(?: asli| beneran| langsung)?|admin(?:nya)?|cs|customer service)"
_WANT = r"(?:mau|ingin|pengin|pingin|pengen|kepengen|butuh|minta|tolong|mohon|bisa(?:kah)?|boleh(?:kah)?|mending(?:an)?|lebih baik|biar)"
_TALK = (
    r"(?:(?:ber)?bicara|ngomong|ngobrol|chat(?:ting)?|konsultasi|curhat|di ?(?:sambung|hubung)(?:kan|in)?|(?:sambung|hubung)(?:kan|in)|"
    r"di ?oper(?:kan)?)"
)
_ASK = r"(?:(?:ber)?tanya|nanya)(?:kan|in)?"
_HELPED = r"di ?(?:jawab|bantu|layani|balas|respon|jelaskan|jelasin|terangkan|urus)(?: langsung)?(?: sama| oleh| dengan)?"
_SOFTLY = r"(?: (?:langsung|aja|saja|ajalah|deh|dong|dulu|lah|ya|yah|nih|kak|min|sekarang|bisa|boleh|gak|tidak))"
# What stands behind the person is the rest of a question ("tanya petugas buka jam berapa"), unless nothing does or only soft words.
_THAT_IS_ALL = rf"(?:{_SOFTLY}+(?=[ ]*(?:[.,;!?]|$))|(?=[ ]*[.!?]*$))"
_CLAUSE = r"(?:^|[.,;!?…] ?|\b(?:terus|trus|lalu|tapi|atau|dan|udah|sudah|yaudah|mending(?:an)?|lebih baik|saya|aku) )"
# "Petugas tolong, akta anak saya salah nama": whoever is called stands alone in a clause, or begins the message.
_CALLED = r"(?:tolong|mohon|minta|bantu(?:an|in)?|dong|please|plis)"
_GREETED = r"(?:(?:halo|hallo|hai|permisi|maaf|pagi|siang|sore|malam|selamat (?:pagi|siang|sore|malam)),? )?"
_ABOUT = r"(?:soal|tentang|mengenai|perihal|masalah|karena|krn|gara-gara)"
_INDONESIAN = re.compile(
    rf"\b{_WANT}\b[^.?!]{{0,25}}?\b{_TALK}\b[^.?!]{{0,20}}?\b{_PERSON}\b"
    rf"|\b{_WANT} (?:langsung )?{_ASK}[^.?!]{{0,20}}? (?:ke|kepada|sama|dengan|langsung) {_PERSON}\b"
    rf"|\b{_WANT} (?:langsung )?{_ASK}(?: langsung| aja| saja)* {_OFFICER}{_THAT_IS_ALL}"
    rf"|{_CLAUSE}(?:langsung )?{_ASK}(?: langsung| aja| saja)*(?: ke| sama)? {_OFFICER}(?= (?:aja|saja|langsung))"
    rf"{_SOFTLY}+(?! *\?)(?= *[.,;!]| *$)"
    rf"|\b(?:mau|ingin|pengin|pingin|pengen|minta|tolong|mohon|biar) {_HELPED} {_PERSON}{_THAT_IS_ALL}"
    rf"|\b(?:mau|minta|butuh|pengen|pingin)(?: sama| ke| dengan)? {_OFFICER}{_THAT_IS_ALL}"
    rf"|{_CLAUSE}(?:langsung )?(?:sama|ke|dengan) {_OFFICER}(?: aja| saja){_SOFTLY}*(?! *\?)(?= *[.,;!]| *$)"
    rf"|\b(?:panggil(?:kan|in)?|mana|carikan) {_OFFICER}(?= (?:dong|ya|deh|aja|saja|nih)\b| *[.!?]*$)"
    rf"|\bada(?:kah)? {_PERSON} (?:yang )?(?:bisa )?(?:saya |aku )?(?:di ?)?ajak (?:bicara|ngomong|ngobrol|chat)"
    rf"|\b(?:sambung|hubung)(?:kan|in)\b[^.?!]{{0,20}}?\b{_PERSON}\b"
    rf"|(?:^{_GREETED}|[.,;!?…] ?){_OFFICER}(?: {_CALLED}){{1,3}}{_SOFTLY}*(?= *(?:[.,;!]|$))"
    rf"|^{_GREETED}(?:{_CALLED} ){{1,2}}{_OFFICER}{_SOFTLY}*(?= *[.,;!])"
    rf"|^{_GREETED}{_OFFICER},? (?:tolong|mohon) (?:bantu(?:in)?|dibantu)\b"
    rf"|\b(?:mau|minta|butuh|perlu|pengen|pingin)(?: sama| ke| dengan)? (?:bantuan )?{_OFFICER} {_ABOUT} "
    rf"|\b(?:mau|minta|butuh|perlu|mohon|tolong) bantuan {_OFFICER}{_THAT_IS_ALL}"
    rf"|\b(?:panggil(?:kan|in)?|carikan) {_OFFICER}(?= *,)"
)
_NEGATED = re.compile(
    r"\b(?:tidak|tak|gak|nggak|tanpa|bukan|jangan|gausah) ?(?:perlu|mau|usah|harus|ingin|wajib)?\s*"
    r"(?:langsung )?(?:bicara|ngobrol|ngomong|chat|tanya|nanya)\b[^,.!?]*?(?=\b(?:mau|ingin|pengen|minta|tapi)\b|[,.!?]|$)"
)
_CLERK = (
    r"(?:職員|担当(?:者|の(?:人|方))?|係の(?:人|方)|窓口の(?:人|方)|オペレーター|スタッフ|相談員|人間|生身の人|(?<![一-龥々の])人)"
    r"(?:の方|の人|さん)?"
)
_ASIDE = r"(?:直接|電話で|ちゃんと|やっぱり|やはり|一度|もう一度|詳しく|、)*"
_NOT_WHEN = r"(?!とき|時|場合|人|方|ひと)"
_JAPANESE = re.compile(
    rf"{_CLERK}(?:と|に){_ASIDE}"
    rf"(?:(?:話(?:し?(?:を?し)?|が?し)たい|お話しし?たい|ご?相談し?たい|(?:聞|き|尋|訊)(?:い|き|ね)(?:てみ)?たい|質問し?たい|伺いたい|うかがいたい){_NOT_WHEN}"
    r"|話せ(?:ます|ません|る)|お話し?(?:でき(?:ます|ません)|が?したい|させて|を?うかが|を?伺)|(?:聞|き|訊)き(?:ます|ましょう)|相談します"
    r"|代わって|かわって|替わって|変わって|繋いで|つないで|つなげて|取り次いで|回して|まわして|お?(?:繋|つな)ぎ(?:ください|いただ|願)"
    r"|お願い(?:します|したい|できますか|できませんか|できないでしょうか)"
    r"|(?:対応|回答|説明|返事|案内)して(?:ほし|欲し|もらい|いただき|頂き|もらえ|いただけ|頂け|ください|下さい)"
    r"|(?:答えて|教えて|聞いて)(?:ほし|欲し|もらいたい|いただきたい|もらえます|いただけます))"
    rf"|{_CLERK}から(?:直接)?(?:の)?(?:返事|回答|説明|連絡)(?:が|を)?(?:ほし|欲し|もらい|いただき|お願い|希望)"
    rf"|{_CLERK}(?:を|に)(?:呼んで|出して|お願いします)"
    rf"|(?:^|[。、！!？?… ]){_CLERK}(?:の方|さん)?を?[、 ]?(?:どなたか|誰か)?"
    r"(?:お願い(?:します|いたします|致します|したい|できますか|できませんか)"
    r"|お(?:呼び|よび)(?:ください|下さい|いただ)|(?:呼んで|よんで|出して)(?:ください|下さい|もらえ|いただけ|ほしい|欲しい))"
    rf"|{_CLERK}(?:が|の(?:方|ほう)が|で)(?:いい|良い|よい)(?:です|な)?(?!か|の|と)"
    r"|有人(?:の)?(?:対応|チャット|窓口|サポート)?(?:に|を|で|へ)(?:して|お願い|希望|切り替え|つな|繋|したい)"
)


_CLAUSES = re.compile(r"(?:(?<=[.!?;])(?=\s)|(?<=[,。、！!？?\n]))")


def beside_the_wish(text: str) -> str:
    """What a normalised text tells besides the wish for a person: the clauses that hold nothing of it; empty where none holds it."""
    if not wants_person(text):
        return ""
    return "".join(clause for clause in _CLAUSES.split(text) if not wants_person(clause.strip())).strip(" .,!?;。、！？")


def wants_person(text: str) -> bool:
    """Whether a normalised text asks outright to speak with a person."""
    return _INDONESIAN.search(_NEGATED.sub("", text)) is not None or _JAPANESE.search(text) is not None
