"""Whether a message speaks of a death: condolences to one whose mother lives would be cruel."""

from __future__ import annotations

import re

_DEATH = re.compile(
    r"mening+al|mninggal|\bmnggl|\bninggal\b|wafat|\bmati\b|\bmatek\b|tewas|gugur|almarhum|\balm\b|\balmh\b|jenazah|kematian|berpulang"
    r"|tutup usia|\bsedo\b|\bseda\b|tilar|kepaten|mayat|makam|kubur|berduka|duka|wis (?:gak|ora) ono|sudah tiada|telah tiada"
    r"|\bahli waris\b|warisan"
    r"|亡|死|しん(?:だ|で|じゃ)|なくな[っりる]|他界|逝|葬|遺族|遺産|相続|喪|お墓|墓|不幸|永眠|息を引き取|看取|お骨|骨壺|位牌"
)
# "KTP mati", "pajaknya sudah mati": what has run out.
_PAPER = r"\b(?:ktp|sim|stnk|pajak|plat|paspor|bpjs|kis|kartu|kitas|surat|izin)\w*"
_THING = re.compile(rf"{_PAPER}(?: (?!orang )\w+){{0,2}} mati\b")
# Whose it is and when, and nothing that another could be said to be in between: "SIM saya juga mau mati".
_OWNED_THING = re.compile(
    rf"{_PAPER}(?: (?:a|b|b1|b2|c|d|motor|mobil|kendaraan|lama|saya|aku|kulo|kami|suami|istri|bapak|ibu|anak|bojo|ini|itu|juga|pun"
    r"|kok|sudah|udah|udh|dah|wis|hampir|bentar|sebentar|lagi|akan|bakal|mau|arep|habis|tahun|bulan|minggu|depan)){0,6} mati\b"
)


def speaks_of_death(text: str) -> bool:
    """Whether a normalised text has a word for death, the dead or what is done for them."""
    return _DEATH.search(_THING.sub(" ", text)) is not None


def speaks_of_expiry(text: str) -> bool:
    """Whether a normalised text says that a document has run out, or is about to ("SIM saya juga mau mati")."""
    return _OWNED_THING.search(text) is not None
