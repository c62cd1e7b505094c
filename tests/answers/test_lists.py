"""The list of services, life events and FAQ."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.answers.lists import CATEGORIES, faq, life_event, life_event_choices, list_services
from bot.replies import Link
from tests.answers import sample
from tests.answers.sample import LANGUAGES, agency, at, full_service


def test_every_category_of_the_schema_has_a_title_in_both_languages() -> None:
    from bot.catalogue.schemas import validator

    schema: Any = validator("service").schema
    assert set(schema["properties"]["category"]["enum"]) == set(CATEGORIES)
    for titles in CATEGORIES.values():
        assert titles["id"]
        assert titles["ja"]


def test_the_list_shows_subjects_with_counts_numbered_as_the_buttons_stand() -> None:
    view = agency(full_service("a"), full_service("b", category="tax"), full_service("c", category="tax"))
    reply = list_services(at(view, "id"))
    assert "3 layanan di Kota Contoh" in reply.text
    assert "1. Kartu identitas (1)\n2. Pajak (2)" in reply.text
    assert [q.payload for q in reply.quick_replies] == [
        {"type": "category", "category": "identity"},
        {"type": "category", "category": "tax"},
    ]
    assert "2. 税金（2件）" in list_services(at(view, "ja")).text


def test_a_subject_shows_its_services_numbered_as_the_buttons_stand() -> None:
    view = agency(*(full_service(f"s{n}", name={"id": f"Kartu {n}", "ja": f"カード{n}"}) for n in range(3)))
    reply = list_services(at(view, "ja"), "identity")
    assert reply.text.splitlines()[:4] == [
        "身分証・カード：" if "：" in reply.text.splitlines()[0] else "身分証・カード:",
        "1. カード0",
        "2. カード1",
        "3. カード2",
    ]
    assert [q.payload["service"] for q in reply.quick_replies] == ["s0", "s1", "s2"]


def test_every_number_in_a_list_can_be_chosen() -> None:
    view = agency(*(full_service(f"s{n:02}") for n in range(12)))
    reply = list_services(at(view, "id"), "identity")
    assert "12. " in reply.text
    assert reply.quick_replies[11].payload["service"] == "s11"


def test_a_subject_that_does_not_exist_shows_all_subjects() -> None:
    view = agency(full_service())
    assert list_services(at(view, "id"), "tidak-ada").text == list_services(at(view, "id")).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agency_without_services_is_listed_without_an_error(language: str) -> None:
    assert list_services(at(agency(), language)).quick_replies == ()


def test_a_life_event_lists_its_steps_with_their_hints() -> None:
    view = agency(full_service("a"), full_service("b", name={"id": "Alamat", "ja": "住所変更"}))
    event = sample.life_event(("a", {"id": "Urus dulu.", "ja": "最初に。"}), ("b", None))
    reply = life_event(event, at(view, "id"))
    assert reply.text.splitlines()[:5] == ["Pindah rumah", "Urutannya:", "1. Kartu Perpustakaan", "   Urus dulu.", "2. Alamat"]
    assert [q.payload["service"] for q in reply.quick_replies] == ["a", "b"]
    assert life_event(event, at(view, "ja")).text.startswith("引っ越し\n順番：\n1. 図書館カード")


def test_the_life_events_are_offered_as_choices() -> None:
    event = sample.life_event(("a", None))
    view = agency(full_service("a"), life_events={"moving": event})
    reply = life_event_choices(at(view, "ja"))
    assert "1. 引っ越し" in reply.text
    assert reply.quick_replies[0].payload == {"type": "life_event", "life_event": "moving"}
    assert reply.quick_replies[0].other_title == "Pindah rumah"


def test_an_faq_is_answered_in_the_citizens_language_with_its_source() -> None:
    view = agency()
    assert faq(sample.faq(), at(view, "id")).text == "Di belakang gedung.\n\nSumber: Pengumuman 2026."
    assert faq(sample.faq(), at(view, "ja")).text == "建物の裏です。\n\n出典：Pengumuman 2026"


def test_an_faq_offers_what_staff_chose_next_and_its_links_in_the_citizens_language() -> None:
    titles = {"id": "Syarat kartu", "ja": "カードに必要なもの"}
    entry = replace(
        sample.faq(),
        quick_replies=(
            {"title": titles, "service": "kartu", "facet": "requirements"},
            {"title": {"id": "Wifi", "ja": "Wi-Fi"}, "faq": "wifi"},
            {"title": {"id": "Pindah", "ja": "引っ越し"}, "life_event": "moving"},
        ),
        links=({"title": {"id": "Peta", "ja": "地図"}, "url": {"id": "https://kota.example/", "ja": "https://kota.example/ja"}},),
    )
    view = agency(full_service(), life_events={"moving": sample.life_event(("kartu", None))}, faq={"parkir": entry, "wifi": sample.faq()})
    reply = faq(entry, at(view, "ja"))
    assert [(q.title, q.other_title) for q in reply.quick_replies][:2] == [("カードに必要なもの", "Syarat kartu"), ("Wi-Fi", "Wifi")]
    assert [q.payload for q in reply.quick_replies] == [
        {"type": "service", "service": "kartu", "facets": ["requirements"]},
        {"type": "faq", "faq": "wifi"},
        {"type": "life_event", "life_event": "moving"},
        {"type": "intent", "intent": "speak_to_person"},
    ]
    assert reply.links == (Link("地図", "https://kota.example/ja"),)


def test_an_faq_offers_nothing_that_the_agency_does_not_offer_now() -> None:
    gone = tuple({"title": {"id": "X", "ja": "え"}, kind: "entah"} for kind in ("service", "faq", "life_event"))
    reply = faq(replace(sample.faq(), quick_replies=gone), at(agency(full_service()), "id"))
    assert [q.payload for q in reply.quick_replies] == [{"type": "intent", "intent": "speak_to_person"}]
