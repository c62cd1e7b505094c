"""Whether an office is open, at any moment and in any zone."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest

from bot.catalogue.opening import closed_because, opening, public_holiday
from tests.answers.sample import hours, office

JAKARTA, TOKYO, UTC = zoneinfo.ZoneInfo("Asia/Jakarta"), zoneinfo.ZoneInfo("Asia/Tokyo"), dt.UTC


def test_unknown_hours_are_not_the_same_as_closed() -> None:
    moment = dt.datetime(2026, 11, 30, 10, tzinfo=JAKARTA)
    assert opening(office(hours=None), moment) is None
    never = opening(office(hours={}), moment)
    assert never is not None
    assert (never.is_open, never.opens_next) == (False, None)


@pytest.mark.parametrize(
    ("utc", "is_open"),
    [("2026-11-30T00:59", False), ("2026-11-30T01:00", True), ("2026-11-30T07:59", True), ("2026-11-30T08:00", False)],
)
def test_the_moment_may_come_in_any_zone(utc: str, is_open: bool) -> None:
    state = opening(office(), dt.datetime.fromisoformat(utc).replace(tzinfo=UTC))
    assert state is not None
    assert state.is_open is is_open


def test_the_next_opening_is_told_in_the_zone_of_the_office() -> None:
    state = opening(office("JP"), dt.datetime(2026, 11, 29, 23, 30, tzinfo=UTC))  # Monday, half past eight in Tokyo
    assert state is not None
    assert state.is_open
    state = opening(office("JP"), dt.datetime(2026, 11, 30, 6, 0, tzinfo=UTC))  # three in the afternoon in Tokyo
    assert state is not None
    assert state.opens_next == dt.datetime(2026, 12, 1, 8, tzinfo=TOKYO)


def test_between_two_intervals_it_is_closed_without_a_reason() -> None:
    state = opening(office(hours=hours(0, times="08:00-12:00 13:00-15:00")), dt.datetime(2026, 11, 30, 12, 30, tzinfo=JAKARTA))
    assert state is not None
    assert (state.is_open, state.reason, state.opens_next) == (False, None, dt.datetime(2026, 11, 30, 13, tzinfo=JAKARTA))


@pytest.mark.parametrize(
    ("day", "closed"), [("2026-12-28", False), ("2026-12-29", True), ("2027-01-03", True), ("2027-01-04", False), ("2028-12-31", True)]
)
def test_a_closure_of_every_year_may_run_over_new_year(day: str, closed: bool) -> None:
    place = office("JP", closed_on_public_holidays=False, closures=(("12-29", "01-03", {"id": "akhir tahun", "ja": "年末年始"}),))
    assert (closed_because(place, dt.date.fromisoformat(day)) is not None) is closed


@pytest.mark.parametrize(
    ("day", "closed"), [("2026-08-12", False), ("2026-08-13", True), ("2026-08-15", True), ("2026-08-16", False), ("2027-08-14", True)]
)
def test_a_closure_of_every_year_within_one_year(day: str, closed: bool) -> None:
    place = office("JP", closed_on_public_holidays=False, closures=(("08-13", "08-15", None),))
    assert (closed_because(place, dt.date.fromisoformat(day)) is not None) is closed


@pytest.mark.parametrize(("day", "closed"), [("2026-03-10", True), ("2026-03-12", True), ("2026-03-13", False), ("2027-03-10", False)])
def test_a_closure_with_a_year_holds_once(day: str, closed: bool) -> None:
    place = office(closed_on_public_holidays=False, closures=(("2026-03-10", "2026-03-12", None),))
    assert (closed_because(place, dt.date.fromisoformat(day)) is not None) is closed


@pytest.mark.parametrize(
    ("country", "day", "indonesian", "japanese"),
    [
        ("ID", "2026-08-17", "Kemerdekaan", "独立記念日"),
        ("ID", "2026-12-25", "Natal", "クリスマス"),
        ("ID", "2026-12-24", "Cuti Bersama", "クリスマスの政令指定休日"),
        ("ID", "2027-03-10", "Idul Fitri (perkiraan)", "断食明け大祭（イドゥル・フィトリ）（見込み）"),
        ("JP", "2026-05-05", "Hari Anak", "こどもの日"),
        ("JP", "2026-11-23", "Hari Syukur atas Kerja", "勤労感謝の日"),
    ],
)
def test_public_holidays_have_names(country: str, day: str, indonesian: str, japanese: str) -> None:
    name = public_holiday(office(country), dt.date.fromisoformat(day))
    assert name is not None
    assert indonesian in name["id"]
    assert japanese in name["ja"]


@pytest.mark.parametrize("year", range(2026, 2030))
def test_each_holiday_has_a_name_in_the_other_language(year: int) -> None:
    for offset in range(365):
        day = dt.date(year, 1, 1) + dt.timedelta(offset)
        if (indonesian := public_holiday(office("ID"), day)) is not None:
            assert not any(letter.isascii() and letter.isalpha() for letter in indonesian["ja"]), indonesian
        if (japanese := public_holiday(office("JP"), day)) is not None:
            assert japanese["id"].replace("ō", "o").isascii(), japanese


@pytest.mark.parametrize(("country", "subdivision"), [("JP", "40"), ("JP", "27"), ("ID", "JI"), ("JP", "tidak-ada")])
def test_a_subdivision_without_holidays_of_its_own_has_those_of_the_country(country: str, subdivision: str) -> None:
    assert public_holiday(office(country, subdivision=subdivision), dt.date(2027, 1, 1)) is not None
