"""What the bot does about a message, from hand-made evidence: answer, offer choices, ask back, refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.nlu.deciding.values import KIND_OF_INTENT, SMALLTALK, Decision, Evidence, Thresholds
from bot.nlu.decision import decide

T = Thresholds()
KTP_NEW, KTP_LOST, SKCK = "ktp-el-baru", "ktp-el-hilang-rusak", "skck"


def evidence(intents: dict[str, float], **known: Any) -> Evidence:
    fields: dict[str, Any] = {"facets": {}, "services": (), "faq": (), "life_events": ()}
    return Evidence(intents=intents, **{**fields, **known})


def made(intents: dict[str, float], **known: Any) -> Decision:
    return decide(evidence(intents, **known), T)


# Questions about a service


def test_a_clear_question_about_a_clear_service_is_answered() -> None:
    d = made({"ask_fee": 0.9, "ask_where": 0.05}, services=((SKCK, 0.9), (KTP_NEW, 0.02)), named=frozenset({SKCK}))
    assert (d.kind, d.decision, d.intent, d.services, d.facets) == ("service", "answer", "ask_fee", (SKCK,), ("fee",))
    assert not d.from_context


def test_two_facets_in_one_message_are_both_answered_surest_first() -> None:
    d = made(
        {"ask_fee": 0.6, "ask_requirements": 0.3},
        facets={"ask_fee": 0.9, "ask_requirements": 0.8, "ask_where": 0.1},
        services=((SKCK, 0.9),),
    )
    assert d.facets == ("fee", "requirements")


def test_overview_gives_way_to_what_was_asked_in_particular() -> None:
    d = made({"ask_overview": 0.5, "ask_fee": 0.4}, facets={"ask_overview": 0.8, "ask_fee": 0.8}, services=((SKCK, 0.9),))
    assert d.facets == ("fee",)
    assert d.intent == "ask_fee"


def test_no_more_than_three_facets_are_answered() -> None:
    names = ("ask_fee", "ask_where", "ask_hours", "ask_online", "ask_form")
    d = made({"ask_fee": 0.9}, facets=dict.fromkeys(names, 0.9), services=((SKCK, 0.9),))
    assert len(d.facets) == 3


def test_variant_and_applicant_come_along() -> None:
    d = made({"ask_requirements": 0.9}, services=((KTP_LOST, 0.9),), variant="lost", applicant="proxy")
    assert (d.variant, d.applicant) == ("lost", "proxy")


def test_two_close_services_are_offered_as_choices() -> None:
    d = made({"ask_requirements": 0.9}, services=((KTP_NEW, 0.45), (KTP_LOST, 0.4), (SKCK, 0.02)))
    assert (d.decision, d.services, d.facets) == ("choices", (KTP_NEW, KTP_LOST), ("requirements",))


def test_no_more_than_four_choices_are_offered() -> None:
    d = made({"ask_fee": 0.9}, services=tuple((f"s{n}", 0.2) for n in range(6)))
    assert d.decision == "choices"
    assert len(d.services) == 4


def test_one_likely_service_that_is_named_is_answered_and_one_that_is_not_is_asked_about() -> None:
    likely = ((SKCK, 0.4),)
    assert made({"ask_fee": 0.9}, services=likely, named=frozenset({SKCK})).decision == "answer"
    assert made({"ask_fee": 0.9}, services=likely).decision == "choices"


def test_a_service_far_ahead_of_all_others_is_answered_without_being_named() -> None:
    t = replace(T, lone_service=0.3)
    assert decide(evidence({"ask_fee": 0.9}, services=((SKCK, 0.4), (KTP_NEW, 0.02))), t).decision == "answer"
    assert decide(evidence({"ask_fee": 0.9}, services=((SKCK, 0.4), (KTP_NEW, 0.2))), t).decision == "choices"


def test_a_question_without_a_service_is_asked_back_and_keeps_its_facet() -> None:
    d = made({"ask_fee": 0.9}, services=((SKCK, 0.04),))
    assert (d.kind, d.decision, d.services, d.facets) == ("service", "ask_back", (), ("fee",))


def test_no_candidates_at_all_is_asked_back_too() -> None:
    assert made({"ask_requirements": 0.9}).decision == "ask_back"


def test_what_was_asked_before_the_service_was_clear_is_answered_when_it_is_named() -> None:
    d = made({"ask_overview": 0.8}, services=((SKCK, 0.9),), named=frozenset({SKCK}), pending_facets=("fee", "where"))
    assert (d.decision, d.facets, d.intent) == ("answer", ("fee", "where"), "ask_fee")


# The service under discussion


def test_a_question_that_names_nothing_is_about_the_service_under_discussion() -> None:
    d = made({"ask_fee": 0.9}, services=((KTP_NEW, 0.1),), context_service=SKCK, context_facets=("requirements",))
    assert (d.decision, d.services, d.facets, d.from_context) == ("answer", (SKCK,), ("fee",), True)


def test_naming_another_service_leaves_the_one_under_discussion() -> None:
    d = made({"ask_fee": 0.9}, services=((SKCK, 0.9),), named=frozenset({SKCK}), context_service=KTP_NEW)
    assert (d.services, d.from_context) == ((SKCK,), False)


def test_a_middling_resemblance_does_not_leave_the_service_under_discussion() -> None:
    d = made({"ask_fee": 0.9}, services=((SKCK, T.switch - 0.03),), context_service=KTP_NEW)
    assert d.services == (KTP_NEW,)


def test_a_follow_up_keeps_the_question_and_moves_to_the_related_service() -> None:
    known: dict[str, Any] = {"context_service": KTP_NEW, "context_facets": ("fee",), "sibling": KTP_LOST, "variant": "lost"}
    d = made({"follow_up": 0.9}, services=((KTP_LOST, 0.3),), **known)
    assert (d.services, d.facets, d.intent, d.from_context) == ((KTP_LOST,), ("fee",), "ask_fee", True)


def test_a_related_service_that_the_ranker_thinks_nothing_of_is_not_moved_to() -> None:
    d = made({"follow_up": 0.9}, context_service=KTP_NEW, context_facets=("fee",), sibling="kusuka", variant="lost")
    assert d.services == (KTP_NEW,)


def test_an_example_of_a_question_back_is_not_picked_by_a_word_alone() -> None:
    known: dict[str, Any] = {"offered": (KTP_NEW, SKCK), "pointed_offer": SKCK, "asked_back": True}
    assert made({"ask_deadline": 0.9}, services=((SKCK, 0.02),), **known).services == ()
    assert made({"ask_deadline": 0.9}, services=((SKCK, 0.4),), **known).services == (SKCK,)


def test_what_was_under_discussion_already_is_not_asked_about_again() -> None:
    d = made({"ask_overview": 0.9}, services=((SKCK, 0.7),), context_service=SKCK)
    assert (d.decision, d.services, d.extra) == ("answer", (SKCK,), {"unknown": True})


def test_a_follow_up_about_a_case_after_an_overview_asks_for_what_is_needed() -> None:
    d = made({"follow_up": 0.9}, context_service=KTP_LOST, context_facets=("overview",), variant="lost")
    assert (d.services, d.facets, d.variant) == ((KTP_LOST,), ("requirements",), "lost")


def test_a_follow_up_that_names_a_service_moves_to_it() -> None:
    d = made({"follow_up": 0.9}, services=((SKCK, 0.9),), named=frozenset({SKCK}), context_service=KTP_NEW, context_facets=("fee",))
    assert (d.services, d.facets, d.from_context) == ((SKCK,), ("fee",), False)


def test_a_follow_up_to_nothing_is_asked_back() -> None:
    d = made({"follow_up": 0.9})
    assert d.decision == "ask_back"


def test_a_follow_up_to_nothing_with_two_candidates_offers_them() -> None:
    d = made({"follow_up": 0.9}, services=((KTP_NEW, 0.3), (KTP_LOST, 0.3)))
    assert (d.decision, d.services) == ("choices", (KTP_NEW, KTP_LOST))


# Corrections, yes and no


def test_a_correction_that_names_a_service_is_answered_with_the_question_of_before() -> None:
    d = made({"correct": 0.9}, services=((SKCK, 0.8),), named=frozenset({SKCK}), context_service=KTP_NEW, context_facets=("fee",))
    assert (d.decision, d.services, d.facets) == ("answer", (SKCK,), ("fee",))


def test_a_correction_that_names_nothing_asks_what_was_meant() -> None:
    d = made({"correct": 0.9}, context_service=KTP_NEW, context_facets=("fee",), bare=True)
    assert (d.kind, d.intent) == ("smalltalk", "correct")


@pytest.mark.parametrize("intent", ["affirm", "deny"])
def test_a_bare_yes_or_no_stays_one_even_beside_a_likely_service(intent: str) -> None:
    d = made({intent: 0.9}, services=((SKCK, 0.9),), bare=True, context_service=KTP_NEW)
    assert (d.kind, d.intent) == ("smalltalk", intent)


def test_a_yes_that_names_a_service_is_about_that_service() -> None:
    d = made({"affirm": 0.8}, services=((SKCK, 0.9),), named=frozenset({SKCK}))
    assert (d.kind, d.decision, d.services) == ("service", "answer", (SKCK,))


# Everything else


@pytest.mark.parametrize("intent", sorted(SMALLTALK - {"correct"}))
def test_smalltalk_is_smalltalk(intent: str) -> None:
    d = made({intent: 0.9}, bare=True)
    assert (d.kind, d.decision, d.intent) == ("smalltalk", "smalltalk", intent)


@pytest.mark.parametrize(
    ("intent", "kind", "decision"),
    [
        ("list_services", "list", "answer"),
        ("speak_to_person", "handoff", "handoff"),
        ("complaint", "complaint", "answer"),
        ("illegal_fee", "illegal_fee", "answer"),
        ("booking", "booking", "answer"),
        ("status", "status", "answer"),
        ("privacy", "privacy", "answer"),
        ("change_language", "language", "smalltalk"),
        ("feedback", "feedback", "smalltalk"),
    ],
)
def test_each_other_concern_has_its_kind(intent: str, kind: str, decision: str) -> None:
    d = made({intent: 0.9})
    assert (d.kind, d.decision, d.intent) == (kind, decision, intent)


def test_a_concern_carries_the_service_that_it_is_about() -> None:
    assert made({"status": 0.9}, services=((SKCK, 0.9),)).services == (SKCK,)
    assert made({"status": 0.9}, services=((SKCK, 0.2),)).services == ()


def test_a_life_event_that_is_recognised_is_answered() -> None:
    d = made({"life_event": 0.8}, life_events=(("moving", 0.7),))
    assert (d.kind, d.decision, d.life_event) == ("life_event", "answer", "moving")


def test_a_life_event_that_is_not_recognised_is_offered_as_choices() -> None:
    d = made({"life_event": 0.8}, life_events=(("moving", 0.05),))
    assert (d.kind, d.decision, d.life_event) == ("life_event", "choices", None)


def test_a_life_event_that_is_not_sure_gives_way_to_a_service_named_outright() -> None:
    d = made({"life_event": 0.5, "ask_overview": 0.4}, life_events=(("moving", 0.5),), services=((SKCK, 0.9),), named=frozenset({SKCK}))
    assert (d.kind, d.services) == ("service", (SKCK,))


def test_a_question_of_the_faq_is_answered() -> None:
    d = made({"faq": 0.8}, faq=(("alamat-mpp", 0.8),))
    assert (d.kind, d.decision, d.faq) == ("faq", "answer", "alamat-mpp")


def test_the_faq_answers_a_question_about_a_place_that_names_no_service() -> None:
    d = made({"ask_where": 0.8}, faq=(("alamat-mpp", 0.8),), services=((SKCK, 0.1),))
    assert (d.kind, d.faq) == ("faq", "alamat-mpp")


def test_a_service_that_fits_better_than_the_faq_is_answered() -> None:
    d = made({"ask_fee": 0.8}, faq=(("adminduk-gratis", 0.6),), services=((SKCK, 0.9),))
    assert (d.kind, d.services) == ("service", (SKCK,))


def test_what_sounds_like_the_faq_but_is_not_in_it_is_refused() -> None:
    d = made({"faq": 0.8}, faq=(("alamat-mpp", 0.1),))
    assert (d.kind, d.decision, d.intent) == ("oos", "refuse", "out_of_scope")


def test_what_sounds_like_the_faq_but_names_a_service_is_about_the_service() -> None:
    d = made({"faq": 0.8}, faq=(("alamat-mpp", 0.1),), services=((SKCK, 0.8),), named=frozenset({SKCK}))
    assert (d.kind, d.services) == ("service", (SKCK,))


def test_what_is_out_of_scope_is_refused() -> None:
    d = made({"out_of_scope": 0.9}, services=((SKCK, 0.1),))
    assert (d.kind, d.decision, d.intent, d.services) == ("oos", "refuse", "out_of_scope", ())


def test_what_is_surely_out_of_scope_is_refused_even_when_it_names_a_service() -> None:
    d = made({"out_of_scope": 0.95}, services=((SKCK, 0.9),), named=frozenset({SKCK}))
    assert d.decision == "refuse"


def test_what_staff_have_written_is_answered_however_foreign_it_seems() -> None:
    d = made({"out_of_scope": 0.99}, faq=(("ferry", 0.995),))
    assert (d.decision, d.faq) == ("answer", "ferry")
    d = made({"out_of_scope": 0.99}, services=((SKCK, 0.99),))
    assert (d.decision, d.services) == ("answer", (SKCK,))


def test_what_is_perhaps_out_of_scope_but_names_a_service_is_answered() -> None:
    d = made({"out_of_scope": 0.4, "ask_fee": 0.35}, services=((SKCK, 0.9),), named=frozenset({SKCK}))
    assert (d.kind, d.services) == ("service", (SKCK,))


def test_nothing_known_is_refused() -> None:
    d = made({})
    assert (d.kind, d.decision, d.intent) == ("oos", "refuse", "out_of_scope")


def test_every_decision_carries_an_intent_that_the_rules_know_and_a_confidence_from_0_to_1() -> None:
    intents = {*KIND_OF_INTENT, *SMALLTALK, "ask_fee", "ask_overview"}
    for intent in intents:
        for services in ((), ((SKCK, 0.9),), ((SKCK, 0.4), (KTP_NEW, 0.4))):
            for context in (None, KTP_NEW):
                for bare in (True, False):
                    d = made({intent: 0.7, "ask_where": 0.1}, services=services, context_service=context, bare=bare, faq=(("x", 0.6),))
                    assert 0 <= d.confidence <= 1, (intent, d)
                    assert d.intent in intents | {"ask_where", "ask_requirements", "ask_procedure"}, (intent, d)
                    assert d.decision in {"answer", "choices", "ask_back", "smalltalk", "handoff", "refuse"}
                    if d.kind == "service":
                        assert d.facets
                        assert d.services or d.decision == "ask_back"


# What a button means


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"type": "service", "service": SKCK, "facets": ["fee"]}, ("service", "answer", "ask_fee")),
        ({"type": "service", "service": SKCK}, ("service", "answer", "ask_overview")),
        ({"type": "faq", "faq": "alamat-mpp"}, ("faq", "answer", "faq")),
        ({"type": "life_event", "life_event": "moving"}, ("life_event", "answer", "life_event")),
        ({"type": "category", "category": "identity"}, ("list", "answer", "list_services")),
        ({"type": "language", "language": "ja"}, ("language", "smalltalk", "change_language")),
        ({"type": "intent", "intent": "speak_to_person"}, ("handoff", "handoff", "speak_to_person")),
        ({"type": "intent", "intent": "list_services"}, ("list", "answer", "list_services")),
        ({"type": "intent", "intent": "feedback", "extra": {"helpful": True}}, ("feedback", "smalltalk", "feedback")),
        ({"type": "intent", "intent": "greet"}, ("smalltalk", "smalltalk", "greet")),
        ({}, ("smalltalk", "smalltalk", "help")),
    ],
)
def test_a_button_decides_by_itself(payload: dict[str, Any], expected: tuple[str, str, str]) -> None:
    from bot.nlu.decision_maker import of_option  # here, because it imports all of Rasa

    d = of_option(payload)
    assert (d.kind, d.decision, d.intent) == expected
    assert d.confidence == 1.0


def test_a_button_keeps_case_and_extra() -> None:
    from bot.nlu.decision_maker import of_option

    d = of_option({"type": "service", "service": SKCK, "facets": ["requirements"], "variant": "lost", "applicant": "minor"})
    assert (d.variant, d.applicant) == ("lost", "minor")
    assert of_option({"type": "intent", "intent": "feedback", "extra": {"helpful": False}}).extra == {"helpful": False}


# FAQ by their names, what is offered in place of a refusal, numbers to call


def test_an_faq_whose_name_is_said_is_told_in_place_of_the_service_under_discussion() -> None:
    d = made({"ask_procedure": 0.9}, faq=(("pupuk-subsidi", 0.3),), named_faq="pupuk-subsidi", context_service=KTP_LOST)
    assert (d.decision, d.faq, d.extra) == ("answer", "pupuk-subsidi", {"subject": True})


def test_a_named_service_comes_before_the_name_of_an_faq_but_not_in_a_correction() -> None:
    known: dict[str, Any] = {"faq": (("pupuk-subsidi", 0.3),), "named_faq": "pupuk-subsidi", "named": frozenset({KTP_NEW})}
    assert made({"ask_procedure": 0.9}, services=((KTP_NEW, 0.9),), **known).services == (KTP_NEW,)
    assert made({"correct": 0.9}, services=((KTP_NEW, 0.4),), **known).faq == "pupuk-subsidi"


def test_a_complaint_stays_one_where_it_holds_the_name_of_an_faq() -> None:
    assert made({"complaint": 0.8}, faq=(("sampah", 0.4),), named_faq="sampah").kind == "complaint"


def test_an_faq_that_may_be_meant_is_offered_in_place_of_a_refusal() -> None:
    d = made({"faq": 0.7, "out_of_scope": 0.1}, faq=(("parking", 0.25), ("directions", 0.05)))
    assert (d.kind, d.decision, d.extra["faq"]) == ("faq", "choices", ["parking"])


def test_what_is_surely_out_of_scope_is_refused_whatever_is_near() -> None:
    assert made({"out_of_scope": 0.8}, faq=(("parking", 0.3),)).decision == "refuse"


def test_a_service_that_is_not_likely_enough_to_answer_is_offered() -> None:
    d = made({"ask_procedure": 0.9}, services=((KTP_NEW, 0.4), (SKCK, 0.03)))
    assert (d.decision, d.services) == ("choices", (KTP_NEW,))


def test_more_of_an_faq_is_asked_for_without_its_name() -> None:
    d = made({"ask_fee": 0.9}, context_faq="pupuk-subsidi")
    assert (d.faq, d.from_context) == ("pupuk-subsidi", True)


def test_a_number_to_call_is_that_of_the_service_else_of_the_agency() -> None:
    about = made({"ask_where": 0.6}, services=((SKCK, 0.9),), asks_phone=True)
    assert (about.services, about.facets) == ((SKCK,), ("phone",))
    context = made({"faq": 0.6}, context_service=KTP_NEW, asks_phone=True)
    assert (context.services, context.facets, context.from_context) == ((KTP_NEW,), ("phone",), True)
    nothing = made({"faq": 0.6}, asks_phone=True)
    assert (nothing.decision, nothing.services, nothing.facets) == ("answer", (), ("phone",))


def test_who_reports_an_unlawful_fee_and_asks_where_to_call_is_told_what_to_do_about_it() -> None:
    assert made({"illegal_fee": 0.8}, asks_phone=True).intent == "illegal_fee"


# Within a conversation


def test_what_must_i_do_about_a_service_without_a_life_event_is_how_to_get_it() -> None:
    d = made({"life_event": 0.9}, context_service=SKCK, life_events=(("moving", 0.01),))
    assert (d.decision, d.services, d.facets) == ("answer", (SKCK,), ("procedure",))


def test_an_unlikely_life_event_gives_way_to_the_one_of_what_was_spoken_of() -> None:
    d = made({"life_event": 0.9}, context_service=SKCK, context_life_event="death", life_events=(("moving", 0.2),))
    assert (d.life_event, d.from_context) == ("death", True)
    assert made({"life_event": 0.9}, context_life_event="death", life_events=(("moving", 0.6),)).life_event == "moving"


def test_an_faq_is_offered_where_the_service_under_discussion_says_nothing_of_the_matter() -> None:
    known: dict[str, Any] = {"context_service": SKCK, "faq": (("school", 0.5),), "services": ((KTP_NEW, 0.2),)}
    d = made({"ask_who": 0.9}, **known, told=0.0)
    assert (d.decision, d.extra["faq"]) == ("choices", ["school"])
    assert made({"ask_who": 0.9}, **known, told=1.0).services == (SKCK,)


def test_praise_that_names_a_service_is_a_question_about_it() -> None:
    d = made({"feedback": 0.6, "ask_overview": 0.3}, services=((SKCK, 0.9),))
    assert (d.kind, d.services) == ("service", (SKCK,))
    assert made({"feedback": 0.95}, services=((SKCK, 0.9),)).kind == "feedback"


def test_two_services_that_are_as_likely_are_offered() -> None:
    d = made({"ask_fee": 0.9}, services=((SKCK, 0.55), (KTP_NEW, 0.42)))
    assert (d.decision, d.services) == ("choices", (SKCK, KTP_NEW))


def test_a_lost_passport_is_asked_for_by_what_to_bring() -> None:
    d = made({"ask_overview": 0.9}, services=((SKCK, 0.9),), variant="lost", case_of_first=True)
    assert d.facets == ("requirements",)
