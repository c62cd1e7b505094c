"""What stands beside a photo or a file: a question, or no more than that here it is."""

from __future__ import annotations

import re

from bot.nlu.normalise import is_japanese, normalise

# Whoever writes more tells something.
_LONGEST = 60

_PICTURE = frozenset(
    "foto fotonya fotoku poto photo pic gambar gambarnya scan screenshot screenshoot ss video videonya bukti buktinya".split()
)
_POINTING = frozenset("ini inilah nih berikut itu tuh terlampir".split())
_SENDING = frozenset("kirim kirimkan kukirim lampirkan upload unggah".split())
_LOOKING = frozenset("cek dicek cekkan lihat dilihat liat lihatkan periksa diperiksa periksakan baca dibaca bacakan".split())
_SHOWING = _PICTURE | _POINTING | _SENDING | _LOOKING
_DOCUMENT = frozenset(
    "file filenya berkas berkasnya dokumen dokumennya lampiran surat suratnya keterangan pengantar ktp ktpnya ktp-el kk "
    "kknya kartu keluarga identitas kia akta akte aktanya kelahiran kematian lahir buku nikah sim stnk bpkb paspor ijazah "
    "npwp sertifikat formulir kwitansi struk nota pembayaran pembayarannya transfer".split()
)
_BETWEEN = frozenset(
    "saya aku punya milik yang dan asli lama baru tadi lagi apa apakah sudah belum atau benar betul bener salah sesuai "
    "lengkap sah tolong mohon coba minta bisa boleh bantu dulu mau silakan silahkan pak bu bapak ibu min mimin admin kak "
    "kakak mas mbak bang gan om bot halo hai permisi maaf ya dong deh sih terima kasih makasih".split()
)
_KNOWN = _SHOWING | _DOCUMENT | _BETWEEN
_TELLING = frozenset(
    "apa berapa gimana bagaimana kapan kenapa siapa mana untuk kalau harus syarat biaya cara hilang rusak salah ganti ditolak".split()
)
_LONGEST_NAME = 3
_SIGNS = re.compile(r"[^\w\- ]+")

_SHOWING_JA = tuple(
    "こちら こっち これ ここ この 以下 写真 画像 写メ スクショ スクリーンショット 動画 ファイル 見て みて ご覧 送って "
    "送ります 送りました 送る 送った お送りします お送りしました 添付 ご確認 確認して 確認を".split()
)
_BETWEEN_JA = tuple(
    "書類 資料 身分証 身分証明書 運転免許 免許 免許証 マイナンバーカード 在留カード パスポート 旅券 保険証 住民票 戸籍謄本 "
    "通知 通知書 申請書 証明書 出生証明書 家族カード はがき 手紙 封筒 領収書 納付書 ktp ktp-el kk コピー 写し 見 み 読 "
    "読んで 撮 撮りました 撮って 確認 して します しました いただけますか ください 下さい くださいますか もらえますか "
    "ほしい 欲しい ます ました れます えます めます 合って 合ってる います 正しい 大丈夫 いい よろしい 間違って いません "
    "間違いない 何 です でしょう になります でございます だよ よ ね けど ので から お願い いたします 致します よろしく "
    "どうぞ はい すみません こんにちは ありがとうございます ありがとう 私 わたし 僕 自分 の が を は に も と で か 、 。 ! "
    "? ー …".split()
)
_PICTURE_OF_JA = re.compile(
    r"(?:(?:こちら|これ)[はが、]?)?[^、。?!のはがを]{1,10}の(?:写真|画像|動画|スクショ)(?:です|になります|でございます|だよ)?[。!]?"
)


def only_shows(caption: str) -> bool:
    """Whether a caption says nothing that could be answered without seeing what it stands beside ("ini fotonya min", 「写真です」)."""
    flat = normalise(caption)
    if len(flat) > _LONGEST:
        return False
    if is_japanese(flat):
        return _PICTURE_OF_JA.fullmatch(flat) is not None or (any(one in flat for one in _SHOWING_JA) and _is_made_of(flat))
    words = _SIGNS.sub(" ", flat).split()
    if all(word in _KNOWN for word in words):
        # "KK saya", "berkas akta kelahiran": of a document alone somebody may well ask something.
        return not words or any(word in _SHOWING for word in words)
    return _is_picture_of_something(words)


def _is_picture_of_something(words: list[str]) -> bool:
    """Whether it is "ini foto rumah saya"."""
    at = next((place for place, word in enumerate(words) if word in _PICTURE), None)
    if at is None or at == 0 or not all(word in _KNOWN for word in words[:at]) or words[at - 1] not in _POINTING:
        return False
    return len(words) - at - 1 <= _LONGEST_NAME and not _TELLING.intersection(words)


def _is_made_of(text: str) -> bool:
    """Whether the text consists of the known pieces and of nothing else."""
    reached = {0}
    for place in range(len(text)):
        if place in reached:
            reached.update(place + len(one) for one in (*_SHOWING_JA, *_BETWEEN_JA, " ") if text.startswith(one, place))
    return len(text) in reached
