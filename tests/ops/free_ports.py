"""Free ports for an installation that a test starts."""

from __future__ import annotations

import socket


def free_ports() -> dict[str, str]:
    """The settings of the three ports on which an installation listens, each free a moment ago."""
    listeners = [socket.socket() for _ in range(3)]
    try:
        for listener in listeners:
            listener.bind(("127.0.0.1", 0))
        names = ("PORT", "ACTIONS_PORT", "VALKEY_PORT")
        return {name: str(listener.getsockname()[1]) for name, listener in zip(names, listeners, strict=True)}
    finally:
        for listener in listeners:
            listener.close()
