"""`manage.py agency add` and `list`: an agency needs no code and no file."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import URLResolver, get_resolver

from bot.catalogue import revision
from bot.catalogue.content_files import ContentMistakes
from bot.catalogue.load import load_content
from bot.catalogue.merge import agency_view
from bot.catalogue.models import Agency, LifeEvent, Office
from bot.catalogue.models.agency import RESERVED_KEYS
from bot.catalogue.schemas import FOLDER
from tests.catalogue.content import CITY, NATION, write, write_all

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("agency", *arguments, stdout=out)
    return out.getvalue().strip()


def add(key: str = "kota", *more: str) -> str:
    return run("add", key, "--country", "ID", "--timezone", "Asia/Jakarta", "--name-id", "Kota Contoh", "--name-ja", "見本市", *more)


def test_an_agency_is_added_with_its_defaults() -> None:
    assert add() == "Added kota: Kota Contoh / 見本市."
    agency = Agency.objects.get()
    assert (agency.kind, agency.default_language, agency.parent) == ("regency", "id", None)


def test_a_japanese_agency_is_a_city_that_answers_in_japanese() -> None:
    run("add", "shi", "--country", "JP", "--timezone", "Asia/Tokyo", "--name-ja", "見本市", "--name-id", "Kota Contoh")
    agency = Agency.objects.get()
    assert (agency.kind, agency.default_language) == ("city", "ja")


def test_a_name_in_one_language_stands_in_for_the_other() -> None:
    run("add", "shi", "--country", "JP", "--timezone", "Asia/Tokyo", "--name-ja", "見本市")
    assert Agency.objects.get().name == {"id": "見本市", "ja": "見本市"}


def test_an_agency_with_a_parent_inherits_at_once(tmp_path: Path) -> None:
    load_content(write_all(tmp_path))
    before = revision.current()
    add("desa", "--parent", "negeri", "--kind", "city")
    assert set(agency_view("desa").services) == {"akta", "kia"}
    assert revision.current() > before


def test_adding_again_changes_only_what_is_named(tmp_path: Path) -> None:
    load_content(write_all(tmp_path))
    assert run("add", "negeri", "--name-id", "Negara") == "Changed negeri: Negara / 国."
    agency = Agency.objects.get(key="negeri")
    assert agency.contact == {"id": "Tanya kantor negeri.", "ja": "国の窓口へ。"}
    assert agency.kind == "national"
    assert Office.objects.get(agency=agency).intervals.count() == 2
    assert LifeEvent.objects.get(agency=agency).steps.count() == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["kota", "--timezone", "Asia/Jakarta", "--name-id", "K"], "country"),
        (["kota", "--country", "ID", "--name-id", "K"], "timezone"),
        (["kota", "--country", "ID", "--timezone", "Asia/Jakarta"], "name"),
        (["Kota", "--country", "ID", "--timezone", "Asia/Jakarta", "--name-id", "K"], "key"),
        (["kota", "--country", "ID", "--timezone", "WIB", "--name-id", "K"], "not a time zone of the IANA database"),
        (
            ["kota", "--country", "ID", "--timezone", "Asia/Jakarta", "--name-id", "K", "--parent", "entah"],
            "There is no agency 'entah' to be the parent",
        ),
        ([], "Name the agency's KEY, or give --file."),
    ],
)
def test_a_mistake_is_told_in_a_sentence_and_nothing_is_stored(arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run("add", *arguments)
    assert not Agency.objects.exists()


def test_a_country_that_is_not_served_is_refused() -> None:
    with pytest.raises(CommandError, match="invalid choice: 'MY'"):
        run("add", "kota", "--country", "MY", "--timezone", "Asia/Jakarta", "--name-id", "K")


def test_a_parent_of_another_country_and_a_circle_are_refused() -> None:
    add("a")
    with pytest.raises(CommandError, match="belongs to another country"):
        run("add", "shi", "--country", "JP", "--timezone", "Asia/Tokyo", "--name-ja", "市", "--parent", "a")
    add("b", "--parent", "a")
    with pytest.raises(CommandError, match="its own ancestor"):
        run("add", "a", "--parent", "b")
    assert Agency.objects.get(key="a").parent is None


def test_a_file_in_the_shape_of_the_schema_is_taken(tmp_path: Path) -> None:
    write_all(tmp_path)
    nation = write(tmp_path, "n.yml", NATION.replace("service: akta", "service: apa").replace("service: kia", "service: pun"))
    assert run("add", "--file", str(nation)) == "Added negeri: Negeri / 国."
    assert run("add", "--file", str(write(tmp_path, "c.yml", CITY))) == "Added kota: Kota Contoh / 見本市."
    assert Office.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("kind: city\n", "the field 'key' is missing"), ("key: [\n", "not valid YAML"), ("key: a\nwarna: biru\n", "warna")],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run("add", "--file", str(write(tmp_path, "a.yml", text)))


@pytest.mark.parametrize("text", ["", "- satu\n", "kata\n"])
def test_a_file_that_holds_no_agency_is_told_and_not_a_crash(tmp_path: Path, text: str) -> None:
    with pytest.raises(CommandError):
        run("add", "--file", str(write(tmp_path, "a.yml", text)))


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(CommandError, match="There is no file"):
        run("add", "--file", "/tidak/ada.yml")


def test_the_list_shows_every_agency_with_its_parent() -> None:
    add("a")
    add("b", "--parent", "a")
    assert run("list").splitlines() == ["a\tregency\tID\t-\tKota Contoh / 見本市", "b\tregency\tID\ta\tKota Contoh / 見本市"]


def test_the_list_of_none_is_empty() -> None:
    assert run("list") == ""


@pytest.mark.parametrize("key", sorted(RESERVED_KEYS))
def test_a_key_that_a_page_of_the_console_needs_is_refused(key: str) -> None:
    with pytest.raises(CommandError, match=f"key: '{key}' is reserved"):
        add(key)
    assert not Agency.objects.exists()


def test_every_page_of_the_console_that_is_no_agencys_has_its_key_reserved() -> None:
    found = {part for pattern in _patterns(get_resolver("bot.console.urls").url_patterns) if (part := pattern.split("/")[0])}
    assert {part for part in found if not part.startswith("<")} == RESERVED_KEYS
    stated = json.loads((FOLDER / "agency.schema.json").read_text())["properties"]["key"]["allOf"][1]["not"]["enum"]
    assert set(stated) == RESERVED_KEYS


def test_a_file_of_an_agency_with_such_a_key_is_a_mistake_at_its_line(tmp_path: Path) -> None:
    write_all(tmp_path)
    write(tmp_path, "catalogue/account/agency.yml", CITY.replace("key: kota", "key: account"))
    with pytest.raises(ContentMistakes, match="'account' is reserved"):
        load_content(tmp_path)


def _patterns(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, address)
        else:
            yield address
