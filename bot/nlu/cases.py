"""The case a citizen speaks of: which variant of a service (lost, damaged, ...) and who applies (somebody else, a child, a foreigner)."""

from __future__ import annotations

import re
from functools import lru_cache

_FAMILY_CARD = r"(?:kk|kartu keluarga)\b"
# What stands on a card of somebody.
_ENTRY = r"\b(?:nama|alamat|status|data|foto|agama|kepala keluarga|pekerjaan|pendidikan|tanggal lahir|tgl lahir)"
# In the order of service.schema.json; the first that matches wins.
_VARIANTS: tuple[tuple[str, str], ...] = (
    (
        "lost",
        r"hilang|kehilangan|kecopetan|dicopet|dicuri|kecolongan|kerampok|dirampok|dijambret|ketinggalan|tertinggal|tercecer|kececer|keselip|ketlisut|raib|hanyut|cetak ulang"
        r"|jatuh (?:di|ke|ring|ning)\b|kecemplung|kintir|tenggelam|kelelep|kebawa (?:arus|banjir)|terbawa (?:arus|banjir)|なくし|無くし|失くし|なくなっ|無くなっ|亡くし物|紛失|落とし|おとし|盗ま|盗難|見つから|見当たら|置き忘れ|再発行|再交付|作り直|どっか行|どこかに(?:いっ|行っ|やっ)",
    ),
    (
        "damaged",
        r"rusak|patah|meleleh|leleh|kesetrika|setrika|bengkok|penyok|(?:ter|me)?kelupas|lecet|retak|sobek|robek|luntur|pudar|buram|bolong|pecah kartu|basah|terbakar|hangus|gosong|hancur|di ?makan (?:rayap|tikus|ngengat|kutu)|digigit|kecuci"
        r"|kena (?:rayap|tikus|banjir|air|api|oli|minyak|tinta|kopi|hujan)|kebanjiran|terendam|kerendam|(?:meng|ng)elupas|berjamur|jamuran|lapuk|lusuh|lecek"
        r"|(?:tidak|gak|tak|nggak|susah) (?:ter|ke)?baca|壊れ|こわれ|破損|破れ|やぶれ|割れ|われた|ひび|汚れ|濡れ|ぬれ|折れ|欠け|かすれ|消えかけ|消えてきた|薄れ|薄くなっ|かじ[らっ]|噛ま|読めな|読み取れ(?:な|ま)|ぼろぼろ|ボロボロ",
    ),
    ("late", r"telat|terlambat|lewat (?:batas|waktu|tempo)|kelewat|遅れ|おくれ|過ぎ(?:た|て)|期限切れ"),
    (
        "renewal",
        r"perpanjang|diperpanjang|memperpanjang|habis masa|(?:mau|arep|hampir) habis|habis (?:bulan|tahun|minggu) (?:ini|depan|ngarep)|ked[ae]luwarsa|kadaluw?arsa|(?:sebentar lagi|hampir|bentar lagi) (?:mati|habis|expired)"
        r"|更新|延長(?!保育)|期限が(?:近|来|もうすぐ|せま|迫)",
    ),
    (
        "add",
        r"tambah anggota|nambah anggota|menambah|nambahin|masukin anak|masukkan anak"
        rf"|(?:tambah|nambah|masuk|dimasuk)(?:kan|in|no)?\b.{{0,20}}\b{_FAMILY_CARD}"
        rf"|(?:belum|tidak|gak|ndak) (?:ter)?(?:masuk|cantum|daftar|tercantum)\b.{{0,15}}\b{_FAMILY_CARD}|追加|加え",
    ),
    (
        "remove",
        rf"hapus|dicoret|(?:keluar(?:kan|in|no)|dikeluar(?:kan|no)|cabut|dicabut)\b.{{0,25}}\b{_FAMILY_CARD}|削除|除籍|外し"
        r"|(?:国保|国民健康保険)[^。]{0,6}(?:やめ|辞め|抜け|脱退|喪失|要ら|いらな|いらん)"
        r"|(?:扶養|社保|社会保険|(?:会社|勤務先|夫|妻|親)の(?:健康)?保険)に(?:入[っりるれ]|はい[っりる]|加入|切り替|変わ|なっ)",
    ),
    (
        "change",
        r"perubahan|ubah|ganti (?:nama|alamat|status|data|foto|agama|kepala)|beda nama|salah (?:nama|tulis|ketik|cetak|data)|be(?:tul|ner)(?:in|kan)\b"
        rf"|{_ENTRY}\b.{{0,25}}\b(?:di)?ganti\b|{_ENTRY}(?:nya)?\b.{{0,15}}\b(?:masih|keliru|kleru)\b|\bgelar\b"
        r"|\bstatus(?:nya|e)?\b.{0,15}\bbelum\b(?! (?:jadi|selesai|ada|keluar|diproses))"
        r"|memperbaiki|perbaiki|koreksi|変更|変わ|かわった|訂正|修正|書き換え|間違っ|間違い|誤り|(?<!やり)(?<!作り)(?<!出し)(?:直[すし]|なお[すし])",
    ),
    ("abroad", r"luar negeri|lahir di jepang|海外|国外|外国で"),
    ("mail", r"lewat pos|dikirim pos|via pos|郵送|郵便"),
    ("new", r"pertama kali|baru pertama|bikin baru|belum pernah|belum punya|(?:pecah|pisah) kk|初めて|はじめて|新規|新しく"),
)
_APPLICANTS: tuple[tuple[str, str], ...] = (
    (
        "proxy",
        r"wakil|diwakil|kuasa|titip|orang lain|suami saya bisa|istri saya bisa|diurusin|diuruskan|代理|委任|代わり|かわりに|家族が(?:行|取|と)|本人じゃな|本人以外",
    ),
    ("minor", r"anak(?:ku| saya)?\b|bayi|balita|di bawah umur|pelajar|子ども|子供|こども|赤ちゃん|未成年|息子|娘"),
    ("foreigner", r"\bwna\b|orang asing|warga negara asing|bule|kitas|kitap|foreigner|外国(?:の)?(?:人|方)|がいこくじん|外国籍|在留"),
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
