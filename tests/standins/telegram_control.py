"""The Telegram stand-in's control API: what the citizens do."""

from __future__ import annotations

import time
from typing import Any

from tests.standins import telegram_citizen as citizens
from tests.standins.control import Action
from tests.standins.telegram_api import Api
from tests.standins.telegram_setup import webhook_info
from tests.standins.telegram_state import Bot, Chat, World, chat_of


class Control:
    """Carries out what tests and the phone page ask for."""

    def __init__(self, world: World, api: Api) -> None:
        self._world, self._api = world, api

    def actions(self) -> dict[str, Action]:
        """What can be asked, by name."""
        return {
            "say": self.say,
            "press": self.press,
            "block": self.block,
            "unblock": self.unblock,
            "migrate": self.migrate,
            "forum": self.forum,
            "delete_topic": self.delete_topic,
            "wait": self.wait,
        }

    def _place(self, wish: dict[str, Any]) -> tuple[Bot, Chat]:
        number = int(wish["chat"])
        if wish.get("kind") == "group" and number > 0:
            number = -number
        bot = self._world.bot(str(wish.get("bot", "")))
        new = number not in bot.chats
        chat = bot.chat(number)
        chat.name, chat.language = str(wish.get("name") or chat.name), str(wish.get("language") or chat.language)
        if new and not chat.private:
            self._queue(bot, "my_chat_member", citizens.membership(bot, chat, "left", "member"))
        return bot, chat

    def _queue(self, bot: Bot, kind: str, content: dict[str, Any]) -> int | None:
        number = bot.queue(kind, content)
        self._api.delivery.add(bot, number)
        return number

    def say(self, wish: dict[str, Any]) -> dict[str, Any]:
        """The citizen writes, sends something, or edits a message."""
        bot, chat = self._place(wish)
        if chat.blocked:
            # Who writes to a bot has let it in again.
            self.unblock(wish)
        if wish.get("kind") == "edit":
            message, kind = citizens.edited(bot, chat, int(wish["message_id"]), str(wish.get("text") or "")), "edited_message"
        else:
            message, kind = citizens.message(bot, chat, wish), "message"
            if wish.get("thread") is not None:
                if int(wish["thread"]) not in chat.topics:
                    raise ValueError(f"Chat {chat.id} has no topic {wish['thread']}.")
                message |= {"message_thread_id": int(wish["thread"]), "is_topic_message": True}
            bot.messages[(chat.id, message["message_id"])] = message
        self._world.journal.add(
            "said",
            chat=str(chat.id),
            bot=bot.username,
            kind=wish.get("kind") or "text",
            text=str(wish.get("text") or ""),
            message_id=message["message_id"],
            name=chat.name,
        )
        return {"update_id": self._queue(bot, kind, message), "message_id": message["message_id"]}

    def press(self, wish: dict[str, Any]) -> dict[str, Any]:
        """The citizen presses a button."""
        bot, chat = self._place(wish)
        query = citizens.pressed(bot, chat, int(wish["message_id"]), wish["button"], bool(wish.get("forged")))
        self._world.journal.add(
            "pressed", chat=str(chat.id), bot=bot.username, message_id=int(wish["message_id"]), data=query["data"], query=query["id"]
        )
        return {"update_id": self._queue(bot, "callback_query", query), "message_id": int(wish["message_id"]), "query": query["id"]}

    def block(self, wish: dict[str, Any]) -> dict[str, Any]:
        """The citizen blocks the bot, or a group throws it out."""
        bot, chat = self._place(wish)
        if chat.blocked:
            return {"update_id": None}
        chat.blocked = True
        self._world.journal.add("blocked", chat=str(chat.id), bot=bot.username)
        return {"update_id": self._queue(bot, "my_chat_member", citizens.membership(bot, chat, "member", "kicked"))}

    def unblock(self, wish: dict[str, Any]) -> dict[str, Any]:
        """The citizen lets the bot in again."""
        bot, chat = self._place(wish)
        if not chat.blocked:
            return {"update_id": None}
        chat.blocked = False
        self._world.journal.add("unblocked", chat=str(chat.id), bot=bot.username)
        return {"update_id": self._queue(bot, "my_chat_member", citizens.membership(bot, chat, "kicked", "member"))}

    def migrate(self, wish: dict[str, Any]) -> dict[str, Any]:
        """A group becomes a supergroup, which has another number."""
        bot, chat = self._place(wish)
        if chat.private or chat.migrated_to is not None:
            raise ValueError(f"Chat {chat.id} cannot migrate.")
        chat.migrated_to = int(f"-100{abs(chat.id)}")
        new = bot.chat(chat.migrated_to)
        new.name, new.language = chat.name, chat.language
        for old, extra in ((chat, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": chat.id})):
            message = {
                "message_id": bot.next_message_id(),
                "from": citizens.citizen(old),
                "chat": old.as_json(),
                "date": int(time.time()),
                **extra,
            }
            self._queue(bot, "message", message)
        self._world.journal.add("migrated", chat=str(chat.id), bot=bot.username, to=str(new.id))
        return {"chat": str(new.id)}

    def forum(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Somebody switches topics on in a supergroup, and makes the bot an administrator with or without the right to manage them."""
        _, chat = self._place({**wish, "kind": "group"})
        if not str(chat.id).startswith("-100"):
            raise ValueError("Only a supergroup can have topics.")
        chat.forum, chat.administers = bool(wish.get("topics", True)), bool(wish.get("administrator", True))
        chat.manages_topics = chat.administers and bool(wish.get("manages", True))
        return {"chat": str(chat.id)}

    def delete_topic(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Somebody of the group deletes a topic; Telegram sends no update of it (https://core.telegram.org/bots/api#message)."""
        _, chat = self._place(wish)
        thread = int(wish["thread"])
        if chat.topics.pop(thread, None) is None:
            raise ValueError(f"Chat {chat.id} has no topic {thread}.")
        return {"chat": str(chat.id), "thread": thread}

    def wait(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Tell the bot to wait before it sends to a chat again, as if it had been too fast."""
        bot, chat = self._place(wish)
        return {"seconds": bot.penalties.impose(str(chat.id), float(wish.get("seconds", 1)))}

    def state(self) -> dict[str, Any]:
        """Everything that a test or the page may want to know."""
        bots = list(self._world.bots.values())
        accepted: dict[str, int] = {}
        for bot in bots:
            for chat, count in bot.accepted.items():
                accepted[chat] = accepted.get(chat, 0) + count
        undelivered = [
            {"update_id": number, "chat": chat_of(update), "bot": bot.username} for bot in bots for number, update in bot.pending.items()
        ]
        return {
            "platform": "telegram",
            "pending_updates": len(undelivered),
            "undelivered": undelivered,
            "accepted": accepted,
            "webhook": webhook_info(bots[0]) if bots else {},
            "bots": [
                {
                    **bot.me(),
                    "webhook": webhook_info(bot),
                    "commands": bot.commands,
                    "texts": bot.texts,
                    "polling": bot.poll is not None,
                    "blocked": [str(chat.id) for chat in bot.chats.values() if chat.blocked],
                }
                for bot in bots
            ],
            "chats": {str(chat.id): {"name": chat.name, "language": chat.language} for bot in bots for chat in bot.chats.values()},
        }
