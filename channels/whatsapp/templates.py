"""The content templates that carry choices: their layout, how they are made at Twilio, and how they are filled.

Messages within 24 hours of the citizen's last one need no approval by WhatsApp, so the same few templates serve every question.
Sources: https://www.twilio.com/docs/content/twilio-quick-reply and https://www.twilio.com/docs/content/twiliolist-picker
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList

MOST_BUTTONS, LONGEST_BUTTON = 3, 20
MOST_ROWS, LONGEST_ROW, LONGEST_DESCRIPTION = 10, 24, 72
LONGEST_BODY = 1024
# With the layout changes the version, or templates made earlier would be filled wrongly.
_NAMES = {"quick_reply": "assistant_quick_reply_{}_v1", "list": "assistant_list_{}_v1"}
_OPEN_LIST = {"id": "Lihat pilihan", "ja": "選択肢を見る"}
_NUMBERED = {"id": "Pilihan {}", "ja": "選択肢 {}"}


def one_line(text: str, longest: int) -> str:
    """The text as a template's variable may hold it: no line breaks, tabs or runs of blanks (https://www.twilio.com/docs/api/errors/21656)."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def fill_quick_reply(body: str, choices: Sequence[Mapping[str, Any]]) -> str:
    """The variables of a quick reply as JSON."""
    values = [body]
    for choice in choices:
        values += [one_line(choice["title"], LONGEST_BUTTON), choice["key"]]
    return _variables(values)


def fill_list(body: str, choices: Sequence[Mapping[str, Any]], language: str) -> str:
    """The variables of a list as JSON; a title that had to be cut stands in full in its description."""
    values = [body, _OPEN_LIST.get(language, _OPEN_LIST["id"])]
    for number, choice in enumerate(choices, 1):
        title = one_line(choice["title"], LONGEST_ROW)
        whole = one_line(choice["title"], LONGEST_DESCRIPTION)
        # A description cannot be empty.
        description = whole if whole != title else _NUMBERED.get(language, _NUMBERED["id"]).format(number)
        values += [title, choice["key"], description]
    return _variables(values)


def _variables(values: Sequence[str]) -> str:
    return json.dumps({str(number): value for number, value in enumerate(values, 1)}, ensure_ascii=False)


def _quick_reply(choices: int) -> dict[str, Any]:
    actions = [{"type": "QUICK_REPLY", "title": f"{{{{{2 * n}}}}}", "id": f"{{{{{2 * n + 1}}}}}"} for n in range(1, choices + 1)]
    return {"twilio/quick-reply": {"body": "{{1}}", "actions": actions}}


def _list(choices: int) -> dict[str, Any]:
    items = [
        {"item": f"{{{{{3 * n}}}}}", "id": f"{{{{{3 * n + 1}}}}}", "description": f"{{{{{3 * n + 2}}}}}"} for n in range(1, choices + 1)
    ]
    return {"twilio/list-picker": {"body": "{{1}}", "button": "{{2}}", "items": items}}


def _examples(kind: str, choices: int) -> dict[str, str]:
    titles = [{"title": f"Pilihan {n}", "key": f"contoh_{n:05}"} for n in range(1, choices + 1)]
    body = "Silakan pilih:"
    filled: dict[str, str] = json.loads(fill_quick_reply(body, titles) if kind == "quick_reply" else fill_list(body, titles, "id"))
    return filled


async def ensure(client: Client) -> dict[str, dict[str, str]]:
    """Make the templates that the account does not have yet; returns all their ids by kind and number of choices."""
    existing = {content.friendly_name: content.sid for content in await client.content.v1.contents.list_async(page_size=100)}
    ids: dict[str, dict[str, str]] = {"quick_reply": {}, "list": {}}
    for kind, most, layout in (("quick_reply", MOST_BUTTONS, _quick_reply), ("list", MOST_ROWS, _list)):
        for choices in range(1, most + 1):
            name = _NAMES[kind].format(choices)
            if name not in existing:
                request = {"friendly_name": name, "language": "id", "variables": _examples(kind, choices), "types": layout(choices)}
                existing[name] = (await client.content.v1.contents.create_async(ContentList.ContentCreateRequest(request))).sid
            ids[kind][str(choices)] = existing[name]
    return ids
