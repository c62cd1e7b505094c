"""Short titles for buttons and first lines; a title for a button has at most 20 characters (the narrowest platform's limit)."""

from __future__ import annotations

from typing import Any

from bot.languages import Localized, say
from bot.replies import QuickReply

FACET_TITLES: dict[str, dict[str, str]] = {
    "overview": {"id": "Penjelasan", "ja": "概要"},
    "requirements": {"id": "Syarat", "ja": "必要なもの"},
    "procedure": {"id": "Cara mengurus", "ja": "手続きの流れ"},
    "processing_time": {"id": "Lama proses", "ja": "かかる日数"},
    "deadline": {"id": "Batas waktu", "ja": "期限"},
    "fee": {"id": "Biaya", "ja": "手数料"},
    "where": {"id": "Lokasi", "ja": "窓口"},
    "hours": {"id": "Jam buka", "ja": "受付時間"},
    "online": {"id": "Cara online", "ja": "オンライン"},
    "legal_basis": {"id": "Dasar hukum", "ja": "根拠となる法令"},
    "form": {"id": "Formulir", "ja": "申請書"},
    "who": {"id": "Siapa yang bisa", "ja": "申請できる方"},
    "validity": {"id": "Masa berlaku", "ja": "有効期間"},
}
APPLICANT_LABELS: dict[str, dict[str, str]] = {
    "self": {"id": "diurus sendiri", "ja": "本人が申請する場合"},
    "proxy": {"id": "diwakilkan", "ja": "代理の方が申請する場合"},
    "minor": {"id": "untuk anak", "ja": "子どもの場合"},
    "foreigner": {"id": "untuk warga negara asing", "ja": "外国籍の方の場合"},
}
VARIANT_LABELS: dict[str, dict[str, str]] = {
    "new": {"id": "pembuatan baru", "ja": "新しく申請する場合"},
    "lost": {"id": "hilang", "ja": "なくした場合"},
    "damaged": {"id": "rusak", "ja": "壊れた場合"},
    "change": {"id": "perubahan data", "ja": "内容が変わった場合"},
    "add": {"id": "menambah anggota", "ja": "追加する場合"},
    "remove": {"id": "mengurangi anggota", "ja": "外す場合"},
    "late": {"id": "terlambat", "ja": "期限を過ぎた場合"},
    "abroad": {"id": "di luar negeri", "ja": "海外の場合"},
    "renewal": {"id": "perpanjangan", "ja": "更新する場合"},
    "online": {"id": "lewat online", "ja": "オンラインの場合"},
    "mail": {"id": "lewat pos", "ja": "郵送の場合"},
}
PERSON_INTENT = "speak_to_person"
PERSON: Localized = {"id": "Bicara dgn petugas", "ja": "職員に相談する"}
MENU: Localized = {"id": "Daftar layanan", "ja": "手続きの一覧"}


def opinion_replies(language: str) -> tuple[QuickReply, QuickReply]:
    """Whether the answers helped, for the moments at which a citizen is done."""
    return (
        quick_reply({"id": "Membantu", "ja": "役に立った"}, {"type": "intent", "intent": "feedback", "extra": {"helpful": True}}, language),
        quick_reply(
            {"id": "Kurang membantu", "ja": "役に立たなかった"},
            {"type": "intent", "intent": "feedback", "extra": {"helpful": False}},
            language,
        ),
    )


def quick_reply(titles: Localized, payload: dict[str, Any], language: str) -> QuickReply:
    """A quick reply with the title in the citizen's language; the other language's title is understood as well when typed."""
    other = "id" if language == "ja" else "ja"
    return QuickReply(say(titles, language), payload, say(titles, other))


def facet_reply(service: str, facet: str, language: str) -> QuickReply:
    """A quick reply that asks for one facet of a service."""
    return quick_reply(FACET_TITLES[facet], {"type": "service", "service": service, "facets": [facet]}, language)


def service_reply(service: str, short_name: Localized, language: str, facets: list[str] | None = None, **case: Any) -> QuickReply:
    """A quick reply that names a service; `facets` are the ones that were asked for before it was clear which service."""
    payload: dict[str, Any] = {"type": "service", "service": service, "facets": facets or ["overview"]}
    payload.update({name: value for name, value in case.items() if value})
    return quick_reply(short_name, payload, language)


def person_reply(language: str, reason: str = "") -> QuickReply:
    """A quick reply that asks for a person; `reason` is one of the desk's, where it is another than that somebody asked."""
    payload: dict[str, Any] = {"type": "intent", "intent": PERSON_INTENT}
    return quick_reply(PERSON, {**payload, "extra": {"reason": reason}} if reason else payload, language)


def menu_reply(language: str) -> QuickReply:
    """A quick reply that opens the list of services."""
    return quick_reply(MENU, {"type": "intent", "intent": "list_services"}, language)
