"""Brings what citizens type into one form before anything compares it: width, case, elongation, stray characters, length."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import jaconv

# A citizen's question fits in 300 characters; the embedding's cost grows faster than the text (53 s for 20,000 characters).
MAX_CHARACTERS = 300
# Prevents Rasa from reading a citizen's "/intent{...}" as a command; `normalise` drops it again.
WORD_JOINER = "\u2060"

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_ELONGATED_LETTER = re.compile(r"([a-z])\1{2,}")
_ELONGATED_KANA = re.compile(r"([ぁ-ゖァ-ヺ])\1{2,}")
_REPEATED_SIGN = re.compile(r"([ー〜~!?。、.,…・‼⁉])\1+")
_SPACES = re.compile(r"\s+")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f々]")
_SPACE_IN_JAPANESE = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff々ー]) (?=[\u3040-\u30ff\u3400-\u9fff々ー])")

# How people shorten the words that carry a question. Kept to words whose long form is beyond doubt.
_SHORT_FORMS = {
    "yg": "yang",
    "brp": "berapa",
    "brapa": "berapa",
    "brpa": "berapa",
    "gmn": "gimana",
    "gmana": "gimana",
    "bgmn": "bagaimana",
    "dmn": "dimana",
    "dmna": "dimana",
    "dimn": "dimana",
    "kpn": "kapan",
    "sy": "saya",
    "sya": "saya",
    "aq": "aku",
    "tdk": "tidak",
    "gk": "gak",
    "ga": "gak",
    "ngga": "gak",
    "nggak": "gak",
    "enggak": "gak",
    "bs": "bisa",
    "bsa": "bisa",
    "utk": "untuk",
    "untk": "untuk",
    "dgn": "dengan",
    "dg": "dengan",
    "krn": "karena",
    "hrs": "harus",
    "plat": "pelat",
    "blm": "belum",
    "blom": "belum",
    "sdh": "sudah",
    "udh": "sudah",
    "udah": "sudah",
    "klo": "kalau",
    "kl": "kalau",
    "klu": "kalau",
    "kalo": "kalau",
    "bkin": "bikin",
    "bikn": "bikin",
    "srt": "surat",
    "jg": "juga",
    "sm": "sama",
    "org": "orang",
    "trs": "terus",
    "trus": "terus",
    "tlg": "tolong",
    "mksd": "maksud",
    "smpe": "sampai",
    "sampe": "sampai",
    "hr": "hari",
    "bln": "bulan",
    "thn": "tahun",
    "prlu": "perlu",
    "byr": "bayar",
    "bayarnya": "bayar nya",
    "knp": "kenapa",
    "apaan": "apa",
    "aja": "saja",
    "aj": "saja",
    "ktr": "kantor",
    "bpk": "bapak",
    "jgn": "jangan",
    "lgsg": "langsung",
    "pngin": "ingin",
    "pgn": "ingin",
    "pengen": "ingin",
    "ilang": "hilang",
    "ngilangin": "hilang",
    "ktpel": "ktp-el",
    "ektp": "ktp-el",
    "e-ktp": "ktp-el",
    "piro": "berapa",
    "piroan": "berapa",
    "endi": "mana",
    "ndek": "di",
    "nang": "di",
    "piye": "gimana",
    "kudu": "harus",
    "iso": "bisa",
    "opo": "apa",
    "sopo": "siapa",
    "suwe": "lama",
    "mbayar": "bayar",
    "arep": "mau",
    "nglairno": "melahirkan",
    "nglairke": "melahirkan",
    "babaran": "melahirkan",
    "lairan": "lahiran",
    "njur": "terus",
    "banjur": "terus",
    "mbukak": "membuka",
    "njaluk": "minta",
    "kanggo": "untuk",
    "wong": "orang",
    "omah": "rumah",
    "omahku": "rumahku",
    "pajek": "pajak",
    "wingi": "kemarin",
    "saiki": "sekarang",
    "durung": "belum",
    "wis": "sudah",
    "wes": "sudah",
    "karo": "sama",
    "gowo": "bawa",
    "nggowo": "bawa",
    "digowo": "dibawa",
    "ono": "ada",
    "duwe": "punya",
    "ora": "tidak",
    "mboten": "tidak",
    "pinten": "berapa",
    "nopo": "apa",
    "pundi": "mana",
    "kulo": "saya",
}
_WORD = re.compile(r"[a-z][a-z\-]*")


def is_japanese(text: str) -> bool:
    """Whether the text holds a Japanese character."""
    return _JAPANESE.search(text) is not None


def without_halves(text: str) -> str:
    """The text without halves of surrogate pairs, which JSON can carry and no encoding can hold."""
    return text.encode("utf-8", "ignore").decode("utf-8")


# Room for every example of a training, which several components read.
@lru_cache(maxsize=49_152)
def normalise(text: str) -> str:
    """The form in which texts are compared; at most `MAX_CHARACTERS` long, possibly empty."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", without_halves(text[: MAX_CHARACTERS * 4])))
    text = _CONTROL.sub(" ", text)[:MAX_CHARACTERS].lower()
    text = jaconv.h2z(text, kana=True, ascii=False, digit=False)
    text = _ELONGATED_LETTER.sub(r"\1", text)
    text = _ELONGATED_KANA.sub(r"\1", text)
    text = _REPEATED_SIGN.sub(r"\1", text)
    text = _SPACES.sub(" ", text).strip()
    text = _SPACE_IN_JAPANESE.sub("", text)
    return _WORD.sub(lambda m: _SHORT_FORMS.get(m.group(), m.group()), text)
