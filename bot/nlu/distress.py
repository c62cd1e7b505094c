"""Words that leave no doubt that somebody is in danger, so that no misread message hides a cry for help.

The intents `distress_*` are learnt from examples like all others; these patterns are the second pair of eyes. Each stands for a statement
about oneself or about what is happening now, never for a subject ("akta kematian", 「死亡届」, 「火災証明」 are services).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.nlu.bereavement import speaks_of_expiry

PREFIX = "distress_"
# From these shares of the probability on, a message is answered as a cry for help. Numbers given for nothing do no harm; silence does.
_LEAST = 0.4
_LEAST_WITHOUT_A_SUBJECT = 0.25
# A question about a service that is this clear may speak of death or violence as its subject.
_CLEAR_QUESTION = 0.85

_I = r"(?:saya|aku|gue|gw|ku)"
_SAID: dict[str, tuple[str, ...]] = {
    "self_harm": (
        r"\b(?:mau|ingin|pengin|pingin|kepingin|niat|berniat|akan|rasanya|lebih baik|mending) (?:bunuh diri|mengakhiri hidup|akhiri hidup)",
        r"\b(?:rasanya|lebih baik|mending) mati saja",
        # "paspor saya mau mati" is a passport that runs out.
        rf"^(?!.*\b(?:paspor|sim|stnk|visa|kitas|plat|lampu)\b).*\b{_I} (?:mau|ingin|pengin|pingin) mati\b(?! lampu| listrik)",
        r"\b(?:gak|tidak) (?:mau|ingin|sanggup|kuat) hidup lagi",
        r"\b(?:menyakiti|melukai|nyakitin) diri(?: saya| sendiri|ku)",
        r"\b(?:me)?nyerah (?:sama|dengan|pada) (?:hidup|idup)|\bjalan (?:satu-?satunya|satu2nya|keluar(?:nya)?)\b.{0,12}\bmati\b",
        r"\bsurat perpisahan\b.{0,8}\b(?:anak|istri|suami|ibu|bapak|keluarga)",
        r"\b(?:silet|sayat|iris|nyilet|nyayat|ngiris|motong|potong)\b.{0,10}\b(?:nadi|urat|pergelangan)",
        r"手首を?切(?:っ|り(?!傷)|る|ろ)|薬を(?:大量|たくさん|全部|いっぱい).{0,3}(?:飲ん|のん)",
        r"\b(?:lompat|loncat|terjun) (?:dari|teko|soko|ke bawah) .{0,8}\b(?:jembatan|gedung|lantai|balkon|atap|tebing|menara)",
        # Who comes to a counter 「飛び込みで」 has no appointment.
        r"(?:ベランダ|屋上|窓(?!口)|橋|ビル|崖|マンション).{0,6}(?:飛ぼう|飛び降り|とびおり|身を投げ)|(?:電車|線路|川|海)に.{0,4}(?:飛び込|とびこ|身を投げ)",
        r"死にたい(?!(?:ほど|くらい|ぐらい))",
        r"自殺(?:し(?:たい|よう|ます)|する(?:つもり|しか))",
        r"消えてしまいたい|生きていたくな|命を絶[ちとつ]|リストカット",
    ),
    "violence": (
        rf"\b(?:{_I}|(?:anak|ibu|adik)(?: saya|ku)?)\b.{{0,20}}\b(?:dipukuli?|dihajar|disiksa|dianiaya|diperkosa|dicekik|diancam)\b",
        rf"\b(?:suami|istri|pacar|bapak|ayah)\b.{{0,15}}\b(?:me)?(?:mukuli?|nghajar|ncekik|ngancam) (?:{_I}|anak|ibu)\b",
        r"(?:夫|妻|彼氏|彼女|父|母|親|旦那|主人)(?:に|から).{0,10}(?:殴られ|蹴られ|暴力|首を絞め|殺され|包丁|刃物)",
        rf"\b(?:{_I}|(?:anak|ibu|adik|istri|teman)(?: saya|ku)?)\b.{{0,20}}"
        r"\b(?:disekap|dikurung|disandera|diculik|dipasung|ditusuk|dibacok|ditikam)\b",
        r"\bdi(?:gebu[gk]|tempeleng|antem|pukul|tampar|tendang)(?:i|in)? (?:(?:sama|oleh|karo|ambek|ambik) )?"
        r"(?:suami|bojo|istri|bapak|ayah|pacar|mantan|majikan)",
        r"\b(?:nyiram|siram|menyiram)\w* .{0,12}\bair (?:keras|aki)\b|\bdisiram air (?:keras|aki)\b",
        r"\bdipaksa (?:jual diri|menjual diri|melacur|melayani (?:tamu|lelaki|pria))",
        r"(?:監禁|軟禁|拉致|誘拐)され|閉じ込められて(?:い|る|ま)|(?:体|身体|からだ)を売(?:れ|らされ|るように)",
        r"(?:レイプ|強姦)され|殺されそう|助けて.{0,8}(?:殴|殺|暴れ)",
    ),
    "emergency": (
        r"\b(?:tolong|cepat|darurat)\b.{0,25}\b(?:kebakaran|tenggelam|pingsan|sekarat|kecelakaan|perampok|(?:gak|tidak) sadar)",
        r"\b(?:tidak|gak) (?:bernapas|bernafas|napas|nafas)\b",
        r"(?:今|いま|たすけて|助けて|早く).{0,12}(?:火事|燃えて|倒れ|意識が|溺れ|おぼれ)",
        r"\b(?:istri|suami|anak|ibu|bapak|ayah|kakek|nenek|mbah|teman)\b[^,.?!]{0,20}"
        r"\b(?:pingsan|(?:tidak|gak|tak) sadar(?:kan diri)?|kejang|sekarat)\b",
        r"\bketuban(?:nya|e|ku)?\b.{0,24}\bpecah\b|\bpecah ketuban\b|破水(?:し|です|や|だ)",
        r"息をしていな|息してな|意識がな[いく]|意識を失[いっ]|意識不明|心臓が止ま|救急車を?呼んで",
    ),
}
# Tired of waiting is not tired of living, which the learnt intents take it for.
_WAITING = re.compile(
    r"\b(?:tidak|gak|capek|lelah|bosan|malas) (?:mau |kuat |tahan |sanggup |bisa )?(?:me)?(?:nunggu|tunggu|antr[ei]|ngantr[ei])"
    r"|待(?:て(?:ない|ません)|ちたくない|ちくたびれ|たされ)"
)
# A fire that is over: who is in one says that it burns.
_BURNT = re.compile(
    r"(?:家|建物|部屋|店|アパート).{0,4}"
    r"(?:燃えました|焼けました|全焼し(?:ました|た)|(?:燃え|焼け)てしま(?:いました|った))"
)
# Somebody whose coming is asked for at a counter.
_ABSENT = re.compile(
    r"\b(?:suami|istri|bojo|bapak|ibu|ayah|orang tua|ortu|anak|pemohon)(?:nya|ne|e|ku)?(?: saya)?(?: lagi| sedang)?"
    r" (?:gak|tidak|ndak|ora|belum) (?:bisa|iso|isok|sempat) (?:datang|teko|hadir|ikut|ke sana)\b"
)
# With any of these, nothing else that is said makes a message harmless.
_ALARM = re.compile(
    r"takut|tolong|pingsan|jatuh|darah|pisau|mabuk|pukul|bunuh|hidup|ancam|kabur|help"
    r"|たすけ|助け|はやく|早く|今すぐ|119|110|逃げ|中に|生きて|死|消え|限界|殴|怖|こわ|暴れ|倒れ|意識|血"
)
_PATTERNS = {kind: re.compile("|".join(said)) for kind, said in _SAID.items()}


def spoken_of(text: str) -> str | None:
    """What a normalised text says outright: self_harm, violence or emergency; None where it says none of them."""
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(text)), None)


def is_harmless(text: str) -> bool:
    """Whether a normalised text says what resembles a danger and is none, and nothing of one.

    That is that somebody is tired of waiting, that a document runs out ("SIM mau mati"), that a house has burnt down, or that somebody
    cannot come to the office.
    """
    if _ALARM.search(text) or spoken_of(text) is not None:
        return False
    return any(pattern.search(text) for pattern in (_WAITING, _BURNT, _ABSENT)) or speaks_of_expiry(text)


def in_distress(intents: Mapping[str, float], said: str | None) -> tuple[str, float] | None:
    """The kind of distress and its probability, when the message must be answered as a cry for help.

    `intents` are calibrated probabilities; `said` is what `spoken_of` found.
    """
    shares = {name.removeprefix(PREFIX): p for name, p in intents.items() if name.startswith(PREFIX)}
    total = sum(shares.values())
    top, probability = max(intents.items(), key=lambda item: item[1], default=("out_of_scope", 1.0))
    if said is not None and not (top.startswith("ask_") and probability >= _CLEAR_QUESTION):
        return said, max(total, _LEAST)
    if total >= _LEAST or (total >= _LEAST_WITHOUT_A_SUBJECT and top == "out_of_scope"):
        return max(shares, key=shares.__getitem__), total
    return None
