"""What a channel is called on the pages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from channels.registry import UnknownChannel, channel


def channel_label(name: str) -> str:
    """The platform's own name, or that of the web chat; of a channel that was taken out of the installation, what it was stored under."""
    try:
        return channel(name).label or _("Web chat")
    except UnknownChannel:
        return name
