"""The Telegram stand-in refuses what Telegram refuses."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from tests.standins.conftest import Client, control, log
from tests.standins.telegram_html import CannotParse, parse

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture(autouse=True)
async def citizen(bots: Client) -> None:
    """A citizen who has written."""
    await control(bots, "say", chat="1001", text="Halo")


async def test_it_knows_its_bots_and_no_others(bots: Client, call: Call) -> None:
    assert (await call("getMe"))["result"]["id"] == 123456
    assert (await call("GETME"))["ok"]
    assert (await call("getMe", token="1:x")) == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert (await call("getYou"))["error_code"] == 404


@pytest.mark.parametrize("way", ["json", "form", "query"])
async def test_it_takes_parameters_in_every_documented_way(bots: Client, way: str) -> None:
    params = {"chat_id": "1001", "text": "Halo"}
    sent: dict[str, Any] = {"json": {"json": params}, "form": {"data": params}, "query": {"params": params}}[way]
    async with bots.request("GET" if way == "query" else "POST", "/bot123456:ABC-DEF1234/sendMessage", **sent) as answer:
        assert (await answer.json())["result"]["text"] == "Halo"


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "x", "reply_parameters": {"message_id": 1}}, "message to be replied not found"),
    ],
)
async def test_it_refuses_a_message(call: Call, params: dict[str, Any], description: str) -> None:
    assert (await call("sendMessage", chat_id=1001, **params))["description"] == f"Bad Request: {description}"


async def test_it_counts_the_visible_text_only(call: Call) -> None:
    answer = await call("sendMessage", chat_id=1001, text="<b>" + "&amp;" * 4096 + "</b>", parse_mode="HTML")
    assert answer["result"]["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a > b", 'Unescaped character ">" at byte offset 2'),
        ("a & b", 'Unescaped character "&" at byte offset 2'),
        ("&nbsp;", 'Unsupported entity "&nbsp;" at byte offset 0'),
        ("&#xD800;", 'Unsupported entity "&#xD800;" at byte offset 0'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<blockquote><blockquote>x</blockquote></blockquote>", "Blockquote entities can't be nested at byte offset 12"),
        ("<code><b>x</b></code>", 'Entities of the type "code" can\'t contain other entities at byte offset 6'),
        ("<b/>", 'Unclosed start tag "b" at byte offset 0'),
    ],
)
def test_it_refuses_html(html: str, reason: str) -> None:
    with pytest.raises(CannotParse) as error:
        parse(html)
    assert str(error.value) == reason


def test_it_reads_all_documented_html() -> None:
    html = (
        '<b>b<i>i</i></b><u>u</u><s>s</s><tg-spoiler>t</tg-spoiler><span class="tg-spoiler">t</span>&lt;&gt;&amp;&quot;&#128512;&#x41;'
        '<a href="https://a.go.id/?x=1&amp;y=2">a</a><code>c</code><pre><code class="language-python">p</code></pre>'
        "<blockquote expandable>q</blockquote><a href='javascript:x'>j</a>"
    )
    text, entities = parse(html)
    assert text == 'biustt<>&"😀AacpqJ'.replace("J", "j")
    assert [entity["type"] for entity in entities] == (
        "bold italic underline strikethrough spoiler spoiler text_link code pre expandable_blockquote".split()
    )
    assert entities[6] == {"type": "text_link", "offset": 13, "length": 1, "url": "https://a.go.id/?x=1&y=2"}
    assert entities[8]["language"] == "python"


BUTTON = {"text": "Ya", "callback_data": "k"}


@pytest.mark.parametrize(
    ("keyboard", "description"),
    [
        ([[{"text": "Ya", "callback_data": ""}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "Ya", "callback_data": "あ" * 22}]], "BUTTON_DATA_INVALID"),
        ([[{"text": " ", "callback_data": "k"}]], "Inline keyboard button text must be non-empty"),
        ([[{"callback_data": "k"}]], 'Can\'t find field "text"'),
        ([[{"text": "Ya"}]], "Text buttons are unallowed in the inline keyboard"),
        ([[{**BUTTON, "url": "https://a.go.id"}]], "Exactly one of the optional fields must be used"),
        ([[{"text": "Ya", "url": "ftp"}]], "Wrong HTTP URL"),
        ([[BUTTON] * 9], "reply markup is too long"),
        ([[BUTTON]] * 101, "reply markup is too long"),
        ([BUTTON], "must be an Array of Arrays"),
    ],
)
async def test_it_refuses_a_keyboard(call: Call, keyboard: Any, description: str) -> None:
    answer = await call("sendMessage", chat_id=1001, text="x", reply_markup={"inline_keyboard": keyboard})
    assert answer["error_code"] == 400
    assert description in answer["description"]


async def test_it_shows_a_keyboard_in_the_log(bots: Client, call: Call) -> None:
    await call("sendMessage", chat_id=1001, text="x", reply_markup='{"inline_keyboard": [[{"text": "Ya", "callback_data": "k"}]]}')
    (message,) = await log(bots, "message")
    assert message["buttons"] == [{"title": "Ya", "data": "k"}]


async def test_it_refuses_chats_that_cannot_be_written_to(bots: Client, call: Call) -> None:
    assert (await call("sendMessage", chat_id=7, text="x"))["description"] == "Bad Request: chat not found"
    await control(bots, "block", chat="1001")
    blocked = await call("sendMessage", chat_id=1001, text="x")
    assert (blocked["error_code"], blocked["description"]) == (403, "Forbidden: bot was blocked by the user")
    await control(bots, "unblock", chat="1001")
    assert (await call("sendMessage", chat_id=1001, text="x"))["ok"]
    await control(bots, "say", chat="-5", text="x", kind="group")
    await control(bots, "migrate", chat="-5")
    moved = await call("sendMessage", chat_id=-5, text="x")
    assert moved["parameters"] == {"migrate_to_chat_id": -1005}
    assert (await call("sendMessage", chat_id=-1005, text="x"))["ok"]


async def test_it_answers_a_pressed_button_once_known(bots: Client, call: Call) -> None:
    sent = await call("sendMessage", chat_id=1001, text="x", reply_markup={"inline_keyboard": [[BUTTON]]})
    pressed = await control(bots, "press", chat="1001", message_id=sent["result"]["message_id"], button=0)
    update = (await call("getUpdates", offset=-1))["result"][0]
    assert update["callback_query"]["data"] == "k"
    assert update["callback_query"]["id"] == pressed["query"]
    assert (await call("answerCallbackQuery", callback_query_id=pressed["query"]))["ok"]
    unknown = await call("answerCallbackQuery", callback_query_id="1")
    assert unknown["description"] == "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_it_refuses_a_button_that_is_not_there(bots: Client, call: Call) -> None:
    sent = await call("sendMessage", chat_id=1001, text="x", reply_markup={"inline_keyboard": [[BUTTON]]})
    async with bots.post("/control/press", json={"chat": "1001", "message_id": sent["result"]["message_id"], "button": "z"}) as answer:
        assert answer.status == 400


async def test_it_checks_venues_actions_and_commands(call: Call) -> None:
    place = {"latitude": -7.25, "longitude": 112.75}
    assert (await call("sendVenue", chat_id=1001, title="Kantor", address="Jl. Contoh 1", **place))["result"]["venue"]["title"] == "Kantor"
    assert not (await call("sendVenue", chat_id=1001, title="", address="x", **place))["ok"]
    assert not (await call("sendLocation", chat_id=1001, latitude=91, longitude=0))["ok"]
    assert (await call("sendChatAction", chat_id=1001, action="typing"))["ok"]
    assert not (await call("sendChatAction", chat_id=1001, action="thinking"))["ok"]
    menu = [{"command": "start", "description": "Mulai"}]
    assert (await call("setMyCommands", commands=menu, language_code="id"))["ok"]
    assert (await call("getMyCommands", language_code="id"))["result"] == menu
    assert (await call("getMyCommands"))["result"] == []
    assert (await call("setMyCommands", commands=[{"command": "Mulai!", "description": "x"}]))[
        "description"
    ] == "Bad Request: BOT_COMMAND_INVALID"
    assert not (await call("setMyShortDescription", short_description="x" * 121))["ok"]
    assert (await call("setMyDescription", description="x" * 512, language_code="ja"))["ok"]


async def test_it_edits_a_message(call: Call) -> None:
    number = (await call("sendMessage", chat_id=1001, text="x"))["result"]["message_id"]
    assert (await call("editMessageText", chat_id=1001, message_id=number, text="y"))["result"]["text"] == "y"
    again = await call("editMessageText", chat_id=1001, message_id=number, text="y")
    assert again["description"].startswith("Bad Request: message is not modified")
