"""`manage.py catalogue audit`: content in which nothing is missing, and one change at a time that the audit must find."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bot.catalogue.audit.corpus import from_database, from_files
from bot.catalogue.exchange.documents import merged_documents
from bot.catalogue.load import load_content
from bot.catalogue.merge import agency_view
from bot.catalogue.models import Service
from bot.environment import ROOT
from tests.catalogue.content import change, write

AGENCY = """\
    key: negeri
    kind: national
    country: ID
    timezone: Asia/Jakarta
    name: {id: Negeri, ja: 国}
    contact: {id: Telepon (021) 5550123., ja: 電話は(021) 5550123です。}
    sources: [{title: Situs resmi}]
    offices:
      - key: pusat
        name: {id: Kantor pusat, ja: 本部}
        address: {id: Jl. Merdeka No. 1, ja: Jl. Merdeka No. 1}
        phone: "(021) 5550123"
        hours: {mon: ["08:00-12:00"]}
        sources: [{title: Situs resmi}]
        verified_on: VERIFIED
    """
SERVICE = """\
    key: akta
    category: family
    name: {id: Akta kelahiran, ja: 出生証明書}
    short_name: {id: Akta, ja: 出生証明}
    aliases:
      id: [akta satu, akta dua, akta tiga, akta empat, akta lima, akta enam, akta tujuh, akta delapan]
      ja: [証明あ, 証明い, 証明う, 証明え, 証明お, 証明か, 証明き, 証明く]
    examples:
      id: [c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12]
      ja: [例1, 例2, 例3, 例4, 例5, 例6, 例7, 例8, 例9, 例10, 例11, 例12]
    summary: {id: Bukti kelahiran., ja: 出生の証明です。, ja_easy: 生まれたことがわかる紙です。}
    who: {id: Orang tua., ja: 父母です。, ja_easy: お父さんかお母さんです。}
    requirements:
      - label: {id: Pengajuan baru, ja: 新規の場合, ja_easy: はじめて作るとき}
        items:
          - {id: Surat keterangan lahir, ja: 出生を証明する書類, ja_easy: 病院の紙}
          - {id: 2 lembar fotokopi KK, ja: 家族カードのコピー2枚, ja_easy: 家族カードのコピー2枚}
    procedure:
      - {id: Datang ke loket., ja: 窓口へ行きます。, ja_easy: 窓口へ行きます。}
    processing_time:
      value: 2
      unit: week
      text: {id: Selesai dalam 14 hari., ja: 2週間でできます。, ja_easy: 2週間でできます。}
    deadline: {value: 60, unit: day, text: {id: Paling lambat 60 hari., ja: 60日以内です。, ja_easy: 60日以内です。}}
    validity: {text: {id: Berlaku selamanya., ja: 期限はありません。, ja_easy: ずっと使えます。}}
    fees: [{amount: 0, currency: IDR, basis: UU 1/2020}]
    where: {text: {id: Kantor pusat., ja: 本部です。, ja_easy: 本部です。}, offices: [pusat]}
    online: {text: {id: Belum bisa., ja: できません。, ja_easy: できません。}}
    form: {text: {id: Ada di loket., ja: 窓口にあります。, ja_easy: 窓口にあります。}}
    legal_basis: [{title: {id: Undang-Undang Contoh, ja: 見本法}, number: UU 1/2020}]
    provenance: {sources: [{title: UU 1/2020}], verified_on: VERIFIED, review_due: DUE}
    """
SECOND = """\
    key: kia
    category: child
    name: {id: Kartu anak, ja: 子ども身分証}
    aliases: {id: [kartu bocah], ja: [子のカード]}
    summary: {id: Kartu untuk anak., ja: 子どものカードです。}
    provenance: {sources: [{title: UU 2/2020}], verified_on: VERIFIED, review_due: DUE}
    """
FAQ = """\
    faq:
      - key: telepon
        question: {id: "Nomor telepon berapa?", ja: 電話番号は}
        answer: {id: "Telepon (021) 5550123.", ja: 電話は(021) 5550123です。}
        sources: [{title: Situs resmi}]
    """
SERVICE_FILE = "catalogue/negeri/akta.yml"
AGENCY_FILE = "catalogue/negeri/agency.yml"
FAQ_FILE = "faq/negeri.yml"

pytestmark = pytest.mark.django_db


def dated(text: str) -> str:
    today = timezone.localdate()
    return text.replace("VERIFIED", str(today - dt.timedelta(days=3))).replace("DUE", str(today + dt.timedelta(days=200)))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A data folder without a gap."""
    write(tmp_path, AGENCY_FILE, dated(AGENCY))
    write(tmp_path, SERVICE_FILE, dated(SERVICE))
    write(tmp_path, FAQ_FILE, FAQ)
    write(tmp_path, "audit/scope.yml", "negeri:\n  akta: {id: Akta, ja: 証明書}\n")
    write(tmp_path, "audit/easy-japanese.yml", "negeri: [akta]\n")
    return tmp_path


def audit(folder: Path, *options: str) -> tuple[dict[str, Any], str]:
    """The JSON report, and the sentence with which the command fails (empty when it succeeds)."""
    out = io.StringIO()
    try:
        call_command("catalogue", "audit", str(folder), "--format", "json", *options, stdout=out)
    except CommandError as error:
        failure = str(error)
    else:
        failure = ""
    return json.loads(out.getvalue()), failure


def lines(report: dict[str, Any], severity: str | None = None) -> list[str]:
    return [f"{f['agency']}/{f['subject']} {f['field']}: {f['sentence']}" for f in report["findings"] if severity in (None, f["severity"])]


def test_it_looks_into_every_faq_file_of_an_agency(content: Path) -> None:
    more = (
        FAQ.replace("telepon", "sms").replace("sms berapa", "telepon mana").replace("ja: 電話は(021) 5550123です。", "ja: お電話ください。")
    )
    write(content, "faq/negeri/agency.yml", more)
    assert [line for line in lines(audit(content)[0]) if "sms.answer" in line]


def test_it_finds_nothing_where_nothing_is_missing(content: Path) -> None:
    assert audit(content, "--strict") == ({"summary": {"contradiction": 0, "gap": 0, "left_to_agency": 0}, "findings": []}, "")


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        (SERVICE_FILE, "Paling lambat 60 hari.", "Paling lambat 30 hari.",
         "akta deadline.text: the Japanese text does not state 30 hari"),
        (SERVICE_FILE, "Selesai dalam 14 hari.", "Selesai dalam 14 minggu.",
         "akta processing_time.text: the Japanese text does not state 14 minggu"),
        (SERVICE_FILE, "コピー2枚, ja_easy", "コピー3枚, ja_easy",
         "akta requirements.0.items.1: the Japanese text does not state 2"),
        (SERVICE_FILE, "ja_easy: 2週間", "ja_easy: 3週間",
         "akta processing_time.text: only the plain Japanese text states 3週"),
        (SERVICE_FILE, "value: 60", "value: 61",
         "akta deadline: value is 61 day, but the text in 'id' does not state it"),
        (SERVICE_FILE, "currency: IDR", "currency: JPY",
         "akta fees.0.currency: JPY, but citizens here pay in IDR"),
        (SERVICE_FILE, "id: Belum bisa.", "id: Gratis.",
         "akta online.text: only the Indonesian text says that it is free"),
        (FAQ_FILE, 'id: "Telepon (021) 5550123."', 'id: "Telepon (021) 5550124."',
         "faq telepon.answer: the Japanese text does not state (021) 5550124"),
    ],
)  # fmt: skip
def test_it_fails_on_languages_and_values_that_differ(content: Path, file: str, old: str, new: str, found: str) -> None:
    change(content, file, old, new)

    report, failure = audit(content)

    assert f"negeri/{found}" in lines(report, "contradiction")
    assert failure.endswith("finding(s) to mend.")


ONLINE = "online: {text: {id: Belum bisa., ja: できません。, ja_easy: できません。}}\n"
FORM = "form: {text: {id: Ada di loket., ja: 窓口にあります。, ja_easy: 窓口にあります。}}\n"
SOURCES = "    sources: [{title: Situs resmi}]\n"


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        (SERVICE_FILE, ONLINE, "", "akta online: nothing is said about online here"),
        (SERVICE_FILE, FORM, "", "akta form: nothing is said about form here"),
        (SERVICE_FILE, "ja: 窓口へ行きます。, ja_easy: 窓口へ行きます。", "ja: 窓口へ行きます。",
         "akta procedure.0: there is no やさしい日本語"),
        (SERVICE_FILE, ", akta delapan]", "]", "akta aliases.id: 7, and 8 are wanted"),
        (SERVICE_FILE, ", 例12]", "]", "akta examples.ja: 11, and 12 are wanted"),
        (SERVICE_FILE, "{id: Akta, ja: 出生証明}", "{id: Akta, ja: 出生証明}\nproduct: {id: Kartu, ja: カード}",
         "akta product: there is no やさしい日本語"),
        (SERVICE_FILE, "id: Bukti kelahiran.", f"id: Bukti {'kata ' * 24}kelahiran.",
         "akta summary: 26 words in one sentence: Bukti kata kata kata kata ..."),
        (AGENCY_FILE, 'hours: {mon: ["08:00-12:00"]}', "url: https://negeri.example",
         "agency offices.pusat.hours: the opening hours are not known"),
        (AGENCY_FILE, SOURCES + "    verified_on", "    verified_on",
         "agency offices.pusat.phone: the phone has no source"),
        (AGENCY_FILE, SOURCES + "    verified_on", "    verified_on",
         "agency offices.pusat.address: the address has no source"),
        (AGENCY_FILE, "\nsources: [{title: Situs resmi}]", "",
         "agency contact: a telephone number or address stands here, and the agency names no source"),
        (FAQ_FILE, SOURCES, "", "faq telepon.answer: a telephone number or address has no source"),
        ("audit/scope.yml", "negeri:", "negeri:\n  kia: {id: Kartu anak, ja: 子ども}",
         "kia key: the service is missing: Kartu anak (子ども)"),
    ],
)  # fmt: skip
def test_it_lists_a_gap_and_fails_for_it_only_when_strict(content: Path, file: str, old: str, new: str, found: str) -> None:
    change(content, file, old, new)

    report, failure = audit(content)

    assert failure == ""
    assert f"negeri/{found}" in lines(report, "gap")
    assert audit(content, "--strict")[1] == f"{len(lines(report))} finding(s) to mend."


def test_an_abbreviation_ends_no_sentence_and_a_semicolon_does(content: Path) -> None:
    words = "kata " * 12
    change(content, SERVICE_FILE, "id: Bukti kelahiran.", f'id: "Di Jl. Merdeka No. 1 {words}; {words}pukul 08.00."')
    change(content, SERVICE_FILE, "ja: 出生の証明です。,", "ja: Merdeka 1で8時です。,")

    assert audit(content)[0]["findings"] == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("review_due: DUE", "review_due: 2026-01-01",
         "provenance.review_due: the review was due on 2026-01-01"),
        (", review_due: DUE", "", "provenance.review_due: no day is set to look again"),
        ("verified_on: VERIFIED, review", "verified_on: 2024-01-01, review",
         "provenance.verified_on: read more than a year ago, on 2024-01-01"),
    ],
)  # fmt: skip
def test_it_lists_what_nobody_has_looked_at_for_too_long(content: Path, old: str, new: str, found: str) -> None:
    write(content, SERVICE_FILE, dated(SERVICE.replace(old, new)))

    assert lines(audit(content)[0]) == [f"negeri/akta {found}"]


def test_it_fails_on_an_alias_that_two_services_claim(content: Path) -> None:
    write(content, "catalogue/negeri/kia.yml", dated(SECOND))
    assert audit(content)[1] == ""

    change(content, "catalogue/negeri/kia.yml", "[子のカード]", "[出生 証明書]")
    report, failure = audit(content)

    assert lines(report, "contradiction") == ["negeri/kia aliases.ja: '出生 証明書' also stands for akta"]
    assert failure == "1 finding(s) to mend."


def test_a_long_name_needs_a_short_one(content: Path) -> None:
    write(content, "catalogue/negeri/kia.yml", dated(SECOND).replace("id: Kartu anak", "id: Kartu identitas anak di bawah umur"))
    found = "negeri/kia name.id: 34 characters; a short name has at most 24"
    assert found in lines(audit(content)[0])

    change(content, "catalogue/negeri/kia.yml", "aliases:", "short_name: {id: Kartu anak, ja: 子ども身分証}\naliases:")
    assert found not in lines(audit(content)[0])


CITY = """\
    key: kota
    kind: city
    parent: negeri
    country: ID
    timezone: Asia/Jakarta
    name: {id: Kota, ja: 市}
    """


def test_what_a_nation_lacks_is_told_once_and_what_it_states_is_not_missing_in_its_cities(content: Path) -> None:
    write(content, "catalogue/kota/agency.yml", CITY)
    assert audit(content, "--strict")[1] == ""

    change(content, SERVICE_FILE, FORM, "")
    assert lines(audit(content)[0]) == ["negeri/akta form: nothing is said about form here (nor in kota)"]

    write(content, "catalogue/kota/akta.yml", dated(
        """\
        key: akta
        form: {text: {id: Ada di balai kota., ja: 市役所にあります。, ja_easy: 市役所にあります。}}
        provenance: {sources: [{title: Situs kota}], verified_on: VERIFIED, review_due: DUE}
        """
    ))  # fmt: skip
    assert lines(audit(content)[0]) == ["negeri/akta form: nothing is said about form here"]


def test_a_city_is_told_when_its_service_names_no_office(content: Path) -> None:
    change(content, SERVICE_FILE, ", offices: [pusat]", "")
    assert audit(content)[0]["findings"] == []  # a nation cannot name one

    write(content, "catalogue/kota/agency.yml", CITY)
    assert lines(audit(content)[0]) == ["kota/akta hours: nothing is said about hours here"]


def test_a_city_record_without_a_source_is_a_gap(content: Path) -> None:
    write(content, "catalogue/kota/agency.yml", CITY)
    write(content, "catalogue/kota/akta.yml", "key: akta\nnotes: {id: Antre pagi., ja: 朝に並びます。, ja_easy: 朝に並びます。}\n")

    assert lines(audit(content)[0]) == [
        "kota/akta provenance.sources: the record names no source",
        "kota/akta provenance.verified_on: nobody has said when the sources were read",
    ]


def test_it_looks_at_the_database_when_asked_and_finds_what_the_files_cannot_hold(content: Path) -> None:
    load_content(content)
    assert audit(content, "--database", "--strict")[1] == ""

    akta = Service.objects.get(key="akta")
    assert akta.requirements is not None
    akta.requirements[0]["items"].append({"id": "Buku nikah"})
    akta.save()
    report, failure = audit(content, "--database")

    assert lines(report, "contradiction") == ["negeri/akta requirements.0.items: 3 in Indonesian, 2 in Japanese"]
    assert "negeri/akta requirements.0.items.2: there is no Japanese text" in lines(report, "gap")
    assert failure == "1 finding(s) to mend."
    assert audit(content, "--strict")[1] == ""


def test_the_text_report_has_a_line_for_each_finding_and_a_table(content: Path) -> None:
    change(content, SERVICE_FILE, "value: 60", "value: 61")
    out = io.StringIO()

    with pytest.raises(CommandError) as failure:
        call_command("catalogue", "audit", str(content), stdout=out)

    assert failure.value.returncode == 1

    assert out.getvalue().splitlines() == [
        "negeri/akta deadline: value is 61 day, but the text in 'id' does not state it",
        "negeri/akta deadline: value is 61 day, but the text in 'ja' does not state it",
        "",
        "rule             contradictions    gaps   left for the agency",
        "value                         2       0                     0",
        "all                           2       0                     0",
    ]


LEFT = "left_to_agency: [form, hours]\nprovenance"


def test_what_is_left_to_the_agency_is_told_apart_from_gaps_and_fails_nothing(content: Path) -> None:
    change(content, SERVICE_FILE, FORM, "")
    change(content, SERVICE_FILE, "provenance", "left_to_agency: [form]\nprovenance")
    out = io.StringIO()

    call_command("catalogue", "audit", str(content), "--strict", stdout=out)

    assert out.getvalue().splitlines() == [
        "Left for the agency to fill in (1):",
        "negeri/akta form: citizens are told to ask about form",
        "",
        "rule             contradictions    gaps   left for the agency",
        "facet                         0       0                     1",
        "all                           0       0                     1",
    ]
    load_content(content)
    assert audit(content, "--database", "--strict") == audit(content, "--strict")


def test_a_gap_beside_what_is_left_stays_a_gap(content: Path) -> None:
    change(content, SERVICE_FILE, FORM, "")
    change(content, SERVICE_FILE, ONLINE, "left_to_agency: [form]\n")

    report, failure = audit(content, "--strict")

    assert lines(report, "gap") == ["negeri/akta online: nothing is said about online here"]
    assert lines(report, "left_to_agency") == ["negeri/akta form: citizens are told to ask about form"]
    assert failure == "1 finding(s) to mend."


def test_what_a_nation_leaves_to_the_agencies_each_city_can_state(content: Path) -> None:
    change(content, SERVICE_FILE, FORM, "")
    change(content, SERVICE_FILE, ", offices: [pusat]", "")
    change(content, SERVICE_FILE, "provenance", LEFT)
    write(content, "catalogue/kota/agency.yml", CITY)
    assert lines(audit(content)[0], "left_to_agency") == [
        "kota/akta hours: citizens are told to ask about hours",
        "negeri/akta form: citizens are told to ask about form (also in kota)",
    ]

    stated = """\
        key: akta
        where:
          text: {id: Balai kota., ja: 市役所です。, ja_easy: 市役所です。}
          hours: {id: "Pukul 08.00 sampai 12.00.", ja: 8時から12時です。, ja_easy: 8時から12時です。}
        form: {text: {id: Ada di balai kota., ja: 市役所にあります。, ja_easy: 市役所にあります。}}
        provenance: {sources: [{title: Situs kota}], verified_on: VERIFIED, review_due: DUE}
        """
    write(content, "catalogue/kota/akta.yml", dated(stated))
    assert lines(audit(content)[0]) == ["negeri/akta form: citizens are told to ask about form"]

    change(content, "catalogue/kota/akta.yml", "8時から12時です。, ja_easy", "9時から12時です。, ja_easy")
    assert "kota/akta where.hours: the Japanese text does not state Pukul 08.00" in lines(audit(content)[0], "contradiction")


def test_a_facet_that_is_stated_by_now_is_to_be_taken_off_the_list(content: Path) -> None:
    change(content, SERVICE_FILE, "provenance", LEFT)

    assert lines(audit(content)[0]) == [
        "negeri/akta left_to_agency: form is stated by now: take it off this list",
        "negeri/akta left_to_agency: hours is stated by now: take it off this list",
    ]


def test_amounts_and_hours_that_citizens_are_to_ask_for_are_left_to_the_agency_too(content: Path) -> None:
    change(content, SERVICE_FILE, "amount: 0", "amount: null")
    change(content, AGENCY_FILE, 'hours: {mon: ["08:00-12:00"]}', "hours_note: {id: Telepon dulu., ja: 先に電話してください。}")

    report, failure = audit(content, "--strict")

    assert lines(report, "left_to_agency") == [
        "negeri/akta fees.0.amount: citizens are told to ask about the amount",
        "negeri/agency offices.pusat.hours: the hours are not certain, and a note says so",
    ]
    assert (len(lines(report)), failure) == (2, "")


def test_the_seed_content_has_neither_a_contradiction_nor_a_gap() -> None:
    report, failure = audit(ROOT / "data", "--strict")

    assert lines(report, "contradiction") == lines(report, "gap") == []
    assert failure == ""


def test_the_merged_view_is_the_same_from_files_as_the_one_that_the_bot_reads(content: Path) -> None:
    write(content, "catalogue/negeri/kia.yml", dated(SECOND).replace("aliases", "short_name: {id: Kartu anak, ja: 身分証}\n    aliases"))
    write(content, "catalogue/kota/agency.yml", CITY)
    write(content, "catalogue/kota/kia.yml", "key: kia\nhidden: true\n")
    write(content, "catalogue/kota/akta.yml", "key: akta\naliases: {ja: [証明け]}\nform: {text: {id: Di kota., ja: 市にあります。}}\n")
    load_content(content)

    for agency in ("negeri", "kota"):
        read = {document["key"]: document for document in merged_documents(agency_view(agency))}
        for corpus in (from_files(content), from_database()):
            assert {key: _stated(service.document) for key, service in corpus.offered(agency).items()} == read


def _stated(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value}
