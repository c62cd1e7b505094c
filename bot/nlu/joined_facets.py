"""Several things asked of a service in one breath, each by a word of its own: 「持ってくもんとお金は」, "syarat sama biayanya"."""

from __future__ import annotations

import re

from bot.nlu.normalise import is_japanese

# What the words for each facet are; of a part that holds several, the first counts.
_JAPANESE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (facet, re.compile(pattern))
    for facet, pattern in (
        (
            "requirements",
            r"持って(?:い|行)?[くき]?(?:もの|もん|物|やつ)|持ち物|もちもの|(?:必要な|いる|要る)(?:もの|もん|物|書類)|書類"
            r"|何(?:が|か)?(?:いる|要る|必要)",
        ),
        ("fee", r"お金|おかね|金額|値段|ねだん|料金|手数料|費用|代金|いくら|なんぼ"),
        ("deadline", r"いつまで|期限|締め?切り?|しめきり"),
        ("processing_time", r"何日|なんにち|日数|どれ?くらい(?:で|かか)|いつ(?:でき|出来|届|とど|もらえ)"),
        ("hours", r"何時|なんじ|受付時間|営業時間|開いてる時間"),
        ("where", r"どこ(?!の|か)|場所|窓口"),
        ("procedure", r"手順|やり方|やりかた|(?:申し?込み?の?)?(?:仕方|方法)|流れ"),
        ("who", r"(?:誰|だれ)(?:が|でも)"),
    )
)
# -nya, and the Javanese -e and -ne.
_IT = r"(?:nya|n?e)?"
_HOW_MUCH = r"(?:berapa|piro)"
_INDONESIAN: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (facet, re.compile(rf"\b(?:{'|'.join(patterns)})\b"))
    for facet, patterns in (
        (
            "deadline",
            (
                rf"(?:deadline|tenggat|batas (?:waktu|akhir|lapor)){_IT}",
                rf"dalam {_HOW_MUCH} hari",
                r"paling (?:lambat|telat|lama kapan)",
            ),
        ),
        (
            "processing_time",
            (
                rf"{_HOW_MUCH} (?:lama|hari|minggu|bulan)",
                rf"kapane? (?:jadi|dadi|selesai){_IT}",
                rf"(?:jadi|dadi|selesai){_IT} (?:kapan|{_HOW_MUCH})",
            ),
        ),
        ("validity", (rf"masa berlaku{_IT}", rf"berlaku{_IT} (?:sampai|{_HOW_MUCH})")),
        ("hours", (rf"jam (?:{_HOW_MUCH}|buka|layanan|kerja){_IT}", rf"buka{_IT} (?:jam|hari|kapan)", "hari apa")),
        (
            "where",
            (r"(?:di|ke) ?mana", r"(?:nang|neng|ning|ring) (?:endi|ndi)", "nandi", "kantor (?:mana|apa)", r"(?:alamat|tempat)(?:nya|e)"),
        ),
        ("who", ("siapa", "sopo")),
        ("fee", (rf"(?:biaya|tarif|ongkos){_IT}", "gratis", rf"m?bayar(?:an)?{_IT} (?:{_HOW_MUCH}|apa|tidak|gak|ga|tah?)")),
        (
            "requirements",
            (
                rf"(?:per)?syarat(?:an)?{_IT}",
                rf"(?:dokumen|berkas){_IT}",
                rf"surat(?:-surat|2)?{_IT} (?:apa|opo)",
                rf"(?:apa|opo) (?:saja|aja|wae|ae) surat{_IT}",
                r"(?:bawa|nggowo|perlu|butuh|siapkan|siapin) (?:apa|opo)",
                r"(?:apa|opo)(?: saja| aja| wae| ae)?(?: yang| sing)? (?:harus |perlu |kudu )?(?:di)?(?:bawa|gowo|siapkan|siapin)",
            ),
        ),
        ("procedure", (rf"(?:cara|alur|prosedur|langkah(?:-langkah)?){_IT}",)),
    )
)
# How a form is filled in and where it is got is asked of the form.
_OF_A_FORM = re.compile(r"\b(?:formulir|blangko|blanko)")
_JOINT = re.compile(
    r"[、。?！!・\s]+(?:それから|それと|あと|ついでに|で|んで)?|(?:それから|それと|(?<!の)あと(?!で)|ついでに)"
    r"|(?<=[一-龯ぁ-ん])(?:とか|[とや](?!い|き))"
)
_INDONESIAN_JOINT = re.compile(r"\s*[,.;?!&+/]+\s*|\s+(?:dan|sama|terus|trus|serta|plus|lan|karo|ambek|n|lalu)\s+")
_NOT_ASKED = re.compile(r"ませ|てない|てへん|じゃな|ではな|ちゃう|\b(?:sudah|udah|wis|wes|bukan|dulu)\b")
# A part that says more than what is asked, and for whom or what, is no item of such a list.
_LONGEST, _LONGEST_INDONESIAN = 14, 48


def joined_facets(text: str) -> tuple[str, ...]:
    """The facets that a normalised text asks for one beside the other, in its order; empty where it does not name two."""
    japanese = is_japanese(text)
    if _OF_A_FORM.search(text):
        return ()
    joint, longest, named_by = (_JOINT, _LONGEST, _JAPANESE) if japanese else (_INDONESIAN_JOINT, _LONGEST_INDONESIAN, _INDONESIAN)
    found: list[str] = []
    for part in joint.split(text):
        if _NOT_ASKED.search(part):
            continue
        named = next((facet for facet, words in named_by if words.search(part)), None) if 0 < len(part) <= longest else None
        if named is not None and named not in found:
            found.append(named)
    return tuple(found) if len(found) > 1 else ()
