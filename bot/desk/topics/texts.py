"""What the staff read in their group, in the language of the agency. Everything that comes from citizens is masked already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.desk.models import Handoff, HandoffEvent, Message
from bot.desk.topics.people import is_group_account
from bot.languages import say
from bot.pipeline.notices import thing

_REASONS = {
    "asked": ("warga meminta petugas", "住民が職員を希望"),
    "distress": ("DARURAT: warga mungkin dalam bahaya", "緊急：危険な状況の可能性"),
    "anger": ("warga kesal berulang kali", "くり返し不満を述べている"),
    "complaint": ("keluhan", "苦情"),
    "not_understood": ("bot tidak bisa membantu", "ボットでは対応できない"),
    "reopened": ("warga kembali tentang hal yang sama", "同じ件での再相談"),
}
_LANGUAGES = {"id": ("Indonesia", "インドネシア語"), "ja": ("Jepang", "日本語")}
_HELP = (
    "Balas di topik ini untuk menjawab warga.\n/claim ambil percakapan\n/done selesai, kembalikan ke bot\n"
    "/release kembalikan ke antrean\n/note catatan yang tidak dilihat warga",
    "このトピックに書くと、住民に届きます。\n/claim 担当する\n/done 終了してボットに戻す\n"
    "/release 待ち行列に戻す\n/note 住民には見えないメモ",
)
# What is said of a message that the citizen does not get.
_NOT_SENT = {
    "held": ("Tidak dikirim: {by} sedang melayani percakapan ini.", "送信していません。{by}が対応中です。"),
    "over": ("Tidak dikirim: percakapan ini sudah selesai.", "送信していません。このやり取りは終了しています。"),
    "window": (
        "Tidak dikirim: warga terakhir menulis lebih dari batas waktu yang diizinkan platform. Tunggu sampai warga menulis lagi.",
        "送信していません。最後のメッセージから時間がたちすぎているため、住民が書き込むまで送れません。",
    ),
    "words": ("Tidak dikirim: hanya tulisan yang bisa diteruskan kepada warga.", "送信していません。住民に送れるのは文字だけです。"),
    "edited": (
        "Perubahan tidak dikirim: warga tetap melihat tulisan yang pertama. Jika ada yang perlu dibetulkan, kirim sebagai pesan baru.",
        "変更は送信していません。住民に見えているのは、最初の文のままです。訂正がある場合は、新しいメッセージとして送ってください。",
    ),
    "edited_other": (
        "Perubahan pada pesan lama tidak dibaca oleh bot. Jika perlu, tulis sebagai pesan baru.",
        "前のメッセージの変更は、ボットには反映されません。必要な場合は、新しいメッセージとして書いてください。",
    ),
    "moved": (
        "Tidak dikirim: percakapan ini sudah pindah ke {by}.",
        "送信していません。このやり取りは{by}に引き継がれました。",
    ),
    "note": ("📝 Catatan disimpan untuk rekan petugas. Warga tidak menerimanya.", "📝 メモを保存しました。住民には届いていません。"),
    "no_note": ("Catatan belum ada. Tulis isinya di belakang /note.", "メモの内容がありません。/note の後に書いてください。"),
    "unknown": ("Perintah itu tidak dikenal.", "その命令はありません。"),
}
# By what is known of the citizen's chat; `window` and `refused` where the chat itself is in order.
_UNDELIVERED = {
    "blocked": (
        "Warga memblokir layanan ini. Pesan baru bisa dikirim setelah warga menulis lagi. Jika mendesak, hubungi dengan cara lain.",
        "住民がこのサービスをブロックしています。住民が再び書き込むまで、何も送れません。お急ぎの場合は、別の方法でご連絡ください。",
    ),
    "opted_out": (
        "Warga meminta agar tidak dikirimi pesan lagi. Pesan baru bisa dikirim setelah warga menulis lagi.",
        "住民が配信の停止を希望しました。住民が再び書き込むまで、送れません。",
    ),
    "invalid": (
        "Akun atau nomor warga tidak bisa menerima pesan. Jika mendesak, hubungi dengan cara lain.",
        "住民のアカウントまたは番号では受信できません。お急ぎの場合は、別の方法でご連絡ください。",
    ),
    "window": (
        "Warga terakhir menulis lebih dari batas waktu yang diizinkan platform. Tunggu sampai warga menulis lagi.",
        "住民の最後のメッセージから時間がたちすぎています。住民が書き込むまでお待ちください。",
    ),
    "too_old": (
        "Pesan ini tidak bisa dikirim selama sehari, lalu dibatalkan. Bila masih berlaku, kirimkan sekali lagi.",
        "24時間送信できなかったため、送信を中止しました。まだ必要な内容でしたら、もう一度お送りください。",
    ),
    "refused": (
        "Platform tidak menerima pesan ini. Coba tulis dengan cara lain; jika terulang, beri tahu pengelola sistem.",
        "プラットフォームがこのメッセージを受け付けませんでした。別の書き方でお試しください。くり返す場合は、システムの管理者にお知らせください。",
    ),
}
_CAME_ALONG = {
    "location": ("[Lokasi]", "［位置情報］"),
    "contact": ("[Kontak, tidak disimpan]", "［連絡先、保存していません］"),
    "unsupported": ("[Pesan yang tidak bisa ditampilkan]", "［表示できないメッセージ］"),
}
_QUOTED = 60
# Whoever of the group is not known as a colleague answers in its name, one as well as the other.
_CLAIMED_BY_GROUP = (
    "➡️ Grup ini melayani percakapan ini. Setiap balasan di topik ini dikirim kepada warga.",
    "➡️ このグループが対応します。このトピックに書いた返信は、すべて住民に届きます。",
)
# To whom a conversation went: a colleague, a unit or another agency, or nobody that is known any more.
_WENT_TO_COLLEAGUE = (
    "➡️ {by} menyerahkan percakapan ini kepada {to}. Balasan dari orang lain tidak dikirim.",
    "➡️ {by}が{to}に引き継ぎました。ほかの人の返信は送られません。",
)
_WENT_TO_PLACE = ("➡️ {by} memindahkan percakapan ini ke {to}.", "➡️ {by}が{to}に引き継ぎました。")
_WENT_ON = ("➡️ Percakapan dipindahkan.", "➡️ 別の担当に移りました。")
_EVENTS = {
    "claimed": (
        "➡️ {by} melayani percakapan ini. Balasan dari orang lain tidak dikirim.",
        "➡️ {by}が対応します。ほかの人の返信は送られません。",
    ),
    "lapsed": ("↩️ Lama tidak ada balasan; percakapan kembali ke antrean.", "↩️ しばらく返信がないため、待ち行列に戻りました。"),
    "released": ("↩️ Percakapan kembali ke antrean.", "↩️ 待ち行列に戻りました。"),
    "given_back": ("✅ Selesai; bot menjawab lagi.", "✅ 終了しました。ボットが応答します。"),
    "closed": ("✅ Selesai.", "✅ 終了しました。"),
    "left": ("🚪 Warga keluar dari antrean.", "🚪 住民が順番待ちをやめました。"),
    "merged": ("🔗 Digabung dengan permintaan lain.", "🔗 別の依頼とまとめました。"),
}


def title(row: Handoff, service: str, language: str, longest: int) -> str:
    """A topic's title: number, language and the name of the service; nothing of the citizen."""
    mark = "🆘 " if row.urgency == Handoff.Urgency.DANGER else ""
    spoken = _pick(_LANGUAGES.get(row.language, (row.language, row.language)), language)
    return f"{mark}#{row.pk} · {spoken} · {service or '-'}"[:longest]


def opening(row: Handoff, service: str, language: str) -> str:
    """The first post: why, what was asked, and how to go on."""
    summary = row.summary or {}
    labels = ("Alasan", "Pertanyaan", "Layanan") if language != "ja" else ("理由", "質問", "手続き")
    lines = [f"{labels[0]}: {_pick(_REASONS.get(row.reason, (row.reason, row.reason)), language)}"]
    if summary.get("question"):
        lines.append(f"{labels[1]}: {summary['question']}")
    if service:
        lines.append(f"{labels[2]}: {service}")
    return "\n".join(lines) + "\n\n" + _pick(_HELP, language)


def said(messages: Iterable[Message], language: str) -> list[str]:
    """One line or more for each message."""
    lines = []
    for message in messages:
        if message.direction == Message.Direction.IN:
            lines.append(f"👤 {' '.join(filter(None, (_came_along(message, language), message.text)))}")
        else:
            who = "🧑‍💼" if message.author == Message.Author.OPERATOR else "🤖"
            lines.append("\n".join((f"{who} {message.text}".rstrip(), *_links(message))))
    return lines


def _links(message: Message) -> list[str]:
    """What came along with an answer, as the citizen got it."""
    return [f"🔗 {one['title']}: {one['url']}" for one in (message.content or {}).get("links") or ()]


def happened(event: HandoffEvent, language: str) -> str:
    """What became of the handoff; empty where the group need not hear of it."""
    details: Mapping[str, Any] = event.details or {}
    found, to = _EVENTS.get(event.kind), ""
    if event.kind == HandoffEvent.Kind.CLAIMED and is_group_account(event.by):
        found = _CLAIMED_BY_GROUP
    if event.kind == HandoffEvent.Kind.TRANSFERRED:
        place = say(details.get("name"), language) or str(details.get("unit") or details.get("agency") or "")
        to = str(details.get("to") or place)
        found = _WENT_TO_COLLEAGUE if details.get("to") else _WENT_TO_PLACE if to else _WENT_ON
    if found is None:
        return ""
    text, remark = _pick(found, language).format(by=event.by_name or "-", to=to), str(details.get("remark") or "")
    # Whoever gets it must not have to ask the citizen once more.
    return f"{text}\n{event.by_name or '-'}: {remark}" if remark else text


def not_sent(why: str, language: str, by: str = "") -> str:
    """That what was written did not reach the citizen, and why; of a note, that it is kept."""
    text = _pick(_NOT_SENT[why], language).format(by=by)
    return f"{text}\n{_pick(_HELP, language)}" if why == "unknown" else text


def in_danger(language: str) -> str:
    """That somebody may be in danger, and that the group is the one who answers."""
    return _pick(
        (
            "🆘 DARURAT: warga mungkin dalam bahaya. Mohon segera balas dan beri tahu nomor darurat.",
            "🆘 緊急：住民が危険な状況にある可能性があります。すぐに返信し、緊急の連絡先を伝えてください。",
        ),
        language,
    )


def opened_anew(language: str) -> str:
    """Why there is a topic once more that somebody has deleted."""
    return _pick(
        (
            "♻️ Topik sebelumnya dihapus, padahal percakapan ini belum selesai. Untuk mengakhirinya, tulis /done.",
            "♻️ 前のトピックは削除されましたが、このやり取りはまだ終わっていません。終えるときは /done と書いてください。",
        ),
        language,
    )


def late(minutes: int, language: str) -> str:
    """That the citizen waits for longer than the agency promises."""
    return _pick(
        (
            "⏰ Warga sudah menunggu {minutes} menit. Mohon dibalas di topik ini.",
            "⏰ 住民が{minutes}分お待ちです。このトピックで返信をお願いします。",
        ),
        language,
    ).format(minutes=minutes)


def undelivered(text: str, why: str, language: str) -> str:
    """That a reply has not reached the citizen, with its first words and the reason."""
    begin = " ".join(text.split())
    begin = begin if len(begin) <= _QUOTED else f"{begin[:_QUOTED].rstrip()}…"
    reason = _pick(_UNDELIVERED.get(why, _UNDELIVERED["refused"]), language)
    return _pick(("⚠️ Belum sampai kepada warga: “{begin}”\n{reason}", "⚠️ 住民に届いていません：「{begin}」\n{reason}"), language).format(
        begin=begin, reason=reason
    )


def changed(text: str, language: str) -> str:
    """That the citizen has changed a message that the group has read already."""
    return _pick(("✏️ Warga mengubah pesannya: {text}", "✏️ 住民がメッセージを変更しました：{text}"), language).format(text=text)


def _came_along(message: Message, language: str) -> str:
    content = message.content or {}
    kind = str(content.get("kind") or "")
    if kind == "media":
        what = thing(str(content.get("type") or ""), language)
        return _pick((f"[{what}, tidak disimpan]", f"［{what}、保存していません］"), language)
    return _pick(_CAME_ALONG[kind], language) if kind in _CAME_ALONG else ""


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[language == "ja"]
