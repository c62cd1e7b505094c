"""The methods of the Bot API by which a bot sets itself up and takes its updates."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any
from urllib.parse import urlsplit

from tests.standins import telegram_checks as checks
from tests.standins.outgoing import is_loopback
from tests.standins.telegram_checks import ApiError, Params, bad
from tests.standins.telegram_html import utf16_length
from tests.standins.telegram_methods import Answer
from tests.standins.telegram_state import Bot, Webhook, World, chat_of


def get_me(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#getme"""
    more = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**bot.me(), **more, "can_connect_to_business": False, "has_main_web_app": False}, {}


def _allowed(bot: Bot, params: Params) -> None:
    wanted = params.json("allowed_updates")
    if wanted is not None:
        if not isinstance(wanted, list) or not all(isinstance(kind, str) for kind in wanted):
            raise bad("can't parse allowed updates: expected an Array of String")
        bot.allowed = wanted


def _conflict(bot: Bot, reason: str) -> None:
    if bot.poll is not None and not bot.poll.done():
        bot.poll.set_exception(ApiError(409, f"Conflict: terminated by {reason}"))


def set_webhook(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#setwebhook"""
    url = params.text("url")
    if not url:
        return delete_webhook(world, bot, params)
    parts = urlsplit(url)
    # In reality https alone is taken; this machine has no certificate that anybody would trust.
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(url))):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    secret = checks.secret_token(params.text("secret_token"))
    connections = params.integer("max_connections", 40)
    if not 1 <= connections <= 100:
        raise bad("max_connections must be between 1 and 100")
    _allowed(bot, params)
    if params.flag("drop_pending_updates"):
        bot.pending.clear()
    _conflict(bot, "setWebhook request")
    bot.webhook = Webhook(url, secret, connections)
    return True, {"url": url}


def delete_webhook(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#deletewebhook"""
    if params.flag("drop_pending_updates"):
        bot.pending.clear()
    bot.webhook = None
    return True, {}


def webhook_info(bot: Bot) -> dict[str, Any]:
    """The `WebhookInfo` object."""
    webhook = bot.webhook
    info: dict[str, Any] = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(bot.pending),
    }
    if webhook:
        info |= {"max_connections": webhook.connections, "ip_address": "127.0.0.1"}
        if webhook.error:
            info |= {"last_error_date": webhook.error_date, "last_error_message": webhook.error}
    return info | ({"allowed_updates": bot.allowed} if bot.allowed else {})


def get_webhook_info(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#getwebhookinfo"""
    return webhook_info(bot), {}


async def get_updates(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#getupdates"""
    if bot.webhook is not None:
        raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
    _conflict(bot, "other getUpdates request; make sure that only one bot instance is running")
    _allowed(bot, params)
    offset, limit, timeout = params.integer("offset"), params.integer("limit", 100), params.integer("timeout")
    if not 1 <= limit <= 100:
        limit = 100
    _confirm(world, bot, offset)
    # Telegram waits at most 50 seconds, whatever is asked.
    await _wait(bot, min(max(timeout, 0), 50))
    updates = list(bot.pending.values())[:limit]
    return updates, {"updates": len(updates)}


def _confirm(world: World, bot: Bot, offset: int) -> None:
    numbers = list(bot.pending)
    # A negative offset asks for the last so many and forgets those before.
    gone = [number for number in numbers if number < offset] if offset >= 0 else numbers[:offset]
    for number in gone:
        update = bot.pending.pop(number)
        world.journal.add(
            "delivered_update", chat=chat_of(update), update_id=number, how="polling", attempts=1, bot=bot.username, update=update
        )


async def _wait(bot: Bot, seconds: float) -> None:
    if bot.pending or seconds <= 0:
        return
    bot.arrived.clear()
    loop = asyncio.get_running_loop()
    # Another getUpdates or a setWebhook ends this one by an exception set here.
    poll = bot.poll = loop.create_future()
    arrival = asyncio.create_task(bot.arrived.wait())
    try:
        await asyncio.wait([poll, arrival], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if poll.done():
            poll.result()
    finally:
        arrival.cancel()
        if bot.poll is poll:
            bot.poll = None


def _language(params: Params) -> str:
    language = params.text("language_code")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad("invalid language code specified")
    return language


def _scope(params: Params) -> str:
    scope = params.json("scope") or {"type": "default"}
    if not isinstance(scope, dict) or "type" not in scope:
        raise bad("can't parse BotCommandScope")
    return f"{_language(params)}|{json.dumps(scope, sort_keys=True)}"


def set_my_commands(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#setmycommands"""
    key = _scope(params)
    bot.commands[key] = checks.commands(params.json("commands"))
    return True, {"language": _language(params), "commands": bot.commands[key]}


def get_my_commands(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#getmycommands"""
    return bot.commands.get(_scope(params), []), {}


def delete_my_commands(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#deletemycommands"""
    bot.commands.pop(_scope(params), None)
    return True, {}


def _set_text(bot: Bot, params: Params, name: str, most: int) -> Answer:
    text = params.text(name)
    if utf16_length(text) > most:
        raise bad(f"{name.upper()}_TOO_LONG")
    bot.texts[f"{name}:{_language(params)}"] = text
    return True, {"language": _language(params), "text": text}


def set_my_description(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#setmydescription"""
    return _set_text(bot, params, "description", 512)


def set_my_short_description(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#setmyshortdescription"""
    return _set_text(bot, params, "short_description", 120)


def set_my_name(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#setmyname"""
    return _set_text(bot, params, "name", 64)


def get_my_description(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#getmydescription"""
    return {"description": bot.texts.get(f"description:{_language(params)}", "")}, {}


def get_my_short_description(world: World, bot: Bot, params: Params) -> Answer:
    """https://core.telegram.org/bots/api#getmyshortdescription"""
    return {"short_description": bot.texts.get(f"short_description:{_language(params)}", "")}, {}
