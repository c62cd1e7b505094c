"""What is asked of a citizen who wants to be called back. Neither the name nor the number is ever repeated in a message of ours."""

from __future__ import annotations

from bot.answers.context import Setting
from bot.answers.labels import menu_reply
from bot.desk.citizen.buttons import button
from bot.desk.retention import UNREACHED_TIMES
from bot.replies import QuickReply, Reply


def ask_name(setting: Setting) -> Reply:
    """The first question."""
    return Reply(
        setting.pick(
            "Baik. Siapa nama yang bisa kami panggil? Cukup nama panggilan. "
            "Jawaban Anda disimpan terenkripsi dan hanya dibuka oleh petugas.",
            "承知しました。お呼びするお名前をお書きください。名字だけでもかまいません。"
            "お書きいただいた内容は暗号化して保存し、職員だけが確認します。",
        ),
        (button("cancel", setting.language),),
    )


def ask_how(setting: Setting) -> Reply:
    """The number, or here."""
    return Reply(
        setting.pick(
            "Petugas bisa menghubungi Anda di mana? Tuliskan nomor telepon Anda, atau pilih “Lewat chat ini”. "
            "Untuk langkah ini saja, nomor Anda kami simpan terenkripsi.",
            "ご連絡先の電話番号をお書きください。このチャットでのご連絡をご希望の方は「このチャットで」をお選びください。"
            "番号は、この連絡のためだけに暗号化して保存します。",
        ),
        (button("in_chat", setting.language), button("cancel", setting.language)),
    )


def ask_how_again(setting: Setting) -> Reply:
    """What was written is no telephone number."""
    return Reply(
        setting.pick(
            "Maaf, itu sepertinya bukan nomor telepon. Tuliskan nomor lengkap dengan awalan, misalnya diawali 08 atau 0333, "
            "atau pilih “Lewat chat ini”. Nomor yang Anda pakai untuk chat ini tidak terlihat oleh petugas.",
            "申し訳ありません。電話番号として読み取れませんでした。市外局番から数字でお書きいただくか、「このチャットで」をお選びください。"
            "このチャットでお使いの番号は、職員には表示されません。",
        ),
        (button("in_chat", setting.language), button("cancel", setting.language)),
    )


def ask_when(setting: Setting, again: str) -> Reply:
    """The time that suits; `again` says when somebody is there next, so that nobody asks for a call on a Sunday."""
    return Reply(
        setting.pick(
            f"Kapan sebaiknya petugas menghubungi Anda? Pilih, atau tuliskan hari dan jamnya. {again}".rstrip(),
            f"ご都合のよい時間帯をお選びください。曜日や時刻を書いていただいてもかまいません。{again}",
        ),
        (*(button(do, setting.language) for do in ("any_time", "morning", "afternoon")), button("cancel", setting.language)),
    )


def ask_consent(setting: Setting, days: int) -> Reply:
    """Nothing is stored before a yes."""
    return Reply(
        setting.pick(
            "Bolehkah kami menyimpan nama, cara menghubungi, dan waktu yang Anda tuliskan, hanya supaya petugas bisa menghubungi Anda? "
            f"Data itu kami hapus {days} hari setelah permintaan Anda selesai ditangani. "
            f"Kalau Anda belum berhasil kami hubungi, data itu kami hapus paling lambat {UNREACHED_TIMES * days} hari dari sekarang.",
            "お名前、ご連絡先、ご希望の時間を、職員からご連絡するためだけに保存してもよろしいですか。"
            f"保存した内容は、ご依頼への対応が終わってから{days}日後に削除します。"
            f"ご連絡がつかない場合も、遅くとも{UNREACHED_TIMES * days}日後には削除します。",
        ),
        (button("agree", setting.language), button("decline", setting.language)),
    )


def ask_consent_again(setting: Setting) -> Reply:
    """Only a clear yes or no counts."""
    return Reply(
        setting.pick(
            "Mohon pilih “Ya, setuju” atau “Tidak setuju”. Tanpa persetujuan Anda, tidak ada yang kami simpan.",
            "「同意する」または「同意しない」をお選びください。同意がないかぎり、何も保存しません。",
        ),
        (button("agree", setting.language), button("decline", setting.language)),
    )


def stored(setting: Setting, again: str) -> Reply:
    """The request stands in the list; `again` as above."""
    return Reply(
        setting.pick(
            f"Terima kasih, permintaan Anda sudah kami catat. Petugas akan menghubungi Anda pada jam layanan. {again}".rstrip(),
            f"ありがとうございます。ご希望を承りました。対応時間内に職員からご連絡します。{again}",
        ),
        (menu_reply(setting.language),),
    )


def cancelled(setting: Setting) -> Reply:
    """Nothing is stored."""
    return Reply(
        setting.pick(
            "Baik, permintaan untuk dihubungi dibatalkan dan tidak ada data yang kami simpan. Silakan bertanya lagi kapan saja.",
            "承知しました。ご連絡の依頼を取りやめました。何も保存していません。ご質問があれば、いつでもお書きください。",
        ),
        (menu_reply(setting.language),),
    )


def not_noted(setting: Setting, again: QuickReply) -> Reply:
    """The citizen went on to something else; nothing is stored."""
    return Reply(
        setting.pick(
            f"Permintaan untuk dihubungi belum kami catat. Kalau masih perlu, silakan pilih “{again.title}” lagi.",
            f"折り返しのご依頼は、まだお受けしていません。ご希望の方は、もう一度「{again.title}」をお選びください。",
        ),
        (again, menu_reply(setting.language)),
    )


def not_taken(setting: Setting) -> Reply:
    """The agency takes no such requests any more."""
    return Reply(
        setting.pick(
            f"Mohon maaf, permintaan untuk dihubungi sedang tidak bisa kami terima. {setting.contact()}",
            f"申し訳ありません。ただいま、折り返しのご依頼をお受けできません。{setting.contact()}",
        ),
        (menu_reply(setting.language),),
    )
