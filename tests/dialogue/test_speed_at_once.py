"""Conversations held at the same time get the answers that they get one after the other."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.dialogue.talk import Citizens

CONVERSATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("banyuwangi", ("syarat bikin ktp baru apa?", "biayanya?", "terima kasih")),
    ("banyuwangi", ("kk saya hilang", "berapa lama jadinya?", "bukan KK, tapi akta kelahiran")),
    ("banyuwangi", ("halo", "akta kelahiran bayar berapa", "kantornya buka jam berapa")),
    ("banyuwangi", ("mau pindah rumah ke kota lain", "dokumennya apa saja", "bisa online?")),
    ("fukuoka", ("住民票の手数料はいくらですか", "必要なものは？", "ありがとう")),
    ("fukuoka", ("印鑑登録したい", "どこでできますか", "土曜日は開いていますか")),
    ("neyagawa", ("転出届を出したい", "オンラインでできますか", "いつまでに必要ですか")),
    ("neyagawa", ("マイナンバーカードをなくしました", "費用は？", "担当者と話したい")),
)


def test_eight_conversations_at_once_are_answered_as_one_by_one(citizens: Citizens) -> None:
    async def hold(prefix: str, number: int) -> list[tuple[Any, Any]]:
        agency, texts = CONVERSATIONS[number]
        answers = []
        for at, text in enumerate(texts):
            turn = await citizens.dialogue.handle(
                conversation=f"{prefix}-{number}",
                message_id=f"{prefix}-{number}-{at}",
                text=text,
                agency=agency,
                channel="webchat",
            )
            citizens.trackers.update(turn.tracker_writes)
            answers.append((turn.replies, turn.understanding))
        return answers

    async def at_once() -> list[list[tuple[Any, Any]]]:
        return await asyncio.gather(*(hold("at-once", number) for number in range(len(CONVERSATIONS))))

    async def one_by_one() -> list[list[tuple[Any, Any]]]:
        return [await hold("one-by-one", number) for number in range(len(CONVERSATIONS))]

    together = citizens.loop.run(at_once())
    assert all(len(replies) == 1 for answers in together for replies, _ in answers)
    assert together == citizens.loop.run(one_by_one())
