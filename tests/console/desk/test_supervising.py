"""What supervisors see and set: the live board, statistics, settings, units, operators, prepared answers."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk import presence
from bot.desk.models import CannedReply, DeskSettings, Duty, Handoff, HandoffEvent, Unit
from bot.staff.models import AuditEntry
from tests.console.people import agency, person
from tests.desk import stored


def _get(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_board_tells_what_is_late_and_who_serves_how_many(desk: str, supervisor: Client, rina: User, budi: User, city: Agency) -> None:
    Duty.objects.create(user=rina, agency=city, available=True, seen=timezone.now(), capacity=1)
    stored.handoff(city, waiting_since=timezone.now() - dt.timedelta(minutes=25, seconds=3))
    stored.claimed(stored.handoff(city), rina)
    said = _get(supervisor, f"{desk}/board/")
    assert "1 citizen has waited for longer than promised." in said
    assert "25 minutes" in said
    row = said.split("<strong>Rina</strong>")[1].split("</li>")[0]
    assert "On duty" in row
    assert "serves 1 of 1" in row
    assert "full" in row
    assert "Not there" in said.split("<strong>Budi</strong>")[1].split("</li>")[0]


def test_the_board_tells_why_and_for_which_unit_somebody_waits(desk: str, supervisor: Client, city: Agency) -> None:
    stored.handoff(city, "Bunyi pertanyaan", unit=stored.unit(city, "capil"), reason="complaint")
    stored.handoff(city, "Tanpa bagian")
    page = supervisor.get(f"{desk}/board/").content.decode()
    row = page[page.index("Bunyi pertanyaan") :]
    assert "Complains" in row
    assert "Bagian capil" in row
    assert "no unit" in row


def test_the_board_says_that_the_group_cannot_be_written_to(desk: str, supervisor: Client, city: Agency) -> None:
    words = "nothing can be written in the Telegram group"
    assert words not in _get(supervisor, f"{desk}/board/")
    DeskSettings.objects.update_or_create(agency=city, defaults={"telegram_group": "-100123", "group_lost_at": timezone.now()})
    assert words in _get(supervisor, f"{desk}/board/")


def test_the_board_marks_what_another_unit_is_asked_for_too(desk: str, supervisor: Client, city: Agency) -> None:
    helped = stored.unit(city, "capil", overflow_to=stored.unit(city, "bantu"), overflow_after=5)
    stored.handoff(city, "Baru datang", unit=helped)
    stored.handoff(city, "Sudah lama", unit=helped, waiting_since=timezone.now() - dt.timedelta(minutes=6))
    page = _get(supervisor, f"{desk}/board/")
    rows = {one.split("</a>")[0].rpartition(">")[2]: one for one in page.split('<li class="case-row">')[1:]}
    assert "Bagian bantu is asked, too" in rows["Sudah lama"]
    assert "is asked, too" not in rows["Baru datang"]


def test_a_supervisor_gives_a_conversation_to_somebody_whoever_has_it(
    desk: str, supervisor: Client, rina: User, budi: User, city: Agency
) -> None:
    row = stored.handoff(city)
    stored.claimed(row, rina)
    said = supervisor.post(f"{desk}/board/{row.pk}/assign", {"operator": budi.pk}, follow=True).content.decode()
    assert "is given to Budi" in said
    row.refresh_from_db()
    assert row.operator == budi
    assert HandoffEvent.objects.filter(handoff=row, kind="transferred", by_name="Sari").exists()
    entry = AuditEntry.objects.get(action="desk.reassigned")
    assert (entry.before, entry.after) == ({"operator": "Rina"}, {"operator": "Budi"})


def test_what_was_given_out_of_the_queue_counts_as_served_once_it_is_opened(
    desk: str, supervisor: Client, rinas: Client, rina: User, city: Agency
) -> None:
    row = stored.handoff(city, waiting_since=timezone.now() - dt.timedelta(minutes=7))
    supervisor.post(f"{desk}/board/{row.pk}/assign", {"operator": rina.pk})
    row.refresh_from_db()
    assert row.claimed_at is None
    rinas.get(f"{desk}/{row.pk}/")
    row.refresh_from_db()
    assert row.claimed_at is not None


def test_whoever_gives_sees_who_is_not_there(desk: str, supervisor: Client, rina: User, budi: User, city: Agency) -> None:
    now = timezone.now()
    Duty.objects.create(user=rina, agency=city, available=True, seen=now)
    Duty.objects.create(user=budi, agency=city, available=True, seen=now - dt.timedelta(minutes=5))
    stored.handoff(city)
    page = _get(supervisor, f"{desk}/board/")
    assert "(0/5)</option>" in page
    assert "(not there, 0/5)</option>" in page


def test_nobody_from_outside_is_given_a_conversation(desk: str, supervisor: Client, city: Agency) -> None:
    row = stored.handoff(city)
    outsider = person()
    said = supervisor.post(f"{desk}/board/{row.pk}/assign", {"operator": outsider.pk}, follow=True).content.decode()
    assert "Choose somebody who serves at this desk." in said
    row.refresh_from_db()
    assert row.state == "waiting"


def test_the_board_costs_as_many_queries_with_many_rows_as_with_few(
    desk: str, supervisor: Client, rina: User, city: Agency, django_assert_max_num_queries: Any
) -> None:
    for _ in range(15):
        person_row = stored.handoff(city)
        stored.claimed(person_row, rina)
    _get(supervisor, f"{desk}/board/")
    with django_assert_max_num_queries(21):
        _get(supervisor, f"{desk}/board/")


def _served(city: Agency, began: dt.datetime, answered: int, ended: int, **fields: Any) -> Handoff:
    row = stored.handoff(city, waiting_since=began, state="closed", outcome="solved", **fields)
    times = {"first_reply_at": began + dt.timedelta(minutes=answered), "ended_at": began + dt.timedelta(minutes=ended)}
    Handoff.objects.filter(pk=row.pk).update(claimed_at=began, **times)
    return row


def test_statistics_tell_medians_and_nine_of_ten_for_each_unit(desk: str, supervisor: Client, city: Agency) -> None:
    unit = stored.unit(city, "akta")
    began = timezone.now() - dt.timedelta(days=1)
    for minutes in range(1, 11):
        _served(city, began, minutes, 20, unit=unit, satisfaction=4)
    _served(city, began, 90, 100, reason="reopened")
    stored.handoff(city, waiting_since=began, state="left", ended_at=began)
    answer = supervisor.get(f"{desk}/statistics/download?table=units&format=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[1] == "Bagian akta,10,10,0,0,5.5,9.0,20.0,4.0,10"
    assert lines[2] == "Without a unit,2,1,1,1,90.0,90.0,100.0,,0"
    assert "Bagian akta" in _get(supervisor, f"{desk}/statistics/")


def test_the_same_figure_stands_in_the_table_and_above_it(desk: str, supervisor: Client, city: Agency) -> None:
    began = timezone.now() - dt.timedelta(days=1)
    for satisfaction in (4, 4, 4, 3):
        _served(city, began, 5, 20, satisfaction=satisfaction)
    page = _get(supervisor, f"{desk}/statistics/")
    assert "<dd>3.8</dd>" in page
    assert page.count('data-label="Satisfaction (1 to 5)">3.8</td>') == 2


def test_statistics_are_cut_at_midnight_of_the_agencys_clock(desk: str, supervisor: Client, city: Agency) -> None:
    jakarta = dt.timezone(dt.timedelta(hours=7))
    _served(city, dt.datetime(2026, 3, 1, 0, 30, tzinfo=jakarta), 5, 9)
    _served(city, dt.datetime(2026, 2, 28, 23, 30, tzinfo=jakarta), 5, 9)
    path = f"{desk}/statistics/download?table=days&period=month&month=2026-03&format="
    assert [line.split(",")[0] for line in supervisor.get(path + "csv").content.decode("utf-8-sig").splitlines()[1:]] == ["2026-03-01"]
    sheet = openpyxl.load_workbook(io.BytesIO(supervisor.get(path + "xlsx").content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:2] == [dt.datetime(2026, 3, 1), 1]
    assert sheet["A2"].is_date
    assert ";5,0;" in supervisor.get(path + "csv-semicolon").content.decode()
    assert "1 March 2026" in _get(supervisor, f"{desk}/statistics/?period=month&month=2026-03")


@pytest.mark.parametrize("query", ["table=secrets", "format=exe"])
def test_there_is_no_other_file(desk: str, supervisor: Client, query: str) -> None:
    assert supervisor.get(f"{desk}/statistics/download?{query}").status_code == 404


def test_settings_are_stored_and_recorded(desk: str, supervisor: Client, city: Agency) -> None:
    given = {"enabled": "on", "asks_satisfaction": "on", "first_reply_warning": 3, "first_reply_within": 15, "transcript_days": 90}
    assert "The settings are saved." in supervisor.post(f"{desk}/settings/", given, follow=True).content.decode()
    stored_settings = DeskSettings.objects.get(agency=city)
    assert (stored_settings.takes_callbacks, stored_settings.first_reply_within, stored_settings.transcript_days) == (False, 15, 90)
    assert AuditEntry.objects.filter(action="desk.settings").count() == 1
    wrong = supervisor.post(f"{desk}/settings/", {**given, "first_reply_warning": 30}).content.decode()
    assert "The warning must come before the promise is broken." in wrong


def _unit_form(**fields: Any) -> dict[str, Any]:
    management = {"days-TOTAL_FORMS": 2, "days-INITIAL_FORMS": 0}
    plain = {"key": "akta", "name_id": "Bagian akta", "name_ja": "戸籍課", "overflow_after": 20, "closed_on_public_holidays": "on"}
    return {**management, **plain, **fields}


def test_a_unit_has_hours_with_a_lunch_break_and_special_days(desk: str, supervisor: Client, city: Agency) -> None:
    helper = stored.unit(city, "umum")
    given = _unit_form(
        d0_0_opens="08:00",
        d0_0_closes="12:00",
        d0_1_opens="13:00",
        d0_1_closes="15:30",
        languages=["id"],
        overflow_to=helper.pk,
        **{"days-0-day": "2026-12-24", "days-0-opens": "08:00", "days-0-closes": "10:00"},
        **{"days-1-day": "2026-12-25", "days-1-reason_id": "Natal", "days-1-reason_ja": "クリスマス"},
    )
    supervisor.post(f"{desk}/units/new", given)
    unit = Unit.objects.get(key="akta")
    assert [str(one) for one in unit.hours.all()] == ["0 08:00-12:00", "0 13:00-15:30"]
    assert [(str(one.day), one.opens is None, one.reason) for one in unit.special_days.all()] == [
        ("2026-12-24", False, None),
        ("2026-12-25", True, {"id": "Natal", "ja": "クリスマス"}),
    ]
    assert (unit.languages, unit.overflow_to, unit.overflow_after) == (["id"], helper, 20)
    page = _get(supervisor, f"{desk}/units/{unit.pk}/")
    assert 'value="13:00"' in page
    assert 'value="2026-12-25"' in page
    supervisor.post(f"{desk}/units/{unit.pk}/", _unit_form(name_id="Bagian baru"))
    unit.refresh_from_db()
    assert unit.overflow_to is None
    assert (unit.name["id"], unit.hours.count(), unit.special_days.count()) == ("Bagian baru", 0, 0)
    assert AuditEntry.objects.filter(action="unit.stored", target_key="akta").count() == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"d1_0_opens": "08:00"}, "Write both times, or neither."),
        ({"d1_0_opens": "09:00", "d1_0_closes": "08:00"}, "The times must follow one another."),
        ({"d1_0_opens": "09:00", "d1_0_closes": "12:00", "d1_1_opens": "11:00", "d1_1_closes": "13:00"}, "The times must follow"),
        ({"key": "umum"}, "Another unit has this short name."),
        ({"days-0-day": "2026-12-24", "days-0-opens": "08:00"}, "Write both times, the earlier one first, or neither."),
        ({"days-0-day": "2026-12-24", "days-0-reason_id": "Natal"}, "Write the reason in both languages."),
    ],
)
def test_a_unit_that_cannot_be_is_refused_next_to_the_field(
    desk: str, supervisor: Client, city: Agency, fields: dict[str, Any], said: str
) -> None:
    stored.unit(city, "umum")
    assert said in supervisor.post(f"{desk}/units/new", _unit_form(**fields)).content.decode()
    assert Unit.objects.count() == 1


def test_removing_a_unit_leaves_what_waits_for_it_to_everybody(desk: str, supervisor: Client, city: Agency) -> None:
    unit = stored.unit(city)
    row = stored.handoff(city, unit=unit)
    supervisor.post(f"{desk}/units/{unit.pk}/remove")
    row.refresh_from_db()
    assert (row.state, row.unit) == ("waiting", None)


def test_a_supervisor_sets_an_operators_duty_and_operators_their_own(
    desk: str, supervisor: Client, rinas: Client, rina: User, city: Agency
) -> None:
    unit = stored.unit(city)
    supervisor.post(f"{desk}/operators/{rina.pk}/", {"languages": ["ja"], "units": [unit.pk], "capacity": 3})
    duty = Duty.objects.get(user=rina, agency=city)
    assert (duty.languages, list(duty.units.all()), duty.capacity) == (["ja"], [unit], 3)
    rinas.post(f"{desk}/duty", {"languages": ["id", "ja"], "capacity": 8})
    duty.refresh_from_db()
    assert (duty.languages, list(duty.units.all()), duty.capacity) == (["id", "ja"], [], 8)
    assert AuditEntry.objects.filter(action="duty.changed", target_key=rina.username).count() == 2


def _canned_form(**fields: str) -> dict[str, str]:
    return {
        "shortcut": "salam",
        "title_id": "Salam",
        "title_ja": "挨拶",
        "text_id": "Halo dari {agency}",
        "text_ja": "こんにちは",
        **fields,
    }


def test_a_prepared_answer_is_written_in_both_languages_and_seen_beforehand(desk: str, supervisor: Client, city: Agency) -> None:
    shown = supervisor.post(f"{desk}/answers/preview", _canned_form()).content.decode()
    assert "Halo dari Kota kota-uji" in shown
    supervisor.post(f"{desk}/answers/new", _canned_form())
    reply = CannedReply.objects.get(agency=city)
    assert reply.text == {"id": "Halo dari {agency}", "ja": "こんにちは"}
    supervisor.post(f"{desk}/answers/{reply.pk}/", _canned_form(text_ja="", title_ja=""))
    reply.refresh_from_db()
    assert reply.text == {"id": "Halo dari {agency}"}
    assert "Japanese is missing" in _get(supervisor, f"{desk}/answers/")
    supervisor.post(f"{desk}/answers/{reply.pk}/remove")
    assert not CannedReply.objects.exists()
    assert [entry.action for entry in AuditEntry.objects.all()] == ["canned.removed", "canned.stored", "canned.stored"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"shortcut": "Salam Pagi"}, "Lower-case letters, digits and hyphens only."),
        ({"shortcut": "ada"}, "Another prepared answer has this shortcut."),
        ({"text_id": "Halo {nama}", "title_id": "x"}, "There is no variable {nama}."),
        ({"text_id": "", "text_ja": ""}, "Write the text in one language at least."),
        ({"title_ja": ""}, "Write a title in this language, too."),
    ],
)
def test_a_prepared_answer_that_cannot_be_is_refused_next_to_the_field(
    desk: str, supervisor: Client, city: Agency, fields: dict[str, str], said: str
) -> None:
    stored.canned(city, "ada")
    assert said in supervisor.post(f"{desk}/answers/new", _canned_form(**fields)).content.decode()
    assert CannedReply.objects.count() == 1


def test_a_unit_of_another_agency_with_a_desk_may_help(desk: str, supervisor: Client, city: Agency) -> None:
    other, without = agency("kota-lain"), agency("kota-tanpa")
    DeskSettings.objects.create(agency=other, enabled=True)
    helper, closed = stored.unit(other, "umum"), stored.unit(without, "umum")
    supervisor.post(f"{desk}/units/new", _unit_form(overflow_to=helper.pk))
    unit = Unit.objects.get(key="akta")
    assert unit.overflow_to == helper
    page = _get(supervisor, f"{desk}/units/{unit.pk}/")
    assert f'<option value="{helper.pk}" selected>' in page
    assert "Kota kota-lain: Bagian umum" in page
    assert f'value="{closed.pk}"' not in page
    supervisor.post(f"{desk}/units/{unit.pk}/", _unit_form(overflow_to=helper.pk, name_id="Bagian baru"))
    unit.refresh_from_db()
    assert (unit.name["id"], unit.overflow_to) == ("Bagian baru", helper)


def test_a_break_is_said_of_those_who_have_begun_only(desk: str, supervisor: Client, rinas: Client, rina: User, city: Agency) -> None:
    assert "Not on duty" in _get(rinas, desk + "/")
    presence.seen(rina, city, timezone.now())
    board = _get(supervisor, f"{desk}/board/")
    assert "On a break" not in board
    assert "Not on duty" in board
    for available in ("yes", "no"):
        rinas.post(f"{desk}/availability", {"available": available, "next": desk + "/"})
    assert "On a break" in _get(rinas, desk + "/")
    assert "On a break" in _get(supervisor, f"{desk}/board/")
    Duty.objects.filter(user=rina).update(went_on_duty=timezone.now() - dt.timedelta(days=1))
    assert "On a break" not in _get(supervisor, f"{desk}/board/")


@pytest.mark.parametrize(("language", "written"), [("en", "28 Nov 2026, 09:05"), ("id", "28 Nov 2026, 09.05"), ("ja", "2026/11/28 9:05")])
def test_times_are_written_as_offices_write_them(desk: str, rinas: Client, city: Agency, language: str, written: str) -> None:
    waiting = dt.datetime(2026, 11, 28, 9, 5, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    row = stored.handoff(city, waiting_since=waiting)
    rinas.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert written in _get(rinas, f"{desk}/{row.pk}/")
