"""What a citizen hears about a message that is no question: a photo, a place, a group, too many at once, the wish to hear no more."""

from __future__ import annotations

from typing import Any

from bot.answers import nearest
from bot.answers.context import Setting
from bot.answers.labels import menu_reply, person_reply
from bot.pipeline.captions import only_shows
from bot.pipeline.messages import InboundMessage
from bot.replies import Reply

# Such a reply still goes to a citizen who has just asked to hear no more.
FAREWELL = "farewell"

NO_DOCUMENTS = {
    "id": "Demi keamanan, mohon tidak mengirim foto KTP, KK, atau dokumen lain.",
    "ja": "安全のため、身分証などの書類の写真は送らないでください。",
}
_MEDIA = {
    "id": "Maaf, di sini saya hanya bisa membaca tulisan. {kind} yang Anda kirim tidak kami buka dan tidak kami simpan. {wish}",
    "ja": "申し訳ありません。こちらでは文字のメッセージだけお受けしています。お送りいただいた{kind}は開いておらず、保存もしていません。"
    "{wish}",
}
_WRITE = {"id": "Silakan tuliskan pertanyaan Anda. ", "ja": "ご質問は文字でお書きください。"}
_DESCRIBE = {
    "id": "Silakan ceritakan dengan tulisan apa isinya dan apa yang ingin Anda tanyakan. ",
    "ja": "どのような内容か、何をお知りになりたいかを、文字でお書きください。",
}
_WORTH_DESCRIBING = frozenset({"photo", "image", "document", "application", "text", "video"})
# By the platform's word for it, or by the first half of the media type.
_KINDS = {
    "photo": ("Foto", "写真"),
    "image": ("Foto", "写真"),
    "document": ("Berkas", "ファイル"),
    "application": ("Berkas", "ファイル"),
    "text": ("Berkas", "ファイル"),
    "voice": ("Pesan suara", "音声"),
    "audio": ("Rekaman suara", "音声"),
    "video": ("Video", "動画"),
    "video_note": ("Video", "動画"),
    "animation": ("Animasi", "動画"),
    "sticker": ("Stiker", "スタンプ"),
}
_SENTENCES = {
    "contact": (
        "Terima kasih, tetapi Anda tidak perlu mengirim kontak atau nomor telepon. Kontak itu tidak kami simpan. "
        "Silakan tuliskan pertanyaan Anda tentang layanan.",
        "連絡先をお送りいただく必要はありません。お送りいただいた連絡先は保存していません。手続きについてのご質問を文字でお書きください。",
    ),
    "unsupported": (
        "Maaf, pesan seperti ini belum bisa saya baca. Silakan tuliskan pertanyaan Anda dengan kata-kata biasa.",
        "申し訳ありません。この形式のメッセージは読み取れません。ご質問を文字でお書きください。",
    ),
    "group": (
        "Maaf, saya hanya melayani percakapan pribadi, supaya pertanyaan Anda tidak terbaca orang lain. "
        "Silakan buka profil saya, lalu kirim pesan langsung kepada saya.",
        "申し訳ありません。ご質問がほかの方に見えないよう、グループではお答えしていません。私のプロフィールを開いて、個別にメッセージをお送りください。",
    ),
    "stop": (
        "Baik, kami tidak akan mengirim pesan lagi ke nomor ini. Kalau ingin bertanya lagi, kirim kata MULAI.",
        "承知しました。この番号には、今後メッセージをお送りしません。また質問されるときは「再開」とお送りください。",
    ),
    "flood": (
        "Pesan Anda banyak sekali dalam waktu singkat, jadi belum semuanya bisa saya jawab. Mohon tunggu satu menit, lalu tanyakan lagi.",
        "短い時間にたくさんのメッセージをいただいたため、すべてにはお答えできていません。1分ほど待ってから、もう一度おたずねください。",
    ),
}


def thing(sent: str, language: str) -> str:
    """What somebody has sent, by the platform's word for it or its media type."""
    return _KINDS.get(sent.partition("/")[0], ("Lampiran", "添付"))[language == "ja"]


def media_sentence(message: InboundMessage, language: str, *, is_answered: bool = False) -> str:
    """That something was not opened and not kept, and what to write in its place unless what stood beside it is answered."""
    sent, words = str(message.details.get("type")), "ja" if language == "ja" else "id"
    wish = _DESCRIBE if sent.partition("/")[0] in _WORTH_DESCRIBING else _WRITE
    return _MEDIA[words].format(kind=thing(sent, language), wish="" if is_answered else wish[words]) + NO_DOCUMENTS[words]


def notice(message: InboundMessage, setting: Setting) -> dict[str, Any] | None:
    """The reply to a message that the dialogue need not understand; None when it must."""
    language = setting.language
    if message.kind == "stop":
        return {**Reply(_pick("stop", language)).to_json(), "purpose": FAREWELL}
    if message.flood == "first":
        return Reply(_pick("flood", language)).to_json()
    if message.kind == "media" and only_shows(message.text):
        return Reply(media_sentence(message, language), (menu_reply(language), person_reply(language))).to_json()
    if message.kind == "location":
        return nearest.nearest_offices(setting, float(message.details["latitude"]), float(message.details["longitude"])).to_json()
    if message.kind in ("contact", "unsupported"):
        return Reply(_pick(message.kind, language), (menu_reply(language), person_reply(language))).to_json()
    if message.kind == "group":
        return Reply(_pick("group", language)).to_json()
    return None


def _pick(name: str, language: str) -> str:
    return _SENTENCES[name][language == "ja"]
