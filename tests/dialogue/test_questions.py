"""Single questions about services, in both languages, as citizens write them."""

from __future__ import annotations

import pytest

from bot.nlu.normalise import is_japanese
from tests.dialogue.conftest import NewChat
from tests.dialogue.talk import in_indonesian


def test_the_question_of_the_issue_in_indonesian(chat: NewChat) -> None:
    answer = chat().say("syarat bikin KTP yang hilang apa aja ya min?")
    assert (answer.kind, answer.decision, answer.intent) == ("service", "answer", "ask_requirements")
    assert answer.services == ["ktp-el-hilang-rusak"]
    assert "1. Surat keterangan kehilangan dari kepolisian" in answer.text
    assert "KTP-el yang rusak" not in answer.text
    assert "Sumber: " in answer.text
    assert "Diperiksa " in answer.text
    assert in_indonesian(answer.text)
    assert answer.turn.language == "id"


def test_the_question_of_the_issue_in_japanese(chat: NewChat) -> None:
    answer = chat("fukuoka").say("住民票の写しはいくらですか")
    assert (answer.kind, answer.decision, answer.intent) == ("service", "answer", "ask_fee")
    assert answer.services == ["juminhyo"]
    assert "「住民票の写し」" in answer.text.splitlines()[0]
    assert "手数料" in answer.text.splitlines()[0]
    assert "出典：" in answer.text
    assert answer.turn.language == "ja"


@pytest.mark.parametrize(
    ("agency", "text", "service", "facet"),
    [
        ("banyuwangi", "biaya SKCK berapa?", "skck", "fee"),
        ("banyuwangi", "brp lama bikin paspor", "paspor-baru", "processing_time"),
        ("banyuwangi", "akta kelahiran diurus dimana ya kak", "akta-kelahiran", "where"),
        ("banyuwangi", "cara perpanjang SIM gimana", "sim-perpanjangan", "procedure"),
        ("banyuwangi", "KIA itu apa sih", "kia", "overview"),
        ("banyuwangi", "dasar hukum akta kematian apa", "akta-kematian", "legal_basis"),
        ("banyuwangi", "KK hilang bisa diurus online ga", "kk-hilang-rusak", "online"),
        ("banyuwangi", "KTPの再発行に必要なものは？", "ktp-el-hilang-rusak", "requirements"),
        ("fukuoka", "印鑑登録に必要なものを教えてください", "inkan-toroku", "requirements"),
        ("fukuoka", "転入届はいつまでに出せばいいですか", "tennyu", "deadline"),
        ("fukuoka", "パスポートの申請は何日かかりますか", "passport", "processing_time"),
        ("neyagawa", "犬の登録はいくらですか", "inu-toroku", "fee"),
        ("neyagawa", "マイナンバーカードの有効期間は？", "mynumber-card-shinsei", "validity"),
    ],
)
def test_each_facet_of_a_service_is_found_and_answered(chat: NewChat, agency: str, text: str, service: str, facet: str) -> None:
    answer = chat(agency).say(text)
    assert (answer.kind, answer.decision) == ("service", "answer"), answer.turn.understanding
    assert answer.services[0].split("-")[0] == service.split("-")[0]
    assert facet in answer.facets
    assert is_japanese(answer.text) == is_japanese(text) or in_indonesian(answer.text)


def test_slips_of_the_keyboard_do_not_matter(chat: NewChat) -> None:
    answer = chat().say("SYARAAAAT   bkin  ktp  yg ILANG  apa ajaaa yaa minnn????")
    assert answer.services == ["ktp-el-hilang-rusak"]
    assert "requirements" in answer.facets


def test_romaji_is_answered_in_japanese(chat: NewChat) -> None:
    answer = chat("fukuoka").say("juminhyo no utsushi wa ikura desu ka")
    assert answer.turn.language == "ja"
    assert answer.services == ["juminhyo"]
    assert "「住民票の写し」" in answer.text


def test_an_indonesian_question_to_a_japanese_city_is_answered_in_indonesian(chat: NewChat) -> None:
    answer = chat("fukuoka").say("urus juminhyo di Fukuoka bayar berapa ya?")
    assert answer.turn.language == "id"
    assert answer.services == ["juminhyo"]
    assert in_indonesian(answer.text)
    assert not any(map(is_japanese, answer.titles))


def test_a_japanese_question_to_an_indonesian_regency_is_answered_in_japanese(chat: NewChat) -> None:
    answer = chat().say("出生証明書の手続きに必要なものは何ですか")
    assert answer.turn.language == "ja"
    assert answer.services == ["akta-kelahiran"]
    assert "に必要なもの：" in answer.text


def test_two_facets_in_one_message_are_both_answered(chat: NewChat) -> None:
    answer = chat().say("biaya dan syarat SKCK apa aja?")
    assert answer.facets >= {"fee", "requirements"}
    assert "Rp30.000" in answer.text
    assert "1. Fotokopi KTP" in answer.text
    assert len(answer.turn.replies) == 1


def test_two_facets_in_one_japanese_message_are_both_answered(chat: NewChat) -> None:
    answer = chat("fukuoka").say("転入届に必要なものと期限を教えてください")
    assert answer.facets >= {"requirements", "deadline"}
    assert "14日以内" in answer.text
    assert "に必要なもの：" in answer.text


def test_where_a_japanese_city_does_it_with_hours_and_whether_it_is_open(chat: NewChat) -> None:
    answer = chat("fukuoka").say("住民票の写しはどこで取れますか")
    assert answer.services == ["juminhyo"]
    assert "番号：" not in answer.text, answer.text
    assert "「住民票の写し」の窓口：" in answer.text
    assert "受付時間：" in answer.text
    assert "ただいま受付時間" in answer.text


def test_an_ambiguous_question_is_answered_with_choices_in_the_order_of_the_buttons(chat: NewChat) -> None:
    answer = chat().say("syarat ktp?")
    assert answer.decision == "choices"
    assert len(answer.services) >= 2
    offered = [payload for payload in answer.payloads if payload["type"] == "service"]
    assert all(payload["facets"] == ["requirements"] for payload in offered)
    assert [payload["service"] for payload in offered] == answer.services[: len(offered)]


def test_a_question_without_a_service_is_asked_back_and_then_answered(chat: NewChat) -> None:
    talk = chat()
    assert talk.say("berapa biayanya ya?").decision == "ask_back"
    answer = talk.say("SKCK")
    assert (answer.services, answer.facets) == (["skck"], {"fee"})
    assert "Rp30.000" in answer.text


def test_a_life_event_lists_what_to_do_in_order(chat: NewChat) -> None:
    answer = chat("fukuoka").say("赤ちゃんが生まれました。何をすればいいですか")
    assert answer.kind == "life_event"
    assert "出生届" in answer.text
    assert "児童手当" in answer.text


def test_a_question_of_the_faq_is_answered_with_its_source(chat: NewChat) -> None:
    answer = chat().say("rute angkot ke mpp")
    assert answer.kind == "faq"
    assert "Jl. Sritanjung No. 1" in answer.text
    assert "Sumber: " in answer.text


def test_an_address_is_told_whoever_knows_it(chat: NewChat) -> None:
    # The queue at the MPP is a service, and the address is an FAQ as well: both tell it.
    answer = chat().say("alamat mpp bwi")
    assert answer.kind in {"faq", "service"}
    assert "Jl. Sritanjung No. 1" in answer.text


def test_the_list_of_services_leads_to_a_subject_and_to_a_service(chat: NewChat) -> None:
    talk = chat()
    listed = talk.say("apa saja layanannya?")
    assert listed.kind == "list"
    subject = talk.say("1")
    assert subject.kind == "list"
    assert subject.text.startswith(listed.titles[0])
    service = talk.say("2")
    assert (service.kind, service.decision) == ("service", "answer")
    assert service.services == [subject.payloads[1]["service"]]
