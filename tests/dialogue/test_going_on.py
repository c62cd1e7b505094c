"""How a conversation goes on: words that refer to what was spoken of, doubts, and what nothing is known of."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import NewChat


@pytest.mark.parametrize(
    ("first", "then", "service", "facet"),
    [
        ("kartu kusuka itu buat apa", "daftarnya gimana", "kusuka", "procedure"),
        ("bikin ktp anak saya yang baru 17", "harus bawa anaknya?", "ktp-el-baru", "who"),
        ("mau bikin ktp", "terus paspor saya juga mau habis", "paspor-baru", "requirements"),
        ("mau bikin kia", "paspor dulu ya", "paspor-baru", "overview"),
        ("pbb tahun ini", "bayarnya dimana", "pbb-p2", "where"),
        ("sim saya sudah mati, bisa diperpanjang?", "berarti bikin baru dong?", "sim-baru", "requirements"),
        ("pbb tahun ini", "nama di sppt masih bapak saya", "pbb-p2", "requirements"),
    ],
)
def test_a_word_that_refers_to_the_service_stays_with_it(chat: NewChat, first: str, then: str, service: str, facet: str) -> None:
    talk = chat()
    talk.say(first)
    answer = talk.say(then)
    assert (answer.services, answer.facets) == ([service], {facet})


def test_what_the_catalogue_does_not_say_stays_with_the_service_too(chat: NewChat) -> None:
    talk = chat()
    talk.say("hamil 8 bulan gak punya bpjs gimana")
    assert talk.say("bayinya nanti otomatis ikut?").services == ["bpjs-kesehatan"]


@pytest.mark.parametrize(
    ("first", "then", "service"),
    [
        ("petugas bisa datang ke rumah nenek?", "bansos iso pisan ta", "bansos"),
        ("berapa lama pindah datang", "terus bpjs", "bpjs-kesehatan"),
    ],
)
def test_what_asks_for_nothing_in_particular_gets_the_description(chat: NewChat, first: str, then: str, service: str) -> None:
    talk = chat()
    talk.say(first)
    answer = talk.say(then)
    assert (answer.services, answer.facets) == ([service], {"overview"})


def test_a_card_of_another_kind_is_none_of_a_neighbour(chat: NewChat) -> None:
    talk = chat()
    talk.say("pindah dari jogja ke banyuwangi")
    answer = talk.say("sim nya ganti alamat juga?")
    assert "Perpanjangan SIM" in answer.text


def test_what_is_chosen_where_nothing_was_offered_is_said_of_the_service(chat: NewChat) -> None:
    talk = chat()
    talk.say("iuran bpjs per bulan berapa")
    answer = talk.say("kelas 3 aja")
    assert answer.services == ["bpjs-kesehatan"]
    assert "Rp35.000" in answer.text


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("daftar nikah di kua", "umur calon saya 18", "Usia menikah paling rendah 19 tahun"),
        ("surat pindah keluar", "anak sekolah pindahnya gimana", "Untuk pindah sekolah, mulailah dari sekolah asal"),
        ("daftar nikah di kua", "numpang nikah itu apa", "surat rekomendasi nikah dari KUA"),
    ],
)
def test_a_question_that_staff_surely_answer_is_heard_beside_the_service(chat: NewChat, first: str, then: str, said: str) -> None:
    talk = chat()
    talk.say(first)
    assert said in talk.say(then).text


def test_what_the_catalogue_says_in_other_words_is_found(chat: NewChat) -> None:
    talk = chat()
    talk.say("tesnya sim baru apa aja")
    answer = talk.say("kalau gagal tes bisa ngulang?")
    assert answer.services == ["sim-baru"]
    assert answer.text.startswith("Tentang yang Anda tanyakan:\n• Bila tidak lulus ujian, Anda dapat mengulang")


def test_what_is_due_for_being_late_stands_beside_what_it_costs(chat: NewChat) -> None:
    talk = chat()
    talk.say("pbb tahun ini")
    answer = talk.say("kalau nunggak dendanya berapa")
    assert answer.facets == {"fee", "deadline"}
    assert "bunga" in answer.text


def test_the_civil_status_is_no_status_of_an_application(chat: NewChat) -> None:
    talk = chat()
    talk.say("mau pisah kk karena baru nikah")
    answer = talk.say("terus ktp istri saya gimana, statusnya belum kawin")
    assert answer.services == ["ktp-el-perubahan-data"]
    assert "status perkawinan" in answer.text


def test_what_others_say_of_the_fee_is_answered_by_the_fee_alone(chat: NewChat) -> None:
    talk = chat()
    talk.say("mau bikin ktp")
    fee = talk.say("bayar gak?").text
    assert talk.say("kata tetangga bayar 50 ribu").text == fee


def test_where_to_report_after_a_fee_is_told(chat: NewChat) -> None:
    talk = chat()
    talk.say("mau bikin ktp")
    talk.say("bayar gak?")
    answer = talk.say("oh gitu, kalau saya lapor kemana")
    assert answer.kind == "illegal_fee"
    assert "lapor.go.id" in answer.text


def test_an_answer_is_not_given_twice_for_what_nothing_is_known_of(chat: NewChat) -> None:
    talk = chat()
    talk.say("nib itu apa")
    online = talk.say("bisa daftar sendiri di hp?").text
    answer = talk.say("kalau mau jual minuman alkohol gimana")
    assert answer.text.startswith("Maaf, untuk hal itu kami tidak menemukan keterangan khusus")
    assert online not in answer.text
    assert "Yang dapat kami jelaskan tentang NIB (OSS): syarat, biaya" in answer.text


def test_a_question_that_staff_answer_is_offered_before_a_neighbour_of_which_one_word_speaks(chat: NewChat) -> None:
    talk = chat()
    talk.say("mau bikin ktp")
    talk.say("bayar gak?")
    assert "foto di KTP" in talk.say("terus kalau fotonya jelek boleh foto ulang gak").text


def test_what_an_faq_says_already_is_quoted(chat: NewChat) -> None:
    talk = chat()
    talk.say("anak saya mau masuk smp")
    answer = talk.say("kk harus 1 tahun?")
    assert answer.kind == "faq"
    assert "KK terbit paling sedikit 1 tahun" in answer.text
    assert "Madrasah" not in answer.text


@pytest.mark.parametrize("then", ["pendaftarannya kapan", "syarat umurnya", "mahal ga itu"])
def test_what_an_faq_does_not_say_is_asked_of_no_other_matter(chat: NewChat, then: str) -> None:
    talk = chat()
    talk.say("anak saya mau masuk smp")
    answer = talk.say(then)
    assert answer.kind == "faq"
    assert "SPMB" in answer.text


def test_an_faq_is_offered_beside_services_that_are_as_likely(chat: NewChat) -> None:
    talk = chat()
    talk.say("pirt itu apa")
    answer = talk.say("pajaknya gimana")
    assert "Pembayaran PBB-P2" in answer.text
    assert "usaha kecil" in answer.text


def test_no_condolences_for_one_who_lives(chat: NewChat) -> None:
    answer = chat("neyagawa").say("母が85歳で足が悪くて役所に行けません")
    assert "お悔やみ" not in answer.text
    assert "お悔やみ" in chat("neyagawa").say("母が亡くなりました").text


@pytest.mark.parametrize(
    ("agency", "first", "then", "service"),
    [
        ("neyagawa", "国民健康保険 入らないと だめですか", "はらえない", "kokuho-kanyu"),
        ("banyuwangi", "mau bikin kia", "terus kalau pindah sekolah kia nya diganti?", "kia"),
    ],
)
def test_what_is_said_of_the_service_stays_with_it(chat: NewChat, agency: str, first: str, then: str, service: str) -> None:
    talk = chat(agency)
    talk.say(first)
    assert talk.say(then).services == [service]


def test_one_word_that_an_faq_answers_is_found_in_it(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("在留カードをなくした")
    answer = talk.say("警察に行くの？")
    assert answer.kind == "faq"
    assert "警察" in answer.text


def test_what_has_no_word_of_progress_asks_for_no_status(chat: NewChat) -> None:
    assert chat().say("anak saya ikut siapa kalau cerai").kind != "status"


def test_which_day_it_may_be_is_asked_of_the_service(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("来月引っ越します、同じ区内です")
    answer = talk.say("日曜でもいいですか")
    assert (answer.services, answer.facets) == (["tenkyo"], {"hours"})


def test_what_is_lost_is_found_where_it_is_issued_again(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("犬を飼い始めました")
    answer = talk.say("鑑札なくしたら")
    assert answer.services == ["inu-toroku"]
    assert "再交付" in answer.text
