"""Offices near a place that a citizen has sent."""

from __future__ import annotations

import math
from typing import Any

import pytest

from bot.answers.nearest import kilometres, nearest_offices
from bot.catalogue.views import OfficeView
from tests.answers import sample

PLACE = (-8.2, 114.4)


def office(key: str, latitude: float | None = None, longitude: float | None = None, **facts: Any) -> OfficeView:
    name = {"id": f"Kantor {key}", "ja": f"窓口{key}"}
    return sample.office(**{"key": key, "name": name, "latitude": latitude, "longitude": longitude, **facts})


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ((0.0, 0.0), (0.0, 1.0), 111.2),
        ((-6.2088, 106.8456), (35.6762, 139.6503), 5780.0),  # Jakarta and Tokyo
        ((0.0, 179.5), (0.0, -179.5), 111.2),
        ((90.0, 0.0), (-90.0, 0.0), 20015.0),
        ((-8.2, 114.4), (-8.2, 114.4), 0.0),
    ],
)
def test_the_distance_is_that_on_the_globe(one: tuple[float, float], other: tuple[float, float], distance: float) -> None:
    assert kilometres(*one, office("a", *other)) == pytest.approx(distance, rel=0.01, abs=0.1)


def test_an_office_without_coordinates_is_infinitely_far() -> None:
    assert math.isinf(kilometres(*PLACE, office("a")))
    assert math.isinf(kilometres(*PLACE, office("a", -8.2)))


@pytest.mark.parametrize("language", sample.LANGUAGES)
def test_the_three_nearest_are_named_from_near_to_far_with_distance_and_address(language: str) -> None:
    offices = (office("d", -9.9, 114.4), office("b", -8.3, 114.4), office("a", -8.201, 114.4), office("c", -8.5, 114.4), office("e"))
    reply = nearest_offices(sample.at(sample.agency(offices=offices), language), *PLACE)
    lines = reply.text.split("\n")
    named = [line for line in lines if line[:1].isdigit()]
    assert (
        named
        == {
            "id": ["1. Kantor a (kurang dari 1 km)", "2. Kantor b (sekitar 11 km)", "3. Kantor c (sekitar 33 km)"],
            "ja": ["1. 窓口a（1km未満）", "2. 窓口b（約11km）", "3. 窓口c（約33km）"],
        }[language]
    )
    assert ("   Jl. Buku 1" if language == "id" else "   本通り1番") in lines
    assert any("Saat ini buka" in line or "ただいま受付時間内です" in line for line in lines)
    assert reply.location is not None
    assert (reply.location.latitude, reply.location.longitude) == (-8.201, 114.4)
    assert len(reply.quick_replies) == 2


@pytest.mark.parametrize("language", sample.LANGUAGES)
def test_offices_of_which_only_the_address_is_known_are_named_without_a_distance(language: str) -> None:
    reply = nearest_offices(sample.at(sample.agency(offices=(office("a"), office("b", address=None))), language), *PLACE)
    assert "km" not in reply.text
    assert ("Kantor a" if language == "id" else "窓口a") in reply.text
    assert "Kantor b" not in reply.text
    assert "窓口b" not in reply.text
    assert reply.location is None


@pytest.mark.parametrize("language", sample.LANGUAGES)
def test_an_agency_without_offices_says_whom_to_ask(language: str) -> None:
    reply = nearest_offices(sample.at(sample.agency(), language), *PLACE)
    assert sample.CONTACT[language] in reply.text
    assert len(reply.quick_replies) == 2
