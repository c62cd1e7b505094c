"""Loading content files leaves what staff published, and an installation keeps its FAQ when it is migrated."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from bot.catalogue.load import load_content
from bot.catalogue.merge import agency_view
from bot.catalogue.models import Agency
from bot.faq.models import Faq, FaqVersion
from bot.faq.workflow import publish, save_draft
from tests.catalogue.content import change, write
from tests.faq.conftest import content

pytestmark = pytest.mark.django_db


@pytest.fixture
def parkir(nation: Agency, editor: User) -> Faq:
    """An entry of a file that staff changed since."""
    faq = Faq.objects.get(agency=nation, key="parkir")
    publish(faq, save_draft(faq, content("Kata petugas."), editor, based_on=1).number, editor)
    return faq


def answers() -> dict[str, str]:
    return {key: entry.answer["id"] for key, entry in agency_view("negeri").faq.items()}


def test_what_a_file_states_is_published_as_a_version(folder: Path) -> None:
    found = FaqVersion.objects.values_list("faq__key", "number", "state", "source", "author_name")
    assert list(found) == [("parkir", 1, "published", "file", ""), ("wifi", 1, "published", "file", "")]


def test_another_entry_of_the_file_may_change_without_undoing_what_staff_published(folder: Path, parkir: Faq) -> None:
    change(folder, "faq/negeri.yml", "answer: {id: Ada.,", "answer: {id: Ada di lobi.,")
    load_content(folder)
    assert answers() == {"parkir": "Kata petugas.", "wifi": "Ada di lobi."}
    assert list(parkir.versions.values_list("source", flat=True)) == ["file", "staff"]


def test_an_entry_that_the_file_changes_is_stored_and_the_staffs_version_is_kept(folder: Path, parkir: Faq) -> None:
    change(folder, "faq/negeri.yml", "Di belakang.", "Di depan.")
    load_content(folder)
    assert answers()["parkir"] == "Di depan."
    assert dict(parkir.versions.values_list("number", "state")) == {1: "superseded", 2: "superseded", 3: "published"}


def test_force_undoes_what_staff_published(folder: Path, parkir: Faq) -> None:
    load_content(folder, force=True)
    assert answers()["parkir"] == "Di belakang."


def test_loading_the_same_by_force_makes_no_version(folder: Path) -> None:
    load_content(folder, force=True)
    assert FaqVersion.objects.count() == 2


def test_an_entry_that_goes_from_the_file_stays_when_staff_published_it_since(folder: Path, parkir: Faq) -> None:
    (folder / "faq/negeri.yml").unlink()
    load_content(folder)
    assert answers() == {"parkir": "Kata petugas."}


def test_an_entry_that_goes_from_the_file_is_put_away_when_staff_are_writing_on_it(folder: Path, nation: Agency, editor: User) -> None:
    faq = Faq.objects.get(agency=nation, key="parkir")
    save_draft(faq, content("Draf."), editor, based_on=1)
    (folder / "faq/negeri.yml").unlink()
    load_content(folder)
    assert answers() == {}
    assert Faq.objects.get(key="parkir").archived
    assert not Faq.objects.filter(key="wifi").exists()


def test_a_file_may_state_all_fields(folder: Path) -> None:
    text = """\
        faq:
          - key: loket
            question: {id: Jam loket?, ja: 窓口の時間は}
            answer: {id: Pagi., ja: 朝です。}
            tags: [gedung]
            quick_replies: [{title: {id: Syarat akta, ja: 必要なもの}, service: akta, facet: requirements}]
            links: [{title: {id: Peta, ja: 地図}, url: {id: "https://kota.example/", ja: "https://kota.example/ja"}}]
            valid_from: 2020-01-01
            valid_to: 2099-12-31
        """
    write(folder, "faq/kota.yml", text)
    load_content(folder)
    entry = agency_view("kota").faq["loket"]
    assert entry.tags == ("gedung",)
    assert entry.quick_replies[0]["facet"] == "requirements"
    assert entry.links[0]["url"]["ja"] == "https://kota.example/ja"
    assert str(entry.valid_to) == "2099-12-31"


def test_an_installation_that_is_migrated_keeps_its_faq_with_a_first_version(folder: Path) -> None:
    before = answers()
    FaqVersion.objects.all().delete()
    importlib.import_module("bot.faq.migrations.0003_earlier_versions").record_earlier(apps, None)
    assert answers() == before
    version = FaqVersion.objects.get(faq__key="parkir")
    assert (version.number, version.state, version.source, version.content["variants"]) == (
        1,
        "published",
        "before",
        {"id": ["tempat parkir"], "ja": ["車をとめたい"]},
    )
