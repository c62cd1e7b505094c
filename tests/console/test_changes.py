"""The record of changes: what it shows, to whom, and how it is filtered."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from bot.catalogue.models import Agency, Office
from bot.catalogue.store import store_service
from bot.console.difference import Changed, Piece, difference, text_difference
from bot.desk.models import CannedReply, DeskSettings, Unit
from bot.faq.models import Faq
from bot.staff import audit
from bot.staff.models import AuditEntry
from bot.staff.permissions import Role
from tests.console.people import agency, browser_of, person
from tests.desk import stored

PAGE = "/console/kota-uji/audit/"


def _read(user: User, **query: Any) -> str:
    answer: Any = browser_of(user).get(PAGE, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_each_change_stands_there_with_before_and_after(city: Agency) -> None:
    user = person(Role.REVIEWER, of=city)
    audit.record(user, city, "member.roles", "member", "budi@kota.example", {"roles": ["editor"]}, {"roles": ["editor", "analyst"]})
    page = _read(user)
    assert user.get_full_name() in page
    assert "Roles changed" in page
    assert '<ins><span class="unseen">added: </span>, Analyst</ins>' in page
    assert "<del>" not in page


@pytest.mark.parametrize(
    ("action", "kind", "states", "said"),
    [
        ("question.out_of_scope", "question", ("open", "out_of_scope"), "out of scope"),
        ("faq.submit_for_review", "faq", ("draft", "in_review"), "in review"),
    ],
)
def test_each_domains_states_are_told_in_words(action: str, kind: str, states: tuple[str, str], said: str, city: Agency) -> None:
    user = person(Role.REVIEWER, of=city)
    audit.record(user, city, action, kind, "1", {"state": states[0]}, {"state": states[1]})
    page = _read(user)
    assert said in page
    assert "_" not in "".join(re.findall(r"<(?:ins|del)>.*?</(?:ins|del)>", page))


def test_what_was_empty_and_is_empty_is_not_shown_as_a_change(city: Agency) -> None:
    user = person(Role.REVIEWER, of=city)
    audit.record(user, city, "faq.publish", "faq", "motor", None, {"question": {"id": "Di mana?"}, "tags": [], "valid_to": None})
    page = _read(user)
    assert "Di mana?" in page
    assert "<dt>Tags</dt>" not in page


def test_what_somebody_wrote_is_text_and_no_markup(city: Agency) -> None:
    user = person(Role.REVIEWER, of=city)
    audit.record(user, city, "member.roles", "member", "<b>x</b>", {"roles": ["<script>"]}, {"roles": ["<img>"]})
    page = _read(user)
    assert "<script>" not in page
    assert "<img>" not in page


def test_a_name_stays_when_the_account_is_gone(city: Agency) -> None:
    gone, reader = person(Role.EDITOR, of=city), person(Role.REVIEWER, of=city)
    name = gone.get_full_name()
    audit.record(gone, city, "account.password", "account", gone.username)
    gone.delete()
    assert name in _read(reader)


def test_another_agencys_changes_are_not_shown(city: Agency) -> None:
    user = person(Role.REVIEWER, of=city)
    audit.record(user, agency("kota-lain"), "member.roles", "member", "rahasia@kota.example")
    assert "rahasia@kota.example" not in _read(user)
    assert "Nothing has been changed yet" in _read(user)


def test_it_is_filtered_by_who_what_and_when(city: Agency) -> None:
    reader, ani, budi = person(Role.REVIEWER, of=city), person(of=city), person(of=city)
    audit.record(ani, city, "member.roles", "member", "satu@kota.example")
    audit.record(budi, city, "member.suspended", "member", "dua@kota.example")
    # 23:30 in Jakarta is the day before in UTC plus seven hours: the day counts as people there see it.
    late = dt.datetime(2026, 3, 9, 16, 30, tzinfo=dt.UTC)
    AuditEntry.objects.filter(target_key="satu@kota.example").update(at=late)

    def shown(**query: str) -> list[str]:
        page = _read(reader, **query)
        return [name for name in ("satu", "dua") if f"{name}@kota.example" in page]

    assert shown() == ["satu", "dua"]
    assert shown(who=ani.get_full_name().upper()) == ["satu"]
    assert shown(who=budi.username) == ["dua"]
    assert shown(what="member.suspended") == ["dua"]
    assert shown(since="2026-03-09", until="2026-03-09") == ["satu"]
    assert shown(since="2026-03-10") == (["dua"] if timezone.now() > late else [])
    assert shown(until="2026-03-08") == []
    assert "Enter a valid date." in _read(reader, since="yesterday")


def test_a_long_record_is_read_page_by_page(city: Agency) -> None:
    reader = person(Role.REVIEWER, of=city)
    for number in range(101):
        audit.record(reader, city, "member.roles", "member", f"nomor-{number:03d}")
    seen, page = [], browser_of(reader).get(PAGE)
    for _ in range(3):
        seen.append(page.content.decode().count("nomor-"))
        older = page.context["older"]
        page = browser_of(reader).get(f"{PAGE}?{older}") if older else page
    assert seen == [50, 50, 1]


def test_a_change_without_declared_words_is_refused(city: Agency) -> None:
    with pytest.raises(audit.UndeclaredAction):
        audit.record(None, city, "nobody.declared", "member", "x")


def test_only_what_differs_is_shown() -> None:
    # Fields that no domain has words for, so that they are called what they are.
    before = {"asked_in": {"north": "Berapa biaya?", "south": "料金は"}, "marks_given": ["a"], "is_done": True}
    after = {"asked_in": {"north": "Berapa tarif?", "south": "料金は"}, "marks_given": ["a", "b"], "is_done": False}
    assert [(one.label, "".join(f"[{piece.kind}:{piece.text}]" for piece in one.pieces)) for one in difference(before, after)] == [
        ("asked in › north", "[same:Berapa ][gone:biaya][new:tarif][same:?]"),
        ("marks given", "[same:a][new:, b]"),
        ("is done", "[gone:ya][same: → ][new:tidak]"),
    ]
    assert difference(None, {"a": 1}) == [Changed("a", (Piece("new", "1"),))]


def _told(before: Any, after: Any) -> dict[str, str]:
    return {one.label: "".join(f"[{piece.kind}:{piece.text}]" for piece in one.pieces) for one in difference(before, after)}


def test_a_row_put_between_others_is_the_only_change() -> None:
    sizes = [{"size": {"north": f"{litres} liter", "south": f"{litres}リットル"}, "price": litres} for litres in (45, 30, 15, 22)]
    ends = {**sizes[0], "until_when": "x"}
    coming = {"size": sizes[0]["size"], "price": 777}
    assert _told({"bags": sizes}, {"bags": [ends, coming, *sizes[1:]]}) == {
        "bags › 1 › until when": "[new:x]",
        "bags › 2 › size › north": "[new:45 liter]",
        "bags › 2 › size › south": "[new:45リットル]",
        "bags › 2 › price": "[new:777]",
    }


def test_a_row_that_is_gone_and_one_that_has_its_number_now_are_told_apart() -> None:
    before = [{"step": "Ambil nomor"}, {"step": "Isi formulir", "at_desk": "loket 1"}, {"step": "Bayar", "at_desk": "loket 2"}]
    after = [{"step": "Ambil nomor"}, {"step": "Bayar", "at_desk": "loket 3"}]
    assert _told({"way": before}, {"way": after}) == {
        "way › 2 (sebelumnya) › step": "[gone:Isi formulir]",
        "way › 2 (sebelumnya) › at desk": "[gone:loket 1]",
        "way › 2 › at desk": "[same:loket ][gone:2][new:3]",
    }
    assert _told({"way": before}, {"way": before[:2]}) == {"way › 3 › step": "[gone:Bayar]", "way › 3 › at desk": "[gone:loket 2]"}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("lama", {"north": "baru"}, {"said": "[gone:lama]", "said › north": "[new:baru]"}),
        ([], [{"north": "baru"}], {"said › 1 › north": "[new:baru]"}),
        ([{"north": "lama"}], None, {"said › 1 › north": "[gone:lama]"}),
        ([{"north": "lama"}, {"north": "sama"}], [{"north": "baru"}, {"north": "sama"}], {"said › 1 › north": "[gone:lama][new:baru]"}),
    ],
)
def test_nothing_is_lost_where_a_field_became_another_kind(before: Any, after: Any, said: dict[str, str]) -> None:
    assert _told({"said": before}, {"said": after}) == said


def test_rows_of_a_very_long_list_do_not_keep_a_page_waiting() -> None:
    before, after = ([{"number": n, "list": which} for n in range(3000)] for which in ("a", "b"))
    began = time.process_time()
    assert len(_told({"rows": before}, {"rows": after})) == 3000
    assert time.process_time() - began < 5


def test_japanese_is_compared_by_characters() -> None:
    assert list(text_difference("料金は300円です", "料金は350円です")) == [
        Piece("same", "料金は"),
        Piece("gone", "300"),
        Piece("new", "350"),
        Piece("same", "円です"),
    ]


def test_settings_of_the_training_are_told_in_words(city: Agency) -> None:
    user = person(Role.ADMINISTRATOR, of=city)
    audit.record(user, city, "training.settings", "training_settings", "", {"weekday": 6, "hour": 2}, {"weekday": 7, "hour": 14})
    page = re.sub(r"<[^>]+>", "", _read(user))
    for words in ("Sunday", "Every day", "02", "14"):
        assert words in page
    assert "6" not in page.split("Day of the week")[1].split("Hour")[0]


def _rows(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.split('<ol class="rows">')[1].split("</ol>")[0]))


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "removed: 30 November 2026 → added: 28 November 2026"),
        ("ja", "2026年11月30日 → 追加： 2026年11月28日"),
        ("id", "30 November 2026 → ditambahkan: 28 November 2026"),
    ],
)
def test_a_date_stands_whole_in_the_readers_form(language: str, shown: str, city: Agency) -> None:
    user = person(Role.REVIEWER, of=city)
    days = [{"provenance": {"verified_on": day}} for day in ("2026-11-30", "2026-11-28")]
    audit.record(user, city, "service.verify", "service", "skck", *days)
    client = browser_of(user)
    client.post("/console/language", {"language": language, "next": PAGE})
    rows = _rows(client.get(PAGE).content.decode())
    assert shown in rows
    assert "2026-11" not in rows


def test_an_entry_names_what_was_changed_and_leads_to_it(city: Agency) -> None:
    nation = agency("negara-uji")
    Agency.objects.filter(pk=city.pk).update(parent=nation)
    user = person(Role.REVIEWER, of=city)
    Faq.objects.create(agency=nation, key="parkir", question={"id": "Di mana parkir?"}, answer={"id": "Di basemen."}, published=True)
    audit.record(user, city, "faq.override_inherited", "faq", "parkir", {"owner": nation.key}, None)
    audit.record(user, city, "office.remove", "office", "loket-dua", {"name": {"id": "Loket Dua"}}, None)
    page = _read(user)
    assert '<a href="/console/kota-uji/faq/entry/parkir">Di mana parkir?</a>' in page
    assert "Whose answer" in page
    assert "owner" not in _rows(page)
    assert f"Whose answerremoved: {nation.name['id']}" in _rows(page)
    assert "Loket Dua" in _rows(page).split("Office removed")[1].split("·")[0]


def test_the_record_reads_the_names_with_as_many_queries_for_many_entries(city: Agency, django_assert_max_num_queries: Any) -> None:
    user = person(Role.REVIEWER, of=city)
    for number in range(30):
        Faq.objects.create(agency=city, key=f"tanya-{number}", question={"id": f"Tanya {number}?"}, answer={"id": "Ya."})
        audit.record(user, city, "faq.publish", "faq", f"tanya-{number}", None, {"version": 1})
    client = browser_of(user)
    with django_assert_max_num_queries(20):
        assert "Tanya 7?" in client.get(PAGE).content.decode()


def test_what_belongs_to_the_desk_is_named_in_words_with_the_way_to_it(city: Agency) -> None:
    user, operator = person(Role.ADMINISTRATOR, of=city), person(Role.OPERATOR, of=city)
    store_service(city, {"key": "ktp-baru", "category": "identity", "name": {"id": "KTP baru", "ja": "身分証"}})
    office = Office.objects.create(agency=city, key="mpp", name={"id": "Mal Pelayanan", "ja": "サービスモール"})
    helping = stored.unit(agency("kota-lain"), "capil")
    for of in (city, helping.agency):
        DeskSettings.objects.create(agency=of, enabled=True)
    desk = "/console/kota-uji/desk"
    client = browser_of(user)
    given = {
        "key": "capil",
        "name_id": "Loket Capil",
        "name_ja": "戸籍の窓口",
        "office": office.pk,
        "services": ["ktp-baru"],
        "languages": ["id"],
        "overflow_to": helping.pk,
        "overflow_after": "10",
        "d0_0_opens": "08:00",
        "d0_0_closes": "12:00",
        "days-TOTAL_FORMS": "1",
        "days-INITIAL_FORMS": "0",
        "days-0-day": "2026-12-25",
    }
    client.post(f"{desk}/units/new", given)
    unit = Unit.objects.get(agency=city, key="capil")
    client.post(f"{desk}/operators/{operator.pk}/", {"units": [unit.pk], "languages": ["ja"], "capacity": "3"})
    client.post(
        f"{desk}/answers/new",
        {"shortcut": "salam", "title_id": "Salam pembuka", "title_ja": "あいさつ", "text_id": "Halo.", "text_ja": "はい。"},
    )
    row = stored.handoff(city)
    client.post(f"{desk}/board/{row.pk}/assign", {"operator": operator.pk})
    page: str = client.get(PAGE).content.decode()
    shown = _rows(page)
    for link, name in (
        (f"{desk}/units/{unit.pk}/", "Loket Capil"),
        (f"{desk}/operators/{operator.pk}/", operator.get_full_name()),
        (f"{desk}/answers/{CannedReply.objects.get().pk}/", "Salam pembuka"),
        (f"{desk}/{row.pk}/", f"No. {row.pk}"),
    ):
        assert f'<a href="{link}">{name}</a>' in page
    named = ("KTP baru", "Mal Pelayanan", "Kota kota-lain: Bagian capil", "Mondayadded: 08:00-12:00", "25 December 2026")
    for words in (*named, "Indonesian", "Japanese"):
        assert words in shown
    for key in ("ktp-baru", "mpp", operator.username):
        assert key not in shown
    client.post(f"{desk}/units/{unit.pk}/remove")
    assert "Loket Capil" in _rows(client.get(PAGE).content.decode()).split("Unit removed")[1].split("·")[0]


def test_a_call_back_request_is_named_by_its_number_alone(city: Agency) -> None:
    user = person(Role.ADMINISTRATOR, of=city)
    row = stored.callback(city)
    audit.record(user, city, "callback.state", "callback", str(row.pk), {"state": "open"}, {"state": "not_reached"})
    page = browser_of(user).get(PAGE).content.decode()
    assert f'<a href="/console/kota-uji/desk/callbacks/">No. {row.pk}</a>' in page
    assert "Not reached" in page
