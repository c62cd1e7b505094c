"""What somebody of the staff writes in a topic: an answer to the citizen, a note, or a command. The rules are those of the page.

Nothing is answered on the spot: what the group is to read of it is kept as a notice, and `bot.desk.topics.posting` writes it.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from bot.desk import ownership
from bot.desk.errors import LeaseOver, NotWaiting, WindowOver
from bot.desk.giving_back import give_back
from bot.desk.models import Handoff, Message, Topic, TopicNotice
from bot.desk.notes import LONGEST, add_note
from bot.desk.ownership import Claim
from bot.desk.replying import OF_AN_OPERATOR, reply
from bot.desk.topics import people, texts
from bot.languages import say
from bot.pipeline.messages import InboundMessage
from bot.privacy.masking import mask_identity_numbers

# No page is open that could be heard from, so a claim holds until the group has been silent for this long.
LEASE = dt.timedelta(minutes=30)
FROM_A_TOPIC = "topic:"


def heard(message: InboundMessage) -> None:
    """Do what is asked; the same message a second time changes nothing. What is not about a handoff is passed over."""
    details = message.details
    topic = (
        Topic.objects.filter(account_id=UUID(message.account), group=details["group"], thread=details["thread"])
        .select_related("account__agency", "handoff__agency", "handoff__conversation", "handoff__operator")
        .first()
    )
    if topic is None:
        return
    row = topic.handoff
    if topic.account.agency_id != row.agency_id:
        # It went to another agency: whoever writes in the old topic must not answer in that one's name.
        language = topic.account.agency.default_language
        _notice(topic, message, "moved", say(row.agency.name, language) or row.agency.key, language)
        return
    user = people.actor(message.account, details["person"], row.agency)
    try:
        _act(topic, user, message)
    except (NotWaiting, LeaseOver) as error:
        _notice(topic, message, "held" if error.by else "over", error.by)
    except WindowOver:
        _notice(topic, message, "window")


def _act(topic: Topic, user: User, message: InboundMessage) -> None:
    if edits := message.details.get("edits"):
        _tell_of_edit(topic, str(edits))
        return
    row, now, text = topic.handoff, timezone.now(), message.text.strip()
    command, _, rest = text.partition(" ") if text.startswith("/") else ("", "", text)
    match command.lower():
        case "" if not text:
            _notice(topic, message, "words")
        case "":
            reply(_claim(row, user, now), text, now, client_id=f"{FROM_A_TOPIC}{topic.pk}:{message.external_id}")
        case "/claim":
            _claim(row, user, now)
        case "/done" | "/selesai":
            if row.state in Handoff.OPEN:
                give_back(_claim(row, user, now), now, Handoff.Outcome.SOLVED, rest.strip())
        case "/release":
            if row.state == Handoff.State.CLAIMED:
                ownership.release(_claim(row, user, now), now)
        case "/note":
            _note(topic, user, rest.strip(), message)
        case _:
            _notice(topic, message, "unknown")


def _claim(row: Handoff, user: User, now: dt.datetime) -> Claim:
    """The claim of the person, or of the group if the group has it: then every member may go on."""
    if row.state == Handoff.State.CLAIMED and row.operator is not None:
        if row.operator == user or people.is_group_account(row.operator):
            return Claim(row.pk, row.operator, row.lease_token, LEASE)
        raise NotWaiting(ownership.holder_of(row.pk))
    return ownership.claim(row.pk, user, now, LEASE)


def _note(topic: Topic, user: User, text: str, message: InboundMessage) -> None:
    """Keep it, and say so: whoever writes where replies go to the citizen must know that this one did not."""
    row = topic.handoff
    # As it is kept: the same message may come twice.
    text = mask_identity_numbers(text[:LONGEST]).text
    if text and not row.notes.filter(text=text, author=user).exists():
        add_note(row, user, text, str(message.details.get("name") or "") if people.is_group_account(user) else "")
    _notice(topic, message, "note" if text else "no_note")


def _tell_of_edit(topic: Topic, edits: str) -> None:
    """Not every platform can change what a citizen has, so no edit is passed on; whoever edits is told, once for each message."""
    conversation, sent = topic.handoff.conversation_id, f"{OF_AN_OPERATOR}{FROM_A_TOPIC}{topic.pk}:{edits}"
    is_reply = Message.objects.filter(conversation=conversation, direction=Message.Direction.OUT, external_id=sent).exists()
    text = texts.not_sent("edited" if is_reply else "edited_other", topic.handoff.agency.default_language)
    TopicNotice.objects.get_or_create(source=f"{topic.pk}:{edits}:edited"[:150], defaults={"topic": topic, "text": text[:500]})


def _notice(topic: Topic, message: InboundMessage, why: str, by: str = "", language: str = "") -> None:
    text = texts.not_sent(why, language or topic.handoff.agency.default_language, by)
    source = f"{topic.pk}:{message.external_id}"[:150]
    TopicNotice.objects.get_or_create(source=source, defaults={"topic": topic, "text": text[:500]})
