"""An edit is seen by every process at its next message, without a restart."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue import revision, snapshot
from bot.catalogue.load import load_content
from bot.catalogue.merge import UnknownAgency
from bot.catalogue.models import Agency, Closure, Fee, LegalBasis, LifeEvent, LifeEventStep, Office, OpeningInterval, Phrase, Service
from bot.faq.models import Faq, FaqVariant
from tests.catalogue.content import write_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_content(write_all(tmp_path))
    monkeypatch.setattr(snapshot, "CHECK_INTERVAL", 0.0)
    snapshot.forget()


def akta() -> Service:
    return Service.objects.get(agency__key="negeri", key="akta")


def test_nothing_is_read_again_while_nothing_changes() -> None:
    assert snapshot.current("kota") is snapshot.current("kota")


def test_an_edited_fee_is_seen() -> None:
    assert snapshot.current("kota").services["akta"].fees[0].amount == 0
    fee = akta().fees.get()
    fee.amount = 7000
    fee.save()
    assert snapshot.current("kota").services["akta"].fees[0].amount == 7000


def test_an_edit_leaves_the_agencies_alone_that_it_does_not_concern() -> None:
    nation, city = snapshot.current("negeri"), snapshot.current("kota")
    Faq.objects.create(agency=Agency.objects.get(key="kota"), key="baru", question={"id": "Baru?"}, answer={"id": "Ya."}, published=True)
    assert snapshot.current("negeri") is nation
    assert snapshot.current("kota") is not city
    assert "baru" in snapshot.current("kota").faq


def test_an_edited_faq_is_seen_and_a_deleted_one_is_gone() -> None:
    entry = Faq.objects.get(key="parkir")
    entry.answer = {"id": "Di atap.", "ja": "屋上です。"}
    entry.save()
    assert snapshot.current("kota").faq["parkir"].answer["id"] == "Di atap."
    entry.delete()
    assert "parkir" not in snapshot.current("kota").faq


def test_an_edit_that_is_rolled_back_is_never_seen() -> None:
    from django.db import transaction

    before, number = snapshot.current("kota"), revision.current()
    with transaction.atomic():
        fee = akta().fees.get()
        fee.amount = 9
        fee.save()
        transaction.set_rollback(True)
    assert revision.current() == number
    assert snapshot.current("kota") is before


def edits() -> list[tuple[str, Callable[[], object]]]:
    def text() -> dict[str, str]:
        return {"id": "Teks", "ja": "文"}

    return [
        ("agency", lambda: Agency.objects.get(key="kota").save()),
        ("office", lambda: Office.objects.get(key="pusat").save()),
        ("interval", lambda: OpeningInterval.objects.first().delete()),  # type: ignore[union-attr]
        ("closure", lambda: Closure.objects.create(office=Office.objects.get(key="pusat"), first_day="12-29", last_day="01-03")),
        ("life event", lambda: LifeEvent.objects.get(key="birth").save()),
        ("step", lambda: LifeEventStep.objects.first().delete()),  # type: ignore[union-attr]
        ("service", lambda: akta().save()),
        ("fee", lambda: Fee.objects.create(service=akta(), position=9, currency="IDR")),
        ("law", lambda: LegalBasis.objects.create(service=akta(), position=0, title=text(), number="UU 9/2026")),
        ("phrase", lambda: Phrase.objects.create(service=akta(), kind="alias", language="id", text="akte anak")),
        ("faq", lambda: Faq.objects.get(key="wifi").delete()),
        ("variant", lambda: FaqVariant.objects.first().delete()),  # type: ignore[union-attr]
    ]


@pytest.mark.parametrize(("name", "edit"), edits(), ids=[name for name, _ in edits()])
def test_an_edit_of_any_table_advances_the_revision(name: str, edit: Callable[[], object]) -> None:
    before = revision.current()
    edit()
    assert revision.current() > before


def test_between_two_looks_at_the_revision_the_view_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "CHECK_INTERVAL", 3600.0)
    before = snapshot.current("kota")
    akta().save()
    assert snapshot.current("kota") is before


def test_it_works_inside_an_event_loop_and_from_several_threads() -> None:
    async def ask() -> int:
        return len(snapshot.current("kota").services)

    assert asyncio.run(ask()) == 2
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(snapshot.current("kota").services))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2] * 8


def test_a_new_agency_is_seen_and_an_unknown_one_named() -> None:
    with pytest.raises(UnknownAgency):
        snapshot.current("desa")
    Agency.objects.create(
        key="desa", kind="city", country="ID", timezone="Asia/Jakarta", default_language="id", name={"id": "D", "ja": "村"}
    )
    assert snapshot.current("desa").services == {}


def test_the_revision_grows_also_when_two_advance_it_for_the_first_time() -> None:
    from bot.catalogue.models import Revision

    Revision.objects.all().delete()
    assert revision.current() == 0
    revision.advance()
    revision.advance()
    assert revision.current() == 2
    assert Revision.objects.count() == 1
