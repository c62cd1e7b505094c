"""What the answer of an FAQ says of a single thing that is asked about its matter: what it costs, where, by when, what to bring."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.catalogue.statements import sentences
from bot.languages import Localized

_TELLS: dict[str, re.Pattern[str]] = {
    "fee": re.compile(r"円|手数料|料金|費用|無料|有料|お金は|\bRp\b|\byen\b|\bgratis|\b(?:ber)?bayar|\bbiaya|\btarif", re.IGNORECASE),
    "where": re.compile(
        r"窓口|事務所|警察署|税務署|(?<![結薬])局(?:で|に|の|へ|（)|入管|役所|センター|ハローワーク|住所は|\bkantor\b|\bloket\b|\bJl\.|\balamat|\bpolsek\b|\bpuskesmas\b",
        re.IGNORECASE,
    ),
    "deadline": re.compile(r"以内|日まで|月まで|期限|[日月年歳][^。]{0,4}から|\bdalam \d|\bpaling lambat|\bbatas waktu", re.IGNORECASE),
    "requirements": re.compile(r"持って|お持ち|必要な(?:もの|書類)|書類|\bbawa|\bsyarat|\bsiapkan|\bdokumen", re.IGNORECASE),
    "procedure": re.compile(
        r"ください|(?:申請|届け出|相談|連絡|手続き|持って行き)(?:します|できます)|\b(?:ajukan|urus|lapor|hubungi|datang|minta)",
        re.IGNORECASE,
    ),
    "who": re.compile(r"代理|委任|頼(?:む|め)|\b(?:di)?wakil|\bkuasa", re.IGNORECASE),
    "online": re.compile(r"オンライン|インターネット|ホームページ|マイナポータル|\bonline|\bsitus|\baplikasi", re.IGNORECASE),
    "hours": re.compile(
        r"受付時間|\d時(?:から|まで|に閉)|開(?:き|い|館)|\bbuka\b|\btutup\b|\bpukul\b|\bjam (?:layanan|buka|kerja)\b",
        re.IGNORECASE,
    ),
    "processing_time": re.compile(
        r"(?:日|週間|か月)(?:ほど|くらい|程度|で)|\bhari kerja|\bselesai dalam|\d+ ?(?:jam\b|時間)", re.IGNORECASE
    ),
}


def told_of(answer: Localized, facets: Sequence[str], form: str) -> list[str]:
    """The sentences of an FAQ's answer that tell of each of the facets, in its order; empty where it is silent on one of them."""
    told = sentences(answer, form)
    found: list[str] = []
    for facet in facets:
        pattern = _TELLS.get(facet)
        of_facet = [sentence for sentence in told if pattern is not None and pattern.search(sentence)]
        if not of_facet:
            return []
        found += of_facet
    return [sentence for sentence in told if sentence in found]
