"""`manage.py faq import` takes a table that office staff wrote, all of it or nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from bot.catalogue import revision
from bot.catalogue.load import load_content
from bot.catalogue.merge import agency_view
from bot.catalogue.models import Agency, Office, Phrase, Service
from bot.faq.models import Faq
from bot.faq.store import faq_document
from tests.catalogue.content import write_all

pytestmark = pytest.mark.django_db

HEADERS = ["key", "question", "answer", "language", "variants"]
MUSALA = [
    ["musala", "Ada musala?", "Ada, di lantai 2.", "id", "tempat salat|mau salat di mana"],
    ["musala", "礼拝所はありますか", "2階にあります。", "ja", "お祈りの部屋\n礼拝したい"],
]
NIK = "3510011501900001"


@pytest.fixture(autouse=True)
def content(tmp_path: Path) -> None:
    load_content(write_all(tmp_path / "data"))


Table = Callable[..., Path]


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Writes a CSV table with a header row and returns its path."""

    def write(*rows: list[str], headers: list[str] = HEADERS, encoding: str = "utf-8", separator: str = ",") -> Path:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=separator).writerows([headers, *rows])
        path = tmp_path / "faq.csv"
        path.write_bytes(out.getvalue().encode(encoding))
        return path

    return write


def run(path: Path, *options: str, agency: str = "kota") -> tuple[str, str]:
    """What the command writes to standard output and to standard error."""
    out, error = io.StringIO(), io.StringIO()
    call_command("faq", "import", str(path), "--agency", agency, *options, stdout=out, stderr=error)
    return out.getvalue(), error.getvalue()


def refused(path: Path, *options: str) -> list[str]:
    """The mistakes for which a table is refused, without the path; nothing may be stored."""
    before = [faq_document(entry) for entry in Faq.objects.all()]
    error = io.StringIO()
    with pytest.raises(CommandError, match=r"mistake\(s\); nothing was stored\."):
        call_command("faq", "import", str(path), "--agency", "kota", *options, stderr=error)
    assert [faq_document(entry) for entry in Faq.objects.all()] == before
    return [line.removeprefix(f"{path}:") for line in error.getvalue().splitlines()]


def test_it_stores_each_key_with_both_languages(table: Table) -> None:
    out, error = run(table(*MUSALA))
    assert out == "musala: new FAQ “Ada musala?”\n1 FAQ added, 0 changed, 0 unchanged; 0 warning(s).\n"
    assert error == ""
    assert faq_document(Faq.objects.get(agency__key="kota", key="musala")) == {
        "key": "musala",
        "question": {"id": "Ada musala?", "ja": "礼拝所はありますか"},
        "answer": {"id": "Ada, di lantai 2.", "ja": "2階にあります。"},
        "variants": {"id": ["tempat salat", "mau salat di mana"], "ja": ["お祈りの部屋", "礼拝したい"]},
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_it_reads_utf_8_with_or_without_a_byte_order_mark_and_commas_or_semicolons(table: Table, encoding: str, separator: str) -> None:
    run(table(*MUSALA, encoding=encoding, separator=separator))
    assert agency_view("kota").faq["musala"].variants["ja"] == ("お祈りの部屋", "礼拝したい")


def test_it_reads_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ([*HEADERS, "sources"], [*MUSALA[0], "Papan informasi | https://kota.example/peta | 2026-10-01\nDenah gedung"], MUSALA[1]):
        sheet.append(row)
    path = tmp_path / "faq.xlsx"
    book.save(path)
    run(path)
    assert agency_view("kota").faq["musala"].sources == (
        {"title": "Papan informasi", "url": "https://kota.example/peta", "date": "2026-10-01"},
        {"title": "Denah gedung"},
    )


def test_a_dry_run_tells_the_same_and_stores_nothing(table: Table) -> None:
    before = revision.current()
    out, _ = run(table(*MUSALA), "--dry-run")
    assert out.splitlines()[-1] == "1 FAQ would be added, 0 would be changed, 0 unchanged; 0 warning(s)."
    assert revision.current() == before
    assert not Faq.objects.filter(key="musala").exists()


def test_importing_again_changes_nothing(table: Table) -> None:
    path = table(*MUSALA)
    run(path)
    before = revision.current()
    assert run(path)[0] == "0 FAQ added, 0 changed, 1 unchanged; 0 warning(s).\n"
    assert revision.current() == before


def test_an_faq_that_exists_is_changed_only_when_asked_for(table: Table) -> None:
    run(table(*MUSALA))
    path = table([*MUSALA[0][:2], "Ada, di lantai 3.", *MUSALA[0][3:]], [*MUSALA[1][:2], "3階にあります。", *MUSALA[1][3:]])
    assert refused(path) == [
        "2: key: the FAQ 'musala' exists already, and differs in answer.id, answer.ja; import with --update to change it"
    ]
    out, _ = run(path, "--update")
    assert out.splitlines() == [
        "musala: answer.id: “Ada, di lantai 2.” → “Ada, di lantai 3.”",
        "musala: answer.ja: “2階にあります。” → “3階にあります。”",
        "0 FAQ added, 1 changed, 0 unchanged; 0 warning(s).",
    ]
    assert agency_view("kota").faq["musala"].answer["id"] == "Ada, di lantai 3."


def test_an_update_of_one_language_leaves_the_other_as_it_is(table: Table) -> None:
    run(table(*MUSALA))
    run(table([*MUSALA[1][:4], "お祈り"]), "--update")
    entry = agency_view("kota").faq["musala"]
    assert (entry.question["id"], entry.variants["id"]) == ("Ada musala?", ("tempat salat", "mau salat di mana"))
    assert entry.variants["ja"] == ("お祈り",)


def test_a_column_that_the_table_lacks_leaves_its_field_as_it_is_and_an_empty_cell_clears_it(table: Table) -> None:
    run(table([*MUSALA[0], "Denah"], [*MUSALA[1], ""], headers=[*HEADERS, "sources"]))
    without = [[*row[:2], "Ya, ada.", *row[3:4]] if row[3] == "id" else row[:4] for row in MUSALA]
    run(table(*without, headers=HEADERS[:4]), "--update")
    entry = agency_view("kota").faq["musala"]
    assert (entry.variants["ja"], entry.sources) == (("お祈りの部屋", "礼拝したい"), ({"title": "Denah"},))
    run(table([*without[0], "", ""], [*without[1], "", ""], headers=[*HEADERS, "sources"]), "--update")
    entry = agency_view("kota").faq["musala"]
    assert (entry.variants["ja"], entry.sources) == ((), ())


def test_sources_may_stand_in_either_row_and_must_agree_when_they_stand_in_both(table: Table) -> None:
    headers = [*HEADERS, "sources"]
    assert refused(table([*MUSALA[0], "Denah"], [*MUSALA[1], "Peta"], headers=headers)) == [
        "3: sources: the sources differ from those in row 2; write the same there, or leave this cell empty"
    ]
    run(table([*MUSALA[0], ""], [*MUSALA[1], "Denah"], headers=headers))
    assert agency_view("kota").faq["musala"].sources == ({"title": "Denah"},)


def test_plain_japanese_is_a_row_of_its_own(table: Table) -> None:
    run(table(*MUSALA, ["musala", "", "おいのりの へやは 2かいです。", "ja_easy", ""]))
    entry = agency_view("kota").faq["musala"]
    assert entry.answer["ja_easy"] == "おいのりの へやは 2かいです。"
    assert "ja_easy" not in entry.question


def test_an_faq_of_the_nation_gets_one_of_the_city_in_its_place_and_staff_are_told(table: Table) -> None:
    out, error = run(table(["parkir", "Di mana parkir?", "Di atap.", "id", ""], ["parkir", "駐車場は", "屋上です。", "ja", ""]))
    assert "parkir: new FAQ" in out
    assert "2: key: the agency inherits an FAQ 'parkir'; this one takes its place" in error
    assert agency_view("kota").faq["parkir"].answer["id"] == "Di atap."
    assert agency_view("negeri").faq["parkir"].answer["id"] == "Di belakang."


def test_an_faq_that_staff_took_down_is_published_again_only_when_asked_for(table: Table) -> None:
    path = table(*MUSALA)
    run(path)
    Faq.objects.filter(key="musala").update(published=False)
    assert "differs in published" in refused(path)[0]
    run(path, "--update")
    assert "musala" in agency_view("kota").faq


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (MUSALA[:1], "2: language: the FAQ 'musala' has no text in 'ja'; add a row with this language"),
        ([*MUSALA, MUSALA[0]], "4: language: the FAQ 'musala' has its language 'id' in row 2 already"),
        ([[*MUSALA[0][:3], "", ""], MUSALA[1]], "2: language: the language is missing; write id, ja or ja_easy"),
        ([[*MUSALA[0][:3], "en", ""], MUSALA[1]], "2: language: the language 'en' does not exist; write id, ja or ja_easy"),
        ([["musala", "Ada musala?", " ", "id", ""], MUSALA[1]], "2: answer: the answer is empty"),
        ([["musala", "", "Ada.", "id", ""], MUSALA[1]], "2: question: the question is empty"),
        ([["", *MUSALA[0][1:]]], "2: key: the key is missing"),
        ([["Musala_1", *MUSALA[0][1:]]], "2: key: the key 'Musala_1' is not lower case with hyphens, as in jam-buka-mpp"),
        ([["m" * 41, *MUSALA[0][1:]]], "2: key: the key has 41 characters; at most 40 can be stored"),
        (
            [[*MUSALA[0][:4], "x" * 301], MUSALA[1]],
            f"2: variants: the variant '{'x' * 30}'... has 301 characters; at most 300 can be stored",
        ),
        ([*MUSALA, ["musala", "", "", "ja_easy", ""]], "4: answer: the row holds neither question nor answer"),
        (
            [*MUSALA, ["musala", "a", "", "ja_easy", "b"]],
            "4: variants: variants belong into the row of ja; leave the cell of ja_easy empty",
        ),
        ([[*MUSALA[0], "lebih"], MUSALA[1]], "2: column 6: the cell stands under no header"),
        ([*MUSALA, [], ["wc", "Di mana toilet?", "", "id", ""]], "5: answer: the answer is empty"),
    ],
)
def test_a_mistake_is_told_with_its_row_and_nothing_is_stored(table: Table, rows: list[list[str]], told: str) -> None:
    assert told in refused(table(*rows))


def test_every_mistake_of_a_table_is_told_at_once(table: Table) -> None:
    found = refused(table(["A", "q", "", "id", ""], ["b", "", "a", "xx", ""]))
    assert [line.split(":")[0:2] for line in found] == [["2", " key"], ["2", " answer"], ["3", " language"], ["3", " question"]]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["musala", "Ada musala?", f"NIK contoh {NIK}.", "id", ""], "2: answer: the answer holds an identity number; take it out"),
        (["musala", f"KTP {NIK} sudah jadi?", "Tanya.", "id", ""], "2: question: the question holds an identity number; take it out"),
        (["musala", "q", "a", "id", "ada musala|wa saya 081234567890"], "2: variants: variant 2 holds a telephone number; take it out"),
        (["musala", "q", "a", "id", "kirim ke siti@surel.example"], "2: variants: variant 1 holds an e-mail address; take it out"),
        (["musala", "q", "Rekening 1234567890123", "id", ""], "2: answer: the answer holds"),
    ],
)
def test_a_personal_number_is_refused_and_not_repeated(table: Table, row: list[str], told: str) -> None:
    found = refused(table(row, MUSALA[1]))
    assert any(line.startswith(told) for line in found)
    assert not re.search(r"\d{8}|siti", "".join(found))


def test_an_office_may_state_its_own_telephone_number_in_an_answer(table: Table) -> None:
    Office.objects.filter(key="balai-kota").update(phone="+62 333 424234")
    answers = ["Telepon (0333) 424234, surel loket@kota.example.", "お電話は (0333) 424234、メールは loket@kota.example へ。"]
    rows = [["kontak", "Nomor kantor?", answers[0], "id", ""], ["kontak", "役所の電話番号は", answers[1], "ja", ""]]
    assert run(table(*rows))[1] == ""


def test_a_telephone_number_that_the_agency_is_not_known_by_is_stored_with_a_warning(table: Table) -> None:
    rows = [
        ["kontak", "Nomor kantor?", "Telepon 0812 3456 7890.", "id", ""],
        ["kontak", "役所の電話番号は", "0812 3456 7890 です。", "ja", ""],
    ]
    _, error = run(table(*rows))
    assert error.count("the answer states a telephone number that the agency is not known by; it must be an office's") == 2
    assert "7890" not in error
    assert "kontak" in agency_view("kota").faq


def test_a_phrase_that_leads_elsewhere_already_is_stored_with_a_warning(table: Table) -> None:
    Phrase.objects.create(service=Service.objects.get(agency__key="negeri", key="kia"), kind="alias", language="id", text="kartu bocah")
    rows = [
        [*MUSALA[0][:4], "Tempat-Parkir|kartu bocah|cara salat"],
        [*MUSALA[1][:4], ""],
        ["salat", "Cara salat?", "Tanya petugas.", "id", ""],
        ["salat", "お祈りの方法は", "係員にどうぞ。", "ja", "礼拝所はありますか"],
    ]
    out, error = run(table(*rows))
    told = [line.split("faq.csv:")[1] for line in error.splitlines()]
    assert told == [
        "2: variants: 'Tempat-Parkir' also stands for the FAQ 'parkir'",
        "2: variants: 'kartu bocah' also stands for the service 'kia'",
        "3: question: '礼拝所はありますか' also stands for the FAQ 'salat'",
        "5: variants: '礼拝所はありますか' also stands for the FAQ 'musala'",
    ]
    assert out.endswith("2 FAQ added, 0 changed, 0 unchanged; 4 warning(s).\n")


def test_languages_that_state_different_values_are_stored_with_a_warning(table: Table) -> None:
    _, error = run(table([*MUSALA[0][:2], "Buka pukul 08.00.", "id", ""], [*MUSALA[1][:2], "9時に開きます。", "ja", ""]))
    assert "2: answer: the Japanese text does not state pukul 08.00" in error


@pytest.mark.parametrize(
    "line",
    ["Situs | kota.example/peta | 2026-10-01 | lagi | https://x.example", "Situs | 01/10/2026", "| 2026-10-01", "Situs | 2026-02-30"],
)
def test_a_source_that_cannot_be_read_is_a_mistake(table: Table, line: str) -> None:
    if line.startswith("Situs | kota"):
        line = "Situs | https://kota.example | lagi"
    found = refused(table([*MUSALA[0], line], [*MUSALA[1], ""], headers=[*HEADERS, "sources"]))
    assert "is not a source; write title | https://address | 2026-01-31" in found[0]


def test_the_headers_are_checked_before_the_rows(table: Table) -> None:
    found = refused(table(*MUSALA, headers=["key", "question", "answr", "language", "language"]))
    assert found == [
        "1: answer: the column 'answer' is missing",
        "1: answr: there is no such column; did you mean 'answer'?",
        "1: language: the column stands there twice",
    ]


def test_other_files_are_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "faq.txt").write_text("x", encoding="utf-8")
    (tmp_path / "faq.xlsx").write_text("x", encoding="utf-8")
    (tmp_path / "latin.csv").write_bytes("key;question\ncaf\xe9".encode("latin-1"))
    assert "must be a table that ends in .csv or .xlsx" in refused(tmp_path / "faq.txt")[0]
    assert "not an Excel workbook" in refused(tmp_path / "faq.xlsx")[0]
    assert "not UTF-8" in refused(tmp_path / "latin.csv")[0]
    assert "cannot be read" in refused(tmp_path / "gone.csv")[0]


def test_an_agency_that_does_not_exist_is_told(table: Table) -> None:
    with pytest.raises(CommandError, match="There is no agency 'entah'"):
        run(table(*MUSALA), agency="entah")
    assert Agency.objects.count() == 2


@pytest.mark.parametrize(("encoding", "separator"), [("cp932", ","), ("cp932", ";"), ("utf-16", "\t"), ("utf-8", ";"), ("utf-8-sig", ",")])
def test_a_table_is_read_as_excel_saves_it(table: Table, encoding: str, separator: str) -> None:
    rows = [MUSALA[0], ["musala", "礼拝所はありますか", "２階のエレベーター前です①。", "ja", "お祈りの部屋"]]
    run(table(*rows, encoding=encoding, separator=separator))
    assert faq_document(Faq.objects.get(key="musala"))["answer"]["ja"] == "２階のエレベーター前です①。"


def test_a_table_that_lost_its_letters_is_refused(table: Table) -> None:
    lost = table(MUSALA[0], ["musala", "?????????", "2?????????", "ja", ""], encoding="ascii")
    assert [one.split(": ")[:2] for one in refused(lost)] == [["3", "question"], ["3", "answer"]]
