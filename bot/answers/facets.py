"""The text for each facet of a service."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.answers.context import Setting
from bot.answers.fees import fee_text, short_fee, to_come
from bot.answers.places import hours_text, phone_text, where_text
from bot.answers.requirements import requirements_text
from bot.catalogue.views import LegalBasisView, ServiceView

_PERIOD = re.compile(r"\d+\s*(?:日|か月|年|hari|bulan|tahun|jam)")


def _overview(service: ServiceView, setting: Setting) -> str:
    name, lines = setting.say(service.name), []
    summary = setting.say(service.summary)
    lines.append(summary if summary else setting.missing(service, "overview", "penjelasan", "説明"))
    facts = []
    if (deadline := service.deadline) and not _said_already(setting.say(deadline["text"]), summary):
        facts.append(setting.say(deadline["text"]))
    today = service.fees_on(setting.today)
    if today and all(fee.amount == 0 and fee.amount_max is None for fee in today):
        facts += [setting.pick("Tidak dipungut biaya.", "手数料はかかりません。"), *to_come(service, setting)]
    if notes := setting.say(service.notes):
        facts.append(notes)
    head = setting.pick(f"{name}", f"「{name}」")
    return "\n".join([head, *lines, *facts])


def _said_already(deadline: str, summary: str) -> bool:
    """Whether the summary names every period of the deadline: then it need not be told twice."""
    periods = [re.sub(r"\s", "", found) for found in _PERIOD.findall(deadline)]
    return bool(periods) and all(period in re.sub(r"\s", "", summary) for period in periods)


def _procedure(service: ServiceView, setting: Setting) -> str:
    if not service.procedure:
        return setting.missing(service, "procedure", "cara mengurus", "手続きの流れ")
    name = setting.say(service.name)
    steps = [f"{number}. {setting.say(step)}" for number, step in enumerate(service.procedure, start=1)]
    return "\n".join([setting.pick(f"Cara mengurus {name}:", f"「{name}」の手続きの流れ："), *steps])


def _duration(field: str, indonesian: str, japanese: str) -> Callable[[ServiceView, Setting], str]:
    def word(service: ServiceView, setting: Setting) -> str:
        value: dict[str, Any] | None = getattr(service, field)
        if not value:
            return setting.missing(service, field, indonesian.lower(), japanese)
        name = setting.say(service.name)
        joint = "に" if japanese.startswith("かかる") else "の"
        return setting.pick(
            f"{indonesian} {name}: {setting.say(value['text'])}", f"「{name}」{joint}{japanese}：{setting.say(value['text'])}"
        )

    return word


def _deadline(service: ServiceView, setting: Setting) -> str:
    name, late = setting.say(service.name), setting.say(service.late)
    if not service.deadline:
        if late:
            return setting.pick(f"{name}: {late}", f"「{name}」：{late}")
        return setting.missing(service, "deadline", "batas waktu", "期限")
    text = setting.say(service.deadline["text"])
    first = setting.pick(f"Batas waktu {name}: {text}", f"「{name}」：{text}" if "期限" in text else f"「{name}」の期限：{text}")
    return "\n".join([first, late] if late else [first])


def _linked(field: str, indonesian: str, japanese: str) -> Callable[[ServiceView, Setting], str]:
    def word(service: ServiceView, setting: Setting) -> str:
        value: dict[str, Any] | None = getattr(service, field)
        if not value:
            return setting.missing(service, field, indonesian.lower(), japanese)
        name = setting.say(service.name)
        text = setting.pick(f"{indonesian} {name}: {setting.say(value['text'])}", f"「{name}」の{japanese}：{setting.say(value['text'])}")
        if (code := value.get("code")) and code not in text:
            text += setting.pick(f"\nNomor formulir: {code}", f"\n様式番号：{code}")
        return f"{text}\n{value['url']}" if value.get("url") and value["url"] not in text else text

    return word


def _legal_basis(service: ServiceView, setting: Setting) -> str:
    if not service.legal_basis:
        return setting.missing(service, "legal_basis", "dasar hukum", "根拠となる法令")
    name = setting.say(service.name)
    lines = [setting.pick(f"Dasar hukum {name}:", f"「{name}」の根拠となる法令：")]
    for basis in service.legal_basis:
        title = setting.say(basis.title)
        if setting.language == "id":
            lines.append(_indonesian_law(basis, title))
        else:
            lines.append(f"・{title}（{basis.number}）{basis.article}")
        if basis.url:
            lines.append(f"  {basis.url}")
    return "\n".join(lines)


def _indonesian_law(basis: LegalBasisView, title: str) -> str:
    """A law in one line; that of another country by its translated title, with its own number behind."""
    if title.startswith(basis.number):
        return f"• {title}"
    number = f"{basis.number}{f' {basis.article}' if basis.article else ''}"
    return f"• {number} tentang {title}" if basis.number.isascii() else f"• {title} ({number})"


def may_send_another(service: ServiceView) -> bool:
    """Whether the catalogue says what one brings who comes in place of another."""
    return any(g.get("applicant") == "proxy" for g in service.requirements)


def _who(service: ServiceView, setting: Setting) -> str:
    text = setting.say(service.who)
    if not text:
        return setting.missing(service, "who", "siapa yang boleh mengurus", "申請できる方")
    name = setting.say(service.name)
    japanese = f"「{name}」の届出ができる方：{text}" if name.endswith("届") else f"「{name}」を申請できる方：{text}"
    lines = [setting.pick(f"Siapa yang bisa mengurus {name}:\n{text}", japanese)]
    proxy = [g for g in service.requirements if g.get("applicant") == "proxy"]
    if proxy:
        items = setting.pick("; ", "、").join(setting.say(item) for item in proxy[0]["items"])
        lines.append(setting.pick(f"Kalau diwakilkan, siapkan: {items}.", f"代理の方が申請する場合に必要なもの：{items}"))
    return "\n".join(lines)


_WORDING: dict[str, Callable[[ServiceView, Setting], str]] = {
    "overview": _overview,
    "procedure": _procedure,
    "processing_time": _duration("processing_time", "Lama proses", "かかる日数"),
    "validity": _duration("validity", "Masa berlaku", "有効期間"),
    "deadline": _deadline,
    "fee": fee_text,
    "where": where_text,
    "hours": hours_text,
    "phone": phone_text,
    "online": _linked("online", "Cara online", "オンラインでの手続き"),
    "form": _linked("form", "Formulir", "申請書"),
    "legal_basis": _legal_basis,
    "who": _who,
}


def facet_text(service: ServiceView, facet: str, setting: Setting, variant: str | None = None, applicant: str | None = None) -> str:
    """The answer to one facet, beginning with a line that is the answer itself."""
    if facet == "requirements":
        return requirements_text(service, setting, variant, applicant)
    if facet == "who" and applicant in {"minor", "foreigner"} and any(g.get("applicant") == applicant for g in service.requirements):
        return f"{_who(service, setting)}\n{requirements_text(service, setting, variant, applicant)}"
    return _WORDING[facet](service, setting)


def in_short(service: ServiceView, facet: str, setting: Setting) -> str:
    """What the catalogue says of a deadline, fee, place or processing time, without the service's name; says so where it says nothing."""
    if facet == "fee":
        return short_fee(service, setting)
    stated: dict[str, Any] | None = getattr(service, facet)
    return setting.say((stated or {}).get("text")) or setting.pick(
        "Belum tercantum di data kami; tanyakan ke kantor yang melayani.", "こちらに情報がありません。窓口にご確認ください。"
    )


def has_facet(service: ServiceView, facet: str) -> bool:
    """Whether the catalogue holds this facet of the service."""
    if facet == "overview":
        return service.summary is not None
    if facet == "fee":
        return bool(service.fee_note) or any(fee.amount is not None for fee in service.fees)
    if facet == "hours":
        return any((service.where or {}).get(name) for name in ("hours", "offices"))
    return bool(getattr(service, facet))
