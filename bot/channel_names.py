"""Names under which messages arrive without a connector of `channels/`."""

from __future__ import annotations

# `manage.py chat`, `ask` and `evaluate`.
CONSOLE = "console"
