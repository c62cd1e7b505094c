"""Whether the ports that the processes need are free, said in one sentence before anything starts."""

from __future__ import annotations

import errno
import socket

from bot.ops.problem import Problem


def check_port(variable: str, host: str, port: int) -> None:
    """Check that this process could listen on a port.

    Raises:
        Problem: it could not; the sentence names the variable to change.
    """
    try:
        address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except socket.gaierror as error:
        raise Problem(f"HOST is {host!r}, which is no address of this machine: set it to 127.0.0.1 or 0.0.0.0.") from error
    family, kind, protocol, _, where = address
    with socket.socket(family, kind, protocol) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(where)
        except OSError as error:
            raise Problem(_sentence(error, variable, host, port)) from error


def _sentence(error: OSError, variable: str, host: str, port: int) -> str:
    other = port + 1 if port < 65535 else port - 1
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program: set {variable} to a free port, for example `make run {variable}={other}`."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"This user may not open port {port}: set {variable} to a port above 1023, for example `make run {variable}=8000`."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"HOST is {host!r}, which is no address of this machine: set it to 127.0.0.1 or 0.0.0.0."
    return f"Port {port} cannot be opened ({error.strerror}): set {variable} to another port."
