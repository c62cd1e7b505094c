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
_THING = re.compile(r"\b(?:ktp|sim|stnk|pajak|plat|paspor|bpjs|kis|kartu|kitas|surat|izin)\w*(?: (?!orang )\w+){0,2} mati\b")


def speaks_of_death(text: str) -> bool:
    """Whether a normalised text has a word for death, the dead or what is done for them."""
    return _DEATH.search(_THING.sub(" ", text)) is not None
