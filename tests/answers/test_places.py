"""Where a service is done, when its offices are open, and whether they are open now."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.facets import facet_text
from bot.answers.service_answer import answer
from bot.catalogue.views import OfficeView
from tests.answers.sample import agency, at, hours, office, service

WHERE = {"text": {"id": "Di perpustakaan.", "ja": "図書館です。"}, "offices": ["perpustakaan"]}


def worded(
    facet: str, place: OfficeView | None, language: str = "id", moment: str = "2026-11-30T10:00", where: dict[str, Any] | None = WHERE
) -> str:
    offered = service(where=where)
    view = agency(offered, offices=(place,) if place else (), country=place.country if place else "ID")
    return facet_text(offered, facet, at(view, language, moment))


# Where


def test_where_gives_name_address_telephone_and_hours() -> None:
    assert worded("where", office()).splitlines() == [
        "Tempat mengurus Kartu Perpustakaan:",
        "Di perpustakaan.",
        "",
        "Perpustakaan Kota",
        "Alamat: Jl. Buku 1",
        "Telepon: 000-222",
        "Jam buka: Senin–Jumat pukul 08.00–15.00",
        "Saat ini buka, sampai pukul 15.00.",
    ]
    assert worded("where", office(), "ja").splitlines() == [
        "「図書館カード」の窓口：",
        "図書館です。",
        "",
        "市立図書館",
        "住所：本通り1番",
        "電話：000-222",
        "受付時間：月曜日～金曜日 8:00～15:00",
        "ただいま受付時間内です（15:00まで）。",
    ]


def test_an_office_whose_facts_are_unknown_leaves_no_empty_lines_behind() -> None:
    bare = office(address=None, phone="", hours=None)
    assert worded("where", bare).splitlines() == ["Tempat mengurus Kartu Perpustakaan:", "Di perpustakaan.", "", "Perpustakaan Kota"]


def test_without_an_office_the_contact_is_named() -> None:
    text_only = {"text": WHERE["text"]}
    assert worded("where", None, "id", where=text_only).endswith("Alamat dan jam buka: Hubungi balai kota, telepon 000-111.")
    assert worded("where", None, "ja", where=text_only).endswith("住所や受付時間について：市役所（電話 000-111）にお問い合わせください。")


def test_an_office_that_no_longer_exists_is_passed_over() -> None:
    text = worded("where", None, "id", where=WHERE)
    assert "Di perpustakaan." in text
    assert "telepon 000-111" in text


@pytest.mark.parametrize("where", [None, {}, {"offices": []}, {"offices": ["hilang"]}])
def test_an_unknown_place_is_said_to_be_missing_and_whom_to_ask(where: dict[str, Any] | None) -> None:
    text = worded("where", None, where=where)
    assert text == "Maaf, tempat mengurus Kartu Perpustakaan belum tercantum di data kami. Hubungi balai kota, telepon 000-111."


def test_the_first_office_with_coordinates_is_the_place_on_the_map() -> None:
    unknown = office(key="a", latitude=None, longitude=None)
    offered = service(where={"offices": ["a", "perpustakaan"]})
    view = agency(offered, offices=(unknown, office()))
    place = answer(offered, ("where",), at(view, "ja")).location
    assert place is not None
    assert (place.title, place.address, place.latitude, place.longitude) == ("市立図書館", "本通り1番", -8.2, 114.4)
    assert answer(offered, ("fee",), at(view, "ja")).location is None


def test_no_more_than_three_offices_are_listed() -> None:
    places = tuple(office(key=f"k{n}", name={"id": f"Kantor {n}", "ja": f"窓口{n}"}) for n in range(5))
    offered = service(where={"offices": [p.key for p in places]})
    text = facet_text(offered, "where", at(agency(offered, offices=places), "id"))
    assert "Kantor 2" in text
    assert "Kantor 3" not in text


# The week


@pytest.mark.parametrize(
    ("week", "indonesian", "japanese"),
    [
        (hours(0, 1, 2, 3, 4), "Senin–Jumat pukul 08.00–15.00", "月曜日～金曜日 8:00～15:00"),
        (
            {**hours(0, 1, 2, 3, times="08:00-12:00 13:00-15:30"), **hours(4, times="08:00-11:00")},
            "Senin–Kamis pukul 08.00–12.00 dan 13.00–15.30; Jumat pukul 08.00–11.00",
            "月曜日～木曜日 8:00～12:00、13:00～15:30／金曜日 8:00～11:00",
        ),
        (hours(0, 2), "Senin pukul 08.00–15.00; Rabu pukul 08.00–15.00", "月曜日 8:00～15:00／水曜日 8:00～15:00"),
        (hours(5, 6), "Sabtu, Minggu pukul 08.00–15.00", "土曜日・日曜日 8:00～15:00"),
    ],
)
def test_days_with_the_same_hours_stand_together(week: Any, indonesian: str, japanese: str) -> None:
    assert f"Jam buka: {indonesian}\n" in worded("hours", office(hours=week)) + "\n"
    assert f"受付時間：{japanese}\n" in worded("hours", office(hours=week), "ja") + "\n"


def test_a_note_on_the_hours_is_added() -> None:
    noted = office(hours_note={"id": "Istirahat saat Jumatan.", "ja": "金曜の昼は休みです。"})
    assert worded("hours", noted).endswith("Istirahat saat Jumatan.")
    assert worded("hours", noted, "ja").endswith("金曜の昼は休みです。")


def test_unknown_hours_are_said_to_be_missing_and_whom_to_ask() -> None:
    text = worded("hours", office(hours=None))
    assert "belum tercantum" in text
    assert "telepon 000-111" in text
    assert "受付時間については、こちらに情報がありません。" in worded("hours", office(hours=None), "ja")


def test_a_note_alone_answers_when_the_hours_are_unknown() -> None:
    noted = office(hours=None, hours_note={"id": "Telepon dulu.", "ja": "先にお電話ください。"})
    assert worded("hours", noted).splitlines() == ["Jam buka untuk Kartu Perpustakaan:", "Perpustakaan Kota", "Telepon dulu."]


def test_hours_in_words_answer_before_those_of_the_offices() -> None:
    said = {"id": "Kapan saja.", "ja": "いつでも使えます。"}
    assert worded("hours", None, where={"text": WHERE["text"], "hours": said}).splitlines() == [
        "Jam layanan Kartu Perpustakaan:",
        "Kapan saja.",
    ]
    assert worded("hours", office(), "ja", where={**WHERE, "hours": said}).splitlines()[:3] == [
        "「図書館カード」の受付時間：",
        "いつでも使えます。",
        "市立図書館",
    ]


# Open now, and next

LUNCH = hours(0, 1, 2, 3, 4, times="08:00-12:00 13:00-15:00")


@pytest.mark.parametrize(
    ("moment", "indonesian", "japanese"),
    [
        ("2026-11-30T07:59", "Saat ini tutup. Buka lagi hari ini pukul 08.00.", "ただいま受付時間外です。次は本日8:00からです。"),
        ("2026-11-30T08:00", "Saat ini buka, sampai pukul 12.00.", "ただいま受付時間内です（12:00まで）。"),
        ("2026-11-30T12:00", "Saat ini tutup. Buka lagi hari ini pukul 13.00.", "ただいま受付時間外です。次は本日13:00からです。"),
        ("2026-11-30T14:59", "Saat ini buka, sampai pukul 15.00.", "ただいま受付時間内です（15:00まで）。"),
        ("2026-11-30T15:00", "Saat ini tutup. Buka lagi besok pukul 08.00.", "ただいま受付時間外です。次は明日8:00からです。"),
        (
            "2026-11-27T15:00",
            "Saat ini tutup. Buka lagi Senin, 30 November 2026 pukul 08.00.",
            "ただいま受付時間外です。次は2026年11月30日（月）8:00からです。",
        ),
    ],
)
def test_it_says_whether_the_office_is_open_and_what_comes_next(moment: str, indonesian: str, japanese: str) -> None:
    assert indonesian in worded("hours", office(hours=LUNCH), "id", moment)
    assert japanese in worded("hours", office(hours=LUNCH), "ja", moment)


def test_a_public_holiday_in_indonesia_is_named_and_passed_over() -> None:
    text = worded("hours", office(), "id", "2026-12-25T10:00")
    assert "Saat ini tutup (hari libur: " in text
    assert "Natal" in text
    assert "Buka lagi Senin, 28 Desember 2026 pukul 08.00." in text


def test_a_public_holiday_in_japan_is_named_and_passed_over() -> None:
    text = worded("hours", office("JP"), "ja", "2026-11-23T10:00")
    assert "ただいま受付時間外です（祝日：勤労感謝の日）。次は明日8:00からです。" in text


def test_each_country_keeps_its_own_holidays() -> None:
    assert "ただいま受付時間内です" in worded("hours", office("JP"), "ja", "2026-12-25T10:00")
    assert "Saat ini buka" in worded("hours", office(), "id", "2026-11-23T10:00")


def test_an_office_that_opens_on_public_holidays_is_open() -> None:
    assert "Saat ini buka" in worded("hours", office(closed_on_public_holidays=False), "id", "2026-12-25T10:00")


NEW_YEAR = (("12-29", "01-03", {"id": "libur akhir tahun", "ja": "年末年始"}),)


@pytest.mark.parametrize("moment", ["2026-12-29T10:00", "2026-12-31T10:00", "2027-01-01T10:00"])
def test_a_closure_over_new_year_holds_on_both_sides_of_it(moment: str) -> None:
    closed = office("JP", closures=NEW_YEAR)
    text = worded("hours", closed, "ja", moment)
    assert "（年末年始）" in text
    assert "次は2027年1月4日（月）8:00からです。" in text
    assert "(libur akhir tahun)" in worded("hours", closed, "id", moment)


def test_the_days_beside_a_closure_are_ordinary_ones() -> None:
    closed = office("JP", closures=NEW_YEAR)
    assert "ただいま受付時間内です" in worded("hours", closed, "ja", "2026-12-28T10:00")
    assert "ただいま受付時間内です" in worded("hours", closed, "ja", "2027-01-04T10:00")


def test_a_closure_on_one_day_only_is_over_the_next_year() -> None:
    closed = office(closures=(("2026-11-30", "2026-11-30", None),))
    assert "Saat ini tutup (hari libur kantor). Buka lagi besok pukul 08.00." in worded("hours", closed, "id", "2026-11-30T10:00")
    assert "Saat ini buka" in worded("hours", closed, "id", "2027-11-30T10:00")


def test_an_office_that_is_closed_for_months_promises_no_day() -> None:
    closed = office(closures=(("2026-11-01", "2027-06-30", {"id": "renovasi", "ja": "改修工事"}),))
    text = worded("hours", closed)
    assert "Saat ini tutup (renovasi)." in text
    assert "Buka lagi" not in text
    assert "ただいま受付時間外です（改修工事）。" in worded("hours", closed, "ja")


def test_the_zone_of_the_office_counts_and_not_that_of_the_citizen() -> None:
    jakarta = office()
    offered = service(where=WHERE)
    view = agency(offered, offices=(jakarta,), timezone="Asia/Tokyo")
    # Half past nine in Tokyo is half past seven in Jakarta.
    assert "Saat ini tutup. Buka lagi hari ini pukul 08.00." in facet_text(offered, "hours", at(view, "id", "2026-11-30T09:30"))
