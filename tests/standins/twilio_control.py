"""The Twilio stand-in's control API: what the citizens do, and what is set in the console."""

from __future__ import annotations

import time
from typing import Any

from tests.standins import twilio_citizen as citizens
from tests.standins.control import Action
from tests.standins.twilio_messages import Messages
from tests.standins.twilio_state import STATUSES, Account, Callbacks, Citizen, World


class Control:
    """Carries out what tests and the phone page ask for."""

    def __init__(self, world: World, messages: Messages) -> None:
        self._world, self._messages = world, messages

    def actions(self) -> dict[str, Action]:
        """What can be asked, by name."""
        citizen: dict[str, Action] = {
            "say": self.say,
            "press": self.press,
            "block": self.block,
            "unblock": self.unblock,
            "window": self.window,
        }
        console: dict[str, Action] = {"webhook": self.webhook, "token": self.token, "callbacks": self.callbacks, "outcome": self.outcome}
        return citizen | console

    def _place(self, wish: dict[str, Any]) -> tuple[Account, Citizen, str]:
        account = self._world.account(str(wish.get("account") or wish.get("sender") or ""))
        citizen = account.citizen(str(wish["chat"]).removeprefix("whatsapp:"))
        citizen.name = str(wish.get("name") or citizen.name or f"Citizen {citizen.number[-4:]}")
        return account, citizen, str(wish.get("sender") or account.senders[0])

    def _hand_over(self, account: Account, citizen: Citizen, params: dict[str, str]) -> dict[str, Any]:
        citizen.heard = time.time()
        account.heard[params["MessageSid"]] = citizen.number
        self._messages.delivery.incoming(account, params)
        return {"sid": params["MessageSid"], "message_id": params["MessageSid"]}

    def say(self, wish: dict[str, Any]) -> dict[str, Any]:
        """The citizen writes or sends something."""
        account, citizen, sender = self._place(wish)
        params = citizens.message(account, citizen, sender, wish)
        opting = citizens.opting(params["Body"]) if self._world.options.advanced_opt_out else ""
        if opting:
            citizen.opted_out = opting == "STOP"
            params["OptOutType"] = opting
        self._world.journal.add(
            "said",
            chat=citizen.number,
            kind=wish.get("kind") or "text",
            text=str(wish.get("text") or ""),
            sid=params["MessageSid"],
            name=citizen.name,
        )
        return self._hand_over(account, citizen, params)

    def press(self, wish: dict[str, Any]) -> dict[str, Any]:
        """The citizen presses a quick reply or chooses from a list."""
        account, citizen, sender = self._place(wish)
        params = citizens.pressed(account, citizen, sender, wish)
        data = params.get("ButtonPayload") or params.get("ListId", "")
        self._world.journal.add("pressed", chat=citizen.number, sid=params["MessageSid"], to=wish["sid"], data=data, text=params["Body"])
        return self._hand_over(account, citizen, params)

    def block(self, wish: dict[str, Any]) -> dict[str, Any]:
        """The citizen opts out: messages to them are refused with 21610."""
        _, citizen, _ = self._place(wish)
        citizen.opted_out = True
        self._world.journal.add("blocked", chat=citizen.number)
        return {"blocked": True}

    def unblock(self, wish: dict[str, Any]) -> dict[str, Any]:
        """The citizen lets the assistant write again."""
        _, citizen, _ = self._place(wish)
        citizen.opted_out = False
        self._world.journal.add("unblocked", chat=citizen.number)
        return {"blocked": False}

    def window(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Pretend that the citizen last wrote so many hours ago."""
        _, citizen, _ = self._place(wish)
        citizen.heard = time.time() - 3600 * float(wish["hours_ago"])
        return {"open": citizen.window_open}

    def webhook(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Where incoming messages go."""
        account = self._world.account(str(wish.get("account") or wish.get("sender") or ""))
        account.webhook = str(wish["url"])
        return {"url": account.webhook}

    def token(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Exchange the auth token; the old one stays good for calls unless `keep` is false."""
        account = self._world.account(str(wish.get("account") or ""))
        account.old_tokens = {account.token} if wish.get("keep", True) else set()
        account.token = str(wish["token"])
        return {"account": account.sid}

    def callbacks(self, wish: dict[str, Any]) -> dict[str, Any]:
        """How status callbacks are made."""
        order, statuses = str(wish.get("order", "documented")), tuple(wish.get("statuses", STATUSES))
        if order not in ("documented", "random") or not set(statuses) <= set(STATUSES):
            raise ValueError(f"Status callbacks come in the order 'documented' or 'random', out of {STATUSES}.")
        self._world.callbacks = Callbacks(order, statuses, float(wish.get("pause", 0.02)))
        return {"order": order, "statuses": list(statuses)}

    def outcome(self, wish: dict[str, Any]) -> dict[str, Any]:
        """The next messages to a citizen are accepted, and then fail with this code."""
        _, citizen, _ = self._place(wish)
        citizen.outcomes.extend([int(wish["code"])] * int(wish.get("times", 1)))
        return {"outcomes": list(citizen.outcomes)}

    def state(self) -> dict[str, Any]:
        """Everything that a test or the page may want to know."""
        accounts = list(self._world.accounts.values())
        accepted: dict[str, int] = {}
        for account in accounts:
            for chat, count in account.accepted.items():
                accepted[chat] = accepted.get(chat, 0) + count
        citizens_of = [citizen for account in accounts for citizen in account.citizens.values()]
        return {
            "platform": "twilio",
            "pending_updates": sum(sum(account.waiting.values()) for account in accounts),
            "undelivered": [number for account in accounts for number in account.lost],
            "accepted": accepted,
            "webhook": {"url": accounts[0].webhook if accounts else ""},
            "accounts": [
                {"sid": account.sid, "senders": account.senders, "webhook": account.webhook, "contents": len(account.contents)}
                for account in accounts
            ],
            "chats": {
                citizen.number: {"name": citizen.name, "window_open": citizen.window_open, "blocked": citizen.opted_out}
                for citizen in citizens_of
            },
        }
