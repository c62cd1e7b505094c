"""What a service costs, in words."""

from __future__ import annotations

import re

from bot.answers.context import Setting
from bot.catalogue.amounts import amount_in_words
from bot.catalogue.views import ServiceView
from bot.languages import date


def to_come(service: ServiceView, setting: Setting) -> list[str]:
    """A line for each amount that begins after today."""
    lines = []
    for fee in service.fees:
        if fee.valid_from is not None and fee.valid_from > setting.today and fee.amount is not None:
            day = date(fee.valid_from, setting.language)
            label = setting.say(fee.label)
            what = f"{label}: " if label and setting.language == "id" else f"{label}は" if label else ""
            lines.append(
                setting.pick(f"Mulai {day}: {what}{amount_in_words(fee, 'id')}.", f"{day}から：{what}{amount_in_words(fee, 'ja')}")
            )
    return lines


def _free(name: str, label: str, setting: Setting) -> str:
    """That nothing is charged; of what, where that is not the whole service."""
    what = label.removesuffix("の手数料")
    return setting.pick(
        f"{name}{f' ({label})' if label else ''}: gratis, tidak dipungut biaya.",
        f"「{name}」：{what}に手数料はかかりません。" if what else f"「{name}」に手数料はかかりません。",
    )


def short_fee(service: ServiceView, setting: Setting) -> str:
    """The amounts charged today in one line, without the service's name, and from when they are others."""
    known = [fee for fee in service.fees_on(setting.today) if fee.amount is not None]
    coming = " ".join(to_come(service, setting)).rstrip(".")
    if not known:
        said = setting.say(service.fee_note) or setting.pick("Belum tercantum di data kami.", "こちらに情報がありません。")
        return f"{said} {coming}".rstrip()
    amounts = []
    for fee in known:
        label = setting.say(fee.label) if len(known) > 1 else ""
        amount = amount_in_words(fee, setting.language)
        amounts.append(setting.pick(f"{label}: {amount}", f"{label}：{amount}") if label else amount)
    today = setting.pick("; ", "、").join(amounts)
    return today + (setting.pick(f" ({coming[:1].lower()}{coming[1:]})", f"（{coming}）") if coming else "")


def fee_text(service: ServiceView, setting: Setting) -> str:
    """The amounts charged today, outright; what changes soon; the exemptions; the basis."""
    name, lines = setting.say(service.name), []
    fees = service.fees_on(setting.today)
    known = [fee for fee in fees if fee.amount is not None]
    note, coming = setting.say(service.fee_note), to_come(service, setting)
    if not known:
        if not note:
            return "\n".join([setting.missing(service, "fee", "biaya", "手数料"), *coming])
        unknown = setting.pick(
            f"Biaya {name}: kami belum punya angka pastinya.", f"「{name}」の手数料：正確な金額の情報は、こちらにありません。"
        )
        return "\n".join([unknown, *coming, note])
    if len(fees) == 1:
        amount = amount_in_words(fees[0], setting.language)
        label = setting.say(fees[0].label)
        if fees[0].amount == 0 and fees[0].amount_max is None:
            lines.append(_free(name, label, setting))
        else:
            detail = f" ({label})" if label else ""
            # A contribution or a tax is no fee, and its label says what it is.
            named = re.search("[料税代]", label) is not None
            japanese = (
                f"「{name}」：{label}は{amount}です。" if named else f"「{name}」の手数料は{amount}{f'（{label}）' if label else ''}です。"
            )
            owed = re.search("iuran|pajak|premi", label, re.IGNORECASE) is not None
            lines.append(setting.pick(f"{name} – {label}: {amount}." if owed else f"Biaya {name}: {amount}{detail}.", japanese))
    else:
        lines.append(setting.pick(f"Biaya {name}:", f"「{name}」の手数料："))
        for fee in fees:
            label = setting.say(fee.label) or setting.pick("Biaya", "手数料")
            lines.append(setting.pick(f"• {label}: {amount_in_words(fee, 'id')}", f"・{label}：{amount_in_words(fee, 'ja')}"))
    lines += coming
    if note:
        lines.append(note)
    bases = list(dict.fromkeys(fee.basis for fee in fees if fee.basis))
    if bases:
        lines.append(setting.pick(f"Dasar: {', '.join(bases)}.", f"根拠：{'、'.join(bases)}"))
    return "\n".join(lines)
