"""`manage.py channel`: accounts are added, checked, connected, renewed and removed, and no secret is ever shown."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.utils import timezone

from bot.accounts.directory import _credentials, as_account
from bot.accounts.models import ChannelAccount, Contact
from bot.accounts.vault import address_hash, seal, unseal
from bot.catalogue.store import store_agency
from bot.desk.models import Conversation
from bot.environment import environment
from channels import registry
from channels.errors import TryLater
from tests.accounts.fake_platforms import GOOD, ROTATED, SECRETS, Hooked, Polled
from tests.pipeline.conftest import KOTA, NEGARA, SHI

pytestmark = pytest.mark.django_db(transaction=True)
PUBLIC = "https://layanan.example.go.id"


@pytest.fixture(autouse=True)
def agencies(transactional_db: None) -> None:
    """Two cities and a nation."""
    for document in (KOTA, SHI, NEGARA):
        store_agency(document)


@pytest.fixture(autouse=True)
def platform(monkeypatch: pytest.MonkeyPatch) -> Polled:
    """The platform that can be polled, known to the registry."""
    made = Polled()
    monkeypatch.setitem(registry._CHANNELS, Polled.name, made)
    return made


@pytest.fixture(autouse=True)
def hooked(monkeypatch: pytest.MonkeyPatch) -> Hooked:
    """The platform that cannot be polled, known to the registry."""
    made = Hooked()
    monkeypatch.setitem(registry._CHANNELS, Hooked.name, made)
    return made


@pytest.fixture(autouse=True)
def tells_no_secret(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, tmp_path: Path) -> Iterator[None]:
    """Whatever a test does, no secret reaches the output or the log."""
    yield
    out, error = capfd.readouterr()
    said = out + error + caplog.text + "".join(said_so_far)
    said_so_far.clear()
    for secret in SECRETS:
        assert secret not in said


said_so_far: list[str] = []


@pytest.fixture
def public_url() -> Iterator[None]:
    """An installation that platforms can reach."""
    with settings(PUBLIC_URL=PUBLIC):
        yield


@contextmanager
def settings(**variables: str) -> Iterator[None]:
    """Other settings within the block."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        environment.cache_clear()
        _credentials.cache_clear()
        yield
    environment.cache_clear()
    _credentials.cache_clear()


@pytest.fixture
def secrets(tmp_path: Path) -> str:
    """A file with the good token."""
    return write(tmp_path, f"# from the platform\n\ntoken = {GOOD}\n")


def write(folder: Path, text: str) -> str:
    path = folder / "secrets"
    path.write_text(text)
    return str(path)


def run(*arguments: str) -> str:
    out = io.StringIO()
    try:
        call_command("channel", *arguments, stdout=out)
    except CommandError as error:
        said_so_far.append(str(error))
        raise
    finally:
        said_so_far.append(out.getvalue())
    return out.getvalue()


def add(secrets: str, *more: str, channel: str = "platform", agency: str = "kota-uji") -> str:
    return run("add", channel, "--agency", agency, "--secrets", secrets, *more)


def the_account() -> ChannelAccount:
    return ChannelAccount.objects.get()


def number() -> str:
    return str(the_account().pk)[:8]


def credentials() -> dict[str, Any]:
    return dict(json.loads(unseal(the_account().credentials)))


def a_citizen(state: str = "active") -> Contact:
    account = the_account()
    contact = Contact.objects.create(
        account=account,
        address_hash=address_hash(str(account.pk), "+620000"),
        address=seal("+620000"),
        state=state,
        last_heard=timezone.now(),
    )
    Conversation.objects.create(agency=account.agency, channel=account.channel, contact=contact)
    return contact


def test_an_account_is_checked_and_stored_with_its_secrets_encrypted(secrets: str) -> None:
    said = add(secrets, "--set", "region=jawa")
    account = the_account()
    assert (account.channel, account.external_id, account.name, account.agency.key) == ("platform", "42", "@uji_bot", "kota-uji")
    assert account.settings == {"region": "jawa"}
    assert GOOD not in account.credentials
    assert credentials() == {"token": GOOD}
    assert number() in said
    assert "@uji_bot" in said


def test_without_a_public_address_it_is_polled_and_nothing_else_is_needed(secrets: str, platform: Polled) -> None:
    said = add(secrets)
    assert the_account().mode == "polling"
    assert "Nothing else is needed" in said
    assert ("set_webhook", None) in platform.calls, "a webhook left from before would keep the messages away"


@pytest.mark.usefixtures("public_url")
def test_with_a_public_address_it_says_how_the_webhook_is_set(secrets: str) -> None:
    said = add(secrets)
    assert f"manage.py channel webhook set {number()}" in said
    assert "PUBLIC_URL" not in said
    assert the_account().mode == "webhook"


def test_a_channel_that_cannot_be_polled_says_so(secrets: str) -> None:
    with pytest.raises(CommandError, match="hooked cannot be polled"):
        add(secrets, "--polling", "--set", "number=1", channel="hooked")
    assert "set PUBLIC_URL" in add(secrets, "--set", "number=1", channel="hooked")


def test_a_secret_on_the_command_line_is_refused_and_the_reason_given(secrets: str) -> None:
    with pytest.raises(CommandError, match="history"):
        add(secrets, "--set", f"token={GOOD}")
    assert not ChannelAccount.objects.exists()


def test_an_unknown_name_is_refused_without_quoting_its_value(secrets: str) -> None:
    with pytest.raises(CommandError, match="with one of these names: region, templates"):
        add(secrets, "--set", f"tokn={GOOD}")


def test_a_line_of_the_secrets_that_cannot_be_read_is_named_and_not_quoted(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Line 2 of the secrets must be name=value .*: token, spare_token"):
        add(write(tmp_path, f"token={GOOD}\n{SECRETS[3]}\n"))


def test_a_missing_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        add(str(tmp_path / "nothing"))


def test_what_is_missing_is_named_with_its_help(secrets: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"number is missing \(The number that citizens write to\): give --set number="):
        add(secrets, channel="hooked")
    with pytest.raises(CommandError, match="token is missing"):
        add(write(tmp_path, ""))


def test_secrets_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"token={GOOD}\nspare_token={SECRETS[3]}\n"))
    add("-")
    assert credentials() == {"token": GOOD, "spare_token": SECRETS[3]}


class Terminal(io.StringIO):
    """Input that a person types."""

    def isatty(self) -> bool:
        """It is a terminal."""
        return True


def test_secrets_are_asked_for_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda prompt: GOOD if prompt.startswith("token ") else "")
    run("add", "platform", "--agency", "kota-uji")
    assert credentials() == {"token": GOOD}


def test_without_a_terminal_it_says_how_secrets_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match="--secrets"):
        run("add", "platform", "--agency", "kota-uji")


def test_templates_are_json(secrets: str) -> None:
    with pytest.raises(CommandError, match=r"templates must be JSON \(line 1, column 12"):
        add(secrets, "--set", 'templates={"answer": HX1}')
    with pytest.raises(CommandError, match="must be JSON"):
        add(secrets, "--set", "templates=HX1")
    add(secrets, "--set", 'templates={"answer": {"id": "HX1"}}')
    assert the_account().settings == {"templates": {"answer": {"id": "HX1"}}}


@pytest.mark.parametrize(("agency", "sentence"), [("entah", "There is no agency 'entah'"), ("negara", "is a nation")])
def test_the_agency_must_be_one_that_citizens_write_to(secrets: str, agency: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        add(secrets, agency=agency)


def test_credentials_that_the_platform_refuses_are_not_stored(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"does not know this token. \(401\)"):
        add(write(tmp_path, f"token={SECRETS[2]}"))
    assert not ChannelAccount.objects.exists()


def test_without_a_check_the_platform_is_not_asked(secrets: str, platform: Polled) -> None:
    with pytest.raises(CommandError, match="--set external_id="):
        add(secrets, "--no-check")
    add(secrets, "--no-check", "--set", "external_id=77", "--set", "name=@nanti")
    assert (the_account().external_id, the_account().name) == ("77", "@nanti")
    assert platform.calls == []


def test_adding_it_again_renews_the_credentials_and_keeps_the_rest(secrets: str, tmp_path: Path) -> None:
    add(secrets, "--set", "region=jawa", "--webhook")
    before = the_account()
    said = add(write(tmp_path, f"token={ROTATED}"), "--set", 'templates={"answer": "HX1"}')
    after = the_account()
    assert "Renewed" in said
    assert credentials() == {"token": ROTATED}
    assert (after.pk, after.path, after.mode) == (before.pk, before.path, "webhook")
    assert after.settings == {"region": "jawa", "templates": {"answer": "HX1"}}
    assert after.name == "@uji_bot_baru"


def test_an_account_of_another_agency_is_left_alone(secrets: str) -> None:
    add(secrets)
    with pytest.raises(CommandError, match="belongs to the agency kota-uji already"):
        add(secrets, agency="tesuto-shi")
    assert the_account().agency.key == "kota-uji"


def test_the_list_shows_each_account_with_its_contacts(secrets: str) -> None:
    assert "There are no accounts" in run("list")
    add(secrets)
    a_citizen()
    [header, line] = run("list").splitlines()
    assert header.split()[:3] == ["id", "channel", "agency"]
    assert line.split() == [number(), "platform", "kota-uji", "@uji_bot", "polling", "enabled", "1", "0", "s", "ago"]


def test_the_list_says_when_the_variable_of_an_account_is_gone(secrets: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(secrets)
    ChannelAccount.objects.update(settings={"made_from": ["PLATFORM_TOKEN"]})
    assert f"{number()} was made from PLATFORM_TOKEN, which is no longer set" in run("list")
    monkeypatch.setenv("PLATFORM_TOKEN", GOOD)
    assert "made from" not in run("list")


@pytest.mark.usefixtures("public_url")
def test_one_account_is_shown_with_the_address_of_its_webhook(secrets: str) -> None:
    add(secrets, "--set", "region=jawa")
    a_citizen("blocked")
    said = run("show", number())
    for words in (str(the_account().pk), f"{PUBLIC}/hooks/{the_account().path}", "token (stored encrypted", "1 blocked", "jawa"):
        assert words in said


def test_an_id_that_fits_no_account_or_two_is_refused(secrets: str) -> None:
    with pytest.raises(CommandError, match="No account's id begins with 0123"):
        run("show", "0123")
    with pytest.raises(CommandError, match="is no account's id"):
        run("show", "@uji_bot")
    add(secrets)
    add(secrets, "--set", "number=1", channel="hooked")
    ChannelAccount.objects.filter(channel="hooked").update(id=f"{number_of('platform')}-0000-4000-8000-000000000000")
    with pytest.raises(CommandError, match="The ids of 2 accounts begin"):
        run("show", number_of("platform"))


def number_of(channel: str) -> str:
    return str(ChannelAccount.objects.get(channel=channel).pk)[:8]


def test_the_stored_credentials_can_be_checked_again(secrets: str, platform: Polled) -> None:
    add(secrets)
    assert "accepts the credentials of @uji_bot" in run("check", number())
    del platform.bots[GOOD]
    with pytest.raises(CommandError, match="does not know this token"):
        run("check", number())


def test_an_account_is_switched_off_and_on(secrets: str) -> None:
    add(secrets)
    assert "switched off." in run("disable", number())
    assert not the_account().enabled
    assert "switched off already." in run("disable", number())
    assert "switched on." in run("enable", number())
    assert the_account().enabled


def test_removing_an_account_keeps_its_conversations(secrets: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(secrets, "--webhook")
    a_citizen()
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match=r"1 contact\(s\); 1 conversation\(s\) stay and lose their address.*--yes"):
        run("remove", number())
    said = run("remove", number(), "--yes")
    assert "No webhook is set." in said
    assert not ChannelAccount.objects.exists()
    assert not Contact.objects.exists()
    assert Conversation.objects.get().contact is None


def test_removing_asks_on_a_terminal(secrets: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(secrets)
    monkeypatch.setattr("sys.stdin", Terminal("\n"))
    with pytest.raises(CommandError, match="Nothing was removed"):
        run("remove", number())
    assert ChannelAccount.objects.exists()
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    run("remove", number())
    assert not ChannelAccount.objects.exists()


def test_an_account_is_removed_though_the_platform_is_away(secrets: str, platform: Polled) -> None:
    add(secrets, "--webhook")
    platform.error = TryLater("network", "The platform cannot be reached.")
    assert "by hand" in run("remove", number(), "--yes")
    assert not ChannelAccount.objects.exists()


@pytest.mark.usefixtures("public_url")
def test_setting_the_webhook_tells_the_platform_and_ends_polling(secrets: str, platform: Polled) -> None:
    add(secrets, "--polling")
    assert "The webhook is https://" in run("webhook", "set", number())
    assert platform.calls[-1] == ("set_webhook", f"{PUBLIC}/hooks/{the_account().path}")
    assert the_account().mode == "webhook"
    assert "it is polled" in run("webhook", "delete", number())
    assert the_account().mode == "polling"


@pytest.mark.usefixtures("public_url")
def test_a_webhook_that_the_platform_does_not_take_changes_nothing(secrets: str, platform: Polled) -> None:
    add(secrets, "--polling")
    platform.error = TryLater("network", "The platform cannot be reached.")
    with pytest.raises(CommandError, match="cannot be reached"):
        run("webhook", "set", number())
    assert the_account().mode == "polling"


@pytest.mark.parametrize(
    ("url", "sentence"), [("", "Set PUBLIC_URL"), ("http://layanan.example.go.id", "https"), ("http://127.0.0.1:8000", "")]
)
def test_a_webhook_needs_a_public_address_with_tls(secrets: str, url: str, sentence: str) -> None:
    add(secrets)
    with settings(PUBLIC_URL=url), pytest.raises(CommandError, match=sentence) if sentence else nullcontext():
        run("webhook", "set", number())
    assert the_account().mode == ("polling" if sentence else "webhook")


@pytest.mark.usefixtures("public_url")
def test_deleting_the_webhook_of_a_channel_that_cannot_be_polled_says_what_that_means(secrets: str) -> None:
    add(secrets, "--set", "number=1", channel="hooked")
    assert "no message comes in" in run("webhook", "delete", number())
    assert the_account().mode == "webhook"


def test_introducing_keeps_what_it_found(secrets: str) -> None:
    add(secrets, "--set", "region=jawa")
    assert "The commands are set." in run("introduce", number())
    assert the_account().settings == {"region": "jawa", "content": {"list": "HX1"}}


def test_a_new_key_can_be_used() -> None:
    Fernet(run("new-key").strip())


def test_everything_is_encrypted_anew_with_the_first_key(secrets: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.accounts.rekeying.BATCH", 2)
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    with settings(ENCRYPTION_KEYS=old):
        add(secrets)
        for address in map(str, range(5)):
            Contact.objects.create(account=the_account(), address_hash=address, address=seal(address))
    with settings(ENCRYPTION_KEYS=f"{new},{old}"):
        Contact.objects.filter(address_hash="3").update(address=seal("3"))
        assert "Encrypted anew: 5. With the first key already: 1." in run("rekey")
        assert "Encrypted anew: 0. With the first key already: 6." in run("rekey")
    with settings(ENCRYPTION_KEYS=new):
        assert as_account(the_account()).credentials == {"token": GOOD}
        assert sorted(unseal(contact.address) for contact in Contact.objects.all()) == list("01234")


def test_what_no_key_opens_is_counted_and_said(secrets: str) -> None:
    add(secrets)
    with settings(ENCRYPTION_KEYS=Fernet.generate_key().decode()):
        with pytest.raises(CommandError, match=r"1 row\(s\) could not be read.*ENCRYPTION_KEYS"):
            run("rekey")
        assert "unreadable" in run("show", number())
        with pytest.raises(CommandError, match="another key"):
            run("check", number())
