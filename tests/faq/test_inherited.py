"""A city puts FAQ away, answers differently from its nation, and goes back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from bot.catalogue.merge import agency_view
from bot.catalogue.models import Agency
from bot.faq.errors import KeyTaken, NothingInherited, WrongState
from bot.faq.listing import list_faq
from bot.faq.models import Faq
from bot.faq.shelf import archive, override_inherited, restore_archived, return_to_inherited
from bot.faq.versions import standing
from bot.faq.workflow import create_draft, discard_draft, publish, save_draft
from tests.faq.conftest import content

pytestmark = pytest.mark.django_db


def answer(agency: str) -> str | None:
    entry = agency_view(agency).faq.get("parkir")
    return None if entry is None else entry.answer["id"]


def overridden(city: Agency, editor: User) -> Faq:
    draft = override_inherited(city, "parkir", editor)
    draft = save_draft(draft.faq, content("Di atap kota."), editor, based_on=draft.number)
    publish(draft.faq, draft.number, editor)
    return draft.faq


def test_the_nations_answer_stands_until_the_citys_own_is_published(city: Agency, editor: User) -> None:
    draft = override_inherited(city, "parkir", editor)
    assert draft.content["answer"]["id"] == "Di belakang."
    assert answer("kota") == "Di belakang."
    publish(draft.faq, save_draft(draft.faq, content("Di atap kota."), editor, based_on=1).number, editor)
    assert (answer("kota"), answer("negeri")) == ("Di atap kota.", "Di belakang.")


def test_only_what_is_inherited_can_be_overridden_and_only_once(city: Agency, nation: Agency, editor: User) -> None:
    for agency, key in ((city, "entah"), (nation, "parkir")):
        with pytest.raises(NothingInherited):
            override_inherited(agency, key, editor)
    override_inherited(city, "parkir", editor)
    with pytest.raises(KeyTaken):
        override_inherited(city, "parkir", editor)
    archive(Faq.objects.get(agency=nation, key="wifi"), editor)
    with pytest.raises(NothingInherited):
        override_inherited(city, "wifi", editor)


def test_a_given_up_draft_leaves_the_city_with_what_it_inherits(city: Agency, editor: User) -> None:
    draft = override_inherited(city, "parkir", editor)
    discard_draft(draft.faq, 1, editor)
    assert answer("kota") == "Di belakang."
    assert not Faq.objects.filter(agency=city).exists()


def test_a_city_goes_back_to_the_nations_answer_and_keeps_its_versions(city: Agency, editor: User) -> None:
    faq = overridden(city, editor)
    save_draft(faq, content("Draf."), editor, based_on=2)
    return_to_inherited(faq, editor)
    assert answer("kota") == "Di belakang."
    assert standing(faq).current is None
    assert list(faq.versions.values_list("state", flat=True)) == ["superseded"] * 3
    with pytest.raises(WrongState):
        return_to_inherited(faq, editor)
    again = override_inherited(city, "parkir", editor)
    assert again.number == 4
    publish(again.faq, 4, editor)
    assert Faq.objects.get(agency=city).published


def test_the_nations_own_has_nothing_to_go_back_to(nation: Agency, editor: User) -> None:
    with pytest.raises(NothingInherited):
        return_to_inherited(Faq.objects.get(agency=nation, key="parkir"), editor)


def test_an_archived_faq_is_not_answered_until_it_is_taken_out_again(nation: Agency, editor: User) -> None:
    faq = Faq.objects.get(agency=nation, key="parkir")
    archive(faq, editor)
    assert answer("kota") is None
    with pytest.raises(WrongState):
        archive(faq, editor)
    restore_archived(faq, editor)
    assert answer("kota") == "Di belakang."
    with pytest.raises(WrongState):
        restore_archived(faq, editor)


def test_a_city_that_archives_its_own_does_not_answer_with_the_nations(city: Agency, editor: User) -> None:
    archive(overridden(city, editor), editor)
    assert (answer("kota"), answer("negeri")) == (None, "Di belakang.")
    listed = [(entry.key, entry.owner, entry.published) for entry in list_faq("kota")]
    assert listed == [
        ("parkir", "kota", False),
        ("wifi", "negeri", True),
    ]


def test_a_draft_that_was_never_published_cannot_be_archived(city: Agency, editor: User) -> None:
    with pytest.raises(WrongState):
        archive(create_draft(city, "motor", content(), editor).faq, editor)
