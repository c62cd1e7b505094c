"""Makes up FAQ: each service in many situations, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.catalogue.merge import agency_view
from bot.languages import LANGUAGES, say

_SITUATIONS: tuple[tuple[str, str], ...] = (
    ("untuk warga lanjut usia", "高齢の方の場合"),
    ("untuk penyandang disabilitas", "障害のある方の場合"),
    ("untuk mahasiswa perantauan", "市外から来た学生の場合"),
    ("untuk warga yang baru pindah", "転入したばかりの方の場合"),
    ("untuk anak di bawah umur", "未成年の方の場合"),
    ("pada hari libur", "休日の場合"),
    ("bila dokumen lama hilang", "以前の書類をなくした場合"),
    ("bila diwakilkan keluarga", "家族が代わりに来る場合"),
    ("bila nama berubah setelah menikah", "結婚で名前が変わった場合"),
    ("bila tinggal di luar negeri", "海外にお住まいの場合"),
)
_QUESTIONS: tuple[tuple[str, str, str, str], ...] = (
    (
        "Bagaimana mengurus {service} {case}?",
        "{case}の「{service}」の手続きは？",
        "Cara urus {service} {case}",
        "{service}、{case}はどうする？",
    ),
    (
        "Apa yang disiapkan untuk {service} {case}?",
        "{case}の「{service}」に必要なものは？",
        "Syarat {service} {case}",
        "{service}、{case}の持ち物",
    ),
    (
        "Berapa lama {service} {case}?",
        "{case}の「{service}」にかかる日数は？",
        "{service} {case} berapa hari",
        "{service}、{case}は何日かかる？",
    ),
)
_ANSWER = (
    "Ini jawaban contoh nomor {number} untuk uji beban: hubungi loket {service}.",
    "これは負荷試験用の回答例{number}です。「{service}」の窓口におたずねください。",
)


def documents(agency: str, count: int) -> Iterator[dict[str, Any]]:
    """That many FAQ for an agency, in the shape of faq.schema.json."""
    services = [service.name for service in agency_view(agency).services.values()]
    for number in range(count):
        service = {one: say(services[number % len(services)], one) for one in LANGUAGES}
        turn = number // len(services)
        case = _SITUATIONS[turn % len(_SITUATIONS)]
        ask = _QUESTIONS[turn // len(_SITUATIONS) % len(_QUESTIONS)]
        again = turn // (len(_SITUATIONS) * len(_QUESTIONS))
        suffix = f" ({again + 1})" if again else ""
        texts = [
            pattern.format(service=service[language], case=case[at % 2]) + suffix
            for at, (pattern, language) in enumerate(zip(ask, (*LANGUAGES, *LANGUAGES), strict=True))
        ]
        yield {
            "key": f"demo-{number + 1:06d}",
            "question": {"id": texts[0], "ja": texts[1]},
            "answer": {one: _ANSWER[at].format(number=number + 1, service=service[one]) for at, one in enumerate(LANGUAGES)},
            "variants": {"id": [texts[2][:300]], "ja": [texts[3][:300]]},
        }
