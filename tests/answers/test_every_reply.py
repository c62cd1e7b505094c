"""What holds for every reply there is: the right language, no gaps, buttons that can be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.answers import concerns, lists, smalltalk
from bot.answers.context import Setting
from bot.answers.labels import APPLICANT_LABELS, FACET_TITLES, MENU, PERSON, VARIANT_LABELS
from bot.answers.service_answer import answer, ask_back, choices
from bot.catalogue.views import FACETS
from bot.nlu.normalise import is_japanese
from bot.replies import Reply
from tests.answers import sample
from tests.answers.sample import LANGUAGES, agency, at, full_service, group, office, service

GAP = re.compile(r"None|\{|\}|\(\)|（）|「」|“”|: *$|：$|  |\n\n\n|\.\.|。。|、、| \.| ,", re.MULTILINE)
HEADINGS = re.compile(r"^[^\n]*[:：]\n", re.MULTILINE)


def setting_of(language: str) -> Setting:
    a, b, unknown = full_service("a"), full_service("b", short_name={"id": "Kartu B", "ja": "カードB"}), service("kosong")
    cases = full_service(
        "c",
        short_name={"id": "Kartu C", "ja": "カードC"},
        requirements=(group(["X"], ["え"], variant="lost"), group(["Y"], ["お"], applicant="proxy")),
    )
    event = sample.life_event(("a", None), ("b", {"id": "Lalu ini.", "ja": "次に。"}))
    view = agency(a, b, cases, unknown, offices=(office(),), life_events={"moving": event}, faq={"parkir": sample.faq()})
    return at(view, language)


def replies(setting: Setting) -> Iterator[tuple[str, Reply]]:
    services = setting.agency.services
    for key, offered in services.items():
        for facet in FACETS:
            for variant in (None, "lost"):
                for applicant in (None, "proxy", "minor", "foreigner"):
                    yield f"{key} {facet} {variant} {applicant}", answer(offered, (facet,), setting, variant, applicant)
    some = list(services.values())
    yield "all facets", answer(services["a"], FACETS, setting)
    for number in (1, 2, 3, 4):
        yield f"choices {number}", choices(some[:number], ("fee",), setting)
    yield "ask back", ask_back(("fee",), some[:3], setting)
    yield "list", lists.list_services(setting)
    yield "subject", lists.list_services(setting, "identity")
    yield "life event", lists.life_event(setting.agency.life_events["moving"], setting)
    yield "life events", lists.life_event_choices(setting)
    yield "faq", lists.faq(setting.agency.faq["parkir"], setting)
    for saying in (
        *(
            smalltalk.greet,
            smalltalk.help_text,
            smalltalk.thank,
            smalltalk.goodbye,
            smalltalk.bot_challenge,
            smalltalk.affirm,
            smalltalk.deny,
        ),
        *(smalltalk.correct, smalltalk.cancel, smalltalk.nothing_to_repeat, smalltalk.nothing_to_choose, smalltalk.language_set),
        *(concerns.person, concerns.privacy, concerns.ask_feedback, concerns.feedback_stored),
    ):
        yield saying.__name__, saying(setting)
    for failures in (1, 2, 5):
        yield f"refuse {failures}", smalltalk.refuse(setting, failures)
    for offered_or_none in (None, services["a"], services["kosong"]):
        for concern in (concerns.complaint, concerns.illegal_fee, concerns.booking, concerns.status):
            yield concern.__name__, concern(setting, offered_or_none)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reply_is_in_the_citizens_language(language: str) -> None:
    for name, reply in replies(setting_of(language)):
        titles = [q.title for q in reply.quick_replies]
        if language == "id":
            assert not is_japanese(reply.text), f"{name}: {reply.text}"
            assert not any(map(is_japanese, titles)), f"{name}: {titles}"
        else:
            assert is_japanese(reply.text), f"{name}: {reply.text}"
            for line in reply.text.splitlines():
                assert is_japanese(line) or not re.search(r"[a-z]{4} [a-z]{4}", line), f"{name}: {line}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reply_has_a_gap_where_a_fact_should_stand(language: str) -> None:
    for name, reply in replies(setting_of(language)):
        assert reply.text == reply.text.strip(), name
        assert reply.text, name
        text = HEADINGS.sub("", reply.text)
        for line in text.splitlines():
            found = GAP.search(line.removeprefix("   "))
            assert not found, f"{name}: {found!r} in {line!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_titles_of_buttons_fit_and_can_be_told_apart(language: str) -> None:
    for name, reply in replies(setting_of(language)):
        titles = [q.title for q in reply.quick_replies]
        if name in {"subject", "choices 4"}:
            continue  # "kosong" bears the same name as "a" on purpose, elsewhere it does not stand beside it
        assert all(titles), name
        assert len(set(titles)) == len(titles), f"{name}: {titles}"
        assert max(map(len, titles), default=0) <= 24, f"{name}: {titles}"
        assert all(q.other_title != q.title for q in reply.quick_replies), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reply_survives_its_journey_as_json(language: str) -> None:
    for name, reply in replies(setting_of(language)):
        assert Reply.from_json(reply.to_json()) == reply, name


def test_every_label_exists_in_both_languages_and_fits_on_a_button() -> None:
    for titles in (*FACET_TITLES.values(), PERSON, MENU, *(c for c in lists.CATEGORIES.values())):
        assert set(titles) == {"id", "ja"}
        assert 0 < len(titles["id"]) <= 24, titles
        assert 0 < len(titles["ja"]) <= 24, titles
    assert set(FACET_TITLES) == set(FACETS)
    for labels in (*APPLICANT_LABELS.values(), *VARIANT_LABELS.values()):
        assert labels["id"]
        assert labels["ja"]


def test_titles_within_one_group_of_labels_are_distinct() -> None:
    for group_of in (FACET_TITLES, APPLICANT_LABELS, VARIANT_LABELS, lists.CATEGORIES):
        for language in LANGUAGES:
            titles = [labels[language] for labels in group_of.values()]
            assert len(set(titles)) == len(titles)


def test_the_question_which_language_stands_in_both() -> None:
    for language in LANGUAGES:
        reply = smalltalk.language_unknown(setting_of(language))
        assert "bahasa Indonesia" in reply.text
        assert "日本語" in reply.text
        assert [q.title for q in reply.quick_replies] == ["Bahasa Indonesia", "日本語"]


def test_the_second_refusal_in_a_row_names_whom_to_ask_and_offers_a_person_first() -> None:
    setting = setting_of("id")
    assert "telepon 000-111" not in smalltalk.refuse(setting, 1).text
    second = smalltalk.refuse(setting, 2)
    assert "telepon 000-111" in second.text
    assert second.quick_replies[0].payload == {"type": "intent", "intent": "speak_to_person", "extra": {"reason": "not_understood"}}


def test_the_bot_says_that_it_is_one_and_what_not_to_send() -> None:
    assert "bot" in smalltalk.greet(setting_of("id")).text
    assert "NIK" in smalltalk.greet(setting_of("id")).text
    assert "マイナンバー" in smalltalk.greet(setting_of("ja")).text
    assert "bukan petugas" in smalltalk.greet(setting_of("id")).text


def test_an_unlawful_fee_is_answered_with_the_right_to_refuse_and_the_official_fee_on_a_button() -> None:
    setting = setting_of("id")
    reply = concerns.illegal_fee(setting, setting.agency.services["a"])
    assert "boleh menolak" in reply.text
    assert reply.quick_replies[0].payload == {"type": "service", "service": "a", "facets": ["fee"]}


def test_status_says_that_it_cannot_see_applications_and_how_long_they_take() -> None:
    reply = concerns.status(setting_of("id"), setting_of("id").agency.services["a"])
    assert "tidak bisa melihat status" in reply.text
    assert "Lama proses Kartu Perpustakaan: Satu hari." in reply.text
    assert "telepon 000-111" in reply.text
