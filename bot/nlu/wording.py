"""What the words of a message say of the facet asked for, where the models are misled by one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

# "Bayarnya di mana" and 「どこで払う」 ask for the place, although they speak of paying.
_WHERE_TO_PAY = re.compile(
    r"\bbayar\w*\b.{0,12}\b(?:(?:di ?|ke ?)?mana|lewat (?:apa|mana)|nang ?(?:n?di|endi))\b|\b(?:di ?|ke ?)mana\b.{0,12}\bbayar\w*\b"
    r"|どこ(?:で|に|へ)[^。?]{0,6}(?:払|納め|支払)|(?:払|納め|支払)[^。?]{0,6}どこ"
)
# What is clearly asked for is as likely as this.
_CLEARLY = 0.95
_HOW_MUCH = re.compile(r"\b(?:berapa|piro|biaya|tarif|gratis|harga|ongkos)\w*\b|いくら|なんぼ|料|無料|金額|値段")
# Who is to come along is no matter of papers.
_COMES_ALONG = re.compile(
    r"\b(?:harus|perlu|wajib|kudu|boleh|bisa|usah)\w*\b.{0,10}\b(?:bawa|ajak|ngajak|mengajak|ikut|dibawa|diajak|datang)\b.{0,12}"
    r"\b(?:anak|bayi|suami|istri|bojo|orang(?:nya)?|orang ?tua|bapak|ibu|saksi|yang bersangkutan|ybs)(?:nya|e|ku)?\b"
    r"|\b(?:anak|bayi|suami|istri|orang|orang ?tua|bapak|ibu)(?:nya|e|ku)?\b "
    r"(?:harus|perlu|wajib|kudu) (?:ikut|datang|dibawa|diajak|hadir)\b"
    r"|(?:子ども|子供|赤ちゃん|本人|夫|妻|主人|家族|親)(?:も|を|は)[^。?]{0,6}(?:連れて|一緒に|いっしょに)"
)
# A way to get something without coming, or a means for it.
_A_WAY = re.compile(
    r"online|onlen|daring|internet|\binet\b|\bhp\b|\bhpne\b|handphone|ponsel|\bhape\b|\bweb|situs|aplikasi|\bapp|\bwa\b|whatsapp|e-?mail"
    r"|digital|\blink\b|portal|komputer|laptop|(?:dari|teko|saka|soko|neng|nang|di) (?:rumah|omah|luar)|jauh|virtual|video"
    r"|secara elektronik|scan|unggah|upload|kirim|\bpos\b|mobile|telepon|telpon|shopee|tokopedia|dana\b|gopay"
    r"|\b(?:lewat|liwat|via|pakai|pake|nganggo|pk|lwt)\b"
    r"|\b(?:tanpa|gak|ndak|tidak|ora|ga|usah|perlu|harus|kudu|mesti)\b.{0,14}\b(?:datang|dateng|teko|ke|nang|antri|antre|tatap|hadir)\b"
    r"|オンライン|ネット|スマホ|電子申請|電子証明|郵送|郵便|(?:家|自宅|うち)(?:で|から|に)|コンビニ|アプリ|サイト|ホームページ|携帯|ケータイ|パソコン"
    r"|ウェブ|行か|来庁|出向か|足を運|マイナ|ぴったり|line|ライン|メール|ファックス|fax|ポスト|デジタル|電話|データ|送[っれる]|チャット|写真機|端末"
)
# Which day it may be asks when they are open.
_ON_A_DAY = re.compile(
    r"(?:日曜|土曜|土日|祝日|休日)日?(?:でも|も|は|に|って|やって|開い|あい)"
    r"|\b(?:sabtu|minggu|tanggal merah|hari libur)\b.{0,10}\b(?:bisa|buka|iso|boleh|libur|tutup)\b"
)
_HEARSAY = re.compile(
    r"\bkata(?:nya|ne)?\b|\bjare(?:ne)?\b|\bdengar\W?dengar\b|\bdenger2?\b|\bdengar (?:dari|kalau)\b|\bada yang bilang\b|\bdibilangi?n?\b"
    r"|って(?:聞い|言われ|きい|いわれ)|と(?:聞き|聞い|言われ)|らしい|そうですが|って(?:本当|ほんま|ほんと)"
)


def as_worded(text: str, facets: Mapping[str, float]) -> dict[str, float]:
    """The probabilities of what is asked for, of intents or facets ("ask_fee"), as the words of a normalised text leave them.

    What a message does not ask for, by its words, is no longer likely; what it clearly does is at least as likely as anything else.
    """
    found = dict(facets)
    if _WHERE_TO_PAY.search(text) and not _HOW_MUCH.search(text):
        _move(found, "ask_fee", "ask_where")
    if _ON_A_DAY.search(text):
        found["ask_hours"] = max(found.get("ask_hours", 0.0), _CLEARLY)
    if _COMES_ALONG.search(text):
        _move(found, "ask_requirements", "ask_who")
    return found


def without_a_way(probabilities: Mapping[str, float]) -> dict[str, float]:
    """The probabilities of a message that names no way to get something: "bansos iso pisan ta" asks if one can, and not if online."""
    found = dict(probabilities)
    _move(found, "ask_online", "ask_overview")
    return found


def names_a_way(text: str) -> bool:
    """Whether a normalised text names a way to get something without coming, or a means for it."""
    return _A_WAY.search(text) is not None


def _move(probabilities: dict[str, float], source: str, target: str) -> None:
    """Give the probability of one facet to another."""
    if source in probabilities:
        probabilities[target] = min(1.0, probabilities.get(target, 0.0) + probabilities.pop(source))


def is_hearsay(text: str) -> bool:
    """Whether a normalised text tells what others say: the citizen doubts, and what is known answers that ("kata tetangga bayar")."""
    return _HEARSAY.search(text) is not None
