"""The list of services by subject, life events with their steps, and FAQ answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.answers.context import Setting
from bot.answers.facets import in_short
from bot.answers.labels import FACET_TITLES, facet_reply, person_reply, quick_reply, service_reply
from bot.answers.sources import titles_of
from bot.catalogue.views import FaqView, LifeEventView, ServiceView
from bot.replies import Link, QuickReply, Reply

CATEGORIES: dict[str, dict[str, str]] = {
    "identity": {"id": "Kartu identitas", "ja": "身分証・カード"},
    "family": {"id": "Keluarga & domisili", "ja": "家族・住民票・戸籍"},
    "marriage": {"id": "Nikah & cerai", "ja": "結婚・離婚"},
    "moving": {"id": "Pindah alamat", "ja": "引っ越し"},
    "police": {"id": "Kepolisian", "ja": "警察の証明"},
    "vehicle": {"id": "SIM & kendaraan", "ja": "運転免許・車"},
    "travel": {"id": "Paspor", "ja": "パスポート"},
    "business": {"id": "Usaha", "ja": "事業"},
    "building": {"id": "Bangunan", "ja": "建築"},
    "health": {"id": "Kesehatan", "ja": "健康・医療"},
    "tax": {"id": "Pajak", "ja": "税金"},
    "welfare": {"id": "Bantuan sosial", "ja": "福祉・生活支援"},
    "work": {"id": "Kerja", "ja": "仕事"},
    "child": {"id": "Anak", "ja": "子ども・子育て"},
    "pension": {"id": "Pensiun", "ja": "年金"},
    "care": {"id": "Lansia", "ja": "介護・高齢者"},
    "disaster": {"id": "Bencana", "ja": "災害"},
    "animal": {"id": "Hewan", "ja": "ペット"},
    "waste": {"id": "Sampah", "ja": "ごみ"},
    "outreach": {"id": "Layanan keliling & MPP", "ja": "出張窓口・サービス"},
}


def list_services(setting: Setting, category: str | None = None) -> Reply:
    """Without a category: the subjects and their services in one message. With one: its services as choices."""
    by_category: dict[str, list[str]] = {}
    for service in setting.agency.services.values():
        by_category.setdefault(service.category or "outreach", []).append(service.key)
    if category in by_category:
        services = [setting.agency.services[key] for key in by_category[category]]
        title = setting.say(CATEGORIES[category])
        lines = [f"{number}. {setting.say(s.name)}" for number, s in enumerate(services, start=1)]
        hint = setting.pick("Balas dengan nomornya untuk melihat penjelasannya.", "番号でお答えいただくと、ご説明します。")
        return Reply(
            "\n".join([f"{title}:", *lines, "", hint]),
            tuple(service_reply(s.key, s.short_name, setting.language) for s in services),
            numbered=True,
        )
    present = [name for name in CATEGORIES if name in by_category]
    head = setting.pick(
        f"Saya bisa memberi informasi tentang {len(setting.agency.services)} layanan di {setting.say(setting.agency.name)}. Pilih bidangnya:",
        f"{setting.say(setting.agency.name)}の{len(setting.agency.services)}件の手続きについてご案内できます。分野をお選びください。",
    )
    lines = [f"{number}. {setting.say(CATEGORIES[name])} ({len(by_category[name])})" for number, name in enumerate(present, start=1)]
    if setting.language == "ja":
        lines = [f"{number}. {setting.say(CATEGORIES[name])}（{len(by_category[name])}件）" for number, name in enumerate(present, start=1)]
    hint = setting.pick(
        "Balas dengan nomornya, atau langsung tuliskan pertanyaan Anda.", "番号でお答えいただくか、知りたいことをそのままお書きください。"
    )
    replies = tuple(quick_reply(CATEGORIES[name], {"type": "category", "category": name}, setting.language) for name in present)
    return Reply("\n".join([head, *lines, "", hint]), replies, numbered=True)


def life_event(event: LifeEventView, setting: Setting) -> Reply:
    """What to do, in order, each step with its hint; the services as choices."""
    lines = [setting.say(event.name)]
    if intro := setting.say(event.intro):
        lines.append(intro)
    for number, (key, hint) in enumerate(event.steps, start=1):
        service = setting.agency.services[key]
        lines.append(f"{number}. {setting.say(service.name)}")
        if text := setting.say(hint):
            lines.append(f"   {text}")
    lines += [
        "",
        setting.pick(
            "Balas dengan nomornya untuk melihat syarat dan caranya.", "番号をお送りいただければ、必要なものや手続きをご案内します。"
        ),
    ]
    replies = tuple(service_reply(key, setting.agency.services[key].short_name, setting.language) for key, _ in event.steps)
    return Reply("\n".join(lines), replies, numbered=True)


_OF_EVERY_STEP: dict[str, dict[str, str]] = {
    "deadline": {"id": "Batas waktu", "ja": "期限"},
    "fee": {"id": "Biaya", "ja": "手数料"},
    "where": {"id": "Tempat mengurus", "ja": "窓口"},
    "processing_time": {"id": "Lama proses", "ja": "かかる日数"},
}


_TERM = re.compile(r"\d+ ?(?:日|か月|年)以内|\b(?:[Dd]alam|[Pp]aling lambat) \d+ (?:hari|bulan|tahun)|\d+ hari\b")


def of_every_step(event: LifeEventView, facet: str, setting: Setting) -> Reply:
    """What is asked of all the steps of a life event that was just told, a line for each; the services as choices, as before."""
    title = setting.say(_OF_EVERY_STEP[facet])
    lines = [setting.pick(f"{title} — {setting.say(event.name)}:", f"{setting.say(event.name)}：{title}")]
    replies = []
    for number, (key, said) in enumerate(event.steps, start=1):
        service = setting.agency.services[key]
        # What the step says of its own term holds for the event; the service may have others, too.
        own = setting.say(said) if facet == "deadline" else ""
        lines += [f"{number}. {setting.say(service.name)}", f"   {own if _TERM.search(own) else in_short(service, facet, setting)}"]
        replies.append(service_reply(key, service.short_name, setting.language, [facet]))
    hint = setting.pick("Balas dengan nomornya untuk penjelasan lengkap.", "番号をお送りいただければ、詳しくご案内します。")
    return Reply("\n".join([*lines, "", hint]), tuple(replies), numbered=True)


def life_event_choices(setting: Setting) -> Reply:
    """Ask which life event it is."""
    events = list(setting.agency.life_events.values())
    lines = [f"{number}. {setting.say(event.name)}" for number, event in enumerate(events, start=1)]
    head = setting.pick("Peristiwa apa yang sedang Anda alami? Pilih salah satu:", "どのようなことがありましたか。お選びください。")
    replies: tuple[QuickReply, ...] = tuple(
        quick_reply(event.name, {"type": "life_event", "life_event": event.key}, setting.language) for event in events
    )
    return Reply("\n".join([head, *lines]), replies, numbered=True)


def faq(entry: FaqView, setting: Setting) -> Reply:
    """The staff's answer, with its source where one is given, its links, and what may be asked next as far as the agency offers it."""
    lines = [setting.say(entry.answer)]
    if entry.sources:
        titles = titles_of(entry.sources, setting)
        lines += ["", setting.pick(f"Sumber: {titles}.", f"出典：{titles}")]
    links = [Link(setting.say(link["title"]), setting.say(link["url"])) for link in entry.links]
    return Reply(
        "\n".join(lines),
        (*_next_choices(entry, setting), person_reply(setting.language)),
        tuple(link for link in links if link.title and link.url),
    )


def of_the_faq(entry: FaqView, told: Sequence[str], setting: Setting) -> Reply:
    """What an FAQ says of the single thing that is asked about its matter, and who knows more."""
    question = setting.say(entry.question)
    lines = [
        setting.pick(f"Tentang “{question}”:", f"「{question}」について："),
        *(setting.pick(f"• {line}", f"・{line}") for line in told),
    ]
    more = setting.pick(
        "Kami belum punya keterangan yang lebih rinci.", "これ以上の情報は、こちらにありません。", "これより くわしい ことは わかりません。"
    )
    return Reply("\n".join([*lines, "", more]), (*_next_choices(entry, setting), person_reply(setting.language)))


def no_more_of(entry: FaqView, setting: Setting, *, again: bool = False, meant: tuple[ServiceView, tuple[str, ...]] | None = None) -> Reply:
    """Nothing more is known of the matter of an FAQ; whom its answer names, knows. `again`: with the answer, which stands further above.

    `meant`: the service spoken of before, and the facets that may be asked of it.
    """
    question, known = setting.say(entry.question), setting.say(entry.answer)
    if again:
        text = setting.pick(
            f"Yang kami ketahui tentang “{question}”:\n\n{known}\n\n"
            "Kami belum punya keterangan yang lebih rinci. Untuk selebihnya, silakan tanyakan langsung ke instansi yang disebut di atas.",
            f"「{question}」について、こちらにある情報は次のとおりです。\n\n{known}\n\n"
            "これ以上の情報はこちらにありません。詳しくは、上の案内にある窓口に直接お問い合わせください。",
            f"「{question}」について わかるのは、次の ことです。\n\n{known}\n\nくわしい ことは、上に 書いた ところに 聞いてください。",
        )
    else:
        text = setting.pick(
            f"Maaf, tentang “{question}” kami belum punya keterangan yang lebih rinci. "
            "Silakan tanyakan langsung ke instansi yang disebut dalam jawaban tadi, atau tuliskan layanan lain yang ingin Anda ketahui.",
            f"申し訳ありません。「{question}」について、これ以上の情報はこちらにありません。先ほどの案内にある窓口に直接お問い合わせください。"
            "ほかの手続きについては、手続きの名前をお書きください。",
            f"すみません。「{question}」の くわしい ことは わかりません。さっき 書いた ところに 聞いてください。",
        )
    choices = tuple(_next_choices(entry, setting))
    if meant is not None:
        service, facets = meant
        name, asked = setting.say(service.name), setting.say(FACET_TITLES[facets[0]])
        text += setting.pick(
            f"\n\nKalau yang Anda maksud {name}, pilih “{asked}”.",
            f"\n\n「{name}」のことでしたら、「{asked}」をお選びください。",
            f"\n\n「{name}」の ことを 聞きたいときは、「{asked}」を 選んでください。",
        )
        choices = (facet_reply(service.key, facets[0], setting.language), *choices)
    return Reply(text, (*choices, person_reply(setting.language)))


def _next_choices(entry: FaqView, setting: Setting) -> Iterator[QuickReply]:
    """What staff offer next; a service that has been hidden, or an FAQ that is not answered now, would lead nowhere."""
    offered: dict[str, Mapping[str, Any]] = {
        "service": setting.agency.services,
        "faq": setting.agency.faq,
        "life_event": setting.agency.life_events,
    }
    for choice in entry.quick_replies:
        kind = next((name for name in offered if name in choice), None)
        if kind is None or choice[kind] not in offered[kind] or not setting.say(choice["title"]):
            continue
        payload: dict[str, Any] = {"type": kind, kind: choice[kind]}
        if kind == "service":
            payload["facets"] = [choice.get("facet", "overview")]
        yield quick_reply(choice["title"], payload, setting.language)
