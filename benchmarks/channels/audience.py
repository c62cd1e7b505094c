"""Whom the citizens ask: Telegram's ask Banyuwangi in Indonesian, WhatsApp's ask Fukuoka in Japanese."""

from __future__ import annotations

from typing import Literal

Channel = Literal["telegram", "whatsapp"]
AGENCIES: dict[Channel, tuple[str, str]] = {"telegram": ("banyuwangi", "id"), "whatsapp": ("fukuoka", "ja")}
