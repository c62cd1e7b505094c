"""Rasa's own server, its channels led to the stand-ins: `python -m benchmarks.channels.stock_server TELEGRAM TWILIO run --model ...`.

Rasa's Telegram and Twilio channels know only the platforms' own addresses. These two are replaced; everything else is Rasa's.
"""

from __future__ import annotations

import functools
import sys
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit


def lead_telegram_to(address: str) -> None:
    """Let every bot of aiogram call this address."""
    api: Any = import_module("aiogram.bot.api")
    # The bots hold this very object as their default, and it is frozen.
    object.__setattr__(api.TELEGRAM_PRODUCTION, "base", api.TelegramAPIServer.from_base(address).base)


def lead_twilio_to(address: str) -> None:
    """Let Twilio's client call this address."""
    from twilio.http.http_client import TwilioHttpClient

    original = TwilioHttpClient.request

    @functools.wraps(original)
    def request(self: Any, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        parts = urlsplit(url)
        return original(self, method, url.replace(f"{parts.scheme}://{parts.netloc}", address, 1), *args, **kwargs)

    TwilioHttpClient.request = request


def main() -> None:
    """Replace the addresses and run Rasa's command."""
    telegram, twilio, *command = sys.argv[1:]
    lead_telegram_to(telegram)
    lead_twilio_to(twilio)
    sys.argv = ["rasa", *command]
    from rasa.__main__ import main as rasa

    rasa()


if __name__ == "__main__":
    main()
