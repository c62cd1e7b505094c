"""Complaints, unlawful fees, status, booking, privacy, feedback and the wish for a person.

Where the capability does not exist yet, the answer says so and names whom to turn to instead; it never pretends.
"""

from __future__ import annotations

from bot.answers.context import Setting
from bot.answers.labels import facet_reply, menu_reply, opinion_replies, person_reply
from bot.catalogue.views import ServiceView
from bot.replies import QuickReply, Reply


def person(setting: Setting) -> Reply:
    """The wish for a person where the agency has no desk: the agency's contact."""
    return Reply(
        setting.pick(
            f"Maaf, di percakapan ini belum ada petugas yang bisa menjawab langsung. Anda bisa menghubungi petugas lewat jalur berikut.\n{setting.contact()}",
            f"申し訳ありません。このチャットでは、職員が直接お答えすることはできません。職員へのご相談は、次のところへお願いします。\n{setting.contact()}",
        ),
        (menu_reply(setting.language),),
    )


def complaint(setting: Setting, service: ServiceView | None, *, has_desk: bool = False) -> Reply:
    """Sympathy, and where to complain; with a desk, a person is one button away."""
    ways = setting.say(service.complaint) if service and service.complaint else setting.say(setting.agency.complaint)
    if has_desk:
        return Reply(
            setting.pick(
                f"Mohon maaf atas pengalaman yang kurang menyenangkan. {ways or setting.contact()}",
                f"ご不快な思いをおかけし、申し訳ありません。{ways or setting.contact()}",
            ),
            (person_reply(setting.language), menu_reply(setting.language)),
        )
    return Reply(
        setting.pick(
            f"Mohon maaf atas pengalaman yang kurang menyenangkan. {ways or setting.contact()}\n\nSaya tidak bisa meneruskan keluhan ini, jadi mohon sampaikan lewat saluran tersebut.",
            f"ご不快な思いをおかけし、申し訳ありません。{ways or setting.contact()}\n\nこのチャットから苦情を取り次ぐことはできませんので、お手数ですが上の窓口へお伝えください。",
        ),
        (person_reply(setting.language), menu_reply(setting.language)),
    )


def illegal_fee(setting: Setting, service: ServiceView | None) -> Reply:
    """What to do about an unlawful fee, and the official fee of the service if one is known."""
    ways = setting.say(setting.agency.illegal_fee) or setting.say(setting.agency.complaint) or setting.contact()
    head = setting.pick("Terima kasih sudah memberi tahu.", "お知らせいただき、ありがとうございます。")
    quick: tuple[QuickReply, ...] = (facet_reply(service.key, "fee", setting.language),) if service else ()
    return Reply(f"{head} {ways}" if setting.language == "id" else f"{head}{ways}", (*quick, person_reply(setting.language)))


def booking(setting: Setting, service: ServiceView | None) -> Reply:
    """The bot cannot book; what the catalogue says on booking, and whom to ask."""
    queue = setting.agency.services.get("mpp-antrian")
    lines = [
        setting.pick(
            "Maaf, saya belum bisa mengambilkan nomor antrean atau membuat janji.",
            "申し訳ありません。このチャットから予約をお取りすることはできません。",
        )
    ]
    known = service or queue
    if known is not None and known.online:
        lines.append(f"{setting.say(known.name)}: {setting.say(known.online['text'])}")
    lines.append(setting.contact())
    quick = (facet_reply(known.key, "where", setting.language),) if known else ()
    return Reply("\n".join(lines), (*quick, menu_reply(setting.language)))


def status(setting: Setting, service: ServiceView | None) -> Reply:
    """The bot cannot see applications; how long the service takes, and whom to ask."""
    lines = [
        setting.pick(
            "Maaf, saya tidak bisa melihat status permohonan Anda. Silakan tanyakan ke tempat Anda mengajukan, dengan membawa tanda terima.",
            "申し訳ありません。申請の状況をこちらで確認することはできません。申請した窓口に、受付票などをお手元に用意してお問い合わせください。",
        )
    ]
    quick: tuple[QuickReply, ...] = ()
    if service is not None:
        if service.processing_time:
            name = setting.say(service.name)
            lines.append(
                setting.pick(
                    f"Lama proses {name}: {setting.say(service.processing_time['text'])}",
                    f"「{name}」のかかる日数：{setting.say(service.processing_time['text'])}",
                )
            )
        quick = (facet_reply(service.key, "where", setting.language),)
    lines.append(setting.contact())
    return Reply("\n".join(lines), (*quick, menu_reply(setting.language)))


def privacy(setting: Setting) -> Reply:
    """What the bot keeps, in plain words. True of this installation: see docs/architecture.md."""
    return Reply(
        setting.pick(
            "Percakapan ini disimpan supaya jawaban kami bisa diperbaiki. Nomor identitas seperti NIK dan No. KK, nomor kartu, nomor telepon, dan alamat email dihapus otomatis sebelum disimpan. Foto dan berkas tidak kami buka dan tidak kami simpan. "
            "Anda tidak perlu menyebutkan nama. Mohon jangan mengirim foto dokumen atau data pribadi di sini. "
            "Kalau Anda meminta bicara dengan petugas, petugas membaca percakapan ini. Kalau Anda meminta dihubungi, nama dan nomor yang Anda "
            "tuliskan untuk itu disimpan terenkripsi, hanya dengan persetujuan Anda. "
            f"Pertanyaan tentang data pribadi: {setting.contact()}",
            "このチャットの内容は、回答をよくするために保存されます。マイナンバーなどの番号、電話番号、メールアドレスは、保存する前に自動で消しています。写真やファイルは開かず、保存もしていません。お名前を書く必要はありません。"
            "職員への相談を希望されたときは、職員がこのチャットを確認します。折り返しを希望されたときは、そのためにお書きいただいたお名前と"
            "電話番号を、同意をいただいたうえで暗号化して保存します。"
            f"書類の写真や個人情報は送らないでください。個人情報についてのお問い合わせ：{setting.contact()}",
        ),
        (menu_reply(setting.language), person_reply(setting.language)),
    )


def ask_feedback(setting: Setting) -> Reply:
    """Opens the feedback form."""
    return Reply(
        setting.pick(
            "Terima kasih atas masukan Anda tentang bot ini. Apa yang sudah baik atau perlu diperbaiki? Tuliskan singkat, atau ketik “batal”.",
            "このボットへのご意見、ありがとうございます。よかった点や直してほしい点を、短くお書きください。やめるときは「やめる」とお書きください。",
        ),
        opinion_replies(setting.language),
    )


def feedback_stored(setting: Setting) -> Reply:
    """Thanks for the feedback."""
    return Reply(
        setting.pick("Terima kasih, masukan Anda sudah kami catat.", "ありがとうございます。ご意見を記録しました。"),
        (menu_reply(setting.language),),
    )
