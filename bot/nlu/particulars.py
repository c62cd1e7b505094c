"""The words of a message that name neither the service under discussion nor what is asked of it: what it asks about in particular."""

from __future__ import annotations

import re

from bot.nlu.knowledge.index import STOPWORDS, KnowledgeIndex, Target, without_nya
from bot.nlu.manner import FRAIL
from bot.nlu.normalise import is_japanese, normalise
from bot.nlu.situation import UNABLE_TO_PAY
from bot.nlu.words import forms

_ANOTHER_QUESTION = re.compile(
    r"\b(?:berapa|kapan|siapa|mana|kemana|dimana|gimana|bagaimana|opo|piye|piro|apa(?! (?:gak|tidak|ndak|ora)\b))\b"
    r"|何|なに|なん|どれ|どんな|どう|いつ|どこ|誰|だれ|いくら"
)
_NEEDED = re.compile(
    r"\b(?:perlu|butuh|wajib|(?:harus|kudu|mesti) (?:ada|bawa|nggowo|pakai|pake|punya|menyertakan|melampirkan)"
    r"|bawa|nggowo|pakai|pake|diminta|dilampirkan)\b"
    r"|\btanpa\b|なしで|無しで|\b(?:gak|tidak|ndak|ora) (?:ada|punya|nduwe)\b|持ってない|持っていない|持ってへん|手元にない"
    r"|だけで(?:も|は)?(?:いい|よか|ええ|大丈夫|足り|でき)|いる|要る|いり|要り|いらん|いらな|要らな|不要|必要|持って(?:い|行|来|き)|持参|提示|見せ"
)

# Who does not have a document yet wants to get it.
_NOT_YET = re.compile(r"\bbelum\b|\bdurung\b|まだ")
_NOT_GOT = re.compile(
    r"\b(?:belum|durung)(?: pernah)? (?:punya|nduwe|duwe|gadah|bikin|buat|nggawe|urus|ngurus|daftar)\b"
    r"|まだ(?:持って|もって|作って|つくって|ない|取って|申し込んで)"
)

# Who has forgotten or lacks a thing to bring; "belum punya" may as well say that it is wanted.
_IS_WITHOUT = re.compile(
    r"\b(?:gak|tidak|tak|ndak|ora|gada) (?:ada|punya|nduwe|duwe|gadah|bawa|nggowo)\b|\b(?:lupa bawa|lupa|ketinggalan|kelalen|keri)\b"
    r"|\b(?:masih|lagi) (?:di ?|dalam )?proses\b|\bbelum (?:jadi|keluar|terbit|selesai)\b"
    r"|\b(?:pakai|pake|pakek|bawa|gawe)\b.{1,24}\b(?:hilang|rusak|ilang|sobek)\b"
    r"|忘れ(?:た|て|まし)|持って(?:い)?(?:ない|ません|へん)|手元にない|見つからない"
)

Particulars = tuple[tuple[str, ...], ...]

# Words that name what is asked of a service, and no service.
OF_FACETS = frozenset(
    "kemana dimana kapan nang ning neng ndek endi ndi piro piye opo sopo bayare mbayar bukae regane ongkose suwene e "
    "harga tarif ongkos denda uang alamat tempat lokasi loket jadwal tutup sabtu minggu formulir persyaratan prosedur langkah tahap "
    "tahunan bulanan waktu hari berlaku masa batas sampai jadi selesai bulan tahun sebulan setahun bawa dibawa terus "
    "手数 料 金 日 時 月 年 月額 毎月 年間 書 費用 料金 代金 値段 金額 "
    "入れる 取れる 貰える 無料 有料 幾つ 期限 締め切り 締切 期間 有効 有効期間 有効期限 日数 時間 受付 "
    "受け付け 営業 窓口 場所 住所 土曜 日曜 土日 平日 "
    "oh ooh eh nah wah oalah walah hp handphone ponsel online daring "
    "daftar mendaftar pendaftaran umur usia mahal murah larang cicil nyicil "
    "いつ 誰 どこ どれ どの 夜 夜間 朝 昼 夕方 早朝 深夜 昼休み 祝日 malam pagi siang sore "
    "払う 支払う 納める bayar mbayar "
    "書類 持ち物 物 用紙 様式 申請 申請書 手順 流れ 遣り方 やり方 仕方 根拠 法律 掛かる かかる 出来る 出来上がる 持つ 行く 貰う".split()
)
# Words that tell who and when, or hold the sentence together: no statement of a catalogue could be found by them.
OF_TALK = frozenset(
    "hp ponsel aplikasi internet suami istri bojo ibu bapak ortu orang orangtua tua teman adik kakak tetangga anak keluarga "
    "besok kemarin kemaren sekarang nanti tadi langsung sekalian otomatis habis masih cuma hanya aja katanya kata berarti pisan "
    "iso ta disini disana disitu nenek kakek mbah maksud oke ok ya wis trus lalu kan loh lho surat fotokopi kopi asli lapor "
    "berubah ubah ganti diganti mati meninggal hilang rusak ditarik dibayar bayarnya jalan dulu malah hrs kena terbit dasar "
    "hukum duit yen tah telat seminggu sebelum lambat diwakilkan temen dilayani syarate maksudku lek wae sing iku iki kok gitu "
    "iya banget sip haha hehe maap balik kira kesana kesitu kesini kono kana rono kene lengkap komplit detail detil rinci beliau "
    "total jumlah paling lebih dalam lewat per baru lama nomor yaudah indonesia jepang daftar ngajuin dipungut situ sini layanan "
    "warga guna gunanya fungsi fungsinya manfaat manfaatnya calon beda bedanya kartu satu dua tiga kedua pertama terakhir datang "
    "pergi pulang pakai pake ambil ngambil dapat dapet punya tahu tau minta disuruh suruh diminta kasih ikut masuk keluar lihat "
    "wajib kudu butuh perlukah masalah gapapa beneran benar betul sama seperti kayak lain semua sendiri salah rumah kantor kota "
    "夫 妻 父 母 息子 娘 家族 友達 友人 両親 親 子 子供 自分 私 僕 俺 明日 昨日 今日 来週 来月 今 後 前 先 次 最初 人 方 所 他 "
    "別 同じ コピー 写し 原本 毎月 只 否 彼 分 旦那 婆 爺 兄 弟 姉 妹 嫁 主人 オンライン ネット スマホ 携帯 ダウンロード 用意 "
    "日本 位 度 回 通 目 番 此方 其方 彼方 どっち くらい そう ちゃん さん 様 さま 等 とか 証明 届 届け カード 登録 全部 "
    "絶対 大丈夫 駄目 無理 良い 悪い 為 筈 訳 場 件 話 質問 制度 支援 使える 手続き 手続 ばかり 奴 どげん どない 相談 待つ 待ち "
    "部分 自体 本人 やめる 辞める 止める 来る ず 出す 欲しい 取る 要る 為る 必須 本当 直ぐ 一緒 家 役所 市役所 区役所".split()
)
# How often something is due is asked of the matter itself ("tiap tahun?", 「毎年？」), though it names no service.
_HOW_OFTEN = frozenset("毎年 毎月 毎回 毎日 tiap setiap sekali 一回 一度".split())
# What happens in a life, and what is done with things, in the words of citizens and in those of the catalogue.
_EVENTS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(said), tuple(written.split("|") if "|" in written else written.split()))
    for said, written in (
        (r"死[んぬに]|死亡|亡くな", "死ん 死亡 亡くな"),
        (r"引っ?越|転居", "引っ越 引越 転居 転入 転出 住所変更 住所の変更"),
        (r"自分で(?:持って(?:行|い)|持ち込|運)|持ち込", "持ち込 持込"),
        (r"取り?消|取りやめ|とりけ", "取り消 取消 取りやめ"),
        (r"収入|所得|年収|給料", "収入 所得 税額 課税"),
        (r"母子家庭|父子家庭|(?:ひとり|一人|片)親|シングル(?:マザー|ファザー)", "ひとり親 母子家庭 父子家庭"),
        (
            rf"{UNABLE_TO_PAY}|払うのが(?:難|きつ|厳し|大変)",
            "猶予 軽減 減免 分割 分納 納めるのが難し",
        ),
        (r"子(?:ども|供)?の(?:名字|苗字|氏|姓)", "お子さんの名字"),
        (r"里帰り", "里帰り"),
        (r"なくし|無くし|失くし|紛失", "再交付 再発行 紛失 なくし"),
        (r"シール", "シール 処理券"),
        (r"(?<!し)返(?:す|し|却|納|さ)", "返し 返納 返却"),
        (r"急[いぐ]|至急|早[くめう](?:ほしい|欲しい|でき)", "特急 急ぎ お急ぎ 即日"),
        (r"(?:普通|普段|ふつう|ふだん|通常)の(?:ごみ|ゴミ)", "ふだん 普通 通常"),
        (r"(?:何|なに|どんな.{0,6})(?:が|を)?(?:使え|利用でき|受けられ)", "使う 使え 利用"),
        (r"(?:名前|名字|苗字|姓|氏名)(?:が|を|も|は)?(?:変|か)(?:わ|え)", "氏名 名字 苗字"),
        (r"片付|かたづけ", "片付"),
        (r"保険(?:会社|屋|金)|火災保険|地震保険", "保険"),
        (r"見に(?:来|き)|(?:家|うち)に来|調べに来|訪問", "訪問 被害を調査"),
        (r"(?:戻|もど|返|かえ)って(?:く|き|こ)|払い戻|返金|還付", "返され 戻り 還付 返金 払い戻"),
        (r"ビザ|在留資格|在留期間", "在留資格 在留期間 ビザ"),
        (r"\bvisa(?:nya|ku)?\b|\bizin tinggal\b", "izin tinggal"),
        (r"売って|売られ|買え|買い(?!物)|買う", "売って 売られ 販売 買"),
        (r"お金.{0,3}(?:もらえ|出る)|もらえるお金", "給付 支給 手当"),
        (
            r"\b(?:gak|ga|tidak|tdk|ndak|ora|nggak|belum) (?:kuat|mampu|sanggup|bisa|iso) m?bayar\b",
            "sulit membayar|keringanan|pembebasan|mencicil|angsur",
        ),
        (FRAIL, "sakit lansia difabel"),
        (r"(?:会社|仕事|勤め)を?(?:辞め|やめ)|退職", "退職 勤務先の健康保険をやめ"),
        (r"\bpindah (?:faskes|puskesmas|klinik|dokter)\b", "faskes"),
        (r"\bpindah kelas\b", "pindah kelas|naik kelas|turun kelas"),
        (r"\bmati\b", "lewat masa berlaku|masa berlakunya habis|habis masa berlaku|kematian"),
        (r"\b(?:konbini|conbini|minimarket)\b", "minimarket konbini"),
        (r"シャチハタ|ゴム印|スタンプ印", "ゴム印"),
        (r"保険証|ほけんしょう", "保険証 資格確認書"),
        (r"\b(?:buru-?buru|kesusu|mendesak|cepat(?:an)?|cepet(?:an)?|dipercepat|kilat)\b", "percepatan kilat cepat"),
        (r"減ら|安[くう]?(?:な|し|で)|割引|まけて", "減額 減免 軽減 免除 割引"),
        (r"受け取り|受取|取りに(?:行|い)", "受け取り 受取 受け取れ"),
        (r"\b(?:dibebaskan|keringanan|dikurangi|diskon|potongan)\b", "keringanan pengurangan pembebasan dibebaskan potongan"),
        (r"\b(?:dijual|njual|jual)\b", "dijual jual menjual"),
        (r"\b(?:gagal|(?:gak|tidak|ndak|ora|nggak) lulus)\b|落ち|不合格", "lulus gagal 不合格 落ち"),
        (r"\b(?:tes|test|ujian)(?:nya|e)?\b", "tes ujian"),
    )
)
_NO_NOUN = re.compile(r"[一-龯々].*[ぁ-ゖ]$|^[ぁ-ゖ]+[うくぐすぬぶむる]$|^[ぁ-ゖ]{1,2}$")
# What is left of an ending (「いらんくなった」).
_LETTER = re.compile(r"[ぁ-ゖ]")
_PREFIX = re.compile(r"^(?:meng|ng|me|di|ke)")
# From this length on what remains is a word that stands in longer ones.
_A_ROOT = 5
_WORD = re.compile(r"[^\W\d_]{2,}|[ァ-ヺー]{2,}|[一-龯々]{1,}")


def particulars(index: KnowledgeIndex, service: str, text: str) -> Particulars:
    """The words of a normalised text that are particular to it, each in the forms in which it may stand in the catalogue."""
    number = index.number.get(Target("service", service))
    own_words = frozenset() if number is None else index.words_of_names[number]
    skipped = (STOPWORDS | OF_FACETS | OF_TALK | index.own_area | own_words) - _HOW_OFTEN
    found: dict[str, tuple[str, ...]] = {}
    for said, written_so in _EVENTS:
        if (match := said.search(text)) and not _is_the_matter(index, service, written_so):
            found[match.group()] = written_so
    for word in forms(text):
        written, stem = word.written, without_nya(word.compared)
        if stem in skipped or written in skipped or not _WORD.fullmatch(stem) or _LETTER.fullmatch(written):
            continue
        if is_japanese(stem) and stem not in _HOW_OFTEN and (_NO_NOUN.search(stem) or any(written in said for said in found)):
            continue
        if any(written in said.split() for said in found):
            continue
        found[stem] = tuple(dict.fromkeys((stem, written, _without_prefix(stem))))
    return tuple(found.values())


def _without_prefix(word: str) -> str:
    """An Indonesian word without the prefix of everyday speech: "ngulang" stands as "mengulang" in the catalogue."""
    root = _PREFIX.sub("", word)
    return root if len(root) >= _A_ROOT else word


def _is_the_matter(index: KnowledgeIndex, service: str, event: tuple[str, ...]) -> bool:
    """Whether the service is there for the event itself, which then is nothing particular: 死亡届, but not the dog's."""
    view = index.view.services.get(service)
    if view is None:
        return False
    called = [normalise(alias) for aliases in view.aliases.values() for alias in aliases]
    return any(form in normalise(name) for name in view.name.values() for form in event) or any(name.startswith(event) for name in called)


def asks_whether_needed(text: str) -> bool:
    """Whether a normalised text asks if something is to be brought along ("perlu materai?", 「写真いりますか」), and nothing else."""
    return _NEEDED.search(text) is not None and _ANOTHER_QUESTION.search(text) is None and _NOT_YET.search(text) is None


def is_without(text: str) -> bool:
    """Whether a normalised text says that something is not at hand ("gak punya akta lahir", 「カードを忘れたら」)."""
    return _IS_WITHOUT.search(text) is not None


def says_not_yet(text: str) -> bool:
    """Whether a normalised text says that something was not got or begun yet ("durung nduwe", 「まだ持っていません」)."""
    return _NOT_GOT.search(text) is not None
