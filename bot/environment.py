"""The settings of one installation, read once from environment variables and the file `.env`.

Every variable is documented in `.env.example`. A value that cannot be used raises `InvalidSetting`, whose message names the
variable and says what to write instead, so that a process stops at its start and not at its first message.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dotenv import load_dotenv

ROOT = Path(__file__).resolve().parent.parent


class InvalidSetting(ValueError):
    """An environment variable holds something that cannot be used."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name} is {value!r}, but it must be {wanted}. Change it in the environment or in .env.")
        self.name = name


def _integer(name: str, default: int, lowest: int, highest: int) -> int:
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    if not raw.isascii() or not raw.isdigit() or not lowest <= int(raw) <= highest:
        raise InvalidSetting(name, raw, f"a whole number from {lowest} to {highest}")
    return int(raw)


def _boolean(name: str) -> bool:
    raw = os.environ.get(name, "").strip().lower()
    if raw in {"", "0", "false", "no"}:
        return False
    if raw in {"1", "true", "yes"}:
        return True
    raise InvalidSetting(name, raw, "1 or 0")


def _url(name: str, schemes: tuple[str, ...]) -> str:
    raw = os.environ.get(name, "").strip()
    if raw and not raw.startswith(tuple(f"{scheme}://" for scheme in schemes)):
        # The value can hold a password, so the message shows only its beginning up to the first colon.
        raise InvalidSetting(name, raw.split(":", 1)[0] + ":...", "a URL that begins with " + " or ".join(f"{s}://" for s in schemes))
    return raw


def _names(name: str, default: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in os.environ.get(name, default).split(",") if part.strip())


def _secret_key(state_folder: Path) -> str:
    """The key that signs sessions: from SECRET_KEY, else made at the first run and kept in an ignored file."""
    given = os.environ.get("SECRET_KEY", "").strip()
    if given:
        if len(given) < 32:
            raise InvalidSetting("SECRET_KEY", "(hidden)", "at least 32 random characters")
        return given
    path = state_folder / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text().strip()


@dataclass(frozen=True)
class Environment:
    """The typed settings. Ports are TCP ports, times are seconds."""

    state_folder: Path
    secret_key: str
    debug: bool
    database_url: str
    redis_url: str
    redis_prefix: str
    host: str
    port: int
    actions_port: int
    valkey_port: int
    allowed_hosts: tuple[str, ...]
    trusted_origins: tuple[str, ...]
    https: bool
    partitions: int
    metrics_token: str
    log_format: str
    embedding_threads: int
    embedding_cache: Path
    actions_address: str

    @property
    def actions_url(self) -> str:
        """Where the worker finds the action server."""
        return self.actions_address or f"http://127.0.0.1:{self.actions_port}/webhook"

    @property
    def redis_address(self) -> str:
        """REDIS_URL, or the embedded Valkey on this machine."""
        return self.redis_url or f"redis://127.0.0.1:{self.valkey_port}/0"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Read the environment once.

    Raises:
        InvalidSetting: a variable holds something that cannot be used.
    """
    load_dotenv(ROOT / ".env")
    state_folder = Path(os.environ.get("STATE_DIR", "").strip() or ROOT / "var")
    try:
        state_folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidSetting("STATE_DIR", str(state_folder), f"a folder that can be written ({error.strerror})") from error
    log_format = os.environ.get("LOG_FORMAT", "").strip() or "text"
    if log_format not in {"text", "json"}:
        raise InvalidSetting("LOG_FORMAT", log_format, "text or json")
    https = _boolean("HTTPS")
    return Environment(
        state_folder=state_folder,
        secret_key=_secret_key(state_folder),
        debug=_boolean("DEBUG"),
        database_url=_url("DATABASE_URL", ("postgres", "postgresql", "sqlite")),
        redis_url=_url("REDIS_URL", ("redis", "rediss", "unix")),
        redis_prefix=os.environ.get("REDIS_PREFIX", "").strip() or "assistant",
        host=os.environ.get("HOST", "").strip() or "127.0.0.1",
        port=_integer("PORT", 8000, 1, 65535),
        actions_port=_integer("ACTIONS_PORT", 5055, 1, 65535),
        valkey_port=_integer("VALKEY_PORT", 6390, 1, 65535),
        allowed_hosts=_names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]"),
        trusted_origins=_names("TRUSTED_ORIGINS", ""),
        https=https,
        partitions=_integer("PARTITIONS", 16, 1, 1024),
        metrics_token=os.environ.get("METRICS_TOKEN", "").strip(),
        log_format=log_format,
        embedding_threads=_integer("EMBEDDING_THREADS", 1, 1, 64),
        embedding_cache=Path(os.environ.get("EMBEDDING_CACHE", "").strip() or state_folder / "embeddings.sqlite3"),
        actions_address=_url("ACTIONS_URL", ("http", "https")),
    )
