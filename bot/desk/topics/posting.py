"""Shows in the staff's group what is new: a topic for each handoff, what is said, and what becomes of it.

One process posts at a time (`bot.desk.tending`). What was posted is noted after the platform has taken it, so the death of the process
can show one post twice, and never loses one.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from bot.accounts.directory import DIRECTORY
from bot.catalogue.models import Agency
from bot.desk import announcing
from bot.desk.facts import service_name
from bot.desk.models import DeskSettings, Handoff, HandoffEvent, Topic, TopicNotice
from bot.desk.replying import OF_AN_OPERATOR
from bot.desk.topics import failures, lateness, texts
from bot.desk.topics.incoming import FROM_A_TOPIC
from bot.pipeline.database import in_database
from bot.pipeline.delivery import SUPERSEDED
from channels import registry
from channels.base import Account, TopicDesk
from channels.errors import ChannelError, Refused, TopicGone, Unreachable
from channels.splitting import split

log = structlog.get_logger(__name__)
_LONGEST_POST = 3500
# Of a transcript from before the handoff: so many messages.
_BEFORE = 12
_AT_ONCE = 50
# So long a group has for showing where a conversation went before the group there opens its own topic.
_LAST_WORD_WITHIN = dt.timedelta(seconds=30)
_DEFAULT_PAUSE = 15.0
_REFUSED_PAUSE = 300.0


@dataclass(frozen=True)
class _Desk:
    """One agency's group."""

    agency: int
    language: str
    account: str
    group: str
    is_lost: bool


@dataclass(frozen=True)
class _News:
    """What one topic has not shown yet, and up to where it has shown everything once this is posted."""

    text: str
    messages: int
    events: int
    notices: tuple[int, ...]
    ends: bool


class Posting:
    """Posts for every agency whose desk is a group; a group whose platform asks for patience waits without holding up the others."""

    def __init__(self) -> None:
        self._not_before: dict[str, float] = {}

    async def once(self) -> None:
        """Post what is new now."""
        for desk in await in_database(_desks):
            if time.monotonic() < self._not_before.get(desk.account, 0.0):
                continue
            try:
                await self._post(desk)
            except ChannelError as error:
                pause = error.retry_after if error.retry_after is not None else _DEFAULT_PAUSE
                self._not_before[desk.account] = time.monotonic() + pause
                log.warning("topics.not_posted", account=desk.account, code=error.code, reason=error.message, wait=pause)
                if not error.retryable:
                    await in_database(_note_lost, desk, timezone.now())

    async def _post(self, desk: _Desk) -> None:
        account = await DIRECTORY.of_id(desk.account)
        channel = registry.channel(account.channel) if account is not None else None
        if account is None or not isinstance(channel, TopicDesk):
            return
        if desk.is_lost:
            await channel.check_group(account, desk.group)
            await in_database(_note_lost, desk, None)
        for row, service in await in_database(_without_topic, desk):
            title = texts.title(row, service, desk.language, channel.longest_topic_title)
            thread = await channel.open_topic(account, desk.group, title)
            await in_database(_note_topic, row, desk, thread)
        await in_database(failures.note, desk.account, desk.group, desk.language, timezone.now())
        await in_database(lateness.note, desk.account, desk.group, desk.language, timezone.now())
        for topic in await in_database(_topics_to_show, desk):
            if time.monotonic() < self._not_before.get(_name(topic), 0.0):
                continue
            try:
                await self._show(channel, account, desk, topic)
            except Unreachable:
                raise
            except Refused as error:
                # The others must not wait for it. Unless it is the group itself.
                await channel.check_group(account, desk.group)
                if isinstance(error, TopicGone) and self._may_open_anew(topic):
                    await in_database(_note_gone, topic, desk)
                    log.info("topics.gone", account=desk.account, handoff=topic.pk)
                    continue
                self._not_before[_name(topic)] = time.monotonic() + _REFUSED_PAUSE
                log.warning("topics.refused", account=desk.account, handoff=topic.pk, code=error.code)

    def _may_open_anew(self, topic: Topic) -> bool:
        """Not again and again: where a new topic is refused as well, it is no person who deletes them."""
        key, now = f"anew {topic.pk}", time.monotonic()
        if now < self._not_before.get(key, 0.0):
            return False
        self._not_before[key] = now + _REFUSED_PAUSE
        return True

    async def _show(self, channel: TopicDesk, account: Account, desk: _Desk, topic: Topic) -> None:
        news = await in_database(_news_of, topic, desk)
        for piece in split(news.text, _LONGEST_POST):
            await channel.say_in_topic(account, topic.group, topic.thread, piece)
        if news.ends and not topic.is_closed:
            await channel.close_topic(account, topic.group, topic.thread)
        await in_database(_note_shown, topic, news)


def _name(topic: Topic) -> str:
    return f"topic {topic.pk}"


def _desks() -> list[_Desk]:
    rows = DeskSettings.objects.filter(enabled=True).exclude(telegram_group="").exclude(telegram_account=None).select_related("agency")
    return [
        _Desk(row.agency_id, row.agency.default_language, str(row.telegram_account_id), row.telegram_group, row.group_lost_at is not None)
        for row in rows
    ]


def _note_lost(desk: _Desk, since: dt.datetime | None) -> None:
    """Nobody reads what waits there: the group counts as nobody on duty, and the board says so."""
    known = DeskSettings.objects.filter(agency=desk.agency, telegram_group=desk.group, group_lost_at__isnull=since is not None)
    if known.update(group_lost_at=since):
        announcing.queue_changed(Agency.objects.values_list("key", flat=True).get(pk=desk.agency))


def _without_topic(desk: _Desk) -> list[tuple[Handoff, str]]:
    """Each with the name of its service; also what comes from another agency, once its group has read where it went, or could not."""
    passed_on = HandoffEvent.objects.filter(handoff=OuterRef("pk"), kind=HandoffEvent.Kind.TRANSFERRED)
    long_ago = Exists(passed_on.filter(at__lt=timezone.now() - _LAST_WORD_WITHIN))
    elsewhere = ~Q(topic__account=desk.account, topic__group=desk.group) & long_ago
    unseen = Q(topic=None) | Q(topic__is_closed=True) | elsewhere
    rows = Handoff.objects.filter(unseen, agency=desk.agency, state__in=Handoff.OPEN)
    return [(row, _service_of(row, desk)) for row in rows.select_related("agency", "conversation")[:_AT_ONCE]]


def _service_of(row: Handoff, desk: _Desk) -> str:
    return service_name(row.agency.key, row.service_key, desk.language)


def _note_topic(row: Handoff, desk: _Desk, thread: int) -> None:
    # Behind what the bot and the citizen said long before, which nobody needs in the group.
    recent = list(row.conversation.messages.order_by("-pk").values_list("pk", flat=True)[:_BEFORE])
    start = min(recent) - 1 if recent else 0
    place = {"account_id": desk.account, "group": desk.group, "thread": thread}
    Topic.objects.update_or_create(handoff=row, defaults={**place, "message_position": start, "event_position": 0, "is_closed": False})
    Handoff.objects.filter(pk=row.pk).update(topic_thread=thread)


def _topics_to_show(desk: _Desk) -> list[Topic]:
    """Those that are open, and closed ones in which something is still to be told."""
    open_or_told = Q(is_closed=False) | Q(pk__in=TopicNotice.objects.filter(is_sent=False).values("topic"))
    rows = Topic.objects.filter(open_or_told, account_id=UUID(desk.account), group=desk.group)
    return list(rows.select_related("handoff__agency", "handoff__conversation").order_by("-handoff__urgency", "handoff"))


def _news_of(topic: Topic, desk: _Desk) -> _News:
    row = topic.handoff
    if topic.is_closed:
        late = list(topic.notices.filter(is_sent=False))
        told, numbers = "\n\n".join(notice.text for notice in late), tuple(notice.pk for notice in late)
        return _News(told, topic.message_position, topic.event_position, numbers, ends=True)
    lines = [texts.opening(row, _service_of(row, desk), desk.language)] if topic.event_position == 0 else []
    messages = list(row.conversation.messages.filter(pk__gt=topic.message_position).order_by("pk")[:_AT_ONCE])
    shown = [message for message in messages if not message.external_id.startswith(f"{OF_AN_OPERATOR}{FROM_A_TOPIC}")]
    lines += texts.said((message for message in shown if message.error_code != SUPERSEDED), desk.language)
    events = list(row.events.filter(pk__gt=topic.event_position).select_related("by").order_by("pk")[:_AT_ONCE])
    lines += [text for event in events if (text := texts.happened(event, desk.language))]
    notices = list(topic.notices.filter(is_sent=False))
    lines += [notice.text for notice in notices]
    ended = row.state not in Handoff.OPEN or row.agency_id != desk.agency
    return _News(
        "\n\n".join(lines),
        messages[-1].pk if messages else topic.message_position,
        events[-1].pk if events else topic.event_position,
        tuple(notice.pk for notice in notices),
        ended and len(messages) < _AT_ONCE and len(events) < _AT_ONCE,
    )


def _note_gone(topic: Topic, desk: _Desk) -> None:
    """The citizen must not be lost with the topic: what is open gets another one, which says why. What has ended needs none."""
    Topic.objects.filter(pk=topic.pk, thread=topic.thread).update(is_closed=True)
    if topic.handoff.state in Handoff.OPEN and topic.handoff.agency_id == desk.agency:
        source = f"{topic.pk}:gone:{topic.thread}"
        TopicNotice.objects.get_or_create(source=source, defaults={"topic": topic, "text": texts.opened_anew(desk.language)})
    else:
        topic.notices.filter(is_sent=False).update(is_sent=True)


def _note_shown(topic: Topic, news: _News) -> None:
    here = Topic.objects.filter(pk=topic.pk, message_position=topic.message_position, event_position=topic.event_position)
    here.update(message_position=news.messages, event_position=news.events, is_closed=news.ends)
    TopicNotice.objects.filter(pk__in=news.notices).update(is_sent=True)
