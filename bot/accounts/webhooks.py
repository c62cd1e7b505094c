"""The address that a platform calls for an account: told to the platform, or taken back."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.urls import reverse

from bot.accounts import platform
from bot.accounts.models import ChannelAccount
from bot.accounts.problem import AccountProblem
from bot.environment import environment
from channels.base import PolledChannel

_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def address_of(row: ChannelAccount) -> str:
    """Where the platform is to call; empty while PUBLIC_URL is not set."""
    public_url = environment().public_url
    return public_url + reverse("webhook", args=[row.path]) if public_url else ""


def set_webhook(row: ChannelAccount) -> str:
    """Tell the platform the address, and hear of messages through it from now on; returns a sentence.

    Raises:
        AccountProblem: there is no public address.
        channels.errors.ChannelError: the platform did not take it; nothing was changed here.
    """
    url = address_of(row)
    if not url:
        raise AccountProblem(
            "Set PUBLIC_URL to the address under which platforms reach this installation, such as https://layanan.example.go.id."
        )
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _THIS_MACHINE:
        raise AccountProblem("PUBLIC_URL must begin with https://, because citizens' messages are sent to it: put TLS in front first.")
    sentence = platform.set_webhook(row, url)
    _change_mode(row, ChannelAccount.Mode.WEBHOOK)
    return sentence


def delete_webhook(row: ChannelAccount) -> str:
    """Tell the platform to call no more, and poll it from now on where that can be done; returns a sentence.

    Raises:
        AccountProblem: this installation has no such channel any more.
        channels.errors.ChannelError: the platform did not take it; nothing was changed here.
    """
    sentence = platform.set_webhook(row, None)
    if isinstance(platform.channel_of(row), PolledChannel):
        _change_mode(row, ChannelAccount.Mode.POLLING)
    return sentence


def _change_mode(row: ChannelAccount, mode: ChannelAccount.Mode) -> None:
    ChannelAccount.objects.filter(pk=row.pk).update(mode=mode)
    row.mode = mode
