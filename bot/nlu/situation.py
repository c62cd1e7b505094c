"""What a message says, by its words alone, of where the citizen or the talk stands."""

from __future__ import annotations

import re

_CIVIL_STATUS = re.compile(
    r"\bstatus\w*\b.{0,20}\b(?:kawin|nikah|menikah|cerai|lajang|janda|duda|perkawinan|pernikahan|sipil|pekerjaan)\b|戸籍の状態|婚姻の状態"
)
_COMPLAIN = r"ngadu|mengadu|adukan|komplain|protes"
_WHERE_TO = r"\w*\b.{0,15}\b(?:(?:di |ke )?mana|kemana|dimana|ndi|endi|siapa)\b"
_TO_REPORT = re.compile(
    rf"\b(?:lapor|melapor|ngelapor|nglapor|{_COMPLAIN}){_WHERE_TO}"
    r"|(?:通報|苦情|訴え)[^。?]{0,8}どこ|どこ[^。?]{0,8}(?:通報|苦情|訴え)"
)
_TO_COMPLAIN = re.compile(
    rf"\b(?:{_COMPLAIN}){_WHERE_TO}|(?:苦情|クレーム)[^。?]{{0,8}}(?:どこ|誰|だれ)|(?:どこ|誰|だれ)[^。?]{{0,8}}(?:苦情|クレーム)"
)
_CONCLUDES = re.compile(
    r"\b(?:berarti|dong)\b(?!.*\b(?:kalau|kalo|klo|lek|nek)\b)|^(?:terus|trus|lalu)\b(?!.*\b(?:kalau|kalo|klo|lek|nek|yang|berapa)\b)"
    r"|って(?:いう)?こと(?:は|です|や|だ|かな|か)|ということは"
)
# That one can not pay, as Japanese verbs say it.
UNABLE_TO_PAY = r"(?:払|はら)え(?:な|ん|へん|ま|そうに?も?な)|払われへん|払いきれ"
_CANNOT_PAY = re.compile(
    rf"{UNABLE_TO_PAY}|(?:払|はら)うのが(?:難|むずか|きつ|厳し|大変)"
    r"|\b(?:gak|ga|tidak|tdk|ndak|ora|nggak|belum|gk)\b "
    r"(?:mampu|kuat|sanggup|bisa|iso|punya (?:uang|duit)(?: untuk| buat)?)\b.{0,12}\bm?bayar"
    r"|\b(?:gak|ga|tidak|tdk|ndak|ora|nggak|belum|gk) (?:punya|ada|duwe|nduwe) (?:uang|duit|biaya)\b"
)
_PROGRESS = re.compile(
    r"status|sampai mana|sampe mana|udah|sudah|selesai|proses|progres|kapan|cek|jadi|dadi|lacak|resi|rampung|durung|belum|blm|lama|kok"
    r"|nunggu|terbit|tunggu|ambil|wis|tahap|hasil|perkembangan|tracking|permohonan"
    r"|どう|進|状況|状態|でき|出来|いつ|まだ|届|終わ|審査|確認|番号|待|完成|受け取|申請"
)
_HOW = re.compile(
    r"\b(?:gimana|bagaimana|piye|kepiye|yaopo)\b|どう(?:すれば|したら|する|です|なん|なる|なり|やろ|と)|どげん(?:すれば|したら|すっと|しよう|やろ)|(?:何|なに)(?:を|ば)?(?:すれば|したら)"
)
_PLACE = re.compile(
    r"^(?:(?:apa|apakah|kalau|kalo) )?(?:bisa|iso|isok|boleh)(?: juga)? (?:di|nang|neng|ning|ke) [\w ]{2,24}\??$"
    r"|^(?:kalau |kalo )?(?:di|nang|neng|ning|ke) [\w ]{2,24} (?:juga )?(?:bisa|iso|isok|boleh)(?: (?:kah|n?gg?ak|ndak|ga|tah?|juga))?\??$"
)
_PLACE_TO_DO = re.compile(
    r"^(?:daftar|urus|ngurus|lapor|bayar|ambil|bikin|mendaftar)(?:nya|e)? (?:(?:cukup|langsung|bisa|iso) )?"
    r"(?:di|ke|nang|neng|ning) [\w ]{2,20}\??$"
)
_BOOKING = re.compile(
    r"予約|よやく|整理券|番号札|受付番号|日時|空き|枠|\b(?:booking|reserv\w*|antr\w+|nomor|jadwal\w*|slot|janji\w*|daftar\w*|pesan\w*|kuota)\b"
)
# What holds if something is so: 「引っ越したときは」, "kalau pindah".
_IF = re.compile(
    r"(?:た|る|い)(?:とき|時|場合)|たら|んなら|\b(?:kalau|kalo|klo|kl|jika|bila|misal(?:nya|kan)?|nek|lek|seumpama|umpama|pas)\b"
)
_FINE = re.compile(r"\bdenda|過料|延滞|罰金|罰則")


def speaks_of_civil_status(text: str) -> bool:
    """Whether a normalised text speaks of the status of a person (married, divorced), and not of how far an application has come."""
    return _CIVIL_STATUS.search(text) is not None


def asks_where_to_report(text: str) -> bool:
    """Whether a normalised text asks where to report or complain."""
    return _TO_REPORT.search(text) is not None


def asks_where_to_complain(text: str) -> bool:
    """Whether a normalised text asks where to complain, which is no question for the place of a service."""
    return _TO_COMPLAIN.search(text) is not None


def concludes(text: str) -> bool:
    """Whether a normalised text draws a conclusion ("berarti bikin baru dong") or goes on to the next thing ("terus BPJS")."""
    return _CONCLUDES.search(text) is not None


def cannot_pay(text: str) -> bool:
    """Whether a normalised text says that the citizen can not pay."""
    return _CANNOT_PAY.search(text) is not None


def speaks_of_progress(text: str) -> bool:
    """Whether a normalised text has a word of how far something has come; who asks for that uses one in some way."""
    return _PROGRESS.search(text) is not None


def asks_how(text: str) -> bool:
    """Whether a normalised text asks how something is or is done."""
    return _HOW.search(text) is not None


def asks_of_place(text: str) -> bool:
    """Whether a normalised text asks if something can be done at a place ("di kecamatan bisa?"), and nothing else."""
    return _PLACE.search(text) is not None or (_PLACE_TO_DO.search(text) is not None and not re.search(r"\b(?:mana|ndi|endi)\b", text))


def speaks_of_booking(text: str) -> bool:
    """Whether a normalised text has a word of booking a time or a place in a queue."""
    return _BOOKING.search(text) is not None


def supposes(text: str) -> bool:
    """Whether a normalised text asks what holds if something is so."""
    return _IF.search(text) is not None


def speaks_of_fine(text: str) -> bool:
    """Whether a normalised text speaks of a fine."""
    return _FINE.search(text) is not None
