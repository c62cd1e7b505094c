"""Sentences of citizens that mean one thing only while something is asked of them or while they wait."""

from __future__ import annotations

import re

from bot.nlu.distress import spoken_of
from bot.nlu.normalise import normalise

_LONGEST_ANSWER = 60
_CANCEL = re.compile(
    r"(?:saya )?(?:mau )?(?:batal(?:kan|in)?|cancel|(?:tidak|gak|ga|nggak) jadi|stop|berhenti)(?: saja| aja| deh| ya)?"
    r"|(?:やめる|やめます|やめたい(?:です)?|中止|キャンセル(?:します|したい(?:です)?|で|でお願いします)?|取り消し(?:ます)?|もういい(?:です)?|結構です)"
)
_WAITING = r"(?:me)?(?:nunggu|tunggu|antr[ei](?:an)?|ngantr[ei])"
_SOFTLY = r"(?: saja| aja| deh| ya| kok| lah)*"
_LEAVE = re.compile(
    r"(?:saya |aku )?(?:mau )?keluar(?: dari)?(?: antrean| antrian)?(?: saja| aja)?"
    rf"|(?:saya |aku )?(?:mau )?(?:batal|batalkan|stop|berhenti|sudahi) (?:saja )?{_WAITING}{_SOFTLY}"
    rf"|(?:saya |aku )?(?:sudah )?(?:tidak|gak|ga|nggak|ndak) (?:mau|usah|jadi|perlu|bisa|kuat|sanggup) {_WAITING}(?: lagi)?{_SOFTLY}"
    r"|(?:順番)?待(?:ち|つの)を?や(?:める|めます|めたい(?:です)?|めとく|めときます)|(?:もう)?待(?:てません|てない(?:です)?|ちたくない(?:です)?|ちません)"
)
_CALL = re.compile(
    r"\b(?:di)?(?:telepon|telpon|telp|hubungi)(?:i)?(?: balik| kembali)?\b.{0,12}\b(?:saya|aku|nanti|ya|dong|saja|aja)\b"
    r"|\b(?:tolong|mohon|minta|bisa|boleh|mau)\b.{0,12}\b(?:di)?(?:telepon|telpon|telp|hubungi)"
    r"|電話(?:して|を?(?:ください|下さい|お願い|もら|いただ))|折り返し|(?:あとで|後で|のちほど)連絡"
)
_TO = r"(?:pak|bu|min|kak|mas|mbak)"
_PLACE = re.compile(
    r"berapa (?:lama|menit) lagi|masih lama|lama lagi|urutan (?:saya|ke|berapa)"
    r"|antr[ei]an (?:saya|ke|berapa|nomor)|nomor (?:antr[ei]an|urut)"
    r"|giliran saya|kapan (?:petugas|dilayani|dibalas|dijawab|giliran)|(?:petugasnya|petugas) (?:di ?mana|mana)|mana (?:petugas|orang)nya?"
    rf"|^(?:halo+|hallo+|hai|permisi)\b[ ,.!?]*(?:{_TO}\b[ ,.!?]*)?berapa lama\b(?: (?:ya|sih|nih))*[ ?!.]*$"
    r"|^(?:kok|koq) (?:lama|suwe)\b|^lama (?:banget|sekali|amat)\b"
    r"|\b(?:lama|suwe)(?: banget| sekali| amat)? (?:nunggu|ngantri|antri)(?:nya)?\b"
    r"|^(?:もしもし|すみません)?[、。?]*(?:まだ(?:なん)?(?:です)?か?|遅い(?:です)?(?:ね|よ|な)?|長い(?:です)?(?:ね|よ|な)?)[?。!]*$"
    r"|あと(?:どのくらい|どれくらい|どのぐらい|どれぐらい|何分|何番|何人)|何番目|まだですか|まだかかり|順番は|(?:いつまで|どのくらい|どれくらい)待|待ち時間"
)
_STAFF = r"(?:petugas|operator|admin)(?:nya)?"
_BEFORE = r"(?:tadi|sebelumnya|kemarin|barusan)"
_BACK = re.compile(
    rf"\b(?:kembali|balik|lanjut(?:kan|in)?|sambung(?:kan|in)?)\b(?: lagi)?(?: \w+){{0,2}} {_STAFF}\b"
    rf"|\b(?:bicara|ngobrol|chat|ngomong|tanya|hubungi|hubungkan|sambungkan|ketemu|ke|dengan|sama)(?: lagi)?(?: ke| dengan| sama)?"
    rf" {_STAFF} (?:yang )?(?:{_BEFORE}|lagi)\b"
    rf"|\b(?:lanjut(?:kan|in)?|sambung(?:kan|in)?|buka(?: lagi| kembali)?|kembali ke|balik ke)(?: \w+)?"
    rf" (?:kasus|masalah|urusan|percakapan|pembicaraan|obrolan|laporan|kasusnya)(?: saya| aku)?(?: yang)? (?:{_BEFORE}|sama|itu)\b"
    r"|(?:さっき|先ほど|先程|前|今)の(?:職員|担当|オペレーター|係)(?:の?方|の?人|者|さん)?(?:に|と|へ).{0,12}(?:戻|話|聞|相談|つな|繋|代わ|替わ|お願い)"
    r"|(?:職員|担当(?:者|の方)?|オペレーター)(?:さん|の方)?に(?:もう一度|また)?戻(?:り|る|して|せ|し)"
    r"|(?:職員|担当(?:者|の方)?|オペレーター)(?:さん|の方)?(?:に|と)(?:もう一度|また)(?:話|聞|相談|つな|繋|お願い)"
    r"|(?:同じ|さっきの|先ほどの|先程の)(?:件|話|問い合わせ|相談)(?:で|の続き|について)?.{0,10}(?:職員|担当|戻|つな|繋|人と)"
)
_QUESTION = re.compile(
    r"[?？]|(?:か|かな)[。.]?$"
    r"|^(?:apa|apakah|berapa|bagaimana|gimana|kapan|di ?mana|kenapa|mengapa|syarat|biaya|cara|jam|tolong jelaskan|mau tanya)\b"
)
_YES = re.compile(
    r"(?:ya|iya|yes|ok|oke|okay|boleh|setuju|silakan)(?:[ ,.!]*(?:ya|iya|boleh|setuju|silakan|saja|kak|min|pak|bu))*[.!]*"
    r"|(?:はい|うん|ok|オーケー)?[、。]?(?:同意(?:します|する)?|いいです|大丈夫です|お願いします|かまいません)?[。!]?"
)
_NO = re.compile(r"(?:tidak|gak|ga|nggak|jangan|no)\b.*|いいえ.*|いや.*|同意しない|同意しません|だめ.*")


def cancels(text: str) -> bool:
    """Whether somebody takes back what was begun."""
    return _CANCEL.fullmatch(_bare(text)) is not None


def leaves(text: str) -> bool:
    """Whether somebody who waits no longer wants to."""
    return _LEAVE.fullmatch(_bare(text)) is not None or cancels(text)


def asks_for_call(text: str) -> bool:
    """Whether somebody who was offered to be called back takes the offer in words."""
    flat = normalise(text)
    return len(flat) <= _LONGEST_ANSWER and _CALL.search(flat) is not None


def asks_for_place(text: str) -> bool:
    """Whether somebody who waits asks for how long still."""
    flat = normalise(text)
    return len(flat) <= _LONGEST_ANSWER and _PLACE.search(flat) is not None


def is_of_the_queue(text: str) -> bool:
    """Whether somebody who waits says something about the waiting itself."""
    return asks_for_place(text) or leaves(text)


def goes_back(text: str) -> bool:
    """Whether somebody wants to go on with the person who served them, about the same case."""
    flat = normalise(text)
    return len(flat) <= _LONGEST_ANSWER and _BACK.search(flat) is not None


def is_danger(text: str) -> bool:
    """Whether it says outright that somebody is in danger; whatever was asked, it is not the answer to that."""
    return spoken_of(normalise(text)) is not None


def is_question(text: str) -> bool:
    """Whether it looks like something of the citizen's own rather than an answer to our question."""
    flat = normalise(text)
    return len(flat) > _LONGEST_ANSWER or _QUESTION.search(flat) is not None or is_danger(text)


def agrees(text: str) -> bool | None:
    """A clear yes or no; None when it is neither."""
    flat = _bare(text)
    if _NO.fullmatch(flat):
        return False
    return True if flat and _YES.fullmatch(flat) else None


def _bare(text: str) -> str:
    return normalise(text).strip(" .!。、")
