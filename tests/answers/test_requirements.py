"""Which documents a citizen needs, for the case that was asked about."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.facets import facet_text
from bot.catalogue.views import ServiceView
from tests.answers.sample import agency, at, group, service

LOST = group(["Surat polisi"], ["警察の届け"], variant="lost", applicant="any", label={"id": "hilang", "ja": "なくした場合"})
DAMAGED = group(["Kartu rusak"], ["壊れたカード"], variant="damaged", applicant="any", label={"id": "rusak", "ja": "壊れた場合"})
PROXY = group(["Surat kuasa"], ["委任状"], variant="general", applicant="proxy")
SELF = group(["KTP-el"], ["身分証"], variant="general", applicant="self")


def worded(offered: ServiceView, language: str = "id", variant: str | None = None, applicant: str | None = None) -> str:
    return facet_text(offered, "requirements", at(agency(offered), language), variant, applicant)


def test_a_single_list_is_numbered_and_headed_by_the_name() -> None:
    one = service(requirements=(group(["KTP-el", "Pas foto"], ["身分証", "顔写真"], note={"id": "Bawa asli.", "ja": "原本が必要です。"}),))
    assert worded(one).splitlines() == ["Syarat Kartu Perpustakaan:", "1. KTP-el", "2. Pas foto", "Bawa asli."]
    assert worded(one, "ja").splitlines() == ["「図書館カード」に必要なもの：", "1. 身分証", "2. 顔写真", "原本が必要です。"]


def test_the_case_asked_about_is_the_only_one_listed_and_named() -> None:
    cases = service(requirements=(LOST, DAMAGED))
    assert worded(cases, "id", "lost").splitlines() == ["Syarat Kartu Perpustakaan (hilang):", "1. Surat polisi"]
    assert worded(cases, "ja", "damaged").splitlines() == ["「図書館カード」（壊れた場合）に必要なもの：", "1. 壊れたカード"]


def test_without_a_case_every_case_is_listed_each_from_one() -> None:
    cases = service(requirements=(LOST, DAMAGED))
    assert worded(cases).splitlines() == ["Syarat Kartu Perpustakaan:", "▸ hilang", "1. Surat polisi", "▸ rusak", "1. Kartu rusak"]
    assert worded(cases, "ja").splitlines() == [
        "「図書館カード」に必要なもの：",
        "▸ なくした場合",
        "1. 警察の届け",
        "▸ 壊れた場合",
        "1. 壊れたカード",
    ]


def test_a_case_without_a_list_of_its_own_falls_back_to_the_general_one() -> None:
    general = service(requirements=(group(["KTP-el"], ["身分証"], variant="general"), LOST))
    assert worded(general, "id", "damaged").splitlines() == ["Syarat Kartu Perpustakaan:", "1. KTP-el"]


def test_the_applicant_picks_the_list_too() -> None:
    both = service(requirements=(SELF, PROXY))
    assert "Surat kuasa" in worded(both, "id", None, "proxy")
    assert "KTP-el" not in worded(both, "id", None, "proxy")
    assert "（代理の方が申請する場合）" in worded(both, "ja", None, "proxy")


def test_variant_and_applicant_together_narrow_to_one_list() -> None:
    foreigner = group(["Paspor"], ["パスポート"], variant="lost", applicant="foreigner")
    text = worded(service(requirements=(LOST, DAMAGED, foreigner)), "id", "lost", "foreigner")
    assert "Paspor" in text
    assert "Surat polisi" not in text
    assert "Kartu rusak" not in text


def test_an_applicant_that_no_list_is_for_is_told_so_before_the_others() -> None:
    only_self = service(requirements=(SELF,))
    text = worded(only_self, "id", None, "foreigner")
    assert text.startswith("Untuk kasus “untuk warga negara asing” tidak ada syarat tersendiri")
    assert "KTP-el" in text
    assert worded(only_self, "ja", None, "foreigner").startswith("「外国籍の方の場合」についての決まりは、こちらに情報がありません。")


def test_a_case_without_a_label_is_called_by_its_kind() -> None:
    unlabelled = service(
        requirements=(
            group(["A"], ["あ"], variant="lost"),
            group(["B"], ["い"], variant="renewal", applicant="minor"),
            group(["C"], ["う"]),
        )
    )
    text = worded(unlabelled)
    assert "▸ hilang" in text
    assert "▸ perpanjangan, untuk anak" in text
    assert "▸ Umum" in text
    assert "▸ 更新する場合・子どもの場合" in worded(unlabelled, "ja")
    assert "▸ 一般の場合" in worded(unlabelled, "ja")


def many(groups: int, items: int) -> tuple[dict[str, Any], ...]:
    return tuple(
        group(
            [f"Berkas {n}.{i}" for i in range(items)], [f"書類{n}.{i}" for i in range(items)], label={"id": f"kasus {n}", "ja": f"場合{n}"}
        )
        for n in range(groups)
    )


@pytest.mark.parametrize(("groups", "items"), [(6, 2), (3, 9), (8, 12)])
def test_too_many_cases_are_cut_and_the_others_named(groups: int, items: int) -> None:
    text = worded(service(requirements=many(groups, items)))
    assert "kasus 0" in text
    assert f"kasus {groups - 1}" in text.splitlines()[-1]
    assert "Ada juga syarat untuk:" in text
    assert text.count("Berkas ") <= max(16, items)
    assert "ほかに、" in worded(service(requirements=many(groups, items)), "ja")


def test_one_long_list_is_never_cut() -> None:
    assert worded(service(requirements=many(1, 30))).count("Berkas ") == 30


def test_missing_requirements_are_said_to_be_missing_and_whom_to_ask() -> None:
    assert worded(service()) == "Maaf, syarat Kartu Perpustakaan belum tercantum di data kami. Hubungi balai kota, telepon 000-111."
    assert "「図書館カード」の必要なものについては、こちらに情報がありません。" in worded(service(), "ja")
    assert "電話 000-111" in worded(service(), "ja")


def test_asking_who_may_apply_for_a_child_adds_what_a_child_needs() -> None:
    child = group(["Akta kelahiran"], ["出生証明書"], applicant="minor")
    offered = service(who={"id": "Semua warga.", "ja": "どなたでも。"}, requirements=(SELF, child))
    text = facet_text(offered, "who", at(agency(offered), "id"), None, "minor")
    assert "Semua warga." in text
    assert "Akta kelahiran" in text


def test_asking_who_may_apply_says_what_a_proxy_needs() -> None:
    offered = service(who={"id": "Semua warga.", "ja": "どなたでも。"}, requirements=(SELF, PROXY))
    assert "Kalau diwakilkan, siapkan: Surat kuasa." in facet_text(offered, "who", at(agency(offered), "id"))
    assert "委任状" in facet_text(offered, "who", at(agency(offered), "ja"))
