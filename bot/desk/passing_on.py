"""What a citizen hears whose conversation is passed on to another unit or agency: that it goes on there, and when, if not now."""

from __future__ import annotations

import datetime as dt

from bot.answers.context import Setting
from bot.catalogue import snapshot
from bot.desk import announcing, gates, outgoing
from bot.desk.citizen.queue_texts import absence
from bot.desk.models import Handoff, Message
from bot.desk.window import window_of
from bot.languages import say


def tell(row: Handoff, event: int, now: dt.datetime) -> Message | None:
    """Say it, once for each event; to be called in the transaction that passes it on. Nothing where the platform takes no free text now."""
    if not window_of(row.conversation, now).is_open:
        return None
    setting = Setting(snapshot.current(row.agency.key), row.language, now)
    place = say(row.unit.name if row.unit is not None else row.agency.name, row.language)
    text = setting.pick(
        f"Percakapan ini kami teruskan ke {place}. Petugas di sana akan melanjutkan; Anda tidak perlu mengulang dari awal.",
        f"この件は{place}に引き継ぎました。担当の職員が続きをご案内します。はじめから説明していただく必要はありません。",
    )
    desk = gates.desk_of(row.agency.key)
    gate = gates.check_unit(desk, row.unit, now) if desk is not None else None
    if gate is not None and gate.kind != "open":
        text = f"{text}\n\n{absence(setting, gate)}"
    message = outgoing.say(row.conversation, f"{outgoing.PASSED_ON}{event}", text, row.language)
    announcing.message_stored(row, message.pk)
    return message
