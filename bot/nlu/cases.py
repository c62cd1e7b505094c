"""The case a citizen speaks of: which variant of a service (lost, damaged, ...) and who applies (somebody else, a child, a foreigner)."""

from __future__ import annotations

import re

# In the order of service.schema.json; the first that matches wins.
_VARIANTS: tuple[tuple[str, str], ...] = (
    (
        "lost",
        r"hilang|kehilangan|kecopetan|dicopet|dicuri|kecolongan|ketinggalan|jatuh di|なくし|無くし|失くし|亡くし物|紛失|落とし|おとし|盗ま|見つから|どっか行",
    ),
    (
        "damaged",
        r"rusak|patah|sobek|robek|luntur|buram|pecah kartu|basah|terbakar|壊れ|こわれ|破損|破れ|やぶれ|割れ|われた|汚れ|濡れ|ぬれ|折れ",
    ),
    ("late", r"telat|terlambat|lewat (?:batas|waktu|tempo)|kelewat|遅れ|おくれ|過ぎ(?:た|て)|期限切れ"),
    ("renewal", r"perpanjang|diperpanjang|memperpanjang|habis masa|更新"),
    ("add", r"tambah anggota|nambah anggota|menambah|nambahin|masukin anak|masukkan anak|追加|加え"),
    ("remove", r"hapus|dikeluarkan dari kk|keluarin dari kk|pecah kk|pisah kk|削除|除籍|外し"),
    ("change", r"perubahan|ubah|ganti (?:nama|alamat|status|data|foto)|beda nama|salah (?:nama|tulis|data)|変更|変わ|かわった|訂正"),
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


def variant_in(text: str) -> str | None:
    """The variant that a normalised text speaks of, if any."""
    return _first(_VARIANTS, text)


def applicant_in(text: str) -> str | None:
    """Who applies, as far as a normalised text says."""
    return _first(_APPLICANTS, text)
