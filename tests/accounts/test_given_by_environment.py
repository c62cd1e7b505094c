"""With a token in the environment `manage.py run` makes the account by itself, or says in a sentence why it cannot."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User

from bot.accounts.models import ChannelAccount
from bot.accounts.vault import seal, unseal
from bot.catalogue.models import Agency
from bot.catalogue.store import store_agency
from bot.environment import environment
from bot.ops.preparation import connect_accounts
from bot.ops.problem import Problem
from bot.ops.welcome import connected_accounts, first_account_is_missing, welcome
from channels import registry
from channels.errors import TryLater
from tests.accounts.fake_platforms import GOOD, ROTATED, SECRETS, Polled
from tests.pipeline.conftest import KOTA, SHI

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def platform(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[Polled]:
    """The only channel with accounts, its token in the environment, and two cities."""
    made = Polled()
    monkeypatch.setattr(registry, "_CHANNELS", {Polled.name: made})
    monkeypatch.setenv("PLATFORM_TOKEN", f" {GOOD} ")
    monkeypatch.setenv("DEFAULT_AGENCY", "kota-uji")
    environment.cache_clear()
    store_agency(KOTA)
    store_agency(SHI)
    yield made
    monkeypatch.undo()
    environment.cache_clear()


def connect() -> str:
    """What is said while the given accounts are connected."""
    said: list[str] = []
    connect_accounts(said.append)
    for secret in SECRETS:
        assert secret not in "".join(said)
    return "\n".join(said)


def the_account() -> ChannelAccount:
    return ChannelAccount.objects.get()


def test_the_account_is_made_polled_and_introduced(platform: Polled) -> None:
    assert "Platform: @uji_bot now answers for kota-uji." in connect()
    account = the_account()
    assert (account.external_id, account.agency.key, account.mode, account.enabled) == ("42", "kota-uji", "polling", True)
    assert json.loads(unseal(account.credentials)) == {"token": GOOD}
    assert [what for what, _ in platform.calls] == ["identify", "set_webhook", "introduce"]
    assert ("set_webhook", None) in platform.calls


def test_the_second_time_it_is_only_checked_and_nothing_is_said(platform: Polled) -> None:
    connect()
    platform.calls.clear()
    assert connect() == ""
    assert [what for what, _ in platform.calls] == ["identify"]
    assert ChannelAccount.objects.count() == 1


def test_a_new_token_of_the_same_bot_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    connect()
    monkeypatch.setenv("PLATFORM_TOKEN", ROTATED)
    connect()
    assert json.loads(unseal(the_account().credentials)) == {"token": ROTATED}


def test_without_the_variable_nothing_happens(monkeypatch: pytest.MonkeyPatch, platform: Polled) -> None:
    monkeypatch.setenv("PLATFORM_TOKEN", "")
    assert connect() == ""
    assert platform.calls == []


def test_half_of_the_variables_connect_nothing(monkeypatch: pytest.MonkeyPatch, platform: Polled) -> None:
    monkeypatch.setattr(Polled, "environment", {"PLATFORM_TOKEN": "token", "PLATFORM_REGION": "region"})
    assert "PLATFORM_REGION is not set" in connect()
    assert platform.calls == []


def test_a_wrong_token_stops_the_start_and_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLATFORM_TOKEN", SECRETS[2])
    with pytest.raises(Problem, match="PLATFORM_TOKEN is not accepted") as caught:
        connect()
    assert SECRETS[2] not in str(caught.value)
    assert not ChannelAccount.objects.exists()


def test_a_token_that_the_platform_no_longer_takes_stops_the_start_though_a_message_would_wait(platform: Polled) -> None:
    platform.error = TryLater("401", "The token is no longer valid.")
    with pytest.raises(Problem, match="PLATFORM_TOKEN is not accepted"):
        connect()


def test_an_agency_that_is_not_there_is_named_with_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFAULT_AGENCY", "entah")
    environment.cache_clear()
    with pytest.raises(Problem, match=r"DEFAULT_AGENCY cannot be used\. There is no agency 'entah'"):
        connect()


def test_a_platform_out_of_reach_does_not_stop_the_start(platform: Polled) -> None:
    platform.error = TryLater("network", "The platform cannot be reached.")
    assert "will not answer until this is started again with a network" in connect()
    platform.error = None
    connect()
    platform.error = TryLater("network", "The platform cannot be reached.")
    assert "@uji_bot answers as soon as it can be reached" in connect()


def test_an_account_with_a_webhook_keeps_it_and_its_other_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    ChannelAccount.objects.create(
        agency=Agency.objects.get(key="kota-uji"),
        channel="platform",
        external_id="42",
        credentials=seal(json.dumps({"token": GOOD, "spare_token": "x"})),
        mode="webhook",
    )
    assert connect() == ""
    assert the_account().mode == "webhook"
    monkeypatch.setenv("PLATFORM_TOKEN", ROTATED)
    assert "tell the platform the webhook again" in connect()
    assert json.loads(unseal(the_account().credentials)) == {"token": ROTATED, "spare_token": "x"}


def test_credentials_that_cannot_be_read_any_more_are_written_anew() -> None:
    connect()
    ChannelAccount.objects.update(credentials="gAAAAA")
    connect()
    assert json.loads(unseal(the_account().credentials)) == {"token": GOOD}


def test_an_account_of_another_agency_stays_there(monkeypatch: pytest.MonkeyPatch) -> None:
    connect()
    monkeypatch.setenv("DEFAULT_AGENCY", "tesuto-shi")
    environment.cache_clear()
    assert "belongs to the agency kota-uji and stays there" in connect()
    assert the_account().agency.key == "kota-uji"


def test_an_account_that_was_switched_off_stays_off_and_that_is_said() -> None:
    connect()
    ChannelAccount.objects.update(enabled=False)
    assert "is switched off and will not answer" in connect()
    assert not the_account().enabled


def test_another_bot_in_the_same_variable_is_added_and_the_former_one_named(platform: Polled) -> None:
    connect()
    ChannelAccount.objects.update(external_id="41", name="@lama_bot")
    assert "@lama_bot, made from PLATFORM_TOKEN earlier, goes on as well" in connect()
    assert ChannelAccount.objects.count() == 2


def test_commands_that_could_not_be_set_are_said(platform: Polled, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object) -> str:
        raise TryLater("network", "The platform cannot be reached.")

    monkeypatch.setattr(platform, "introduce", away)
    assert "manage.py channel introduce" in connect()
    assert the_account().mode == "polling"


def test_the_screen_shows_the_accounts_and_stays_short() -> None:
    assert connected_accounts() == []
    connect()
    assert "  Platform @uji_bot (polling)" in welcome(environment(), connected_accounts()).splitlines()
    for number in range(5):
        ChannelAccount.objects.create(
            agency=Agency.objects.get(key="kota-uji"), channel="platform", external_id=f"x{number}", credentials=""
        )
    screen = welcome(environment(), connected_accounts(), first_account=first_account_is_missing()).splitlines()
    assert "  ... and 3 more" in screen
    assert len(screen) <= 22


def test_the_screen_shows_staff_the_way_in_until_somebody_has_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    environment.cache_clear()
    screen = welcome(environment(), first_account=first_account_is_missing())
    assert "  Staff  http://127.0.0.1:8123/console/" in screen.splitlines()
    # The link that it prints leads to this very installation.
    assert "PORT=8123 .venv/bin/python manage.py createadmin" in screen
    User.objects.create_user("ani@kota.example")
    assert "createadmin" not in welcome(environment(), first_account=first_account_is_missing())
