"""Handoffs as the worker leaves them in the database, and what belongs to them."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from bot.accounts.models import ChannelAccount, Contact
from bot.accounts.vault import seal
from bot.catalogue.models import Agency
from bot.desk import ownership
from bot.desk.models import Callback, CannedReply, Conversation, Handoff, HandoffEvent, Message, Unit
from bot.desk.ownership import Claim

_numbers = itertools.count(1)


def conversation(agency: Agency, language: str = "id", channel: str = "webchat", contact: Contact | None = None) -> Conversation:
    """A conversation that waits for a person."""
    return Conversation.objects.create(agency=agency, channel=channel, language=language, contact=contact, owner=Conversation.Owner.QUEUE)


def contact(agency: Agency, channel: str = "whatsapp", last_heard: dt.datetime | None = None, **settings: Any) -> Contact:
    """A citizen on an account with a platform."""
    number = next(_numbers)
    account = ChannelAccount.objects.create(
        agency=agency, channel=channel, external_id=f"account-{number}", credentials=seal("{}"), settings=settings
    )
    return Contact.objects.create(account=account, address_hash=f"{number:064}", address=seal("-"), last_heard=last_heard)


def said(of: Conversation, text: str, at: dt.datetime | None = None, **fields: Any) -> Message:
    """Something that the citizen wrote."""
    return _message(of, text, at, {"direction": Message.Direction.IN, "status": Message.Status.RECEIVED, **fields})


def answered(of: Conversation, text: str, at: dt.datetime | None = None, **fields: Any) -> Message:
    """Something that the bot answered; or an operator, when `author` says so."""
    return _message(of, text, at, {"direction": Message.Direction.OUT, "status": Message.Status.SENT, "author": "bot", **fields})


def handoff(agency: Agency, question: str = "Bagaimana cara mengurus akta?", *, of: Conversation | None = None, **fields: Any) -> Handoff:
    """A handoff that waits, with a question of the citizen and an answer of the bot before it."""
    language = fields.get("language", "id")
    conversation_of = of or conversation(agency, language)
    said(conversation_of, question)
    answer = "Maaf, saya belum menemukan jawabannya." if language == "id" else "申し訳ありません。回答が見つかりませんでした。"
    answered(conversation_of, answer)
    given: dict[str, Any] = {
        "agency": agency,
        "conversation": conversation_of,
        "source": f"test-{next(_numbers)}",
        "reason": Handoff.Reason.ASKED,
        "language": language,
        "waiting_since": timezone.now(),
        "summary": {"question": question, "asked": [question], "last_answer": answer, "confidence": 0.31},
        **fields,
    }
    row = Handoff.objects.create(**given)
    HandoffEvent.objects.create(handoff=row, kind=HandoffEvent.Kind.OPENED)
    return row


def claimed(row: Handoff, user: User, at: dt.datetime | None = None) -> Claim:
    """The same, served by somebody."""
    made = ownership.claim(row.pk, user, at or timezone.now())
    row.refresh_from_db()
    return made


def unit(agency: Agency, key: str = "", **fields: Any) -> Unit:
    """A unit of the agency."""
    name = key or f"unit-{next(_numbers)}"
    return Unit.objects.create(agency=agency, key=name, name={"id": f"Bagian {name}", "ja": f"{name}課"}, **fields)


def callback(agency: Agency, name: str = "Bu Contoh", how: str = "nomor contoh", **fields: Any) -> Callback:
    """A citizen who wants to be called back."""
    given = {"source": f"callback-{next(_numbers)}", "language": "id", "consented_at": timezone.now(), "about": "Soal akta", **fields}
    return Callback.objects.create(agency=agency, name=seal(name), how=seal(how), **given)


def canned(agency: Agency, shortcut: str = "", text: dict[str, str] | None = None) -> CannedReply:
    """A prepared answer."""
    key = shortcut or f"jawab-{next(_numbers)}"
    texts = text or {"id": "Mohon tunggu.", "ja": "少々お待ちください。"}
    return CannedReply.objects.create(agency=agency, shortcut=key, title={"id": f"Judul {key}", "ja": f"{key}の題"}, text=texts)


def _message(of: Conversation, text: str, at: dt.datetime | None, fields: dict[str, Any]) -> Message:
    made = Message.objects.create(conversation=of, external_id=f"m-{next(_numbers)}", text=text, **fields)
    if at is not None:
        Message.objects.filter(pk=made.pk).update(created=at)
        made.refresh_from_db()
    return made
