"""Several things asked of a service in one breath, each by a word of its own: 「持ってくもんとお金は」, 「どこで？あと期限も」."""

from __future__ import annotations

import re

# What the words for each facet are; of a part that holds several, the first counts.
_NAMED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
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
_JOINT = re.compile(
    r"[、。?！!・\s]+(?:それから|それと|あと|ついでに|で|んで)?|(?:それから|それと|(?<!の)あと(?!で)|ついでに)"
    r"|(?<=[一-龯ぁ-ん])(?:とか|[とや](?!い|き))"
)
_NOT_ASKED = re.compile(r"ませ|てない|てへん|じゃな|ではな|ちゃう")
# A part that says more than what is asked, and for whom or what, is no item of such a list.
_LONGEST = 14


def joined_facets(text: str) -> tuple[str, ...]:
    """The facets that a normalised text asks for one beside the other, in its order; empty where it does not name two."""
    found: list[str] = []
    for part in _JOINT.split(text):
        if _NOT_ASKED.search(part):
            continue
        named = next((facet for facet, words in _NAMED if words.search(part)), None) if 0 < len(part) <= _LONGEST else None
        if named is not None and named not in found:
            found.append(named)
    return tuple(found) if len(found) > 1 else ()
