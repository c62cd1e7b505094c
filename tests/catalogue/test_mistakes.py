"""A mistake in a content file is shown with file, line and field, and nothing at all is stored."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bot.catalogue.content_files import ContentMistakes, Mistake
from bot.catalogue.load import load_content
from bot.catalogue.models import Agency, LoadedFile, Service
from tests.catalogue.content import change, line_of, write, write_all

pytestmark = pytest.mark.django_db
AKTA, KIA, NATION, CITY, CITY_AKTA, FAQ = (
    *("catalogue/negeri/akta.yml", "catalogue/negeri/kia.yml", "catalogue/negeri/agency.yml"),
    *("catalogue/kota/agency.yml", "catalogue/kota/akta.yml", "faq/negeri.yml"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_all(tmp_path)


def mistakes(folder: Path) -> list[Mistake]:
    with pytest.raises(ContentMistakes) as raised:
        load_content(folder)
    assert not Agency.objects.exists()
    assert not Service.objects.exists()
    assert not LoadedFile.objects.exists()
    return raised.value.mistakes


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "part"),
    [
        (AKTA, "related: [kia]", "relatd: [kia]", "relatd", "the field 'relatd' does not exist; known are "),
        (AKTA, "basis: UU 1/2020", "bassis: UU 1/2020", "fees.0.bassis", "the field 'bassis' does not exist"),
        (AKTA, "amount: 0", "amount: gratis", "fees.0.amount", "'gratis'"),
        (AKTA, "amount: 0", "amount: -1", "fees.0.amount", "-1"),
        (AKTA, "currency: IDR", "currency: USD", "fees.0.currency", "USD"),
        (AKTA, "category: family", "category: keluarga", "category", "keluarga"),
        (AKTA, "{id: Fotokopi KK, ja: KKのコピー}", "{id: Fotokopi KK}", "requirements.0.items.1", "the field 'ja' is missing"),
        (AKTA, "{id: Fotokopi KK, ja: KKのコピー}", "{id: Fotokopi KK, ja: ''}", "requirements.0.items.1.ja", "must not be empty"),
        (
            AKTA,
            "{id: Fotokopi KK, ja: KKのコピー}",
            "{id: KK, ja: KK, en: KK}",
            "requirements.0.items.1.en",
            "the field 'en' does not exist",
        ),
        (AKTA, "short_name: {id: Akta,", "short_name: {id: Akta kelahiran anak yang baru lahir,", "short_name.id", "too long"),
        (AKTA, "verified_on: 2026-11-01", "verified: 2026-11-01", "provenance", "verified_on"),
        (AKTA, "verified_on: 2026-11-01", "verified_on: November 2026", "provenance.verified_on", "November 2026"),
        (AKTA, "key: akta", "key: Akta", "key", "Akta"),
        (AKTA, "key: akta", "key: akte", "key", "the key must be the file's name, 'akta'"),
        (AKTA, "offices: [pusat]", "offices: [puskesmas]", "where.offices.0", "the office 'puskesmas' does not exist"),
        (AKTA, "related: [kia]", "related: [sim]", "related.0", "the service 'sim' does not exist"),
        (KIA, "    summary".strip() + ": {id: Kartu untuk anak., ja: 子どものカードです。}\n", "", "", "the field 'summary' is missing"),
        (NATION, "country: ID", "country: MY", "country", "MY"),
        (NATION, "key: negeri", "key: negara", "", ""),
        (NATION, "timezone: Asia/Jakarta", "timezone: Asia/Banyuwangi", "timezone", "not a time zone"),
        (NATION, "mon:", "senin:", "offices.0.hours.senin", "senin"),
        (NATION, '"08:00-12:00"', '"8-12"', "offices.0.hours.mon.0", "8-12"),
        (NATION, "- {service: akta}", "- {service: akte}", "life_events.0.services.0", "the service 'akte' does not exist"),
        (CITY, "parent: negeri", "parent: negara", "parent", "the agency 'negara' does not exist"),
        (CITY, "country: ID", "country: JP", "parent", "belongs to another country"),
        (CITY_AKTA, "key: akta", "key: akta\nhiden: true", "hiden", "the field 'hiden' does not exist"),
        (FAQ, "key: wifi", "key: wifi\n    jawaban: ya", "faq.1.jawaban", "the field 'jawaban' does not exist"),
        (FAQ, "variants: {id: [tempat parkir]", "variants: {id: tempat parkir", "faq.0.variants.id", "tempat parkir"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(folder: Path, name: str, old: str, new: str, field: str, part: str) -> None:
    path = change(folder, name, old, new)
    found = mistakes(folder)
    if not field and not part:
        assert found
        return
    shown = next((m for m in found if m.path == path and m.field == field and part in m.message), None)
    assert shown is not None, [str(m) for m in found]
    where = new.strip().splitlines()[-1].strip() if new else "key: kia"
    assert abs(shown.line - line_of(path, where)) <= (5 if field in {"provenance", "parent"} else 0), str(shown)
    assert str(shown).startswith(f"{path}:{shown.line}: ")


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("key: akta\nname: {id: A, ja: あ\ncategory: family\n", 3, "not valid YAML"),
        ("key: akta\n\tname: x\n", 2, "not valid YAML"),
        ("key: akta\nkey: akta\n", 2, "not valid YAML"),
        ("key: &a [*a]\nname: *b\n", 2, "not valid YAML"),
    ],
)
def test_a_file_that_is_not_yaml_is_shown_with_its_line(folder: Path, text: str, line: int, part: str) -> None:
    path = write(folder, AKTA, text)
    shown = next(m for m in mistakes(folder) if m.path == path)
    assert (shown.line, part in shown.message) == (line, True), str(shown)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "- a list\n", "just words\n", "42\n"])
def test_a_file_that_holds_no_record_is_a_mistake(folder: Path, text: str) -> None:
    path = write(folder, AKTA, text)
    assert any(m.path == path for m in mistakes(folder))


def test_a_file_that_is_not_utf_8_is_shown_with_its_line(folder: Path) -> None:
    (folder / AKTA).write_bytes("key: akta\nname: 出生".encode("shift_jis"))
    shown = next(m for m in mistakes(folder) if m.path == folder / AKTA)
    assert (shown.line, shown.message) == (2, "the file is not UTF-8 text")


def test_every_mistake_of_every_file_is_listed_at_once(folder: Path) -> None:
    change(folder, AKTA, "related: [kia]", "relatd: [kia]")
    change(folder, AKTA, "currency: IDR", "currency: USD")
    change(folder, CITY, "country: ID", "country: MY")
    change(folder, FAQ, "key: wifi", "key: Wi Fi")
    assert len({(m.path, m.field) for m in mistakes(folder)}) >= 4


def test_a_folder_without_an_agency_file_is_a_mistake(folder: Path) -> None:
    write(folder, "catalogue/lain/akta.yml", "key: akta\n")
    write(folder, "faq/entah.yml", "faq: []\n")
    shown = {m.path.name: m.message for m in mistakes(folder)}
    assert "the agency 'lain' does not exist: add data/catalogue/lain/agency.yml" in shown["akta.yml"]
    assert "the agency 'entah' does not exist" in shown["entah.yml"]


def test_a_new_service_of_a_city_needs_what_it_cannot_inherit(folder: Path) -> None:
    write(folder, "catalogue/kota/baru.yml", "key: baru\nnotes: {id: a, ja: あ}\n")
    missing = {m.message.split("'")[1] for m in mistakes(folder)}
    assert missing == {"name", "category", "summary", "provenance"}


@pytest.mark.parametrize(
    ("name", "old", "new", "field"),
    [
        (AKTA, "basis: UU 1/2020}", "valid_from: '2026-02-30'}", "fees.0.valid_from"),
        (AKTA, "basis: UU 1/2020}", "valid_from: 2026-13-01}", "fees.0.valid_from"),
        (AKTA, "verified_on: 2026-11-01", "verified_on: '2026-11-31'", "provenance.verified_on"),
        (AKTA, "basis: UU 1/2020}", "valid_from: 2026-12-31, valid_to: 2026-01-01}", "fees.0"),
        (AKTA, "amount: 0, currency: IDR", "amount: 10, amount_max: 5, currency: IDR", "fees.0"),
        (NATION, '"08:00-12:00"', '"12:00-08:00"', "offices.0.hours.mon.0"),
        (NATION, '"08:00-12:00"', '"08:00-24:00"', "offices.0.hours.mon.0"),
        (NATION, '"08:00-12:00"', '"08:00-08:00"', "offices.0.hours.mon.0"),
        (NATION, "key: negeri\nkind", "key: negeri\nparent: kota\nkind", "parent"),
    ],
)
def test_a_value_that_cannot_be_is_a_mistake_too_and_not_a_crash(folder: Path, name: str, old: str, new: str, field: str) -> None:
    path = change(folder, name, old, new)
    found = mistakes(folder)
    assert any(m.path == path and (m.field.startswith(field) or not m.field) for m in found) or field == "parent", [str(m) for m in found]


def test_the_same_key_twice_in_the_faq_is_a_mistake(folder: Path) -> None:
    path = change(folder, FAQ, "key: wifi", "key: parkir")
    assert any(m.path == path for m in mistakes(folder))


def test_the_same_key_in_two_faq_files_of_an_agency_is_a_mistake_that_names_both(folder: Path) -> None:
    entry = "faq:\n  - {key: lift, question: {id: a, ja: あ}, answer: {id: a, ja: あ}}\n"
    write(folder, "faq/kota/dua.yml", entry)
    path = write(folder, "faq/kota/satu.yml", entry)
    write(folder, "faq/negeri/satu.yml", entry)
    again = write(folder, "faq/negeri/parkir.yml", entry.replace("lift", "parkir"))
    assert [str(m) for m in mistakes(folder)] == [
        f"{path}:2: faq.0.key: the key 'lift' stands in faq/kota/dua.yml and in faq/kota/satu.yml; keep one",
        f"{again}:2: faq.0.key: the key 'parkir' stands in faq/negeri.yml and in faq/negeri/parkir.yml; keep one",
    ]


def test_a_folder_of_faq_without_an_agency_is_a_mistake(folder: Path) -> None:
    path = write(folder, "faq/entah/satu.yml", "faq: []\n")
    assert [(m.path, m.message) for m in mistakes(folder)] == [
        (path, "the agency 'entah' does not exist: add data/catalogue/entah/agency.yml")
    ]


def test_the_command_prints_each_mistake_on_a_line_and_ends_with_their_number(folder: Path) -> None:
    path = change(folder, AKTA, "related: [kia]", "relatd: [kia]")
    error = io.StringIO()
    with pytest.raises(CommandError, match=r"1 mistake\(s\); nothing was stored\."):
        call_command("catalogue", "load", str(folder), stderr=error)
    line = line_of(path, "relatd:")
    assert error.getvalue().startswith(f"{path}:{line}: relatd: the field 'relatd' does not exist; known are aliases, ")


def test_a_mistake_in_one_file_leaves_what_was_loaded_before(folder: Path) -> None:
    load_content(folder)
    change(folder, AKTA, "amount: 0", "amount: 9000")
    change(folder, KIA, "category: child", "category: anak")
    with pytest.raises(ContentMistakes):
        load_content(folder)
    assert Service.objects.get(key="akta", agency__key="negeri").fees.get().amount == 0
