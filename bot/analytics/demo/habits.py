"""When, where and how people write in a demo: weights, drawn from what public offices see."""

from __future__ import annotations

from typing import Any

# From midnight to midnight: office hours, a dip at noon, and an evening on the sofa.
HOURS = (1, 1, 1, 1, 1, 2, 5, 11, 20, 24, 22, 17, 13, 18, 19, 16, 12, 9, 10, 12, 11, 8, 5, 2)
WEEKDAYS = (22, 19, 18, 17, 15, 7, 5)
DECISIONS = {"answer": 68, "choices": 9, "ask_back": 6, "refuse": 7, "handoff": 2, "smalltalk": 8}
FACETS = {
    "requirements": 26,
    "fee": 18,
    "procedure": 10,
    "processing_time": 9,
    "where": 9,
    "hours": 8,
    "overview": 7,
    "deadline": 3,
    "online": 4,
    "legal_basis": 1,
    "form": 2,
    "who": 2,
    "validity": 1,
}
# Of a hundred citizens of the country, how many write in the other language.
OTHER_LANGUAGE = 12
FAILURES = {"blocked": 6, "63016": 3, "63024": 1}
# Of a thousand answers.
FAILED = 4
# Of a thousand conversations: those that open the form, and how these end.
FORM = 60
FORM_ENDS = {"yes": 46, "no": 12, "comment": 8, "cancel": 9, "left": 25}
SMALLTALK = ("greet", "thank", "goodbye", "help")
WORDS: dict[str, dict[str, str]] = {
    "feedback": {"id": "Saya mau beri masukan", "ja": "意見を送りたいです"},
    "yes": {"id": "Membantu", "ja": "役に立った"},
    "no": {"id": "Kurang membantu", "ja": "役に立たなかった"},
    "comment": {"id": "Semoga jam pelayanan hari Sabtu ditambah", "ja": "土曜日も開いていると助かります"},
    "cancel": {"id": "batal", "ja": "やめる"},
    "handoff": {"id": "Saya mau bicara dengan petugas", "ja": "職員と話したいです"},
    "smalltalk": {"id": "Selamat pagi", "ja": "こんにちは"},
    "refuse": {"id": "Siapa yang menang pertandingan tadi malam?", "ja": "昨日の試合はどちらが勝ちましたか"},
    "reply": {"id": "Berikut informasi dari katalog layanan.", "ja": "サービス情報からお答えします。"},
}


def drawn(chance: Any, weights: dict[str, int]) -> str:
    """One of the names, by its weight."""
    name: str = chance.choices(list(weights), list(weights.values()))[0]
    return name
