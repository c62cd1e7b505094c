"""What the catalogue's tables refuse."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from bot.catalogue.models import Agency, Fee, Office, OpeningInterval, Phrase, Service
from bot.faq.models import Faq

pytestmark = pytest.mark.django_db
TEXT = {"id": "Nama", "ja": "名前"}


def agency(key: str = "kota", **fields: Any) -> Agency:
    known: dict[str, Any] = {"kind": "city", "country": "ID", "timezone": "Asia/Jakarta", "default_language": "id", "name": TEXT}
    return Agency(key=key, **{**known, **fields})


@pytest.fixture
def city() -> Agency:
    made = agency()
    made.save()
    return made


@pytest.mark.parametrize("key", ["Kota", "kota baru", "kota--baru", "-kota", "kota-", "köta", "", "kota_baru", "k" * 41])
def test_a_key_has_small_letters_digits_and_single_hyphens(key: str) -> None:
    with pytest.raises(ValidationError) as raised:
        agency(key).full_clean()
    assert set(raised.value.message_dict) == {"key"}


@pytest.mark.parametrize("zone", ["Asia/Banyuwangi", "WIB", "", "+07:00"])
def test_a_time_zone_must_exist(zone: str) -> None:
    with pytest.raises(ValidationError) as raised:
        agency(timezone=zone).full_clean()
    assert set(raised.value.message_dict) == {"timezone"}


def test_an_agency_cannot_be_its_own_ancestor(city: Agency) -> None:
    child = agency("desa", parent=city)
    child.save()
    city.parent = child
    with pytest.raises(ValidationError, match="its own ancestor"):
        city.full_clean()
    city.parent = city
    with pytest.raises(ValidationError, match="its own ancestor"):
        city.full_clean()


def test_a_parent_of_another_country_is_refused(city: Agency) -> None:
    with pytest.raises(ValidationError, match="kota belongs to another country than shi"):
        agency("shi", country="JP", timezone="Asia/Tokyo", parent=city).full_clean()


def test_the_lineage_ends_even_if_a_circle_was_forced_into_the_table(city: Agency) -> None:
    Agency.objects.filter(pk=city.pk).update(parent=city)
    assert len(Agency.objects.get(pk=city.pk).lineage) <= 10


def test_a_parent_cannot_be_deleted_under_its_children(city: Agency) -> None:
    agency("desa", parent=city).save()
    with pytest.raises(IntegrityError):
        city.delete()


@pytest.mark.parametrize("coordinate", [{"latitude": 91.0}, {"latitude": -90.5}, {"longitude": 181.0}])
def test_coordinates_lie_on_the_earth(city: Agency, coordinate: dict[str, float]) -> None:
    with pytest.raises(ValidationError) as raised:
        Office(agency=city, key="k", name=TEXT, **coordinate).full_clean()
    assert set(raised.value.message_dict) == set(coordinate)


@pytest.mark.parametrize(("opens", "closes"), [(15, 8), (8, 8)])
def test_an_office_opens_before_it_closes(city: Agency, opens: int, closes: int) -> None:
    office = Office.objects.create(agency=city, key="k", name=TEXT)
    with pytest.raises(IntegrityError, match="interval_opens_before_it_closes"), transaction.atomic():
        OpeningInterval.objects.create(office=office, weekday=0, opens=dt.time(opens), closes=dt.time(closes))


def test_a_week_has_seven_days(city: Agency) -> None:
    office = Office.objects.create(agency=city, key="k", name=TEXT)
    with pytest.raises(ValidationError):
        OpeningInterval(office=office, weekday=7, opens=dt.time(8), closes=dt.time(9)).full_clean()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"valid_from": dt.date(2026, 2, 1), "valid_to": dt.date(2026, 1, 1)}, "fee_begins_before_it_ends"),
        ({"amount": 10, "amount_max": 5}, "fee_range_is_not_turned_round"),
    ],
)
def test_a_fee_that_cannot_be_is_refused(city: Agency, fields: dict[str, Any], constraint: str) -> None:
    service = Service.objects.create(agency=city, key="akta")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Fee.objects.create(service=service, position=0, currency="IDR", **fields)


def test_a_fee_of_one_day_and_one_without_an_amount_are_allowed(city: Agency) -> None:
    service = Service.objects.create(agency=city, key="akta")
    day = dt.date(2026, 1, 1)
    Fee.objects.create(service=service, position=0, currency="IDR", amount=None, valid_from=day, valid_to=day)
    Fee.objects.create(service=service, position=1, currency="IDR", amount=5, amount_max=5)


@pytest.mark.parametrize("model", [Service, Office, Faq])
def test_a_key_stands_once_in_an_agency_but_in_several_agencies(city: Agency, model: Any) -> None:
    fields: dict[str, Any] = {"question": TEXT, "answer": TEXT} if model is Faq else {"name": TEXT}
    other = agency("desa")
    other.save()
    model.objects.create(agency=city, key="sama", **fields)
    model.objects.create(agency=other, key="sama", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(agency=city, key="sama", **fields)


def test_a_phrase_stands_once(city: Agency) -> None:
    service = Service.objects.create(agency=city, key="akta")
    Phrase.objects.create(service=service, kind="alias", language="id", text="akte")
    Phrase.objects.create(service=service, kind="example", language="id", text="akte")
    with pytest.raises(IntegrityError), transaction.atomic():
        Phrase.objects.create(service=service, kind="alias", language="id", text="akte")
