"""Why the web chat does not take a message, as a sentence in the page's language."""

from __future__ import annotations

from bot.languages import Language

MAX_CHARACTERS = 1000

_SENTENCES: dict[str, tuple[str, str]] = {
    "unreadable": (
        "Pesan tidak dapat dibaca. Silakan muat ulang halaman ini.",
        "メッセージを読み取れませんでした。ページを再読み込みしてください。",
    ),
    "too_large": ("Pesan terlalu besar. Silakan persingkat.", "メッセージが大きすぎます。短くしてください。"),
    "empty": ("Pesan masih kosong. Silakan tulis pertanyaan Anda.", "メッセージが空です。ご質問を入力してください。"),
    "too_long": (
        f"Pesan terlalu panjang. Paling banyak {MAX_CHARACTERS} karakter. Silakan persingkat.",
        f"メッセージが長すぎます。{MAX_CHARACTERS}文字以内に短くしてください。",
    ),
    "too_many": (
        "Terlalu banyak pesan dalam waktu singkat. Silakan tunggu sebentar, lalu coba lagi.",
        "短い時間にたくさんのメッセージが送られました。少し待ってから、もう一度お試しください。",
    ),
    "unavailable": (
        "Pesan belum dapat diterima karena ada gangguan pada sistem kami. Silakan coba lagi sebentar lagi.",
        "システムの不具合のため、メッセージを受け付けられませんでした。少し待ってから、もう一度お試しください。",
    ),
    "no_conversation": (
        "Percakapan tidak ditemukan. Izinkan cookie untuk halaman ini, lalu muat ulang.",
        "会話が見つかりません。このページのCookieを許可してから、再読み込みしてください。",
    ),
    "unknown_agency": ("Instansi ini tidak ditemukan.", "この自治体・機関は見つかりませんでした。"),
}


class Refusal(Exception):
    """A request that is answered with a status and a sentence; `retry_after` in seconds."""

    def __init__(self, status: int, reason: str, language: str, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.sentence = sentence(reason, "ja" if language == "ja" else "id")
        self.retry_after = retry_after


def sentence(reason: str, language: Language) -> str:
    """The sentence for a reason."""
    return _SENTENCES[reason][language == "ja"]
