"""Replies as Telegram takes them: cut where a reader expects it, escaped, with buttons laid out for a phone."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.base import Account, Outgoing
from channels.telegram import Telegram
from channels.telegram.parts import Part, PlacePart, TextPart

CHANNEL = Telegram()
LIMIT = CHANNEL.limits.text
ACCOUNT = Account("1", "kota-uji", "telegram")
PLACE: dict[str, Any] = {"title": "Mal Pelayanan Publik", "address": "Jl. Contoh 1, Kota Uji", "latitude": -8.2, "longitude": 114.3}


def parts(text: str, **reply: Any) -> list[Part]:
    return list(CHANNEL.parts(ACCOUNT, Outgoing(1, "c", "511000101", "id", {"text": text, **reply})))


def texts(text: str, **reply: Any) -> list[TextPart]:
    return [part for part in parts(text, **reply) if isinstance(part, TextPart)]


def buttons(*titles: str) -> list[dict[str, Any]]:
    return [{"title": title, "other_title": "", "key": f"key_{number:08d}"} for number, title in enumerate(titles)]


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class _Reader(HTMLParser):
    """Reads the marks that Telegram knows, and refuses every other."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.visible = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, [name for name, _ in attrs]) in [("b", []), ("a", ["href"])]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.visible += data


def visible(marked: str) -> str:
    for reference in re.findall(r"&[^;]{0,8};?", marked):
        assert re.fullmatch(r"&(lt|gt|amp|quot|#x27);", reference)
    reader = _Reader()
    reader.feed(marked)
    reader.close()
    assert reader.open == []
    return reader.visible


_PIECES = st.lists(
    st.sampled_from(
        [
            *("<b>", "</a>", "&amp;", "&", "<", '"', "'", "▸ ", ":", "：", "。", ". ", "! ", "\n", "\n\n", " ", "\u3000", "\r\n"),
            *("👨‍👩‍👧‍👦", "🇮🇩🇯🇵", "é", "が", "𠮷", "👍🏽", "\ud83d", "kata", "漢字", "a" * 300, "字" * 300, "𠮷" * 300, "kalimat. " * 40),
        ]
    ),
    max_size=60,
)


@given(pieces=_PIECES, links=st.lists(st.sampled_from(["https://example.go.id/?a=1&b=<2>", "http://a.jp/" + "x" * 1500]), max_size=4))
def test_nothing_is_lost_and_every_part_fits(pieces: list[str], links: list[str]) -> None:
    text = "".join(pieces)
    sent = texts(text, links=[{"title": "Laman & <resmi>", "url": url} for url in links])
    assert sent
    for part in sent:
        assert 0 < utf16(visible(part.html)) <= LIMIT
        assert 0 < utf16(part.plain) <= LIMIT
    together = "".join(visible(part.html) for part in sent)
    for _ in links:
        together = together.removesuffix("Laman & <resmi>").rstrip()
    wanted = "".join(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split())
    assert "".join(together.split()) == wanted or (not wanted and not links and together == "…")


@given(text=st.text(max_size=400))
def test_any_text_becomes_well_formed_html(text: str) -> None:
    for part in texts(text):
        visible(part.html)


def test_a_short_text_is_one_part() -> None:
    assert parts("Biayanya Rp0 <gratis> & cepat.") == [
        TextPart("Biayanya Rp0 &lt;gratis&gt; &amp; cepat.", "Biayanya Rp0 <gratis> & cepat.")
    ]


def test_exactly_what_fits_stays_whole() -> None:
    assert len(parts("a" * LIMIT)) == 1
    assert len(parts("a" * (LIMIT + 1))) == 2
    assert len(parts("𠮷" * (LIMIT // 2))) == 1
    assert len(parts("𠮷" * (LIMIT // 2 + 1))) == 2
    assert len(parts("<" * LIMIT)) == 1


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (("a" * 1990 + ".\n" + "b" * 1500) + "\n\n" + "c. " * 900, "a" * 1990 + ".\n" + "b" * 1500),
        ("a" * 3000 + ".\n" + "b. " * 900, "a" * 3000 + "."),
        ("a" * 3000 + ". " + "b" * 2000, "a" * 3000 + "."),
        ("a. " + "b " * 3000, ("a. " + "b " * 3000)[:LIMIT].rstrip()),
        ("あ" * 3000 + "。" + "い" * 2000, "あ" * 3000 + "。"),
        ("a" * 3000 + " " + "b" * 2000, "a" * 3000),
        ("a" * (LIMIT - 1) + "e\u0301" * 10, "a" * (LIMIT - 1)),
        ("a" * (LIMIT - 1) + "𠮷" * 10, "a" * (LIMIT - 1)),
        ("a" * (LIMIT - 3) + "👨‍👩‍👧" * 10, "a" * (LIMIT - 3)),
        ("a" * 3000 + "Rp25.000" * 200, ("a" * 3000 + "Rp25.000" * 200)[:LIMIT]),
    ],
    ids=[
        "paragraph",
        "line",
        "sentence",
        "word rather than an early sentence",
        "Japanese sentence",
        "word",
        "accent",
        "surrogates",
        "family",
        "amounts",
    ],
)
def test_it_cuts_where_a_reader_expects_it(text: str, first: str) -> None:
    assert texts(text)[0].plain == first


def test_a_short_heading_is_no_message_of_its_own() -> None:
    assert len(texts("Syarat:\n\n" + "kata " * 1500)) == 2


def test_headings_are_bold() -> None:
    (part,) = texts("Syarat KTP & KK:\n▸ Baru\n1. KK\nCatatan:")
    assert part.html == "<b>Syarat KTP &amp; KK:</b>\n<b>▸ Baru</b>\n1. KK\nCatatan:"
    (part,) = texts("「転入届」に必要なもの：\n1. 本人確認書類")
    assert part.html == "<b>「転入届」に必要なもの：</b>\n1. 本人確認書類"


def test_only_the_first_line_of_all_is_a_heading_by_its_colon() -> None:
    second = texts("a" * 3000 + "\n\nSelanjutnya:\n" + "b" * 3000)[1]
    assert second.html.startswith("Selanjutnya:")


def test_links_end_the_last_text() -> None:
    (part,) = texts(
        "Silakan daftar.",
        links=[
            {"title": 'Laman "resmi" <1>', "url": "https://example.go.id/?a=1&b='2'"},
            {"title": "", "url": "http://example.jp/"},
            {"title": "Jahat", "url": "javascript:alert(1)"},
            {"title": "Rusak", "url": "https://[::1"},
            {"title": "Berkas", "url": "file:///etc/hosts"},
        ],
    )
    assert part.html == (
        "Silakan daftar.\n\n"
        '<a href="https://example.go.id/?a=1&amp;b=&#x27;2&#x27;">Laman &quot;resmi&quot; &lt;1&gt;</a>\n'
        '<a href="http://example.jp/">http://example.jp/</a>'
    )
    assert part.plain == "Silakan daftar.\n\nLaman \"resmi\" <1>: https://example.go.id/?a=1&b='2'\nhttp://example.jp/"


def test_a_link_that_does_not_fit_becomes_a_part_with_the_buttons() -> None:
    first, second = texts("a" * (LIMIT - 5), links=[{"title": "Laman", "url": "https://example.go.id/"}], quick_replies=buttons("Menu"))
    assert first.keyboard == ()
    assert html.unescape(second.html) == '<a href="https://example.go.id/">Laman</a>'
    assert second.keyboard == ((("Menu", "key_00000000"),),)


def _titles(*titles: str) -> list[list[str]]:
    (part,) = texts("Pilih", quick_replies=buttons(*titles))
    return [[title for title, _ in row] for row in part.keyboard]


def test_two_short_buttons_stand_in_a_row_and_long_ones_alone() -> None:
    assert _titles("Biaya", "Syarat", "Tempat mengurus terdekat", "Menu", "Petugas") == [
        ["Biaya", "Syarat"],
        ["Tempat mengurus terdekat"],
        ["Menu", "Petugas"],
    ]


def test_a_japanese_character_counts_as_two_columns() -> None:
    assert _titles("手数料と日数は", "必要なもの") == [["手数料と日数は", "必要なもの"]]
    assert _titles("手数料と日数など", "必要なもの") == [["手数料と日数など"], ["必要なもの"]]


def test_many_long_buttons_share_rows_so_that_the_text_stays_in_sight() -> None:
    rows = _titles(*(f"Layanan administrasi nomor {number}" for number in range(30)))
    assert len(rows) == 10
    assert sum(len(row) for row in rows) == 20


def test_a_button_that_telegram_would_refuse_is_left_out_or_shortened() -> None:
    (part,) = texts(
        "Pilih",
        quick_replies=[
            {"title": "  ", "key": "k"},
            {"title": "\u200b", "key": "k"},
            {"title": "Tanpa kunci", "key": ""},
            {"title": "Kunci panjang", "key": "k" * 65},
            {"title": "x" * 100, "key": "k"},
        ],
    )
    assert part.keyboard == ((("x" * 63 + "…", "k"),),)


def test_a_place_with_an_address_is_a_part_of_its_own() -> None:
    assert parts("Kantornya di sini.", location=PLACE)[1:] == [PlacePart(-8.2, 114.3, "Mal Pelayanan Publik", "Jl. Contoh 1, Kota Uji")]


def test_a_place_without_an_address_is_only_a_point() -> None:
    assert parts("Di sini.", location={**PLACE, "address": ""})[1:] == [PlacePart(-8.2, 114.3)]


@pytest.mark.parametrize("change", [{"latitude": 91}, {"longitude": float("nan")}, {"latitude": None}])
def test_a_place_off_the_earth_is_left_out(change: dict[str, Any]) -> None:
    assert len(parts("Di sini.", location={**PLACE, **change})) == 1


def test_an_empty_text_still_gives_a_part() -> None:
    assert parts("") == [TextPart("…", "…")]
    assert parts(" \n\u200b ") == [TextPart("…", "…")]
    assert parts("", location=PLACE) == [PlacePart(-8.2, 114.3, PLACE["title"], PLACE["address"])]
    (part,) = texts("", quick_replies=buttons("Menu"))
    assert part.keyboard


def test_the_same_reply_gives_the_same_parts() -> None:
    reply = {"quick_replies": buttons("Biaya", "Syarat"), "links": [{"title": "Laman", "url": "https://example.go.id"}], "location": PLACE}
    assert parts("kalimat. " * 2000, **reply) == parts("kalimat. " * 2000, **reply)
