"""What is understood of a message: the question without the politeness around it, with slips mended, in kanji."""

from __future__ import annotations

import pytest

from bot.nlu.cleaning.cleaner import Cleaner
from bot.nlu.cleaning.courtesy import without_courtesy
from bot.nlu.cleaning.indonesian import mend, slips
from bot.nlu.cleaning.japanese import with_kanji
from bot.nlu.cleaning.vocabulary import Vocabulary

EXAMPLES = [
    *(
        "syarat bikin ktp apa saja",
        "berapa biaya perpanjang sim",
        "akta lahir hilang",
        "di mana kantor kelurahan",
        "cara mengurus surat pindah",
    ),
    *("syarat surat pindah", "biaya akta lahir berapa", "berapa lama bikin ktp", "surat lahir", "biaya bikin sim berapa"),
    *(
        "住民票の写しはいくらですか",
        "印鑑登録の手数料はいくらですか",
        "転入届に必要なものは",
        "住民票はどこでもらえますか",
        "手数料を知りたい",
    ),
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.of(EXAMPLES)


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("halo min selamat siang, maaf mengganggu ya, syarat bikin ktp apa? makasih sebelumnya ya", "syarat bikin ktp apa?"),
        ("assalamualaikum pak/bu, numpang tanya nih, biaya sim berapa mohon infonya, terima kasih banyak", "biaya sim berapa"),
        ("permisi kak, ktp hilang tolong dibalas ya min", "ktp hilang"),
        ("hai kak saya mau nikah", "saya mau nikah"),
        ("halo ibu saya meninggal", "ibu saya meninggal"),
        ("saya mau tanya kk hilang", "kk hilang"),
        ("お忙しいところすみません。住民票はいくらですか?よろしくお願いします。", "住民票はいくらですか?"),
        ("はじめまして、ちょっとお聞きしたいんですけど、転入届の必要書類は?教えていただけると助かります", "転入届の必要書類は?"),
        ("すみません、赤ちゃんが生まれました", "赤ちゃんが生まれました"),
    ],
)
def test_politeness_around_a_question_is_taken_away(written: str, understood: str) -> None:
    assert without_courtesy(written) == understood


@pytest.mark.parametrize(
    "text",
    [
        *("halo", "pagi min", "makasih ya min", "assalamualaikum", "boleh tanya?", "tolong buatkan ktp", "malam buka gak"),
        *("ok makasih kak", "sudah jelas, terima kasih", "met siang kakak cs", "halo kk"),
        *("はい、ありがとうございます", "こんばんは、夜分に"),
        *("ibu saya meninggal, gimana urus akta?", "terima kasih, tapi syaratnya apa", "hilang ktp saya"),
        *(
            "こんにちは",
            "ありがとうございます",
            "印鑑登録をお願いします",
            "子育ての相談窓口はどこですか",
            "教えてください",
            "質問があります",
        ),
    ],
)
def test_what_is_polite_and_nothing_else_or_part_of_the_question_stays(text: str) -> None:
    assert without_courtesy(text) == text


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("syrat bikin ktp", "syarat bikin ktp"),
        ("berpaa biaya sim", "berapa biaya sim"),
        ("syaratbikin ktp", "syarat bikin ktp"),
        ("suratpindahhilang", "surat pindah hilang"),
        ("persyratannya apa", "persyratannya apa"),
        ("keluraahn", "kelurahan"),
        ("biayanya berapa", "biayanya berapa"),
        ("xyzzyq", "xyzzyq"),
    ],
)
def test_slips_and_lost_spaces_are_mended_and_nothing_is_made_up(vocabulary: Vocabulary, written: str, understood: str) -> None:
    assert mend(written, vocabulary, frozenset()) == understood


def test_a_verb_of_the_passive_is_no_di_without_its_space() -> None:
    known = Vocabulary.of(["makan di kantor", "resep makanan"])
    assert mend("kk dimakan rayap dikantor", known, ()) == "kk dimakan rayap di kantor"


def test_an_agencys_own_words_are_no_slips(vocabulary: Vocabulary) -> None:
    assert mend("sirat", vocabulary, frozenset()) == "surat"
    assert mend("sirat", vocabulary, frozenset({"sirat"})) == "sirat"


def test_each_kind_of_slip_counts_once() -> None:
    assert [slips("syarat", other) for other in ("syarat", "syrat", "syaarat", "syurat", "sayrat", "srayta")] == [0, 1, 1, 1, 1, 3]


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("じゅうみんひょうはいくらですか", "住民票はいくらですか"),
        ("いんかんとうろくのてすうりょう", "印鑑登録の手数料"),
        ("住民票のてすうりょう", "住民票のてすうりょう"),
        ("ぬるぽがっ", "ぬるぽがっ"),
    ],
)
def test_hiragana_alone_is_read_as_it_is_mostly_written(vocabulary: Vocabulary, written: str, understood: str) -> None:
    assert with_kanji(written, vocabulary) == understood


def test_a_vocabulary_survives_its_file(vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("vocabulary") / "vocabulary.json"
    vocabulary.save(path)
    assert Vocabulary.load(path) == vocabulary


def test_a_cleaner_without_a_vocabulary_still_takes_politeness_away() -> None:
    assert Cleaner(Vocabulary({}, {})).clean("HALO min, syrat ktp?", None) == "syrat ktp?"


def test_the_commonest_question_is_not_torn_into_other_words() -> None:
    vocabulary = Vocabulary.of(["動詞の活用は", "同士で行く", "相手の名前", "アリガトウゴザイマスと書く"])
    for written in ("どうしたらいいですか", "にちようもあいていますか", "ありがとうございます"):
        assert with_kanji(written, vocabulary) == written
