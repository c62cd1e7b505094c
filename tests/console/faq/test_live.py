"""What the editor's page says while somebody types, and how fast the bot knows what was published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from bot.accounts.models import ChannelAccount
from bot.catalogue.models import Agency
from bot.environment import environment
from bot.faq.models import Faq
from bot.nlu.knowledge.index import KnowledgeIndex
from bot.nlu.knowledge_linker import link
from bot.nlu.normalise import normalise
from bot.pipeline.connection import impatient_sync_client
from bot.staff.permissions import Role
from tests.console.faq.conftest import ROOT, published, sent, text_of
from tests.console.people import agency, browser_of, person


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Redis that nobody serves; tests/pipeline/test_trying.py has one."""
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:9/0")
    environment.cache_clear()
    impatient_sync_client.cache_clear()
    yield
    monkeypatch.undo()
    environment.cache_clear()
    impatient_sync_client.cache_clear()


def _slot(page: str, name: str) -> str:
    return page.split(f'id="findings-{name}"', 1)[1].split("</div>", 1)[0]


def test_a_finding_stands_beside_the_field_that_it_is_about(editor: Client) -> None:
    form = sent(answer="", variants_id="tempat parkir\n3509181708900001", variants_ja="", answer_ja="あ" * 1700)
    page = text_of(editor.post(f"{ROOT}check", form))
    assert "The answer is missing in this language." in _slot(page, "answer-id")
    assert "WhatsApp" in _slot(page, "answer-ja")
    assert "“tempat parkir” is already answered by “Di mana parkir?” (1.00)" in _slot(page, "variants-id")
    assert f'href="{ROOT}entry/parkir"' in _slot(page, "variants-id")
    assert "identity number" in _slot(page, "variants-id")
    assert "There are 0 ways to ask in this language." in _slot(page, "variants-ja")
    assert "2 errors keep it from being published." in page


def test_a_page_on_which_nothing_is_written_yet_finds_no_fault(editor: Client) -> None:
    page = text_of(editor.post(f"{ROOT}check", dict.fromkeys(sent(), "")))
    assert "is missing" not in page
    assert "Nothing to correct" not in page
    assert "checked while you type" in page
    assert "The answer is missing in this language." in text_of(editor.post(f"{ROOT}check", {**dict.fromkeys(sent(), ""), "tags": "air"}))


def test_a_phrase_that_belongs_to_a_service_is_told(editor: Client) -> None:
    page = text_of(editor.post(f"{ROOT}check", sent(variants_id="Akta kelahiran")))
    assert "already leads to the service “Akta kelahiran” (1.00)" in _slot(page, "variants-id")
    assert 'href="/console/kota/catalogue/services/akta"' in _slot(page, "variants-id")


def test_another_entry_is_named_in_the_language_of_the_page(editor: Client) -> None:
    editor.cookies["staff-language"] = "ja"
    page = text_of(editor.post(f"{ROOT}check", sent(variants_id="Akta kelahiran")))
    assert "手続き「出生証明書」" in _slot(page, "variants-id")


def test_one_way_to_ask_is_said_as_one(editor: Client) -> None:
    assert "There is 1 way to ask in this language." in _slot(text_of(editor.post(f"{ROOT}check", sent())), "variants-ja")


def test_what_the_checks_need_is_loaded_from_the_list_on(editor: Client, city: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    assert f'hx-post="{ROOT}ready"' in text_of(editor.get(ROOT))
    assert editor.post(f"{ROOT}ready").status_code == 204

    def built_late(*_: object) -> None:
        raise AssertionError("The check had to build the index.")

    monkeypatch.setattr(KnowledgeIndex, "__init__", built_late)
    assert "points to look at" in text_of(editor.post(f"{ROOT}check", sent()))
    assert f'hx-post="{ROOT}ready"' not in text_of(browser_of(person(Role.ANALYST, of=city)).get(ROOT))


def test_an_faq_is_not_in_its_own_way(editor: Client, city: Agency) -> None:
    published(city)
    assert "already answered by “Di mana parkir motor?”" not in text_of(editor.post(f"{ROOT}check", sent(**{"own-key": "motor"})))
    assert "already answered by “Di mana parkir motor?”" in text_of(editor.post(f"{ROOT}check", sent()))


def test_the_preview_is_what_each_channel_would_send(editor: Client) -> None:
    links = {"links-TOTAL_FORMS": "1", "links-0-title_id": "Peta", "links-0-url_id": "https://kota.example/peta"}
    page: Any = editor.post(f"{ROOT}preview", sent(answer="Di basemen. " * 200, **links))
    shown = [row["conversation"] for row in page.context["conversations"]]
    by_place = {(one.label, one.language): one.messages for one in shown}
    assert set(by_place) == {("WhatsApp", "id"), ("WhatsApp", "ja"), ("Telegram", "id"), ("Telegram", "ja")}
    telegram, whatsapp = by_place["Telegram", "id"], by_place["WhatsApp", "id"]
    assert len(telegram) == 1
    assert telegram[0].text.endswith("Peta")
    assert telegram[0].buttons
    assert [message.text[-5:] for message in whatsapp] == ["(1/2)", "(2/2)"]
    assert "Peta: https://kota.example/peta" in whatsapp[1].text
    assert "Balas dengan nomor:" in whatsapp[1].text


def test_on_an_agencys_own_account_choices_look_as_its_templates_make_them(editor: Client, city: Agency) -> None:
    settings = {"content": {"quick_reply": {"1": "HX" + "0" * 32}, "list": {}}}
    ChannelAccount.objects.create(agency=city, channel="whatsapp", external_id="x", credentials="", settings=settings)
    page: Any = editor.post(f"{ROOT}preview", sent())
    shown = next(row["conversation"] for row in page.context["conversations"] if row["conversation"].label == "WhatsApp")
    assert len(shown.messages[-1].buttons) == 1


def test_a_question_is_tried_with_the_text_as_if_it_were_published(editor: Client) -> None:
    page: Any = editor.post(f"{ROOT}try", sent(trial="taruh motor di mana", variants_id="taruh motor di mana"))
    assert page.context["trial"].sure
    assert page.context["linked"][0]["one"].mine
    text = text_of(page)
    assert "With your text published, this question leads to it." in text
    assert "No worker answered within three seconds" in text
    assert not Faq.objects.filter(agency__key="kota").exists()


def test_a_question_about_something_else_is_said_to_be(editor: Client) -> None:
    page: Any = editor.post(f"{ROOT}try", sent(trial="ada wifi?"))
    assert not page.context["trial"].sure
    assert {one["one"].key for one in page.context["linked"]} >= {"wifi"}
    assert "Write a question first." in text_of(editor.post(f"{ROOT}try", sent(trial=" ")))


def test_a_question_that_a_service_fits_better_is_not_promised_to_the_text(editor: Client) -> None:
    page: Any = editor.post(f"{ROOT}try", sent(trial="buat akta kelahiran", variants_id="buat akta kelahiran anak"))
    assert page.context["trial"].sure
    assert page.context["linked"][0]["one"].key == "akta"
    text = text_of(page)
    assert "this question fits it, but something else fits it better" in text
    assert "this question leads to it." not in text


def test_targets_are_found_by_name_and_by_key(editor: Client) -> None:
    page = text_of(editor.get(f"{ROOT}targets", {"quick_replies-0-target": "wifi"}))
    assert 'value="Question: ' in page
    assert "Service: " not in page
    for typed in ("service:akta", "akta kelahiran"):
        found = text_of(editor.get(f"{ROOT}targets", {"quick_replies-0-target": typed}))
        assert 'value="Service: Akta kelahiran"' in found
        assert 'value="Service: Akta kelahiran – Fee"' in found


def test_what_was_published_on_the_page_is_found_by_the_linker_at_once_by_the_words_of_its_variant(reviewer: Client) -> None:
    said = normalise("kuda besi ditaruh dimana")
    assert "motor" not in dict(link("kota", said)["faq"])
    reviewer.post(f"{ROOT}new", sent(key="motor", variants_id="kuda besi ditaruh dimana", then="publish"))
    [(key, score), *_] = link("kota", said)["faq"]
    assert key == "motor"
    assert score > 0.5
    reviewer.post(f"{ROOT}entry/motor/archive")
    assert "motor" not in dict(link("kota", said)["faq"])


def test_an_agency_that_has_nothing_yet_can_write_its_first_question(db: None) -> None:
    first = agency("kota-baru")
    client = browser_of(person(Role.EDITOR, of=first))
    page = text_of(client.post("/console/kota-baru/faq/check", sent(answer="")))
    assert "The answer is missing in this language." in _slot(page, "answer-id")
    trial: Any = client.post("/console/kota-baru/faq/try", sent(trial="parkir motor"))
    assert [one["one"].mine for one in trial.context["linked"]] == [True]
    assert link("kota-baru", "parkir motor")["faq"] == []
