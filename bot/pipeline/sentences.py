"""What is said to a citizen when no answer can be: by the pipeline, and by an action that failed."""

from __future__ import annotations

from typing import Any

from bot.replies import Reply

FAULT = {
    "id": "Maaf, sedang ada gangguan pada sistem kami sehingga pertanyaan Anda belum bisa dijawab. "
    "Silakan coba lagi beberapa saat lagi. (Kode: {code})",
    "ja": "申し訳ありません。システムの不具合のため、ご質問にお答えできませんでした。"
    "しばらくしてから、もう一度お試しください。（番号：{code}）",
}
_NUMBER_REMOVED = {
    "id": "Demi keamanan Anda, nomor atau alamat pribadi dalam pesan tadi sudah kami hapus dan tidak kami simpan. "
    "Mohon tidak mengirim NIK, No. KK, nomor kartu, nomor telepon, alamat email, atau foto dokumen di sini, ya.",
    "ja": "安全のため、メッセージにあった個人の番号や連絡先は消しました。保存もしていません。"
    "マイナンバー、カードの番号、電話番号、メールアドレス、書類の写真は、ここには送らないようお願いいたします。",
}


def fault_reply(language: str, code: str) -> dict[str, Any]:
    """The apology for a fault of ours; staff find the code in the logs."""
    return Reply(FAULT["ja" if language == "ja" else "id"].format(code=code)).to_json()


def with_number_notice(reply: dict[str, Any], language: str) -> dict[str, Any]:
    """The reply, preceded by the line that a personal number or address was removed."""
    return {**reply, "text": f"{_NUMBER_REMOVED['ja' if language == 'ja' else 'id']}\n\n{reply['text']}".rstrip()}
