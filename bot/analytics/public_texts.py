"""Every sentence of the public page of figures, in Indonesian and in Japanese side by side, and how it writes numbers."""

from __future__ import annotations

from typing import Final

_PAIRS: dict[str, tuple[str, str]] = {
    "title": ("Angka layanan asisten", "自動アシスタントの利用状況"),
    "intro": (
        "Asisten otomatis menjawab pertanyaan warga tentang layanan publik. Halaman ini menunjukkan seberapa sering dan seberapa baik.",
        "自動アシスタントは、行政サービスに関する質問にお答えしています。このページでは、その利用状況を公開しています。",
    ),
    "other_language": ("日本語", "Bahasa Indonesia"),
    "period": ("Periode", "対象期間"),
    "to": ("sampai", "から"),
    "people": ("Percakapan", "利用された会話"),
    "messages": ("Pesan dari warga", "受け取ったメッセージ"),
    "answered": ("Pertanyaan yang langsung dijawab", "その場でお答えできた質問"),
    "median": ("Waktu menjawab (median)", "回答までの時間（中央値）"),
    "satisfaction": ("Warga yang merasa terbantu", "「役に立った」と答えた方"),
    "services": ("Layanan yang paling sering ditanyakan", "質問の多い手続き"),
    "service": ("Layanan", "手続き"),
    "times": ("Jumlah jawaban", "回答数"),
    "no_services": ("Belum cukup pertanyaan untuk ditampilkan.", "表示できるだけの質問がまだありません。"),
    "few": ("< 5", "5未満"),
    "untold": ("belum cukup data", "データ不足"),
    "hidden": (
        "Layanan yang ditanyakan oleh kurang dari {least} orang tidak ditampilkan.",
        "質問した方が{least}人未満の手続きは表示していません。",
    ),
    "note": (
        "Untuk melindungi warga, angka dari kurang dari {least} orang tidak ditampilkan. Satu percakapan dihitung sebagai satu orang.",
        "個人の特定を防ぐため、{least}人未満の数値は表示しません。一つの会話を一人として数えています。",
    ),
    "chat": ("Bertanya kepada asisten", "アシスタントに質問する"),
    "none": ("–", "–"),
}
TEXTS: Final[dict[str, dict[str, str]]] = {
    "id": {key: indonesian for key, (indonesian, _) in _PAIRS.items()},
    "ja": {key: japanese for key, (_, japanese) in _PAIRS.items()},
}


def number(value: int, language: str) -> str:
    """A whole number in groups of three."""
    return f"{value:,}".replace(",", ".") if language == "id" else f"{value:,}"


def percent(share: float | None, language: str) -> str:
    """A share in whole percent, which is coarse enough to tell of nobody."""
    return TEXTS[language]["none"] if share is None else f"{round(share * 100)}%"


def duration(seconds: float | None, language: str) -> str:
    """A time as one says it."""
    if seconds is None:
        return TEXTS[language]["none"]
    for size, (indonesian, japanese) in ((3600, ("jam", "時間")), (60, ("menit", "分")), (1, ("detik", "秒"))):
        if seconds >= size or size == 1:
            value = f"{seconds / size:.1f}".removesuffix(".0")
            return f"{value.replace('.', ',')} {indonesian}" if language == "id" else f"{value}{japanese}"
    raise AssertionError("unreachable")
