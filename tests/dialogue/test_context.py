"""What was said before counts: follow-ups, choices, corrections, repetition, a change of language."""

from __future__ import annotations

import pytest

from bot.nlu.normalise import is_japanese
from tests.dialogue.conftest import NewChat
from tests.dialogue.talk import in_indonesian

# Follow-ups


def test_the_fee_of_the_service_under_discussion(chat: NewChat) -> None:
    talk = chat()
    talk.say("syarat SKCK apa aja")
    answer = talk.say("biayanya?")
    assert (answer.services, answer.facets) == (["skck"], {"fee"})
    assert answer.turn.understanding["from_context"]


def test_a_follow_up_about_a_lost_card_moves_to_its_replacement_and_keeps_the_question(chat: NewChat) -> None:
    talk = chat()
    talk.say("mau bikin ktp baru")
    assert "gratis" in talk.say("biayanya?").text
    answer = talk.say("kalau hilang?")
    assert answer.services == ["ktp-el-hilang-rusak"]
    assert "Penggantian KTP-el hilang atau rusak: gratis" in answer.text


def test_a_japanese_follow_up(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("印鑑登録に必要なものを教えてください")
    answer = talk.say("費用は？")
    assert (answer.services, answer.facets) == (["inkan-toroku"], {"fee"})
    assert answer.turn.language == "ja"


@pytest.mark.parametrize(
    ("agency", "first", "then", "service", "facet"),
    [
        ("neyagawa", "介護認定ってどうやるの", "有効期間は", "kaigo-hoken", "validity"),
        ("fukuoka", "住民票の写しがほしい", "手数料は", "juminhyo", "fee"),
    ],
)
def test_a_word_for_the_question_alone_stays_with_the_service(
    chat: NewChat, agency: str, first: str, then: str, service: str, facet: str
) -> None:
    talk = chat(agency)
    talk.say(first)
    answer = talk.say(then)
    assert (answer.services, answer.facets) == ([service], {facet})


def test_somebody_else_who_comes_is_a_question_of_who_may(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("bikin inkan toroku")
    talk.say("biaya")
    answer = talk.say("kalau diwakilkan teman?")
    assert (answer.services, answer.facets) == (["inkan-toroku"], {"who"})


def test_a_follow_up_of_which_nothing_is_known_does_not_lead_to_another_service_and_says_so(chat: NewChat) -> None:
    talk = chat()
    talk.say("stnk motor mati 2 tahun")
    online = talk.say("bisa pake aplikasi apa").text
    answer = talk.say("kalau bpkb nya masih di leasing?")
    assert answer.services == ["pajak-kendaraan"]
    assert answer.text.startswith("Maaf, untuk hal itu kami tidak menemukan keterangan khusus di data kami.")
    assert "Samsat" in answer.text
    assert online not in answer.text


def test_the_same_question_twice_is_answered_twice(chat: NewChat) -> None:
    talk = chat()
    talk.say("syarat SKCK apa aja")
    assert talk.say("biayanya?").text == talk.say("biayanya?").text


def test_what_to_do_first_leads_to_the_life_event_of_what_was_spoken_of(chat: NewChat) -> None:
    talk = chat()
    talk.say("bapak saya meninggal semalam")
    answer = talk.say("saya harus urus apa saja?")
    assert answer.turn.understanding["life_event"] == "death"
    assert "Kematian anggota keluarga" in answer.text


def test_leaving_a_job_is_no_wish_to_stop(chat: NewChat) -> None:
    answer = chat("neyagawa").say("会社をやめました")
    assert answer.turn.understanding["life_event"] == "leaving-job"
    assert "国民健康保険" in answer.text


def test_a_follow_up_that_names_another_service_asks_the_same_of_it(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("住民票の写しに必要なものは？")
    answer = talk.say("印鑑証明は？")
    assert answer.services == ["inkan-shomei"]
    assert "requirements" in answer.facets


def test_naming_a_new_service_leaves_the_old_one(chat: NewChat) -> None:
    talk = chat()
    talk.say("biaya SKCK")
    talk.say("syarat akta kelahiran apa aja")
    assert talk.say("biayanya?").services == ["akta-kelahiran"]


def test_smalltalk_in_between_does_not_lose_the_service(chat: NewChat) -> None:
    talk = chat()
    talk.say("syarat SKCK apa aja")
    assert talk.say("oke makasih ya").intent == "thank"
    assert talk.say("biayanya berapa?").services == ["skck"]


def test_a_refusal_in_between_does_not_lose_the_service(chat: NewChat) -> None:
    talk = chat()
    talk.say("syarat SKCK apa aja")
    assert talk.say("siapa presiden indonesia sekarang?").kind == "oos"
    assert talk.say("biayanya?").services == ["skck"]


def test_one_conversation_knows_nothing_of_another(chat: NewChat) -> None:
    one, other = chat(), chat()
    one.say("syarat SKCK apa aja")
    assert other.say("biayanya?").decision == "ask_back"
    assert one.say("biayanya?").services == ["skck"]


# Choices


@pytest.mark.parametrize("choice", ["2", "nomor 2", "yang kedua"])
def test_a_choice_by_number_answers_the_question_that_was_asked(chat: NewChat, choice: str) -> None:
    talk = chat()
    offered = talk.say("syarat ktp?")
    answer = talk.say(choice)
    assert answer.services == [offered.services[1]]
    assert answer.facets == {"requirements"}
    assert answer.decision == "answer"


def test_a_choice_by_title_in_either_language(chat: NewChat) -> None:
    for title in ("KTP-el hilang/rusak", "KTP-elの再発行"):
        talk = chat()
        talk.say("syarat ktp?")
        assert talk.say(title).services == ["ktp-el-hilang-rusak"]


def test_a_choice_in_japanese(chat: NewChat) -> None:
    talk = chat("fukuoka")
    listed = talk.say("どんな手続きがありますか")
    assert listed.kind == "list"
    chosen = talk.say("二番")
    assert chosen.text.startswith(listed.titles[1])


def test_a_number_without_a_list_asks_what_is_meant(chat: NewChat) -> None:
    answer = chat().say("2")
    assert answer.kind == "smalltalk"
    assert "tidak menemukan pilihan" in answer.text


def test_a_number_beyond_the_list_keeps_the_list(chat: NewChat) -> None:
    talk = chat()
    offered = talk.say("syarat ktp?")
    talk.say("9")
    assert talk.say("1").services == [offered.services[0]]


def test_a_yes_to_the_only_service_offered_answers_it(chat: NewChat) -> None:
    talk = chat()
    talk.press({"type": "service", "service": "skck", "facets": ["requirements"]})
    answer = talk.say("biaya")
    assert answer.services == ["skck"]


# Buttons


def test_a_button_answers_by_its_meaning_and_not_by_its_title(chat: NewChat) -> None:
    answer = chat().press({"type": "service", "service": "skck", "facets": ["fee"]}, "Syarat paspor")
    assert (answer.services, answer.facets) == (["skck"], {"fee"})
    assert "Rp30.000" in answer.text


def test_every_button_of_an_answer_can_be_pressed(chat: NewChat) -> None:
    talk = chat()
    first = talk.say("syarat SKCK apa aja")
    for title in first.titles:
        answer = talk.press_title(first, title)
        assert len(answer.turn.replies) == 1
        assert "Kode:" not in answer.text, f"{title}: {answer.text}"


def test_a_button_keeps_the_language_of_the_conversation(chat: NewChat) -> None:
    talk = chat()
    first = talk.say("SKCKに必要なものは？")
    answer = talk.press(first.payloads[0], first.titles[0])
    assert answer.turn.language == "ja"
    assert is_japanese(answer.text)


def test_a_button_for_a_service_that_has_gone_asks_back(chat: NewChat) -> None:
    answer = chat().press({"type": "service", "service": "sudah-dihapus", "facets": ["fee"]})
    assert len(answer.turn.replies) == 1
    assert "belum tahu layanan mana" in answer.text


def test_a_life_event_button_and_a_subject_button(chat: NewChat) -> None:
    talk = chat()
    assert talk.press({"type": "life_event", "life_event": "moving"}).kind == "life_event"
    assert talk.press({"type": "category", "category": "police"}).text.startswith("Kepolisian")


# Corrections and repetition


def test_a_correction_answers_the_same_question_about_what_was_meant(chat: NewChat) -> None:
    talk = chat()
    talk.say("biaya SKCK")
    answer = talk.say("bukan SKCK, maksudnya KK hilang")
    assert answer.services == ["kk-hilang-rusak"]
    assert "fee" in answer.facets


def test_a_correction_without_a_name_asks_which_service_and_then_answers(chat: NewChat) -> None:
    talk = chat()
    talk.say("biaya SKCK")
    assert "Maaf" in talk.say("bukan itu maksud saya").text
    answer = talk.say("KK hilang")
    assert answer.services == ["kk-hilang-rusak"]


def test_the_last_answer_is_repeated_word_for_word(chat: NewChat) -> None:
    talk = chat()
    first = talk.say("biaya SKCK")
    assert talk.say("ulangi dong").text == first.text


def test_there_is_nothing_to_repeat_at_the_beginning(chat: NewChat) -> None:
    assert "Belum ada jawaban yang bisa diulang" in chat().say("ulangi dong").text
    assert "まだお答えした内容がありません" in chat("fukuoka").say("もう一度言ってください").text


def test_cancelling_forgets_the_service(chat: NewChat) -> None:
    talk = chat()
    talk.say("biaya SKCK")
    assert "dibatalkan" in talk.say("batal").text
    assert talk.say("syaratnya?").decision == "ask_back"


# Language


def test_a_language_that_was_asked_for_stays(chat: NewChat) -> None:
    talk = chat()
    assert "これからは日本語でお答えします" in talk.say("tolong jawab pakai bahasa jepang").text
    answer = talk.say("syarat SKCK apa aja")
    assert answer.turn.language == "ja"
    assert "に必要なもの：" in answer.text
    assert talk.say("biayanya?").turn.language == "ja"


def test_changing_the_language_says_the_last_answer_again_in_it(chat: NewChat) -> None:
    talk = chat()
    talk.say("biaya SKCK berapa")
    answer = talk.say("日本語でお願いします")
    assert "30,000ルピア" in answer.text
    assert talk.say("syaratnya?").turn.language == "ja"


def test_changing_back(chat: NewChat) -> None:
    talk = chat()
    talk.say("日本語でお願いします")
    assert in_indonesian(talk.say("bahasa indonesia aja").text)
    assert in_indonesian(talk.say("SKCK").text)


def test_a_language_that_we_do_not_speak_is_answered_with_both(chat: NewChat) -> None:
    answer = chat().say("can you speak english please")
    assert answer.intent == "change_language"
    assert answer.titles == ["Bahasa Indonesia", "日本語"]


def test_without_a_request_each_message_is_answered_in_its_own_language(chat: NewChat) -> None:
    talk = chat("fukuoka")
    assert talk.say("住民票の写しに必要なものは？").turn.language == "ja"
    assert in_indonesian(talk.say("biayanya berapa?").text)
    assert talk.say("費用は？").turn.language == "ja"


def test_a_message_without_words_keeps_the_language_of_the_page_or_of_the_conversation(chat: NewChat) -> None:
    assert is_japanese(chat("fukuoka", language="ja").say("123456").text)
    talk = chat()
    talk.say("SKCKに必要なものは？")
    assert talk.say("👍").turn.language == "ja"


# Matters that the catalogue does not hold


def test_an_faq_of_another_matter_ends_the_talk_about_the_service(chat: NewChat) -> None:
    talk = chat()
    talk.say("ktp saya hilang, bagaimana caranya")
    assert "kelompok tani" in talk.say("kalau pupuk subsidi bagaimana caranya").text
    answer = talk.say("biayanya berapa?")
    assert answer.kind == "faq"
    assert "belum punya keterangan yang lebih rinci" in answer.text


def test_a_correction_finds_what_was_meant(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("国民年金の免除について")
    assert "ナンバープレート" in talk.say("原付の話です！年金じゃないって").text


# やさしい日本語


def test_who_writes_kana_with_spaces_is_answered_in_plain_japanese_from_then_on(chat: NewChat) -> None:
    ordinary, plain = chat("fukuoka"), chat("fukuoka")
    usual = ordinary.say("転入届はいつまでですか").text
    easy = plain.say("てんにゅうとどけ は いつ まで に だします か").text
    assert "14日以内" in usual
    assert "14日以内" in easy
    assert "届け出てください" in usual
    assert "届け出てください" not in easy
    assert "お金はいりません" in plain.say("手数料は？").text


def test_plain_japanese_can_be_asked_for_and_given_back(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("転入届に必要なものは")
    asked = talk.say("やさしい日本語でお願いします")
    assert asked.kind == "language"
    assert "やさしい日本語で 答えます" in asked.text
    assert "日本のほかのまちから引っ越したとき" in asked.text
    assert asked.turn.language == "ja"
    back = talk.say("ふつうの日本語にしてください")
    assert "国内のほかの市区町村から引っ越した場合" in back.text


# Numbers to call


def test_the_number_of_the_offices_for_the_service_under_discussion(chat: NewChat) -> None:
    talk = chat()
    talk.say("ktp saya hilang")
    answer = talk.say("nomor teleponnya berapa?")
    assert (answer.services, answer.facets) == (["ktp-el-hilang-rusak"], {"phone"})
    assert "(0333) 424234" in answer.text


def test_the_number_of_the_agency(chat: NewChat) -> None:
    answer = chat("fukuoka").say("電話番号を教えてください")
    assert answer.decision == "answer"
    assert "092-711-4111" in answer.text
