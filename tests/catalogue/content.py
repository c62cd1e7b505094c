"""Content files as an editor writes them, in a folder of the test's own."""

from __future__ import annotations

import textwrap
from pathlib import Path

NATION = """\
    key: negeri
    kind: national
    country: ID
    timezone: Asia/Jakarta
    name: {id: Negeri, ja: 国}
    contact: {id: Tanya kantor negeri., ja: 国の窓口へ。}
    complaint: {id: Adukan ke negeri., ja: 国へ苦情を。}
    offices:
      - key: pusat
        name: {id: Kantor pusat, ja: 本部}
        hours: {mon: ["08:00-12:00", "13:00-15:00"]}
    life_events:
      - key: birth
        name: {id: Kelahiran, ja: 出生}
        services:
          - {service: akta}
          - {service: kia, hint: {id: Setelah akta., ja: 証明書のあとで。}}
    """
CITY = """\
    key: kota
    kind: city
    parent: negeri
    country: ID
    timezone: Asia/Jakarta
    name: {id: Kota Contoh, ja: 見本市}
    contact: {id: Tanya balai kota., ja: 市役所へ。}
    offices:
      - key: balai-kota
        name: {id: Balai kota, ja: 市役所}
    """
AKTA = """\
    key: akta
    category: family
    name: {id: Akta kelahiran, ja: 出生証明書}
    short_name: {id: Akta, ja: 出生証明}
    aliases: {id: [akta, akte], ja: [出生届]}
    examples: {id: [bikin akta gmn], ja: [出生証明が欲しい]}
    summary: {id: Bukti kelahiran., ja: 出生の証明です。}
    requirements:
      - items:
          - {id: Surat lahir, ja: 出生証明}
          - {id: Fotokopi KK, ja: KKのコピー}
    fees:
      - {amount: 0, currency: IDR, basis: UU 1/2020}
    where: {text: {id: Di kantor., ja: 窓口です。}, offices: [pusat]}
    related: [kia]
    provenance:
      sources: [{title: UU 1/2020}]
      verified_on: 2026-11-01
      review_due: 2027-05-01
    """
KIA = """\
    key: kia
    category: child
    name: {id: Kartu anak, ja: 子ども身分証}
    summary: {id: Kartu untuk anak., ja: 子どものカードです。}
    provenance: {sources: [{title: UU 2/2020}], verified_on: 2026-11-01}
    """
CITY_AKTA = """\
    key: akta
    aliases: {id: [surat lahir], ja: [出生届]}
    requirements:
      - items:
          - {id: Formulir kota, ja: 市の申請書}
    notes: {id: Antre pagi., ja: 朝に並びます。}
    provenance: {sources: [{title: Perwali 3/2021}], verified_on: 2026-10-01}
    """
FAQ = """\
    faq:
      - key: parkir
        question: {id: "Di mana parkir?", ja: 駐車場は}
        answer: {id: Di belakang., ja: 裏です。}
        variants: {id: [tempat parkir], ja: [車をとめたい]}
      - key: wifi
        question: {id: "Ada wifi?", ja: wifiはありますか}
        answer: {id: Ada., ja: あります。}
    """


def write(folder: Path, name: str, text: str) -> Path:
    """Write one file below the data folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def write_all(folder: Path) -> Path:
    """A nation with two services and a city that changes one of them, with an FAQ."""
    write(folder, "catalogue/negeri/agency.yml", NATION)
    write(folder, "catalogue/negeri/akta.yml", AKTA)
    write(folder, "catalogue/negeri/kia.yml", KIA)
    write(folder, "catalogue/kota/agency.yml", CITY)
    write(folder, "catalogue/kota/akta.yml", CITY_AKTA)
    write(folder, "faq/negeri.yml", FAQ)
    return folder


def change(folder: Path, name: str, old: str, new: str) -> Path:
    """Replace a part of a file; it must be there exactly once."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def line_of(path: Path, part: str) -> int:
    """The line, from 1, on which the first occurrence of a text stands."""
    return path.read_text(encoding="utf-8").split(part)[0].count("\n") + 1
