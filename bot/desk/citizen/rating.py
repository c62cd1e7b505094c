"""How satisfied a citizen was with the person: a number from one to five, then words if they like. Asked once, never after a danger."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.accounts.directory import as_account
from bot.accounts.vault import WrongKey
from bot.desk import gates, ownership
from bot.desk.citizen import closing_texts as texts
from bot.desk.citizen.judging import judges
from bot.desk.citizen.sayings import is_question
from bot.desk.citizen.state import DESK, State, as_button
from bot.desk.citizen.turn import Heard, Spoken
from bot.desk.models import Conversation, Handoff, HandoffEvent
from bot.desk.window import window_of
from bot.nlu.normalise import normalise
from bot.privacy.masking import MASK, mask_identity_numbers
from channels import registry

WORDS = "words"
BUTTONS = frozenset({"rate", "skip"})
# What may stand around the number or the word that rates.
_BEFORE = r"saya|aku|sudah|cuma|cuman|hanya|paling|mungkin|kira-kira|menurut saya|nilainya|nilai|skornya|skor|bintang|beri|kasih|ngasih"
_BEHIND = r"pak|bu|bapak|ibu|mas|mbak|kak|min|ya|kok|aja|saja|deh|sih|lah|dong|dulu|bintang|poin|sekali lah|(?:/|dari) ?5"
_POLITELY = re.compile(
    rf"^(?:(?:{_BEFORE}) )+|^星(?=[1-5])|(?<=^星[1-5])つ$|(?: (?:{_BEHIND})|/5)+$"
    r"|(?:点満点|点|番|つ星)?(?:くらい|ぐらい)?(?:ですかね|ですね|ですよ|です|でした|だった|だ|でお願いします|で|かなあ?|かも|ね)?$"
)
# "5 👍", 「5 (^^)」, "5!!"; a question mark, a percentage and a plus say something else.
_ORNAMENT = re.compile(r"(?:\s*\([^\w()]+\)|[^\w?%+/★⭐☆])+$")
_STARS = re.compile(r"(?P<given>[★⭐]{1,5})[☆✩]{0,4}")
# The strongest word first.
_MEANT: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        5,
        re.compile(
            r"5|五|ご|lima|(?:sangat|amat) (?:puas|memuaskan|baik|bagus|membantu)|(?:puas|memuaskan|bagus|baik|membantu) (?:sekali|banget)"
            r"|(?:とても|すごく|大変|たいへん|非常に)(?:満足(?:して(?:い)?ます|しました)?|よかった|良かった)|大満足(?:しました)?|最高"
        ),
    ),
    (
        1,
        re.compile(
            r"1|一|いち|satu|sangat (?:kurang|buruk|kecewa)|kecewa(?: (?:berat|banget|sekali))?|mengecewakan|buruk"
            r"|(?:とても)?不満|最悪|ひどい(?:対応)?"
        ),
    ),
    (
        2,
        re.compile(
            r"2|二|に|dua|(?:tidak|gak|kurang|belum) (?:puas|memuaskan)|kurang|やや不満|少し不満|あまり(?:よくない|良くない)?|いまいち"
        ),
    ),
    (4, re.compile(r"4|四|よん|empat|puas|memuaskan|bagus|満足(?:して(?:い)?ます|しました)?|よかった|良かった|よい|良い")),
    (3, re.compile(r"3|三|さん|tiga|cukup(?: puas| baik)?|biasa(?: saja| aja| wae)?|lumayan|ふつう|普通|まあまあ")),
)
# "4, petugasnya ramah", "nilai 4. lama", 「5点 丁寧でした」: a mark, or that it says what it is, makes the number a rating. A second number
# behind it does not: "2, 3 hari", "1,5 juta". Nor is 「3番窓口」 a three.
_NUMBER_FIRST = re.compile(
    rf"(?P<rates>(?:(?:{_BEFORE}) )+|星)?(?P<number>[1-5])(?![\d%])"
    r"(?P<said> ?(?:/|dari) ?5(?!\d)| ?bintang\b| ?poin\b| (?:sih|deh|aja|saja|lah|dong|dulu)\b| ?つ?星|(?<=星\d)つ"
    r"|(?:点|番)(?:満点)?(?:です|(?=[、。!\s]))|です(?:かね|ね)?)?"
    r"(?P<mark>[,.:;。、!\-]*+)\s*+(?!\d)(?P<words>.+)"
)
# "lumayan lah 3", 「対応が早かった。5」
_NUMBER_LAST = re.compile(r"(?P<words>[^\d?]+?)[\s,.:。、!]+(?P<number>[1-5])(?:点|です|でした|/5|[.!。\s])*")
# Of words that say that a number rates: these are said of something else as often.
_NO_RATING_ALONE = re.compile(r"(?:saya |aku |sudah |cuma |cuman |hanya |paling |mungkin )+")
_WORD_FIRST = re.compile(r"(?P<word>[^,.。、!\d][^,.。、!]*)[,.。、!]+\s*(?P<words>.+)")
_SATISFACTION = re.compile(r"puas|満足")
_UNRATED = "unrated"
_STILL_OPEN = 3600.0
_NOT_ASKED_AFTER = frozenset({Handoff.Outcome.ABUSE, Handoff.Outcome.DUPLICATE, Handoff.Outcome.NO_ANSWER})


def may_be_asked(row: Handoff, now: dt.datetime) -> bool:
    """Whether the citizen is asked at the end of this handoff."""
    desk = gates.desk_of(row.agency.key)
    return (
        desk is not None
        and desk.asks_satisfaction
        and row.satisfaction is None
        and row.first_reply_at is not None
        and row.urgency < Handoff.Urgency.DANGER
        and row.outcome not in _NOT_ASKED_AFTER
        and window_of(row.conversation, now).is_open
    )


def pressed(heard: Heard) -> Spoken:
    """The number, or that there will be no words."""
    payload = heard.pressed or {}
    if payload.get("do") == "skip":
        return Spoken(texts.thanks(heard.setting))
    number, value = int(payload.get("handoff") or 0), int(payload.get("value") or 0)
    if not keep_number(number, heard.conversation, value):
        return Spoken(texts.thanks(heard.setting))
    return Spoken(texts.ask_words(heard.setting), WORDS, {"handoff": number})


def keep_number(handoff: int, conversation: str, value: int) -> bool:
    """Store the number, the first one for good; whether there is such a handoff and such a number."""
    row = Handoff.objects.filter(pk=handoff, conversation_id=conversation).first()
    if row is None or not 1 <= value <= 5:
        return False
    if Handoff.objects.filter(pk=row.pk, satisfaction=None).update(satisfaction=value):
        ownership.note_event(row, HandoffEvent.Kind.RATED, None, {"value": value})
    return True


def said(state: State, text: str) -> dict[str, Any] | None:
    """The rating that a word means ("puas", 「とても満足です」) while the question is open, in the shape of a stored button."""
    value = _meant(text)
    found = next((one for one in state.offering("rate") if one["payload"].get("value") == value), None)
    return as_button(found) if found is not None else None


def said_late(state: State, text: str, now: float) -> dict[str, Any] | None:
    """The same when the citizen has asked something in between: a number that can be no choice of the answer, or "puas"."""
    handoff = _unrated(state, now)
    value = _meant(text)
    if not handoff or value is None:
        return None
    flat = normalise(text).strip(" .!。")
    if flat.isdigit() and int(flat) <= int(state.given[_UNRATED]["numbers"]):
        return None
    if not flat[:1].isdigit() and not _SATISFACTION.search(flat):
        return None
    return as_button({"titles": [text], "payload": {"type": DESK, "do": "rate", "handoff": handoff, "value": value}})


@dataclass(frozen=True)
class Told:
    """A number with words about the person in one message. `asks`: the words are a question of their own."""

    handoff: int
    value: int
    words: str
    asks: bool


def told(state: State, text: str, now: float, *, is_understood: bool) -> Told | None:
    """The rating at the beginning of a text ("4, petugasnya ramah", 「5です。丁寧でした」) while it is open.

    `is_understood`: the model knows which service or question the text is about; then the words are not about the person.
    """
    handoff = _open_for(state, now)
    if not handoff:
        return None
    flat = unicodedata.normalize("NFKC", text).strip()
    if (number := _NUMBER_FIRST.fullmatch(flat.lower())) is not None:
        words = flat[number.start("words") :]
        asks = is_question(words) or is_understood
        # "2 apa saja?" is no two, nor is "2 lembar KK".
        if not _is_said_to_rate(number) and (asks or not judges(number["number"], words)):
            return None
        return Told(handoff, int(number["number"]), words, asks)
    if not is_understood and asked_of(state) and (last := _NUMBER_LAST.fullmatch(flat)) is not None and judges("", last["words"]):
        return Told(handoff, int(last["number"]), last["words"], asks=False)
    first = _WORD_FIRST.fullmatch(flat)
    value = _meant(first["word"]) if first is not None else None
    if first is None or value is None or not asked_of(state):
        return None
    return Told(handoff, value, text, is_question(first["words"]))


def _is_said_to_rate(number: re.Match[str]) -> bool:
    """By a mark, or by a word that is said of ratings: "saya 2 bersaudara" and "cuma 2 lembar" have neither."""
    rates = number["rates"]
    return bool(number["mark"] or number["said"] or (rates and not _NO_RATING_ALONE.fullmatch(rates)))


def carried(state: State, replies: Sequence[Mapping[str, Any]], conversation: Conversation, now: float) -> dict[str, Any]:
    """What is remembered while a question of the citizen's is answered before the rating."""
    handoff = _open_for(state, now)
    if not handoff or not replies:
        return {}
    until = float((state.given.get(_UNRATED) or {}).get("until") or now + _STILL_OPEN)
    choices = len(replies[-1].get("quick_replies") or ())
    typed = choices and (replies[-1].get("numbered") or _may_be_numbered(conversation, choices))
    return {_UNRATED: {"handoff": handoff, "until": until, "numbers": choices if typed else 0}}


def _open_for(state: State, now: float) -> int | None:
    return asked_of(state) or _unrated(state, now)


def _unrated(state: State, now: float) -> int | None:
    kept = state.given.get(_UNRATED) or {}
    return int(kept["handoff"]) if kept and now < float(kept["until"]) else None


def _may_be_numbered(conversation: Conversation, choices: int) -> bool:
    contact = conversation.contact
    try:
        return contact is not None and registry.channel(conversation.channel).numbers_choices(as_account(contact.account), choices)
    except (registry.UnknownChannel, WrongKey):
        return True


def _meant(text: str) -> int | None:
    if (stars := _STARS.fullmatch(text.strip())) is not None:
        return len(stars["given"])
    flat = _POLITELY.sub("", normalise(_ORNAMENT.sub("", text)).replace(",", "").strip(" .!。、")).strip()
    return next((value for value, pattern in _MEANT if pattern.fullmatch(flat)), None)


def words_asked_of(state: State) -> int | None:
    """The handoff about whose person words are asked for, after its number."""
    return int(state.given.get("handoff") or 0) if state.asking == WORDS else None


def asked_of(state: State) -> int | None:
    """The handoff whose rating is asked for."""
    return next((int(one["payload"].get("handoff") or 0) for one in state.offering("rate")), None)


def keep_words(handoff: int, conversation: str, words: str) -> bool:
    """Store what the citizen says about it, masked, with the number; whether anything in it was masked, here or at the edge."""
    kept = mask_identity_numbers(words).text
    Handoff.objects.filter(pk=handoff, conversation_id=conversation).update(satisfaction_words=kept[:2000])
    return MASK in kept
