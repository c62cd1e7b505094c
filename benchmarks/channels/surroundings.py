"""What the measured processes find in their environment, and how they are started and ended."""

from __future__ import annotations

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Empty means the default, and not absent: .env must not fill them in.
BLANK = dict.fromkeys(
    (
        *("ACTIONS_PORT", "ACTIONS_URL", "DATABASE_URL", "DEBUG", "DEFAULT_AGENCY", "EMBEDDING_THREADS"),
        *("ENCRYPTION_KEYS", "HOST", "HTTPS", "LOG_FORMAT", "METRICS_TOKEN", "PARTITIONS", "PUBLIC_URL", "REDIS_PREFIX", "REDIS_URL"),
        *("SECRET_KEY", "TELEGRAM_BOT_TOKEN", "TRUSTED_ORIGINS", "TRUSTED_PROXIES"),
    ),
    "",
)
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@contextmanager
def terminated(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_it_answers(process: subprocess.Popen[bytes], url: str, log: Path, seconds: float) -> None:
    """Return once the address answers.

    Raises:
        RuntimeError: the process ended, or did not answer in time; the text shows the end of its log.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            with _opener.open(url, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{url} did not answer. The end of its log:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.5)
