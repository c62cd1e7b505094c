"""Greetings and everything else that is not a question about a service. Honest about what the bot cannot do."""

from __future__ import annotations

from bot.answers.context import Setting
from bot.answers.labels import menu_reply, opinion_replies, person_reply, quick_reply
from bot.answers.service_answer import next_choices
from bot.catalogue.views import ServiceView
from bot.replies import QuickReply, Reply


def _start(setting: Setting) -> tuple[QuickReply, ...]:
    return (
        menu_reply(setting.language),
        quick_reply({"id": "Peristiwa hidup", "ja": "ライフイベント"}, {"type": "intent", "intent": "life_event"}, setting.language),
    )


def greet(setting: Setting) -> Reply:
    """A greeting that says who is speaking, what one can ask, and what not to send."""
    name = setting.say(setting.agency.name)
    return Reply(
        setting.pick(
            f"Halo! Saya asisten layanan publik {name}. Saya program komputer (bot), bukan petugas.\n"
            "Silakan tanya syarat, biaya, lama proses, atau tempat mengurus suatu layanan, misalnya “syarat KTP hilang”.\n"
            "Mohon jangan mengirim NIK, No. KK, atau foto dokumen.",
            f"こんにちは。{name}の手続き案内です。職員ではなく、自動で応答するプログラム（ボット）です。\n"
            "手続きに必要なもの、手数料、かかる日数、窓口などをおたずねください。\n"
            "マイナンバーなどの番号や、書類の写真は送らないでください。",
        ),
        _start(setting),
    )


def help_text(setting: Setting) -> Reply:
    """How to use the bot, with examples."""
    return Reply(
        setting.pick(
            "Tuliskan saja pertanyaan Anda dengan kata-kata biasa. Contohnya:\n"
            "• “Syarat bikin akta kelahiran apa saja?”\n"
            "• “Biaya SKCK berapa?”\n"
            "• “Baru pindah rumah, apa yang harus diurus?”\n\n"
            "Setelah itu Anda bisa lanjut bertanya singkat, misalnya “biayanya?” atau “kalau hilang?”. "
            "Ketik “bahasa Jepang” untuk mengganti bahasa, atau “petugas” untuk bantuan orang.",
            "知りたいことを、ふだんの言葉でお書きください。たとえば、\n"
            "・「住民票の写しはいくらですか」\n"
            "・「印鑑登録に必要なものは？」\n"
            "・「引っ越したら何をすればいいですか」\n\n"
            "続けて「費用は？」「なくしたら？」のように短くたずねることもできます。"
            "「インドネシア語で」と書くと言葉が変わります。人に相談したいときは「職員と話したい」とお書きください。",
        ),
        (*_start(setting), person_reply(setting.language)),
    )


def thank(setting: Setting) -> Reply:
    """You are welcome; and did it help?"""
    return Reply(
        setting.pick(
            "Sama-sama. Kalau ada lagi yang ingin ditanyakan, silakan. Apakah jawaban tadi membantu?",
            "どういたしまして。ほかにもご質問がありましたら、お気軽にどうぞ。今回の案内はお役に立ちましたか。",
        ),
        opinion_replies(setting.language),
    )


def goodbye(setting: Setting) -> Reply:
    """Goodbye."""
    return Reply(
        setting.pick(
            "Baik, sampai jumpa. Semoga urusan Anda lancar. Kalau sempat, beri tahu kami apakah jawaban tadi membantu.",
            "ご利用ありがとうございました。またいつでもおたずねください。よろしければ、今回の案内がお役に立ったか教えてください。",
        ),
        opinion_replies(setting.language),
    )


def bot_challenge(setting: Setting) -> Reply:
    """Says outright that it is a bot."""
    name = setting.say(setting.agency.name)
    return Reply(
        setting.pick(
            f"Saya bot, yaitu program komputer yang menjawab pertanyaan tentang layanan publik {name}. Jawaban saya diambil dari katalog layanan beserta sumbernya.",
            f"私は{name}の手続きをご案内するボット（自動応答プログラム）です。人ではありません。登録されている手続きの情報から、出典とともにお答えしています。",
        ),
        (menu_reply(setting.language), person_reply(setting.language)),
    )


def affirm(setting: Setting) -> Reply:
    """A yes to nothing in particular."""
    return Reply(
        setting.pick("Baik. Layanan apa yang ingin Anda tanyakan?", "承知しました。どの手続きについてお知りになりたいですか。"),
        _start(setting),
    )


_TO_REMARKS: dict[str, tuple[str, str, str]] = {
    "grumble": (
        "Maaf kalau terasa merepotkan. Kalau ada bagian yang belum jelas, silakan tuliskan. Petugas juga bisa membantu.",
        "お手数をおかけします。わかりにくいところがありましたら、お書きください。職員に相談することもできます。",
        "手続きは たいへんですね。わからない ところを 書いてください。職員に 聞く ことも できます。",
    ),
    "doubt": (
        "Ya, begitu yang tercantum di data kami beserta sumbernya. Karena aturan bisa berubah, pastikan juga ke loket.",
        "はい。登録されている情報と、その出典にもとづくご案内です。変わることもありますので、念のため窓口でもご確認ください。",
        "はい。調べて 書いてある ことです。変わる ことも あります。窓口でも 聞いてください。",
    ),
}


def heard(setting: Setting, service: ServiceView | None = None, answered: tuple[str, ...] = (), *, remark: str | None = None) -> Reply:
    """To one who has heard and asks nothing: what else can be asked, of the service under discussion if there is one.

    `remark`: what kind it was (see `bot.nlu.remark`), for one who finds it laborious, or doubts it.
    """
    if remark in _TO_REMARKS:
        choices = next_choices(service, answered, setting) if service else (menu_reply(setting.language), person_reply(setting.language))
        return Reply(setting.pick(*_TO_REMARKS[remark]), choices)
    if service is None:
        text = setting.pick(
            "Baik. Kalau masih ada yang ingin ditanyakan, silakan.",
            "はい。ほかに気になることがありましたら、お書きください。",
            "はい。ほかに 聞きたい ことが あれば、書いてください。",
        )
        return Reply(text, (menu_reply(setting.language), person_reply(setting.language)))
    name = setting.say(service.name)
    text = setting.pick(
        f"Baik. Kalau masih ada yang ingin ditanyakan tentang {name}, atau layanan lain, silakan tuliskan.",
        f"はい。「{name}」やほかの手続きについて、気になることがありましたら、続けてお書きください。",
        f"はい。「{name}」や ほかの 手続きで 聞きたい ことが あれば、書いてください。",
    )
    return Reply(text, next_choices(service, answered, setting))


def which_one(setting: Setting) -> Reply:
    """A yes to several things to choose from."""
    return Reply(
        setting.pick(
            "Baik. Yang mana? Balas dengan nomornya dari pilihan tadi, atau tuliskan lebih lengkap.",
            "ありがとうございます。先ほどの選択肢のうち、どれでしょうか。番号でお答えいただくか、もう少し詳しくお書きください。",
            "はい。どれですか。番号で 答えてください。",
        ),
        (menu_reply(setting.language),),
    )


def deny(setting: Setting) -> Reply:
    """A no to nothing in particular."""
    return Reply(
        setting.pick(
            "Baik. Kalau ada hal lain yang ingin ditanyakan, silakan tuliskan.",
            "承知しました。ほかに知りたいことがありましたら、お書きください。",
        ),
        (menu_reply(setting.language), person_reply(setting.language)),
    )


def correct(setting: Setting) -> Reply:
    """The citizen says it was wrong, but not yet what is right."""
    return Reply(
        setting.pick(
            "Maaf, saya salah menangkap maksud Anda. Tolong tuliskan nama layanan atau dokumennya, misalnya “KK hilang” atau “pindah domisili”.",
            "失礼いたしました。どの手続きのことか、手続きや書類の名前をお書きいただけますか。たとえば「印鑑登録」「転出届」などです。",
            "すみません。まちがえました。手続きの 名前を 書いてください。たとえば「転入届」「住民票」です。",
        ),
        (menu_reply(setting.language), person_reply(setting.language)),
    )


def cancel(setting: Setting) -> Reply:
    """Never mind."""
    return Reply(
        setting.pick("Baik, dibatalkan. Silakan tanya lagi kapan saja.", "承知しました。取りやめました。またいつでもおたずねください。")
    )


def nothing_to_repeat(setting: Setting) -> Reply:
    """Asked to repeat before anything was said."""
    return Reply(
        setting.pick(
            "Belum ada jawaban yang bisa diulang. Silakan tuliskan pertanyaan Anda.",
            "まだお答えした内容がありません。ご質問をお書きください。",
        ),
        _start(setting),
    )


def nothing_to_choose(setting: Setting) -> Reply:
    """A choice without a list."""
    return Reply(
        setting.pick(
            "Maaf, saya tidak menemukan pilihan dengan nomor itu. Layanan apa yang ingin Anda tanyakan?",
            "その番号の選択肢が見つかりませんでした。お知りになりたいことを、ふだんの言葉でお書きください。",
        ),
        _start(setting),
    )


def language_set(setting: Setting) -> Reply:
    """Confirms the language, in that language."""
    return Reply(
        setting.pick(
            "Baik, mulai sekarang saya menjawab dalam bahasa Indonesia.",
            "承知しました。これからは日本語でお答えします。",
            "わかりました。これから やさしい日本語で 答えます。やさしい日本語の 文が ない 手続きは、ふつうの日本語で 答えます。",
        ),
        _start(setting),
    )


def language_unknown(setting: Setting) -> Reply:
    """Asks which of the two languages."""
    return Reply(
        "Saya bisa menjawab dalam bahasa Indonesia dan bahasa Jepang.\nインドネシア語と日本語でお答えできます。",
        (
            QuickReply("Bahasa Indonesia", {"type": "language", "language": "id"}, "インドネシア語"),
            QuickReply("日本語", {"type": "language", "language": "ja"}, "Bahasa Jepang"),
        ),
    )


def refuse(setting: Setting, failures: int) -> Reply:
    """Out of scope or not understood; after the second time in a row a person is the first choice."""
    name = setting.say(setting.agency.name)
    if failures >= 2:
        return Reply(
            setting.pick(
                f"Maaf, tentang hal ini saya belum punya informasi. {setting.contact()}",
                f"申し訳ありません。この件については情報がなく、ご案内できません。{setting.contact()}",
                f"すみません。それは わかりません。{setting.contact()}",
            ),
            (person_reply(setting.language, "not_understood"), menu_reply(setting.language)),
        )
    return Reply(
        setting.pick(
            f"Maaf, untuk pertanyaan itu saya belum punya jawabannya. Saya bisa membantu soal layanan publik {name}, seperti syarat, "
            "biaya, dan tempat mengurus dokumen. Kalau itu yang Anda maksud, mohon tuliskan dengan kata lain.",
            f"申し訳ありません。そのご質問にはお答えできませんでした。ご案内できるのは、{name}の手続き（必要なもの、手数料、窓口など）です。"
            "手続きについてのご質問でしたら、言い方を変えて、もう一度お書きいただけますか。",
            f"すみません。その質問の 答えが ありません。{name}の 手続き（必要な もの、お金、場所など）を 答えます。"
            "ちがう ことばで もう一度 書いてください。",
        ),
        (menu_reply(setting.language), person_reply(setting.language)),
    )
