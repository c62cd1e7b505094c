"""The processes of an installation on one machine: their commands, and how one sees that each is ready."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import redis
from redis.exceptions import RedisError

from bot.environment import Environment
from bot.ops import embedded_valkey
from bot.ops.child import Child
from bot.pipeline import keys

STOP_ORDER = ("poller", "scheduler", "web", "worker", "sender", "actions", "valkey")
# uvicorn waits this long for open pages (seconds); they connect again by themselves.
OPEN_PAGES = 3
# A proxy must not find a connection closed that it has just taken for a POST: nginx keeps its own for 60 s, and AWS' for 60 s, too.
IDLE_CONNECTIONS = 75
_REDIS_OPTIONS: dict[str, Any] = {"socket_timeout": 2, "socket_connect_timeout": 2, "protocol": 2}
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def web_host(env: Environment) -> str:
    """The address at which this machine itself reaches the web process."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(env.host, f"[{env.host}]" if ":" in env.host else env.host)


def children(env: Environment, model: Path | None = None) -> list[Child]:
    """Every process, in the order of their start; the embedded Valkey only when REDIS_URL is empty.

    `model` is one to use in place of the model for the present data.

    Raises:
        bot.ops.problem.Problem: there is no embedded Valkey for this machine.
    """
    logs = env.state_folder.absolute() / "log"
    manage = [sys.executable, "manage.py"]
    web = [sys.executable, "-m", "uvicorn", "bot.asgi:application", "--lifespan", "off", "--no-access-log", "--no-proxy-headers"]
    web += ["--host", env.host, "--port", str(env.port), "--timeout-graceful-shutdown", str(OPEN_PAGES)]
    web += ["--timeout-keep-alive", str(IDLE_CONNECTIONS)]
    found = [
        Child("actions", [*manage, "actions"], logs, _answers(f"http://127.0.0.1:{env.actions_port}/health")),
        Child("web", web, logs, _answers(f"http://{web_host(env)}:{env.port}/healthz")),
        Child("worker", [*manage, "worker", *(["--model", str(model)] if model else [])], logs, _consumes(env, "inbox")),
        Child("sender", [*manage, "sender"], logs, _consumes(env, "outbox")),
        Child("poller", [*manage, "poller"], logs, lambda: True),
        Child("scheduler", [*manage, "scheduler"], logs, lambda: True),
    ]
    if not env.redis_url:
        found.insert(0, Child("valkey", embedded_valkey.command(env), logs, lambda: embedded_valkey.is_ready(env)))
    return found


def _answers(url: str) -> Callable[[], bool]:
    def asked() -> bool:
        try:
            with _opener.open(url, timeout=2) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError:
            # It listens and answers; a host name that ALLOWED_HOSTS refuses is no reason to wait.
            return True
        except OSError:
            return False

    return asked


def _consumes(env: Environment, kind: keys.Kind) -> Callable[[], bool]:
    def asked() -> bool:
        try:
            with redis.Redis.from_url(env.redis_address, **_REDIS_OPTIONS) as client:
                seconds, microseconds = client.time()
                return bool(client.zcount(keys.live_processes(kind), seconds * 1000 + microseconds // 1000, "+inf"))
        except (RedisError, OSError):
            return False

    return asked
