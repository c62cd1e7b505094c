"""A reply as WhatsApp takes it: texts of at most 1,600 characters, choices in a template or as numbers, a place as a pin."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from channels.approved import MESSAGE, fill
from channels.base import Outgoing, Shown
from channels.errors import Refused, WindowClosed
from channels.splitting import split, utf16_units
from channels.whatsapp.account import TwilioAccount
from channels.whatsapp.errors import SECONDS_UNTIL_WINDOW_IS_ASKED_AGAIN
from channels.whatsapp.templates import (
    LONGEST_BODY,
    LONGEST_BUTTON,
    MOST_BUTTONS,
    MOST_ROWS,
    fill_list,
    fill_quick_reply,
    one_line,
)

LONGEST_TEXT = 1600
WINDOW = dt.timedelta(hours=24)
_LONGEST_TEMPLATE_VARIABLE = 900
_LONGEST_BOLD_LINE = 200
_BOLD = re.compile(r"^\*([^*\n]+)\*$", re.MULTILINE)
_CHOOSE_BELOW = {"id": "Pilihan lanjutan:", "ja": "続けて選べます。"}
_ANSWER_WITH_NUMBER = {"id": "Balas dengan nomor:", "ja": "番号でお答えください。"}


@dataclass(frozen=True)
class Part:
    """One message of Twilio's API: a text, perhaps with a place (`geo:` ...), or a content template with its variables as JSON."""

    body: str = ""
    content_sid: str = ""
    variables: str = ""
    place: str = ""


def parts_of(account: TwilioAccount, message: Outgoing) -> list[Part]:
    """The parts of a message in their order, at least one.

    Raises:
        WindowClosed: free text is not allowed now, and there is no template.
        Refused: there is nothing to send.
    """
    chosen = message.in_template and account.template(message.purpose, message.language)
    if chosen or message.last_heard is None or timezone.now() - message.last_heard > WINDOW:
        return [_template(account, message)]
    reply = message.reply
    body = _bold(reply["text"].strip())
    links = "\n".join(f"{link['title']}: {link['url']}" for link in reply.get("links") or ())
    body = "\n\n".join(piece for piece in (body, links) if piece)
    parts = _with_choices(account, body, reply, message.language)
    if reply.get("location"):
        parts.append(_place(reply["location"]))
    if not parts:
        raise Refused("empty", "The message has neither a text nor anything else to send.")
    return parts


def as_seen(part: Part, account: TwilioAccount) -> Shown:
    """A part as it looks on a telephone: bold without its asterisks, a template with its variables; a list as its button and its rows."""
    if not part.content_sid:
        return Shown(_BOLD.sub(r"\1", part.body))
    template = next((one for one in account.templates if one.reference == part.content_sid and one.body), None)
    if template is not None:
        return Shown(fill(template.body, json.loads(part.variables) if part.variables else {}))
    body, *values = (json.loads(part.variables) if part.variables else {"1": ""}).values()
    lists = account.content.get("list")
    if isinstance(lists, Mapping) and part.content_sid in lists.values():
        return Shown(body, (values[0], *values[1::3]))
    return Shown(body, tuple(values[::2]))


def _template(account: TwilioAccount, message: Outgoing) -> Part:
    sid = account.template(message.purpose, message.language)
    if not sid:
        raise WindowClosed(
            "window",
            f"The citizen's last message is more than 24 hours old, and no template is set for '{message.purpose}': "
            "the message waits until the citizen writes again.",
            retry_after=SECONDS_UNTIL_WINDOW_IS_ASKED_AGAIN,
        )
    text = one_line(message.reply["text"], _LONGEST_TEMPLATE_VARIABLE)
    # Twilio takes no empty variable; without any, the template's own example stands there.
    others = {number: one_line(str(value), _LONGEST_TEMPLATE_VARIABLE) for number, value in (message.reply.get("values") or {}).items()}
    return Part(content_sid=sid, variables=json.dumps({MESSAGE: text, **others}, ensure_ascii=False) if text else "")


def _with_choices(account: TwilioAccount, body: str, reply: Mapping[str, Any], language: str) -> list[Part]:
    choices = reply.get("quick_replies") or ()
    if not choices:
        return _texts(body)
    buttons = account.content_template("quick_reply", len(choices)) if len(choices) <= MOST_BUTTONS else ""
    if buttons and all(utf16_units(" ".join(choice["title"].split())) <= LONGEST_BUTTON for choice in choices):
        before, prompt = _body_of_template(body, language)
        return [*_texts(before), Part(content_sid=buttons, variables=fill_quick_reply(prompt, choices))]
    rows = account.content_template("list", len(choices)) if len(choices) <= MOST_ROWS else ""
    if rows:
        before, prompt = _body_of_template(body, language)
        return [*_texts(before), Part(content_sid=rows, variables=fill_list(prompt, choices, language))]
    return _texts(body if reply.get("numbered") else _numbered(body, choices, language))


def _body_of_template(text: str, language: str) -> tuple[str, str]:
    """What goes out as text before the choices, and the line above them.

    A template's variable holds one line. So a text of several lines goes before it, but for a last line that asks for the choice.
    """
    before, _, last = text.rpartition("\n")
    fits = bool(last) and utf16_units(last) <= LONGEST_BODY and last == one_line(last, LONGEST_BODY)
    if fits and (not before or last.endswith(("?", "？", ":", "："))):
        return before.rstrip(), last
    return text, _CHOOSE_BELOW.get(language, _CHOOSE_BELOW["id"])


def _numbered(body: str, choices: Sequence[Mapping[str, Any]], language: str) -> str:
    lines = [_ANSWER_WITH_NUMBER.get(language, _ANSWER_WITH_NUMBER["id"])]
    lines += [f"{number}. {' '.join(choice['title'].split())}" for number, choice in enumerate(choices, 1)]
    return "\n\n".join(piece for piece in (body, "\n".join(lines)) if piece)


def _texts(body: str) -> list[Part]:
    """The text in parts; of several, each ends with its number."""
    texts = split(body, LONGEST_TEXT, utf16_units)
    number_of_parts = len(texts)
    while number_of_parts > 1:
        texts = split(body, LONGEST_TEXT - len(f"\n({number_of_parts}/{number_of_parts})"), utf16_units)
        if len(str(len(texts))) == len(str(number_of_parts)):
            return [Part(body=f"{text}\n({number}/{len(texts)})") for number, text in enumerate(texts, 1)]
        number_of_parts = len(texts)
    return [Part(body=text) for text in texts]


def _bold(text: str) -> str:
    """WhatsApp's bold for headings: lines that begin with "▸ ", and a first line that ends with a colon."""
    lines = text.split("\n")
    return "\n".join(f"*{line.rstrip()}*" if _is_heading(line, number == 0) else line for number, line in enumerate(lines))


def _is_heading(line: str, first: bool) -> bool:
    line = line.rstrip()
    # A long line could be cut, and an asterisk in the middle would end the bold.
    return (line.startswith("▸ ") or (first and line.endswith((":", "：")))) and "*" not in line and len(line) <= _LONGEST_BOLD_LINE


def _place(place: Mapping[str, Any]) -> Part:
    """A pin on the map, as https://www.twilio.com/docs/whatsapp/message-features describes it."""
    title, address = one_line(place["title"], 100), one_line(place.get("address") or "", 400)
    label = title.replace("|", " ")
    return Part(
        body="\n".join(line for line in (title, address) if line) or label,
        place=f"geo:{float(place['latitude']):.6f},{float(place['longitude']):.6f}" + (f"|{label}" if label else ""),
    )
