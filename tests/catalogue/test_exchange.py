"""The catalogue leaves through `manage.py catalogue export` and comes back through `import` and `load`."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from ruamel.yaml import YAML

from bot.catalogue.models import Agency, LoadedFile, Revision, Service
from bot.catalogue.store import agency_document, service_document, store_agency, store_service

pytestmark = pytest.mark.django_db

NATION: dict[str, Any] = {
    "key": "negeri",
    "kind": "national",
    "country": "ID",
    "timezone": "Asia/Jakarta",
    "name": {"id": "Negeri", "ja": "国"},
    "contact": {"id": "Tanya ke kantor kota.", "ja": "市役所にお尋ねください。"},
}
CITY: dict[str, Any] = {
    "key": "kota",
    "kind": "city",
    "parent": "negeri",
    "country": "ID",
    "subdivision": "JI",
    "timezone": "Asia/Jakarta",
    "default_language": "id",
    "name": {"id": "Kota Contoh", "ja": "見本市"},
    "offices": [
        {
            "key": "balai-kota",
            "name": {"id": "Balai Kota", "ja": "市役所"},
            "address": {"id": "Jl. Merdeka No. 1, 68411", "ja": "ムルデカ通り1番、68411"},
            "phone": "+62 333 000000",
            "email": "loket@kota.example",
            "url": "https://kota.example",
            "latitude": -8.2,
            "longitude": 114.3,
            "hours": {"mon": ["08:00-12:00", "13:00-15:30"], "tue": ["08:00-12:00", "13:00-15:30"], "fri": ["08:00-11:00"]},
            "closures": [
                {"from": "12-29", "to": "01-03", "reason": {"id": "akhir tahun", "ja": "年末年始"}},
                {"from": "2027-03-10", "to": "2027-03-10"},
            ],
            "closed_on_public_holidays": True,
            "verified_on": "2026-11-23",
        },
        {"key": "mal", "name": {"id": "Mal", "ja": "モール"}, "hours_note": {"id": "Tanya dulu.", "ja": "確認中です。"}},
    ],
    "life_events": [{"key": "birth", "name": {"id": "Kelahiran", "ja": "出生"}, "services": [{"service": "akta"}, {"service": "ktp"}]}],
}
KTP: dict[str, Any] = {
    "key": "ktp",
    "category": "identity",
    "name": {"id": "KTP baru", "ja": "身分証の新規発行"},
    "short_name": {"id": "KTP", "ja": "身分証"},
    "aliases": {"id": ["ktp", "e-ktp"], "ja": ["KTP"]},
    "examples": {"id": ["bikin ktp gmn", "biayanya?"], "ja": ["KTPを作りたい"]},
    "summary": {"id": "Kartu identitas.", "ja": "身分証です。", "ja_easy": "あなたのことがわかるカードです。"},
    "product": {"id": "Kartu", "ja": "カード"},
    "who": {"id": "Warga 17 tahun.", "ja": "17歳以上の方。"},
    "requirements": [
        {
            "variant": "new",
            "applicant": "self",
            "label": {"id": "Baru", "ja": "新規"},
            "items": [
                {"id": "Fotokopi KK", "ja": "KKのコピー", "ja_easy": "KKのコピー（紙）"},
                {"id": "Datang\nsendiri", "ja": "本人が来ること"},
            ],
        },
        {"items": [{"id": "Surat hilang", "ja": "紛失届"}], "note": {"id": "Dari polisi.", "ja": "警察で。"}},
    ],
    "procedure": [{"id": "Datang.", "ja": "来ます。"}, {"id": "Foto.", "ja": "写真を撮ります。"}],
    "processing_time": {"value": 1, "value_max": 3, "unit": "day", "text": {"id": "1-3 hari.", "ja": "1〜3日です。"}},
    "validity": {"value": 1.5, "unit": "year", "text": {"id": "Satu setengah tahun.", "ja": "1年半です。"}},
    "fees": [
        {"amount": 0, "currency": "IDR", "valid_from": "2013-12-24", "basis": "UU 24/2013"},
        {"amount": 20000, "amount_max": 50000, "currency": "IDR", "label": {"id": "Hilang", "ja": "紛失"}, "valid_to": "2025-12-31"},
        {"amount": None, "currency": "IDR", "label": {"id": "Rusak", "ja": "破損"}},
    ],
    "fee_note": {"id": "Gratis.", "ja": "無料です。"},
    "where": {
        "text": {"id": "Di Balai Kota.", "ja": "市役所で。"},
        "hours": {"id": "Pagi hari.", "ja": "午前中です。"},
        "offices": ["balai-kota", "mal"],
    },
    "online": {"text": {"id": "Daftar antrean.", "ja": "予約できます。"}, "url": "https://antre.kota.example"},
    "form": {"text": {"id": "Di loket.", "ja": "窓口に。"}, "code": "F-1.02"},
    "legal_basis": [
        {"title": {"id": "Adminduk", "ja": "住民行政法"}, "number": "UU 24/2013", "article": "Pasal 79A", "url": "https://jdih.example"}
    ],
    "notes": {"id": "Baris satu.\nBaris \\ dua.", "ja": "一行目。\n二行目。"},
    "left_to_agency": ["deadline", "who"],
    "related": ["akta"],
    "provenance": {
        "sources": [{"title": "UU 24/2013"}, {"title": "Situs", "url": "https://kota.example/ktp", "date": "2026-01-31"}],
        "verified_on": "2026-11-23",
        "verified_by": "Dukcapil",
        "review_due": "2027-05-23",
    },
}
AKTA: dict[str, Any] = {
    "key": "akta",
    "category": "family",
    "name": {"id": "Akta kelahiran", "ja": "出生証明書"},
    "aliases": {"id": ["akta"]},
    "summary": {"id": "Bukti lahir.", "ja": "出生の証明。"},
    "fees": [{"amount": 0, "currency": "IDR"}],
    "provenance": {"sources": [{"title": "UU 24/2013"}], "verified_on": "2026-11-23", "verified_by": "Loket <akta@negeri.example>"},
}
# The city overrides two facets, and does not offer the third of the nation's services.
CITY_AKTA = {"key": "akta", "aliases": {"id": ["akte lahir"]}, "notes": {"id": "Antre pagi.", "ja": "朝に並びます。"}}
CITY_SIM = {"key": "sim", "hidden": True}


@pytest.fixture(autouse=True)
def catalogue() -> None:
    nation = store_agency(NATION)
    for document in (AKTA, {**AKTA, "key": "sim", "name": {"id": "SIM", "ja": "免許"}}):
        store_service(nation, document)
    city = store_agency(CITY)
    for document in (KTP, CITY_AKTA, CITY_SIM):
        store_service(city, document)


def documents(agency: str = "kota") -> dict[str, dict[str, Any]]:
    return {service.key: service_document(service) for service in Service.objects.filter(agency__key=agency)}


def export(to: Path, format: str = "", *options: str) -> Path:
    call_command("catalogue", "export", "--agency", "kota", "--format", format or to.suffix[1:], "--output", str(to), *options)
    return to


def import_table(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("catalogue", "import", str(path), "--agency", "kota", *options, stdout=out)
    return out.getvalue()


def refused(path: Path) -> str:
    """The lines that the command prints about a table that it does not take."""
    before, number = documents(), Revision.objects.get().number
    err = io.StringIO()
    with pytest.raises(CommandError, match="nothing was stored"):
        call_command("catalogue", "import", str(path), "--agency", "kota", stderr=err)
    assert (documents(), Revision.objects.get().number) == (before, number)
    return err.getvalue()


def exported(format: str) -> Any:
    out = io.StringIO()
    call_command("catalogue", "export", "--agency", "kota", "--format", format, stdout=out)
    return json.loads(out.getvalue())


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def write_csv(path: Path, *rows: dict[str, str], delimiter: str = ",", encoding: str = "utf-8-sig") -> Path:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def sheet_of(path: Path) -> Worksheet:
    sheet = load_workbook(path)["services"]
    assert isinstance(sheet, Worksheet)
    return sheet


def of(services: list[dict[str, Any]], field: str, value: str) -> dict[str, Any]:
    return next(service for service in services if service.get(field) == value)


def test_it_writes_yaml_that_loads_into_the_same_documents(tmp_path: Path) -> None:
    before, agency = documents(), agency_document(Agency.objects.get(key="kota"))
    folder = export(tmp_path / "catalogue" / "kota", "yaml")
    assert sorted(path.name for path in folder.iterdir()) == ["agency.yml", "akta.yml", "ktp.yml", "sim.yml"]
    Service.objects.filter(agency__key="kota").delete()
    Agency.objects.filter(key="kota").delete()
    call_command("catalogue", "load", str(tmp_path), stdout=io.StringIO())
    assert documents() == before
    assert agency_document(Agency.objects.get(key="kota")) == agency
    assert LoadedFile.objects.count() == 4


def test_it_writes_yaml_as_one_stream_to_standard_output() -> None:
    out = io.StringIO()
    call_command("catalogue", "export", "--agency", "kota", stdout=out)
    agency, *services = YAML(typ="safe").load_all(out.getvalue())
    assert agency["key"] == "kota"
    assert [service["key"] for service in services] == ["akta", "ktp", "sim"]
    assert "summary" not in services[0]


def test_it_fills_in_what_is_inherited_only_when_asked(tmp_path: Path) -> None:
    folder = export(tmp_path / "kota", "yaml", "--merged")
    akta = YAML(typ="safe").load((folder / "akta.yml").read_text(encoding="utf-8"))
    assert akta["summary"] == AKTA["summary"]
    assert akta["aliases"] == {"id": ["akte lahir", "akta"]}
    assert not (folder / "sim.yml").exists()
    own, merged = (read_csv(export(tmp_path / "a.csv", "csv", *options)) for options in ([], ["--merged"]))
    assert [row["key"] for row in own] == ["akta", "ktp", "sim"]
    assert (own[0]["summary.id"], own[2]["hidden"]) == ("", "yes")
    assert [(row["key"], row["summary.id"]) for row in merged] == [("akta", "Bukti lahir."), ("ktp", "Kartu identitas.")]


def test_it_removes_files_of_services_that_are_gone_but_never_those_of_another_agency(tmp_path: Path) -> None:
    folder = export(tmp_path / "kota", "yaml")
    Service.objects.filter(key="ktp").delete()
    export(folder, "yaml")
    assert sorted(path.name for path in folder.iterdir()) == ["agency.yml", "akta.yml", "sim.yml"]
    with pytest.raises(CommandError):
        call_command("catalogue", "export", "--agency", "negeri", "--output", str(folder), stderr=io.StringIO())
    assert "kota" in (folder / "agency.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_it_brings_a_table_back_without_loss(tmp_path: Path, format: str) -> None:
    before = documents()
    table = export(tmp_path / f"kota.{format}")
    assert import_table(table) == "0 field(s) changed.\n"
    Service.objects.filter(agency__key="kota").delete()
    assert "ktp: new service “KTP baru”" in import_table(table)
    assert documents() == before


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_it_takes_nothing_inherited_for_the_agencys_own_when_a_merged_table_comes_back(tmp_path: Path, format: str) -> None:
    before = documents()
    assert import_table(export(tmp_path / f"merged.{format}", format, "--merged")) == "0 field(s) changed.\n"
    assert documents() == before
    rows = read_csv(export(tmp_path / "merged.csv", "csv", "--merged"))
    rows[0]["summary.id"] = "Bukti lahir resmi."
    assert import_table(write_csv(tmp_path / "merged.csv", *rows)) == (
        "akta: summary.id: “Bukti lahir.” → “Bukti lahir resmi.”\n1 field(s) changed.\n"
    )
    assert documents()["akta"] == before["akta"] | {"summary": {"id": "Bukti lahir resmi.", "ja": "出生の証明。"}}


def test_it_writes_csv_that_excel_opens_and_people_read(tmp_path: Path) -> None:
    table = export(tmp_path / "kota.csv")
    assert table.read_bytes().startswith(b"\xef\xbb\xbfkey,hidden,category,name.id,name.ja,")
    ktp = read_csv(table)[1]
    assert ktp["aliases.id"] == "ktp\ne-ktp"
    assert ktp["requirement.1.items.id"] == "Fotokopi KK\nDatang\\nsendiri"
    assert ktp["requirement.1.items.ja_easy"] == "KKのコピー（紙）"
    assert (ktp["fee.1.amount"], ktp["fee.2.amount_max"], ktp["fee.3.amount"]) == ("0", "50000", "")
    assert ktp["notes.ja"] == "一行目。\n二行目。"
    assert "deadline.text.ja_easy" not in ktp


def test_it_writes_csv_to_standard_output_as_bytes(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    call_command("catalogue", "export", "--agency", "kota", "--format", "csv")
    assert capsysbinary.readouterr().out == export(tmp_path / "kota.csv").read_bytes()


def test_it_writes_a_workbook_with_headers_in_sight_and_choices_as_lists(tmp_path: Path) -> None:
    sheet = sheet_of(export(tmp_path / "kota.xlsx"))
    headers = [cell.value for cell in sheet[1]]
    amount = sheet.cell(3, headers.index("fee.2.amount") + 1)
    verified = sheet.cell(3, headers.index("provenance.verified_on") + 1)
    assert sheet.freeze_panes == "B2"
    assert amount.value == 20000
    assert (verified.value, verified.number_format) == ("2026-11-23", "@")
    assert verified.alignment.wrap_text
    assert '"IDR,JPY"' in {validation.formula1 for validation in sheet.data_validations.dataValidation}


def test_it_says_when_a_text_is_too_long_for_a_workbook(tmp_path: Path) -> None:
    store_service(Agency.objects.get(key="kota"), KTP | {"notes": {"id": "x" * 32_768, "ja": "長い"}})
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("catalogue", "export", "--agency", "kota", "--format", "xlsx", "--output", str(tmp_path / "a.xlsx"), stderr=err)
    assert "notes.id: the text is too long for an Excel cell" in err.getvalue()


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "text", ["=1+1", "+62 811", "-5", "@SUM(A1)", "'=1+1", "''@x", "\t=1", "\r=1", " =1", "＝1+1", "'kutip'", "\x07bel", "a\\nb"]
)
def test_it_keeps_a_text_from_becoming_a_formula_and_gives_it_back(tmp_path: Path, format: str, text: str) -> None:
    store_service(Agency.objects.get(key="kota"), KTP | {"notes": {"id": text, "ja": text}, "aliases": {"id": [text, "ktp"]}})
    before = documents()
    table = export(tmp_path / f"kota.{format}")
    if format == "csv":
        cells = [cell for row in read_csv(table) for cell in row.values()]
    else:
        cells = [str(cell.value or "") for row in sheet_of(table).iter_rows() for cell in row]
        assert {cell.data_type for row in sheet_of(table).iter_rows() for cell in row} <= {"s", "n"}
    assert not [cell for cell in cells if cell.lstrip(" ")[:1] in tuple("=+-@\t\r＝＋－＠")]
    Service.objects.filter(agency__key="kota").delete()
    import_table(table)
    assert documents() == before


def test_it_lists_the_changes_of_a_dry_run_and_stores_nothing(tmp_path: Path) -> None:
    before, number = documents(), Revision.objects.get().number
    rows = read_csv(export(tmp_path / "kota.csv"))
    rows[1]["fee.1.amount"] = "15000"
    rows[1]["summary.ja_easy"] = ""
    rows.append(
        {
            "key": "kia",
            "category": "child",
            "name.id": "KIA",
            "name.ja": "子どもカード",
            "summary.id": "Kartu anak.",
            "summary.ja": "カード。",
        }
    )
    rows[-1] |= {"provenance.source.1.title": "Permendagri 2/2016", "provenance.verified_on": "2026-11-23"}
    table = write_csv(tmp_path / "edited.csv", *rows)
    assert import_table(table, "--dry-run").splitlines() == [
        "ktp: summary.ja_easy: “あなたのことがわかるカードです。” → (empty)",
        "ktp: fee.1.amount: “0” → “15000”",
        "kia: new service “KIA”",
        "3 field(s) would change.",
    ]
    assert (documents(), Revision.objects.get().number) == (before, number)
    assert import_table(table).endswith("3 field(s) changed.\n")
    assert documents()["ktp"]["fees"][0] == KTP["fees"][0] | {"amount": 15000}
    assert documents()["kia"]["name"] == {"id": "KIA", "ja": "子どもカード"}


def test_it_shows_of_a_long_text_the_part_that_changes(tmp_path: Path) -> None:
    text = "Syarat dan ketentuan berlaku. " * 5
    store_service(Agency.objects.get(key="kota"), KTP | {"notes": {"id": f"{text}Lama", "ja": "注"}})
    line = import_table(write_csv(tmp_path / "a.csv", {"key": "ktp", "notes.id": f"{text}Baru"}), "--dry-run").splitlines()[0]
    assert line == "ktp: notes.id: “… ketentuan berlaku. Lama” → “… ketentuan berlaku. Baru”"


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-8")])
def test_it_leaves_missing_columns_and_clears_empty_cells(tmp_path: Path, delimiter: str, encoding: str) -> None:
    row = {"fee.1.amount": "5000", "notes.ja": "", "name.id": "KTP; baru, sekali", "key": "ktp", "notes.id": ""}
    import_table(write_csv(tmp_path / "a.csv", row, delimiter=delimiter, encoding=encoding))
    expected = {
        **KTP,
        "name": {"id": "KTP; baru, sekali", "ja": "身分証の新規発行"},
        "fees": [{**KTP["fees"][0], "amount": 5000}, *KTP["fees"][1:]],
    }
    del expected["notes"]
    assert documents()["ktp"] == expected


def test_it_closes_up_a_fee_that_was_cleared(tmp_path: Path) -> None:
    rows = read_csv(export(tmp_path / "kota.csv"))
    rows[1] |= {column: "" for column in rows[1] if column.startswith("fee.2.")}
    import_table(write_csv(tmp_path / "a.csv", *rows))
    assert documents()["ktp"]["fees"] == [KTP["fees"][0], KTP["fees"][2]]


def test_it_offers_a_hidden_service_again_when_the_cell_is_cleared(tmp_path: Path) -> None:
    import_table(write_csv(tmp_path / "a.csv", {"key": "sim", "hidden": "no"}))
    assert documents()["sim"] == {"key": "sim"}


def test_it_understands_what_excel_makes_of_dates_and_numbers(tmp_path: Path) -> None:
    row = {"key": "ktp", "provenance.verified_on": "2026/12/01", "provenance.review_due": "31/05/2027", "validity.value": "2,5"}
    import_table(write_csv(tmp_path / "a.csv", row))
    ktp = documents()["ktp"]
    assert (ktp["provenance"]["verified_on"], ktp["provenance"]["review_due"]) == ("2026-12-01", "2027-05-31")
    assert ktp["validity"]["value"] == 2.5


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"fee.1.amount": "gratis"}, "fee.1.amount: 'gratis' is not a whole number"),
        ({"fee.1.amount": "50.000"}, "fee.1.amount: '50.000' is not a whole number"),
        ({"fee.4.amount": "1"}, "fee.4.currency: the field 'currency' is missing"),
        ({"fee.1.valid_to": "2012-01-01"}, "fee.1.valid_to: the fee ends before it begins"),
        ({"fee.2.amount_max": "1"}, "fee.2.amount_max: the upper end of the range lies below"),
        ({"provenance.verified_on": "03/04/2026"}, "provenance.verified_on: '03/04/2026' can mean 2026-03-04 or 2026-04-03"),
        ({"provenance.verified_on": "2026-02-30"}, "provenance.verified_on: '2026-02-30' is not a date"),
        ({"procedure.id": "Datang.\nFoto.\nPulang."}, "procedure.ja: line 3: the field 'ja' is missing"),
        ({"name.ja": ""}, "name.ja: the field 'ja' is missing"),
        ({"name.id": "", "name.ja": ""}, "name: the field 'name' is missing, and there is no parent"),
        ({"short_name.id": "Kartu tanda penduduk elektronik"}, "short_name.id: 'Kartu tanda penduduk elektronik' is too long"),
        ({"category": "kartu"}, "category: 'kartu' is not one of"),
        ({"online.url": "kota.example"}, "online.url: 'kota.example' does not match"),
        ({"related": "akta\nkartu-x"}, "related: the service 'kartu-x' does not exist"),
        ({"where.offices": "balai"}, "where.offices: the office 'balai' does not exist"),
        ({"aliases.id": "x" * 301}, "aliases.id: the text has 301 characters; at most 300"),
        ({"hidden": "mungkin"}, "hidden: 'mungkin' is neither yes nor no"),
    ],
)
def test_it_names_row_and_column_of_a_mistake(tmp_path: Path, row: dict[str, str], told: str) -> None:
    table = write_csv(tmp_path / "a.csv", {"key": "akta", **dict.fromkeys(row, "")}, {"key": "ktp", **row})
    assert refused(table).startswith(f"{table}:3: {told}")


def test_it_lists_every_mistake_and_stores_nothing_of_the_right_rows(tmp_path: Path) -> None:
    table = write_csv(
        tmp_path / "a.csv",
        {"key": "akta", "notes.id": "Siang.", "notes.ja": "昼。", "fee.1.amount": "x"},
        {"key": "ktp", "notes.id": "Siang.", "notes.ja": "昼。", "fee.1.amount": "1"},
        {"key": "ktp", "notes.id": "", "notes.ja": "", "fee.1.amount": ""},
        {"key": "", "notes.id": "Siang.", "notes.ja": "", "fee.1.amount": ""},
        {"key": "Baru!", "notes.id": "", "notes.ja": "昼。", "fee.1.amount": ""},
    )
    lines = [line.removeprefix(f"{table}:") for line in refused(table).splitlines()]
    assert [line.split(": ")[:2] for line in lines] == [
        ["2", "fee.1.amount"],
        ["4", "key"],
        ["5", "key"],
        *(["6", field] for field in ("key", "notes.id", "name", "category", "summary", "provenance")),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"name.id\nKTP\n", "1: key: the column 'key'"),
        (b"key,fee.amount\nktp,1\n", "1: fee.amount: there is no such column; did you mean 'fee.1.amount'?"),
        (b"key,notes.id,notes.id\nktp,a,b\n", "1: notes.id: the column stands there twice"),
        (b"key,notes.id\nktp,a,b\n", "2: column 3: the cell stands under no header"),
        ("key,notes.id\nktp,é\n".encode("latin-1"), "2: the file is not UTF-8 text; in Excel, save it as 'CSV UTF-8'"),
        (b'key,notes.id\nktp,"a"b\n', "2: the row is not CSV: within a cell that begins with a quotation mark"),
        (b'key,notes.id\nktp,"a\n', "2: a quotation mark opens a cell in this row, and none closes it"),
        (b"key,notes.id,notes.ja\nktp,Antre pagi.,??????\n", "2: notes.ja: letters of this cell were lost when the file was saved"),
        (b"", "1: key: the column 'key'"),
    ],
)
def test_it_refuses_a_table_that_it_cannot_read(tmp_path: Path, content: bytes, told: str) -> None:
    table = tmp_path / "a.csv"
    table.write_bytes(content)
    assert refused(table).startswith(f"{table}:{told}")


def test_it_refuses_formulas_and_files_that_are_no_workbook(tmp_path: Path) -> None:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.active.append(["key", "fee.1.amount"])
    book.active.append(["ktp", "=2*5000"])
    book.save(tmp_path / "a.xlsx")
    assert "a.xlsx:2: fee.1.amount: the cell holds the formula or error =2*5000" in refused(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(b"key\nktp\n")
    assert "b.xlsx:1: the file is not an Excel workbook" in refused(tmp_path / "b.xlsx")
    assert "ends in .csv or .xlsx" in refused(tmp_path / "c.ods")
    assert "cannot be read" in refused(tmp_path / "absent.csv")


def test_it_takes_a_workbook_that_staff_made_by_hand(tmp_path: Path) -> None:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.active.append(["fee.1.amount", "key", "fee.1.valid_from", "notes.id", "notes.ja"])
    book.active.append([7500.0, "ktp", dt.datetime(2026, 1, 31)])
    book.save(tmp_path / "a.XLSX")
    import_table(tmp_path / "a.XLSX")
    ktp = documents()["ktp"]
    assert ktp["fees"][0] == {"amount": 7500, "currency": "IDR", "valid_from": "2026-01-31", "basis": "UU 24/2013"}
    assert "notes" not in ktp


def test_it_refuses_an_unknown_agency(tmp_path: Path) -> None:
    for format in ("yaml", "csv", "xlsx", "hsds", "schema-org"):
        with pytest.raises(CommandError, match="There is no agency 'desa'"):
            call_command("catalogue", "export", "--agency", "desa", "--format", format)
    with pytest.raises(CommandError, match="There is no agency 'desa'"):
        call_command("catalogue", "import", str(tmp_path / "absent.csv"), "--agency", "desa")


# The fields of HSDS 3 that an export may use, from the schemas of github.com/openreferral/specification.
HSDS = {
    "organization": "id name description legal_status parent_organization_id locations attributes",
    "services": "id organization_id name alternate_name description url status application_process fees_description "
    "eligibility_description assured_date assurer_email phones schedules service_areas service_at_locations languages cost_options "
    "required_documents attributes metadata",
    "service_at_locations": "id service_id location_id location",
    "location": "id location_type organization_id name description latitude longitude addresses contacts phones schedules attributes",
    "addresses": "id location_id address_1 city state_province postal_code country address_type",
    "contacts": "id location_id email",
    "phones": "id location_id service_id number type",
    "schedules": "id location_id service_id freq interval byday opens_at closes_at timezone description notes",
    "service_areas": "id service_id name attributes",
    "languages": "id service_id name code note",
    "cost_options": "id service_id valid_from valid_to option currency amount amount_description attributes",
    "required_documents": "id service_id document attributes",
    "attributes": "id link_id link_entity link_type label value",
    "metadata": "id resource_id resource_type last_action_date last_action_type field_name previous_value replacement_value updated_by",
}


def check_hsds(kind: str, record: dict[str, Any]) -> None:
    kind = {"locations": "location"}.get(kind, kind)
    assert set(record) <= set(HSDS[kind].split()), kind
    assert uuid.UUID(record["id"]).version == 5
    for field, value in record.items():
        for child in value if isinstance(value, list) else [value] if isinstance(value, dict) else []:
            check_hsds(field, child)


def test_it_writes_hsds_with_the_fields_of_the_standard_and_stable_identifiers() -> None:
    data = exported("hsds")
    check_hsds("organization", data["organization"])
    for service in data["services"]:
        check_hsds("services", service)
        assert service["organization_id"] == data["organization"]["id"]
    assert [service["name"] for service in data["services"]] == ["Akta kelahiran", "KTP baru"]
    assert len({attribute["id"] for service in data["services"] for attribute in service["attributes"]}) == sum(
        len(service["attributes"]) for service in data["services"]
    )
    store_service(Agency.objects.get(key="kota"), KTP)
    assert exported("hsds") == data


def test_it_writes_dated_costs_as_hsds_cost_options() -> None:
    costs = of(exported("hsds")["services"], "name", "KTP baru")["cost_options"]
    known = [{field: value for field, value in cost.items() if field not in ("id", "service_id", "attributes")} for cost in costs]
    assert known == [
        {"valid_from": "2013-12-24", "currency": "IDR", "amount": 0, "amount_description": "dasar: UU 24/2013"},
        {"valid_to": "2025-12-31", "option": "Hilang", "currency": "IDR", "amount": 20000, "amount_description": "Rp20.000–Rp50.000"},
        {"option": "Rusak", "currency": "IDR", "amount_description": "ditetapkan instansi, atau belum pasti"},
    ]


def test_it_writes_in_hsds_who_assured_a_service_only_where_it_is_known() -> None:
    akta, ktp = exported("hsds")["services"]
    assert (akta["assured_date"], akta["assurer_email"]) == ("2026-11-23", "akta@negeri.example")
    assert ktp["assured_date"] == "2026-11-23"
    assert "assurer_email" not in ktp
    assert ktp["metadata"][0]["updated_by"] == "Dukcapil"


def test_it_writes_the_facets_of_a_service_in_hsds() -> None:
    ktp = of(exported("hsds")["services"], "name", "KTP baru")
    labels = {attribute["label"]: attribute["value"] for attribute in ktp["attributes"]}
    assert (ktp["eligibility_description"], ktp["fees_description"]) == ("Warga 17 tahun.", "Gratis.")
    assert ktp["application_process"] == "1. Datang.\n2. Foto."
    assert [document["document"] for document in ktp["required_documents"]] == ["Fotokopi KK", "Datang\nsendiri", "Surat hilang"]
    assert ktp["service_areas"][0]["name"] == "Kota Contoh"
    assert [language["code"] for language in ktp["languages"]] == ["id", "ja"]
    assert (labels["name.ja"], labels["summary.ja_easy"]) == ("身分証の新規発行", "あなたのことがわかるカードです。")
    assert (labels["processing_time.text.id"], labels["legal_basis.1.number"]) == ("1-3 hari.", "UU 24/2013")
    assert "name.id" not in labels


def test_it_writes_offices_and_hours_in_hsds_and_does_not_call_unknown_hours_closed() -> None:
    data = exported("hsds")
    ktp = of(data["services"], "name", "KTP baru")
    hall, mall = (place["location"] for place in ktp["service_at_locations"])
    spans = [(s["byday"], s["opens_at"], s["closes_at"], s["timezone"]) for s in hall["schedules"]]
    assert spans == [
        ("FR", "08:00+07:00", "11:00+07:00", 7),
        ("MO,TU", "08:00+07:00", "12:00+07:00", 7),
        ("MO,TU", "13:00+07:00", "15:30+07:00", 7),
    ]
    assert (
        hall["schedules"][0]["notes"]
        == "Tutup pada hari libur nasional. Tutup 29 Desember sampai 3 Januari (akhir tahun). Tutup 10 Maret 2027."
    )
    assert [(s["description"], "byday" in s) for s in mall["schedules"]] == [("Tanya dulu.", False)]
    assert hall["addresses"][0]["postal_code"] == "68411"
    assert [phone["number"] for phone in ktp["phones"]] == ["+62 333 000000"]
    assert hall == data["organization"]["locations"][0]


def test_it_writes_government_services_as_json_ld() -> None:
    data = exported("schema-org")
    nodes = {node["@id"]: node for node in data["@graph"]}
    services = [node for node in data["@graph"] if node["@type"] == "GovernmentService"]
    ktp, akta = of(services, "identifier", "ktp"), of(services, "identifier", "akta")
    assert data["@context"] == "https://schema.org"
    assert [service["identifier"] for service in services] == ["akta", "ktp"]
    assert ktp["name"] == [{"@language": "id", "@value": "KTP baru"}, {"@language": "ja", "@value": "身分証の新規発行"}]
    assert ktp["description"][2]["@language"] == "ja-x-yasashii"
    assert ktp["areaServed"]["containedInPlace"]["identifier"] == "ID-JI"
    assert ktp["serviceOutput"]["name"][0]["@value"] == "Kartu"
    assert ktp["termsOfService"][0]["@value"].startswith("Baru\n- Fotokopi KK\n")
    assert ktp["hoursAvailable"][0] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "https://schema.org/Monday",
        "opens": "08:00",
        "closes": "12:00",
    }
    assert [nodes[akta[role]["@id"]]["identifier"] for role in ("provider", "serviceOperator")] == ["negeri", "kota"]
    assert [nodes[ktp[role]["@id"]]["identifier"] for role in ("provider", "serviceOperator")] == ["kota", "kota"]
    assert [nodes[related["@id"]]["identifier"] for related in ktp["isRelatedTo"]] == ["akta"]


def test_it_writes_dated_prices_and_channels_as_json_ld() -> None:
    data = exported("schema-org")
    nodes = {node["@id"]: node for node in data["@graph"]}
    ktp = of(data["@graph"], "identifier", "ktp")
    free, lost, damaged = ktp["offers"]
    assert (free["price"], free["priceCurrency"], free["validFrom"]) == (0, "IDR", "2013-12-24")
    assert "validThrough" not in free
    assert lost["validThrough"] == "2025-12-31"
    assert (lost["priceSpecification"]["minPrice"], lost["priceSpecification"]["maxPrice"]) == (20000, 50000)
    assert "price" not in damaged
    hall, mall, online = ktp["availableChannel"]
    assert hall["processingTime"] == "P3D"
    assert nodes[hall["serviceLocation"]["@id"]]["geo"]["latitude"] == -8.2
    assert nodes[hall["serviceLocation"]["@id"]]["specialOpeningHoursSpecification"][0]["validFrom"] == "2027-03-10"
    assert "openingHoursSpecification" not in nodes[mall["serviceLocation"]["@id"]]
    assert online["serviceUrl"] == "https://antre.kota.example"
