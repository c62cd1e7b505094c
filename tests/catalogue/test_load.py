"""`manage.py catalogue load` stores what has changed and nothing else, and keeps what staff edited."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bot.catalogue import revision
from bot.catalogue.load import load_content
from bot.catalogue.merge import agency_view
from bot.catalogue.models import Agency, Fee, LoadedFile, Office, Phrase, Service
from bot.faq.models import Faq
from tests.catalogue.content import change, write, write_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_all(tmp_path)


def load(folder: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("catalogue", "load", str(folder), *options, stdout=out)
    return out.getvalue().strip()


def faq_file(folder: Path, name: str, *keys: str) -> Path:
    entries = "".join(f"  - {{key: {key}, question: {{id: {key}?, ja: {key}は}}, answer: {{id: Ada., ja: あります。}}}}\n" for key in keys)
    return write(folder, f"faq/{name}", "faq:\n" + entries)


def test_it_stores_agencies_services_and_faq(folder: Path) -> None:
    assert load(folder) == "6 file(s) stored, 0 unchanged, 0 removed."
    assert set(Agency.objects.values_list("key", flat=True)) == {"negeri", "kota"}
    assert Service.objects.count() == 3
    assert Faq.objects.count() == 2
    parent = Agency.objects.get(key="kota").parent
    assert parent is not None
    assert parent.key == "negeri"


def test_a_child_may_come_before_its_parent_in_the_alphabet(folder: Path) -> None:
    write(
        folder,
        "catalogue/aaa/agency.yml",
        "{key: aaa, kind: city, parent: kota, country: ID, timezone: Asia/Jakarta, name: {id: A, ja: あ}}",
    )
    load(folder)
    assert [agency.key for agency in Agency.objects.get(key="aaa").lineage] == ["aaa", "kota", "negeri"]


def test_loading_again_changes_nothing(folder: Path) -> None:
    load(folder)
    before = (revision.current(), list(Service.objects.values_list("pk", flat=True)), list(Phrase.objects.values_list("pk", flat=True)))
    assert load(folder) == "0 file(s) stored, 6 unchanged, 0 removed."
    assert before == (
        revision.current(),
        list(Service.objects.values_list("pk", flat=True)),
        list(Phrase.objects.values_list("pk", flat=True)),
    )


def test_loading_with_force_stores_everything_once_more_and_doubles_nothing(folder: Path) -> None:
    load(folder)
    counts = [model.objects.count() for model in (Agency, Office, Service, Fee, Phrase, Faq)]
    assert load(folder, "--force") == "6 file(s) stored, 0 unchanged, 0 removed."
    assert counts == [model.objects.count() for model in (Agency, Office, Service, Fee, Phrase, Faq)]


def test_what_staff_edited_survives_loading_again(folder: Path) -> None:
    load(folder)
    Fee.objects.filter(service__key="akta").update(amount=5000)
    Faq.objects.filter(key="parkir").update(answer={"id": "Di depan.", "ja": "前です。"})
    change(folder, "catalogue/negeri/kia.yml", "Kartu untuk anak.", "Kartu bagi anak.")
    assert load(folder) == "1 file(s) stored, 5 unchanged, 0 removed."
    view = agency_view("kota")
    assert view.services["akta"].fees[0].amount == 5000
    assert view.faq["parkir"].answer["id"] == "Di depan."
    assert (view.services["kia"].summary or {})["id"] == "Kartu bagi anak."


def test_force_undoes_what_staff_edited(folder: Path) -> None:
    load(folder)
    Fee.objects.filter(service__key="akta").update(amount=5000)
    load(folder, "--force")
    assert agency_view("kota").services["akta"].fees[0].amount == 0


def test_what_staff_added_themselves_survives_too(folder: Path) -> None:
    load(folder)
    nation = Agency.objects.get(key="negeri")
    Service.objects.create(agency=nation, key="baru", category="work", name={"id": "Baru", "ja": "新規"})
    Faq.objects.create(agency=nation, key="staf", question={"id": "?", "ja": "？"}, answer={"id": "!", "ja": "！"})
    change(folder, "catalogue/negeri/kia.yml", "Kartu untuk anak.", "Kartu bagi anak.")
    load(folder)
    assert Service.objects.filter(key="baru").exists()
    assert Faq.objects.filter(key="staf").exists()


def test_a_changed_file_replaces_the_whole_record(folder: Path) -> None:
    load(folder)
    text = (folder / "catalogue/negeri/akta.yml").read_text(encoding="utf-8")
    start, end = text.index("requirements:"), text.index("where:")
    (folder / "catalogue/negeri/akta.yml").write_text(text[:start] + text[end:], encoding="utf-8")
    (folder / "catalogue/kota/akta.yml").unlink()
    load(folder)
    akta = agency_view("kota").services["akta"]
    assert akta.requirements == ()
    assert akta.fees == ()


def test_a_removed_file_takes_its_record_away(folder: Path) -> None:
    load(folder)
    change(folder, "catalogue/negeri/akta.yml", "related: [kia]\n", "")
    change(folder, "catalogue/negeri/agency.yml", "      - {service: kia, hint: {id: Setelah akta., ja: 証明書のあとで。}}\n", "")
    (folder / "catalogue/negeri/kia.yml").unlink()
    (folder / "faq/negeri.yml").unlink()
    out = load(folder)
    assert "removed catalogue/negeri/kia.yml" in out
    assert "removed faq/negeri.yml" in out
    assert out.endswith("2 file(s) stored, 2 unchanged, 2 removed.")
    assert "kia" not in agency_view("kota").services
    assert agency_view("kota").faq == {}


def test_a_city_that_gives_up_its_own_record_inherits_again(folder: Path) -> None:
    load(folder)
    (folder / "catalogue/kota/akta.yml").unlink()
    load(folder)
    assert agency_view("kota").services["akta"].requirements[0]["items"][0]["id"] == "Surat lahir"


def test_a_removed_agency_file_does_not_take_the_agency_away(folder: Path) -> None:
    load(folder)
    (folder / "catalogue/kota/agency.yml").unlink()
    (folder / "catalogue/kota/akta.yml").unlink()
    load(folder)
    assert Agency.objects.filter(key="kota").exists()
    assert not LoadedFile.objects.filter(path__startswith="catalogue/kota").exists()


def test_an_entry_that_the_faq_file_no_longer_names_is_removed(folder: Path) -> None:
    load(folder)
    text = (folder / "faq/negeri.yml").read_text(encoding="utf-8")
    (folder / "faq/negeri.yml").write_text(text[: text.index("  - key: wifi")], encoding="utf-8")
    load(folder)
    assert set(agency_view("kota").faq) == {"parkir"}


def test_an_agency_may_have_a_folder_of_faq_files_beside_its_file(folder: Path) -> None:
    faq_file(folder, "negeri/gedung.yml", "lift", "toilet")
    faq_file(folder, "negeri/antrean.yml", "antre")
    faq_file(folder, "kota/agency.yml", "kantin")
    assert load(folder) == "9 file(s) stored, 0 unchanged, 0 removed."
    assert set(agency_view("negeri").faq) == {"parkir", "wifi", "lift", "toilet", "antre"}
    assert Faq.objects.get(key="kantin").agency.key == "kota"
    assert load(folder) == "0 file(s) stored, 9 unchanged, 0 removed."


def test_a_removed_faq_file_takes_its_entries_away_and_no_others(folder: Path) -> None:
    gone = faq_file(folder, "negeri/gedung.yml", "lift", "toilet")
    faq_file(folder, "negeri/antrean.yml", "antre")
    load(folder)
    Faq.objects.create(
        agency=Agency.objects.get(key="negeri"), key="staf", question={"id": "?", "ja": "？"}, answer={"id": "!", "ja": "！"}
    )
    gone.unlink()
    assert load(folder) == "removed faq/negeri/gedung.yml\n0 file(s) stored, 7 unchanged, 1 removed."
    assert set(agency_view("negeri").faq) == {"parkir", "wifi", "antre", "staf"}
    (folder / "faq/negeri.yml").unlink()
    load(folder)
    assert set(agency_view("negeri").faq) == {"antre", "staf"}


@pytest.mark.parametrize(("giving", "taking"), [("negeri/b.yml", "negeri/a.yml"), ("negeri/a.yml", "negeri/b.yml")])
def test_an_entry_may_move_from_one_faq_file_to_another(folder: Path, giving: str, taking: str) -> None:
    faq_file(folder, giving, "lift", "toilet")
    load(folder)
    faq_file(folder, giving, "toilet")
    faq_file(folder, taking, "lift")
    load(folder)
    assert {"lift", "toilet"} <= set(agency_view("negeri").faq)
    (folder / "faq" / giving).unlink()
    faq_file(folder, taking, "lift", "toilet")
    load(folder)
    assert {"lift", "toilet"} <= set(agency_view("negeri").faq)


def test_an_entry_that_a_file_of_the_folder_no_longer_names_is_removed(folder: Path) -> None:
    faq_file(folder, "negeri/gedung.yml", "lift", "toilet")
    load(folder)
    faq_file(folder, "negeri/gedung.yml", "lift")
    load(folder)
    assert set(agency_view("negeri").faq) == {"parkir", "wifi", "lift"}


def test_an_office_that_the_file_no_longer_names_is_removed(folder: Path) -> None:
    load(folder)
    change(folder, "catalogue/kota/agency.yml", "key: balai-kota", "key: balai-baru")
    load(folder)
    assert set(Office.objects.filter(agency__key="kota").values_list("key", flat=True)) == {"balai-baru"}


def test_a_load_advances_the_revision_once_the_content_is_there(folder: Path) -> None:
    load(folder)
    before = revision.current()
    change(folder, "catalogue/negeri/kia.yml", "Kartu untuk anak.", "Kartu bagi anak.")
    load(folder)
    assert revision.current() > before


def test_dates_without_quotes_and_with_quotes_are_the_same(folder: Path) -> None:
    change(folder, "catalogue/negeri/akta.yml", "basis: UU 1/2020}", "valid_from: 2026-01-01, valid_to: '2026-12-31'}")
    load(folder)
    fee = agency_view("kota").services["akta"].fees[0]
    assert (str(fee.valid_from), str(fee.valid_to)) == ("2026-01-01", "2026-12-31")


def test_the_seed_content_of_the_project_has_no_mistake() -> None:
    from django.conf import settings

    report = load_content(Path(settings.DATA_FOLDER))
    assert len(report.stored) > 100
    assert not load_content(Path(settings.DATA_FOLDER)).stored


def test_a_folder_without_content_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nothing was stored"):
        load(tmp_path)


def test_checking_stores_nothing(folder: Path) -> None:
    out = io.StringIO()
    call_command("catalogue", "check", str(folder), stdout=out)
    assert "6 file(s) without a mistake." in out.getvalue()
    assert not Agency.objects.exists()
