"""Makes up the work of a desk: conversations that people took over, callbacks, prepared answers."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.contrib.auth.models import User

from bot.accounts.vault import seal
from bot.analytics.demo.bulk import insert
from bot.catalogue.models import Agency
from bot.desk.models import Callback, CannedReply, Conversation, Handoff, HandoffEvent, InternalNote
from bot.staff.context import name_of

HANDOFF = (
    *("conversation", "agency", "source", "reason", "urgency", "language", "service_key", "summary", "state", "waiting_since", "operator"),
    *("lease_token", "lease_until", "claimed_at", "first_reply_at", "ended_at", "outcome", "settled", "says_closing", "tidied_at", "tags"),
    *("satisfaction", "satisfaction_words", "draft"),
)
CALLBACK = (
    *("agency", "conversation", "source", "name", "how", "about", "language", "consented_at", "state", "tries", "created", "updated"),
    *("wanted_when", "remark", "service_key", "ended_at"),
)
# Of a hundred: those that still wait and those that are served now; the rest has ended.
_WAITING, _CLAIMED = 8, 5
_TAGS = ("demo", "ktp", "pajak", "keluhan", "pindah")
_CANNED = 30


def seed_handoffs(agency: Agency, people: list[User], count: int, chance: random.Random, now: dt.datetime) -> None:
    """Have people take over that many of the agency's latest conversations, with what belongs to it."""
    taken = Handoff.objects.filter(agency=agency).values("conversation")
    # The latest, at the price of reading the demo's conversations of one agency once.
    free = Conversation.objects.filter(agency=agency, owner="bot").exclude(pk__in=taken).order_by("-created")
    chosen = list(free.values_list("pk", "language", "created")[:count])
    insert(Handoff, HANDOFF, [_handoff(agency, one, people, chance, now) for one in chosen])
    made = {row.conversation_id: row for row in Handoff.objects.filter(agency=agency, conversation__in=[pk for pk, _, _ in chosen])}
    for owner, state in (("queue", Handoff.State.WAITING), ("operator", Handoff.State.CLAIMED)):
        Conversation.objects.filter(pk__in=[pk for pk, row in made.items() if row.state == state]).update(owner=owner)
    events = [event for row in made.values() for event in _events(row, people, chance)]
    insert(HandoffEvent, ("handoff", "kind", "at", "by", "by_name", "details"), events)
    notes = [
        (row.pk, by.pk, name_of(by), "Catatan contoh untuk rekan kerja.", row.waiting_since)
        for row in made.values()
        if chance.randrange(3) == 0 and (by := chance.choice(people))
    ]
    insert(InternalNote, ("handoff", "author", "author_name", "text", "created"), notes)
    insert(Callback, CALLBACK, [_callback(agency, one, chance) for one in chosen[: count // 4]])
    CannedReply.objects.bulk_create((_canned(agency, number) for number in range(1, _CANNED + 1)), ignore_conflicts=True)


def _handoff(
    agency: Agency, conversation: tuple[Any, str, dt.datetime], people: list[User], chance: random.Random, now: dt.datetime
) -> tuple[Any, ...]:
    number, language, began = conversation
    draw = chance.randrange(100)
    state = "waiting" if draw < _WAITING else "claimed" if draw < _WAITING + _CLAIMED else "left" if draw < 20 else "closed"
    waiting = now - dt.timedelta(minutes=chance.randrange(1, 50)) if state in Handoff.OPEN else began + dt.timedelta(minutes=2)
    claimed = waiting + dt.timedelta(seconds=chance.randrange(20, 900)) if state in ("claimed", "closed") else None
    replied = claimed + dt.timedelta(seconds=chance.randrange(20, 300)) if claimed and state == "closed" else None
    ended = waiting + dt.timedelta(minutes=chance.randrange(20, 90)) if state in ("left", "closed") else None
    operator = chance.choice(people).pk if claimed else None
    outcome = chance.choice(Handoff.Outcome.values) if state == "closed" else ""
    summary = {"question": "Pertanyaan contoh?", "asked": ["Pertanyaan contoh?"], "last_answer": "Jawaban contoh.", "confidence": 0.3}
    lease = (f"{chance.getrandbits(128):032x}", now + dt.timedelta(minutes=2)) if state == "claimed" else ("", None)
    rating = chance.choice((None, None, 3, 4, 5)) if state == "closed" else None
    return (
        *(number, agency.pk, f"demo:{number}", chance.choice(Handoff.Reason.values), chance.choices((0, 1, 2), (90, 8, 2))[0], language),
        *("", summary, state, waiting, operator, *lease, claimed, replied, ended, outcome, "", False, ended),
        *(chance.sample(_TAGS, chance.randrange(3)), rating, "", ""),
    )


def _events(row: Handoff, people: list[User], chance: random.Random) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = [(row.pk, "opened", row.waiting_since, None, "", {})]
    if row.claimed_at:
        found.append((row.pk, "claimed", row.claimed_at, row.operator_id, "Demo", {}))
    for reader in chance.sample(people, 3):
        found.append((row.pk, "viewed", row.claimed_at or row.waiting_since, reader.pk, name_of(reader), {}))
    if row.ended_at:
        found.append((row.pk, row.state, row.ended_at, row.operator_id, "Demo", {}))
    return found


def _callback(agency: Agency, conversation: tuple[Any, str, dt.datetime], chance: random.Random) -> tuple[Any, ...]:
    number, language, began = conversation
    state = chance.choice(Callback.State.values)
    return (
        *(agency.pk, number, f"demo:{number}", seal("Warga Contoh"), seal("contoh"), "Soal contoh", language, began, state),
        *(0 if state == "open" else 1, began, began, "", "", "", None if state in Callback.TO_BE_CALLED else began),
    )


def _canned(agency: Agency, number: int) -> CannedReply:
    texts = {"id": f"Jawaban contoh {number} untuk warga.", "ja": f"これは市民向けの回答例{number}です。"}
    return CannedReply(agency=agency, shortcut=f"demo-{number}", title={"id": f"Contoh {number}", "ja": f"例{number}"}, text=texts)
