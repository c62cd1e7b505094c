"""What is sealed can be opened only here, and a citizen is found again without being readable."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
from cryptography.fernet import Fernet

from bot.accounts.vault import WrongKey, address_hash, conversation_id, seal, unseal
from bot.environment import InvalidSetting, environment

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
Set = Callable[..., None]


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Set]:
    """Sets environment variables."""

    def change(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        environment.cache_clear()

    yield change
    monkeypatch.undo()
    environment.cache_clear()


@pytest.mark.parametrize("text", ["", "+6281234567890", "秘密 🗝", "x" * 5000])
def test_what_is_sealed_comes_back_and_does_not_show(text: str) -> None:
    sealed = seal(text)
    assert unseal(sealed) == text
    assert not text or text not in sealed
    assert seal(text) != sealed


def test_a_key_can_be_replaced_without_losing_what_it_sealed(setting: Set) -> None:
    setting(ENCRYPTION_KEYS=OLD)
    sealed = seal("rahasia")
    setting(ENCRYPTION_KEYS=f"{NEW},{OLD}")
    assert unseal(sealed) == "rahasia"
    fresh = seal("rahasia")
    setting(ENCRYPTION_KEYS=NEW)
    assert unseal(fresh) == "rahasia"
    with pytest.raises(WrongKey, match="ENCRYPTION_KEYS"):
        unseal(sealed)


@pytest.mark.parametrize("sealed", ["", "gAAAAA", "not sealed at all", "\u65e5\u672c"])
def test_what_was_never_sealed_is_a_wrong_key(sealed: str) -> None:
    with pytest.raises(WrongKey):
        unseal(sealed)


def test_a_key_that_is_none_stops_the_start_without_showing_it(setting: Set) -> None:
    setting(ENCRYPTION_KEYS="almost-a-key")
    with pytest.raises(InvalidSetting, match="ENCRYPTION_KEYS") as error:
        environment()
    assert "almost" not in str(error.value)


def test_a_citizen_is_found_by_account_and_address_and_only_with_the_secret_key(setting: Set) -> None:
    setting(SECRET_KEY="a" * 40)
    hashed, conversation = address_hash("a", "+6281234567890"), conversation_id("a", "+6281234567890")
    assert (hashed, conversation) == (address_hash("a", "+6281234567890"), conversation_id("a", "+6281234567890"))
    assert len({hashed, address_hash("b", "+6281234567890"), address_hash("a", "+6281234567891")}) == 3
    assert uuid.UUID(conversation).version == 4
    # The one cannot be had from the other.
    assert uuid.UUID(conversation).hex not in hashed
    setting(SECRET_KEY="b" * 40)
    assert address_hash("a", "+6281234567890") != hashed
    assert conversation_id("a", "+6281234567890") != conversation
