"""The records that the editor's pages keep in memory are never those of yesterday, of a change that was given up, or of another page."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bot.catalogue.editing.surroundings import corpus_of
from bot.catalogue.models import Agency
from bot.catalogue.store import store_agency, store_service


@pytest.fixture
def city(transactional_db: None) -> Agency:
    """A city with a service, below a nation with another one."""
    common = {"country": "ID", "timezone": "Asia/Jakarta"}
    nation = store_agency({"key": "negara", "kind": "national", "name": {"id": "Negara", "ja": "国"}, **common})
    store_service(nation, {"key": "ktp", "name": {"id": "KTP", "ja": "身分証"}})
    city = store_agency({"key": "kota", "kind": "city", "parent": "negara", "name": {"id": "Kota", "ja": "市"}, **common})
    store_service(city, {"key": "akta", "name": {"id": "Akta", "ja": "証明書"}})
    return Agency.objects.select_related("parent").get(pk=city.pk)


def name(city: Agency, service: str = "akta") -> str:
    offered = corpus_of(city).offered_one("kota", service)
    return str(offered.document["name"]["id"]) if offered is not None else ""


def test_the_second_page_reads_only_whether_something_has_changed(city: Agency) -> None:
    corpus_of(city)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert name(city) == "Akta"
        assert name(city, "ktp") == "KTP"
    assert [query["sql"].split(" FROM ")[1].split()[0] for query in queries] == ['"catalogue_revision"'] * 2


def test_an_edit_is_seen_at_once_at_the_agency_and_below_it(city: Agency) -> None:
    assert name(city) == "Akta"
    store_service(city, {"key": "akta", "name": {"id": "Akta kelahiran", "ja": "出生証明書"}})
    assert name(city) == "Akta kelahiran"
    store_service(Agency.objects.get(key="negara"), {"key": "ktp", "name": {"id": "KTP-el", "ja": "電子身分証"}})
    assert name(city, "ktp") == "KTP-el"


def test_a_change_that_is_given_up_is_seen_inside_its_transaction_alone(city: Agency) -> None:
    assert name(city) == "Akta"
    with transaction.atomic():
        store_service(city, {"key": "akta", "name": {"id": "Salah", "ja": "誤り"}})
        assert name(city) == "Salah"
        transaction.set_rollback(True)
    assert name(city) == "Akta"
    # It counts its revisions as the change before did.
    store_service(city, {"key": "akta", "name": {"id": "Benar", "ja": "正しい"}})
    assert name(city) == "Benar"


def test_what_one_page_does_to_its_records_is_not_seen_by_the_next(city: Agency) -> None:
    records = corpus_of(city).agencies["kota"].services
    records["akta"]["name"]["id"] = "Coretan"
    del records["akta"]["name"]["ja"]
    records.clear()
    assert name(city) == "Akta"
