"""How a message goes on from what was spoken of, by its words alone: what it asks besides the facets that the models know."""

from __future__ import annotations

import re
from typing import Literal, get_args

# what_else: what there is to do besides. purpose: what the thing spoken of is for, or what one gets by it. offer: what can be done there.
# along: whether a thing goes along with another, or is handed in with it. buying: where a thing is bought, which no office sells.
# domicile: where somebody is registered, by the document that stands for it. copy: whether a copy will do. hurry: it has to be quick.
# nearer: whether there is a place closer by. absent: somebody who should come can not. seal: whether a seal has to be brought, of any
# matter. that_one: another kind of the thing spoken of ("yang elektronik"). benefit: whether money is paid. frail: somebody can hardly
# leave the house. supposing: what if. what_to_do: what there is to do at all. for_it: what the thing spoken of is
# wanted for. clock: at what hour. arrived: once one is at the place to which one moves.
Manner = Literal[
    "what_else",
    "purpose",
    "offer",
    "along",
    "buying",
    "domicile",
    "copy",
    "hurry",
    "nearer",
    "absent",
    "seal",
    "that_one",
    "benefit",
    "frail",
    "supposing",
    "what_to_do",
    "for_it",
    "clock",
    "arrived",
]

_BESIDES = r"selain (?:itu|ini|iku)|yang lain(?:nya)?|lainnya"
_TO_DO = r"urus|ngurus|diurus"
_OF_SOMEBODY = r"(?:nya|ku)?(?: (?:saya|aku|kulo|suami|istri|anak|ibu|bapak|dia|e))?"
_NOT = r"(?:gak|tidak|ndak|ora|belum)"
# What there is to bring is asked of the matter itself.
_NO_PAPER = r"^(?!.*(?:書類|もの|物|持|syarat|bawa|berkas|dokumen))"
# Who can hardly leave the house.
FRAIL = r"\b(?:lumpuh|stroke|struk|sepuh|sakit keras|(?:gak|tidak|ora|nggak) (?:bisa|iso|isok) (?:jalan|bangun|mlaku))\b"
# An app that "gak bisa jalan" is no such person.
_MACHINE = r"^(?!.*\b(?:aplikasi|web|situs|sistem|link|hp|motor|mobil|internet))"
_MISHAP = r"\b(?:hilang|ilang|rusak|sobek)\b"
_STATE = (
    r"(?:berlaku|bisa|ada|yang|ikut|pakai|pake|salah|baru|bagus|lama|sama|utuh|kosong|proses|dalam|di|atas|belum|numpang|aktif|hidup"
    r"|dipakai|perlu|harus)\b"
)
# Who wants it, and what is made and not wanted for anything.
_NO_USE = r"anak|suami|istri|ibu|bapak|saya|berapa|apa|ktp|kk|sim|akta|paspor|skck|kia|nib|wn[ia]|baru|orang"
_SHEET = r"(?:fotokopi|foto kopi|kopian|salinan|(?<!saya )(?<!orang )(?<!warga )asli|scan)(?:nya|e|an)?"
_PATTERNS: dict[Manner, tuple[str, ...]] = {
    "what_else": (
        rf"{_NO_PAPER}.*(?:ほか|他)に(?:は|も)?[^。]{{0,8}}(?:手続|必要|要る|いる|する(?:こと)?|やる|出す|届)",
        rf"{_NO_PAPER}.*あと(?:は|、)?(?:何|なに)(?:か(?![月所国年日])|を|が)|(?:後|あと)の手続|その後(?:は|の)",
        rf"{_NO_PAPER}.*\b(?:{_BESIDES})\b.{{0,12}}\b(?:apa|{_TO_DO})\b",
        rf"{_NO_PAPER}.*\b(?:apa|{_TO_DO}) (?:apa )?(?:lagi|maneh)\b|\b(?:{_TO_DO}) apa (?:aja|saja)(?: lagi)?\b",
    ),
    "what_to_do": (
        rf"^(?:(?:terus|lalu|trus|habis itu|nah|jadi|sekarang|dari|setelah itu) )*(?:apa|opo)(?: (?:saja|aja|wae|ae))?(?: (?:yang|sing))?"
        rf"(?: (?:harus|perlu|kudu|mesti|wajib))?(?: (?:saya|aku|kami))? ?(?:{_TO_DO}|(?:di)?(?:lakukan|kerjakan|lakoni))"
        r"(?: (?:dulu|saja|aja|ya|nih|pak|bu|mbak|mas))*\W*$",
        rf"^(?:(?:terus|lalu|trus) )*(?:harus|kudu|mesti|perlu) (?:{_TO_DO}|ngapain|gimana|piye)(?: (?:apa|saja|aja|dulu))*\W*$",
        r"^(?:mulai dari mana|langkah pertama(?:nya)? apa|urus apa dulu)\W*$",
    ),
    "for_it": (rf"^(?:buat|untuk|gawe|kanggo) (?!{_NO_USE})\w+",),
    "clock": (r"何時|なんじ|\bjam (?:berapa|piro)\b",),
    "arrived": (r"\b(?:sampai|sampe|tiba|nyampe|sesampai\w*|udah|sudah) (?:di )?(?:sana|kono|tujuan|tempat baru)\b|着いたら|向こうで",),
    "purpose": (
        r"^(?:(?:itu|ini|iku|kartu|surat|lha|terus|trus)(?:nya|e)? )*(?:guna|fungsi|manfaat|kegunaan)(?:nya|ne|e)?\b",
        r"^(?:itu|ini|iku) (?:buat|untuk|gawe) (?:apa|opo)\b|\bdigunakan untuk apa\b|\bdipakai buat apa\b",
        r"^(?:terus |nanti |lha )?(?:saya |aku )?(?:dapat|dapet|oleh|entuk) (?:apa|opo)(?: (?:aja|saja|wae|ae))?\b",
        r"(?:何|なに|なん)(?:に|の(?:ため|為)に)(?:使|つか|いる|要る|必要|役)|(?:何|なん)の(?:ため|為)(?:のもの|です|に)",
        r"どんな(?:とき|時|場面)に(?:使|つか)|(?:何|なに)(?:が|を)(?:もらえ|くれ|受け取れ)",
    ),
    "offer": (
        r"\b(?:bisa|iso|isok|boleh) (?:buat )?(?:ng|me|di)?(?:urus|ngurus|layani|bikin|gawe) (?:apa|opo|surat apa)\b",
        r"\b(?:melayani|layanane?|layanannya|isinya) (?:apa|opo)\b",
        r"(?:何|なに|どんな(?:こと|手続き?)|どの手続き?)(?:が|を|は)?(?:でき|やって|してもら|扱|頼め)",
    ),
    "along": (
        r"^(?!terus|trus|lalu).*\bjuga\b|\b(?:sekalian|ikut|otomatis|sisan|pisan|ditarik|dikembalikan|diserahkan)\b"
        r"|\b(?:ktp|kk|kia|paspor|sim|kartu|akta)(?:nya)? lama\b",
        r"(?:も|は)(?:一緒|いっしょ|同時|ついで)|一緒に|いっしょに|同時に|ついでに|そのまま|返(?:す|し|却|納)",
    ),
    "buying": (r"売って|売られ|買え|買い|買う|\b(?:beli|mbeli|membeli|dibeli|belinya|dijual|jual|tuku|dituku)\b",),
    "domicile": (
        rf"\b(?:ktp|kk|alamat|domisili){_OF_SOMEBODY}(?: (?:tetap|kok|ternyata|juga|alamat(?:nya)?))* (?:bukan|luar|di luar|asal|ikut)\b"
        rf"(?!.*{_MISHAP})",
        rf"\b(?:ktp|kk|alamat|domisili){_OF_SOMEBODY} masih (?!{_STATE})\w+(?!.*{_MISHAP})",
        r"(?:住民票|住所|本籍)(?:が|は|も)?(?:まだ|ほかの|他の|別の|隣の|県外|市外|よその)|(?:住民票|住所|本籍).{0,8}のまま",
    ),
    "copy": (
        rf"\b{_SHEET}\b.{{0,12}}\b(?:boleh|bisa|aja|saja|cukup|atau|opo)\b",
        rf"\b(?:boleh|bisa|cukup|harus|kudu|pakai|bawa)\b.{{0,12}}\b{_SHEET}\b",
        r"(?:コピー|写し|原本)(?:でも?|じゃ|が|は|やないと)?(?:いい|よか|ええ|大丈夫|だめ|あかん|必要|いり|いる|です?か)",
    ),
    "hurry": (
        r"急い(?:で|ど|ど[るっ])|急ぎ|至急|早く(?:ほしい|欲しい|でき|なら|して)|すぐに?(?:ほしい|欲しい|必要|いる)",
        r"\b(?:buru-?buru|kesusu|mendesak|mepet|urgent)\b",
        r"\b(?:bisa|iso) (?:cepat|cepet|dipercepat|kilat|sehari jadi)\b|\b(?:yang|sing) (?:kilat|cepat)\b",
    ),
    "nearer": (
        r"\b(?:lebih|paling) (?:dekat|cedak|cedhak)\b|\bterdekat\b|\b(?:sing|yang) (?:cedak|cedhak|dekat)\b|\bkejauhan\b|\badoh\b",
        r"もっと近|近く(?:に|の|で)(?:は|も)?(?:ない|あり|窓口|でき)|近いところ|一番近い|遠(?:い|く)て",
    ),
    "benefit": (r"お金.{0,3}(?:もらえ|出る)|もらえるお金|\b(?:dapat|dapet|oleh) (?:uang|duit|dhuwit|santunan)\b",),
    "frail": (
        rf"{_MACHINE}.*{FRAIL}",
        r"寝たきり|ねたきり|歩け(?:ない|ません|へん)|動け(?:ない|ません|へん)|車いす|車椅子",
    ),
    "supposing": (
        r"\b(?:kalau|kalo|klo|kl|jika|bila|misal(?:nya|kan)?|nek|lek|seumpama|umpama)\b|(?:た|る|い)(?:とき|時(?![間期刻計])|場合)|(?<![あは])たら(?![しくきけい])|んなら",
    ),
    "that_one": (r"^(?:(?:kalau|kalo|nek|lek|terus|trus|lha) )?(?:yang|sing) ",),
    "seal": (r"^(?:あと|で|それと|、)*(?:印鑑|はんこ|ハンコ|判子|認印|シャチハタ)(?:は|って|も|が)?(?:いる|要る|必要|いり|要り|持って)",),
    "absent": (
        rf"\b(?:suami|istri|bojo|bapak|ibu|ayah|emak|orang tua|ortu|anak|dia|orange?|pemohon)(?:nya|ne|e|ku)? (?:saya )?(?:lagi |sedang )?"
        rf"{_NOT} (?:bisa|iso|isok|sempat|mau) (?:datang|teko|ikut|hadir|ke sana|pulang)\b",
        r"(?:本人|夫|妻|父|母|親|片方|相手|主人|嫁)(?:は|が|も)[^。]{0,8}(?:行け|来られ|来れ|行かれ)(?:ない|ません|へん|ん)",
    ),
}
_COMPILED = {manner: re.compile("|".join(_PATTERNS[manner])) for manner in get_args(Manner)}


def manner_of(text: str) -> frozenset[Manner]:
    """All that a normalised text does of these."""
    return frozenset(manner for manner, pattern in _COMPILED.items() if pattern.search(text))
