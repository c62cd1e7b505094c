"""Replies, notes and drafts: once, to the right person, and never lost."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk import ownership
from bot.desk.models import CannedReply, Duty, Handoff, InternalNote, Message, Unit
from tests.desk import stored

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def served(city: Agency, rina: User) -> Handoff:
    """A conversation that Rina serves."""
    row = stored.handoff(city)
    stored.claimed(row, rina)
    return row


def _reply(browser: Client, desk: str, row: Handoff, text: str, **fields: Any) -> Any:
    given = {"token": row.lease_token, "client_id": "0123456789abcdef", "text": text, **fields}
    return browser.post(f"{desk}/{row.pk}/reply", given, headers=SCRIPT)


def _sent(row: Handoff) -> list[Message]:
    return list(Message.objects.filter(conversation=row.conversation, author="operator"))


def test_a_reply_is_stored_once_however_often_it_is_sent(desk: str, rinas: Client, rina: User, served: Handoff) -> None:
    answers = [_reply(rinas, desk, served, "Baik, saya bantu.\r\nSebentar.") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    (message,) = _sent(served)
    assert (message.text, message.operator, message.status) == ("Baik, saya bantu.\nSebentar.", rina, "queued")
    assert f'id="message-{message.pk}"' in answers[2].content.decode()
    assert 'data-client="0123456789abcdef"' in answers[0].content.decode()


def test_a_long_text_is_neither_cut_by_the_field_nor_by_the_desk(desk: str, rinas: Client, served: Handoff) -> None:
    page = rinas.get(f"{desk}/{served.pk}/").content.decode()
    assert "maxlength" not in page.split('<textarea id="text"')[1].split(">")[0]
    text = "Penjelasan yang panjang. " * 400
    assert _reply(rinas, desk, served, text).status_code == 200
    assert [message.text for message in _sent(served)] == [text.strip()]
    too_long = "a" * 13_000
    assert rinas.post(f"{desk}/{served.pk}/draft", {"token": served.lease_token, "text": too_long}).status_code == 204
    served.refresh_from_db()
    assert served.draft == too_long


def test_two_replies_are_two(desk: str, rinas: Client, served: Handoff) -> None:
    _reply(rinas, desk, served, "Satu")
    _reply(rinas, desk, served, "Satu", client_id="fedcba9876543210")
    assert [message.text for message in _sent(served)] == ["Satu", "Satu"]


def test_it_works_without_scripts(desk: str, rinas: Client, served: Handoff) -> None:
    said = rinas.post(
        f"{desk}/{served.pk}/reply", {"token": served.lease_token, "client_id": "0123456789abcdef", "text": "Halo"}, follow=True
    ).content.decode()
    assert "Halo" in said
    assert [message.text for message in _sent(served)] == ["Halo"]


def test_whose_claim_is_over_sends_nothing_and_keeps_the_text(desk: str, rinas: Client, budi: User, city: Agency, served: Handoff) -> None:
    ownership.lapse_expired(timezone.now() + ownership.LEASE + dt.timedelta(seconds=1))
    stored.claimed(Handoff.objects.get(pk=served.pk), budi)
    answer = _reply(rinas, desk, served, "Terlambat")
    assert answer.status_code == 409
    assert "Budi serves this conversation now." in answer.content.decode()
    page = rinas.post(f"{desk}/{served.pk}/reply", {"token": served.lease_token, "client_id": "0123456789abcdef", "text": "Terlambat"})
    assert page.status_code == 409
    assert "Terlambat</textarea>" in page.content.decode()
    assert not _sent(served)


@pytest.mark.parametrize("token", ["", "0" * 32])
def test_nobody_writes_without_the_claim(desk: str, rinas: Client, served: Handoff, token: str) -> None:
    assert _reply(rinas, desk, served, "Halo", token=token).status_code == 409
    assert not _sent(served)


def test_a_colleague_cannot_write_with_somebody_elses_claim(desk: str, budis: Client, served: Handoff) -> None:
    assert _reply(budis, desk, served, "Halo").status_code == 409
    assert not _sent(served)


@pytest.mark.parametrize(("text", "said"), [("  ", "Write something first."), ("a" * 12_001, "too long")])
def test_what_cannot_be_sent_is_said_in_words(desk: str, rinas: Client, served: Handoff, text: str, said: str) -> None:
    answer = _reply(rinas, desk, served, text)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not _sent(served)


def test_links_go_along(desk: str, rinas: Client, served: Handoff) -> None:
    _reply(rinas, desk, served, "Lihat ini", link_title=["Formulir", ""], link_url=["https://kota.example/f.pdf", ""])
    (message,) = _sent(served)
    assert message.content["links"] == [{"title": "Formulir", "url": "https://kota.example/f.pdf"}]
    assert "https://kota.example/f.pdf" in rinas.get(f"{desk}/{served.pk}/").content.decode()


@pytest.mark.parametrize("address", ["http://kota.example", "javascript:alert(1)", "https://", "kota.example", "https://a b.example"])
def test_only_https_links_go_along(desk: str, rinas: Client, served: Handoff, address: str) -> None:
    answer = _reply(rinas, desk, served, "Lihat ini", link_title=["x"], link_url=[address])
    assert answer.status_code == 422
    assert "https://" in answer.content.decode()
    assert not _sent(served)


def test_a_failed_reply_says_why_and_is_sent_again(desk: str, rinas: Client, served: Handoff) -> None:
    _reply(rinas, desk, served, "Halo")
    Message.objects.filter(author="operator").update(status="failed", error_code="blocked", error="The citizen has blocked us.")
    said = rinas.get(f"{desk}/{served.pk}/").content.decode()
    assert "The citizen has blocked this service." in said
    assert "Send again" in said
    (message,) = _sent(served)
    rinas.post(f"{desk}/{served.pk}/retry", {"token": served.lease_token, "message": message.pk})
    message.refresh_from_db()
    assert (message.status, message.error) == ("queued", "")


def test_the_reason_of_a_failure_is_in_the_operators_language(desk: str, rinas: Client, served: Handoff) -> None:
    _reply(rinas, desk, served, "Halo")
    Message.objects.filter(author="operator").update(status="failed", error_code="400", error="Bad Request: message is too long")
    rinas.cookies["staff-language"] = "ja"
    said = rinas.get(f"{desk}/{served.pk}/").content.decode()
    assert "プラットフォームがこのメッセージを受け付けませんでした。" in said
    assert "Bad Request: message is too long" in said


def test_why_a_reply_waits_is_said_in_the_operators_language(desk: str, rinas: Client, served: Handoff) -> None:
    _reply(rinas, desk, served, "Halo")
    error = "Telegram asks for a pause, because too many messages were sent."
    Message.objects.filter(author="operator").update(status="errored", error_code="429", error=error)
    rinas.cookies["staff-language"] = "id"
    said = rinas.get(f"{desk}/{served.pk}/").content.decode()
    assert "Pesan ini akan terkirim sendiri begitu bisa" in said
    assert error not in said


@pytest.mark.parametrize(
    ("status", "words"), [("queued", "waiting to be sent"), ("sent", "sent"), ("delivered", "delivered"), ("read", "read")]
)
def test_delivery_stands_below_each_reply(desk: str, rinas: Client, served: Handoff, status: str, words: str) -> None:
    _reply(rinas, desk, served, "Halo")
    Message.objects.filter(author="operator").update(status=status)
    said = rinas.get(f"{desk}/{served.pk}/timeline?after=0").content.decode()
    assert f'<p class="ticks {status}">' in said
    assert words in said.split(f"ticks {status}")[1]


def test_what_the_bot_did_not_get_to_say_is_marked(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    row = stored.handoff(city)
    stored.answered(row.conversation, "Jawaban bot", status="queued")
    stored.claimed(row, rina)
    assert "not sent, because a person took over" in rinas.get(f"{desk}/{row.pk}/").content.decode()


def test_a_note_is_seen_by_colleagues_and_is_no_message(desk: str, rinas: Client, budis: Client, served: Handoff) -> None:
    before = Message.objects.count()
    budis.post(f"{desk}/{served.pk}/note", {"note": "Hati-hati, NIK 3512345678901234"})
    note = InternalNote.objects.get()
    assert note.text == "Hati-hati, NIK [***]"
    assert Message.objects.count() == before
    said = rinas.get(f"{desk}/{served.pk}/").content.decode()
    assert "Hati-hati" in said
    assert "The citizen does not see this." in said


def test_a_citizens_page_never_holds_a_note(desk: str, rinas: Client, served: Handoff) -> None:
    rinas.post(f"{desk}/{served.pk}/note", {"note": "Catatan rahasia"})
    from bot.webchat.history import messages_after

    shown = messages_after(str(served.conversation_id), 0)
    assert len(shown) == 2
    assert "Catatan rahasia" not in str(shown)


def test_an_empty_note_is_refused(desk: str, rinas: Client, served: Handoff) -> None:
    assert "Write something into the note first." in rinas.post(f"{desk}/{served.pk}/note", {"note": " "}, follow=True).content.decode()
    assert not InternalNote.objects.exists()


def test_a_draft_is_there_again_after_a_reload_and_for_who_comes_next(
    desk: str, rinas: Client, budis: Client, budi: User, served: Handoff
) -> None:
    assert rinas.post(f"{desk}/{served.pk}/draft", {"token": served.lease_token, "text": "Setengah kali"}).status_code == 204
    assert "Setengah kali</textarea>" in rinas.get(f"{desk}/{served.pk}/").content.decode()
    ownership.lapse_expired(timezone.now() + ownership.LEASE + dt.timedelta(seconds=1))
    stored.claimed(Handoff.objects.get(pk=served.pk), budi)
    assert "Setengah kali</textarea>" in budis.get(f"{desk}/{served.pk}/").content.decode()
    assert rinas.post(f"{desk}/{served.pk}/draft", {"token": served.lease_token, "text": "Lain"}).status_code == 409
    assert "Setengah kali</textarea>" in budis.get(f"{desk}/{served.pk}/").content.decode()


def test_a_reply_clears_the_draft(desk: str, rinas: Client, served: Handoff) -> None:
    rinas.post(f"{desk}/{served.pk}/draft", {"token": served.lease_token, "text": "Setengah kali"})
    _reply(rinas, desk, served, "Setengah kalimat")
    served.refresh_from_db()
    assert served.draft == ""


def test_prepared_answers_come_in_the_citizens_language_with_their_variables_filled(
    desk: str, rinas: Client, rina: User, city: Agency
) -> None:
    both = stored.canned(city, "salam", {"id": "Halo, saya {operator} dari {agency}.", "ja": "こんにちは、{agency}の{operator}です。"})
    stored.canned(city, "hanya-id", {"id": "Cuma bahasa Indonesia."})
    stored.canned(city, "layanan", {"id": "Tentang {service}.", "ja": "{service}について。"})
    row = stored.handoff(city, "教えてください", language="ja")
    stored.claimed(row, rina)
    rinas.cookies["staff-language"] = "id"
    said = rinas.get(f"{desk}/{row.pk}/").content.decode()
    assert "こんにちは、kota-uji市のRinaです。" in said
    assert "Halo, saya Rina dari Kota kota-uji." in said
    assert "Cuma bahasa Indonesia." not in said
    assert f'data-canned="{both.pk}">' in said
    assert 'disabled><span class="choice-name"><code>/layanan</code>' in said
    row.refresh_from_db()
    _reply(rinas, desk, row, "こんにちは", canned=[str(both.pk)])
    assert CannedReply.objects.get(pk=both.pk).used == 1


@pytest.mark.parametrize(
    ("citizen", "page", "duty", "warned"),
    [("ja", "id", [], True), ("ja", "ja", [], False), ("id", "id", [], False), ("ja", "id", ["ja"], False), ("id", "id", ["ja"], True)],
)
def test_free_text_is_marked_as_not_translated_where_the_languages_differ(
    desk: str, rinas: Client, rina: User, city: Agency, citizen: str, page: str, duty: list[str], warned: bool
) -> None:
    Duty.objects.create(user=rina, agency=city, languages=duty)
    row = stored.handoff(city, language=citizen)
    stored.claimed(row, rina)
    rinas.cookies["staff-language"] = page
    assert ('id="untranslated"' in rinas.get(f"{desk}/{row.pk}/").content.decode()) is warned


def _on_a_limited_platform(city: Agency, rina: User, heard: dt.timedelta, **settings: Any) -> Handoff:
    citizen = stored.contact(city, last_heard=timezone.now() - heard, **settings)
    row = stored.handoff(city, of=stored.conversation(city, channel="whatsapp", contact=citizen))
    stored.claimed(row, rina)
    return row


def test_the_platforms_window_is_a_clock(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    row = _on_a_limited_platform(city, rina, dt.timedelta(hours=1))
    said = rinas.get(f"{desk}/{row.pk}/").content.decode()
    assert "You can write freely until" in said
    # A decimal comma, as Indonesian has it, is no number to a script.
    for language in ("en", "id"):
        rinas.cookies["staff-language"] = language
        left = re.search(r'class="left" data-seconds="(\d+\.\d)"', rinas.get(f"{desk}/{row.pk}/").content.decode())
        assert left is not None
        assert 22.9 * 3600 < float(left[1]) <= 23 * 3600


def test_without_a_limit_there_is_no_clock(desk: str, rinas: Client, served: Handoff) -> None:
    assert "You can write freely until" not in rinas.get(f"{desk}/{served.pk}/").content.decode()


def test_when_the_window_is_over_only_a_template_can_be_sent(desk: str, rinas: Client, rina: User, city: Agency) -> None:
    template = "HX" + "0" * 32
    row = _on_a_limited_platform(city, rina, dt.timedelta(hours=25), templates={"answer": {"id": template}, "news": {"ja": template}})
    said = rinas.get(f"{desk}/{row.pk}/").content.decode()
    assert '<option value="answer">' in said
    assert '<option value="news">' not in said
    answer = _reply(rinas, desk, row, "Halo")
    assert answer.status_code == 422
    assert "takes no free text any more" in answer.content.decode()
    assert _reply(rinas, desk, row, "Halo", template="news").status_code == 422
    assert not _sent(row)
    assert _reply(rinas, desk, row, "Halo", template="answer").status_code == 200
    assert _sent(row)[0].content["purpose"] == "answer"


@pytest.mark.parametrize(("heard", "untold"), [(dt.timedelta(hours=25), True), (dt.timedelta(hours=1), False)])
def test_who_closes_or_passes_on_outside_the_window_reads_that_the_citizen_is_not_told(
    desk: str, rinas: Client, rina: User, city: Agency, heard: dt.timedelta, untold: bool
) -> None:
    words = "The citizen cannot be told in the chat now"
    unit = Unit.objects.create(agency=city, key="pajak", name={"id": "Pajak", "ja": "税"})
    closed, passed_on = (_on_a_limited_platform(city, rina, heard) for _ in range(2))
    assert (words in rinas.get(f"{desk}/{closed.pk}/").content.decode()) is untold
    for row, action, fields in (
        (closed, "close", {"outcome": "solved", "closing": "on"}),
        (passed_on, "transfer", {"to": f"unit:{unit.pk}"}),
    ):
        row.refresh_from_db()
        told = rinas.post(f"{desk}/{row.pk}/{action}", {"token": row.lease_token, **fields}, follow=True).content.decode()
        assert (words in told) is untold
        assert not _sent(row) or not untold


def test_when_the_window_is_over_and_there_is_no_template_nothing_can_be_written(
    desk: str, rinas: Client, rina: User, city: Agency
) -> None:
    row = _on_a_limited_platform(city, rina, dt.timedelta(hours=25))
    said = rinas.get(f"{desk}/{row.pk}/").content.decode()
    assert "No template is set up for this." in said
    assert 'id="reply-form"' not in said
