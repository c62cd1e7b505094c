"""The steps of an FAQ's life as buttons, who has which, and how a step is taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from bot.catalogue import snapshot
from bot.catalogue.models import Agency
from bot.faq.models import Faq, FaqVersion
from bot.faq.versions import standing
from bot.faq.workflow import create_draft, publish, save_draft
from bot.staff.models import AuditEntry
from bot.staff.permissions import Role
from tests.console.faq.conftest import ROOT, content, number, published, text_of
from tests.console.people import browser_of, person

MOTOR = f"{ROOT}entry/motor"


def _live(key: str = "motor") -> str:
    return str(Faq.objects.get(agency__key="kota", key=key).answer["id"])


def test_a_draft_is_reviewed_returned_with_a_note_and_published(editor: Client, reviewer: Client, city: Agency) -> None:
    draft = create_draft(city, "motor", content(), None)
    assert "Ask for a review" in text_of(editor.get(MOTOR))
    assert "Publish</button>" not in text_of(editor.get(MOTOR))
    editor.post(f"{MOTOR}/submit", {"number": draft.number})
    page = text_of(reviewer.post(f"{MOTOR}/return", {"number": draft.number, "note": " "}, follow=True))
    assert "Please write what the author should change." in page
    reviewer.post(f"{MOTOR}/return", {"number": draft.number, "note": "Sebut lantainya."})
    assert "Sebut lantainya." in text_of(editor.get(MOTOR))
    assert "Note of the reviewer: Sebut lantainya." in text_of(editor.get(f"{MOTOR}/edit"))
    again = save_draft(draft.faq, content("Di lantai dua."), None, based_on=draft.number)
    assert "Note of the reviewer" not in text_of(editor.get(f"{MOTOR}/edit"))
    editor.post(f"{MOTOR}/submit", {"number": again.number})
    reviewer.post(f"{MOTOR}/publish", {"number": again.number})
    assert _live() == "Di lantai dua."


def test_a_step_out_of_turn_is_told_and_changes_nothing(reviewer: Client, city: Agency) -> None:
    faq = published(city)
    page = text_of(reviewer.post(f"{MOTOR}/publish", {"number": number(faq)}, follow=True))
    assert "A colleague has already changed the state of this version." in page
    assert "does not exist any more" in text_of(reviewer.post(f"{MOTOR}/submit", {"number": "99"}, follow=True))
    assert "does not exist any more" in text_of(reviewer.post(f"{MOTOR}/submit", {"number": "²"}, follow=True))


def test_undo_after_publishing_brings_the_earlier_answer_back_and_keeps_the_new_text_as_a_draft(reviewer: Client, city: Agency) -> None:
    faq = published(city)
    draft = save_draft(faq, content("Di lantai dua."), None, based_on=number(faq))
    page: Any = reviewer.post(f"{MOTOR}/publish", {"number": draft.number}, follow=True)
    undo = page.context["undo"]
    assert _live() == "Di lantai dua."
    done = text_of(reviewer.post(f"{MOTOR}/undo-publish", undo["fields"], follow=True))
    assert "Taken back. The assistant answers as before" in done
    assert _live() == "Di basemen."
    at = standing(faq)
    assert at.published is not None
    assert at.open is not None
    assert (at.published.content["answer"]["id"], at.open.content["answer"]["id"]) == ("Di basemen.", "Di lantai dua.")
    assert AuditEntry.objects.filter(action="faq.undo_publish", target_key="motor").exists()
    reviewer.post(f"{MOTOR}/publish", {"number": at.open.number})
    assert _live() == "Di lantai dua."


def test_undo_of_the_first_publication_leaves_the_inherited_answer(reviewer: Client) -> None:
    reviewer.post(f"{ROOT}entry/parkir/override")
    own = Faq.objects.get(agency__key="kota", key="parkir")
    reviewer.post(f"{ROOT}entry/parkir/publish", {"number": number(own)})
    own.refresh_from_db()
    assert not own.inherits
    reviewer.post(f"{ROOT}entry/parkir/undo-publish", {"number": number(own)})
    own.refresh_from_db()
    assert (own.inherits, own.published) == (True, False)
    assert standing(own).open is not None


def test_undo_is_refused_when_a_colleague_has_gone_on(reviewer: Client, city: Agency) -> None:
    faq = published(city)
    first = number(faq)
    save_draft(faq, content("Di lantai dua."), None, based_on=first)
    page = text_of(reviewer.post(f"{MOTOR}/undo-publish", {"number": first}, follow=True))
    assert "A colleague has already changed the state of this version." in page
    assert _live() == "Di basemen."


def test_the_archive_can_be_left_again_and_offers_it_at_once(reviewer: Client, city: Agency) -> None:
    published(city)
    page: Any = reviewer.post(f"{MOTOR}/archive", follow=True)
    assert page.context["undo"]["step"] == "console:faq-unarchive"
    assert Faq.objects.get(key="motor").archived
    reviewer.post(f"{MOTOR}/unarchive")
    assert not Faq.objects.get(key="motor").archived


def test_a_publication_out_of_the_archive_goes_back_into_it(reviewer: Client, city: Agency) -> None:
    faq = published(city)
    reviewer.post(f"{MOTOR}/archive")
    draft = save_draft(faq, content("Di lantai dua."), None, based_on=number(faq))
    page: Any = reviewer.post(f"{MOTOR}/publish", {"number": draft.number}, follow=True)
    reviewer.post(f"{MOTOR}/undo-publish", page.context["undo"]["fields"])
    faq.refresh_from_db()
    assert faq.archived
    # The same later on, by the button that the page has without the offer.
    again = standing(faq).open
    assert again is not None
    reviewer.post(f"{MOTOR}/publish", {"number": again.number})
    reviewer.get(MOTOR)
    reviewer.post(f"{MOTOR}/undo-publish", {"number": again.number})
    faq.refresh_from_db()
    assert faq.archived


def test_a_change_for_later_says_what_answers_until_then(reviewer: Client, city: Agency) -> None:
    faq = published(city)
    first = (timezone.now() + dt.timedelta(days=3)).date().isoformat()
    draft = save_draft(faq, content("Di lantai dua.", valid_from=first), None, based_on=number(faq))
    page = text_of(reviewer.post(f"{MOTOR}/publish", {"number": draft.number}, follow=True))
    assert "The assistant answers with it from its first day on, and as before until then." in page
    assert "Version 1 answers until then" in page
    assert snapshot.current("kota").faq["motor"].answer["id"] == "Di basemen."


def test_an_inherited_answer_is_overridden_and_taken_again(editor: Client, reviewer: Client) -> None:
    answer: Any = editor.post(f"{ROOT}entry/parkir/override")
    assert answer["Location"] == f"{ROOT}entry/parkir/edit"
    own = Faq.objects.get(agency__key="kota", key="parkir")
    reviewer.post(f"{ROOT}entry/parkir/publish", {"number": number(own)})
    page = text_of(reviewer.get(f"{ROOT}entry/parkir"))
    assert "our own instead of the inherited one" in page
    assert "Use the inherited answer again" in page
    reviewer.post(f"{ROOT}entry/parkir/inherit")
    assert "inherited</span>" in text_of(reviewer.get(f"{ROOT}entry/parkir"))


def test_taking_the_inherited_answer_again_can_be_undone(editor: Client, reviewer: Client) -> None:
    editor.post(f"{ROOT}entry/parkir/override")
    own = Faq.objects.get(agency__key="kota", key="parkir")
    reviewer.post(f"{ROOT}entry/parkir/publish", {"number": number(own)})
    save_draft(own, content("Di atap."), None, based_on=number(own))
    before = list(own.versions.order_by("number").values_list("number", "state"))
    page: Any = reviewer.post(f"{ROOT}entry/parkir/inherit", follow=True)
    assert "Undo" in text_of(page)
    own.refresh_from_db()
    assert own.inherits
    address = f"{ROOT}entry/parkir/undo-inherit"
    assert "Your agency&#x27;s own answer is used again." in text_of(reviewer.post(address, page.context["undo"]["fields"], follow=True))
    own.refresh_from_db()
    assert (own.inherits, own.published) == (False, True)
    assert list(own.versions.order_by("number").values_list("number", "state")) == before
    # A second time it says that this is done already, and changes nothing.
    reviewer.post(address, page.context["undo"]["fields"])
    assert list(own.versions.order_by("number").values_list("number", "state")) == before


def test_undoing_does_not_publish_what_never_was(editor: Client, reviewer: Client) -> None:
    editor.post(f"{ROOT}entry/parkir/override")
    own = Faq.objects.get(agency__key="kota", key="parkir")
    editor.post(f"{ROOT}entry/parkir/discard", {"number": number(own)})
    reviewer.post(f"{ROOT}entry/parkir/undo-inherit", {"number": 1})
    assert not Faq.objects.filter(agency__key="kota", key="parkir", published=True).exists()


def test_what_was_never_published_is_gone_when_it_is_given_up(editor: Client, city: Agency) -> None:
    draft = create_draft(city, "motor", content(), None)
    answer: Any = editor.post(f"{MOTOR}/discard", {"number": draft.number})
    assert answer["Location"] == ROOT
    assert editor.get(MOTOR).status_code == 404


def test_each_version_can_be_read_compared_and_taken_again(editor: Client, city: Agency) -> None:
    faq = published(city)
    save_draft(faq, content("Di lantai dua."), None, based_on=number(faq))
    page = text_of(editor.get(f"{MOTOR}/versions/2"))
    assert "<del>" in page
    assert "lantai dua" in page
    assert "This is the first version." in text_of(editor.get(f"{MOTOR}/versions/1"))
    assert editor.get(f"{MOTOR}/versions/9").status_code == 404
    editor.post(f"{MOTOR}/versions/1/restore")
    assert FaqVersion.objects.get(faq=faq, number=3).content["answer"]["id"] == "Di basemen."


def test_many_versions_are_paged(editor: Client, city: Agency) -> None:
    faq = published(city)
    for turn in range(24):
        save_draft(faq, content(f"Di lantai {turn}."), None, based_on=number(faq))
    assert text_of(editor.get(MOTOR)).count("/versions/") == 20
    assert text_of(editor.get(MOTOR, {"page": "2"})).count("/versions/") == 5


def test_an_analyst_reads_and_has_no_buttons(city: Agency) -> None:
    published(city)
    page = text_of(browser_of(person(Role.ANALYST, of=city)).get(MOTOR))
    assert "Di basemen." in page
    assert f"{MOTOR}/" not in page.replace(f"{MOTOR}/versions/", "")


def test_the_last_change_can_be_taken_back_from_the_entrys_page_at_any_time(reviewer: Client, editor: Client, city: Agency) -> None:
    faq = published(city)
    publish(faq, save_draft(faq, content("Di lantai dua."), None, based_on=number(faq)).number, None)
    page: Any = reviewer.get(MOTOR)
    assert "Take this change back" in text_of(page)
    assert "Take this change back" not in text_of(editor.get(MOTOR))
    assert "Taken back." in text_of(reviewer.post(f"{MOTOR}/undo-publish", {"number": page.context["taken_back"].number}, follow=True))
    assert _live() == "Di basemen."
    # The text is a draft now, which is published or given up; there is nothing to take back meanwhile.
    assert "Take this change back" not in text_of(reviewer.get(MOTOR))
