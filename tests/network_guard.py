"""No test may leave the machine: a connection or a look-up of another host fails the test, even when the code under test swallows it."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

attempts: list[str] = []
_connect, _connect_ex, _sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
_getaddrinfo = socket.getaddrinfo


class LeftTheMachine(RuntimeError):
    """A test tried to reach another machine."""


def is_local(host: object) -> bool:
    """Whether a host is this machine: loopback, nothing at all, or one of its two names."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", "testserver", socket.gethostname(), "0.0.0.0", "::"):
        return True
    try:
        return ipaddress.ip_address(str(name).split("%")[0]).is_loopback
    except ValueError:
        return False


def _check(host: object) -> None:
    if not is_local(host):
        attempts.append(str(host))
        raise LeftTheMachine(f"The test tried to reach {host!r}.")


def _check_address(sock: socket.socket, address: Any) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
        _check(address[0])


def install() -> None:
    """Put the guard in place for the rest of the process."""

    def connect(self: socket.socket, address: Any) -> None:
        _check_address(self, address)
        _connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        _check_address(self, address)
        return _connect_ex(self, address)

    def sendto(self: socket.socket, *args: Any) -> int:
        _check_address(self, args[-1])
        return _sendto(self, *args)

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _check(host)
        return _getaddrinfo(host, *args, **kwargs)

    socket.socket.connect = connect  # type: ignore[assignment,method-assign]
    socket.socket.connect_ex = connect_ex  # type: ignore[assignment,method-assign]
    socket.socket.sendto = sendto  # type: ignore[assignment,method-assign]
    socket.getaddrinfo = getaddrinfo
