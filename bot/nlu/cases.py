"""The case a citizen speaks of: which variant of a service (lost, damaged, ...) and who applies (somebody else, a child, a foreigner)."""

from __future__ import annotations

import re
from functools import lru_cache

# In the order of service.schema.json; the first that matches wins.
_VARIANTS: tuple[tuple[str, str], ...] = (
    (
        "lost",
        r"hilang|kehilangan|kecopetan|dicopet|dicuri|kecolongan|kerampok|dirampok|dijambret|ketinggalan|tertinggal|tercecer|kececer|keselip|ketlisut|raib|hanyut|cetak ulang"
        r"|jatuh di|なくし|無くし|失くし|なくなっ|無くなっ|亡くし物|紛失|落とし|おとし|盗ま|盗難|見つから|見当たら|置き忘れ|再発行|再交付|作り直|どっか行|どこかに(?:いっ|行っ|やっ)",
    ),
    (
        "damaged",
        r"rusak|patah|meleleh|leleh|kesetrika|setrika|bengkok|penyok|(?:ter|me)?kelupas|lecet|retak|sobek|robek|luntur|pudar|buram|bolong|pecah kartu|basah|terbakar|hangus|gosong|hancur|dimakan (?:rayap|tikus)|kecuci"
        r"|(?:tidak|gak|tak|nggak|susah) (?:ter|ke)?baca|壊れ|こわれ|破損|破れ|やぶれ|割れ|われた|ひび|汚れ|濡れ|ぬれ|折れ|欠け|かすれ|読めな|ぼろぼろ|ボロボロ",
    ),
    ("late", r"telat|terlambat|lewat (?:batas|waktu|tempo)|kelewat|遅れ|おくれ|過ぎ(?:た|て)|期限切れ"),
    ("renewal", r"perpanjang|diperpanjang|memperpanjang|habis masa|更新|延長(?!保育)"),
    ("add", r"tambah anggota|nambah anggota|menambah|nambahin|masukin anak|masukkan anak|追加|加え"),
    ("remove", r"hapus|dikeluarkan dari kk|keluarin dari kk|pecah kk|pisah kk|削除|除籍|外し"),
    (
        "change",
        r"perubahan|ubah|ganti (?:nama|alamat|status|data|foto|agama|kepala)|beda nama|salah (?:nama|tulis|ketik|cetak|data)|be(?:tul|ner)(?:in|kan)\b"
        r"|memperbaiki|perbaiki|koreksi|変更|変わ|かわった|訂正|修正|書き換え|間違っ|間違い|誤り|直した|なおした",
    ),
    ("abroad", r"luar negeri|lahir di jepang|海外|国外|外国で"),
    ("mail", r"lewat pos|dikirim pos|via pos|郵送|郵便"),
    ("new", r"pertama kali|baru pertama|bikin baru|belum pernah|belum punya|初めて|はじめて|新規|新しく"),
)
_APPLICANTS: tuple[tuple[str, str], ...] = (
    (
        "proxy",
        r"wakil|diwakil|kuasa|titip|orang lain|suami saya bisa|istri saya bisa|diurusin|diuruskan|代理|委任|代わり|かわりに|家族が(?:行|取|と)|本人じゃな|本人以外",
    ),
    ("minor", r"anak(?:ku| saya)?\b|bayi|balita|di bawah umur|pelajar|子ども|子供|こども|赤ちゃん|未成年|息子|娘"),
    ("foreigner", r"\bwna\b|orang asing|warga negara asing|bule|kitas|kitap|foreigner|外国人|がいこくじん|外国籍|在留"),
    ("self", r"sendiri|本人|自分で"),
)


def _first(table: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for name, pattern in table if re.search(pattern, text)), None)


@lru_cache(maxsize=65_536)
def variant_in(text: str) -> str | None:
    """The variant that a normalised text speaks of, if any."""
    return _first(_VARIANTS, text)


def applicant_in(text: str) -> str | None:
    """Who applies, as far as a normalised text says."""
    return _first(_APPLICANTS, text)


def without_applicant(text: str) -> str:
    """A normalised text without the words that tell who applies: they name no service."""
    name = applicant_in(text)
    pattern = dict(_APPLICANTS).get(name or "")
    return re.sub(pattern, " ", text) if pattern else text
