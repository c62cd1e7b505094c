"""The question for a telephone number, whatever it is about: there is no intent for it, and no service says it in words of its own."""

from __future__ import annotations

import re

_NUMBER_ID = (
    r"(?:(?:no|nomor|nomer|nmr)\.?\s*(?:telp(?:on)?|telpun|tlp|tlpn|telepon|telfon|tilpun|hp|wa|whatsapp|kontak"
    r"|yang bisa (?:di)?(?:hubungi|telepon)|(?:kantor|dinas|loket|cs|call ?cent(?:er|re))(?:nya|e)?)|kontak)(?:\s?nya)?"
)
_ASKS = re.compile(
    rf"\b(?:berapa|minta|ada|tau|tahu|kasih|beri|punya|apa)\b[^.?!]{{0,25}}\b{_NUMBER_ID}\b"
    rf"|\b{_NUMBER_ID}\b[^.?!]{{0,30}}\b(?:berapa|ada|apa|dong|di ?mana|ya)\b"
    rf"|(?:^|[.,!?] ?){_NUMBER_ID}\b(?!.*\bsudah\b)"
    r"|\bada (?:wa|whatsapp|telp(?:on)?|telepon)\s?nya\b"
    rf"|\b(?:telp(?:on)?|telepon|tlp|hubungi|nelpon|nelfon|menelepon)\s*(?:ke|di)?\s*(?:mana|ndi|no(?:mor|mer) berapa)\b"
    r"|(?:電話番号|でんわばんごう|連絡先|れんらくさき|問い合わせ先|問合せ先|電話の番号)"
    r"(?:(?:は|って|を|ば)?(?:$|[。?]|知りた|何|なん|わか|分か|言)|(?:を|ば)?(?:教え|おしえ)(?!ても)|が?(?:知りた|わからな|わかりま|分からな|分かりま))"
    r"|電話で(?:も)?(?:相談|問い?合わ?せ|聞|質問)[^。?]{0,6}(?:ところ|所|先|窓口|番号)"
    r"|電話(?:は|って|を)?(?:どこに|何番|なんばん|どこへ|どこ)|どこに電話|何番に(?:電話|かけ)|番号(?:は|を|ば)?(?:(?:教え|おしえ)(?!ても)|言え|何番)"
)
# Numbers of something else, and those of the citizen.
_OTHER = re.compile(
    r"\b(?:wa|hp|telp(?:on)?|telepon|nomor) (?:saya|aku|ku|gue)\b|\bnomorku\b|\bnomor (?:kk|nik|antre\w*|antri\w*|resi)\b"
    r"|マイナンバー|個人番号|暗証番号|受付番号|口座|私の(?:電話)?番号|社長"
)
# Who asks for a person's number wants to speak with a person.
_OF_A_PERSON = re.compile(r"\b(?:petugas|pegawai|admin|operator|orang|manusia|staf+|cs)\b|人に|職員|担当者|係の")


def asks_phone(text: str) -> bool:
    """Whether a normalised text asks for a number to call or write to."""
    return _ASKS.search(text) is not None and _OTHER.search(text) is None and _OF_A_PERSON.search(text) is None
