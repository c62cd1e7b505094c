"""Who calls, and under which address: a proxy's word counts only when the proxy is one of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from bot.environment import InvalidSetting, environment
from bot.proxies import client_address, public_address

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


def request(caller: str = "10.1.2.3", path: str = "/hooks/abc?a=1&b=%20", **headers: str) -> HttpRequest:
    """A request as the server sees it."""
    given = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    made: HttpRequest = RequestFactory().post(path, REMOTE_ADDR=caller, **{"HTTP_HOST": "inside:8000", **given})  # type: ignore[arg-type]
    return made


FORWARDED = {"x_forwarded_for": "9.9.9.9, 203.0.113.7", "x_forwarded_proto": "https", "x_forwarded_host": "layanan.example"}


def test_headers_of_anybody_do_not_count() -> None:
    assert client_address(request(**FORWARDED)) == "10.1.2.3"
    assert public_address(request(**FORWARDED)) == "http://inside:8000/hooks/abc?a=1&b=%20"


def test_headers_of_a_trusted_proxy_count_and_what_the_caller_claims_does_not(setting: Set) -> None:
    setting(TRUSTED_PROXIES="10.0.0.0/8")
    assert client_address(request(**FORWARDED)) == "203.0.113.7"
    assert public_address(request(**FORWARDED)) == "https://layanan.example/hooks/abc?a=1&b=%20"


def test_a_row_of_trusted_proxies_is_followed_to_the_first_stranger(setting: Set) -> None:
    setting(TRUSTED_PROXIES="10.0.0.0/8,2001:db8::/32")
    assert client_address(request(x_forwarded_for="1.1.1.1, 203.0.113.7, 2001:db8::5, 10.9.9.9")) == "203.0.113.7"
    assert client_address(request(x_forwarded_for="10.9.9.9")) == "10.9.9.9"
    assert client_address(request("198.51.100.1", x_forwarded_for="203.0.113.7")) == "198.51.100.1"


def test_headers_that_say_nothing_leave_the_address_as_it_is(setting: Set) -> None:
    setting(TRUSTED_PROXIES="10.0.0.0/8")
    assert public_address(request(x_forwarded_proto="", x_forwarded_host=" ")) == "http://inside:8000/hooks/abc?a=1&b=%20"
    assert client_address(request(x_forwarded_for=" , ")) == "10.1.2.3"


def test_the_public_address_that_is_set_wins(setting: Set) -> None:
    setting(PUBLIC_URL="https://kota.example/", TRUSTED_PROXIES="10.0.0.0/8")
    assert public_address(request(**FORWARDED)) == "https://kota.example/hooks/abc?a=1&b=%20"


def test_an_address_that_is_none_is_nobody_we_trust(setting: Set) -> None:
    setting(TRUSTED_PROXIES="0.0.0.0/0")
    assert client_address(request("", x_forwarded_for="203.0.113.7")) == ""


def test_a_proxy_that_is_no_network_stops_the_start(setting: Set) -> None:
    setting(TRUSTED_PROXIES="10.0.0.1/8")
    with pytest.raises(InvalidSetting, match="TRUSTED_PROXIES"):
        environment()
