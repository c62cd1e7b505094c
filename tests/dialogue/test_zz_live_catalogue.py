"""An edit in the catalogue or the FAQ is answered at once, without training. (Last: each edit renews every index.)"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.catalogue.models import Agency, Fee, Phrase, Service
from bot.catalogue.snapshot import CHECK_INTERVAL
from bot.faq.models import Faq
from bot.faq.store import store_faq
from bot.nlu.knowledge import index
from tests.dialogue.conftest import NewChat


def wait() -> None:
    """The time within which every process has noticed an edit."""
    time.sleep(CHECK_INTERVAL + 0.2)


@contextmanager
def fee(service: Service, amount: int) -> Iterator[None]:
    record = service.fees.get()
    before, record.amount = record.amount, amount
    record.save()
    wait()
    try:
        yield
    finally:
        record.amount = before
        record.save()
        wait()


def test_an_edited_fee_is_answered_at_once(chat: NewChat) -> None:
    talk = chat()
    assert "Rp30.000" in talk.say("biaya SKCK").text
    with fee(Service.objects.get(agency__key="indonesia", key="skck"), 45_000):
        assert "Rp45.000" in talk.say("biaya SKCK").text
    assert "Rp30.000" in talk.say("biaya SKCK").text


def test_an_edit_is_read_ahead_of_the_next_message(chat: NewChat, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = chat()
    talk.say("biaya SKCK")
    with fee(Service.objects.get(agency__key="indonesia", key="skck"), 45_000):
        index.renew(60.0, 8)
        with monkeypatch.context() as patched:
            patched.setattr(index, "KnowledgeIndex", _nobody_builds)
            assert "Rp45.000" in talk.say("biaya SKCK").text


def test_what_nobody_asked_for_lately_is_not_read_ahead(chat: NewChat, monkeypatch: pytest.MonkeyPatch) -> None:
    chat().say("biaya SKCK")
    with fee(Service.objects.get(agency__key="indonesia", key="skck"), 45_000), monkeypatch.context() as patched:
        patched.setattr(index, "KnowledgeIndex", _nobody_builds)
        index.renew(0.0, 8)
        index.renew(60.0, 0)


def _nobody_builds(*arguments: object) -> None:
    raise AssertionError("an index was built")


def test_a_new_faq_is_found_in_words_that_it_does_not_hold(chat: NewChat) -> None:
    question = "Apakah ada parkir sepeda untuk pengunjung perpustakaan keliling?"
    assert chat().say("parkir sepeda perpustakaan keliling ada?").kind != "faq"
    document = {
        "key": "parkir-sepeda",
        "question": {"id": question, "ja": "移動図書館に自転車置き場はありますか"},
        "answer": {"id": "Ada, di samping bus, gratis.", "ja": "バスの横にあります。無料です。"},
        "variants": {"id": ["parkir sepeda di perpustakaan keliling"], "ja": ["移動図書館の駐輪場"]},
    }
    entry = store_faq(Agency.objects.get(key="banyuwangi"), document)
    try:
        wait()
        assert "di samping bus" in chat().say("parkir sepeda perpustakaan keliling ada?").text
        assert "バスの横" in chat().say("移動図書館に自転車を置けますか").text
        Faq.objects.get(pk=entry.pk)
    finally:
        entry.delete()
        wait()
    assert "di samping bus" not in chat().say("parkir sepeda perpustakaan keliling ada?").text


def test_what_staff_answer_is_not_foreign_any_more_though_the_model_takes_it_for_that(chat: NewChat) -> None:
    ferry, zumba = "jadwal kapal ketapang gilimanuk hari ini", "zumba gratis di taman blambangan hari apa"
    assert chat().say(ferry).decision == "refuse"
    document = {
        "key": "jadwal-kapal",
        "question": {"id": "Di mana melihat jadwal kapal?", "ja": "船の時刻はどこで分かりますか"},
        "answer": {"id": "Jadwal diatur ASDP.", "ja": "ASDPが決めています。"},
        "variants": {"id": [ferry], "ja": []},
    }
    agency = Agency.objects.get(key="banyuwangi")
    entry = store_faq(agency, document)
    service, made = Service.objects.get_or_create(agency=agency, key="mpp-antrian")
    example = Phrase.objects.create(service=service, kind=Phrase.Kind.EXAMPLE, language="id", text=zumba)
    try:
        wait()
        assert "ASDP" in chat().say(ferry).text
        assert "mpp-antrian" in chat().say(zumba).services
        assert chat().say("harga emas hari ini berapa").decision == "refuse"
    finally:
        entry.delete()
        example.delete()
        if made:
            service.delete()
        wait()


def test_a_new_service_and_its_alias_are_found_at_once(chat: NewChat) -> None:
    agency = Agency.objects.get(key="banyuwangi")
    service = Service.objects.create(
        agency=agency,
        key="izin-layang-layang",
        category="outreach",
        name={"id": "Izin festival layang-layang", "ja": "凧揚げ祭りの許可"},
        short_name={"id": "Izin layang-layang", "ja": "凧揚げの許可"},
        summary={"id": "Izin untuk festival layang-layang.", "ja": "凧揚げ祭りの許可です。"},
        provenance={"sources": [{"title": "Perbup 1/2026"}], "verified_on": "2026-11-23"},
    )
    try:
        Fee.objects.create(service=service, position=0, amount=12_000, currency="IDR")
        Phrase.objects.create(service=service, kind=Phrase.Kind.ALIAS, language="id", text="pitek angin")
        wait()
        assert "Rp12.000" in chat().say("biaya izin festival layang-layang berapa").text
        assert "Rp12.000" in chat().say("pitek angin bayar berapa").text
        assert "12,000ルピア" in chat().say("凧揚げ祭りの許可はいくらですか").text
    finally:
        service.delete()
        wait()
    assert "izin-layang-layang" not in chat().say("biaya izin festival layang-layang berapa").services


def test_a_service_that_is_hidden_is_not_answered_any_more_not_even_by_an_old_button(chat: NewChat) -> None:
    talk = chat()
    talk.say("biaya SKCK")
    record = Service.objects.create(agency=Agency.objects.get(key="banyuwangi"), key="skck", hidden=True)
    try:
        wait()
        assert "Rp30.000" not in talk.press({"type": "service", "service": "skck", "facets": ["fee"]}).text
        assert "Rp30.000" not in talk.say("biayanya?").text
    finally:
        record.delete()
        wait()
    assert "Rp30.000" in chat().say("biaya SKCK").text
