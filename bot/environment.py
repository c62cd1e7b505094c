"""The settings of one installation, read once from environment variables and the file `.env`.

Every variable is documented in `.env.example`. A value that cannot be used raises `InvalidSetting`, whose message names the
variable and says what to write instead, so that a process stops at its start and not at its first message.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet
from dotenv import load_dotenv

IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
ROOT = Path(__file__).resolve().parent.parent
# Of the web process; `make run` tells how to get in where it is another.
STANDARD_PORT = 8000


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


def platform_url(name: str, default: str) -> str:
    """The address of a platform's API from a variable: another one than the public one for a server of one's own, or for trying out.

    Raises:
        InvalidSetting: it is no web address.
    """
    return (_url(name, ("https", "http")) or default).rstrip("/")


def _names(name: str, default: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in os.environ.get(name, default).split(",") if part.strip())


def _networks(name: str) -> tuple[IPNetwork, ...]:
    try:
        return tuple(ipaddress.ip_network(part) for part in _names(name, ""))
    except ValueError as error:
        wanted = "addresses or networks with commas between them, such as 10.0.0.5 or 10.0.0.0/8"
        raise InvalidSetting(name, os.environ[name], wanted) from error


def _folder(name: str, default: Path) -> Path:
    raw = os.environ.get(name, "").strip()
    if raw and not Path(raw).is_dir():
        raise InvalidSetting(name, raw, "a folder that exists")
    return Path(raw).absolute() if raw else default


def _secret_key(state_folder: Path) -> str:
    """The key that signs sessions: from SECRET_KEY, else made at the first run and kept in an ignored file."""
    given = os.environ.get("SECRET_KEY", "").strip()
    if given:
        if len(given) < 32:
            raise InvalidSetting("SECRET_KEY", "(hidden)", "at least 32 random characters")
        return given
    return _kept_secret(state_folder / "secret_key", lambda: secrets.token_urlsafe(50))


def _kept_secret(path: Path, make: Callable[[], str]) -> str:
    """What the file holds; made when there is none. Whoever comes second at the same moment gets the first one's."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(make())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def _encryption_keys(state_folder: Path) -> tuple[str, ...]:
    """The keys that protect credentials and addresses: from ENCRYPTION_KEYS, else one made at the first run."""
    given = _names("ENCRYPTION_KEYS", "")
    if not given:
        return (_kept_secret(state_folder / "encryption_key", lambda: Fernet.generate_key().decode()),)
    for key in given:
        try:
            Fernet(key)
        except ValueError as error:
            wanted = "one or more keys with commas between them, each made by: manage.py channel new-key"
            raise InvalidSetting("ENCRYPTION_KEYS", "(hidden)", wanted) from error
    return given


@dataclass(frozen=True)
class Environment:
    """The typed settings. Ports are TCP ports, times are seconds."""

    state_folder: Path
    secret_key: str = field(repr=False)
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
    encryption_keys: tuple[str, ...] = field(repr=False)
    public_url: str
    trusted_proxies: tuple[IPNetwork, ...]
    default_agency: str
    training_data: Path

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
        port=_integer("PORT", STANDARD_PORT, 1, 65535),
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
        encryption_keys=_encryption_keys(state_folder),
        public_url=_url("PUBLIC_URL", ("https", "http")).rstrip("/"),
        trusted_proxies=_networks("TRUSTED_PROXIES"),
        default_agency=os.environ.get("DEFAULT_AGENCY", "").strip() or "banyuwangi",
        training_data=_folder("TRAINING_DATA", ROOT / "data"),
    )
