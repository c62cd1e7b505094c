"""What a citizen hears who asks for a person: the place in the queue, or honestly that nobody is there, and when somebody will be."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from bot.answers.context import Setting
from bot.answers.labels import menu_reply, person_reply
from bot.desk.citizen.buttons import button, title
from bot.desk.gates import Gate
from bot.desk.models import Unit
from bot.languages import WEEKDAYS, clock, date_near
from bot.replies import QuickReply, Reply


def joined(setting: Setting, unit: Unit | None, place: int, minutes: int | None) -> Reply:
    """The citizen waits from now on."""
    of_unit = _of(unit, setting)
    return Reply(
        setting.pick(
            f"Baik, permintaan Anda sudah kami teruskan ke petugas{of_unit}. {_place(setting, place)} {_wait(setting, minutes)}\n\n"
            "Sambil menunggu, silakan tetap bertanya kepada saya. Urutan Anda tidak berubah.",
            f"承知しました。{of_unit}職員におつなぎします。{_place(setting, place)}{_wait(setting, minutes)}\n\n"
            "お待ちのあいだも、ご質問があればこのままお書きください。順番は変わりません。",
        ),
        _while_waiting(setting),
    )


def still_waiting(setting: Setting, place: int, minutes: int | None) -> Reply:
    """The place, for somebody who waits already and asks."""
    return Reply(
        setting.pick(
            f"Anda masih dalam antrean untuk bicara dengan petugas. {_place(setting, place)} {_wait(setting, minutes)}",
            f"ただいま、職員の順番をお待ちいただいています。{_place(setting, place)}{_wait(setting, minutes)}",
        ),
        _while_waiting(setting),
    )


def waits_while_away(setting: Setting, gate: Gate, place: int) -> Reply:
    """The place is kept, for somebody who asks while nobody is there."""
    return Reply(
        setting.pick(
            f"{absence(setting, gate)} Antrean Anda tetap kami simpan. {_place(setting, place)}",
            f"{absence(setting, gate)}順番はそのままお取りしています。{_place(setting, place)}",
        ),
        _while_waiting(setting),
    )


def served_again(setting: Setting) -> Reply:
    """A person has spoken already and will go on; there is no place to be told."""
    return Reply(
        setting.pick(
            "Petugas akan segera melanjutkan percakapan ini. Anda berada di urutan depan.",
            "まもなく職員がこの続きをご案内します。優先してご対応します。",
        ),
        (button("leave", setting.language),),
    )


def passed_on(setting: Setting) -> Reply:
    """What the assistant cannot answer goes to the officer; said once."""
    return Reply(
        setting.pick("Pesan Anda sudah kami sampaikan kepada petugas.", "メッセージは職員に伝わっています。"),
        (button("place", setting.language),),
    )


def left(setting: Setting) -> Reply:
    """The citizen no longer waits."""
    return Reply(
        setting.pick(
            "Baik, Anda sudah keluar dari antrean. Silakan bertanya lagi kepada saya kapan saja.",
            "承知しました。順番待ちを取りやめました。ご質問があれば、いつでもお書きください。",
        ),
        (menu_reply(setting.language), person_reply(setting.language)),
    )


def not_waiting(setting: Setting) -> Reply:
    """Asked for the place by somebody who does not wait."""
    return Reply(
        setting.pick("Saat ini Anda tidak sedang menunggu petugas.", "ただいま、職員の順番待ちはされていません。"),
        (person_reply(setting.language), menu_reply(setting.language)),
    )


def nobody_there(setting: Setting, gate: Gate, *, callbacks: bool) -> Reply:
    """Nobody can be promised now: why, from when on, what can be done instead."""
    pieces = [absence(setting, gate), setting.contact()]
    if callbacks:
        name = title("callback", setting.language)
        pieces.append(
            setting.pick(
                f"Kalau Anda mau, petugas dapat menghubungi Anda nanti. Silakan pilih “{name}”.",
                f"あとで職員からご連絡することもできます。ご希望の方は「{name}」をお選びください。",
            )
        )
    return Reply("\n\n".join(pieces), (*(_callback(setting) if callbacks else ()), menu_reply(setting.language)))


def absence(setting: Setting, gate: Gate) -> str:
    """That nobody is there now, and when somebody will be."""
    if gate.kind != "closed":
        return setting.pick(
            f"Mohon maaf, saat ini belum ada petugas yang bisa menjawab di sini. {_hours_left(setting, gate)}".rstrip(),
            f"申し訳ありません。ただいま、お答えできる職員がおりません。{_hours_left(setting, gate)}",
        )
    unit, reason = _of(gate.unit, setting), setting.say(gate.reason)
    because = setting.pick(f" ({reason})", f"（{reason}）") if reason else ""
    text = setting.pick(
        f"Mohon maaf, petugas{unit} sedang tidak bertugas saat ini{because}.",
        f"申し訳ありません。ただいま{unit}職員の対応時間外です{because}。",
    )
    if gate.opens_next is None:
        return text
    return setting.pick(f"{text} {serves_again(setting, gate)}", f"{text}{serves_again(setting, gate)}")


def _hours_left(setting: Setting, gate: Gate) -> str:
    """Until when it is worth trying again today, and when the next hours begin; empty where the unit has no hours."""
    if gate.closes is None or gate.opens_after is None:
        return ""
    until, after = clock(gate.closes, setting.language), _when(gate.opens_after, setting)
    return setting.pick(
        f"Jam layanan hari ini masih sampai pukul {until}, jadi silakan coba lagi sebelum itu. Jam layanan berikutnya mulai {after}.",
        f"本日の対応時間は{until}までですので、時間をおいてもう一度お試しください。その次の対応時間は{after}からです。",
    )


def serves_again(setting: Setting, gate: Gate) -> str:
    """When somebody is there next; empty where that is not known, or somebody is there now."""
    if gate.opens_next is None:
        return ""
    when = _when(gate.opens_next, setting)
    return setting.pick(f"Petugas melayani lagi {when}.", f"次の対応は{when}からです。")


def also_passed_on(setting: Setting, place: int) -> str:
    """For somebody who is angry and did not ask: a person will look into it."""
    return setting.pick(
        f"Kami memahami kekecewaan Anda. Percakapan ini sudah kami teruskan ke petugas agar ditangani langsung. {_place(setting, place)}",
        f"ご不便をおかけし、申し訳ありません。職員が直接対応できるよう、この内容を引き継ぎました。{_place(setting, place)}",
    )


def danger_passed_on(setting: Setting, *, is_open: bool) -> str:
    """For somebody in danger: a person will read it, and nobody may wait for that."""
    if is_open:
        return setting.pick(
            "Pesan Anda juga sudah kami teruskan ke petugas sebagai yang paling mendesak. "
            "Mohon jangan menunggu balasan di sini; telepon nomor di atas sekarang.",
            "あわせて、最優先で職員にもお知らせしました。ここでの返事を待たずに、今すぐ上の番号にお電話ください。",
        )
    return setting.pick(
        "Pesan Anda juga kami catat untuk petugas, tetapi saat ini tidak ada petugas yang bertugas. "
        "Mohon jangan menunggu balasan di sini; telepon nomor di atas sekarang.",
        "職員への連絡も残しましたが、ただいま対応できる職員がおりません。ここでの返事を待たずに、今すぐ上の番号にお電話ください。",
    )


def _while_waiting(setting: Setting) -> tuple[QuickReply, ...]:
    return (button("place", setting.language), button("leave", setting.language), menu_reply(setting.language))


def _callback(setting: Setting) -> tuple[QuickReply, ...]:
    return (button("callback", setting.language),)


def _place(setting: Setting, place: int) -> str:
    if place == 1:
        return setting.pick("Anda berada di urutan pertama.", "順番は1番目です。")
    return setting.pick(f"Anda berada di urutan ke-{place}.", f"順番は{place}番目です。")


def _wait(setting: Setting, minutes: int | None) -> str:
    if minutes is None:
        return setting.pick("Lama menunggunya belum bisa kami perkirakan.", "待ち時間の目安は、まだお伝えできません。")
    return setting.pick(
        f"Biasanya pada jam seperti ini menunggu sekitar {minutes} menit.", f"この時間帯の待ち時間は、これまでの実績で{minutes}分ほどです。"
    )


def _of(unit: Unit | None, setting: Setting) -> str:
    name = setting.say(unit.name) if unit is not None else ""
    return setting.pick(f" {name}", f"{name}の") if name else ""


def _when(moment: dt.datetime, setting: Setting) -> str:
    local = moment.astimezone(zoneinfo.ZoneInfo(setting.agency.timezone))
    time, day, weekday = clock(local, setting.language), local.date(), WEEKDAYS[setting.language][local.weekday()]
    ahead = (day - setting.today).days
    if ahead == 0:
        return setting.pick(f"hari ini pukul {time}", f"本日{time}")
    if ahead == 1:
        return setting.pick(f"besok, {weekday}, pukul {time}", f"明日（{weekday}）{time}")
    said = date_near(day, setting.today, "ja" if setting.language == "ja" else "id")
    return setting.pick(f"hari {weekday}, {said}, pukul {time}", f"{said}（{weekday}）{time}")
