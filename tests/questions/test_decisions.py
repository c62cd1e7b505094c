"""Every decision, from the page: what it changes for the bot, what the record says, and that it can be undone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from bot.catalogue import snapshot
from bot.catalogue.merge import agency_view
from bot.catalogue.models import Agency, Phrase, Service
from bot.faq.models import Faq, FaqVersion
from bot.faq.workflow import create_draft, publish, save_draft
from bot.questions.models import QuestionGroup, TrainingExample
from bot.staff.models import AuditEntry
from bot.staff.permissions import Role
from tests.console.people import agency, browser_of, person
from tests.questions.stored import question_group

pytestmark = pytest.mark.django_db
CONTENT: dict[str, Any] = {
    "question": {"id": "Di mana loket?", "ja": "窓口はどこですか"},
    "answer": {"id": "Di depan.", "ja": "入口です。"},
    "variants": {"id": ["letak loket"], "ja": ["窓口の場所"]},
}


@pytest.fixture
def loket(offering_city: Agency) -> Faq:
    """A published FAQ of the city's own."""
    faq = create_draft(offering_city, "loket", CONTENT, None).faq
    publish(faq, 1, None)
    return faq


def staff(of: Agency, role: Role = Role.REVIEWER) -> Client:
    return browser_of(person(role, of=of))


def decide(client: Client, group: QuestionGroup, to: str, htmx: bool = False, **given: Any) -> Any:
    headers = {"HX-Request": "true"} if htmx else {}
    data = {"to": to, "version": group.version, "text": group.text, **given}
    return client.post(f"/console/{group.agency.key}/questions/{group.pk}/decide", data, headers=headers, follow=not htmx)


def undo(client: Client, of: Agency) -> Any:
    return client.post(f"/console/{of.key}/questions/undo", follow=True)


def said(answer: Any) -> str:
    return str(answer.content.decode())


def state(group: QuestionGroup) -> str:
    return QuestionGroup.objects.get(pk=group.pk).state


def recorded() -> list[str]:
    return list(AuditEntry.objects.filter(action__startswith="question.").order_by("pk").values_list("action", flat=True))


def examples(of: Agency, service: str, language: str = "id") -> tuple[str, ...]:
    return agency_view(of.key).services[service].examples[language]


def variants(of: Agency, faq: str, language: str = "id") -> tuple[str, ...]:
    return agency_view(of.key).faq[faq].variants[language]


@pytest.mark.parametrize(("language", "text"), [("id", "mau urus surat kelahiran bayi"), ("ja", "赤ちゃんが生まれました")])
def test_a_question_becomes_an_example_of_a_service_and_is_taken_back(language: str, text: str, offering_city: Agency) -> None:
    group, client = question_group(offering_city, text, language), staff(offering_city, Role.EDITOR)
    # Told by the name that staff know it by, and not by its key.
    name = agency_view("kota").services["akta"].name[language]
    assert f"Added to “{name}”." in said(decide(client, group, "service:akta"))
    assert (state(group), text in examples(offering_city, "akta", language)) == ("assigned", True)
    assert "open again" in said(undo(client, offering_city))
    assert (state(group), text in examples(offering_city, "akta", language)) == ("open", False)
    assert recorded() == ["question.service", "question.undone"]


def test_an_example_of_an_inherited_service_leaves_everything_else_inherited(offering_city: Agency) -> None:
    before, group, client = agency_view("kota").services["kia"], question_group(offering_city, "kartu buat balita"), staff(offering_city)
    decide(client, group, "service:kia")
    after = agency_view("kota").services["kia"]
    assert (after.name, after.provenance, after.examples["id"]) == (before.name, before.provenance, ("kartu buat balita",))
    assert not Phrase.objects.filter(service__agency__key="negeri", text="kartu buat balita").exists()
    undo(client, offering_city)
    assert agency_view("kota").services["kia"] == before
    assert not Service.objects.filter(agency=offering_city, key="kia").exists()


def test_an_example_that_was_there_before_stays_after_undoing(offering_city: Agency) -> None:
    group, client = question_group(offering_city, "bikin akta gmn"), staff(offering_city)
    assert "has this wording already" in said(decide(client, group, "service:akta"))
    undo(client, offering_city)
    assert "bikin akta gmn" in examples(offering_city, "akta")


def test_a_reviewers_choice_is_published_as_another_way_to_ask(loket: Faq, offering_city: Agency) -> None:
    group, client = question_group(offering_city, "loketnya sebelah mana"), staff(offering_city)
    assert "Added to “Di mana loket?”." in said(decide(client, group, "faq:loket"))
    assert variants(offering_city, "loket") == ("letak loket", "loketnya sebelah mana")
    undo(client, offering_city)
    assert variants(offering_city, "loket") == ("letak loket",)
    assert recorded() == ["question.faq", "question.undone"]


def test_an_editors_choice_waits_for_a_review(loket: Faq, offering_city: Agency) -> None:
    group, client = question_group(offering_city, "loketnya sebelah mana"), staff(offering_city, Role.EDITOR)
    assert "must still be published" in said(decide(client, group, "faq:loket"))
    assert variants(offering_city, "loket") == ("letak loket",)
    version = loket.versions.get(state=FaqVersion.State.IN_REVIEW)
    assert version.content["variants"]["id"] == ["letak loket", "loketnya sebelah mana"]
    undo(client, offering_city)
    assert not loket.versions.filter(state__in=FaqVersion.OPEN).exists()


def test_a_colleagues_draft_is_not_published_by_the_way(loket: Faq, offering_city: Agency) -> None:
    save_draft(loket, {**CONTENT, "answer": {"id": "Belum jadi.", "ja": "まだ。"}}, None, based_on=1)
    group, client = question_group(offering_city, "loketnya sebelah mana"), staff(offering_city)
    decide(client, group, "faq:loket")
    assert agency_view("kota").faq["loket"].answer["id"] == "Di depan."
    draft = loket.versions.get(state=FaqVersion.State.DRAFT)
    assert (draft.content["answer"]["id"], draft.content["variants"]["id"][-1]) == ("Belum jadi.", "loketnya sebelah mana")
    undo(client, offering_city)
    draft = loket.versions.get(state=FaqVersion.State.DRAFT)
    assert (draft.content["answer"]["id"], draft.content["variants"]["id"]) == ("Belum jadi.", ["letak loket"])


def test_an_inherited_faq_goes_on_answering_until_the_agencys_own_is_published(offering_city: Agency) -> None:
    group, client = question_group(offering_city, "boleh taruh mobil di mana"), staff(offering_city)
    assert "must still be published" in said(decide(client, group, "faq:parkir"))
    assert variants(offering_city, "parkir") == ("tempat parkir",)
    version = FaqVersion.objects.get(faq__agency=offering_city, state="in_review")
    assert version.content["variants"]["id"] == ["tempat parkir", "boleh taruh mobil di mana"]
    undo(client, offering_city)
    assert not Faq.objects.filter(agency=offering_city).exists()


def test_what_has_become_a_draft_leads_to_it(loket: Faq, offering_city: Agency) -> None:
    group, other = question_group(offering_city, "boleh taruh mobil di mana"), question_group(offering_city, "apa ada parkir motor")
    client = staff(offering_city)
    way = '<a href="/console/kota/faq/entry/parkir">Open the draft</a>'
    page = said(decide(client, group, "faq:parkir"))
    assert page.count(way) == 2  # in the message, and beside the last decision
    assert "is inherited: the wording stands in a draft of your agency&#x27;s own" in page
    assert way in said(client.get(f"/console/kota/questions/{group.pk}/"))
    assert "boleh taruh mobil di mana" in said(client.get("/console/kota/faq/entry/parkir"))
    answer = decide(client, other, "faq:parkir", htmx=True)
    toast = json.loads(answer["HX-Trigger"])["toast"]
    assert (toast["address"], toast["link"]) == ("/console/kota/faq/entry/parkir", "Open the draft")
    assert "must still be published" in toast["value"]
    faq = Faq.objects.get(agency=offering_city, key="parkir")
    publish(faq, FaqVersion.objects.get(faq=faq, state="in_review").number, None)
    assert way not in said(client.get(f"/console/kota/questions/{group.pk}/"))
    published = question_group(offering_city, "loketnya sebelah mana")
    assert "Open the draft" not in said(decide(client, published, "faq:loket"))


def test_a_published_wording_is_taken_back_only_by_who_may_publish(loket: Faq, offering_city: Agency) -> None:
    group = question_group(offering_city, "loketnya sebelah mana")
    decide(staff(offering_city), group, "faq:loket")
    editor = staff(offering_city, Role.EDITOR)
    page = editor.post(f"/console/kota/questions/{group.pk}/reopen", {"version": 2})
    assert "Ask somebody who may publish" in said(page)
    assert (state(group), len(variants(offering_city, "loket"))) == ("assigned", 2)
    staff(offering_city).post(f"/console/kota/questions/{group.pk}/reopen", {"version": 2})
    assert (state(group), len(variants(offering_city, "loket"))) == ("open", 1)


def test_a_wording_on_which_a_colleague_builds_is_not_taken_out_behind_their_back(loket: Faq, offering_city: Agency) -> None:
    group, client = question_group(offering_city, "loketnya sebelah mana"), staff(offering_city)
    decide(client, group, "faq:loket")
    published = loket.versions.get(state=FaqVersion.State.PUBLISHED)
    save_draft(loket, {**published.content, "tags": ["gedung"]}, None, based_on=published.number)
    assert "A colleague is working on this FAQ" in said(undo(client, offering_city))
    assert (state(group), len(variants(offering_city, "loket"))) == ("assigned", 2)


def test_what_the_bot_hardly_thought_of_is_no_suggestion(offering_city: Agency) -> None:
    group, client = question_group(offering_city, "berkas akta bayi?"), staff(offering_city)
    for key, score in (("akta", 0.4), ("kia", 0.01)):
        group.candidates.create(kind="service", key=key, score=score)
    shown = client.get(f"/console/kota/questions/{group.pk}/").context["suggestions"]
    assert [one.key for one in shown] == ["akta"]


def test_a_new_faq_begins_with_the_facts_of_the_likeliest_service(offering_city: Agency) -> None:
    group, client = question_group(offering_city, "Apa saja berkas untuk akta bayi?"), staff(offering_city)
    for kind, key, score in (("service", "akta", 0.4), ("service", "kia", 0.2), ("facet", "requirements", 1.0)):
        group.candidates.create(kind=kind, key=key, score=score)
    form = client.get(f"/console/kota/questions/{group.pk}/new-faq").context["form"]
    assert form["key"].value() == "apa-saja-berkas-untuk-akta-bayi"
    assert (form["question_id"].value(), form["question_ja"].value()) == (group.text, "")
    assert "Formulir kota" in form["answer_id"].value()
    assert "市の申請書" in form["answer_ja"].value()


def test_a_new_faq_does_not_begin_with_the_facts_of_something_else(offering_city: Agency) -> None:
    group, client = question_group(offering_city, "jadwal kapal hari ini", count=3), staff(offering_city)
    group.candidates.create(kind="service", key="akta", score=0.4)
    form = client.get(f"/console/kota/questions/{group.pk}/new-faq").context["form"]
    assert (form["answer_id"].value(), form["answer_ja"].value()) == ("", "")


@pytest.mark.parametrize(
    ("role", "then", "answers"), [(Role.REVIEWER, "publish", True), (Role.REVIEWER, "draft", False), (Role.EDITOR, "draft", False)]
)
def test_a_new_faq_is_a_draft_until_somebody_who_may_publishes_it(role: Role, then: str, answers: bool, offering_city: Agency) -> None:
    group, client = question_group(offering_city, "ada mushola?"), staff(offering_city, role)
    given = {"key": "mushola", "question_id": "Ada mushola?", "question_ja": "礼拝室は", "answer_id": "Ada.", "answer_ja": "あります。"}
    client.post(f"/console/kota/questions/{group.pk}/new-faq", {**given, "version": 1, "then": then})
    assert (state(group), "mushola" in agency_view("kota").faq) == ("assigned", answers)
    assert Faq.objects.filter(agency=offering_city, key="mushola").exists()
    undo(client, offering_city)
    assert (state(group), "mushola" in agency_view("kota").faq) == ("open", False)
    assert recorded() == ["question.new_faq", "question.undone"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"key": "Besar"}, "A short name has at most 40"),
        ({"key": "loket"}, "already has a question with this short name"),
        ({"question_id": "", "question_ja": ""}, "in one language at least"),
        ({"then": "publish", "answer_ja": ""}, "The answer is missing in this language."),
    ],
)
def test_a_new_faq_that_cannot_be_stored_says_why_and_keeps_what_was_written(
    change: dict[str, str], told: str, loket: Faq, offering_city: Agency
) -> None:
    group, client = question_group(offering_city, "ada mushola?"), staff(offering_city)
    given = {"key": "mushola", "question_id": "Ada mushola?", "question_ja": "礼拝室は", "answer_id": "Ada.", "answer_ja": "あります。"}
    page = client.post(f"/console/kota/questions/{group.pk}/new-faq", {**given, "version": 1, "then": "draft", **change})
    assert told in said(page)
    assert "Ada." in said(page)
    assert (state(group), Faq.objects.filter(key__in=["mushola", "Besar"]).exists()) == ("open", False)


def test_a_new_faq_keeps_how_citizens_asked_it(offering_city: Agency) -> None:
    group, client = question_group(offering_city, "ada mushola ga di sana"), staff(offering_city)
    group.wordings.create(text="musholanya sebelah mana", normalised="musholanya sebelah mana", count=2)
    form = client.get(f"/console/kota/questions/{group.pk}/new-faq").context["form"]
    assert form["wordings"].value().splitlines() == [group.text, "musholanya sebelah mana"]
    given = {"key": "mushola", "question_id": "Ada mushola?", "question_ja": "礼拝室は", "answer_id": "Ada.", "answer_ja": "あります。"}
    post = f"/console/kota/questions/{group.pk}/new-faq"
    number = {**given, "version": 1, "then": "publish", "wordings": "NIK saya 3510112233440001 ada mushola?"}
    assert "This holds an identity number" in said(client.post(post, number))
    client.post(post, {**given, "version": 1, "then": "publish", "wordings": f"{group.text}\nADA MUSHOLA?\n{group.text}\n"})
    assert agency_view("kota").faq["mushola"].variants["id"] == (group.text,)


def test_an_editor_cannot_publish_by_pressing_what_is_not_there(offering_city: Agency) -> None:
    group = question_group(offering_city, "ada mushola?")
    given = {"key": "mushola", "question_id": "Ada mushola?", "question_ja": "礼拝室は", "answer_id": "Ada.", "answer_ja": "あります。"}
    staff(offering_city, Role.EDITOR).post(f"/console/kota/questions/{group.pk}/new-faq", {**given, "version": 1, "then": "publish"})
    assert (state(group), Faq.objects.filter(key="mushola").exists()) == ("open", False)


def test_out_of_scope_becomes_a_training_example(city: Agency) -> None:
    group, client = question_group(city, "siapa juara liga"), staff(city, Role.EDITOR)
    decide(client, group, "out_of_scope")
    assert state(group) == "out_of_scope"
    assert list(TrainingExample.objects.values_list("agency__key", "language", "text", "intent")) == [
        ("kota-uji", "id", "siapa juara liga", "out_of_scope")
    ]
    undo(client, city)
    assert (state(group), TrainingExample.objects.count()) == ("open", 0)
    assert recorded() == ["question.out_of_scope", "question.undone"]


def test_ignoring_changes_nothing_else(city: Agency) -> None:
    group, client = question_group(city), staff(city)
    decide(client, group, "ignore")
    assert (state(group), TrainingExample.objects.count()) == ("ignored", 0)
    undo(client, city)
    assert state(group) == "open"
    assert recorded() == ["question.ignored", "question.undone"]


def test_undoing_goes_back_one_by_one_and_stays_with_ones_own_decisions(city: Agency) -> None:
    client, colleague = staff(city), staff(city)
    groups = [question_group(city) for _ in range(3)]
    decide(client, groups[0], "ignore")
    decide(client, groups[1], "ignore")
    decide(colleague, groups[2], "ignore")
    undo(client, city)
    assert [state(group) for group in groups] == ["ignored", "open", "ignored"]
    undo(client, city)
    assert [state(group) for group in groups] == ["open", "open", "ignored"]
    assert "not decided anything" in said(undo(client, city))


def test_whoever_is_second_hears_who_was_first_and_changes_nothing(offering_city: Agency) -> None:
    group, other = question_group(offering_city, "mau urus akta bayi"), question_group(offering_city)
    first = person(Role.EDITOR, of=offering_city)
    decide(browser_of(first), group, "service:akta")
    second = decide(staff(offering_city), group, "service:kia", htmx=True)
    assert f"Already handled by {first.first_name}" in said(second)
    assert other.text in said(second)
    assert "mau urus akta bayi" not in examples(offering_city, "kia")
    assert recorded() == ["question.service"]


def test_the_second_hears_it_in_indonesian_and_japanese(city: Agency) -> None:
    group, first = question_group(city), person(Role.EDITOR, of=city)
    decide(browser_of(first), group, "ignore")
    for language, told in (("id", f"Sudah ditangani oleh {first.first_name}"), ("ja", f"{first.first_name} さんが対応済みです")):
        client = staff(city)
        client.cookies["staff-language"] = language
        assert told in said(decide(client, group, "ignore", htmx=True))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("…", "Write how citizens ask."),
        ("x" * 301, "at most 300 characters"),
        ("NIK saya 3510011501900001", "identity number"),
        ("hubungi [***] ya", "in place of the removed number"),
    ],
)
def test_a_wording_that_cannot_be_kept_is_refused_beside_the_question(text: str, told: str, city: Agency) -> None:
    group = question_group(city)
    page = said(decide(staff(city), group, "out_of_scope", htmx=True, text=text))
    assert told in page
    assert (state(group), TrainingExample.objects.count()) == ("open", 0)


def test_the_wording_can_be_changed_before_it_is_kept(offering_city: Agency) -> None:
    group = question_group(offering_city, "saya Budi mau urus akta")
    decide(staff(offering_city), group, "service:akta", text="  mau urus\n akta ")
    assert "mau urus akta" in examples(offering_city, "akta")


@pytest.mark.parametrize("to", ["service:tidak-ada", "faq:tidak-ada", "", "delete:akta", "service"])
def test_what_does_not_exist_takes_no_question(to: str, offering_city: Agency) -> None:
    group = question_group(offering_city)
    page = decide(staff(offering_city), group, to)
    assert page.status_code == 200
    assert state(group) == "open"
    assert recorded() == []


def test_a_service_that_the_agency_hides_takes_no_question(offering_city: Agency) -> None:
    Service.objects.filter(agency=offering_city, key="akta").update(hidden=True)
    group = question_group(offering_city)
    assert "does not offer this service" in said(decide(staff(offering_city), group, "service:akta"))
    assert state(group) == "open"


def test_another_agencys_group_cannot_be_decided_on(city: Agency) -> None:
    theirs = question_group(agency("kota-lain"))
    client = staff(city)
    for path in ("decide", "reopen", "new-faq", "check"):
        assert client.post(f"/console/{city.key}/questions/{theirs.pk}/{path}", {"version": 1, "to": "ignore"}).status_code == 404
    assert state(theirs) == "open"


def test_who_may_only_look_is_shown_no_decision(city: Agency) -> None:
    group = question_group(city)
    page = said(staff(city, Role.ANALYST).get(f"/console/{city.key}/questions/{group.pk}/"))
    assert group.text in page
    assert 'name="to"' not in page
    assert decide(staff(city, Role.ANALYST), group, "ignore").status_code == 403
    assert state(group) == "open"


def test_the_linker_finds_a_question_that_has_become_an_example(offering_city: Agency) -> None:
    from bot.nlu.knowledge_linker import link

    text = "anak sudah umur lima belum punya kartu"
    before = dict(link("kota", text)["services"])
    decide(staff(offering_city, Role.EDITOR), question_group(offering_city, text), "service:kia")
    snapshot.forget()
    found = link("kota", text)["services"]
    assert found[0][0] == "kia"
    assert found[0][1] > max(0.8, before["kia"])


def checked(client: Client, group: QuestionGroup, text: str) -> str:
    """What the page says in the end; it asks again as long as it is told to."""
    while "Looking whether" in (page := said(client.post(f"/console/kota/questions/{group.pk}/check", {"text": text}))):
        assert "hx-post" in page
    return page


def test_a_question_that_is_answered_already_says_by_what(offering_city: Agency) -> None:
    group, client = question_group(offering_city), staff(offering_city)
    assert "This is already answered by “Di mana parkir?” (" in checked(client, group, "tempat parkir")
    assert "already" not in checked(client, group, "harga bitcoin")


def test_similar_questions_are_decided_at_once_and_undone_at_once(loket: Faq, offering_city: Agency) -> None:
    client = staff(offering_city)
    texts = ["ada kolam renang umum di kota?", "kolam renang umum di kota dimana", "harga beras hari ini"]
    lead, near, far = (question_group(offering_city, text, count=count) for text, count in zip(texts, (3, 2, 1), strict=True))
    page = said(client.get(f"/console/kota/questions/{lead.pk}/"))
    assert f'value="{near.pk}:1"' in page
    assert f'value="{far.pk}:1"' not in page
    answer = decide(client, lead, "faq:loket", also=[f"{near.pk}:1", "nonsense", f"{lead.pk}:1"])
    assert "Added to “Di mana loket?”. 1 similar question with it." in said(answer)
    assert [state(group) for group in (lead, near, far)] == ["assigned", "assigned", "open"]
    variants = agency_view("kota").faq["loket"].variants["id"]
    assert {lead.text, near.text} <= set(variants)
    undo(client, offering_city)
    assert [state(group) for group in (lead, near)] == ["open", "open"]
    assert not {lead.text, near.text} & set(agency_view("kota").faq["loket"].variants["id"])


def test_a_similar_question_that_a_colleague_has_decided_stays_as_it_is(city: Agency) -> None:
    client = staff(city)
    lead, near = question_group(city, "siapa juara liga"), question_group(city, "siapa juara liga tahun ini")
    decide(staff(city, Role.EDITOR), near, "ignore")
    assert "similar" not in said(decide(client, lead, "out_of_scope", also=[f"{near.pk}:1"]))
    assert (state(lead), state(near)) == ("out_of_scope", "ignored")


def test_a_similar_question_that_was_decided_anew_is_not_undone_with_the_first(city: Agency) -> None:
    client = staff(city)
    lead, near = question_group(city, "siapa juara liga"), question_group(city, "siapa juara liga tahun ini")
    decide(client, lead, "ignore", also=[f"{near.pk}:1"])
    client.post(f"/console/kota-uji/questions/{near.pk}/reopen", {"version": 2})
    near.refresh_from_db()
    decide(client, near, "ignore")
    client.post(f"/console/kota-uji/questions/{lead.pk}/reopen", {"version": 2})
    assert (state(lead), state(near)) == ("open", "ignored")


def test_when_the_first_question_cannot_be_decided_the_similar_ones_stay_too(city: Agency) -> None:
    lead, near = question_group(city, "siapa juara liga"), question_group(city, "siapa juara liga tahun ini")
    decide(staff(city), lead, "faq:no-such", also=[f"{near.pk}:1"])
    assert (state(lead), state(near)) == ("open", "open")


def test_what_answers_already_can_be_given_the_wording_with_one_key(offering_city: Agency) -> None:
    client, group = staff(offering_city), question_group(offering_city, "parkir di mana ya")
    assert 'value="faq:parkir" data-key="a"' in checked(client, group, "tempat parkir")
