"""What a citizen hears who sends a person something that nobody can open here: a photo, a voice message, a file, a sticker.

Nothing of the kind is kept (docs/architecture.md, "Privacy"), so the person sees that it came and no more. Said once for each time that
a person is needed: it is the only thing that is said beside the person, and only because silence would leave the citizen waiting.
"""

from __future__ import annotations

from django.db import transaction

from bot.desk import announcing, outgoing
from bot.desk.models import Conversation, Handoff, Message
from bot.desk.opening import open_of
from bot.pipeline.notices import NO_DOCUMENTS, thing

# What comes without words, or with words that are not all of it.
KINDS = frozenset({"media", "location", "contact", "unsupported"})
_OTHER = {"location": ("lokasi", "位置情報"), "contact": ("kartu kontak", "連絡先"), "unsupported": ("sesuatu", "メッセージ")}


def tell(conversation: str, kind: str, sent: str) -> Message | None:
    """Say it, while a person serves the conversation or has spoken and comes back; nothing when it was said already.

    `kind` is the message's, `sent` the platform's word for what came or its media type.
    """
    with transaction.atomic():
        locked = Conversation.objects.select_for_update().get(pk=conversation)
        row = open_of(locked)
        if row is None or (row.state == Handoff.State.WAITING and row.first_reply_at is None):
            return None
        source = f"{outgoing.UNOPENED}{row.pk}"
        if locked.messages.filter(direction=Message.Direction.OUT, external_id=source).exists():
            return None
        message = outgoing.say(locked, source, sentence(sent if kind == "media" else kind, row.language), row.language)
        announcing.message_stored(row, message.pk)
    return message


def sentence(sent: str, language: str) -> str:
    """That it came, that nobody can open it, and what to do instead."""
    is_japanese = language == "ja"
    what = _OTHER[sent][is_japanese] if sent in _OTHER else thing(sent, language)
    if is_japanese:
        return (
            f"{what}をお送りいただいたことは職員に伝わっていますが、こちらでは開くことができず、保存もしていません。"
            f"お手数ですが、お伝えになりたいことを文字でお書きください。{NO_DOCUMENTS['ja']}"
        )
    return (
        f"Petugas melihat bahwa Anda mengirim {what.lower()}, tetapi tidak bisa membukanya di sini, dan kiriman itu tidak kami simpan. "
        f"Mohon tuliskan apa yang ingin Anda sampaikan. {NO_DOCUMENTS['id']}"
    )
