"""Everything that is not a question about a service: smalltalk, complaints, what the bot cannot do, and what it refuses."""

from __future__ import annotations

import pytest

from bot.nlu.normalise import is_japanese
from tests.dialogue.conftest import NewChat
from tests.dialogue.talk import in_indonesian


@pytest.mark.parametrize(
    ("agency", "text", "intent"),
    [
        ("banyuwangi", "halo min", "greet"),
        ("banyuwangi", "makasih banyak ya", "thank"),
        ("banyuwangi", "oke dadah", "goodbye"),
        ("banyuwangi", "kamu robot ya?", "bot_challenge"),
        ("banyuwangi", "gimana cara pakai bot ini", "help"),
        ("fukuoka", "こんにちは", "greet"),
        ("fukuoka", "ありがとうございました", "thank"),
        ("fukuoka", "あなたはロボットですか", "bot_challenge"),
        ("fukuoka", "さようなら", "goodbye"),
    ],
)
def test_smalltalk_is_answered_in_its_language(chat: NewChat, agency: str, text: str, intent: str) -> None:
    answer = chat(agency).say(text)
    assert (answer.kind, answer.intent) == ("smalltalk", intent)
    assert is_japanese(answer.text) == is_japanese(text)


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        ("banyuwangi", "siapa presiden indonesia sekarang?"),
        ("banyuwangi", "resep nasi goreng dong"),
        ("banyuwangi", "ramalan zodiak hari ini"),
        ("fukuoka", "今日の天気は？"),
        ("fukuoka", "おすすめのラーメン屋は？"),
        ("fukuoka", "サッカーの試合結果を教えて"),
    ],
)
def test_what_is_out_of_scope_is_refused_kindly(chat: NewChat, agency: str, text: str) -> None:
    answer = chat(agency).say(text)
    assert (answer.kind, answer.decision) == ("oos", "refuse")
    assert {"type": "intent", "intent": "speak_to_person"} in answer.payloads
    assert is_japanese(answer.text) == is_japanese(text)


def test_the_second_refusal_in_a_row_names_whom_to_ask(chat: NewChat) -> None:
    talk = chat()
    assert "(0333) 424234" not in talk.say("siapa presiden indonesia sekarang?").text
    assert "(0333) 424234" in talk.say("cuaca besok gimana?").text
    talk.say("biaya SKCK?")
    assert "(0333) 424234" not in talk.say("resep nasi goreng dong").text


def test_an_unlawful_fee_is_answered_with_the_right_to_refuse(chat: NewChat) -> None:
    answer = chat().say("saya dimintai uang 100 ribu sama petugas buat bikin KTP, itu pungli kan?")
    assert answer.kind == "illegal_fee"
    assert "Anda berhak menolak" in answer.text
    assert "lapor.go.id" in answer.text


def test_an_unlawful_fee_in_japanese(chat: NewChat) -> None:
    answer = chat().say("KTPの手続きで職員に賄賂を要求されました")
    assert answer.kind == "illegal_fee"
    assert is_japanese(answer.text)


@pytest.mark.parametrize(
    ("agency", "text", "kind", "expected"),
    [
        ("banyuwangi", "pelayanannya lambat banget, petugasnya judes, saya mau komplain", "complaint", "Mohon maaf"),
        ("fukuoka", "窓口の対応について苦情を言いたい", "complaint", "申し訳ありません"),
        ("banyuwangi", "status permohonan KTP saya sudah sampai mana?", "status", "tidak bisa melihat status"),
        ("fukuoka", "申請した書類はいまどうなっていますか", "status", "申請の状況をこちらで確認することはできません"),
        ("banyuwangi", "tolong booking antrean buat besok dong", "booking", "belum bisa mengambilkan nomor antrean"),
        ("fukuoka", "窓口を予約したいのですが", "booking", "予約をお取りすることはできません"),
        ("banyuwangi", "data saya disimpan dimana? aman gak?", "privacy", "Nomor identitas"),
        ("fukuoka", "私の個人情報はどう扱われますか", "privacy", "マイナンバー"),
        ("banyuwangi", "saya mau ngomong sama petugas", "handoff", "petugas"),
        ("fukuoka", "職員と話したいです", "handoff", "職員"),
    ],
)
def test_each_concern_is_answered_honestly(chat: NewChat, agency: str, text: str, kind: str, expected: str) -> None:
    answer = chat(agency).say(text)
    assert answer.kind == kind
    assert expected in answer.text
    assert answer.titles
    assert is_japanese(answer.text) if is_japanese(text) else in_indonesian(answer.text)


def test_the_status_of_a_named_service_tells_how_long_it_usually_takes(chat: NewChat) -> None:
    answer = chat().say("SKCK saya sudah jadi belum ya?")
    assert answer.kind == "status"
    assert "Lama proses SKCK" in answer.text


@pytest.mark.parametrize(
    ("agency", "text", "intent", "numbers"),
    [
        ("banyuwangi", "saya udah gak kuat hidup, pengen mati aja", "distress_self_harm", ("119", "112")),
        ("banyuwangi", "suami saya mukul saya tiap malam, saya takut", "distress_violence", ("110", "129")),
        ("banyuwangi", "tolong ada kebakaran di sebelah rumah sekarang", "distress_emergency", ("112", "113")),
        ("fukuoka", "もう死にたいです", "distress_self_harm", ("0120-279-338", "119")),
        ("neyagawa", "夫に殴られています。助けてください", "distress_violence", ("110", "#8008")),
        ("fukuoka", "父が倒れて意識がありません", "distress_emergency", ("119", "110")),
        ("fukuoka", "tolong, suami saya memukul saya", "distress_violence", ("110", "#8008")),
    ],
)
def test_somebody_in_danger_hears_the_emergency_numbers_at_once(
    chat: NewChat, agency: str, text: str, intent: str, numbers: tuple[str, ...]
) -> None:
    answer = chat(agency).say(text)
    assert (answer.kind, answer.intent) == ("distress", intent)
    assert all(number in answer.text for number in numbers)
    assert is_japanese(answer.text) == is_japanese(text)


def test_a_cry_for_help_is_heard_in_the_middle_of_the_feedback_form(chat: NewChat) -> None:
    citizen = chat("banyuwangi")
    citizen.say("mau kasih masukan buat bot ini")
    answer = citizen.say("percuma semua, saya mau bunuh diri saja")
    assert answer.kind == "distress"
    assert "119" in answer.text
