"""A cry for help is answered as one, whatever else the message may look like; the same words about a service are not."""

from __future__ import annotations

import pytest

from bot.nlu.deciding.values import Evidence, Thresholds
from bot.nlu.decision import decide
from bot.nlu.distress import in_distress, is_harmless, spoken_of
from bot.nlu.normalise import normalise


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("saya mau bunuh diri", "self_harm"),
        ("aku INGIN MATI", "self_harm"),
        ("rasanya mati saja", "self_harm"),
        ("死にたい", "self_harm"),
        ("妹が屋上から飛び降りようとしています", "self_harm"),
        ("電車に飛び込みそうになりました", "self_harm"),
        ("suami saya mau loncat dari atas jembatan", "self_harm"),
        ("もう生きていたくない", "self_harm"),
        ("suami saya memukul saya lagi", "violence"),
        ("anak saya dipukuli ayahnya", "violence"),
        ("aku dikurung di mess, gak boleh keluar", "violence"),
        ("teman saya dipaksa melayani tamu", "violence"),
        ("会社の寮に閉じ込められています", "violence"),
        ("体を売るように言われています", "violence"),
        ("udah nyerah sama hidup", "self_harm"),
        ("tadi saya nyilet pergelangan tangan", "self_harm"),
        ("薬をたくさん飲んでしまいました", "self_harm"),
        ("手首を切りました", "self_harm"),
        ("nenek pingsan di kamar mandi", "emergency"),
        ("父が急に意識を失いました", "emergency"),
        ("夫に殴られました", "violence"),
        ("tolong pak, rumah tetangga kebakaran!!", "emergency"),
        ("bapak saya gak bernapas", "emergency"),
        ("今、隣の家が火事です", "emergency"),
        ("父が息をしていない", "emergency"),
        ("aku dipukuli bojoku, wedi mulih", "violence"),
        ("dia mau nyiram aku pakai air keras", "violence"),
        ("ketuban istri saya sudah pecah", "emergency"),
        ("妻が車の中で破水しました", "emergency"),
    ],
)
def test_what_is_said_outright_is_seen_without_the_classifier(text: str, danger: str) -> None:
    assert spoken_of(normalise(text)) == danger


@pytest.mark.parametrize(
    "text",
    [
        "mau bikin akta kematian bapak saya",
        "listrik saya mati",
        "窓口に飛び込みで行ってもいいですか",
        "マンションに飛び込み営業が来て困っています",
        "anak saya lompat kelas, rapornya gimana",
        "paspor saya mau mati bulan depan",
        "anak rewel, jadi aku gak sadar antrean lewat",
        "surat perpisahan sekolah minta ke mana",
        "ayam tetangga dikurung di jalan, lapor ke mana",
        "kami dipaksa bayar parkir dua kali",
        "手首を切り傷でけがして病院の領収書があります",
        "KTP saya kecopetan di pasar",
        "rumah saya kebakaran bulan lalu, surat-surat hangus",
        "死亡届はどこに出しますか",
        "死にたいほど暑い",
        "火事で家が焼けたので罹災証明がほしい",
        "自殺対策の窓口は何課ですか",
    ],
)
def test_the_same_words_about_something_else_are_no_cry_for_help(text: str) -> None:
    assert spoken_of(normalise(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "saya tidak mau menunggu lagi",
        "capek nunggu",
        "もう待てません",
        "待ちくたびれました",
        "sim saya juga mau mati",
        "bapaknya nggak bisa datang, gimana",
        "火事で家が燃えました",
    ],
)
def test_what_only_resembles_a_danger_is_no_cry_for_help(text: str) -> None:
    flat = normalise(text)
    evidence = Evidence({"distress_self_harm": 0.95, "cancel": 0.05}, {}, (), (), (), harmless=is_harmless(flat))
    assert decide(evidence, Thresholds()).kind != "distress"


@pytest.mark.parametrize(
    "text",
    [
        "sim hilang saya mau mati",
        "家が燃えました、助けて",
        "今、家が燃えています",
        "suami saya nggak mau pulang, tiap malam mabuk dan saya takut sama anak-anak di rumah",
        "suami tidak mau pulang saya takut",
        "anak saya gak bisa pulang, tolong",
        "ibu saya tidak bisa datang, pingsan",
        "夫が怖くて病院に行けません",
        "父が暴れて外に行けない、助けて",
        "母が倒れて病院に行けません",
        "家が燃えてしまう、たすけて",
        "家が燃えてしまいそうです",
        "早く!家が全焼する",
        "家が全焼しました。もう生きていけない",
        "もう待てない、死ぬ",
        "もう何年も待たされて、もう限界です。消えたい",
    ],
)
def test_a_danger_beside_them_is_heard(text: str) -> None:
    assert not is_harmless(normalise(text))


def test_whoever_also_says_outright_that_they_want_to_die_is_heard() -> None:
    assert not is_harmless(normalise("capek nunggu, saya mau bunuh diri"))


def test_a_cry_for_help_goes_before_everything_else() -> None:
    evidence = Evidence(
        intents={"distress_violence": 0.5, "ask_requirements": 0.4},
        facets={},
        services=(("kk-perubahan", 0.95),),
        faq=(("parkir", 0.9),),
        life_events=(),
        named=frozenset({"kk-perubahan"}),
        offered=("kk-perubahan", "kk-baru"),
        pointed_offer="kk-perubahan",
    )
    d = decide(evidence, Thresholds())
    assert (d.kind, d.decision, d.intent) == ("distress", "handoff", "distress_violence")


def test_what_is_said_outright_wins_over_an_unsure_classifier() -> None:
    assert in_distress({"out_of_scope": 0.7, "ask_fee": 0.2}, "self_harm") == ("self_harm", 0.4)


def test_a_clear_question_about_a_service_may_speak_of_violence() -> None:
    assert in_distress({"ask_requirements": 0.9, "distress_violence": 0.05}, "violence") is None


def test_the_kinds_of_danger_count_together() -> None:
    assert in_distress({"distress_self_harm": 0.25, "distress_violence": 0.2, "ask_fee": 0.3}, None) == ("self_harm", 0.45)


def test_a_message_without_a_subject_needs_less_certainty() -> None:
    assert in_distress({"out_of_scope": 0.6, "distress_emergency": 0.3}, None) == ("emergency", 0.3)
    assert in_distress({"ask_where": 0.6, "distress_emergency": 0.3}, None) is None


def test_a_little_distress_leaves_the_other_intents_as_they_are() -> None:
    evidence = Evidence(intents={"thank": 0.8, "distress_self_harm": 0.1}, facets={}, services=(), faq=(), life_events=())
    assert decide(evidence, Thresholds()).intent == "thank"
