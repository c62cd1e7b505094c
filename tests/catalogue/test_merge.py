"""What an agency offers: its own records laid over its nation's."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.load import load_content
from bot.catalogue.merge import UnknownAgency, agency_view
from bot.catalogue.models import Agency, Service
from bot.faq.models import Faq
from tests.catalogue.content import change, write, write_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_all(tmp_path)
    load_content(folder)
    return folder


@pytest.fixture(autouse=True)
def loaded(folder: Path) -> None:
    """Every test begins with the nation and the city."""


def test_a_city_offers_what_its_nation_offers() -> None:
    assert set(agency_view("kota").services) == {"akta", "kia"}
    kia = agency_view("kota").services["kia"]
    assert kia.name == {"id": "Kartu anak", "ja": "子ども身分証"}
    assert kia.agency == "kota"


def test_what_the_city_states_replaces_the_nations() -> None:
    akta = agency_view("kota").services["akta"]
    assert akta.notes == {"id": "Antre pagi.", "ja": "朝に並びます。"}
    assert akta.name["id"] == "Akta kelahiran"
    assert akta.summary == {"id": "Bukti kelahiran.", "ja": "出生の証明です。"}


def test_a_list_is_replaced_as_a_whole() -> None:
    items = agency_view("kota").services["akta"].requirements[0]["items"]
    assert [item["id"] for item in items] == ["Formulir kota"]


def test_aliases_and_examples_are_added_to_the_nations_each_once() -> None:
    akta = agency_view("kota").services["akta"]
    assert set(akta.aliases["id"]) == {"surat lahir", "akta", "akte"}
    assert akta.aliases["ja"] == ("出生届",)
    assert akta.examples["id"] == ("bikin akta gmn",)


def test_fees_and_laws_are_inherited_as_long_as_the_city_states_none(folder: Path) -> None:
    assert agency_view("kota").services["akta"].fees[0].basis == "UU 1/2020"
    change(folder, "catalogue/kota/akta.yml", "key: akta", "key: akta\nfees: [{amount: 2500, currency: IDR}]")
    load_content(folder)
    fees = agency_view("kota").services["akta"].fees
    assert [(fee.amount, fee.basis) for fee in fees] == [(2500, "")]


def test_a_hidden_service_is_not_offered_but_stays_with_the_nation(folder: Path) -> None:
    write(folder, "catalogue/kota/kia.yml", "key: kia\nhidden: true\n")
    load_content(folder)
    assert set(agency_view("kota").services) == {"akta"}
    assert set(agency_view("negeri").services) == {"akta", "kia"}


def test_a_hidden_service_is_no_step_of_a_life_event(folder: Path) -> None:
    assert [key for key, _ in agency_view("kota").life_events["birth"].steps] == ["akta", "kia"]
    write(folder, "catalogue/kota/kia.yml", "key: kia\nhidden: true\n")
    load_content(folder)
    assert [key for key, _ in agency_view("kota").life_events["birth"].steps] == ["akta"]


def test_a_life_event_of_which_nothing_remains_is_not_offered(folder: Path) -> None:
    for key in ("akta", "kia"):
        write(folder, f"catalogue/kota/{key}.yml", f"key: {key}\nhidden: true\n")
    load_content(folder)
    assert agency_view("kota").life_events == {}
    assert agency_view("kota").services == {}


def test_the_nation_does_not_offer_what_only_the_city_does(folder: Path) -> None:
    write(
        folder,
        "catalogue/kota/baru.yml",
        (folder / "catalogue/negeri/kia.yml").read_text(encoding="utf-8").replace("key: kia", "key: baru"),
    )
    load_content(folder)
    assert "baru" in agency_view("kota").services
    assert "baru" not in agency_view("negeri").services


def test_a_record_without_a_name_anywhere_is_not_offered() -> None:
    Service.objects.create(agency=Agency.objects.get(key="kota"), key="tanpa-nama", notes={"id": "a", "ja": "あ"})
    assert "tanpa-nama" not in agency_view("kota").services


def test_a_missing_short_name_is_the_name() -> None:
    kia = agency_view("kota").services["kia"]
    assert kia.short_name == kia.name


def test_each_facet_knows_the_record_that_stated_it() -> None:
    akta = agency_view("kota").services["akta"]
    assert akta.facet_provenance["requirements"]["sources"] == [{"title": "Perwali 3/2021"}]
    assert akta.facet_provenance["fees"]["sources"] == [{"title": "UU 1/2020"}]
    assert (akta.provenance or {})["sources"] == [{"title": "Perwali 3/2021"}]


def test_contact_is_the_nearest_one_and_complaint_is_inherited() -> None:
    view = agency_view("kota")
    assert (view.contact or {})["id"] == "Tanya balai kota."
    assert (view.complaint or {})["id"] == "Adukan ke negeri."
    assert view.illegal_fee is None


def test_offices_of_the_nation_are_known_to_the_city_with_their_hours() -> None:
    offices = agency_view("kota").offices
    assert set(offices) == {"pusat", "balai-kota"}
    assert offices["balai-kota"].hours is None
    monday = (offices["pusat"].hours or {})[0]
    assert [f"{a:%H:%M}-{b:%H:%M}" for a, b in monday] == ["08:00-12:00", "13:00-15:00"]


def test_an_office_of_the_same_key_is_the_citys(folder: Path) -> None:
    change(folder, "catalogue/kota/agency.yml", "key: balai-kota", "key: pusat")
    load_content(folder)
    assert agency_view("kota").offices["pusat"].name["id"] == "Balai kota"
    assert agency_view("negeri").offices["pusat"].name["id"] == "Kantor pusat"


def test_the_city_inherits_and_overrides_the_faq(folder: Path) -> None:
    write(
        folder,
        "faq/kota.yml",
        "faq:\n  - key: parkir\n    question: {id: 'Parkir?', ja: 駐車}\n    answer: {id: Di atap., ja: 屋上です。}\n",
    )
    load_content(folder)
    assert {key: entry.answer["id"] for key, entry in agency_view("kota").faq.items()} == {"parkir": "Di atap.", "wifi": "Ada."}
    assert agency_view("negeri").faq["parkir"].answer["id"] == "Di belakang."


def test_an_unpublished_faq_of_the_city_takes_the_nations_away() -> None:
    Faq.objects.create(
        agency=Agency.objects.get(key="kota"), key="wifi", question={"id": "?", "ja": "？"}, answer={"id": "!", "ja": "！"}, published=False
    )
    assert set(agency_view("kota").faq) == {"parkir"}
    assert set(agency_view("negeri").faq) == {"parkir", "wifi"}


def test_a_province_stands_between_nation_and_city(folder: Path) -> None:
    write(
        folder,
        "catalogue/provinsi/agency.yml",
        "{key: provinsi, kind: province, parent: negeri, country: ID, timezone: Asia/Jakarta, name: {id: P, ja: 州}}",
    )
    write(folder, "catalogue/provinsi/akta.yml", "key: akta\nnotes: {id: Provinsi., ja: 州。}\nlate: {id: Denda., ja: 過料。}\n")
    change(folder, "catalogue/kota/agency.yml", "parent: negeri", "parent: provinsi")
    load_content(folder)
    akta = agency_view("kota").services["akta"]
    assert (akta.notes or {})["id"] == "Antre pagi."
    assert (akta.late or {})["id"] == "Denda."
    assert akta.fees[0].amount == 0


def test_two_cities_do_not_see_each_other(folder: Path) -> None:
    write(
        folder,
        "catalogue/desa/agency.yml",
        "{key: desa, kind: city, parent: negeri, country: ID, timezone: Asia/Jakarta, name: {id: D, ja: 村}}",
    )
    load_content(folder)
    assert agency_view("desa").services["akta"].notes is None
    assert set(agency_view("desa").offices) == {"pusat"}


def test_the_view_takes_few_queries_however_many_services_there_are() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            agency_view("kota")
        return len(captured)

    few = queries()
    nation = Agency.objects.get(key="negeri")
    for number in range(30):
        Service.objects.create(agency=nation, key=f"s{number}", category="work", name={"id": f"S{number}", "ja": f"手続き{number}"})
    assert queries() == few


def test_an_agency_that_does_not_exist_is_named_in_the_error() -> None:
    with pytest.raises(UnknownAgency, match="There is no agency 'entah'"):
        agency_view("entah")
