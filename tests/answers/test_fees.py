"""What a service costs, in words: free, exact, a range, unknown, and rates that change on a day."""

from __future__ import annotations

import pytest

from bot.answers.facets import facet_text, in_short
from bot.catalogue.views import ServiceView
from tests.answers.sample import agency, at, fee, service

ADULT = {"id": "Dewasa", "ja": "大人"}
CHILD = {"id": "Anak", "ja": "子ども"}


def worded(offered: ServiceView, language: str, moment: str = "2026-11-30T10:00", country: str = "ID") -> str:
    view = agency(offered, country=country)
    return facet_text(offered, "fee", at(view, language, moment))


def test_what_is_free_is_said_to_be_free_outright() -> None:
    free = service(fees=(fee(0, basis="UU 24/2013 Pasal 79A"),))
    assert worded(free, "id").splitlines()[0] == "Kartu Perpustakaan: gratis, tidak dipungut biaya."
    assert worded(free, "ja").splitlines()[0] == "「図書館カード」に手数料はかかりません。"
    assert "UU 24/2013 Pasal 79A" in worded(free, "id")
    assert "UU 24/2013 Pasal 79A" in worded(free, "ja")


@pytest.mark.parametrize(
    ("amount", "currency", "indonesian", "japanese"),
    [
        (350_000, "IDR", "Rp350.000", "350,000ルピア"),
        (1_250_000, "IDR", "Rp1.250.000", "1,250,000ルピア"),
        (300, "JPY", "300 yen", "300円"),
        (15_900, "JPY", "15.900 yen", "15,900円"),
    ],
)
def test_an_amount_is_written_as_people_of_that_language_write_it(amount: int, currency: str, indonesian: str, japanese: str) -> None:
    priced = service(fees=(fee(amount, currency),))
    assert worded(priced, "id") == f"Biaya Kartu Perpustakaan: {indonesian}."
    assert worded(priced, "ja") == f"「図書館カード」の手数料は{japanese}です。"


def test_a_range_names_both_ends() -> None:
    ranged = service(fees=(fee(10_000, amount_max=50_000),))
    assert "Rp10.000 sampai Rp50.000" in worded(ranged, "id")
    assert "10,000ルピア～50,000ルピア" in worded(ranged, "ja")


def test_a_range_from_nothing_is_not_called_free() -> None:
    ranged = service(fees=(fee(0, amount_max=50_000),))
    for language in ("id", "ja"):
        assert "gratis" not in worded(ranged, language)
        assert "無料" not in worded(ranged, language)
    assert "Rp50.000" in worded(ranged, "id")


def test_several_amounts_stand_in_a_list_with_their_labels() -> None:
    both = service(fees=(fee(5000, label=ADULT), fee(0, label=CHILD), fee(None, label={"id": "Luar kota", "ja": "市外の方"})))
    assert worded(both, "id").splitlines() == [
        "Biaya Kartu Perpustakaan:",
        "• Dewasa: Rp5.000",
        "• Anak: gratis",
        "• Luar kota: tanyakan ke loket",
    ]
    assert worded(both, "ja").splitlines() == [
        "「図書館カード」の手数料：",
        "・大人：5,000ルピア",
        "・子ども：無料",
        "・市外の方：窓口でご確認ください",
    ]


def test_a_lone_amount_keeps_its_label() -> None:
    labelled = service(fees=(fee(5000, label=ADULT),))
    assert worded(labelled, "id") == "Biaya Kartu Perpustakaan: Rp5.000 (Dewasa)."
    assert worded(labelled, "ja") == "「図書館カード」の手数料は5,000ルピア（大人）です。"


@pytest.mark.parametrize("fees", [(), (fee(None),)])
def test_an_unknown_fee_is_said_to_be_missing_and_whom_to_ask(fees: tuple[object, ...]) -> None:
    unknown = service(fees=fees)
    assert "belum tercantum" in worded(unknown, "id")
    assert "telepon 000-111" in worded(unknown, "id")
    assert "こちらに情報がありません" in worded(unknown, "ja")
    assert "電話 000-111" in worded(unknown, "ja")
    for language in ("id", "ja"):
        assert "gratis" not in worded(unknown, language)
        assert "無料" not in worded(unknown, language)


def test_a_note_stands_in_for_an_unknown_amount_without_pretending_one() -> None:
    noted = service(fees=(fee(None),), fee_note={"id": "Ditetapkan tiap tahun.", "ja": "毎年決まります。"})
    assert "belum punya angka pastinya" in worded(noted, "id")
    assert worded(noted, "id").endswith("Ditetapkan tiap tahun.")
    assert worded(noted, "ja").endswith("毎年決まります。")


CHANGING = service(
    fees=(
        fee(300, "JPY", valid_to="2026-11-30", basis="Perda lama"),
        fee(350, "JPY", valid_from="2026-12-01", basis="Perda baru"),
    )
)


@pytest.mark.parametrize(
    ("moment", "charged", "not_charged"),
    [("2026-11-30T23:59", "300円", "350円です"), ("2026-12-01T00:00", "350円", "300円"), ("2027-06-01T12:00", "350円", "300円")],
)
def test_the_rate_of_the_day_is_charged(moment: str, charged: str, not_charged: str) -> None:
    text = worded(CHANGING, "ja", moment, "JP")
    assert text.splitlines()[0] == f"「図書館カード」の手数料は{charged}です。"
    assert not_charged not in text


def test_a_rate_to_come_is_announced_with_its_day() -> None:
    assert "Mulai 1 Desember 2026: 350 yen." in worded(CHANGING, "id", "2026-11-01T10:00", "JP")
    assert "2026年12月1日から：350円" in worded(CHANGING, "ja", "2026-11-01T10:00", "JP")


def test_a_rate_that_has_come_is_announced_no_more_and_brings_its_own_basis() -> None:
    text = worded(CHANGING, "id", "2026-12-01T08:00", "JP")
    assert "Mulai" not in text
    assert "Perda baru" in text
    assert "Perda lama" not in text


def test_the_day_begins_at_midnight_at_the_agency_and_not_in_london() -> None:
    # 15:30 UTC on 30 November is half past midnight on 1 December in Tokyo.
    assert worded(CHANGING, "ja", "2026-12-01T00:30", "JP").startswith("「図書館カード」の手数料は350円")


def test_a_rate_that_has_run_out_without_a_successor_is_unknown() -> None:
    old = service(fees=(fee(300, "JPY", valid_to="2025-03-31"),))
    assert "こちらに情報がありません" in worded(old, "ja", country="JP")


def test_a_fee_that_only_begins_later_is_not_charged_today_but_announced() -> None:
    later = service(fees=(fee(500, "JPY", valid_from="2027-04-01"),))
    text = worded(later, "ja", country="JP")
    assert "2027年4月1日から：500円" in text


def test_in_one_line_and_in_the_overview_a_coming_amount_stands_with_its_day() -> None:
    changing = service(fees=(fee(0, valid_to="2026-12-14"), fee(30_000, valid_from="2026-12-15")))
    view = agency(changing)
    assert in_short(changing, "fee", at(view, "id", "2026-11-30T10:00")) == "gratis (mulai 15 Desember 2026: Rp30.000)"
    assert in_short(changing, "fee", at(view, "ja", "2026-11-30T10:00")) == "無料（2026年12月15日から：30,000ルピア）"
    assert in_short(changing, "fee", at(view, "id", "2026-12-15T10:00")) == "Rp30.000"
    overview = facet_text(changing, "overview", at(view, "id", "2026-11-30T10:00"))
    assert "Tidak dipungut biaya.\nMulai 15 Desember 2026: Rp30.000." in overview
