"""What somebody in danger hears: first the numbers that help at once, then that a person is there."""

from __future__ import annotations

from bot.answers.context import Setting
from bot.answers.labels import person_reply
from bot.replies import Reply


def distress(setting: Setting, kind: str) -> Reply:
    """The country's emergency numbers for self_harm, violence or emergency, as the agency or its nation states them."""
    stated = setting.agency.distress.get(kind) or setting.agency.distress.get("emergency")
    text = setting.say(stated) or setting.pick(
        "Kalau Anda atau orang lain sedang dalam bahaya, segera hubungi nomor darurat setempat atau minta tolong orang terdekat.",
        "ご自身やまわりの方に危険が迫っているときは、すぐに緊急通報の番号へ電話するか、近くの人に助けを求めてください。",
    )
    return Reply(f"{text}\n\n{_by_the_bot(setting)}", (person_reply(setting.language),))


def _by_the_bot(setting: Setting) -> str:
    """Nobody may wait here for help that does not come."""
    return setting.pick(
        "Saya layanan otomatis dan tidak bisa mengirim bantuan, jadi mohon telepon nomor di atas sekarang.",
        "こちらは自動で応答するチャットのため、救助を手配することができません。どうか今すぐ上の番号にお電話ください。",
    )
