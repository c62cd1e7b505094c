"""Every Redis key of the pipeline.

All keys of one conversation carry the hash tag of its partition, `{3}`, so that they live in one slot of a Redis Cluster and can be
changed in one transaction.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Literal

from bot.environment import environment

Kind = Literal["inbox", "outbox"]
KINDS: tuple[Kind, Kind] = ("inbox", "outbox")


def partition_of(conversation: str) -> int:
    """The partition of a conversation: the same in every process and every release."""
    return int.from_bytes(blake2b(conversation.encode(), digest_size=8).digest(), "big") % environment().partitions


def _shared(*parts: str) -> str:
    return ":".join((environment().redis_prefix, *parts))


def _of_partition(partition: int, *parts: str) -> str:
    return _shared(f"{{{partition}}}", *parts)


def of_conversation(conversation: str, *parts: str) -> str:
    """A key in the slot of that conversation; `parts` must name the conversation where the value is the conversation's own."""
    return _of_partition(partition_of(conversation), *parts)


def stream(kind: Kind, partition: int) -> str:
    """The stream of messages that wait, in or out."""
    return _of_partition(partition, kind)


def lease(kind: Kind, partition: int) -> str:
    """Who may read that stream: a random token with an expiry."""
    return _of_partition(partition, "lease", kind)


def attempts(kind: Kind, partition: int) -> str:
    """How often each entry of that stream was begun."""
    return _of_partition(partition, "attempts", kind)


def dead_letters(kind: Kind, partition: int) -> str:
    """Entries that could not be handled, with the reason."""
    return _of_partition(partition, "dead", kind)


def seen(conversation: str, external_id: str) -> str:
    """That this message was put into the inbox within the last day."""
    return of_conversation(conversation, "seen", conversation, external_id)


def tracker(conversation: str) -> str:
    """The state of the dialogue."""
    return of_conversation(conversation, "tracker", conversation)


def buttons(conversation: str) -> str:
    """The quick replies that were issued: opaque key to meaning."""
    return of_conversation(conversation, "buttons", conversation)


def desk_state(conversation: str) -> str:
    """What the desk showed and asked last in that conversation."""
    return of_conversation(conversation, "desk", conversation)


def tending() -> str:
    """Which process looks after the desks: a random token with an expiry."""
    return _shared("desk-tending")


def operator_typing(conversation: str) -> str:
    """That the citizen sees already that a person is typing."""
    return of_conversation(conversation, "operator-typing", conversation)


def typing_signs() -> str:
    """The conversations in which a platform is to show that a person is typing; any sender may take one."""
    return _shared("typing-signs")


def mask_notice(conversation: str) -> str:
    """That the citizen was told once that a number was removed."""
    return of_conversation(conversation, "mask-notice", conversation)


def events(conversation: str) -> str:
    """The pub/sub channel on which open pages hear about the conversation."""
    return of_conversation(conversation, "events", conversation)


def desk_events(agency: str) -> str:
    """The pub/sub channel on which the operators' open pages hear that something at an agency's desk has changed."""
    return _shared("desk", agency)


def flood_of_conversation(conversation: str, minute: int) -> str:
    """How many messages the conversation sent in that minute."""
    return of_conversation(conversation, "flood", conversation, str(minute))


def flood_of_address(address: str, minute: int) -> str:
    """How many messages came from a network address in that minute; the address itself is not stored."""
    digest = blake2b(address.encode(), key=environment().secret_key.encode()[:64], digest_size=12).hexdigest()
    return _shared("flood", digest, str(minute))


def said(conversation: str) -> str:
    """What the citizen said a moment ago, as a hash: the same again at once is a slip of the finger."""
    return of_conversation(conversation, "said", conversation)


def group_notice(conversation: str) -> str:
    """That a group was told within the hour that the bot talks to people one by one."""
    return of_conversation(conversation, "group-notice", conversation)


def pace_of_recipient(conversation: str) -> str:
    """When the next message to that citizen may leave."""
    return of_conversation(conversation, "pace", conversation)


def pace_of_account(account: str) -> str:
    """When the next message of that account may leave."""
    return _shared("pace", account)


def poller(account: str) -> str:
    """Which process asks the platform for that account's news: a random token with an expiry."""
    return _shared("poller", account)


def live_processes(kind: Kind) -> str:
    """The processes that consume that kind of stream, scored by the time until which they count as alive."""
    return _shared("live", kind)


def metrics() -> str:
    """The counters of all processes."""
    return _shared("metrics")


def trials() -> str:
    """The questions that staff try out, which any worker may take."""
    return _shared("trials")


def trial_answer(number: str) -> str:
    """What a worker made of one of them."""
    return _shared("trial", number)


def worker_releases() -> str:
    """Which release each worker answers with: process to JSON."""
    return _shared("releases")


def release_trials() -> str:
    """The questions that staff try on a release that need not answer yet."""
    return _shared("release-trials")


def release_trial(number: str) -> str:
    """One of them, how far it is, and what came of it."""
    return _shared("release-trial", number)


def release_trier() -> str:
    """Which process answers them: a random token with an expiry."""
    return _shared("release-trier")
