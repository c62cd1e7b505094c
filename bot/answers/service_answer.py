"""The whole answer about a service: the facets asked for, the source, and what one may want to know next."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.answers.context import Setting
from bot.answers.facets import facet_text, has_facet, may_send_another
from bot.answers.labels import FACET_TITLES, PERSON, facet_reply, menu_reply, person_reply, quick_reply, service_reply
from bot.answers.places import agency_phone, location_of, offices_of
from bot.answers.sources import titles_of
from bot.answers.to_the_point import ToThePoint
from bot.catalogue.views import FaqView, LifeEventView, ServiceView
from bot.languages import Localized, date
from bot.replies import Link, QuickReply, Reply

# What citizens ask next, most often first.
_NEXT = ("requirements", "fee", "where", "processing_time", "procedure", "deadline", "online", "validity", "form")


# So many facets are named of what can be told.
_TELLABLE = 5
# So many lines are read at a glance.
_AT_A_GLANCE = 3

# The fields of the catalogue that an answer about a facet draws on.
_FIELDS: dict[str, tuple[str, ...]] = {
    "overview": ("summary",),
    "fee": ("fees", "fee_note"),
    "hours": ("where",),
    "phone": ("where",),
    "deadline": ("deadline", "late"),
}


def _provenance(service: ServiceView, facets: tuple[str, ...]) -> list[dict[str, Any]]:
    """The provenance of what was answered, each once; that of the service where a facet is missing."""
    found = []
    for facet in facets:
        for field in _FIELDS.get(facet, (facet,)):
            provenance = service.facet_provenance.get(field)
            if provenance and provenance not in found:
                found.append(provenance)
    return found or ([service.provenance] if service.provenance else [])


def source_line(service: ServiceView, setting: Setting, facets: tuple[str, ...]) -> str:
    """The last small line: source and the day it was verified; says so when the review is overdue."""
    provenances = _provenance(service, facets)
    if not provenances:
        return ""
    titles = titles_of([source for p in provenances for source in p["sources"]], setting)
    day = date(min(dt.date.fromisoformat(p["verified_on"]) for p in provenances), setting.language)
    line = setting.pick(f"Sumber: {titles}. Diperiksa {day}.", f"出典：{titles}（{day}確認）")
    due = [p["review_due"] for p in provenances if p.get("review_due")]
    if due and dt.date.fromisoformat(min(due)) < setting.today:
        line += setting.pick(
            " Data ini sudah waktunya diperiksa ulang, mohon pastikan ke kantor.", "※見直しの時期を過ぎています。窓口でもご確認ください。"
        )
    return line


def next_choices(service: ServiceView, answered: tuple[str, ...], setting: Setting) -> tuple[QuickReply, ...]:
    """Up to three facets that were not asked for yet and that the catalogue can answer, and a person."""
    found = [facet for facet in _NEXT if facet not in answered and has_facet(service, facet)][:3]
    return (*(facet_reply(service.key, facet, setting.language) for facet in found), person_reply(setting.language))


def answer(
    service: ServiceView,
    facets: tuple[str, ...],
    setting: Setting,
    variant: str | None = None,
    applicant: str | None = None,
    *,
    first: ToThePoint | None = None,
    whether: bool = False,
) -> Reply:
    """Answer every facet asked for in one message.

    `first`: what the catalogue says of the very thing that it asks about. `whether`: it asks for yes or no.
    """
    wanted = tuple(dict.fromkeys(facets)) or ("overview",)
    parts = [facet_text(service, facet, setting, variant, applicant) for facet in wanted]
    if first is not None and first.enough:
        parts = []
    told = tuple(facet for facet in wanted if facet not in service.left_to_agency or has_facet(service, facet))
    if first is not None and not _reads_at_a_glance(parts, first):
        parts.insert(0, first.text)
        told = tuple(dict.fromkeys((*told, *first.facets)))
    if whether and applicant == "proxy" and "who" in wanted and may_send_another(service):
        parts.insert(0, setting.pick("Ya, bisa diwakilkan.", "はい、代理の方でもできます。", "はい、ほかの 人でも できます。"))
    parts.append(source_line(service, setting, told) if told else "")
    links = []
    for facet in wanted:
        value = getattr(service, facet, None) if facet in {"online", "form"} else None
        if value and value.get("url"):
            links.append(Link(setting.say(service.short_name), value["url"]))
    offices = offices_of(service, setting) if {"where", "hours"} & set(wanted) else []
    return Reply(
        text="\n\n".join(part for part in parts if part),
        quick_replies=next_choices(service, wanted, setting),
        links=tuple(links),
        location=location_of(offices, setting),
    )


def as_a_step(reply: Reply, event: LifeEventView, hint: Localized, setting: Setting) -> Reply:
    """The description of a service, and before it what is to be done of it in the life event that was told."""
    said, name = setting.say(hint), setting.say(event.name)
    return replace(reply, text=setting.pick(f"{name}: {said}\n\n{reply.text}", f"{name}：{said}\n\n{reply.text}"))


def _reads_at_a_glance(parts: list[str], first: ToThePoint) -> bool:
    """Whether the answer is so short that nobody has to look for the statement in it."""
    lines = [line for part in parts for line in part.splitlines()]
    return 0 < len(lines) <= _AT_A_GLANCE and all(any(said in line for line in lines) for said in first.statements)


_OF_ANOTHER = re.compile(r"wakil|kuasa|代理|委任|かわり|代わり|ほかの人|だれでも|誰でも")


def leaves_open_who_else(service: ServiceView, setting: Setting, applicant: str | None, facets: tuple[str, ...]) -> bool:
    """Whether it is asked who may come in place of another, and the catalogue does not say."""
    told = may_send_another(service) or _OF_ANOTHER.search(setting.say(service.who))
    return applicant == "proxy" and facets == ("who",) and not told


def contact(setting: Setting) -> Reply:
    """The agency's telephone and other ways to reach it."""
    return Reply(agency_phone(setting), (menu_reply(setting.language), person_reply(setting.language)))


def nothing_more(reply: Reply, setting: Setting) -> Reply:
    """An answer to a case of which the catalogue says nothing; a person may know."""
    sentence = setting.pick(
        "Untuk hal itu, kami belum punya keterangan khusus. Yang kami ketahui secara umum:",
        "申し訳ありません。その場合についての情報は、こちらにありません。参考までに、一般的なご案内です。",
        "すみません。その ことは わかりません。わかるのは、次の ことです。",
    )
    return replace(reply, text=f"{sentence}\n\n{reply.text}")


def not_known(service: ServiceView, setting: Setting) -> Reply:
    """Nothing is known of what is asked, and what is known in general was said or would be no answer: whom to ask, and what can be told."""
    told = [facet for facet in _NEXT if facet != "where" and has_facet(service, facet)][:_TELLABLE]
    name = setting.say(service.short_name) or setting.say(service.name)
    titles = [FACET_TITLES[facet][setting.language] for facet in told]
    place = setting.say((service.where or {}).get("text"))
    lines = [
        setting.pick(
            "Maaf, untuk hal itu kami tidak menemukan keterangan khusus di data kami. Silakan tanyakan langsung ke tempat layanannya.",
            "申し訳ありません。その点について、こちらには詳しい情報が見つかりませんでした。窓口に直接お問い合わせください。",
            "すみません。その ことは わかりません。窓口に 聞いてください。",
        )
    ]
    if place:
        lines.append(setting.pick(f"Tempat layanan {name}: {place}", f"「{name}」の窓口：{place}", f"「{name}」の 窓口：{place}"))
    if titles:
        listed = ", ".join(title.lower() for title in titles)
        lines.append(
            setting.pick(
                f"Yang dapat kami jelaskan tentang {name}: {listed}.",
                f"「{name}」について、次のことはご案内できます：{'、'.join(titles)}",
                f"「{name}」の ことで わかるのは、次の ことです：{'、'.join(titles)}",
            )
        )
    return Reply("\n".join(lines), next_choices(service, (), setting))


def choices(
    services: list[ServiceView],
    facets: tuple[str, ...],
    setting: Setting,
    variant: str | None = None,
    applicant: str | None = None,
    *,
    faq: Sequence[FaqView] = (),
) -> Reply:
    """One to four services to choose from, and questions that staff answer; the facets asked for come along."""
    replies = [
        service_reply(s.key, s.short_name, setting.language, list(facets), variant=variant, applicant=applicant) for s in services[:4]
    ]
    names = [setting.say(s.name) for s in services[:4]]
    replies += [quick_reply(entry.question, {"type": "faq", "faq": entry.key}, setting.language) for entry in faq]
    names += [setting.say(entry.question) for entry in faq]
    offered = len(names)
    if offered < 3:
        replies.append(person_reply(setting.language))
        names.append(setting.say(PERSON))
    listed = "\n".join(f"{number}. {name}" for number, name in enumerate(names, start=1))
    if faq:
        question = setting.pick("Apakah ini yang Anda maksud?", "お知りになりたいのは、次のことでしょうか。", "知りたいのは、これですか。")
    elif offered == 1:
        question = setting.pick("Apakah yang Anda maksud layanan ini?", "こちらの手続きのことでしょうか。", "この 手続きの ことですか。")
    else:
        question = setting.pick("Layanan mana yang Anda maksud?", "どの手続きのことでしょうか。", "どの 手続きの ことですか。")
    hint = setting.pick(
        "Balas dengan nomornya, atau tuliskan lebih lengkap.",
        "番号でお答えいただくか、もう少し詳しくお書きください。",
        "番号で 答えてください。または、もう少し くわしく 書いてください。",
    )
    return Reply(f"{question}\n{listed}\n\n{hint}", tuple(replies), numbered=True)


def ask_back(facets: tuple[str, ...], examples: list[ServiceView], setting: Setting) -> Reply:
    """Ask which service is meant, with a few that are often asked for; it may also be one that nobody has entered."""
    replies = tuple(service_reply(s.key, s.short_name, setting.language, list(facets)) for s in examples[:3])
    names = [setting.say(s.short_name) for s in examples[:3]]
    such_as = ", misalnya " + ", ".join(f"“{name}”" for name in names) if names else ""
    like = "".join(f"「{name}」" for name in names) + "のように、" if names else ""
    text = setting.pick(
        f"Maaf, saya belum tahu layanan mana yang Anda maksud. Mohon tuliskan nama layanan atau dokumennya{such_as}. "
        "Bisa jadi layanan itu belum ada di data kami.",
        f"申し訳ありません。どの手続きのことか、わかりませんでした。{like}手続きや書類の名前、またはお困りのことをお書きください。"
        "こちらに情報がない手続きの場合もあります。",
        f"すみません。どの 手続きか、わかりません。{like}手続きの 名前か、こまっている ことを 書いてください。",
    )
    return Reply(text, (*replies, menu_reply(setting.language)))
