"""The short dialogue with a citizen who wants to be called back: name, how, when, consent; it can be cancelled at any step.

It is led by the desk and not by the model, because a name and a number must not come into the dialogue's state. While they are asked for,
the edge seals what is written (`bot.desk.citizen.confidential`). Until the yes, they are kept sealed in the conversation's state only.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction

from bot.accounts.vault import seal
from bot.answers.context import Setting
from bot.desk import announcing, gates
from bot.desk.callbacks import IN_THIS_CHAT
from bot.desk.citizen import callback_texts as texts
from bot.desk.citizen import sayings
from bot.desk.citizen.buttons import button
from bot.desk.citizen.naming import name_in
from bot.desk.citizen.queue_texts import serves_again
from bot.desk.citizen.state import State, as_button
from bot.desk.citizen.turn import Heard, Spoken
from bot.desk.models import Callback, Conversation, Message
from bot.desk.routing import unit_for
from bot.desk.summary import names_a_subject
from bot.privacy.masking import MASK, mask_identity_numbers
from bot.replies import Reply

CONFIDENTIAL = frozenset({"name", "how"})
STEPS = frozenset({"name", "how", "when", "consent"})
# In what was given so far: that a question of the citizen's own was answered in this step.
DIGRESSED = "digressed"
BUTTONS = frozenset({"callback", "cancel", "in_chat", "any_time", "morning", "afternoon", "agree", "decline"})
_LONGEST_NAME = 60
_FEWEST_DIGITS, _MOST_DIGITS = 8, 15
# "lewat chat aja ya", 「チャットでお願いします」, "bisa lewat WA?": how it is said has no end, what is named has.
_HERE = re.compile(r"\b(?:chat|chatting|di ?sini|whatsapp|wa|telegram)\b|チャット|ここ|こちら", re.I)
_NOT_HERE = re.compile(r"\b(?:jangan|bukan|tidak|gak|ga|nggak|ndak|selain)\b|以外|(?:じゃ|では|で(?:は)?)?な(?:い|く)|やめ|困", re.I)
_POLITELY_ASKED = re.compile(
    r"\b(?:bisa|boleh)(?:kah)?(?: (?:ga|gak|nggak|tidak|ya|kan))*[ ?？]*$"
    r"|(?:いい|よい|よろしい|大丈夫|でき|もらえ|いただけ|お願いでき)(?:です|でしょう|ます)*か[?？。]*$",
    re.I,
)
_POLITE_BEGINNING = re.compile(r"^(?:apa(?:kah)? )?(?:bisa|boleh)\b", re.I)
_DIGITS_OF_A_NUMBER = 5
_NUMBER = re.compile(r"\+?[\d\s().\-‐－ー]{8,24}")


def is_answer(asking: str, text: str) -> bool:
    """Whether the text answers what was asked for, rather than being a question of the citizen's own."""
    if sayings.is_danger(text):
        return False
    if sayings.cancels(text):
        return True
    if asking == "how" and (_is_here(text) or _digits(text) >= _DIGITS_OF_A_NUMBER):
        return True
    return not sayings.is_question(text)


def said(state: State, text: str) -> dict[str, Any] | None:
    """The offer of a call that somebody takes in words ("tolong telepon saya nanti"), in the shape of a stored button."""
    offers = state.offering("callback")
    return as_button(offers[0]) if offers and sayings.asks_for_call(text) else None


def pressed(heard: Heard) -> Spoken:
    """One of the dialogue's own buttons; one of a step that is over asks the present step again."""
    do = str((heard.pressed or {}).get("do"))
    if do == "callback":
        return _begin(heard)
    if heard.state.asking not in STEPS or do == "cancel":
        return Spoken(texts.cancelled(heard.setting))
    step = heard.state.asking
    if step == "how" and do == "in_chat":
        return _go_on(heard, "when", how=seal(IN_THIS_CHAT))
    if step == "when" and do in ("any_time", "morning", "afternoon"):
        return _go_on(heard, "consent", when=heard.text)
    if step == "consent" and do in ("agree", "decline"):
        return _store(heard) if do == "agree" else Spoken(texts.cancelled(heard.setting))
    return ask(heard)


def answered(heard: Heard) -> Spoken | None:
    """The answer to the present step; None when it is a question of the citizen's own, which the dialogue answers."""
    step, text = heard.state.asking, heard.text.strip()
    if sayings.cancels(text):
        return Spoken(texts.cancelled(heard.setting))
    if not is_answer(step, text):
        return None
    if step == "name":
        if not any(map(str.isalpha, text)):
            return ask(heard)
        return _go_on(heard, "how", name=seal(name_in(text, heard.setting.language)[:_LONGEST_NAME]))
    if step == "how":
        how = IN_THIS_CHAT if _is_here(text) else _telephone(text)
        return _go_on(heard, "when", how=seal(how)) if how else Spoken(texts.ask_how_again(heard.setting), step, heard.state.given)
    if step == "when":
        # "Ya" is no time.
        if sayings.agrees(text):
            return ask(heard)
        return _go_on(heard, "consent", when=mask_identity_numbers(text).text[:200])
    agreed = sayings.agrees(text)
    if agreed is None:
        return Spoken(texts.ask_consent_again(heard.setting), step, heard.state.given)
    return _store(heard) if agreed else Spoken(texts.cancelled(heard.setting))


def ask(heard: Heard) -> Spoken:
    """The question of the present step, once more."""
    return Spoken(_question(heard, heard.state.asking), heard.state.asking, heard.state.given)


def _question(heard: Heard, step: str) -> Reply:
    setting = heard.setting
    if step == "name":
        return texts.ask_name(setting)
    if step == "how":
        return texts.ask_how(setting)
    if step == "when":
        return texts.ask_when(setting, _serves_again(setting, str(heard.state.given.get("service") or "")))
    return texts.ask_consent(setting, _days(setting.agency.key))


def not_noted(heard: Heard) -> Reply:
    """That the questions are given up, with nothing stored, and how to begin anew."""
    again = button("callback", heard.setting.language, service=str(heard.state.given.get("service") or ""))
    return texts.not_noted(heard.setting, again)


def _begin(heard: Heard) -> Spoken:
    desk = gates.desk_of(heard.setting.agency.key)
    if desk is None or not desk.takes_callbacks:
        return Spoken(texts.not_taken(heard.setting))
    service = str((heard.pressed or {}).get("service") or "")
    return Spoken(texts.ask_name(heard.setting), "name", {"service": service, "about": _about(heard.conversation)})


def _go_on(heard: Heard, step: str, **given: str) -> Spoken:
    state = {name: value for name, value in {**heard.state.given, **given}.items() if name != DIGRESSED}
    return Spoken(_question(heard, step), step, state)


def _store(heard: Heard) -> Spoken:
    given, setting = heard.state.given, heard.setting
    desk = gates.desk_of(setting.agency.key)
    if desk is None or not {"name", "how"} <= given.keys():
        return Spoken(texts.not_taken(setting))
    service = str(given.get("service") or "")
    with transaction.atomic():
        _, created = Callback.objects.get_or_create(
            source=heard.source[:150],
            defaults={
                "agency": desk.agency,
                "unit": unit_for(desk.agency, service, setting.language),
                "conversation": Conversation.objects.filter(pk=heard.conversation).first(),
                "name": given["name"],
                "how": given["how"],
                "wanted_when": str(given.get("when") or "")[:200],
                "about": str(given.get("about") or "")[:500],
                "language": setting.language,
                "service_key": service[:40],
                "consented_at": heard.now,
            },
        )
        if created:
            announcing.queue_changed(desk.agency.key)
    return Spoken(texts.stored(setting, _serves_again(setting, service)))


def _is_here(text: str) -> bool:
    """Whether somebody wants the answer in this chat, also when they ask politely for it."""
    plain = _POLITELY_ASKED.sub("", text)
    if _HERE.search(text) is None or _NOT_HERE.search(plain) or _digits(text) >= _DIGITS_OF_A_NUMBER:
        return False
    if _POLITE_BEGINNING.search(text):
        plain = _POLITE_BEGINNING.sub("", plain).rstrip(" ?？")
    return not sayings.is_question(plain)


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _telephone(text: str) -> str:
    """The number as it was written, without what stands around it; empty when there is none, or one that no telephone has."""
    found = _NUMBER.search(text)
    digits = "".join(sign for sign in (found.group() if found else "") if sign.isdigit())
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS or mask_identity_numbers(text, frozenset({"phone"})).count:
        return ""
    return ("+" if found and found.group().startswith("+") else "") + digits


def _about(conversation: str) -> str:
    """The citizen's last words of substance, which are masked already."""
    said = Message.objects.filter(conversation_id=conversation, direction=Message.Direction.IN).exclude(text__in=("", MASK))
    found = [(str(text), understood or {}) for text, understood in said.order_by("-pk").values_list("text", "understanding")[:6]]
    for place, (text, understood) in enumerate(found):
        decision = understood.get("decision")
        if decision not in (None, "smalltalk", "handoff") or (decision and names_a_subject(text, understood, found[place + 1 :])):
            return text[:500]
    return ""


def _serves_again(setting: Setting, service: str) -> str:
    """When the unit that is going to call is there next, where it is not there now."""
    return serves_again(setting, gates.check(setting.agency.key, service, setting.language, setting.now))


def _days(agency: str) -> int:
    desk = gates.desk_of(agency)
    return desk.transcript_days if desk is not None else 0
