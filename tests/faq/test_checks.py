"""What staff are told about an FAQ while they write it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.catalogue import snapshot
from bot.catalogue.models import Agency, Fee, Office, Service
from bot.faq.checks.finding import Finding
from bot.faq.checks.run import check
from tests.faq.conftest import content

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = dt.date(2026, 11, 30)
PHRASES = {"id": [f"motor ditaruh di sebelah {n}" for n in "abcde"], "ja": [f"バイク置き場その{n}" for n in "あいうえお"]}


@pytest.fixture(autouse=True)
def fresh(city: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "CHECK_INTERVAL", 0.0)
    snapshot.forget()


def found(key: str = "motor", **fields: Any) -> list[Finding]:
    return check("kota", key, {**content(variants=PHRASES), **fields}, TODAY)


def told(code: str, key: str = "motor", **fields: Any) -> list[tuple[str, str, str, int | None]]:
    return [(str(f.severity), f.field, f.language, f.index) for f in found(key, **fields) if f.code == code]


def codes(**fields: Any) -> set[str]:
    return {finding.code for finding in found(**fields)}


def test_what_is_complete_and_new_has_nothing_to_be_told() -> None:
    new: dict[str, Any] = {
        "question": {"id": "Apakah ada ruang menyusui bayi?", "ja": "授乳室はありますか"},
        "answer": {"id": "Ada.", "ja": "あります。"},
    }
    phrases = {
        "id": ["ruang laktasi", "menyusui di mana", "asi", "nursery", "pojok laktasi"],
        "ja": ["授乳", "赤ちゃん", "ミルク", "おむつ", "母乳"],
    }
    assert found(**new, variants=phrases) == []


def test_a_missing_language_is_an_error_and_comes_first() -> None:
    fields: dict[str, Any] = {"question": {"id": "Di mana parkir motor?"}, "variants": {}}
    assert told("missing_language", **fields) == [("error", "question", "ja", None)]
    assert found(**fields)[0].code == "missing_language"


def test_fewer_than_five_examples_in_a_language_are_a_warning() -> None:
    assert told("few_examples", variants={"id": PHRASES["id"], "ja": PHRASES["ja"][:4]}) == [("warning", "variants", "ja", None)]


def test_a_question_that_another_faq_answers_is_named_with_how_surely() -> None:
    claims = [f for f in found(question={"id": "Di mana tempat parkir?", "ja": "バイクはどこにとめますか"}) if f.code == "already_answered"]
    assert {(f.other.kind, f.other.key) for f in claims if f.other} == {("faq", "parkir")}
    assert all(f.other is not None and f.other.score >= 0.5 for f in claims)
    assert f"({claims[0].parameters['score']:.2f})" in claims[0].text


def test_an_example_that_leads_elsewhere_word_for_word_is_certain() -> None:
    phrases = {"id": ["Tempat  parkir", *PHRASES["id"]], "ja": PHRASES["ja"]}
    claims = [f for f in found(variants=phrases) if f.code == "already_answered" and f.field == "variants"]
    assert [(f.language, f.index, f.other.score if f.other else None) for f in claims] == [("id", 0, 1.0)]


def test_an_example_that_is_the_name_of_a_service_is_told() -> None:
    name = (Service.objects.get(agency__key="negeri", key="akta").name or {})["id"]
    claims = [f for f in found(variants={"id": [name, *PHRASES["id"]], "ja": PHRASES["ja"]}) if f.code == "claimed_by_service"]
    assert [(f.other.key, f.other.score) for f in claims if f.other and f.index == 0] == [("akta", 1.0)]


def test_an_faq_does_not_stand_in_its_own_way() -> None:
    fields: dict[str, Any] = {
        "question": {"id": "Di mana parkir?", "ja": "駐車場は"},
        "variants": {"id": ["tempat parkir"], "ja": ["車をとめたい"]},
    }
    assert told("already_answered", key="parkir", **fields) == []


def test_an_example_that_stands_there_twice_is_told() -> None:
    phrases = {"id": [*PHRASES["id"], "Di-mana parkir MOTOR?"], "ja": PHRASES["ja"]}
    assert told("duplicate", variants=phrases) in ([("warning", "variants", "id", 5)], [])
    assert told("duplicate", variants={"id": [*PHRASES["id"], PHRASES["id"][0].upper()], "ja": PHRASES["ja"]}) == [
        ("warning", "variants", "id", 5)
    ]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("answer", {"id": "NIK 3510011501900001.", "ja": "地下です。"}, "personal_identity"),
        ("question", {"id": "WA 081234567890 siapa?", "ja": "誰"}, "personal_phone"),
        ("variants", {"id": ["kirim ke siti@surel.example"], "ja": []}, "personal_email"),
        (
            "links",
            [{"title": {"id": "081234567890", "ja": "地図"}, "url": {"id": "https://a.example", "ja": "https://a.example"}}],
            "personal_phone",
        ),
    ],
)
def test_a_number_of_a_person_is_an_error_and_not_repeated(field: str, value: Any, code: str) -> None:
    findings = [finding for finding in found(**{field: value}) if finding.code == code]
    assert [(str(f.severity), f.field) for f in findings] == [("error", field)]
    assert not any(sign.isdigit() for sign in findings[0].text)


def test_an_answer_may_name_an_offices_telephone_number_and_no_other() -> None:
    Office.objects.filter(key="balai-kota").update(phone="+62 333 424234")
    snapshot.forget()
    assert told("unknown_telephone", answer={"id": "Telepon (0333) 424234.", "ja": "(0333) 424234"}) == []
    assert told("unknown_telephone", answer={"id": "Telepon (0333) 999888.", "ja": "(0333) 424234"}) == [("warning", "answer", "id", None)]


def test_an_answer_that_whatsapp_splits_is_a_warning() -> None:
    assert told("too_long", answer={"id": "a" * 1601, "ja": "あ" * 1600}) == [("warning", "answer", "id", None)]


def test_an_amount_that_is_not_the_catalogues_is_a_warning() -> None:
    service = Service.objects.get(agency__key="negeri", key="akta")
    Fee.objects.filter(service=service).update(amount=50_000)
    name = (service.name or {})["id"]
    snapshot.forget()
    assert told("other_fee", answer={"id": f"{name} biayanya Rp50.000.", "ja": "50,000ルピアです。"}) == []
    wrong = [f for f in found(answer={"id": f"{name} biayanya Rp75.000.", "ja": "75,000ルピアです。"}) if f.code == "other_fee"]
    assert {f.language for f in wrong} == {"id", "ja"}
    assert "Rp75.000" in wrong[0].text
    assert "Rp50.000" in wrong[0].text
    assert told("other_fee", answer={"id": "Parkir Rp75.000.", "ja": "75,000ルピアです。"}) == []


def test_a_document_to_bring_has_no_say_in_what_something_else_costs() -> None:
    service = Service.objects.get(agency__key="negeri", key="akta")
    Fee.objects.filter(service=service).update(amount=50_000)
    names = service.name or {}
    snapshot.forget()
    answer = {"id": f"Bawa {names['id']}. Sewanya Rp75.000 per jam.", "ja": f"{names['ja']}をお持ちください。1時間75,000ルピアです。"}
    assert told("other_fee", answer=answer) == []
    assert {where for _severity, _field, where, _index in told("other_fee", question={"id": f"Biaya {names['id']}?"}, answer=answer)} == {
        "id",
        "ja",
    }


def test_links_must_be_https() -> None:
    link = {"title": {"id": "Peta", "ja": "地図"}, "url": {"id": "http://kota.example", "ja": "https://kota.example"}}
    assert told("not_https", links=[link]) == [("error", "links", "id", 0)]


def test_a_button_has_at_most_twenty_characters_and_leads_somewhere() -> None:
    long = {"title": {"id": "x" * 21, "ja": "あ" * 20}, "service": "akta"}
    assert told("title_too_long", quick_replies=[long]) == [("error", "quick_replies", "id", 0)]
    assert told("no_target", quick_replies=[{"title": {"id": "A", "ja": "あ"}}]) == [("error", "quick_replies", "", 0)]
    assert told("leads_nowhere", quick_replies=[{"title": {"id": "A", "ja": "あ"}, "service": "entah"}]) == [
        ("warning", "quick_replies", "", 0)
    ]
    assert told("leads_to_itself", quick_replies=[{"title": {"id": "A", "ja": "あ"}, "faq": "motor"}]) == [
        ("error", "quick_replies", "", 0)
    ]


def test_languages_that_state_different_numbers_are_a_warning() -> None:
    assert told("different_numbers", answer={"id": "Buka pukul 08.00.", "ja": "9時に開きます。"}) == [("warning", "answer", "", None)] * 2


def test_a_last_day_before_the_first_is_an_error() -> None:
    assert told("ends_before_it_begins", valid_from="2026-12-02", valid_to="2026-12-01") == [("error", "valid_to", "", None)]
    assert told("no_such_day", valid_from="2026-02-30") == [("error", "valid_from", "", None)]
