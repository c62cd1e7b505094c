"""What Telegram shows of the bot by itself: its commands and descriptions, in both languages.

Telegram takes them by language of the citizen's app; the empty language is for everybody else.
Limits: https://core.telegram.org/bots/api#setmycommands, #setmydescription (512 characters), #setmyshortdescription (120).
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Bot


@dataclass(frozen=True)
class Profile:
    """The texts in one language."""

    commands: tuple[tuple[str, str], ...]
    description: str
    short_description: str


INDONESIAN = Profile(
    commands=(
        ("start", "Mulai percakapan"),
        ("help", "Lihat cara bertanya"),
        ("language", "Ganti bahasa / 言語を変更"),
        ("menu", "Lihat daftar layanan"),
        ("privacy", "Cara kami menjaga data pribadi Anda"),
        ("human", "Minta bantuan petugas"),
    ),
    description=(
        "Selamat datang! Di sini Anda bisa bertanya tentang layanan publik: syarat, biaya, lama proses, tempat, dan jam buka. "
        "Silakan bertanya kapan saja dengan bahasa sehari-hari, dalam bahasa Indonesia atau bahasa Jepang.\n\n"
        "Demi keamanan Anda, mohon jangan mengirim nomor identitas atau foto dokumen di sini."
    ),
    short_description="Informasi syarat, biaya, dan tempat layanan publik, dalam bahasa Indonesia dan Jepang.",
)

JAPANESE = Profile(
    commands=(
        ("start", "会話を始めます"),
        ("help", "質問のしかたをご案内します"),
        ("language", "言語を変更します / Ganti bahasa"),
        ("menu", "手続きの一覧を表示します"),
        ("privacy", "個人情報の取り扱いをご説明します"),
        ("human", "職員への相談をご案内します"),
    ),
    description=(
        "ようこそ。行政の手続きに必要なもの、手数料、かかる日数、窓口、受付時間などをご案内します。"
        "日本語またはインドネシア語で、ふだんの言葉でいつでもお尋ねください。\n\n"
        "安全のため、マイナンバーなどの番号や書類の写真は送らないようお願いいたします。"
    ),
    short_description="行政の手続きに必要なもの、手数料、窓口などを、日本語とインドネシア語でご案内します。",
)

BY_LANGUAGE = (("", INDONESIAN), ("id", INDONESIAN), ("ja", JAPANESE))


async def show(bot: Bot, language: str, profile: Profile) -> None:
    """Hand the texts of one language to Telegram; raises the library's errors."""
    await bot.set_my_commands(profile.commands, language_code=language)
    await bot.set_my_description(profile.description, language_code=language)
    await bot.set_my_short_description(profile.short_description, language_code=language)
