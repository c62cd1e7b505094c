"""What became of the feedback form: told by a message together with the one before it and with what was stored as feedback."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from bot.analytics.measures import CANCEL, OPENER
from bot.analytics.stored_messages import Incoming, Opinion
from bot.desk.models import Feedback, Message

_AT_ONCE = 500


@dataclass(frozen=True)
class FormSteps:
    """`before`: the intent of a citizen's message before that one; `numbers`: messages by the source of a feedback; `filling`: sources."""

    before: dict[int, str]
    numbers: dict[str, int]
    filling: frozenset[str]

    def opened(self, message: Incoming) -> bool:
        """Whether the message made the bot ask for a comment, and was not the comment itself."""
        return _intent(message) == OPENER and _source(message.conversation, message.external_id) not in self.filling

    def cancelled(self, message: Incoming) -> bool:
        """Whether the message takes back the form that the one before has opened."""
        return _intent(message) == CANCEL and self.before.get(message.id) == OPENER

    def filled_at_once(self, opinion: Opinion) -> bool:
        """Whether the form was filled without having been opened by an earlier message."""
        number = self.numbers.get(opinion.source)
        return number is not None and self.before.get(number) != OPENER


def form_steps(messages: Collection[Incoming], opinions: Collection[Opinion]) -> FormSteps:
    """What is needed to judge these messages and opinions: a few queries, whatever their number."""
    telling = [message for message in messages if _intent(message) in (OPENER, CANCEL)]
    conversations = {message.conversation for message in telling} | {one.conversation for one in opinions if one.conversation}
    before: dict[int, str] = {}
    numbers: dict[str, int] = {}
    last: tuple[UUID | None, str] = (None, "")
    for conversation, number, external_id, intent in _citizens_messages(list(conversations)):
        if last[0] == conversation:
            before[number] = last[1]
        numbers[_source(conversation, external_id)] = number
        last = (conversation, str(intent or ""))
    sources = [_source(message.conversation, message.external_id) for message in telling]
    filling: set[str] = set()
    for start in range(0, len(sources), _AT_ONCE):
        filling |= set(Feedback.objects.filter(source__in=sources[start : start + _AT_ONCE]).values_list("source", flat=True))
    return FormSteps(before, numbers, frozenset(filling))


def _citizens_messages(conversations: list[UUID]) -> Iterator[tuple[UUID, int, str, str | None]]:
    for start in range(0, len(conversations), _AT_ONCE):
        rows = Message.objects.filter(conversation__in=conversations[start : start + _AT_ONCE], direction=Message.Direction.IN)
        yield from rows.order_by("conversation_id", "pk").values_list("conversation_id", "pk", "external_id", "understanding__intent")


def _intent(message: Incoming) -> str:
    return str((message.understanding or {}).get("intent") or "")


def _source(conversation: UUID, external_id: str) -> str:
    return f"{conversation}:{external_id}"[:150]
