"""A service is written in parts, reviewed, published, and answered by the bot at once."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from bot.answers.context import Setting
from bot.answers.service_answer import answer
from bot.catalogue.editing import workflow
from bot.catalogue.editing.versions import standing
from bot.catalogue.merge import agency_view
from bot.catalogue.models import Agency, Fee, Service, ServiceVersion
from bot.desk.models import CannedReply
from bot.faq.models import Faq
from bot.staff.models import AuditEntry
from bot.staff.permissions import Role
from tests.console.catalogue.forms import fields_of, send
from tests.console.people import browser_of, person

AKTA = "/console/kota/catalogue/services/akta"


def said(facet: str, language: str = "id", service: str = "akta") -> str:
    view = agency_view("kota")
    return answer(view.services[service], (facet,), Setting(view, language, timezone.now())).text


def new_fee(client: Client, amount: int | str) -> str:
    page = client.get(f"{AKTA}/edit/fees").content.decode()
    fields = {**fields_of(page), "action": "override:fees"}
    fields = {**fields_of(client.post(f"{AKTA}/edit/fees", fields).content.decode()), "fees-rows-0-amount": str(amount)}
    fields["fees-rows-0-basis"] = "Perda 1/2026"
    answer: str = client.post(f"{AKTA}/edit/fees", {**fields, "action": "save"}, follow=True).content.decode()
    return answer


def publish(client: Client, **more: str) -> str:
    number = ServiceVersion.objects.filter(state__in=ServiceVersion.OPEN).latest("pk").number
    answer: str = client.post(f"{AKTA}/publish", {"number": number, **more}, follow=True).content.decode()
    return answer


def test_a_fee_that_is_changed_and_published_is_what_the_bot_says(desk: Client) -> None:
    assert "gratis" in said("fee")
    new_fee(desk, 25000)
    assert "gratis" in said("fee")
    assert "It is published." in publish(desk)
    assert "Rp25.000" in said("fee")
    assert "25,000ルピア" in said("fee", "ja")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("35.000", 35000), ("35,000", 35000), ("Rp35.000", 35000), ("Rp. 35.000,00", 35000), ("Rp 1.350.000,-", 1350000)),
        *(("３５０００", 35000), ("¥35,000", 35000), ("3,500円", 3500), ("35.000 rupiah", 35000), ("35 000", 35000), ("0", 0)),
    ],
)
def test_an_amount_is_read_as_people_write_it(desk: Client, town: Agency, written: str, meant: int) -> None:
    """A field for numbers took an Indonesian's 35.000 for thirty-five."""
    new_fee(desk, written)
    assert _fees()[0][0] == meant
    page = desk.get(f"{AKTA}/edit/fees").content.decode()
    assert fields_of(page)["fees-rows-0-amount"] == [str(meant)]
    assert 'type="number" name="fees-rows-0-amount"' not in page


@pytest.mark.parametrize(
    "written", ["35.50", "35.00", "3.5000", "35.000.5", "1.000,000", "-500", "gratis", "35.000-50.000", "99.000.000.000"]
)
def test_an_amount_that_could_mean_another_is_asked_about(desk: Client, town: Agency, written: str) -> None:
    page = new_fee(desk, written)
    assert standing(town, "akta").open is None
    assert "Write the amount in digits, for example 35000 or 35.000." in page or "less than or equal to 2000000000" in page
    assert fields_of(page)["fees-rows-0-amount"] == [written]


def test_a_city_states_only_what_differs(desk: Client, town: Agency) -> None:
    new_fee(desk, 25000)
    publish(desk)
    row = Service.objects.get(agency=town, key="akta")
    assert row.summary is None
    assert [fee.amount for fee in row.fees.all()] == [25000]
    assert (row.notes or {})["id"] == "Antre pagi."
    assert (agency_view("kota").services["akta"].summary or {})["id"] == "Bukti kelahiran."


def test_what_a_draft_would_change_is_compared_with_what_was_inherited(desk: Client) -> None:
    new_fee(desk, 25000)
    page = desk.get(AKTA).content.decode()
    changes = page[page.index("What would change") : page.index("</details>", page.index("What would change"))]
    assert re.findall("<dt>(.*?)</dt>", changes) == ["Fees › 1 › Amount", "Fees › 1 › Rule that sets it"]


def test_what_is_inherited_is_shown_without_fields_until_somebody_overrides_it(desk: Client) -> None:
    page = desk.get(f"{AKTA}/edit/basics").content.decode()
    assert "Bukti kelahiran." in page
    assert 'name="summary-id"' not in page
    fields = {**fields_of(page), "action": "override:summary"}
    opened = desk.post(f"{AKTA}/edit/basics", fields).content.decode()
    assert 'name="summary-id"' in opened
    assert 'name="product-id"' in opened
    assert not ServiceVersion.objects.filter(agency__key="kota", state="draft").exists()


def test_a_facet_goes_back_to_the_inherited_one(desk: Client, town: Agency) -> None:
    page = desk.get(f"{AKTA}/edit/requirements").content.decode()
    shown = desk.post(f"{AKTA}/edit/requirements", {**fields_of(page), "action": "inherit:requirements"}).content.decode()
    desk.post(f"{AKTA}/edit/requirements", {**fields_of(shown), "action": "save"})
    publish(desk)
    assert Service.objects.get(agency=town, key="akta").requirements is None
    assert "Surat lahir" in said("requirements")


def test_a_document_is_added_to_a_case_without_a_script(desk: Client) -> None:
    page = desk.get(f"{AKTA}/edit/requirements").content.decode()
    more = desk.post(f"{AKTA}/edit/requirements", {**fields_of(page), "action": "add:requirements-rows-0-items"}).content.decode()
    assert 'name="requirements-rows-0-items-2-id"' in more
    fields = {**fields_of(more), "requirements-rows-0-items-2-id": "KTP", "requirements-rows-0-items-2-ja": "身分証"}
    desk.post(f"{AKTA}/edit/requirements", {**fields, "action": "save"})
    publish(desk)
    assert "2. KTP" in said("requirements")
    assert "2. 身分証" in said("requirements", "ja")


def test_a_text_in_one_language_only_is_refused_next_to_its_field(desk: Client) -> None:
    page = send(desk, f"{AKTA}/edit/more", notes__id="Bawa pensil.", notes__ja="").content.decode()
    assert "Please write this in both languages." in page
    assert not ServiceVersion.objects.filter(agency__key="kota", state="draft").exists()


@pytest.mark.parametrize("number", ["3510123456780001", "1234-5678-9018", "NPWP 01.234.567.8-901.000"])
def test_somebodys_own_number_is_refused_next_to_its_field_and_not_even_kept_in_a_draft(desk: Client, number: str) -> None:
    texts = {"notes__id": f"Contoh NIK: {number}", "notes__ja": "例を見てください。"}
    page = send(desk, f"{AKTA}/edit/more", **texts).content.decode()
    assert re.search(r'<p class="error">Other notes › Indonesian: This looks like somebody&#x27;s own number', page)
    assert number in page, "what was typed stays"
    assert not ServiceVersion.objects.filter(source="staff").exists()
    typed = {"key": "layanan-baru", "category": "family", "name_id": f"Layanan {number}", "name_ja": "新しい手続き"}
    assert "somebody&#x27;s own number" in desk.post("/console/kota/catalogue/new", typed).content.decode()
    assert not AuditEntry.objects.filter(after__icontains=number[-6:]).exists()


def test_a_text_may_tell_how_an_office_is_reached_but_nobody_asks_for_a_service_by_that(desk: Client) -> None:
    reached = {"notes__id": "Telepon 0333-424172 dahulu.", "notes__ja": "先に電話0333-424172へ。"}
    assert send(desk, f"{AKTA}/edit/more", **reached).status_code == 302
    assert "It is published." in publish(desk)
    assert send(desk, f"{AKTA}/edit/phrases", aliases__id="akta\nakta 0812-3456-7890").status_code == 302
    assert "Please correct what is marked as an error" in publish(desk)


def test_saving_a_page_unchanged_makes_no_version(desk: Client) -> None:
    for part in ("basics", "requirements", "procedure", "times", "fees", "places", "law", "phrases", "more", "standard", "sources"):
        assert send(desk, f"{AKTA}/edit/{part}").status_code == 302, part
    assert not ServiceVersion.objects.filter(source="staff").exists()


def test_two_people_see_both_texts_and_keep_what_each_changed(desk: Client, editor: User) -> None:
    colleague = browser_of(editor)
    mine = fields_of(desk.get(f"{AKTA}/edit/more").content.decode())
    send(colleague, f"{AKTA}/edit/more", notes__id="Datang siang.", notes__ja="昼に来てください。")
    typed = {"notes-id": "Datang sore.", "notes-ja": "夕方に来てください。", "action": "save"}
    merging = desk.post(f"{AKTA}/edit/more", {**mine, **typed})
    page = merging.content.decode()
    assert merging.status_code == 409
    for text in ("Antre pagi.", "Datang siang.", "Datang sore."):
        assert text in page
    chosen = {**fields_of(page), "choice-notes-id": "theirs", "choice-notes-ja": "mine", "action": "merge"}
    assert desk.post(f"{AKTA}/edit/more", chosen).status_code == 302
    content = ServiceVersion.objects.get(state="draft").content
    assert content["notes"] == {"id": "Datang siang.", "ja": "夕方に来てください。"}


def test_what_two_people_added_to_a_list_of_words_is_kept_from_both(desk: Client, editor: User) -> None:
    mine = fields_of(desk.get(f"{AKTA}/edit/phrases").content.decode())
    held = mine["aliases-id"]
    lines = "\n".join(held) if isinstance(held, list) else held
    send(browser_of(editor), f"{AKTA}/edit/phrases", aliases__id=f"{lines}\nsurat bayi")
    typed = {"aliases-id": f"{lines}\nsurat anak", "action": "save"}
    page = desk.post(f"{AKTA}/edit/phrases", {**mine, **typed}).content.decode()
    assert "both can be kept" in page
    desk.post(f"{AKTA}/edit/phrases", {**fields_of(page), "action": "merge"})
    assert ServiceVersion.objects.get(state="draft").content["aliases"]["id"] == [*lines.splitlines(), "surat bayi", "surat anak"]


def test_what_two_people_changed_of_one_fee_is_kept_from_both(desk: Client, editor: User) -> None:
    new_fee(desk, 75000)
    mine = fields_of(desk.get(f"{AKTA}/edit/fees").content.decode())
    send(browser_of(editor), f"{AKTA}/edit/fees", fees__rows__0__label_id="Sekali terbit", fees__rows__0__label_ja="1通")
    page = desk.post(f"{AKTA}/edit/fees", {**mine, "fees-rows-0-amount": "80000", "action": "save"}).content.decode()
    assert "both can be kept" in page
    desk.post(f"{AKTA}/edit/fees", {**fields_of(page), "action": "merge"})
    fee = ServiceVersion.objects.get(state="draft").content["fees"][0]
    assert (fee["amount"], fee["label"]) == (80000, {"id": "Sekali terbit", "ja": "1通"})


def test_when_both_changed_one_amount_the_page_asks_and_names_what_is_what(desk: Client, editor: User) -> None:
    new_fee(desk, 75000)
    mine = fields_of(desk.get(f"{AKTA}/edit/fees").content.decode())
    send(browser_of(editor), f"{AKTA}/edit/fees", fees__rows__0__amount="90000")
    page = desk.post(f"{AKTA}/edit/fees", {**mine, "fees-rows-0-amount": "80000", "action": "save"}).content.decode()
    assert "choice-fees-" in page
    for amount in ("Rp75.000", "Rp80.000", "Rp90.000"):
        assert re.search(rf"<dt>[^<]*Amount</dt><dd>{amount}</dd>", page), amount


def test_different_facets_are_merged_without_a_question(desk: Client, editor: User) -> None:
    mine = fields_of(desk.get(f"{AKTA}/edit/phrases").content.decode())
    send(browser_of(editor), f"{AKTA}/edit/more", notes__id="Datang siang.", notes__ja="昼に来てください。")
    page = desk.post(f"{AKTA}/edit/phrases", {**mine, "aliases-id": "surat lahir\nakta bayi", "action": "save"}).content.decode()
    assert "both can be kept" in page
    desk.post(f"{AKTA}/edit/phrases", {**fields_of(page), "action": "merge"})
    content = ServiceVersion.objects.get(state="draft").content
    assert (content["notes"]["id"], content["aliases"]["id"]) == ("Datang siang.", ["surat lahir", "akta bayi"])


def test_phrases_that_are_added_take_away_no_inherited_one(desk: Client) -> None:
    path = "/console/kota/catalogue/services/kia"
    Service.objects.get(agency__key="negeri", key="kia").phrases.create(kind="alias", language="id", text="kartu anak")
    send(desk, f"{path}/edit/phrases", aliases__id="kartu bocah")
    page = desk.get(path).content.decode()
    assert "kartu bocah" in page
    assert "kartu anak" not in page


def test_two_people_who_are_the_first_to_write_about_an_inherited_service_are_asked_about_nothing(desk: Client, editor: User) -> None:
    """There is no version with which both began."""
    path = "/console/kota/catalogue/services/kia"
    mine = fields_of(desk.get(f"{path}/edit/phrases").content.decode())
    send(browser_of(editor), f"{path}/edit/more", notes__id="Datang siang.", notes__ja="昼に来てください。")
    page = desk.post(f"{path}/edit/phrases", {**mine, "aliases-id": "kartu bocah", "action": "save"}).content.decode()
    assert "both can be kept" in page
    desk.post(f"{path}/edit/phrases", {**fields_of(page), "action": "merge"})
    content = ServiceVersion.objects.get(agency__key="kota", service="kia", state="draft").content
    assert (content["notes"]["id"], content["aliases"]["id"]) == ("Datang siang.", ["kartu bocah"])


def test_what_the_agency_has_yet_to_tell_is_ticked_and_the_bot_says_so(desk: Client) -> None:
    assert "belum tercantum" in said("legal_basis", service="kia")
    path = "/console/kota/catalogue/services/kia"
    assert send(desk, f"{path}/edit/more", left_to_agency__left=["legal_basis"]).status_code == 302
    desk.post(f"{path}/publish", {"number": 1})
    assert "belum kami terima dari instansi yang menanganinya" in said("legal_basis", service="kia")
    page = desk.get(f"{path}/versions/1").content.decode()
    assert "Still to be filled in by your agency" in page
    assert "Legal basis" in page
    assert ServiceVersion.objects.get(agency__key="kota", service="kia").content["left_to_agency"] == ["legal_basis"]


def test_hours_are_written_in_words_in_both_languages(desk: Client) -> None:
    path = "/console/kota/catalogue/services/kia"
    texts = {"where__id": "Loket.", "where__ja": "窓口です。", "where__hours_id": "Pagi hari."}
    assert "Please write this in both languages." in send(desk, f"{path}/edit/places", **texts).content.decode()
    assert send(desk, f"{path}/edit/places", **texts, where__hours_ja="午前中です。").status_code == 302
    desk.post(f"{path}/publish", {"number": 1})
    assert "Pagi hari." in said("hours", service="kia")
    assert "午前中です。" in said("hours", "ja", service="kia")


def test_an_editor_asks_for_a_review_which_a_reviewer_returns_with_a_note(desk: Client, editor: User) -> None:
    writer = browser_of(editor)
    send(writer, f"{AKTA}/edit/more", notes__id="Datang siang.", notes__ja="昼に来てください。")
    number = ServiceVersion.objects.get(state="draft").number
    assert writer.post(f"{AKTA}/publish", {"number": number}).status_code == 403
    writer.post(f"{AKTA}/submit", {"number": number})
    assert "Please write what" in desk.post(f"{AKTA}/return", {"number": number, "note": " "}, follow=True).content.decode()
    desk.post(f"{AKTA}/return", {"number": number, "note": "Jam berapa?"})
    assert "Jam berapa?" in writer.get(AKTA).content.decode()
    assert "To be changed: Jam berapa?" in writer.get(f"{AKTA}/edit/more").content.decode()
    assert "already changed the state" in desk.post(f"{AKTA}/publish", {"number": number}, follow=True).content.decode()
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["service.save_draft", "service.submit_for_review", "service.return_to_author"]
    send(writer, f"{AKTA}/edit/more", notes__id="Datang jam 13.00.", notes__ja="13時に来てください。")
    assert "To be changed" not in writer.get(f"{AKTA}/edit/more").content.decode()


def test_what_does_not_agree_is_published_only_when_somebody_says_that_it_is_right(desk: Client) -> None:
    send(desk, f"{AKTA}/edit/more", notes__id="Tunggu 3 hari.", notes__ja="5日お待ちください。")
    refused = publish(desk)
    assert "Only the Indonesian text states: 3 hari" in refused
    assert "I have looked at what does not agree" in refused
    assert "It is published." in publish(desk, confirmed="yes")


def test_a_service_of_ones_own_needs_a_source_before_it_is_published(desk: Client) -> None:
    new = {"key": "parkir", "category": "vehicle", "name_id": "Izin parkir", "name_ja": "駐車許可"}
    assert desk.post("/console/kota/catalogue/new", new).status_code == 302
    path = "/console/kota/catalogue/services/parkir"
    refused = desk.post(f"{path}/publish", {"number": 1}).content.decode()
    assert "A service of your own needs this." in refused
    send(desk, f"{path}/edit/basics", summary__id="Untuk parkir.", summary__ja="駐車のためです。")
    sources = {"provenance__rows__0__title": "Perda 2/2026", "provenance__verified_on": "2026-11-01"}
    send(desk, f"{path}/edit/sources", **sources)
    desk.post(f"{path}/publish", {"number": 3})
    assert "Untuk parkir." in said("overview", service="parkir")


def test_a_key_that_is_taken_or_no_key_is_refused(desk: Client) -> None:
    for key, told in (("kia", "already uses this short name"), ("Izin Parkir", "lower-case letters")):
        new = {"key": key, "category": "vehicle", "name_id": "Izin parkir", "name_ja": "駐車許可"}
        assert told in desk.post("/console/kota/catalogue/new", new).content.decode()


def test_an_earlier_version_is_restored(desk: Client, town: Agency) -> None:
    send(desk, f"{AKTA}/edit/more", notes__id="Datang siang.", notes__ja="昼に来てください。")
    publish(desk)
    first = ServiceVersion.objects.filter(agency=town, service="akta").earliest("number")
    page = desk.get(f"{AKTA}/versions/2").content.decode()
    assert "<del>" in page
    desk.post(f"{AKTA}/versions/{first.number}/restore")
    publish(desk)
    assert (Service.objects.get(agency=town, key="akta").notes or {})["id"] == "Antre pagi."


def test_a_city_stops_offering_a_service_and_offers_it_again(desk: Client) -> None:
    path = "/console/kota/catalogue/services/kia"
    desk.post(f"{path}/offer", {"offered": "no"})
    desk.post(f"{path}/publish", {"number": 1})
    assert "kia" not in agency_view("kota").services
    desk.post(f"{path}/offer", {"offered": "yes"})
    desk.post(f"{path}/publish", {"number": 2})
    assert "kia" in agency_view("kota").services
    assert not Service.objects.filter(agency__key="kota", key="kia").exists()


def test_verified_today_moves_the_review_on_and_is_recorded(desk: Client, town: Agency) -> None:
    send(desk, f"{AKTA}/edit/more", notes__id="Datang siang.", notes__ja="昼に来てください。")
    desk.post(f"{AKTA}/verify")
    row = Service.objects.get(agency=town, key="akta")
    today = timezone.localdate(timezone=ZoneInfo(town.timezone))
    assert row.verified_on == today
    assert row.review_due is not None
    assert row.review_due > today + dt.timedelta(days=175)
    assert AuditEntry.objects.latest("pk").action == "service.verify"
    publish(desk)
    assert Service.objects.get(agency=town, key="akta").verified_on == today


def test_a_changed_fee_lists_what_still_mentions_the_old_amount(desk: Client, town: Agency) -> None:
    new_fee(desk, 75000)
    publish(desk)
    for key, answer_id, answer_ja in (("satu", "Bayar Rp75.000.", "7万5千ルピアです。"), ("dua", "Bayar Rp7.500.", "75000円です。")):
        Faq.objects.create(agency=town, key=key, question={"id": f"Tanya {key}", "ja": "質問"}, answer={"id": answer_id, "ja": answer_ja})
    new_fee_again = {"fees__rows__0__amount": "90000"}
    send(desk, f"{AKTA}/edit/fees", **new_fee_again)
    page = publish(desk)
    assert "Rp75.000" in page
    assert "Tanya satu" in page
    assert "7万5千ルピア" in page
    assert "Tanya dua" not in page
    assert f'href="/console/{town.key}/faq/entry/satu/edit"' in page
    assert "Answer · Indonesian" in page


def test_a_fee_where_nothing_was_charged_lists_what_still_says_that_it_is_free(desk: Client, town: Agency) -> None:
    new_fee(desk, 0)
    publish(desk)
    texts = {
        "satu": ("Apakah akta kelahiran gratis?", "Ya, tidak dipungut biaya."),
        "dua": ("Apakah wifi gratis?", "Ya, gratis."),
        "tiga": ("Di mana mengurus akta kelahiran?", "Di loket 3."),
    }
    for key, (asked, told) in texts.items():
        Faq.objects.create(agency=town, key=key, question={"id": asked, "ja": "質問"}, answer={"id": told, "ja": "回答"})
    prepared = {"id": "Akta kelahiran gratis.", "ja": "はい"}
    CannedReply.objects.create(agency=town, shortcut="akta", title={"id": "Akta", "ja": "証明書"}, text=prepared)
    send(desk, f"{AKTA}/edit/fees", fees__rows__0__amount="5000")
    page = publish(desk)
    assert "free of charge" in page
    assert f'href="/console/{town.key}/faq/entry/satu/edit"' in page
    assert "Akta kelahiran <mark>gratis</mark>." in page
    assert "faq/entry/dua" not in page
    assert "faq/entry/tiga" not in page


_RUPIAH = {
    "id": [
        *("Rp75.000", "Rp 75.000,00", "Rp. 75.000,-", "IDR 75.000", "Rp75,000", "75.000 rupiah"),
        *("75 ribu", "75rb", "75 rb", "75k", "75.000"),
        *("tujuh puluh lima ribu rupiah", "tujuh puluh lima ribu", "Rp75 ribu"),
        *("Rp50–75 ribu", "Rp75-100 ribu", "50 atau 75 ribu rupiah"),
    ],
    "ja": [
        "75,000ルピア",
        "７５，０００ルピア",
        "7万5千ルピア",
        "七万五千ルピア",
        "75.000ルピア",
        "Rp75.000",
        "75000 IDR",
        "50〜75千ルピア",
    ],
}
_YEN = {
    "id": ["300 yen", "¥300", "tiga ratus yen", "300, 500, atau 1.000 yen", "300-500 yen", "200 sampai 300 yen", "¥200, 300"],
    "ja": ["300円", "３００円", "三百円", "３百円", "三〇〇円", "￥300", "¥300", "３００〜５００円", "200・300・1,000円", "300または500円"],
}
_OTHER = {
    "id": [
        "Rp750.000",
        "175 ribu",
        "seratus tujuh puluh lima ribu rupiah",
        "75 hari",
        "nomor 75",
        "tahun 7500",
        "3.000 yen",
        "pukul 3.00",
        "300 lembar, 500 yen",
        "Rp300-500",
        "1.300 atau 500 yen",
    ],
    "ja": ["75円", "7500ルピア", "300ルピア", "3000円", "1300円", "300メートル", "75,000円を超える人", "1300〜1500円"],
}


@pytest.mark.parametrize(("amounts", "spelt"), [("IDR-75000", _RUPIAH), ("JPY-300", _YEN)])
def test_an_old_amount_is_found_however_it_is_written(desk: Client, town: Agency, amounts: str, spelt: dict[str, list[str]]) -> None:
    written = [(language, text) for language, texts in spelt.items() for text in texts]
    for number, (language, text) in enumerate(written):
        sentence = {language: f"Bayar {text} per lembar." if language == "id" else f"1通{text}です。"}
        Faq.objects.create(agency=town, key=f"faq-{number}", question={"id": f"Tanya {number}.", "ja": "質問"}, answer=sentence)
        CannedReply.objects.create(agency=town, shortcut=f"balas-{number}", title={"id": f"Siap {number}.", "ja": "回答"}, text=sentence)
    for number, (language, text) in enumerate((language, text) for language, texts in _OTHER.items() for text in texts):
        sentence = {language: f"Bayar {text} per lembar." if language == "id" else f"1通{text}です。"}
        Faq.objects.create(agency=town, key=f"lain-{number}", question={"id": "Soal lain", "ja": "別"}, answer=sentence)
    page = desk.get(f"{AKTA}/mentions?amount={amounts}").content.decode()
    missed = [text for number, (_language, text) in enumerate(written) if f"Tanya {number}." not in page or f"Siap {number}." not in page]
    assert not missed
    assert "Soal lain" not in page
    # As its author wrote it, in its sentence.
    marked = re.findall("<mark>([^<]+)</mark>", page)
    assert len(marked) == 2 * len(written)
    assert not [one for one in marked if not any(one in text for _language, text in written)]


def test_an_amount_far_into_a_text_is_shown_with_what_stands_around_it(desk: Client, town: Agency) -> None:
    long = {
        "id": f"{'Bawalah berkas Anda. ' * 40}Rp175.000 untuk paspor, dan Rp 75.000,- per lembar.",
        "ja": "ﾊﾟｽﾎﾟｰﾄの" * 60 + "手数料は７５，０００ルピアです。",
    }
    Faq.objects.create(agency=town, key="biaya", question={"id": "Biaya?", "ja": "質問"}, answer=long)
    page = desk.get(f"{AKTA}/mentions?amount=IDR-75000").content.decode()
    assert "Rp175.000 untuk paspor, dan <mark>Rp 75.000" in page
    assert "手数料は<mark>７５，０００ルピア</mark>です。" in page


def test_what_changes_about_a_fee_is_shown_as_people_write_amounts(desk: Client, town: Agency) -> None:
    new_fee(desk, 75000)
    publish(desk)
    send(desk, f"{AKTA}/edit/fees", fees__rows__0__amount="1250000")
    shown = desk.get(AKTA).content.decode()
    changes = re.sub(r"<[^>]+>", "", shown.split("What would change", 1)[1].split("</details>", 1)[0])
    assert "Rp75.000" in changes
    assert "Rp1.250.000" in changes
    assert "1250000" not in changes


def test_a_note_that_still_states_the_old_fee_must_be_looked_at_before_publishing(desk: Client, town: Agency) -> None:
    """Inherited from the nation, whose fee the city replaces by its own: the assistant would say both amounts."""
    above = Service.objects.get(agency=town.parent, key="akta")
    Fee.objects.filter(service=above).update(amount=30000)
    above.fee_note = {"id": "Rp30.000 untuk sekali penerbitan.", "ja": "1通30,000ルピアです。"}
    above.save()
    new_fee(desk, 35000)
    told = "This text still states Rp30.000, 30,000ルピア, an amount that is no longer charged with this change."
    assert told in desk.get(AKTA).content.decode()
    assert "I have looked at what does not agree" in publish(desk)
    assert "35.000" not in said("fee")
    assert "It is published." in publish(desk, confirmed="yes")
    assert told in desk.get(AKTA).content.decode()
    page = desk.get(f"{AKTA}/edit/fees").content.decode()
    fields = fields_of(desk.post(f"{AKTA}/edit/fees", {**fields_of(page), "action": "override:fee_note"}).content.decode())
    desk.post(
        f"{AKTA}/edit/fees", {**fields, "fee_note-id": "Rp35.000 sekali terbit.", "fee_note-ja": "1通35,000ルピアです。", "action": "save"}
    )
    assert told not in desk.get(AKTA).content.decode()
    assert "It is published." in publish(desk)


def test_an_amount_that_ends_only_later_is_told_with_its_last_day(desk: Client, town: Agency) -> None:
    new_fee(desk, 35000)
    publish(desk)
    row = Service.objects.get(agency=town, key="akta")
    row.fee_note = {"id": "Rp35.000 untuk sekali penerbitan.", "ja": "1通35,000ルピアです。"}
    row.save()
    last = timezone.localdate() + dt.timedelta(days=40)
    send(desk, f"{AKTA}/edit/fees", fees__rows__0__valid_to=last.isoformat())
    page = desk.get(AKTA).content.decode()
    with translation.override("en"):
        day = date_format(last, "j F Y")
    assert f"This text states Rp35.000, 35,000ルピア, an amount that is charged until {day} only; it must change by then." in page
    assert "no longer charged" not in page


def test_every_page_leads_back_to_the_list_of_old_amounts_until_somebody_is_done(desk: Client, town: Agency) -> None:
    Faq.objects.create(agency=town, key="satu", question={"id": "Tanya satu"}, answer={"id": "Bayar Rp75.000.", "ja": "払います。"})
    where = f"{AKTA}/mentions?amount=IDR-75000"
    back = f'href="{where}"'
    assert back not in desk.get("/console/kota/faq/entry/satu/edit").content.decode()
    assert back not in desk.get(where).content.decode()
    page = desk.get("/console/kota/faq/entry/satu/edit").content.decode()
    assert back in page
    assert "Rp75.000" in page.split("</nav>")[-2]
    assert back in desk.get(AKTA).content.decode()
    assert desk.post(f"{AKTA}/mentions").status_code == 302
    assert back not in desk.get(AKTA).content.decode()
    desk.get(where)
    Faq.objects.filter(key="satu").update(answer={"id": "Bayar Rp90.000."})
    assert "No text mentions an old amount" in desk.get(where).content.decode()
    assert back not in desk.get(AKTA).content.decode()


def test_a_fee_that_is_taken_back_leads_to_no_list_of_its_old_amount(desk: Client, town: Agency) -> None:
    new_fee(desk, 75000)
    publish(desk)
    new_fee(desk, 90000)
    publish(desk)
    where = f"{AKTA}/mentions?amount=IDR-75000"
    Faq.objects.create(agency=town, key="satu", question={"id": "Tanya satu"}, answer={"id": "Bayar Rp75.000.", "ja": "払います。"})
    desk.get(where)
    assert f'href="{where}"' in desk.get("/console/kota/faq/").content.decode()
    page: Any = desk.get(AKTA)
    done = desk.post(f"{AKTA}/undo-publish", {"number": page.context["taken_back"].number}, follow=True)
    assert "Taken back." in done.content.decode()
    assert f'href="{where}"' not in desk.get("/console/kota/faq/").content.decode()


def test_a_service_that_mentions_the_old_amount_is_opened_at_the_part_that_says_it(desk: Client, town: Agency) -> None:
    send(desk, f"{AKTA}/edit/more", notes__id="Bayar Rp75.000.", notes__ja="75000ルピアです。")
    publish(desk)
    assert f'href="{AKTA}/edit/more"' in desk.get(f"{AKTA}/mentions?amount=IDR-75000").content.decode()


def test_prepared_answers_that_mention_the_old_amount_are_listed_with_the_page_to_change_them(desk: Client, town: Agency) -> None:
    old = CannedReply.objects.create(
        agency=town, shortcut="biaya", title={"id": "Biaya akta", "ja": "手数料"}, text={"id": "Bayar Rp75.000."}
    )
    CannedReply.objects.create(agency=town, shortcut="lain", title={"id": "Soal lain", "ja": "別"}, text={"id": "Bayar Rp5.000."})
    where = f"{AKTA}/mentions?amount=IDR-75000"
    page = desk.get(where).content.decode()
    assert "Biaya akta" in page
    assert "Soal lain" not in page
    assert "/desk/answers/" not in page
    told = "Only an administrator can change prepared answers"
    assert told in page
    supervisor = browser_of(person(Role.ADMINISTRATOR, of=town))
    address = reverse("console:desk-canned-edit", args=[town.key, old.pk])
    page = supervisor.get(where).content.decode()
    assert f'href="{address}"' in page
    assert told not in page
    assert "Rp75.000" in supervisor.get(address).content.decode()


def test_an_inherited_faq_that_mentions_the_old_amount_leads_to_where_it_can_be_overridden(desk: Client, town: Agency) -> None:
    assert town.parent is not None
    for key, of in (("satu", town.parent), ("dua", town.parent), ("dua", town)):
        amount = "Rp75.000" if of == town.parent else "Rp90.000"
        Faq.objects.create(agency=of, key=key, question={"id": f"Tanya {key}"}, answer={"id": f"Bayar {amount}."})
    page = desk.get(f"{AKTA}/mentions?amount=IDR-75000").content.decode()
    assert f'href="/console/{town.key}/faq/entry/satu"' in page
    assert "Tanya dua" not in page


def test_the_live_check_names_the_service_that_has_a_word_already(desk: Client) -> None:
    answer = desk.post("/console/kota/catalogue/phrases", {"service": "kia", "aliases-id": "kartu bocah\nAKTE", "aliases-ja": "出生届"})
    page = answer.content.decode()
    assert "“AKTE” → " in page
    assert "出生届" in page
    assert "kartu bocah" not in page


def test_the_preview_words_the_draft_in_both_languages_on_both_platforms(desk: Client) -> None:
    new_fee(desk, 25000)
    page = desk.get(f"{AKTA}/preview?facet=fee").content.decode()
    assert page.count("Rp25.000") == 2
    assert page.count("25,000ルピア") == 2
    assert 'class="bubble telegram"' in page
    assert 'class="bubble whatsapp"' in page


def test_a_file_that_changes_waits_as_a_draft_when_staff_published_something_else(folder: object, desk: Client, town: Agency) -> None:
    from pathlib import Path

    from bot.catalogue.load import load_content
    from tests.catalogue.content import change

    assert isinstance(folder, Path)
    send(desk, f"{AKTA}/edit/more", notes__id="Datang siang.", notes__ja="昼に来てください。")
    publish(desk)
    change(folder, "catalogue/kota/akta.yml", "Antre pagi.", "Antre malam.")
    report = load_content(folder)
    assert (report.stored, report.kept) == ([], ["catalogue/kota/akta.yml"])
    assert (Service.objects.get(agency=town, key="akta").notes or {})["id"] == "Datang siang."
    waiting = ServiceVersion.objects.get(agency=town, state="draft")
    assert (waiting.source, waiting.content["notes"]["id"]) == ("file", "Antre malam.")
    assert "installation's files bring this" in desk.get(AKTA).content.decode()
    assert load_content(folder).kept == []
    load_content(folder, force=True)
    assert (Service.objects.get(agency=town, key="akta").notes or {})["id"] == "Antre malam."


def test_a_record_whose_file_has_gone_stays_when_staff_published_it(folder: object, desk: Client, town: Agency) -> None:
    from pathlib import Path

    from bot.catalogue.load import load_content

    assert isinstance(folder, Path)
    send(desk, f"{AKTA}/edit/more", notes__id="Datang siang.", notes__ja="昼に来てください。")
    publish(desk)
    (folder / "catalogue/kota/akta.yml").unlink()
    load_content(folder)
    assert Service.objects.filter(agency=town, key="akta").exists()


def test_nothing_but_an_open_version_can_be_published(town: Agency, reviewer: User) -> None:
    from bot.catalogue.editing.errors import WrongState

    version = ServiceVersion.objects.get(agency=town, service="akta")
    with pytest.raises(WrongState):
        workflow.publish(town, "akta", version.number, reviewer)


def test_a_published_change_is_taken_back_from_the_services_page(desk: Client, town: Agency) -> None:
    before = said("fee")
    new_fee(desk, 45_000)
    publish(desk)
    assert said("fee") != before
    page: Any = desk.get(f"{AKTA}")
    assert "Take this change back" in page.content.decode()
    number = page.context["taken_back"].number
    done: Any = desk.post(f"{AKTA}/undo-publish", {"number": number}, follow=True)
    assert "Taken back. The assistant answers as before" in done.content.decode()
    assert "Take this change back" not in done.content.decode()
    assert said("fee") == before
    assert standing(town, "akta").open is not None
    assert AuditEntry.objects.filter(agency=town, action="service.undo_publish").count() == 1
    again: Any = desk.post(f"{AKTA}/undo-publish", {"number": number}, follow=True)
    assert "A colleague has already changed the state of this version." in again.content.decode()


def _from(client: Client, amount: int, first: dt.date) -> str:
    answer: str = client.post(
        f"{AKTA}/edit/fees",
        {
            **fields_of(client.get(f"{AKTA}/edit/fees").content.decode()),
            "fees-rows-0-amount": str(amount),
            "fees-rows-0-valid_from": first.isoformat(),
            "action": "save",
        },
        follow=True,
    ).content.decode()
    return answer


def _fees() -> list[tuple[int | None, str | None, str | None]]:
    content = ServiceVersion.objects.filter(agency__key="kota", service="akta").latest("number").content
    return [(one["amount"], one.get("valid_from"), one.get("valid_to")) for one in content["fees"]]


def test_a_fee_whose_first_day_is_moved_into_the_future_leaves_todays_until_then(desk: Client, town: Agency) -> None:
    """Written over today's row, as somebody does who knows one amount and one day."""
    new_fee(desk, 25000)
    publish(desk)
    today = timezone.localdate()
    first = today + dt.timedelta(days=20)
    page = _from(desk, 40000, first)
    with translation.override("en"):
        last, begins = (date_format(day, "j F Y") for day in (first - dt.timedelta(days=1), first))
    assert f"Until {last} today&#x27;s fee goes on (Rp25.000)." in page
    assert "no longer charged" not in page
    assert "No fee is stated" not in page
    assert f"Until {last}" in page
    assert f"From {begins}" in page
    shown = desk.get(f"{AKTA}/preview?facet=fee").content.decode()
    assert "Rp25.000" in shown
    publish(desk)
    with translation.override("id"):
        assert f"Mulai {date_format(first, 'j F Y')}: Rp40.000." in said("fee")
    assert "Biaya Akta kelahiran: Rp25.000" in said("fee")
    assert "「出生証明書」の手数料は25,000ルピア" in said("fee", "ja")
    # Opened and saved once more, with another first day, nothing is charged twice and no day is left out.
    rows = fields_of(desk.get(f"{AKTA}/edit/fees").content.decode())
    for days in (30, 10):
        later = today + dt.timedelta(days=days)
        rows = fields_of(desk.get(f"{AKTA}/edit/fees").content.decode())
        desk.post(f"{AKTA}/edit/fees", {**rows, "fees-rows-1-valid_from": later.isoformat(), "action": "save"})
        assert _fees() == [(25000, None, (later - dt.timedelta(days=1)).isoformat()), (40000, later.isoformat(), None)]


def test_an_amount_without_a_first_day_is_told_to_leave_no_history(desk: Client, town: Agency) -> None:
    new_fee(desk, 25000)
    publish(desk)
    assert "New amount, new first day." in desk.get(f"{AKTA}/edit/fees").content.decode()
    send(desk, f"{AKTA}/edit/fees", fees__rows__0__amount="40000")
    told = "Rp25.000 is replaced as a mistake is, and leaves the fee history."
    assert told in desk.get(AKTA).content.decode()
    # With the day it stays, and nothing is told.
    send(desk, f"{AKTA}/edit/fees", fees__rows__0__valid_from=timezone.localdate().isoformat())
    page = desk.get(AKTA).content.decode()
    assert told not in page
    assert "Rp25.000" in page.split("Fees over time")[1]
    publish(desk)
    # An amount written over that of the same first day leaves nothing either.
    send(desk, f"{AKTA}/edit/fees", fees__rows__1__amount="45000")
    assert "Rp40.000 is replaced as a mistake is" in desk.get(AKTA).content.decode()


@pytest.mark.parametrize("days", [0, 40])
def test_a_fee_that_holds_already_leaves_the_former_one_as_history(desk: Client, town: Agency, days: int) -> None:
    new_fee(desk, 25000)
    publish(desk)
    first = timezone.localdate() - dt.timedelta(days=days)
    last = first - dt.timedelta(days=1)
    page = _from(desk, 40000, first)
    with translation.override("en"):
        assert f"Until {date_format(last, 'j F Y')} the former fee held (Rp25.000)." in page
    assert _fees() == [(25000, None, last.isoformat()), (40000, first.isoformat(), None)]
    # Whoever does not want it there takes it out, and it stays out.
    rows = fields_of(desk.get(f"{AKTA}/edit/fees").content.decode())
    desk.post(f"{AKTA}/edit/fees", {**rows, "fees-rows-0-DELETE": "on", "action": "save"})
    assert _fees() == [(40000, first.isoformat(), None)]
    desk.post(f"{AKTA}/edit/fees", {**rows, "version": str(_newest()), "action": "save"})
    assert _fees() == [(25000, None, last.isoformat()), (40000, first.isoformat(), None)]
    publish(desk)
    assert "Rp40.000" in said("fee")
    assert "Rp25.000" not in said("fee")
    assert "Rp25.000" in desk.get(AKTA).content.decode().split("Fees over time")[1]


def test_a_first_day_written_to_the_same_amount_makes_no_history(desk: Client, town: Agency) -> None:
    new_fee(desk, 25000)
    publish(desk)
    first = timezone.localdate() - dt.timedelta(days=40)
    _from(desk, 25000, first)
    assert _fees() == [(25000, first.isoformat(), None)]
    # Nor does another amount from the same day on: it corrects the one that was wrong.
    publish(desk)
    _from(desk, 26000, first)
    assert _fees() == [(26000, first.isoformat(), None)]


def _newest() -> int:
    number: int = ServiceVersion.objects.filter(agency__key="kota", service="akta").latest("number").number
    return number


def test_an_inherited_fee_goes_on_until_the_citys_own_begins(desk: Client, town: Agency) -> None:
    page = desk.get(f"{AKTA}/edit/fees").content.decode()
    fields = {**fields_of(page), "action": "override:fees"}
    fields = fields_of(desk.post(f"{AKTA}/edit/fees", fields).content.decode())
    first = timezone.localdate() + dt.timedelta(days=3)
    fields |= {"fees-rows-0-amount": "15000", "fees-rows-0-valid_from": first.isoformat(), "action": "save"}
    page = desk.post(f"{AKTA}/edit/fees", fields, follow=True).content.decode()
    assert "goes on (free of charge)" in page
    publish(desk)
    assert "gratis, tidak dipungut biaya" in said("fee")
    assert "Rp15.000" in said("fee")
    assert "Rp15.000" in said("overview")


def test_of_two_cases_only_the_one_that_changes_later_is_stated_twice(desk: Client, town: Agency) -> None:
    row = Service.objects.get(agency=town, key="akta")
    cases = ({"id": "Baru", "ja": "新規"}, {"id": "Hilang", "ja": "紛失"})
    for position, (label, amount) in enumerate(zip(cases, (10000, 20000), strict=True)):
        Fee.objects.create(service=row, position=position, amount=amount, currency="IDR", label=label)
    first = timezone.localdate() + dt.timedelta(days=5)
    rows = fields_of(desk.get(f"{AKTA}/edit/fees").content.decode())
    rows |= {"fees-rows-1-amount": "50000", "fees-rows-1-valid_from": first.isoformat(), "action": "save"}
    desk.post(f"{AKTA}/edit/fees", rows)
    assert sorted(_fees(), key=str) == [
        (10000, None, None),
        (20000, None, (first - dt.timedelta(days=1)).isoformat()),
        (50000, first.isoformat(), None),
    ]


def test_days_on_which_no_fee_is_stated_must_be_looked_at_before_publishing(desk: Client, town: Agency) -> None:
    new_fee(desk, 25000)
    publish(desk)
    today = timezone.localdate()
    send(desk, f"{AKTA}/edit/fees", fees__rows__0__valid_to=(today + dt.timedelta(days=2)).isoformat())
    fields = fields_of(desk.get(f"{AKTA}/edit/fees").content.decode())
    fields = fields_of(desk.post(f"{AKTA}/edit/fees", {**fields, "action": "add:fees-rows"}).content.decode())
    fields |= {
        "fees-rows-1-amount": "30000",
        "fees-rows-1-currency": "IDR",
        "fees-rows-1-valid_from": (today + dt.timedelta(days=9)).isoformat(),
    }
    page = desk.post(f"{AKTA}/edit/fees", {**fields, "action": "save"}, follow=True).content.decode()
    with translation.override("en"):
        first, last = (date_format(today + dt.timedelta(days=days), "j F Y") for days in (3, 8))
    assert f"From {first} to {last} no fee is stated" in page
    assert "I have looked at what does not agree" in publish(desk)


def test_plain_japanese_of_a_fee_and_of_a_law_is_not_lost_by_editing(desk: Client, town: Agency) -> None:
    """Their forms have no field for it; the cases stay the same ones all the same."""
    row = Service.objects.get(agency=town, key="akta")
    for position, (name, amount) in enumerate((("Baru", 10000), ("Hilang", 20000))):
        label = {"id": name, "ja": f"{name}の場合", "ja_easy": f"{name}の とき"}
        Fee.objects.create(service=row, position=position, amount=amount, currency="IDR", label=label)
    first = timezone.localdate() + dt.timedelta(days=5)
    rows = fields_of(desk.get(f"{AKTA}/edit/fees").content.decode())
    desk.post(f"{AKTA}/edit/fees", {**rows, "fees-rows-1-amount": "50000", "fees-rows-1-valid_from": first.isoformat(), "action": "save"})
    found = sorted(ServiceVersion.objects.latest("number").content["fees"], key=lambda fee: fee["amount"])
    assert [fee["amount"] for fee in found] == [10000, 20000, 50000]
    assert [fee["label"]["ja_easy"] for fee in found] == ["Baruの とき", "Hilangの とき", "Hilangの とき"]
    assert found[1]["valid_to"] == (first - dt.timedelta(days=1)).isoformat()
    rows = fields_of(desk.get(f"{AKTA}/edit/fees").content.decode())
    desk.post(f"{AKTA}/edit/fees", {**rows, "fees-rows-0-label_ja": "別の場合", "action": "save"})
    labels = [fee["label"] for fee in ServiceVersion.objects.latest("number").content["fees"]]
    assert [label["ja"] for label in labels] == ["別の場合", "Baruの場合", "Hilangの場合"]
    assert "ja_easy" not in labels[0]
