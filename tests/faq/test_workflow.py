"""From a draft over the review to what the bot answers, and back."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from bot.catalogue import revision
from bot.catalogue.merge import agency_view
from bot.catalogue.models import Agency
from bot.faq.content import content_of
from bot.faq.errors import EditedMeanwhile, HasErrors, KeyTaken, NoteMissing, UnknownFaq, WrongKey, WrongState
from bot.faq.merging import merge_of
from bot.faq.models import Faq, FaqVersion
from bot.faq.versions import standing
from bot.faq.workflow import create_draft, discard_draft, publish, restore_version, return_to_author, save_draft, submit_for_review
from bot.staff import audit
from tests.faq.conftest import Audited, content

pytestmark = pytest.mark.django_db
State = FaqVersion.State


@pytest.fixture
def parkir(nation: Agency) -> Faq:
    return Faq.objects.get(agency=nation, key="parkir")


def answer(key: str = "parkir", agency: str = "negeri") -> str:
    return agency_view(agency).faq[key].answer["id"]


def states(faq: Faq) -> dict[int, str]:
    return dict(faq.versions.values_list("number", "state"))


def test_a_new_faq_is_answered_only_after_it_was_published(nation: Agency, editor: User, reviewer: User) -> None:
    before = revision.current()
    draft = create_draft(nation, "motor", content(tags=["gedung"]), editor)
    assert (draft.number, draft.state, draft.author_name) == (1, "draft", "editor@kota.example")
    assert "motor" not in agency_view("negeri").faq
    assert revision.current() == before
    submit_for_review(draft.faq, 1, editor)
    done = publish(draft.faq, 1, reviewer)
    assert (done.state, done.reviewer) == ("published", reviewer)
    assert agency_view("kota").faq["motor"].answer["id"] == "Di basemen."
    assert agency_view("kota").faq["motor"].tags == ("gedung",)
    assert revision.current() > before


def test_a_change_replaces_what_was_published_and_keeps_it_as_a_version(parkir: Faq, editor: User) -> None:
    draft = save_draft(parkir, content("Di atap."), editor, based_on=1)
    assert answer() == "Di belakang."
    publish(parkir, draft.number, editor)
    assert answer() == "Di atap."
    assert states(parkir) == {1: "superseded", 2: "published"}
    assert agency_view("negeri").faq["parkir"].variants["id"] == ("parkir motor",)


def test_the_key_must_be_free_and_well_formed(nation: Agency, editor: User) -> None:
    with pytest.raises(KeyTaken):
        create_draft(nation, "parkir", content(), editor)
    for key in ("Parkir_1", "p" * 41, "", "-"):
        with pytest.raises(WrongKey):
            create_draft(nation, key, content(), editor)
    create_draft(nation, "motor", content(), editor)
    with pytest.raises(KeyTaken):
        create_draft(nation, "motor", content(), editor)


def test_two_editors_who_began_with_the_same_version_do_not_overwrite_each_other(parkir: Faq, editor: User, reviewer: User) -> None:
    base = content_of(parkir)
    theirs = save_draft(parkir, {**base, "answer": {**base["answer"], "id": "Di atap."}}, reviewer, based_on=1)
    mine = {**base, "answer": {**base["answer"], "ja": "屋上です。"}}
    with pytest.raises(EditedMeanwhile) as caught:
        save_draft(parkir, mine, editor, based_on=1)
    error = caught.value
    assert (error.number, error.author, error.published) == (theirs.number, "reviewer@kota.example", False)
    assert (error.base, error.mine["answer"]["ja"], error.theirs["answer"]["id"]) == (base, "屋上です。", "Di atap.")
    merged, conflicts = merge_of(error.base, error.mine, error.theirs)
    assert (merged["answer"], conflicts) == ({"id": "Di atap.", "ja": "屋上です。"}, [])
    assert save_draft(parkir, merged, editor, based_on=theirs.number).number == 3


def test_what_only_one_says_is_in_where_nobody_knows_with_what_both_began(parkir: Faq) -> None:
    base = content_of(parkir)
    mine = {**base, "answer": {"id": "Satu."}, "tags": [], "variants": {**base["variants"], "id": ["parkir motor"]}}
    theirs = {**base, "answer": {"id": "Dua.", "ja": "二つ。"}, "tags": ["a"], "variants": {**base["variants"], "id": []}}
    merged, conflicts = merge_of(None, mine, theirs)
    assert conflicts == [("answer", "id")]
    assert (merged["answer"], merged["tags"], merged["variants"]["id"]) == ({"id": "Satu.", "ja": "二つ。"}, ["a"], ["parkir motor"])


def test_what_both_changed_differently_is_named_for_a_person_to_decide(parkir: Faq) -> None:
    base = content_of(parkir)
    mine = {**base, "answer": {**base["answer"], "id": "Satu."}, "tags": ["a"]}
    theirs = {**base, "answer": {**base["answer"], "id": "Dua."}, "valid_to": "2027-01-01"}
    merged, conflicts = merge_of(base, mine, theirs)
    assert conflicts == [("answer", "id")]
    assert (merged["answer"]["id"], merged["tags"], merged["valid_to"]) == ("Satu.", ["a"], "2027-01-01")


def test_a_draft_does_not_undo_what_was_published_after_it_was_begun(parkir: Faq, editor: User, nation: Agency) -> None:
    from bot.faq.store import faq_document, store_all

    draft = save_draft(parkir, content("Draf."), editor, based_on=1)
    document = {**faq_document(parkir), "answer": {"id": "Dari tabel.", "ja": "表から。"}}
    store_all(nation, [document])
    with pytest.raises(EditedMeanwhile) as caught:
        publish(parkir, draft.number, editor)
    assert caught.value.published
    assert answer() == "Dari tabel."
    with pytest.raises(EditedMeanwhile):
        save_draft(parkir, content("Draf lagi."), editor, based_on=draft.number)
    again = save_draft(parkir, content("Digabung."), editor, based_on=draft.number, merged=caught.value.number)
    publish(parkir, again.number, editor)
    assert answer() == "Digabung."


def test_saving_the_same_again_makes_no_version(parkir: Faq, editor: User) -> None:
    first = save_draft(parkir, content("A"), editor, based_on=1)
    assert save_draft(parkir, content("A"), editor, based_on=first.number) == first


def test_a_version_goes_back_with_a_note_and_becomes_a_draft_when_it_is_changed(parkir: Faq, editor: User, reviewer: User) -> None:
    draft = save_draft(parkir, content("A"), editor, based_on=1)
    submit_for_review(parkir, draft.number, editor)
    with pytest.raises(NoteMissing):
        return_to_author(parkir, draft.number, reviewer, "  ")
    returned = return_to_author(parkir, draft.number, reviewer, "Jam buka?")
    assert (returned.state, returned.note, returned.reviewer_name) == ("returned", "Jam buka?", "reviewer@kota.example")
    with pytest.raises(WrongState):
        publish(parkir, draft.number, reviewer)
    assert save_draft(parkir, content("B"), editor, based_on=draft.number).state == State.DRAFT
    assert states(parkir) == {1: "published", 2: "superseded", 3: "draft"}


@pytest.mark.parametrize("step", ["submit", "return", "publish", "discard"])
def test_a_step_out_of_turn_is_refused_and_changes_nothing(parkir: Faq, editor: User, step: str) -> None:
    steps: dict[str, Any] = {
        "submit": lambda: submit_for_review(parkir, 1, editor),
        "return": lambda: return_to_author(parkir, 1, editor, "x"),
        "publish": lambda: publish(parkir, 1, editor),
        "discard": lambda: discard_draft(parkir, 1, editor),
    }
    with pytest.raises(WrongState) as caught:
        steps[step]()
    assert caught.value.state == "published"
    assert states(parkir) == {1: "published"}


def test_two_reviewers_cannot_both_publish(parkir: Faq, editor: User) -> None:
    draft = save_draft(parkir, content("A"), editor, based_on=1)
    publish(parkir, draft.number, editor)
    with pytest.raises(WrongState):
        publish(parkir, draft.number, editor)
    with pytest.raises(WrongState):
        submit_for_review(parkir, draft.number, editor)


def test_what_has_an_error_is_not_published(nation: Agency, editor: User) -> None:
    draft = create_draft(nation, "motor", {"question": {"id": "Di mana?"}, "answer": {"id": "NIK 3510011501900001"}}, editor)
    with pytest.raises(HasErrors) as caught:
        publish(draft.faq, 1, editor)
    found = {(finding.code, finding.field, finding.language) for finding in caught.value.findings}
    assert found == {
        ("missing_language", "question", "ja"),
        ("missing_language", "answer", "ja"),
        ("personal_identity", "answer", "id"),
    }
    assert "motor" not in agency_view("negeri").faq
    assert standing(draft.faq).number == 1


def test_an_earlier_version_comes_back_as_a_draft(parkir: Faq, editor: User) -> None:
    publish(parkir, save_draft(parkir, content("Baru."), editor, based_on=1).number, editor)
    draft = restore_version(parkir, 1, editor)
    assert (draft.state, draft.content["answer"]["id"]) == ("draft", "Di belakang.")
    assert answer() == "Baru."
    publish(parkir, draft.number, editor)
    assert answer() == "Di belakang."
    with pytest.raises(UnknownFaq):
        restore_version(parkir, 99, editor)


def test_a_discarded_draft_leaves_what_is_published(parkir: Faq, editor: User) -> None:
    draft = save_draft(parkir, content("A"), editor, based_on=1)
    discard_draft(parkir, draft.number, editor)
    assert answer() == "Di belakang."
    assert standing(parkir).number == 1
    assert save_draft(parkir, content("B"), editor, based_on=1).number == 3


def test_a_discarded_draft_of_a_new_faq_frees_its_key(nation: Agency, editor: User) -> None:
    draft = create_draft(nation, "motor", content(), editor)
    discard_draft(draft.faq, 1, editor)
    assert not Faq.objects.filter(key="motor").exists()
    with pytest.raises(UnknownFaq):
        save_draft(draft.faq, content(), editor, based_on=1)
    create_draft(nation, "motor", content(), editor)


def test_a_row_without_versions_gets_its_first_one_before_it_is_changed(nation: Agency, editor: User) -> None:
    faq = Faq.objects.create(agency=nation, key="lama", question={"id": "Q", "ja": "Q"}, answer={"id": "Lama.", "ja": "昔"})
    save_draft(faq, content("Baru."), editor, based_on=1)
    assert faq.versions.get(number=1).content["answer"]["id"] == "Lama."
    assert states(faq) == {1: "published", 2: "draft"}


def test_every_step_is_recorded_with_who_did_it(nation: Agency, editor: User, reviewer: User, audited: Audited) -> None:
    faq = create_draft(nation, "motor", content(), editor).faq
    save_draft(faq, content("B"), editor, based_on=1)
    submit_for_review(faq, 2, editor)
    return_to_author(faq, 2, reviewer, "x")
    save_draft(faq, content("C"), editor, based_on=2)
    publish(faq, 3, None)
    restore_version(faq, 1, editor)
    discard_draft(faq, 4, editor)
    assert [(who, action) for who, _, action, _ in audited()] == [
        ("editor@kota.example", "faq.create_draft"),
        ("editor@kota.example", "faq.save_draft"),
        ("editor@kota.example", "faq.submit_for_review"),
        ("reviewer@kota.example", "faq.return_to_author"),
        ("editor@kota.example", "faq.save_draft"),
        ("", "faq.publish"),
        ("editor@kota.example", "faq.restore_version"),
        ("editor@kota.example", "faq.discard_draft"),
    ]
    assert {(agency, key) for _, agency, _, key in audited()} == {("negeri", "motor")}


def test_a_step_that_cannot_be_recorded_is_not_taken(parkir: Faq, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = save_draft(parkir, content("A"), editor, based_on=1)

    def full(*_: Any) -> None:
        raise OSError("no space")

    monkeypatch.setattr(audit, "record", full)
    with pytest.raises(OSError, match="no space"):
        publish(parkir, draft.number, editor)
    assert answer() == "Di belakang."
    assert states(parkir) == {1: "published", 2: "draft"}
