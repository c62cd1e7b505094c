"""What must be kept but not read by whoever sees the database: encrypted with a key that is not in it.

Fernet of the package `cryptography` (AES-128-CBC with HMAC-SHA-256, https://github.com/fernet/spec). The first key of
`ENCRYPTION_KEYS` encrypts, all of them decrypt, so that a key can be replaced without a stop.
"""

from __future__ import annotations

import uuid
from functools import lru_cache
from hashlib import blake2b

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.environment import environment


class WrongKey(Exception):
    """Something was encrypted with a key that this installation does not have."""

    def __init__(self) -> None:
        super().__init__(
            "This was encrypted with another key: put the key of that time behind the present one in ENCRYPTION_KEYS, "
            "or bring back the file encryption_key of that STATE_DIR."
        )


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str) -> str:
    """Encrypt; each time the result is another."""
    return _box(environment().encryption_keys).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt what `seal` made.

    Raises:
        WrongKey: it was made with a key that is not known here.
    """
    try:
        return _box(environment().encryption_keys).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise WrongKey from error


def _keyed(purpose: bytes, size: int, *parts: str) -> bytes:
    secret = environment().secret_key.encode()[:64]
    return blake2b("\x1f".join(parts).encode(), key=secret, digest_size=size, person=purpose).digest()


def address_hash(account: str, address: str) -> str:
    """By what a citizen is found again; without the secret key nobody can try out telephone numbers on it."""
    return _keyed(b"contact", 32, account, address).hex()


def conversation_id(account: str, address: str) -> str:
    """The conversation of a citizen with an account, known without asking the database."""
    return str(uuid.UUID(bytes=_keyed(b"conversation", 16, account, address), version=4))
