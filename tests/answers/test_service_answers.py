"""The whole answer about a service: facets, source, links and what one may ask next."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bot.answers.facets import facet_text
from bot.answers.service_answer import answer, ask_back, choices
from bot.catalogue.views import FACETS, LegalBasisView
from tests.answers.sample import LANGUAGES, PROVENANCE, agency, at, full_service, office, service


def test_two_facets_are_answered_in_one_message_in_the_order_asked() -> None:
    offered = full_service()
    reply = answer(offered, ("fee", "requirements"), at(agency(offered), "id"))
    assert reply.text.index("Rp5.000") < reply.text.index("1. KTP-el")


def test_a_facet_asked_twice_is_answered_once() -> None:
    offered = full_service()
    assert answer(offered, ("fee", "fee"), at(agency(offered), "id")).text.count("Rp5.000") == 1


def test_the_answer_ends_with_source_and_day_of_verification() -> None:
    offered = full_service()
    assert answer(offered, ("fee",), at(agency(offered), "id")).text.splitlines()[-1] == "Sumber: Perda 1/2020. Diperiksa 1 November 2026."
    assert answer(offered, ("fee",), at(agency(offered), "ja")).text.splitlines()[-1] == "出典：Perda 1/2020（2026年11月1日確認）"


@pytest.mark.parametrize(("moment", "overdue"), [("2027-05-01T10:00", False), ("2027-05-02T10:00", True)])
def test_an_overdue_review_is_admitted(moment: str, overdue: bool) -> None:
    offered = full_service()
    assert ("sudah waktunya diperiksa ulang" in answer(offered, ("fee",), at(agency(offered), "id", moment)).text) is overdue
    assert ("見直しの時期を過ぎています" in answer(offered, ("fee",), at(agency(offered), "ja", moment)).text) is overdue


def test_without_a_date_for_the_review_nothing_is_overdue() -> None:
    offered = full_service(provenance={"sources": [{"title": "Perda 1/2020"}], "verified_on": "2020-01-01"})
    assert "diperiksa ulang" not in answer(offered, ("fee",), at(agency(offered), "id")).text


def test_a_facet_that_the_nation_states_names_the_nations_source() -> None:
    nation = {"sources": [{"title": "UU 99/2020"}], "verified_on": "2026-10-01"}
    offered = full_service(facet_provenance={"fees": nation, "requirements": PROVENANCE})
    setting = at(agency(offered), "id")
    assert answer(offered, ("fee",), setting).text.splitlines()[-1] == "Sumber: UU 99/2020. Diperiksa 1 Oktober 2026."
    both = answer(offered, ("fee", "requirements"), setting).text.splitlines()[-1]
    assert "UU 99/2020" in both
    assert "Perda 1/2020" in both


def test_links_and_addresses_come_with_the_facets_that_have_them() -> None:
    offered = full_service()
    reply = answer(offered, ("online",), at(agency(offered), "ja"))
    assert [link.url for link in reply.links] == ["https://library.example/"]
    assert reply.links[0].title == "図書館カード"
    assert answer(offered, ("fee",), at(agency(offered), "ja")).links == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_offered_next_was_not_asked_and_can_be_answered(language: str) -> None:
    offered = full_service(deadline=None, validity=None)
    for facet in FACETS:
        reply = answer(offered, (facet,), at(agency(offered, offices=(office(),)), language))
        asked = [q.payload["facets"] for q in reply.quick_replies if q.payload["type"] == "service"]
        assert [facet] not in asked
        assert ["deadline"] not in asked
        assert len(asked) <= 3
        assert reply.quick_replies[-1].payload == {"type": "intent", "intent": "speak_to_person"}


def test_a_service_of_which_nothing_is_known_offers_only_a_person() -> None:
    reply = answer(service(), ("fee",), at(agency(service()), "id"))
    assert [q.payload["type"] for q in reply.quick_replies] == ["intent"]


@pytest.mark.parametrize("facet", FACETS)
def test_a_missing_facet_says_so_and_whom_to_ask(facet: str) -> None:
    unknown = service()
    indonesian, japanese = (facet_text(unknown, facet, at(agency(unknown), language)) for language in LANGUAGES)
    assert "belum tercantum di data kami. Hubungi balai kota, telepon 000-111." in indonesian
    assert "こちらに情報がありません。市役所（電話 000-111）にお問い合わせください。" in japanese


@pytest.mark.parametrize("facet", sorted(set(FACETS) - {"overview"}))
def test_what_is_left_to_the_agency_is_told_as_such_with_where_to_ask(facet: str) -> None:
    place: dict[str, Any] = {} if facet == "where" else {"where": {"text": {"id": "Loket perpustakaan.", "ja": "図書館の窓口です。"}}}
    offered = service(left_to_agency=(facet,), **place)
    view = agency(offered)
    indonesian, japanese = (answer(offered, (facet,), at(view, language)).text for language in LANGUAGES)
    assert "belum kami terima dari instansi yang menanganinya." in indonesian
    assert "担当の機関からまだ情報を受け取っていないため、ご案内できません。" in japanese
    assert ("Tempat layanannya: Loket perpustakaan." in indonesian) == bool(place)
    assert ("窓口：図書館の窓口です。" in japanese) == bool(place)
    assert "Hubungi balai kota, telepon 000-111." in indonesian
    assert "市役所（電話 000-111）にお問い合わせください。" in japanese
    assert "Sumber" not in indonesian
    assert "出典" not in japanese


def test_a_facet_that_is_stated_is_told_although_it_was_left_to_the_agency() -> None:
    offered = full_service(left_to_agency=("validity",))
    assert "Berlaku dua tahun." in answer(offered, ("validity",), at(agency(offered), "id")).text


def test_without_a_contact_the_office_of_the_agency_is_named() -> None:
    unknown = service()
    view = agency(unknown, contact=None)
    assert "Silakan tanyakan langsung ke kantor Kota Contoh." in facet_text(unknown, "fee", at(view, "id"))
    assert "見本市の窓口に直接お問い合わせください。" in facet_text(unknown, "fee", at(view, "ja"))


def test_the_overview_mentions_deadline_and_that_it_is_free() -> None:
    free = full_service(fees=(dataclasses.replace(full_service().fees[0], amount=0),))
    indonesian = facet_text(free, "overview", at(agency(free), "id"))
    assert "Kartu untuk meminjam buku." in indonesian
    assert "Paling lambat 14 hari." in indonesian
    assert "Tidak dipungut biaya." in indonesian
    assert "手数料はかかりません。" in facet_text(free, "overview", at(agency(free), "ja"))
    paid = full_service()
    assert "gratis" not in facet_text(paid, "overview", at(agency(paid), "id"))


def test_the_procedure_is_numbered() -> None:
    offered = full_service()
    assert facet_text(offered, "procedure", at(agency(offered), "id")).splitlines()[1:] == ["1. Isi formulir.", "2. Ambil kartu."]


def test_a_deadline_is_followed_by_what_happens_when_one_is_late() -> None:
    offered = full_service()
    assert facet_text(offered, "deadline", at(agency(offered), "id")).splitlines()[-1] == "Tetap dilayani."
    only_late = service(late={"id": "Tetap dilayani.", "ja": "遅れても受け付けます。"})
    assert facet_text(only_late, "deadline", at(agency(only_late), "ja")) == "「図書館カード」：遅れても受け付けます。"


def test_a_form_is_told_with_its_number() -> None:
    offered = service(form={"text": {"id": "Ada di loket.", "ja": "窓口にあります。"}, "code": "F-1.02"})
    indonesian, japanese = (answer(offered, ("form",), at(agency(offered), language)).text for language in LANGUAGES)
    assert indonesian.startswith("Formulir Kartu Perpustakaan: Ada di loket.\nNomor formulir: F-1.02\n")
    assert japanese.startswith("「図書館カード」の申請書：窓口にあります。\n様式番号：F-1.02\n")
    named = service(form={"text": {"id": "Formulir F-1.02.", "ja": "様式F-1.02です。"}, "code": "F-1.02"})
    assert answer(named, ("form",), at(agency(named), "id")).text.count("F-1.02") == 1


def test_a_law_is_cited_with_number_article_and_address() -> None:
    offered = full_service()
    assert "• Perda 1/2020 Pasal 3 tentang Perpustakaan" in facet_text(offered, "legal_basis", at(agency(offered), "id"))
    assert "・図書館条例（Perda 1/2020）Pasal 3" in facet_text(offered, "legal_basis", at(agency(offered), "ja"))
    foreign = service(legal_basis=(LegalBasisView({"id": "Undang-Undang Koseki", "ja": "戸籍法"}, "昭和22年法律第224号", "第49条", ""),))
    assert "• Undang-Undang Koseki (昭和22年法律第224号 第49条)" in facet_text(foreign, "legal_basis", at(agency(foreign), "id"))
    linked = service(legal_basis=(LegalBasisView({"id": "Perda 1/2020", "ja": "条例"}, "Perda 1/2020", "", "https://law.example/1"),))
    text = facet_text(linked, "legal_basis", at(agency(linked), "id"))
    assert text.count("Perda 1/2020") == 1
    assert "https://law.example/1" in text


# A question back


def test_choices_are_numbered_as_the_buttons_stand_and_keep_the_question_and_the_case() -> None:
    first, second = full_service("a"), full_service("b", short_name={"id": "Kartu B", "ja": "カードB"})
    reply = choices([first, second], ("fee",), at(agency(first, second), "id"), "lost", "minor")
    assert "1. Kartu Perpustakaan\n2. Kartu Perpustakaan" in reply.text
    offered = [q.payload for q in reply.quick_replies if q.payload["type"] == "service"]
    assert offered == [
        {"type": "service", "service": "a", "facets": ["fee"], "variant": "lost", "applicant": "minor"},
        {"type": "service", "service": "b", "facets": ["fee"], "variant": "lost", "applicant": "minor"},
    ]


def test_a_single_choice_asks_whether_it_is_meant() -> None:
    reply = choices([full_service()], ("fee",), at(agency(full_service()), "ja"))
    assert reply.text.startswith("こちらの手続きのことでしょうか。")


def test_no_more_than_four_choices_are_shown() -> None:
    many = [full_service(f"s{n}", short_name={"id": f"Kartu {n}", "ja": f"カード{n}"}) for n in range(6)]
    reply = choices(many, ("fee",), at(agency(*many), "id"))
    assert "5." not in reply.text
    assert len(reply.quick_replies) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_asking_back_gives_examples_that_keep_the_question(language: str) -> None:
    examples = [full_service("a")]
    reply = ask_back(("fee",), examples, at(agency(*examples), language))
    assert reply.quick_replies[0].payload == {"type": "service", "service": "a", "facets": ["fee"]}
    assert reply.quick_replies[-1].payload == {"type": "intent", "intent": "list_services"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_asking_back_without_any_service_to_show_leaves_no_gap(language: str) -> None:
    reply = ask_back(("fee",), [], at(agency(), language))
    assert "misalnya ." not in reply.text
    assert "でしょうか。のように" not in reply.text
