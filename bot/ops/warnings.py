"""What somebody should look at while the installation still serves citizens, in sentences."""

from __future__ import annotations

from bot.columns import age
from bot.pipeline.queues import Queues
from bot.pipeline.waiting import waiting_for_credentials

OLDEST_OUTBOX_SECONDS = 60.0
_LATELY_SECONDS = 3600.0


def of_queues(queues: Queues) -> list[str]:
    """From what is in Redis."""
    found = []
    if not queues.processes["outbox"]:
        found.append("No sender is alive, so no answer leaves: start one with `manage.py sender`.")
    oldest = queues.oldest_seconds["outbox"]
    if oldest > OLDEST_OUTBOX_SECONDS:
        found.append(f"The oldest message in the outbox waits for {age(oldest)}: `manage.py outbox list` tells why.")
    for kind, seconds in queues.last_death_seconds.items():
        if seconds is not None and seconds < _LATELY_SECONDS:
            option = " --inbox" if kind == "inbox" else ""
            number = queues.dead_letters[kind]
            found.append(f"The {kind} has {number} dead letter(s), the last since {age(seconds)}: `manage.py outbox list{option}`.")
    return found


def of_accounts() -> list[str]:
    """From what is in the database. Whoever may ask for readiness need not know an account's name."""
    return [
        f"{number} message(s) wait because {channel} no longer accepts the credentials of the account {account[:8]}: "
        "enter the new ones with `manage.py channel add`."
        for account, channel, number in waiting_for_credentials()
    ]
