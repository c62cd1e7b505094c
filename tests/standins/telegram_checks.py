"""What the Bot API refuses, with its own descriptions (https://core.telegram.org/bots/api)."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.standins.telegram_html import CannotParse, parse, utf16_length

MAX_TEXT = 4096
_ACTIONS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location "
    "record_video_note upload_video_note"
).split()
_BUTTON_KINDS = (
    "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat switch_inline_query_chosen_chat "
    "copy_text callback_game pay"
).split()


class ApiError(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def bad(description: str) -> ApiError:
    """A 400."""
    return ApiError(400, f"Bad Request: {description}")


class Params:
    """The parameters of a call, from JSON, form or query alike."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = {name.lower(): value for name, value in values.items()}

    def text(self, name: str, default: str = "") -> str:
        """A string."""
        value = self.values.get(name, default)
        return value if isinstance(value, str) else json.dumps(value) if isinstance(value, dict | list) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; what is none counts as the default, as the server has it."""
        try:
            return int(self.text(name, str(default)))
        except ValueError:
            return default

    def number(self, name: str) -> float:
        """A number that must be there.

        Raises:
            ApiError: it is not.
        """
        try:
            return float(self.text(name))
        except ValueError:
            raise bad(f'parameter "{name}" is required') from None

    def flag(self, name: str) -> bool:
        """A truth value."""
        return self.text(name).lower() in ("true", "yes", "1")

    def json(self, name: str) -> Any:
        """An object or a list, given as such or as JSON text; None when absent.

        Raises:
            ApiError: it is no JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else None
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None


def formatted(params: Params, name: str = "text") -> tuple[str, list[dict[str, Any]]]:
    """The visible text of a message and its entities.

    Raises:
        ApiError: it is empty, too long, or cannot be parsed.
    """
    source, mode = params.text(name), params.text("parse_mode").lower()
    if not source:
        raise bad("message text is empty")
    entities: list[dict[str, Any]] = []
    if mode == "html":
        try:
            text, entities = parse(source)
        except CannotParse as error:
            raise bad(f"can't parse entities: {error}") from None
    elif mode in ("", "none"):
        text, entities = source, params.json("entities") or []
    elif mode in ("markdown", "markdownv2"):
        raise ApiError(501, "Not Implemented: this stand-in reads HTML only")
    else:
        raise bad("unsupported parse_mode")
    if not text.strip():
        raise bad("text must be non-empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad("message is too long")
    return text, entities


def markup(params: Params) -> dict[str, Any] | None:
    """The keyboard of a message.

    Raises:
        ApiError: it is none that Telegram shows.
    """
    value = params.json("reply_markup")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in value:
        _inline_keyboard(value["inline_keyboard"])
    elif "keyboard" in value:
        _reply_keyboard(value["keyboard"])
    elif not (value.get("remove_keyboard") is True or value.get("force_reply") is True):
        raise bad("can't parse reply keyboard markup JSON object")
    return value


def _rows(value: Any, what: str) -> list[list[Any]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad(f"{what} must be an Array of Arrays")
    return value


def _inline_keyboard(value: Any) -> None:
    rows = _rows(value, 'field "inline_keyboard" of the InlineKeyboardMarkup')
    if sum(len(row) for row in rows) > 100 or any(len(row) > 8 for row in rows):
        raise bad("reply markup is too long")
    for button in (button for row in rows for button in row):
        if not isinstance(button, dict):
            raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
        if not isinstance(button.get("text"), str):
            raise bad("can't parse inline keyboard button: Can't find field \"text\"")
        if not button["text"].strip():
            raise bad("can't parse inline keyboard button: Inline keyboard button text must be non-empty")
        kinds = [kind for kind in _BUTTON_KINDS if kind in button]
        if not kinds:
            raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if len(kinds) > 1:
            raise bad("can't parse inline keyboard button: Exactly one of the optional fields must be used")
        _action(kinds[0], button[kinds[0]])


def _action(kind: str, value: Any) -> None:
    if kind == "callback_data" and (not isinstance(value, str) or not 1 <= len(value.encode()) <= 64):
        raise bad("BUTTON_DATA_INVALID")
    if kind == "url" and not (
        isinstance(value, str) and re.match(r"(?i)(https?://[^\s/]+\.[^\s]+|https?://127\.0\.0\.1\S*|tg://\S+)$", value)
    ):
        raise bad(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")


def _reply_keyboard(value: Any) -> None:
    rows = _rows(value, 'field "keyboard" of the ReplyKeyboardMarkup')
    for button in (button for row in rows for button in row):
        text = button.get("text") if isinstance(button, dict) else button
        if not isinstance(text, str) or not text.strip():
            raise bad("can't parse keyboard button: KeyboardButton text must be non-empty")


def chat_action(action: str) -> None:
    """Check the word of sendChatAction.

    Raises:
        ApiError: Telegram does not know it.
    """
    if action not in _ACTIONS:
        raise bad("wrong parameter action in request")


def commands(value: Any) -> list[dict[str, str]]:
    """The commands of a menu.

    Raises:
        ApiError: too many, or one that Telegram does not take.
    """
    if not isinstance(value, list):
        raise bad("can't parse commands: Expected an Array of BotCommand")
    if len(value) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in value:
        if not isinstance(command, dict) or not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", "")).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(str(command.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return [{"command": command["command"].removeprefix("/"), "description": command["description"]} for command in value]


def secret_token(token: str) -> str:
    """The secret of a webhook; empty for none.

    Raises:
        ApiError: too long, or with other characters than A-Z, a-z, 0-9, _ and -.
    """
    if len(token) > 256:
        raise bad("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", token):
        raise bad("secret token contains unallowed characters")
    return token
