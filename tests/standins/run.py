"""`make run STANDINS=1`: the assistant with a telephone for each channel, on this machine alone."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from types import FrameType

from tests.standins.client import start_telegram, start_twilio
from tests.standins.installation import ROOT, Credentials, Installation

STATE = ROOT / "var" / "standins"
AGENCY = os.environ.get("DEFAULT_AGENCY") or "banyuwangi"


def _credentials() -> Credentials:
    """Kept for the next run, so that the accounts of the last one still hold."""
    path = STATE / "platforms.json"
    if path.exists():
        return Credentials(**json.loads(path.read_text()))
    made = Credentials.invented()
    path.touch(mode=0o600)
    path.write_text(json.dumps(asdict(made)))
    return made


def _end(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Start everything, print the telephones' addresses, and stop everything at Ctrl-C."""
    signal.signal(signal.SIGTERM, _end)
    STATE.mkdir(parents=True, exist_ok=True)
    credentials = _credentials()
    port = os.environ.get("PORT") or "8000"
    with ExitStack() as stack:
        telegram = stack.enter_context(start_telegram([credentials.token], port=8081))
        twilio = stack.enter_context(start_twilio(credentials.account_sid, credentials.auth_token, credentials.sender, port=8082))
        surroundings = {
            "PORT": port,
            "TELEGRAM_API_URL": telegram.url,
            "TELEGRAM_BOT_TOKEN": credentials.token,
            "TWILIO_API_URL": twilio.url,
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "DEFAULT_AGENCY": AGENCY,
            "EMBEDDING_CACHE": os.environ.get("EMBEDDING_CACHE") or str(Path(ROOT / "var" / "embeddings.sqlite3")),
        }
        installation = Installation(STATE, credentials, surroundings)
        stack.callback(installation.stop)
        try:
            installation.start(screen=sys.stdout, seconds=3600)
            _, webhook = installation.connect_whatsapp(AGENCY)
            twilio.act("webhook", url=webhook)
            print(
                f"  Telegram   {telegram.url}/\n  WhatsApp   {twilio.url}/\n\nOpen one of them: it is a citizen's telephone.\n", flush=True
            )
            return installation.wait()
        except KeyboardInterrupt:
            print("Stopping ...", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
