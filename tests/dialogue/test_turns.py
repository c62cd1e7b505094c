"""How talks turn: to a step of what happened, to another thing by the way, to a question of the FAQ and back."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import NewChat


@pytest.mark.parametrize(
    ("agency", "said", "service", "facet", "text"),
    [
        # What goes along with something is said of that, and asks for nothing else.
        ("banyuwangi", ["mau pindah ke bali", "ktp lama ditarik?"], "pindah-keluar", "overview", "tidak ditarik di daerah asal"),
        ("banyuwangi", ["mau bikin akta lahir anak", "kia sekalian bisa?"], "akta-kelahiran", "procedure", "bisa diurus sekaligus"),
        ("fukuoka", ["大阪から福岡市に引っ越します", "マイナンバーカードも一緒に変えられますか"], "tennyu", "procedure", "住所を書き換え"),
        ("neyagawa", ["婚姻届を出したい", "戸籍謄本はいらんくなったって聞いたけど"], "konin", "requirements", "原則として不要"),
        # How one goes on.
        ("banyuwangi", ["kk saya rusak", "fotokopi boleh?"], "kk-hilang-rusak", "requirements", "Fotokopi KTP-el"),
        ("banyuwangi", ["bikin skck", "ada yang lebih dekat?"], "skck", "where", "Polsek"),
        ("banyuwangi", ["mau bikin kartu kusuka", "gunanya buat apa sih"], "kusuka", "overview", "kartu identitas bagi orang"),
        ("banyuwangi", ["paspor anak", "bapaknya nggak bisa datang, gimana"], "paspor-baru", "who", "Paspor"),
        ("fukuoka", ["マイナンバーカードをなくした", "急いどるっちゃけど"], "mynumber-card-saikofu", "processing_time", "特急"),
        ("fukuoka", ["粗大ごみを出したい", "ごみの分別を知りたい", "袋はどこで売ってるの"], "gomi-bunbetsu", "fee", "スーパーやコンビニ"),
        ("banyuwangi", ["mau bikin kartu kusuka", "ktp saya masih lumajang gimana"], "kusuka", "overview", "KUSUKA"),
        # Particulars that the catalogue says in other words.
        ("neyagawa", ["パスポートの更新をしたい", "名前が変わったんですが"], "passport", "overview", "氏名や本籍"),
        ("neyagawa", ["罹災証明がほしい", "保険会社に出すやつやねん"], "risai-shomei", "overview", "保険などの手続き"),
        ("neyagawa", ["罹災証明がほしい", "見に来てくれるん？"], "risai-shomei", "overview", "職員などが住まいの被害を調査"),
        ("neyagawa", ["国保をやめたい", "戻ってくる？"], "kokuho-dattai", "overview", "納めすぎた分は返され"),
        ("fukuoka", ["印鑑登録をしたい", "シャチハタはだめ？"], "inkan-toroku", "requirements", "ゴム印"),
        ("fukuoka", ["生活保護を受けたい", "車があってもいいですか"], "seikatsu-hogo", "overview", "車は原則として"),
        ("neyagawa", ["出生届を出したい", "ビザはどうなりますか"], "shussei", "overview", "在留資格"),
        ("banyuwangi", ["mau nikah di kua", "calon saya janda, beda nggak?"], "nikah-kua", "overview", "Akta cerai"),
        ("banyuwangi", ["mau perpanjang sim", "tes lagi nggak"], "sim-perpanjangan", "overview", "tes psikologi"),
        # What a related service says, where the one spoken of does not.
        ("fukuoka", ["印鑑証明がほしい", "カードなくしたらどげんなると？"], "inkan-toroku", "overview", "すぐに市区町村へ届け出"),
        ("fukuoka", ["印鑑証明がほしい", "引っ越したら？"], "inkan-toroku", "validity", "登録がなくなります"),
        ("banyuwangi", ["cara daftar bpjs kesehatan", "kalau pindah faskes"], "bpjs-kesehatan", "overview", "ganti faskes"),
        ("banyuwangi", ["mau pindah ke surabaya", "ktp lama gimana"], "pindah-keluar", "overview", "tidak ditarik di daerah asal"),
        ("banyuwangi", ["perpanjang sim c", "kalau sudah mati 1 bulan?"], "sim-perpanjangan", "overview", "harus dibuat baru"),
        ("neyagawa", ["婚姻届を出したい", "名字は変えんとあかん？"], "konin", "overview", "どちらか一方の名字"),
        ("fukuoka", ["マイナンバーカードを更新したい", "予約はいりますか"], "mynumber-card-koshin", "procedure", "予約が必要な"),
        ("neyagawa", ["sertifikat pajak (kazei shomei)", "buat perpanjang visa"], "zeimu-shomei", "overview", "perpanjangan izin tinggal"),
        ("fukuoka", ["妊娠しました", "お金もらえるって聞いたけど"], "boshi-techo", "requirements", "支援給付"),
        ("neyagawa", ["国民年金の免除を申請したい", "払えへんかったらどうなる？"], "kokumin-nenkin", "overview", "免除"),
        # To whom one cannot come, somebody comes.
        ("banyuwangi", ["nenek belum punya ktp-el", "beliau lumpuh"], "jemput-bola", "who", "sulit datang ke kantor"),
        # Once one has moved.
        (
            "banyuwangi",
            ["mau pindah dari banyuwangi ke surabaya", "sampai sana berapa hari harus lapor"],
            "pindah-datang",
            "deadline",
            "SKPWNI",
        ),
        # Questions of time are none of the queue's.
        ("fukuoka", ["介護認定を受けたい", "どのくらい待ちますか"], "kaigo-hoken", "processing_time", "30日以内"),
    ],
)
def test_it_is_answered_for_what_it_goes_on_from(chat: NewChat, agency: str, said: list[str], service: str, facet: str, text: str) -> None:
    talk = chat(agency)
    for earlier in said[:-1]:
        talk.say(earlier)
    answer = talk.say(said[-1])
    assert answer.services == [service]
    if facet != "overview":
        assert facet in answer.facets
    assert text in answer.text


def test_a_document_that_runs_out_is_no_cry_for_help(chat: NewChat) -> None:
    talk = chat()
    talk.say("stnk motor saya mau habis")
    assert talk.say("sim saya juga mau mati").services == ["sim-perpanjangan"]
    assert chat().say("sim hilang, aku pengin mati").kind == "distress"


@pytest.mark.parametrize("said", ["bapak kulo sedo wingi", "simbah seda mau bengi"])
def test_a_death_told_in_javanese_is_understood(chat: NewChat, said: str) -> None:
    talk = chat()
    assert talk.say(said).turn.understanding["life_event"] == "death"
    assert talk.say("akte ne piye ngurus").services == ["akta-kematian"]


def test_the_list_for_what_happened_lasts_through_what_is_said_in_between(chat: NewChat) -> None:
    talk = chat()
    assert talk.say("mau buka warung makan kecil, izinnya apa").kind == "life_event"
    talk.say("modal cuma 10 juta")
    answer = talk.say("bayar?")
    assert (answer.kind, answer.facets) == ("life_event", {"fee"})


def test_a_step_begins_with_what_it_means_for_what_happened(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("父が昨日亡くなりました")
    answer = talk.say("年金も止めないといけませんよね")
    assert answer.services == ["kokumin-nenkin"]
    assert answer.text.startswith("家族が亡くなったとき：年金を受けていた方は")


def test_the_office_hours_after_a_list_are_those_of_the_first_step(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("父が昨日亡くなりました")
    answer = talk.say("夜でも大丈夫ですか")
    assert (answer.services, answer.facets) == (["shibo"], {"hours"})


def test_what_a_step_says_is_found_though_it_is_not_named(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("父が昨日亡くなりました")
    answer = talk.say("保険証は返すんですか")
    assert answer.services == ["kokuho-dattai"]
    assert "資格確認書を返します" in answer.text


def test_what_else_there_is_to_do_is_the_list_of_what_began_the_talk(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("婚姻届を出したい")
    talk.say("戸籍はいつ取れますか")
    answer = talk.say("ほかに必要な手続きは？")
    # A copy of the register is asked for after a death as well.
    assert answer.turn.understanding["life_event"] == "marriage"


@pytest.mark.parametrize(
    ("agency", "told", "asked", "event"),
    [
        ("banyuwangi", "anak saya baru lahir minggu lalu", "apa saja yang harus diurus", "birth"),
        ("neyagawa", "婚姻届を出したい", "届けた後の手続きは？", "marriage"),
    ],
)
def test_what_there_is_to_do_is_that_of_what_was_told(chat: NewChat, agency: str, told: str, asked: str, event: str) -> None:
    talk = chat(agency)
    talk.say(told)
    assert talk.say(asked).turn.understanding["life_event"] == event


def test_what_to_do_of_a_service_that_begins_no_event_is_how_it_is_done(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("saya pindah dari osaka ke fukuoka bulan depan")
    answer = talk.say("apa yang harus dilakukan")
    assert (answer.services, answer.facets) == (["tennyu"], {"procedure"})


@pytest.mark.parametrize(
    ("agency", "said", "faq"),
    [
        ("fukuoka", "マイナンバーを載せられますか", "juminhyo-with-my-number"),
        ("fukuoka", "転出証明書をなくしました", "moving-out-certificate-lost"),
        ("banyuwangi", "kalau ktp saya bukan banyuwangi", "warga-luar-banyuwangi"),
    ],
)
def test_the_very_words_of_an_faq_get_its_answer(chat: NewChat, agency: str, said: str, faq: str) -> None:
    assert chat(agency).say(said).turn.understanding["faq"] == faq


def test_a_list_of_fees_is_not_told_twice(chat: NewChat) -> None:
    talk = chat()
    talk.say("cara daftar bpjs kesehatan")
    assert talk.say("iurannya berapa").text.count("Iuran mandiri kelas I, per orang per bulan") == 1


def test_a_seal_after_a_list_is_a_thing_to_bring(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("離婚することになりました")
    assert talk.say("住所も変わります").kind == "life_event"
    answer = talk.say("印鑑は必要ですか")
    assert (answer.services, answer.facets) == (["rikon"], {"requirements"})


def test_what_an_faq_does_not_say_may_be_asked_of_the_service_before_it(chat: NewChat) -> None:
    talk = chat()
    talk.say("mau urus akta anak")
    assert talk.say("kalau saya nikah siri gimana").kind == "faq"
    answer = talk.say("batas waktunya sampai kapan")
    assert answer.kind == "faq"
    assert "Kalau yang Anda maksud Akta kelahiran, pilih “Batas waktu”." in answer.text
    assert talk.say("Batas waktu").services == ["akta-kelahiran"]


def test_what_leaves_open_which_step_is_meant_is_asked_back_about_the_steps(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("婚姻届を出したい")
    assert talk.say("届けた後の手続きは？").kind == "life_event"
    answer = talk.say("証明書もらえる？")
    assert answer.turn.understanding["decision"] == "choices"
    assert answer.services[0] == "konin"


def test_what_was_understood_is_no_yes_to_what_was_offered(chat: NewChat) -> None:
    talk = chat("fukuoka")
    talk.say("戸籍謄本がほしい")
    offered = talk.say("布団は普通のごみで出せる？")
    assert offered.turn.understanding["decision"] == "choices"
    assert talk.say("わかりました").kind == "smalltalk"


@pytest.mark.parametrize("said", ["ほな申請するわ", "わかりました、電話してみます"])
def test_who_says_what_comes_next_asks_for_nothing(chat: NewChat, said: str) -> None:
    talk = chat("neyagawa")
    talk.say("罹災証明がほしい")
    assert talk.say(said).kind == "smalltalk"


def test_who_does_not_pick_what_was_offered_instead_goes_on_with_what_was_spoken_of(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("会社を辞めたんやけど、保険どうしたらええ？")
    assert talk.say("保険料なんぼくらい？").turn.understanding["decision"] == "choices"
    again = talk.say("高いなあ、安くならへん？")
    assert again.turn.understanding["decision"] == "choices"
    assert "kokuho-kanyu" in {payload.get("service") for payload in again.payloads}


def test_where_to_ask_about_a_service_without_an_office_is_no_office_of_another(chat: NewChat) -> None:
    talk = chat()
    answer = talk.say("bayar pajak motor di mana")
    assert answer.services == ["pajak-kendaraan"]
    assert "Untuk dokumen kependudukan" not in answer.text
    assert "Mal Pelayanan Publik Banyuwangi" in answer.text


def test_an_amount_that_nobody_knows_is_not_promised(chat: NewChat) -> None:
    talk = chat("neyagawa")
    talk.say("スマホ教室に申し込みたいんですけど")
    answer = talk.say("次はいつですか")
    assert "手数料" not in answer.text
