"""What the desk does with the bot's answer, in the transaction that stores it: withhold, replace, add to it, or call a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.answers.context import Setting
from bot.desk.anger import LOOKED_AT, blames, is_angry, is_repeated
from bot.desk.bare_wish import is_bare_wish
from bot.desk.citizen import asking, calling, closing_texts, rating, waiting, way_back
from bot.desk.citizen.buttons import without_the_call
from bot.desk.citizen.state import State
from bot.desk.citizen.turn import Heard
from bot.desk.models import Conversation, Handoff, Message
from bot.desk.opening import open_of
from bot.desk.request import HandoffRequest
from bot.desk.summary import ABOUT_THE_PERSON
from bot.pipeline.sentences import with_number_notice

# A citizen who wrote a question in place of words about the person.
_SURE = 0.75
_A_QUESTION = frozenset({"answer", "choices"})
_NEVER_WORDS = frozenset({"distress", "handoff"})
_POLITE = frozenset({"thank", "goodbye"})
_ABOUT_THE_PERSON = frozenset({"feedback", "complaint", "oos"})


@dataclass(frozen=True)
class Saying:
    """What is to be said to one message. `by_desk`: the desk says it by itself."""

    source: str
    text: str
    replies: Sequence[Mapping[str, Any]]
    understanding: Mapping[str, Any] | None = None
    request: HandoffRequest | None = None
    state: State = field(default_factory=State)
    by_desk: bool = False
    asking: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What is really said, and whether the dialogue goes on from it; `asking` and `given` are remembered.

    `tells_of_mask`: that a number was removed is said already.
    """

    replies: list[dict[str, Any]]
    keeps_dialogue: bool = True
    tells_of_mask: bool = False
    asking: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


def after(conversation: Conversation, saying: Saying, language: str, now: dt.datetime, setting_of: Callable[[], Setting]) -> Said:
    """Decide what is said; call it with the conversation locked. A second time for the same message decides the same.

    `setting_of` reads the agency's view, which most answers do not need.
    """
    replies = [dict(reply) for reply in saying.replies]
    if conversation.owner == Conversation.Owner.OPERATOR:
        return Said([], keeps_dialogue=False)
    row = open_of(conversation) if conversation.owner == Conversation.Owner.QUEUE else None
    in_danger = saying.request is not None and saying.request.urgency == Handoff.Urgency.DANGER
    if row is not None and row.first_reply_at is not None and not saying.by_desk and not in_danger:
        return Said([], keeps_dialogue=False)
    source = f"{conversation.pk}:{saying.source}"
    request = _about_what_was_spoken_of(saying) or (_of_anger(conversation, saying) if row is None else None)
    told = (
        None
        if saying.by_desk or in_danger
        else rating.told(saying.state, saying.text, now.timestamp(), is_understood=_is_understood(saying.understanding))
    )
    if told is not None:
        rating.keep_number(told.handoff, str(conversation.pk), told.value)
    if request is not None:
        about = None if saying.by_desk or in_danger else _words_beside(saying, request, told)
        if about:
            # "Very kind, but please call me": the wish is carried out, and the words about the person are kept as well.
            rating.keep_words(about, str(conversation.pk), told.words if told is not None else saying.text)
        if row is None:
            request = way_back.same_case(conversation, request, now)
        return Said(asking.ask_for_person(conversation, source, request, replies, saying.understanding, setting_of()))
    if saying.by_desk:
        return Said(replies, asking=saying.asking, given=saying.given)
    if row is not None and waiting.is_for_a_person(saying.understanding):
        return Said(waiting.passed_on(conversation, row, saying.source, setting_of()), keeps_dialogue=False)
    about = _rated(saying, told)
    if about:
        masked = rating.keep_words(about, str(conversation.pk), told.words if told is not None else saying.text)
        thanks = {**closing_texts.thanks(setting_of()).to_json(), "language": language, ABOUT_THE_PERSON: True}
        # Said each time: these words are kept and read, so whoever wrote a number must know that it is not among them.
        return Said([with_number_notice(thanks, language) if masked else thanks], keeps_dialogue=False, tells_of_mask=masked)
    asked = rating.asked_of(saying.state)
    if asked and (saying.understanding or {}).get("intent") in _POLITE:
        # One question at a time: not how the bot was, while the one how the person was is open.
        return Said(
            [{**closing_texts.welcome(setting_of(), asked).to_json(), "language": language, ABOUT_THE_PERSON: True}], keeps_dialogue=False
        )
    if saying.state.asking in calling.STEPS:
        return _with_the_question_again(conversation, saying, replies, setting_of())
    if row is not None:
        replies = without_the_call(replies, language, shows_place=row.urgency != Handoff.Urgency.DANGER)
    elif saying.understanding is not None:
        replies = way_back.offered(conversation, saying.source, replies, saying.understanding, language, now)
    if row is not None or told is not None:
        return Said(replies)
    return Said(replies, given=rating.carried(saying.state, replies, conversation, now.timestamp()))


def _about_what_was_spoken_of(saying: Saying) -> HandoffRequest | None:
    """The request that came with the turn; one that names nothing is about the service that was spoken of before."""
    request = saying.request
    if request is None or request.reason != Handoff.Reason.ASKED or saying.by_desk or not is_bare_wish(saying.text):
        return request
    return replace(request, service=str(request.slots.get("service") or ""))


def _of_anger(conversation: Conversation, saying: Saying) -> HandoffRequest | None:
    """A person, when somebody blames those who serve, or is angry again and again, whatever it is about."""
    if saying.understanding is None or saying.by_desk or not is_angry(saying.text):
        return None
    said = conversation.messages.filter(direction=Message.Direction.IN).order_by("-pk").values_list("text", flat=True)[:LOOKED_AT]
    if not blames(saying.text) and not is_repeated(reversed(said)):
        return None
    services = saying.understanding.get("services") or [{}]
    return HandoffRequest(Handoff.Reason.ANGER, Handoff.Urgency.RAISED, str(services[0].get("key") or ""))


def _words_beside(saying: Saying, request: HandoffRequest, told: rating.Told | None) -> int | None:
    """The handoff of whose person these are words although they ask for a person, too."""
    if told is not None:
        return told.handoff
    if (about := rating.words_asked_of(saying.state)) is not None:
        return about
    blamed = request.reason in (Handoff.Reason.ANGER, Handoff.Reason.COMPLAINT)
    return rating.asked_of(saying.state) if blamed else None


def _rated(saying: Saying, told: rating.Told | None) -> int | None:
    """The handoff of whose person these are words; None when they are something else."""
    if told is not None:
        return None if told.asks else told.handoff
    if saying.understanding is None or _is_question(saying.understanding):
        return None
    if (about := rating.words_asked_of(saying.state)) is not None:
        return about
    # In place of the number: what somebody says of the person is not said of the bot. A greeting or thanks is neither.
    return rating.asked_of(saying.state) if saying.understanding.get("kind") in _ABOUT_THE_PERSON else None


def _is_question(understanding: Mapping[str, Any]) -> bool:
    if understanding.get("kind") in _NEVER_WORDS:
        return True
    if understanding.get("kind") in _ABOUT_THE_PERSON:
        # "The wait was too long" is what was asked for, however sure it is that it complains.
        return False
    return understanding.get("decision") in _A_QUESTION and float(understanding.get("confidence") or 0.0) >= _SURE


def _is_understood(understanding: Mapping[str, Any] | None) -> bool:
    """Whether the bot knows what is asked: a question of a service, and not words about a person or a wish for one."""
    known = understanding or {}
    return known.get("kind") not in _NEVER_WORDS and _is_question(known)


def _with_the_question_again(conversation: Conversation, saying: Saying, replies: list[dict[str, Any]], setting: Setting) -> Said:
    """The citizen asked something in between: it is answered, and the desk asks once more, but not a third time in the same step.

    Then it says that nothing was noted: nobody may go away and wait for a call of which no one knows.
    """
    heard = Heard(str(conversation.pk), saying.source, conversation.owner, saying.text, None, saying.state, setting)
    if saying.state.given.get(calling.DIGRESSED):
        return Said([*replies, {**calling.not_noted(heard).to_json(), "language": setting.language}])
    again = calling.ask(heard)
    question = {**again.reply.to_json(), "language": setting.language}
    # Whoever asks what a step means is not helped by hearing that no service has that name.
    answered = [] if waiting.is_beyond_the_bot(saying.understanding) else replies
    return Said([*answered, question], bool(answered), asking=again.asking, given={**again.given, calling.DIGRESSED: True})
