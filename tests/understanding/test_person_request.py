"""Whoever asks for a person gets one, whatever else stands in the message."""

from __future__ import annotations

import pytest

from bot.nlu.normalise import normalise
from bot.nlu.person_request import wants_person

WISHES = (
    "saya mau bicara dengan petugas, ktp saya hilang di pasar",
    "bisa ngobrol sama orang langsung gak",
    "tolong sambungkan ke operator",
    "minta dihubungkan dengan petugas",
    "mau chat sama admin soal kk",
    "職員の方と話したいです",
    "担当者に代わってください",
    "転入届のことで窓口の人に相談したい",
    "オペレーターにつないで",
    "出生証明書について職員に聞きたい",
    "mau tanya langsung ke petugas",
    "berapa biaya akta lahir? mau tanya petugas langsung aja",
    "berapa biaya akta lahir? mau tanya petugas aja",
    "syarat pindah apa ya, mending tanya petugas langsung deh",
    "KK saya hilang. tanya petugas aja deh",
    "ktp rusak gimana ya? langsung ke petugas aja",
    "bot nya ga ngerti, saya mau petugas",
    "saya bingung soal KK, minta dijawab petugas aja",
    "jadwalnya kapan? pengen nanya petugas",
    "nggak mau ngomong sama bot, mau bicara sama manusia",
    "saya tidak mau bicara dengan bot mau bicara dengan petugas",
    "jawabannya kurang jelas, tolong dibantu petugas langsung",
    "ada orang yang bisa diajak bicara ga?",
    "panggilkan petugas dong",
    "biayanya berapa sih? boleh tanya petugasnya langsung?",
    "lebih baik ngobrol sama petugas",
    "mau tanya ke petugas",
    "saya mau nanya sama petugas dukcapil soal KK",
    "手数料はいくらですか？職員に直接聞きたいです",
    "転入届はいつまでですか。やっぱり職員さんにお願いします",
    "よくわからないので人と話したい",
    "必要書類は何ですか？職員の方に聞きます",
    "AIじゃなくて職員の方がいいです",
    "担当者を出してください",
    "職員に対応してほしいです",
    "有人対応に切り替えてください",
    "書類のことは職員から回答がほしい",
    "職員とお話しできますか",
    "スタッフの方につないでいただけますか",
    "費用はいくら？直接担当の方にお話ししたい",
    "職員に聞いてみたいです",
    "担当の人に教えてほしい",
)
QUESTIONS = (
    "petugas datang ke rumah bisa?",
    "mau bikin ktp, ketemu petugas jam berapa",
    "tidak perlu bicara dengan petugas, online saja",
    "apakah bisa diwakilkan orang lain",
    "職員は何時までいますか",
    "家族に代わって申請できますか",
    "人権相談はどこですか",
    "職員にいつ聞けますか",
    "mau tanya petugas buka jam berapa",
    "petugasnya ramah?",
    "担当者は誰ですか",
    "apa harus tanya petugas dulu?",
    "disuruh tanya petugas aja, kok gitu?",
    "bayarnya langsung ke petugas aja?",
    "kata petugas harus bawa KK",
    "mau tanya admin, syarat ktp apa",
    "mau tanya petugas, syarat ktp apa aja",
    "berkasnya diserahkan ke petugas saja?",
    "berkas dikasih ke petugas aja kan",
    "boleh minta nomor petugas?",
    "minta petugas datang ke rumah untuk rekam ktp",
    "bisa dibantu petugas kalau lansia?",
    "mau ketemu petugas di mana",
    "petugas loket ada berapa orang",
    "職員の方は親切ですか",
    "窓口の人に聞いたらだめと言われました",
    "職員に聞いてくださいと言われた",
    "職員に聞きたいときは何番に電話しますか",
    "職員と話せない時間はありますか",
    "外国人に教えてもらえますか",
    "本人に代わって受け取れますか",
    "他の人にお願いして届出できますか",
    "家族の人に頼めますか",
    "職員採用に応募したい",
    "担当課はどこですか",
    "窓口の方が早いですか",
    "mau lapor petugas yang minta uang",
    "petugas minta uang ke saya",
    "saya mau komplain petugas",
    "kalau mau tanya petugas di mana",
    "gak usah tanya petugas",
    "kenapa harus bicara dengan petugas",
    "orang tua mau bikin ktp",
    "mau jadi petugas",
    "mau bantu petugas pemilu",
    "代理人にお願いできますか",
    "職員の対応がよかったです",
    "人に部屋を貸したいです",
    "petugasnya mana?",
    "saya mau petugas datang",
)


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_for_a_person_is_heard(text: str) -> None:
    assert wants_person(normalise(text))


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_about_officers_is_a_question(text: str) -> None:
    assert not wants_person(normalise(text))
