"""An FAQ from a blank form to an answer of the bot."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from bot.catalogue.models import Agency
from bot.faq.models import Faq, FaqVersion
from bot.faq.store import store_faq
from bot.faq.versions import standing
from bot.faq.workflow import save_draft
from bot.staff.permissions import Role
from tests.console.faq.conftest import ROOT, content, number, published, sent, text_of
from tests.console.people import agency, browser_of, person


def test_a_new_question_is_a_draft_with_a_key_from_its_words(editor: Client) -> None:
    answer: Any = editor.post(f"{ROOT}new", sent())
    assert (answer.status_code, answer["Location"]) == (302, f"{ROOT}entry/di-mana-parkir-motor")
    faq = Faq.objects.get(key="di-mana-parkir-motor")
    [version] = faq.versions.all()
    assert faq.inherits
    assert version.state == FaqVersion.State.DRAFT
    assert version.content["variants"] == {"id": ["parkir motor", "taruh motor"], "ja": ["バイクをとめたい"]}
    assert version.content["tags"] == ["motor", "parkir"]


def test_what_publishing_needs_is_not_called_optional(editor: Client) -> None:
    page = text_of(editor.get(f"{ROOT}new"))
    labels = {name: page.split(f'for="id_{name}"')[1].split("</label>")[0] for name in ("question_id", "answer_ja", "variants_id", "tags")}
    assert [name for name, label in labels.items() if "optional" in label] == ["variants_id", "tags"]


def test_a_second_question_of_the_same_words_gets_a_key_of_its_own(editor: Client) -> None:
    for _ in range(2):
        editor.post(f"{ROOT}new", sent())
    assert {faq.key for faq in Faq.objects.filter(agency__key="kota")} == {"di-mana-parkir-motor", "di-mana-parkir-motor-2"}


def test_a_key_that_is_taken_is_told_beside_its_field(editor: Client, city: Agency) -> None:
    published(city)
    page = text_of(editor.post(f"{ROOT}new", sent(key="motor")))
    assert "There is a question with this short name already." in page
    assert "Use small letters, digits and single hyphens only." in text_of(editor.post(f"{ROOT}new", sent(key="Motor!")))


def test_without_a_question_nothing_is_made(editor: Client) -> None:
    page = text_of(editor.post(f"{ROOT}new", sent(question="", question_ja="")))
    assert "Write the question in at least one language." in page
    assert not Faq.objects.filter(agency__key="kota").exists()


def test_an_identity_number_is_not_stored_even_in_a_draft(editor: Client, city: Agency) -> None:
    number_of_somebody = "3510011501900001"
    page = text_of(editor.post(f"{ROOT}new", sent(answer=f"Hubungi {number_of_somebody}.")))
    assert 'id="id_answer_id_error"' in page
    assert "identity number" in page
    assert not Faq.objects.filter(agency__key="kota", versions__isnull=False).exists()
    faq = published(city)
    page = text_of(editor.post(f"{ROOT}entry/motor/edit", sent(based_on=number(faq), variants_ja=f"番号は{number_of_somebody}")))
    assert 'id="id_variants_ja_error"' in page
    assert not FaqVersion.objects.filter(content__icontains=number_of_somebody).exists()


def test_buttons_links_and_sources_are_stored_as_they_were_written(editor: Client) -> None:
    rows = {
        "quick_replies-TOTAL_FORMS": "2",
        "quick_replies-0-title_id": "Akta",
        "quick_replies-0-title_ja": "出生",
        "quick_replies-0-target": "service:akta/hours",
        "quick_replies-1-title_id": "",
        "links-TOTAL_FORMS": "1",
        "links-0-title_id": "Peta",
        "links-0-title_ja": "地図",
        "links-0-url_id": "https://kota.example/peta",
        "links-0-url_ja": "https://kota.example/ja",
        "sources-TOTAL_FORMS": "1",
        "sources-0-title": "Perwali 1",
        "sources-0-date": "2026-01-31",
    }
    editor.post(f"{ROOT}new", sent(**rows, valid_from="2026-02-01", valid_to="2026-03-01"))
    stored = FaqVersion.objects.get(faq__agency__key="kota").content
    assert stored["quick_replies"] == [{"title": {"id": "Akta", "ja": "出生"}, "service": "akta", "facet": "hours"}]
    assert stored["links"] == [
        {"title": {"id": "Peta", "ja": "地図"}, "url": {"id": "https://kota.example/peta", "ja": "https://kota.example/ja"}}
    ]
    assert stored["sources"] == [{"title": "Perwali 1", "date": "2026-01-31"}]
    assert (stored["valid_from"], stored["valid_to"]) == ("2026-02-01", "2026-03-01")


def test_where_a_button_leads_is_said_and_chosen_in_words(reviewer: Client) -> None:
    def row(target: str) -> dict[str, Any]:
        titles = {"quick_replies-0-title_id": "Akta", "quick_replies-0-title_ja": "出生"}
        return sent(then="publish", **{"quick_replies-TOTAL_FORMS": "1", "quick_replies-0-target": target}, **titles)

    page = f"{ROOT}entry/di-mana-parkir-motor"
    reviewer.post(f"{ROOT}new", row("Service: Akta kelahiran – Fee"))
    stored = FaqVersion.objects.get(faq__agency__key="kota")
    assert stored.content["quick_replies"] == [{"title": {"id": "Akta", "ja": "出生"}, "service": "akta", "facet": "fee"}]
    for address in (page, f"{page}/edit", f"{page}/versions/1", "/console/kota/audit/"):
        shown = text_of(reviewer.get(address))
        assert "Service: Akta kelahiran – Fee" in shown, address
        assert "service:akta" not in shown, address
    # A page that was opened in another language is understood as well.
    reviewer.post(f"{page}/edit", {**row("Layanan: Akta kelahiran – Biaya"), "based_on": "1"})
    # A button keeps to what is gone, which is called by its key, until somebody changes it.
    gone = [{"title": {"id": "Lama", "ja": "旧"}, "service": "sudah-tidak-ada", "facet": "fee"}]
    save_draft(stored.faq, {**stored.content, "quick_replies": gone}, None, based_on=standing(stored.faq).number)
    assert "Service: sudah-tidak-ada – Fee" in text_of(reviewer.get(f"{page}/edit"))
    reviewer.post(f"{page}/edit", {**row("Service: sudah-tidak-ada – Fee"), "based_on": str(number(stored.faq))})
    kept = FaqVersion.objects.get(faq=stored.faq, number=standing(stored.faq).number).content["quick_replies"]
    assert [(one["service"], one["facet"]) for one in kept] == [("sudah-tidak-ada", "fee")]


def test_one_address_does_for_both_languages(editor: Client) -> None:
    link = {"links-0-title_id": "Formulir", "links-0-title_ja": "申請書", "links-0-url_id": "https://kota.example/formulir.pdf"}
    editor.post(f"{ROOT}new", sent(**{"links-TOTAL_FORMS": "1"}, **link))
    address = "https://kota.example/formulir.pdf"
    stored = FaqVersion.objects.get(faq__agency__key="kota").content
    assert stored["links"] == [{"title": {"id": "Formulir", "ja": "申請書"}, "url": {"id": address, "ja": address}}]


@pytest.mark.parametrize("target", ["akta", "office:akta", "service:akta/colour", "faq:parkir/hours"])
def test_a_button_that_leads_to_no_kind_of_thing_is_told(editor: Client, target: str) -> None:
    page = text_of(editor.post(f"{ROOT}new", sent(**{"quick_replies-TOTAL_FORMS": "1", "quick_replies-0-target": target})))
    assert "Choose one from the list" in page


def test_one_row_more_keeps_what_was_written(editor: Client) -> None:
    page = text_of(editor.post(f"{ROOT}new", sent(add="links", **{"links-TOTAL_FORMS": "1", "links-0-title_id": "Peta kota"})))
    assert 'name="links-1-title_id"' in page
    assert 'value="Peta kota"' in page
    assert not Faq.objects.filter(agency__key="kota").exists()


def test_a_changed_draft_is_a_new_version_and_citizens_get_the_published_one(editor: Client, city: Agency) -> None:
    faq = published(city)
    page = text_of(editor.get(f"{ROOT}entry/motor/edit"))
    assert "Di basemen." in page
    editor.post(f"{ROOT}entry/motor/edit", sent(answer="Di lantai dua.", based_on=number(faq)))
    faq.refresh_from_db()
    assert faq.answer["id"] == "Di basemen."
    assert "Di lantai dua." in text_of(editor.get(f"{ROOT}entry/motor"))


def test_plain_japanese_is_not_lost_by_editing(editor: Client, city: Agency) -> None:
    faq = published(city, question={"id": "Parkir?", "ja": "駐車場は", "ja_easy": "くるまは？"}, more_answers={"ja_easy": "地下だよ"})
    page: Any = editor.get(f"{ROOT}entry/motor/edit")
    fields = {name: field.value() or "" for name, field in ((f.name, f) for f in page.context["form"])}
    editor.post(f"{ROOT}entry/motor/edit", fields)
    assert faq.versions.get(number=number(faq)).content["answer"]["ja_easy"] == "地下だよ"


def test_save_and_publish_lets_the_bot_answer_and_offers_to_undo(reviewer: Client) -> None:
    page = text_of(reviewer.post(f"{ROOT}new", sent(key="motor", then="publish"), follow=True))
    assert "Published. The assistant answers with it" in page
    assert "Undo" in page
    assert Faq.objects.get(key="motor").published
    assert "Undo" not in text_of(reviewer.get(f"{ROOT}entry/motor"))


def test_an_editor_who_asks_to_publish_only_saves(editor: Client) -> None:
    editor.post(f"{ROOT}new", sent(key="motor", then="publish"))
    assert not Faq.objects.get(key="motor").published


def test_what_has_errors_is_saved_but_not_published_and_says_why(reviewer: Client) -> None:
    page = text_of(reviewer.post(f"{ROOT}new", sent(key="motor", answer_ja="", then="publish"), follow=True))
    assert "This must be corrected before it can be published" in page
    assert "The answer is missing in this language." in page
    assert FaqVersion.objects.get(faq__key="motor").state == FaqVersion.State.DRAFT


def test_two_editors_get_a_page_on_which_both_texts_stand(editor: Client, city: Agency) -> None:
    faq = published(city)
    begun = number(faq)
    other = person(Role.EDITOR, of=city)
    save_draft(faq, content("Di lantai tiga.", tags=["baru"]), other, based_on=begun)
    page: Any = editor.post(f"{ROOT}entry/motor/edit", sent(answer="Di lantai dua.", based_on=begun))
    text = text_of(page)
    assert "Two people changed this question" in text
    assert other.get_full_name() in text
    assert [(c.name, c.conflict) for c in page.context["choices"] if c.name.startswith("choice-answer")] == [("choice-answer-id", True)]
    chosen: Any = editor.post(f"{ROOT}entry/motor/merge", {"state": page.context["state"], "choice-answer-id": "theirs"})
    form = chosen.context["form"]
    assert form["answer_id"].value() == "Di lantai tiga."
    editor.post(f"{ROOT}entry/motor/edit", {**{f.name: f.value() or "" for f in form}, "answer_id": "Di lantai tiga, dekat lift."})
    latest = faq.versions.get(number=number(faq))
    assert latest.content["answer"]["id"] == "Di lantai tiga, dekat lift."
    assert latest.number == begun + 2


def test_what_two_editors_added_to_a_list_is_kept_from_both(editor: Client, city: Agency) -> None:
    faq = published(city)
    begun, held = number(faq), content()["variants"]["id"]
    save_draft(faq, content(variants={"id": [*held, "tempat motor"]}, tags=["baru"]), person(Role.EDITOR, of=city), based_on=begun)
    page: Any = editor.post(f"{ROOT}entry/motor/edit", sent(variants_id="\n".join([*held, "garasi"]), based_on=begun))
    choice = next(one for one in page.context["choices"] if one.name == "choice-variants-id")
    assert (choice.chosen, choice.conflict) == ("both", False)
    assert "Both together" in text_of(page)
    assert page.context["form"]["variants_id"].value() == "\n".join([*held, "tempat motor", "garasi"])
    chosen: Any = editor.post(f"{ROOT}entry/motor/merge", {"state": page.context["state"], "choice-variants-id": "mine"})
    assert chosen.context["form"]["variants_id"].value() == "\n".join([*held, "garasi"])


def test_a_draft_that_was_overtaken_by_a_publication_is_merged_before_it_is_published(reviewer: Client, city: Agency) -> None:
    faq = published(city)
    version = save_draft(faq, content("Di lantai dua."), None, based_on=number(faq))
    store_faq(city, {"key": "motor", **content("Di lantai tiga.")})
    page: Any = reviewer.post(f"{ROOT}entry/motor/publish", {"number": version.number})
    assert "Two people changed this question" in text_of(page)
    form = page.context["form"]
    done = reviewer.post(f"{ROOT}entry/motor/edit", {**{f.name: f.value() or "" for f in form}, "then": "publish"})
    assert done.status_code == 302
    faq.refresh_from_db()
    assert faq.answer["id"] == "Di lantai dua."


def test_who_publishes_somebodys_overtaken_draft_reads_whose_text_is_whose(reviewer: Client, city: Agency) -> None:
    faq = published(city)
    writer = person(Role.EDITOR, of=city)
    version = save_draft(faq, content("Di lantai dua."), writer, based_on=number(faq))
    store_faq(city, {"key": "motor", **content("Di lantai tiga.")})
    page: Any = reviewer.post(f"{ROOT}entry/motor/publish", {"number": version.number})
    chosen: Any = reviewer.post(f"{ROOT}entry/motor/merge", {"state": page.context["state"]})
    for shown in (text_of(page), text_of(chosen)):
        assert f"After {writer.first_name} had written this draft" in shown
        assert f"Draft by {writer.first_name}" in shown
        assert "While you were writing" not in shown
        assert "My text" not in shown


def test_the_page_of_a_merge_cannot_be_made_up(editor: Client, city: Agency) -> None:
    published(city)
    assert editor.post(f"{ROOT}entry/motor/merge", {"state": "made:up:x"}).status_code == 404


def test_a_city_reads_the_nations_answer_and_cannot_change_it(editor: Client) -> None:
    page = text_of(editor.get(f"{ROOT}entry/parkir"))
    assert "Di belakang." in page
    assert "Answer differently here" in page
    assert "entry/parkir/edit" not in page
    assert editor.get(f"{ROOT}entry/parkir/edit").status_code == 302
    assert editor.post(f"{ROOT}entry/parkir/edit", sent()).status_code == 404
    for step in ("publish", "archive", "inherit"):
        assert browser_of(person(Role.REVIEWER, of=Agency.objects.get(key="kota"))).post(f"{ROOT}entry/parkir/{step}").status_code == 404


def test_an_entry_of_a_neighbour_is_not_found(editor: Client) -> None:
    published(agency("kota-lain"), "tetangga")
    assert editor.get(f"{ROOT}entry/tetangga").status_code == 404
