"""In which of the two languages a message is written.

Japanese script decides at once. Latin letters are weighed by function words: Indonesian against Japanese written in romaji.
A message without either (digits, emoji, a bare name) says nothing, and the language of the conversation stays.
"""

from __future__ import annotations

import re

from bot.languages import Language
from bot.nlu.normalise import is_japanese

_LETTERS = re.compile(r"[a-z]+")
_ROMAJI = frozenset(
    "desu desuka masu masuka masen wa ga wo no ni ikura doko itsu nani nan dou kudasai onegai hitsuyou tetsuzuki madoguchi shitai "
    "hoshii arimasu dekimasu shimasu kakarimasu arigatou gozaimasu sumimasen konnichiwa ohayou watashi wakarimasen oshiete nihongo "
    "nakushita nakushimashita hikkoshi dareka naru narimasu kara made tte ikuraka tokoro".split()
)
_INDONESIAN = frozenset(
    "apa apakah yang saya aku kamu anda di dimana mana ke dari untuk dengan dan atau ini itu tidak gak bukan bisa boleh harus mau ingin "
    "berapa kapan siapa bagaimana gimana kenapa kalau sudah belum sama juga saja biaya bayar gratis syarat bikin buat urus ngurus cara "
    "kantor surat kartu akta hilang rusak pindah anak orang hari jam lama tolong mohon terima kasih makasih selamat pagi siang sore malam "
    "min kak pak bu halo ya dong sih kok lah deh nya ada perlu pakai bahasa jepang indonesia petugas daftar antrean buka tutup tanya "
    "lewat online sakit bpjs ktp kk nik skck sim stnk paspor nikah lahir meninggal baru perpanjang berlaku masa kota kabupaten desa "
    "warga layanan lagi besok sabtu minggu senin maksud batal iya oke tunggu dulu dokumen formulir dasar hukum aturan sampai jadi".split()
)
_ENGLISH = frozenset(
    "the is are how what where when who much does do i my you your can could please thanks thank hello need want to of for and in on "
    "card lost get cost office open english apply document".split()
)


def detect(text: str) -> Language | None:
    """The language of a normalised text, or None when it says nothing about it."""
    if is_japanese(text):
        return "ja"
    words = _LETTERS.findall(text)
    if not words:
        return None
    indonesian = sum(word in _INDONESIAN or word.removesuffix("nya") in _INDONESIAN for word in words)
    romaji = sum(word in _ROMAJI for word in words)
    english = sum(word in _ENGLISH for word in words)
    if romaji > indonesian and romaji >= english:
        return "ja"
    if indonesian == 0 and (english or len(words) <= 2):
        return None
    return "id"
