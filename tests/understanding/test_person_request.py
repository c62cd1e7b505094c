"""Whoever asks for a person gets one, whatever else stands in the message."""

from __future__ import annotations

import pytest

from bot.nlu.person_request import wants_person


@pytest.mark.parametrize(
    "text",
    [
        *(
            "saya mau bicara dengan petugas, ktp saya hilang di pasar",
            "bisa ngobrol sama orang langsung gak",
            "tolong sambungkan ke operator",
        ),
        *("minta dihubungkan dengan petugas", "mau chat sama admin soal kk", "職員の方と話したいです", "担当者に代わってください"),
        *(
            "転入届のことで窓口の人に相談したい",
            "オペレーターにつないで",
            "出生証明書について職員に聞きたい",
            "mau tanya langsung ke petugas",
        ),
    ],
)
def test_a_wish_for_a_person_is_heard(text: str) -> None:
    assert wants_person(text)


@pytest.mark.parametrize(
    "text",
    [
        *("petugas datang ke rumah bisa?", "mau bikin ktp, ketemu petugas jam berapa", "tidak perlu bicara dengan petugas, online saja"),
        *("apakah bisa diwakilkan orang lain", "職員は何時までいますか", "家族に代わって申請できますか", "人権相談はどこですか"),
        *("職員にいつ聞けますか", "mau tanya petugas buka jam berapa"),
    ],
)
def test_a_question_about_officers_is_a_question(text: str) -> None:
    assert not wants_person(text)
