"""The catalogue beside the conversation: in the citizen's language to insert, in the operator's to understand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from bot.catalogue.load import load_content
from bot.catalogue.models import Agency
from bot.staff.permissions import Role
from tests.catalogue.content import write_all
from tests.console.people import browser_of, person
from tests.desk import stored


@pytest.fixture
def kota(db: None, tmp_path: Path) -> Agency:
    """A city with a small catalogue."""
    load_content(write_all(tmp_path / "data"))
    return Agency.objects.get(key="kota")


@pytest.fixture
def dewi(kota: Agency) -> User:
    """An operator there."""
    return person(Role.OPERATOR, of=kota)


@pytest.fixture
def dewis(dewi: User) -> Client:
    """Her browser, in Indonesian."""
    browser = browser_of(dewi)
    browser.cookies["staff-language"] = "id"
    return browser


def _facts(page: str) -> str:
    return page.split('id="facts"')[1].split("</section>")[0]


def test_facts_stand_in_the_citizens_language_and_in_ones_own(kota: Agency, dewi: User, dewis: Client) -> None:
    row = stored.handoff(kota, language="ja", service_key="akta")
    stored.claimed(row, dewi)
    said = _facts(dewis.get(f"/console/kota/desk/{row.pk}/").content.decode())
    assert '<div class="fact-text" id="fact-requirements" lang="ja">「出生証明書」に必要なもの' in said
    assert '<div class="fact-own" lang="id">Syarat Akta kelahiran' in said
    assert 'data-insert="fact-fee"' in said
    assert "Sisipkan" in said


def test_it_stands_open_at_what_was_asked(kota: Agency, dewi: User, dewis: Client) -> None:
    row = stored.handoff(kota, language="id", service_key="akta", summary={"facets": ["overview", "fee"]})
    stored.claimed(row, dewi)

    def opened(path: str = "/") -> list[str]:
        page = dewis.get(f"/console/kota/desk/{row.pk}{path}").content.decode()
        return re.findall(r'<details open>.*?id="fact-(\w+)"', page.split('id="facts"')[1], re.S)

    assert opened() == ["fee"]
    row.summary = {"facets": []}
    row.save()
    assert opened() == ["requirements"]


def test_who_reads_the_citizens_language_sees_each_fact_once(kota: Agency, dewi: User, dewis: Client) -> None:
    row = stored.handoff(kota, language="id", service_key="akta")
    stored.claimed(row, dewi)
    said = _facts(dewis.get(f"/console/kota/desk/{row.pk}/").content.decode())
    assert "Syarat Akta kelahiran" in said
    assert "fact-own" not in said


def test_who_does_not_serve_it_can_read_the_facts_and_not_insert_them(kota: Agency, dewis: Client) -> None:
    row = stored.handoff(kota, language="ja", service_key="akta")
    said = _facts(dewis.get(f"/console/kota/desk/{row.pk}/").content.decode())
    assert "「出生証明書」に必要なもの" in said
    assert "data-insert" not in said


def test_another_service_can_be_chosen(kota: Agency, dewis: Client) -> None:
    row = stored.handoff(kota, language="ja")
    page = dewis.get(f"/console/kota/desk/{row.pk}/").content.decode()
    assert '<option value="kia">' in page
    assert "Pilih layanan" in _facts(page)
    assert "Kartu" in dewis.get(f"/console/kota/desk/{row.pk}/facts?service=kia").content.decode()
    gone = dewis.get(f"/console/kota/desk/{row.pk}/facts?service=tidak-ada").content.decode()
    assert "tidak ada lagi di katalog" in gone


def test_prepared_answers_name_the_service_that_was_chosen(kota: Agency, dewi: User, dewis: Client) -> None:
    stored.canned(kota, "tentang", {"id": "Tentang {service}.", "ja": "「{service}」についてですね。"})
    row = stored.handoff(kota, language="ja")
    assert "Tidak dapat dipakai" not in dewis.get(f"/console/kota/desk/{row.pk}/facts?service=kia").content.decode(), "she cannot write yet"
    stored.claimed(row, dewi)
    assert "「{service}」についてですね。" in dewis.get(f"/console/kota/desk/{row.pk}/").content.decode()
    part = dewis.get(f"/console/kota/desk/{row.pk}/facts?service=akta").content.decode()
    choices = part.split('id="canned-list" hx-swap-oob="true"')[1]
    assert "「出生証明書」についてですね。" in choices
    assert "Tidak dapat dipakai" not in choices
