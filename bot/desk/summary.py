"""What an operator should know at once: what was asked, what the bot made of it and answered last. Everything in it is masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.desk.bare_wish import is_bare_wish
from bot.desk.models import Conversation, Handoff, Message
from bot.desk.request import HandoffRequest
from bot.nlu.normalise import normalise
from bot.nlu.person_request import beside_the_wish

_MOST_QUESTIONS = 3
_LONGEST = 500
# "Mau bicara dengan petugas" is shorter; what names a service besides says what the person is wanted for.
_SAYS_WHY = 12
# "Halo, " and 「すみません、」 before a wish are shorter; what tells of a matter is not.
_TELLS_MORE = 7
# What asks for a person is not what the person is needed for.
_NOT_THE_QUESTION = frozenset({"speak_to_person", "greet", "thank", "affirm", "deny", "choose", "help", "repeat", "cancel"})
# What goes on with the question before it, so that the answer to it is still one to that question.
_GOES_ON = frozenset({"affirm", "deny", "choose", "repeat"})
# In a reply's content: it thanks for what was said about the person, and answers no question.
ABOUT_THE_PERSON = "about_the_person"
# The same of what the desk says of the wish for a person: the place in the queue, or that nobody is there.
OF_THE_WISH = "of_the_wish"


def summary_of(conversation: Conversation, request: HandoffRequest, understanding: Mapping[str, Any] | None) -> dict[str, Any]:
    """The summary at the moment of the request; the message that asked for it is stored already."""
    # What an earlier case was about, a person has dealt with.
    last = conversation.handoffs.filter(ended_at__isnull=False).order_by("-ended_at").first()
    since = {"created__gt": last.ended_at} if last is not None else {}
    answers, about_the_person = _answers(conversation, since)
    found = conversation.messages.filter(direction=Message.Direction.IN, **since).exclude(text="").order_by("-pk")
    said = [
        (source, text, understood)
        for source, text, understood in found.values_list("external_id", "text", "understanding")[: _MOST_QUESTIONS * 5]
        if source not in about_the_person
    ]
    # What the desk asked for by itself (a name, a consent, a rating) was never given to the model, and is no question either.
    asked = {
        source: text
        for place, (source, text, understood) in enumerate(said)
        if understood
        and (last is None or text != last.satisfaction_words)
        and (
            understood.get("intent") not in _NOT_THE_QUESTION
            or names_a_subject(text, understood, [(before, of_it) for _, before, of_it in said[place + 1 :]])
        )
    }
    # Of who named nothing the wish for a person is shown, and not the yes to a consent that came after it.
    heard = [text for _, text, understood in said if understood] or [text for _, text, _ in said]
    questions = list(asked.values())[:_MOST_QUESTIONS] or _asked_before(request) or heard[:1]
    answered = (
        answers[source]
        for source, _, understood in said
        if source in answers and (source in asked or (understood or {}).get("intent") in _GOES_ON)
    )
    known = understanding or {}
    return {
        "question": questions[0][:_LONGEST] if questions else "",
        "asked": [text[:_LONGEST] for text in reversed(questions)],
        "slots": dict(request.slots),
        "facets": list(known.get("facets") or request.slots.get("facets") or ()),
        "last_answer": next(answered, "")[:_LONGEST],
        "intent": known.get("intent"),
        "confidence": known.get("confidence"),
    }


def _answers(conversation: Conversation, since: Mapping[str, Any]) -> tuple[dict[str, str], set[str]]:
    """What the bot said last to each of the citizen's messages, by the platform's id of that; and which of these were about the person."""
    rows = conversation.messages.filter(direction=Message.Direction.OUT, author=Message.Author.BOT, **since).order_by("-pk")
    answers: dict[str, str] = {}
    about_the_person: set[str] = set()
    for external_id, text, content in rows.values_list("external_id", "text", "content")[: _MOST_QUESTIONS * 10]:
        if (content or {}).get(OF_THE_WISH):
            continue
        source = external_id.rpartition(":")[0]
        answers.setdefault(source, text)
        if (content or {}).get(ABOUT_THE_PERSON):
            about_the_person.add(source)
    return answers, about_the_person


def _asked_before(request: HandoffRequest) -> list[str]:
    """Of somebody who comes back to a case: what that was about, the latest first."""
    earlier = Handoff.objects.filter(pk=request.continues).first() if request.continues else None
    return [str(text) for text in reversed((earlier.summary or {}).get("asked") or ())] if earlier is not None else []


def names_a_subject(text: str, understood: Mapping[str, Any], before: Sequence[tuple[str, Any]]) -> bool:
    """Whether what asks for a person says what for: of a service that was spoken of before it says nothing new, unless it asks or tells
    more ("petugas tolong, akta anak saya salah nama")."""
    if is_bare_wish(text):
        return False
    # A matter in a clause of its own, whether or not it is clear of which service it is.
    if understood.get("facets") or len(beside_the_wish(normalise(text))) >= _TELLS_MORE:
        return True
    service = _service_in(understood)
    return bool(service) and len(text) > _SAYS_WHY and all(service != _service_in(earlier or {}) for _, earlier in before)


def _service_in(understood: Mapping[str, Any]) -> str:
    services = understood.get("services") or [{}]
    return str(services[0].get("key") or "")
