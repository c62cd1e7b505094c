"""What a citizen who waits for a call hears of it in the chat: that nobody was reached, or that the request is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from bot.answers.context import Setting
from bot.catalogue import snapshot
from bot.desk import gates, outgoing
from bot.desk.citizen.queue_texts import serves_again
from bot.desk.models import Callback, Conversation, Handoff, Message
from bot.desk.opening import open_of
from bot.desk.window import window_of


def can_be_told(callback: Callback, now: dt.datetime) -> bool:
    """Whether the chat is there and its platform takes free text now."""
    return callback.conversation is not None and window_of(callback.conversation, now).is_open


def tell(callback: Callback, state: Callback.State, now: dt.datetime) -> Message | None:
    """Say it, once for each try; to be called in the transaction that notes the state.

    Nothing of a call that was made, to a citizen with whom a person is speaking, or while another request of the same chat is open.
    """
    conversation = callback.conversation
    if conversation is None or state in (Callback.State.OPEN, Callback.State.REACHED) or not can_be_told(callback, now):
        return None
    if _is_served(conversation) or (state == Callback.State.CLOSED and _has_another(callback)):
        return None
    setting = Setting(snapshot.current(callback.agency.key), callback.language, now)
    text = _closed(setting) if state == Callback.State.CLOSED else _not_reached(setting, callback, now)
    return outgoing.say(conversation, f"{outgoing.CALL_NEWS}{callback.pk}:{state}:{callback.tries}", text, callback.language)


def latest_of(callbacks: Iterable[Callback]) -> dict[int, Message]:
    """For each callback the last thing that its citizen was to hear of it, with what became of that; one query."""
    conversations = {one.conversation_id: one.conversation for one in callbacks if one.conversation is not None}
    rows = Message.objects.filter(conversation__in=list(conversations), external_id__startswith=outgoing.CALL_NEWS).order_by("pk")
    found = {}
    for row in rows:
        row.conversation = conversations[row.conversation_id]
        found[int(row.external_id.removeprefix(outgoing.CALL_NEWS).partition(":")[0])] = row
    return found


def _not_reached(setting: Setting, callback: Callback, now: dt.datetime) -> str:
    desk = gates.desk_of(callback.agency.key)
    again = serves_again(setting, gates.check_unit(desk, callback.unit, now)) if desk is not None else ""
    return setting.pick(
        "Petugas sudah mencoba menghubungi Anda, tetapi belum berhasil. "
        f"Permintaan Anda tetap kami simpan, dan kami akan mencoba lagi. {again}".rstrip(),
        f"職員からご連絡しましたが、つながりませんでした。ご依頼はそのままお預かりし、あらためてご連絡します。{again}",
    )


def _closed(setting: Setting) -> str:
    return setting.pick(
        "Permintaan Anda untuk dihubungi sudah kami tutup. Kalau masih perlu bantuan, silakan menulis lagi di sini.",
        "折り返しのご依頼は、対応を終了しました。まだお困りのことがあれば、いつでもここにお書きください。",
    )


def _is_served(conversation: Conversation) -> bool:
    row = open_of(conversation)
    return row is not None and row.state == Handoff.State.CLAIMED


def _has_another(callback: Callback) -> bool:
    others = Callback.objects.filter(conversation=callback.conversation, state__in=Callback.TO_BE_CALLED)
    return others.exclude(pk=callback.pk).exists()
