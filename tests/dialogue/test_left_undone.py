"""What becomes of one who does nothing, what happens in a life, and words that name nothing: asked of what was spoken of before."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import NewChat


@pytest.mark.parametrize(
    ("agency", "first", "then", "said"),
    [
        ("fukuoka", "犬の登録をしたい", "せんかったらどうなるん", "罰金"),
        ("banyuwangi", "bayar pbb dimana", "kalau gak bayar gimana", "bunga"),
        ("neyagawa", "転入届について", "罰金とられる？", "過料"),
    ],
)
def test_what_becomes_of_one_who_does_not_do_it_is_told(chat: NewChat, agency: str, first: str, then: str, said: str) -> None:
    talk = chat(agency)
    service = talk.say(first).services
    answer = talk.say(then)
    assert (answer.services, answer.facets) == (service, {"deadline"})
    assert said in answer.text


def test_what_becomes_of_it_is_not_invented(chat: NewChat) -> None:
    talk = chat()
    talk.say("mau urus nib")
    answer = talk.say("kalau gak izin kenapa")
    assert answer.services == ["nib-oss"]
    assert answer.text.startswith("Untuk hal itu, kami belum punya keterangan khusus.")


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("犬の登録の費用は", "犬が死んだときは", "死亡"),
        ("犬の登録の費用は", "引っ越したときは？", "前の市区町村の鑑札"),
        ("犬の登録の費用は", "予防注射は毎年？", "毎年の狂犬病予防注射"),
        ("粗大ごみを出したい", "自分で持っていける？", "持ち込む"),
    ],
)
def test_an_event_in_everyday_words_finds_what_the_catalogue_says_of_it(chat: NewChat, first: str, then: str, said: str) -> None:
    talk = chat("fukuoka")
    service = talk.say(first).services
    answer = talk.say(then)
    assert answer.services == service
    assert answer.text.startswith("お尋ねの点について：")
    assert said in answer.text.split("「")[0]


def test_what_says_nothing_that_is_known_is_no_question_which_service_is_meant(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("粗大ごみを出したい")
    answer = talk.say("部屋の中まで来てくれる？")
    assert answer.services == ["sodai-gomi"]
    assert answer.text.startswith("申し訳ありません。その点について、こちらには詳しい情報が見つかりませんでした。")


def test_a_question_without_a_subject_is_no_question_about_what_resembles_it(chat: NewChat) -> None:
    assert chat("fukuoka").say("外国籍でも入れる？").decision == "ask_back"
    assert chat().say("ongkosnya piro to mas").decision == "ask_back"


def test_a_word_for_the_question_alone_never_leads_to_a_related_service(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("パスポートはどこで申請できますか")
    assert talk.say("手数料も教えて").services == ["passport"]


def test_one_who_has_no_card_yet_wants_to_get_it_and_goes_on_from_there(chat: NewChat) -> None:
    talk = chat()
    talk.say("gerai nelayan itu apa")
    assert (answer := talk.say("kartu kusuka durung nduwe piye")).kind == "service"
    assert answer.services == ["kusuka"]
    assert talk.say("mbayar piro").services == ["kusuka"]


def test_how_it_is_with_another_service_is_no_longer_the_question_of_before(chat: NewChat) -> None:
    talk = chat()
    talk.say("siapa yang boleh ngurus akta kematian")
    answer = talk.say("terus bpjs nya gimana")
    assert (answer.services, answer.facets) == (["bpjs-kesehatan"], {"overview"})


# FAQ after FAQ


def test_a_question_without_a_subject_stays_with_the_faq(chat: NewChat) -> None:
    talk = chat()
    talk.say("sampah belum diangkut 3 hari di depan rumah")
    assert talk.say("lapor kemana").turn.understanding["faq"] == "pengangkutan-sampah"


def test_another_faq_is_offered_to_one_who_goes_on_to_it(chat: NewChat) -> None:
    talk = chat()
    talk.say("jalan berlubang lapor kemana")
    answer = talk.say("klo gak ditanggapi gimana")
    assert answer.decision == "choices"
    assert any(payload.get("faq") for payload in answer.payloads)


def test_whether_a_report_stays_secret_is_no_question_about_the_assistant(chat: NewChat) -> None:
    talk = chat()
    talk.say("jalan berlubang lapor kemana")
    assert talk.say("bisa anonim gak").turn.understanding["faq"] == "rahasia-pelapor"


def test_an_faq_about_a_part_of_the_service_leaves_it_under_discussion(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("マイナンバーカードの更新の手紙がきた")
    assert "ロック" in talk.say("暗証番号忘れてしもた").text
    assert talk.say("いつまで？").services == ["mynumber-card-koshin"]
