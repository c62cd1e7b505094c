"""Every sentence of the web chat's pages, in Indonesian and in Japanese side by side.

A page gets `TEXTS[language]`; its script reads the same keys from data attributes. `{count}` and `{max}` are filled by the script.
"""

from __future__ import annotations

from typing import Final

_ABOUT = (
    "Tanyakan syarat, biaya, waktu, dan tempat layanan publik kapan saja. Jawaban bersumber dari katalog layanan instansi. "
    "Bila asisten tidak bisa membantu, Anda dapat meminta bantuan petugas.",
    "公的な手続きの必要書類、手数料、所要日数、窓口について、いつでもおたずねいただけます。"
    "回答は各機関のサービス情報をもとにしています。アシスタントで解決できないときは、職員への取り次ぎを頼めます。",
)

_PAIRS: dict[str, tuple[str, str]] = {
    # Both pages
    "service_name": ("Asisten Layanan Publik", "行政サービス案内"),
    "other_language_name": ("日本語", "Bahasa Indonesia"),
    "change_language": ("Ganti bahasa", "言語の切り替え"),
    "skip_to_content": ("Langsung ke isi", "本文へ移動"),
    # The page on which one chooses an agency
    "choose_title": ("Tanya layanan publik", "手続きのご質問はこちらへ"),
    "about": _ABOUT,
    "about_other": (_ABOUT[1], _ABOUT[0]),
    "choose_heading": ("Pilih instansi yang ingin Anda tanya", "おたずねになる自治体・機関をお選びください"),
    "filter_label": ("Cari nama instansi", "自治体・機関の名前で探す"),
    "filter_count": ("{count} instansi ditemukan", "{count}件見つかりました"),
    "filter_none": ("Tidak ada instansi dengan nama itu. Coba periksa ejaannya.", "見つかりませんでした。別の言葉でお試しください。"),
    "no_agencies": ("Belum ada instansi yang dapat ditanya.", "現在ご案内できる自治体・機関はありません。"),
    "country_id": ("Indonesia", "インドネシア"),
    "country_jp": ("Jepang", "日本"),
    # The chat: around the conversation
    "bot": ("Asisten otomatis", "自動アシスタント"),
    "chat_navigation": ("Menu percakapan", "チャットのメニュー"),
    "change_agency": ("Ganti instansi", "相談先を変える"),
    "new_conversation": ("Percakapan baru", "新しい会話"),
    "skip_to_message": ("Langsung ke kotak pesan", "入力欄へ移動"),
    "notice_title": ("Sebelum bertanya", "ご利用の前に"),
    "notice_bot": (
        "Yang menjawab adalah asisten otomatis. Untuk bantuan petugas, tulis “bicara dengan petugas”.",
        "お答えするのは自動アシスタントです。職員に相談したいときは「職員と話したい」と入力してください。",
    ),
    "notice_privacy": (
        "Jangan kirim NIK, No. KK, nomor paspor, My Number, atau foto dokumen.",
        "マイナンバー、NIK、KKの番号、パスポート番号、書類の写真は送らないでください。",
    ),
    "noscript": (
        "Percakapan ini memerlukan JavaScript. Aktifkan JavaScript di peramban Anda, lalu muat ulang halaman ini.",
        "このチャットのご利用にはJavaScriptが必要です。ブラウザーの設定で有効にしてから、ページを再読み込みしてください。",
    ),
    "conversation": ("Percakapan", "会話"),
    "examples_title": ("Contoh pertanyaan", "質問の例"),
    "examples_hint": ("Ketuk, atau tulis sendiri di bawah.", "選ぶか、下の欄にお書きください。"),
    # The chat: writing
    "composer": ("Tulis pesan", "メッセージの入力"),
    "message_label": ("Pertanyaan Anda", "ご質問"),
    "placeholder": ("Tulis pertanyaan", "ご質問を入力"),
    "send": ("Kirim", "送信"),
    "hint": ("Jangan tulis NIK, No. KK, atau nomor paspor.", "マイナンバーなどの番号は書かないでください。"),
    "count": ("{count} dari {max} karakter", "{max}文字中{count}文字"),
    "too_long": (
        "Pesan terlalu panjang: {count} karakter. Paling banyak {max} karakter. Silakan persingkat.",
        "メッセージが長すぎます（{count}文字）。{max}文字以内に短くしてください。",
    ),
    # The chat: messages
    "you": ("Anda", "あなた"),
    "today": ("Hari ini", "今日"),
    "choices": ("Pilihan jawaban", "返信の選択肢"),
    "opens_elsewhere": ("(terbuka di tab baru)", "（新しいタブで開きます）"),
    "open_map": ("Buka di peta", "地図で見る"),
    "typing": ("Sedang mengetik", "入力しています"),
    "sending": ("Mengirim…", "送信中…"),
    "sending_again": ("Belum terkirim, mencoba lagi…", "再送しています…"),
    "not_sent": ("Pesan tidak terkirim.", "送信できませんでした。"),
    "retry": ("Ketuk untuk mengirim lagi", "タップして再送"),
    "refused": ("Pesan ini tidak dapat diterima.", "このメッセージは受け付けられませんでした。"),
    "edit": ("Ubah pesan", "書き直す"),
    "expired": ("Halaman ini sudah terlalu lama terbuka.", "ページを開いてから時間がたったため、送信できませんでした。"),
    "reload": ("Muat ulang halaman", "ページを再読み込み"),
    "new_message": ("Pesan baru", "新しいメッセージ"),
    "to_end": ("Ke bawah", "一番下へ"),
    # The chat: connection
    "lost": ("Koneksi terputus. Menyambung kembali…", "接続が切れました。再接続しています…"),
    "back": ("Tersambung kembali.", "再接続しました。"),
    # The chat: a new conversation
    "reset_title": ("Mulai percakapan baru?", "新しい会話を始めますか？"),
    "reset_text": ("Percakapan ini akan ditutup dan tidak tampil lagi di halaman ini.", "今の会話を終了し、この画面から消去します。"),
    "reset_yes": ("Ya, mulai baru", "はい、始めます"),
    "reset_no": ("Tidak, lanjutkan", "いいえ、続けます"),
    "reset_done": ("Percakapan baru dimulai.", "新しい会話を始めました。"),
    "reset_failed": (
        "Percakapan baru belum bisa dimulai. Silakan coba lagi.",
        "新しい会話を始められませんでした。もう一度お試しください。",
    ),
}

TEXTS: Final[dict[str, dict[str, str]]] = {
    "id": {key: indonesian for key, (indonesian, _) in _PAIRS.items()},
    "ja": {key: japanese for key, (_, japanese) in _PAIRS.items()},
}
