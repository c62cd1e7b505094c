"""The list of services, the offices, and files in and out."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bot.catalogue.editing.fees import left_behind, timeline
from bot.catalogue.merge import agency_view
from bot.catalogue.models import Agency, Office, ServiceVersion
from bot.catalogue.store import store_service
from tests.console.catalogue.forms import send

BASE = "/console/kota/catalogue"


def test_the_list_says_whose_a_service_is_and_finds_it_by_an_alias(desk: Client) -> None:
    page = desk.get(f"{BASE}/").content.decode()
    assert "inherited, with changes" in page
    assert "Kartu anak" in page
    found = desk.get(f"{BASE}/?search=AKTE").content.decode()
    assert "Akta kelahiran" in found
    assert "Kartu anak" not in found
    assert "Nothing fits" in desk.get(f"{BASE}/?search=tidakada").content.decode()


def test_the_list_costs_as_many_queries_for_many_services_as_for_few(
    desk: Client, town: Agency, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        name = {"id": f"Layanan {number}", "ja": f"手続き{number}"}
        store_service(town, {"key": f"layanan-{number}", "category": "tax", "name": name, "fees": [{"amount": 1, "currency": "IDR"}]})
    with django_assert_max_num_queries(22):
        page = desk.get(f"{BASE}/").content.decode()
    assert "Page 1 of 2" in page


def test_an_office_is_changed_with_a_break_and_closed_days(desk: Client, town: Agency) -> None:
    hours = {"mon_0_opens": "08:00", "mon_0_closes": "12:00", "mon_1_opens": "13:00", "mon_1_closes": "15:00", "hours_known": "on"}
    closed = {"closures__0__first_day": "12-29", "closures__0__last_day": "01-03"}
    assert send(desk, f"{BASE}/offices/balai-kota", phone="0333 411 000", **hours, **closed).status_code == 302
    office = agency_view("kota").offices["balai-kota"]
    assert office.hours == {0: ((dt.time(8), dt.time(12)), (dt.time(13), dt.time(15)))}
    assert office.closures[0][:2] == ("12-29", "01-03")
    assert Office.objects.get(agency=town, key="balai-kota").edited_by_staff


def test_hours_that_are_turned_round_are_refused(desk: Client) -> None:
    page = send(desk, f"{BASE}/offices/balai-kota", mon_0_opens="15:00", mon_0_closes="08:00", hours_known="on").content.decode()
    assert "The times are not in their order." in page


def test_hours_are_not_dropped_in_silence_when_they_are_said_to_be_unknown(desk: Client) -> None:
    page = send(desk, f"{BASE}/offices/balai-kota", mon_0_opens="08:00", mon_0_closes="15:00").content.decode()
    assert "Tick “The opening hours are known”" in page


def test_an_office_that_a_colleague_changed_meanwhile_is_not_overwritten(desk: Client, town: Agency) -> None:
    page = send(desk, f"{BASE}/offices/balai-kota", version="older", phone="1").content.decode()
    assert "A colleague has changed this office" in page
    assert Office.objects.get(agency=town, key="balai-kota").phone == ""


def test_an_office_that_a_service_names_is_not_removed(desk: Client, town: Agency) -> None:
    store_service(town, {"key": "akta", "where": {"offices": ["balai-kota"]}})
    assert "Services name this office" in desk.post(f"{BASE}/offices/balai-kota/remove", follow=True).content.decode()
    store_service(town, {"key": "akta"})
    ServiceVersion.objects.filter(agency=town).delete()
    desk.post(f"{BASE}/offices/balai-kota/remove")
    assert not Office.objects.filter(agency=town, key="balai-kota").exists()


def test_a_table_is_looked_at_first_and_becomes_drafts(desk: Client, town: Agency) -> None:
    table = desk.get(f"{BASE}/export?format=csv").content.decode("utf-8-sig").replace("Antre pagi.", "Antre sore.")
    page = desk.post(f"{BASE}/import", {"file": SimpleUploadedFile("kota.csv", table.encode())}).content.decode()
    assert "1 service would change" in page
    assert re.search(r"Antre <del>.*pagi</del><ins>.*sore</ins>\.", page)
    assert not ServiceVersion.objects.filter(agency=town, state="draft").exists()
    state = page.split('name="state" value="')[1].split('"')[0]
    assert "1 draft is saved." in desk.post(f"{BASE}/import/store", {"state": state}, follow=True).content.decode()
    assert ServiceVersion.objects.get(agency=town, state="draft").content["notes"]["id"] == "Antre sore."


def test_a_table_with_somebodys_own_number_becomes_no_draft_and_the_place_is_named(desk: Client, town: Agency) -> None:
    table = desk.get(f"{BASE}/export?format=csv").content.decode("utf-8-sig").replace("Antre pagi.", "Contoh: 3510123456780001.")
    page = desk.post(f"{BASE}/import", {"file": SimpleUploadedFile("kota.csv", table.encode())}).content.decode()
    assert "cannot be used yet" in page
    assert "akta › Other notes › Indonesian" in page
    assert 'name="state"' not in page
    assert "3510123456780001" not in page


def test_yaml_goes_out_and_in_and_a_mistake_is_named(desk: Client) -> None:
    exported = desk.get(f"{BASE}/export?format=yaml").content
    same = desk.post(f"{BASE}/import", {"file": SimpleUploadedFile("kota.yaml", exported)}).content.decode()
    assert "Nothing would change" in same
    wrong = desk.post(f"{BASE}/import", {"file": SimpleUploadedFile("kota.yaml", b"key: akta\nnama: salah\n")}).content.decode()
    assert "nama" in wrong
    assert "cannot be used yet" in wrong


@pytest.mark.parametrize(
    ("name", "raw", "indonesian", "japanese"),
    [
        ("kota.csv", b"key,fees.amount\nakta,banyak\n", "kolom itu tidak dikenal", "その列はありません"),
        ("kota.csv", b"key,summary.id\n,Teks\n", "kunci layanan (key) kosong", "手続きのキー（key）がありません"),
        ("kota.csv", b"\xff\xfeA", "berkas bukan teks UTF-8", "UTF-8のテキストではありません"),
        ("kota.xlsx", b"no workbook", "berkas bukan buku kerja Excel", "Excelブック（.xlsx）ではありません"),
        ("kota.yaml", b"key: akta\nnama: salah\n", "isian &#x27;nama&#x27; tidak ada", "&#x27;nama&#x27;という項目はありません"),
        ("kota.yaml", b"key: akta\ncategory: lain\n", "tidak termasuk pilihan berikut", "は次のどれでもありません"),
        ("kota.yaml", b"key: Akta Baru\n", "huruf kecil a sampai z", "小文字のa～z"),
        ("kota.yaml", b"key: [", "bukan YAML yang benar; periksa jarak awal baris", "YAMLとして正しくありません。この"),
        ("kota.yaml", b"key: \x07", "bukan YAML yang benar", "YAMLとして正しくあり"),
        ("kota.yaml", b"- key: akta\n", "setiap layanan adalah sekelompok isian tersendiri", "手続きは、書き出したファイルのように"),
        ("kota.yaml", b"# kosong\n", "tidak ada layanan di berkas ini", "このファイルには手続きがありません"),
        (
            *("kota.yaml", b"key: akta\nfees: [{amount: 1, currency: IDR, valid_from: '2026-02-30'}]\n"),
            *("tidak ada tanggal 2026-02-30", "2026-02-30 という日はありません"),
        ),
    ],
)
def test_mistakes_of_a_file_are_told_in_the_readers_language(desk: Client, name: str, raw: bytes, indonesian: str, japanese: str) -> None:
    for language, words in (("id", indonesian), ("ja", japanese)):
        desk.cookies["staff-language"] = language
        assert words in desk.post(f"{BASE}/import", {"file": SimpleUploadedFile(name, raw)}).content.decode()


def test_a_state_that_was_tampered_with_is_refused(desk: Client) -> None:
    assert "Please choose the file once more" in desk.post(f"{BASE}/import/store", {"state": "x"}, follow=True).content.decode()


def test_fees_are_told_as_periods_that_follow_each_other() -> None:
    fees = [
        {"amount": 100, "currency": "IDR", "valid_to": "2026-12-31"},
        {"amount": 200, "currency": "IDR", "valid_from": "2027-01-01"},
    ]
    told = [(one.first, one.last, [fee.amount for fee in one.fees], one.when) for one in timeline(fees, dt.date(2026, 11, 27))]
    assert told == [
        (None, dt.date(2026, 12, 31), [100], "now"),
        (dt.date(2027, 1, 1), None, [200], "coming"),
    ]


def test_an_amount_that_gets_a_last_day_is_left_behind_at_once_and_only_then() -> None:
    today = dt.date(2026, 11, 27)
    old = {"amount": 350000, "currency": "IDR"}
    ending, new = {**old, "valid_to": "2026-12-31"}, {"amount": 400000, "currency": "IDR", "valid_from": "2027-01-01"}
    assert left_behind({"fees": [old]}, {"fees": [ending, new]}, today) == [("IDR", 350000)]
    assert left_behind({"fees": [ending, new]}, {"fees": [ending, new]}, today) == []
    assert left_behind({"fees": [old]}, {"fees": [ending, {**old, "valid_from": "2027-01-01"}]}, today) == []
    assert left_behind({"fees": [old]}, {"fees": [new]}, today) == [("IDR", 350000)]


def test_of_what_is_not_complete_that_comes_first_which_lacks_most(desk: Client, town: Agency) -> None:
    store_service(
        town, {"key": "aaa", "category": "tax", "name": {"id": "Aaa penuh", "ja": "あ"}, "fees": [{"amount": 1, "currency": "IDR"}]}
    )
    store_service(town, {"key": "zzz", "category": "tax", "name": {"id": "Zzz kosong", "ja": "ん"}})
    for query, first in (("", "Aaa penuh"), ("?incomplete=on", "Zzz kosong")):
        page: Any = desk.get(f"/console/kota/catalogue/{query}")
        names = [row["row"].key for row in page.context["rows"]]
        order = ["aaa", "zzz"] if first.startswith("Aaa") else ["zzz", "aaa"]
        assert [name for name in names if name in order] == order
        complete = [row["row"].complete for row in page.context["rows"]]
        assert not query or complete == sorted(complete)
