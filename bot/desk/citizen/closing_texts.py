"""What a citizen hears when a person has given the conversation back: a closing sentence, and the question how it went."""

from __future__ import annotations

from bot.answers.context import Setting
from bot.answers.labels import menu_reply
from bot.desk.citizen.buttons import button, ratings
from bot.replies import Reply


def closing(setting: Setting) -> str:
    """The person has finished."""
    return setting.pick(
        "Percakapan dengan petugas sudah selesai. Terima kasih sudah menghubungi kami. "
        "Mulai sekarang saya, asisten otomatis, yang menjawab lagi.",
        "職員による対応は終了しました。ご連絡いただき、ありがとうございました。ここからは、自動応答でご案内します。",
    )


def merged(setting: Setting) -> str:
    """Another conversation of the same citizen goes on in place of this one."""
    return setting.pick(
        "Permintaan ini kami gabungkan dengan percakapan Anda yang lain, dan petugas melanjutkannya di sana.",
        "このご依頼は、別のチャットでのお問い合わせとまとめました。職員はそちらで対応を続けます。",
    )


def how_was_it(setting: Setting) -> str:
    """The question for the satisfaction."""
    return setting.pick(
        "Seberapa puas Anda dengan bantuan petugas tadi? Pilih 1 sampai 5. Anda boleh melewatinya.",
        "職員の対応はいかがでしたか。1から5でお選びください。お答えは任意です。",
    )


def end(setting: Setting, handoff: int, said: str, *, asks: bool) -> Reply:
    """Closing sentence and question in one message."""
    text = "\n\n".join(piece for piece in (said, how_was_it(setting) if asks else "") if piece)
    return Reply(text, ratings(handoff, setting.language) if asks else (menu_reply(setting.language),))


def welcome(setting: Setting, handoff: int) -> Reply:
    """To thanks in place of the number, which can still be given and is not asked for again."""
    return Reply(
        setting.pick("Sama-sama. Senang bisa membantu Anda.", "どういたしまして。お役に立ててうれしいです。"),
        ratings(handoff, setting.language),
    )


def ask_words(setting: Setting) -> Reply:
    """After the number, perhaps some words."""
    return Reply(
        setting.pick(
            "Terima kasih atas penilaian Anda. Kalau ada saran, silakan tuliskan dalam satu pesan.",
            "評価していただき、ありがとうございます。お気づきの点があれば、一つのメッセージでお書きください。",
        ),
        (button("skip", setting.language),),
    )


def thanks(setting: Setting) -> Reply:
    """That was all."""
    return Reply(
        setting.pick("Terima kasih, masukan Anda sudah kami catat.", "ありがとうございます。ご意見を記録しました。"),
        (menu_reply(setting.language),),
    )
