"""`manage.py faq export` and `faq list`: what an agency answers, for staff to edit and complete."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from bot.catalogue.load import load_content
from bot.catalogue.models import Agency
from bot.faq.models import Faq
from bot.faq.store import faq_document, store_faq
from tests.catalogue.content import write_all

pytestmark = pytest.mark.django_db

ENTRY = {
    "key": "aneh",
    "question": {"id": "=SUM(A1)?", "ja": "「|」とは", "ja_easy": "なに"},
    "answer": {"id": "Baris satu.\nBaris \\ dua.", "ja": "一行目。\n二行目。"},
    "variants": {"id": ["-pakai minus", "dua\nbaris"], "ja": ["@記号"]},
    "sources": [{"title": "Perda | 2020", "url": "https://kota.example/a", "date": "2026-10-01"}, {"title": "Papan", "date": "2026-10-02"}],
}

LATER = ["tags", "quick_replies", "links", "valid_from", "valid_to"]


@pytest.fixture(autouse=True)
def content(tmp_path: Path) -> None:
    load_content(write_all(tmp_path / "data"))
    store_faq(Agency.objects.get(key="kota"), ENTRY)


def export(to: Path, *options: str, agency: str = "kota") -> Path:
    call_command("faq", "export", "--agency", agency, "--format", to.suffix[1:], "--output", str(to), *options)
    return to


def listed(*options: str) -> list[str]:
    out = io.StringIO()
    call_command("faq", "list", "--agency", "kota", *options, stdout=out)
    return out.getvalue().splitlines()


def import_(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("faq", "import", str(path), "--agency", "kota", *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_a_table_has_a_row_for_each_language_of_an_faq(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(export(tmp_path / "faq.csv", agency="negeri").read_text(encoding="utf-8-sig"))))
    assert [[row.pop(name) for name in LATER] for row in rows] == [[""] * len(LATER)] * len(rows)
    assert rows[:2] == [
        {
            "key": "parkir",
            "question": "Di mana parkir?",
            "answer": "Di belakang.",
            "language": "id",
            "variants": "tempat parkir",
            "sources": "",
        },
        {"key": "parkir", "question": "駐車場は", "answer": "裏です。", "language": "ja", "variants": "車をとめたい", "sources": ""},
    ]
    assert [row["key"] for row in rows] == ["parkir", "parkir", "wifi", "wifi"]


def test_a_workbook_has_a_sheet_of_faq_in_which_no_text_is_a_formula(tmp_path: Path) -> None:
    book = load_workbook(export(tmp_path / "faq.xlsx"))
    assert book.sheetnames == ["faq"]
    assert [cell.value for cell in book["faq"][1]] == ["key", "question", "answer", "language", "variants", "sources", *LATER]
    assert not any(cell.data_type == "f" for row in book["faq"].iter_rows() for cell in row)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_was_exported_comes_back_unchanged(tmp_path: Path, ending: str) -> None:
    path = export(tmp_path / f"faq.{ending}")
    assert import_(path).startswith("0 FAQ added, 0 changed, 1 unchanged")
    Faq.objects.filter(agency__key="kota").delete()
    assert "1 FAQ added" in import_(path)
    assert faq_document(Faq.objects.get(agency__key="kota")) == ENTRY


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_inherited_is_exported_when_asked_for_and_not_stored_twice(tmp_path: Path, ending: str) -> None:
    path = export(tmp_path / f"faq.{ending}", "--merged")
    assert import_(path) == "0 FAQ added, 0 changed, 3 unchanged; 0 warning(s).\n"
    assert set(Faq.objects.filter(agency__key="kota").values_list("key", flat=True)) == {"aneh"}


def test_yaml_is_a_content_file(tmp_path: Path) -> None:
    export(tmp_path / "data/faq/kota/gedung.yaml").rename(tmp_path / "data/faq/kota/gedung.yml")
    Faq.objects.filter(agency__key="kota").delete()
    load_content(tmp_path / "data")
    assert faq_document(Faq.objects.get(agency__key="kota")) == ENTRY


def test_without_an_output_file_it_goes_to_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out))
    call_command("faq", "export", "--agency", "kota", "--format", "yaml", "--merged")
    sys.stdout.flush()
    assert out.getvalue().decode().startswith("faq:\n- key: aneh\n")


def test_an_faq_that_staff_took_down_is_not_exported(tmp_path: Path) -> None:
    Faq.objects.filter(key="aneh").update(published=False)
    assert export(tmp_path / "faq.yaml").read_text(encoding="utf-8") == "faq: []\n"


def test_the_list_shows_whose_each_faq_is() -> None:
    Faq.objects.filter(key="aneh").update(published=False)
    assert listed() == [
        "aneh\tkota\t=SUM(A1)? / 「|」とは\tnot published",
        "parkir\tnegeri\tDi mana parkir? / 駐車場は",
        "wifi\tnegeri\tAda wifi? / wifiはありますか",
    ]


def test_the_list_shows_what_is_missing_in_a_language() -> None:
    Faq.objects.create(agency=Agency.objects.get(key="kota"), key="staf", question={"id": "Siapa?", "ja": ""}, answer={"id": "Petugas."})
    assert listed("--missing", "ja") == ["staf\tkota\tquestion, answer, variants", "wifi\tnegeri\tvariants"]
    assert listed("--missing", "id") == ["staf\tkota\tvariants", "wifi\tnegeri\tvariants"]


@pytest.mark.parametrize("action", ["list", "export"])
def test_an_agency_that_does_not_exist_is_told(action: str) -> None:
    with pytest.raises(CommandError, match="There is no agency 'entah'"):
        call_command("faq", action, "--agency", "entah")
