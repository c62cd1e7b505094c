"""The desk's buttons. Their meaning is handled by the desk itself and never reaches the dialogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.answers.labels import PERSON_INTENT, quick_reply
from bot.desk.citizen.state import DESK
from bot.languages import Localized
from bot.replies import QuickReply

_TITLES: dict[str, Localized] = {
    "place": {"id": "Cek antrean", "ja": "順番を確認する"},
    "leave": {"id": "Keluar dari antrean", "ja": "順番待ちをやめる"},
    "callback": {"id": "Minta dihubungi", "ja": "折り返しを頼む"},
    "cancel": {"id": "Batal", "ja": "やめる"},
    "in_chat": {"id": "Lewat chat ini", "ja": "このチャットで"},
    "any_time": {"id": "Kapan saja", "ja": "いつでもよい"},
    "morning": {"id": "Pagi", "ja": "午前"},
    "afternoon": {"id": "Siang atau sore", "ja": "午後"},
    "agree": {"id": "Ya, setuju", "ja": "同意する"},
    "decline": {"id": "Tidak setuju", "ja": "同意しない"},
    "skip": {"id": "Lewati", "ja": "書かずに終える"},
    "reopen": {"id": "Kembali ke petugas", "ja": "同じ件で職員に戻る"},
}
_SATISFIED: tuple[Localized, ...] = (
    {"id": "1 (sangat kurang)", "ja": "1（不満）"},
    {"id": "2 (kurang)", "ja": "2（やや不満）"},
    {"id": "3 (cukup)", "ja": "3（ふつう）"},
    {"id": "4 (puas)", "ja": "4（満足）"},
    {"id": "5 (sangat puas)", "ja": "5（とても満足）"},
)


def title(do: str, language: str) -> str:
    """What the button says."""
    return _TITLES[do]["ja" if language == "ja" else "id"]


def button(do: str, language: str, **more: Any) -> QuickReply:
    """One button of the desk."""
    return quick_reply(_TITLES[do], {"type": DESK, "do": do, **more}, language)


def without_the_call(replies: Sequence[Mapping[str, Any]], language: str, *, shows_place: bool = True) -> list[dict[str, Any]]:
    """The bot's answers for somebody who waits for a person already: in place of the button that asks for one stands the queue's."""
    instead = [button("place", language).to_json()] if shows_place else []
    return [
        {**reply, "quick_replies": [new for one in reply["quick_replies"] for new in (instead if _calls(one) else [one])]}
        if reply.get("quick_replies")
        else dict(reply)
        for reply in replies
    ]


def with_button(replies: Sequence[Mapping[str, Any]], also: QuickReply) -> list[dict[str, Any]]:
    """The answers with one more button under the last; it takes the place of the one that asks for a person anew."""
    *before, last = (dict(reply) for reply in replies)
    choices = list(last.get("quick_replies") or ())
    place = next((number for number, one in enumerate(choices) if _calls(one)), len(choices))
    choices[place : place + 1] = [also.to_json()]
    return [*before, {**last, "quick_replies": choices}]


def _calls(quick: Mapping[str, Any]) -> bool:
    return bool((quick.get("payload") or {}).get("intent") == PERSON_INTENT)


def ratings(handoff: int, language: str) -> tuple[QuickReply, ...]:
    """One to five; the number is the place in the list, too, so that a typed number means the same."""
    return tuple(
        quick_reply(titles, {"type": DESK, "do": "rate", "handoff": handoff, "value": value}, language)
        for value, titles in enumerate(_SATISFIED, 1)
    )
