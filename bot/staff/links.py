"""The address of an invitation, as one passes it on."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from bot.environment import environment

CONSOLE = "/console/"
# Only the addresses of the entrance: to find one among all addresses, every page of the installation would be loaded, and a command that
# prints a link would take six times as long.
_ENTRANCE = "bot.console.entrance.urls"


def link_of(token: str, request: HttpRequest | None = None) -> str:
    """The whole link: under PUBLIC_URL where it is set, else as the request came, else on this machine."""
    address = CONSOLE + reverse("invitation", args=[token], urlconf=_ENTRANCE).removeprefix("/")
    settings = environment()
    if settings.public_url:
        return settings.public_url + address
    return request.build_absolute_uri(address) if request else f"http://{settings.host}:{settings.port}{address}"
