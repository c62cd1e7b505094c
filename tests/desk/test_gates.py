"""The gates: the desk is on, the unit serves at this hour, somebody is there. Hours are Jakarta's; 2026-11-27 is a Friday."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone

from bot.catalogue.models import Agency, Office
from bot.catalogue.models.agency import Closure, OpeningInterval
from bot.desk import gates, presence, routing
from bot.desk.citizen.queue_texts import absence
from bot.desk.hours import opening_of
from bot.desk.models import Conversation, DeskSettings, Duty, Handoff, SpecialDay, Unit
from bot.pipeline.database import in_database
from tests.answers import sample
from tests.console.people import agency, person
from tests.desk.town import Town, operator, unit

JAKARTA = zoneinfo.ZoneInfo("Asia/Jakarta")
WEEK = [(day, opens, closes) for day in range(5) for opens, closes in (("08:00", "12:00"), ("13:00", "16:00"))]


def at(day: str, time: str) -> dt.datetime:
    """A moment on the agency's clock."""
    return dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=JAKARTA)


@pytest.fixture
def city(db: None) -> Agency:
    """A city whose desk is on."""
    made = agency()
    DeskSettings.objects.create(agency=made, enabled=True)
    return made


def sits_down(city: Agency, now: dt.datetime, *units: Unit) -> Duty:
    """An operator of these units is on duty at that moment."""
    duty = presence.set_available(operator(city), city, True, now)
    duty.units.set(units)
    return duty


@pytest.mark.parametrize(
    ("day", "time", "is_open", "opens_next"),
    [
        ("2026-11-27", "07:59", False, "2026-11-27T08:00"),
        ("2026-11-27", "08:00", True, None),
        ("2026-11-27", "11:59", True, None),
        ("2026-11-27", "12:00", False, "2026-11-27T13:00"),  # lunch
        ("2026-11-27", "16:00", False, "2026-11-30T08:00"),  # over the weekend
        ("2026-11-28", "10:00", False, "2026-11-30T08:00"),
        ("2026-12-25", "09:00", False, "2026-12-28T08:00"),  # Christmas, a public holiday
        ("2026-12-24", "09:00", False, "2026-12-28T08:00"),  # a joint day of leave, on which offices are closed as well
    ],
)
def test_a_unit_keeps_its_hours_with_lunch_and_public_holidays(
    city: Agency, day: str, time: str, is_open: bool, opens_next: str | None
) -> None:
    found = opening_of(unit(city, hours=WEEK), at(day, time))
    assert found is not None
    assert found.is_open is is_open
    assert (found.opens_next.isoformat()[:16] if found.opens_next else None) == opens_next


def test_a_holiday_has_a_name_in_both_languages(city: Agency) -> None:
    found = opening_of(unit(city, hours=WEEK), at("2026-12-25", "09:00"))
    assert found is not None
    assert found.reason is not None
    assert "Natal" in found.reason["id"]
    assert found.reason["ja"].startswith("祝日")


def test_a_unit_may_serve_on_public_holidays(city: Agency) -> None:
    made = unit(city, hours=WEEK, closed_on_public_holidays=False)
    found = opening_of(made, at("2026-12-25", "09:00"))
    assert found is not None
    assert found.is_open


def test_a_special_day_closes_the_unit_or_gives_it_other_hours(city: Agency) -> None:
    made = unit(city, hours=WEEK)
    SpecialDay.objects.create(unit=made, day=dt.date(2026, 11, 27), reason={"id": "rapat", "ja": "会議"})
    SpecialDay.objects.create(unit=made, day=dt.date(2026, 11, 28), opens=dt.time(9), closes=dt.time(11))
    closed, open_on_saturday = opening_of(made, at("2026-11-27", "09:00")), opening_of(made, at("2026-11-28", "10:00"))
    assert closed is not None
    assert open_on_saturday is not None
    assert (closed.is_open, closed.reason) == (False, {"id": "rapat", "ja": "会議"})
    assert closed.opens_next == at("2026-11-28", "09:00")
    assert open_on_saturday.is_open


def test_a_unit_without_hours_keeps_those_of_its_office(city: Agency) -> None:
    office = Office.objects.create(agency=city, key="kantor", name={"id": "Kantor", "ja": "庁舎"}, hours_known=True)
    OpeningInterval.objects.create(office=office, weekday=4, opens=dt.time(8), closes=dt.time(11))
    made = unit(city, office=office)
    assert [getattr(opening_of(made, at("2026-11-27", time)), "is_open", None) for time in ("10:59", "11:00")] == [True, False]
    assert opening_of(unit(city, "lain"), at("2026-11-27", "10:00")) is None


def test_a_unit_with_hours_of_its_own_is_closed_when_its_office_is(city: Agency) -> None:
    office = Office.objects.create(agency=city, key="kantor", name={"id": "Kantor", "ja": "庁舎"}, hours_known=True)
    Closure.objects.create(office=office, first_day="12-29", last_day="01-03", reason={"id": "akhir tahun", "ja": "年末年始"})
    found = opening_of(unit(city, hours=WEEK, office=office), at("2026-12-29", "09:00"))
    assert found is not None
    assert (found.is_open, found.reason) == (False, {"id": "akhir tahun", "ja": "年末年始"})
    assert found.opens_next == at("2027-01-04", "08:00")


@pytest.mark.parametrize(
    ("language", "now", "said"),
    [
        ("id", "2026-11-28T10:00", "Petugas melayani lagi hari Senin, 30 November, pukul 08.00."),
        ("ja", "2026-11-28T10:00", "次の対応は11月30日（月曜日）8:00からです。"),
        ("id", "2026-12-31T17:00", "Petugas melayani lagi hari Senin, 4 Januari 2027, pukul 08.00."),
        ("ja", "2026-11-29T23:59", "次の対応は明日（月曜日）8:00からです。"),
        ("id", "2026-11-27T03:00", "Petugas melayani lagi hari ini pukul 08.00."),
    ],
)
def test_the_next_opening_is_said_as_people_say_it(city: Agency, language: str, now: str, said: str) -> None:
    made, moment = unit(city, hours=WEEK), at(*now.split("T"))
    desk = DeskSettings.objects.get(agency=city)
    assert absence(sample.at(sample.agency(), language, now), gates.check_unit(desk, made, moment)).endswith(said)


def test_the_gates_come_in_their_order(city: Agency) -> None:
    made, now = unit(city, hours=WEEK), at("2026-11-27", "09:00")
    assert gates.check("kota-uji", "", "id", now).kind == "nobody"
    sits_down(city, now)
    assert gates.check("kota-uji", "", "id", now) == gates.Gate("open", made)
    assert gates.check("kota-uji", "", "id", at("2026-11-27", "12:30")).kind == "closed"
    DeskSettings.objects.update(enabled=False)
    assert gates.check("kota-uji", "", "id", now).kind == "off"


def test_nobody_is_there_once_their_page_is_silent_or_they_have_left(city: Agency) -> None:
    now = timezone.now()
    duty = sits_down(city, now)
    assert gates.check("kota-uji", "", "id", now + dt.timedelta(seconds=119)).kind == "open"
    assert gates.check("kota-uji", "", "id", now + dt.timedelta(seconds=121)).kind == "nobody"
    presence.set_available(duty.user, city, False, now)
    assert gates.check("kota-uji", "", "id", now).kind == "nobody"


def test_somebody_of_another_unit_does_not_count_unless_it_takes_what_overflows(city: Agency) -> None:
    now = timezone.now()
    main, other = unit(city, "ktp", services=["ktp"], position=1), unit(city, "umum", position=2)
    sits_down(city, now, other)
    assert gates.check("kota-uji", "ktp", "id", now).kind == "nobody"
    Unit.objects.filter(pk=main.pk).update(overflow_to=other)
    assert gates.check("kota-uji", "ktp", "id", now).kind == "open"


def test_a_subject_goes_to_the_unit_that_names_it_and_speaks_the_language(city: Agency) -> None:
    everything = unit(city, "umum")
    japanese = unit(city, "jepang", services=["paspor"], languages=["ja"], position=1)
    passports = unit(city, "paspor", services=["paspor"], position=2)
    assert routing.unit_for(city, "paspor", "id") == passports
    assert routing.unit_for(city, "paspor", "ja") == japanese
    assert routing.unit_for(city, "ktp", "id") == everything
    assert routing.unit_for(agency("kota-lain"), "ktp", "id") is None


def test_the_language_decides_where_the_subject_does_not(city: Agency) -> None:
    unit(city, "umum", position=0)
    japanese = unit(city, "jepang", languages=["ja"], position=1)
    indonesian = unit(city, "sim", services=["sim"], languages=["id"], position=2)
    both = unit(city, "ktp", services=["ktp"], languages=["id", "ja"], position=3)
    assert routing.unit_for(city, "", "ja") == japanese, "before a unit for everything that names no language"
    assert routing.unit_for(city, "sim", "ja") == japanese, "a unit that knows the subject cannot read it"
    assert routing.unit_for(city, "sim", "id") == indonesian
    assert routing.unit_for(city, "ktp", "ja") == both


def waiting(city: Agency, of: Unit | None = None, since: dt.timedelta = dt.timedelta(), **fields: object) -> Handoff:
    """Somebody who waits."""
    number = Handoff.objects.count()
    conversation = Conversation.objects.create(agency=city, channel="webchat")
    defaults = {"reason": "asked", "language": "id", "waiting_since": timezone.now() - since, "source": str(number)}
    return Handoff.objects.create(conversation=conversation, agency=city, unit=of, **{**defaults, **fields})


def test_the_queue_is_ordered_by_urgency_and_then_by_waiting(city: Agency) -> None:
    now = timezone.now()
    late, early = waiting(city), waiting(city, since=dt.timedelta(minutes=5))
    urgent = waiting(city, urgency=Handoff.Urgency.DANGER)
    assert routing.waiting_for(sits_down(city, now), now) == [urgent, early, late]


def test_a_unit_passes_on_what_has_waited_too_long(city: Agency) -> None:
    now = timezone.now()
    other = unit(city, "umum")
    main = unit(city, "ktp", overflow_to=other, overflow_after=10)
    fresh, old = waiting(city, main), waiting(city, main, dt.timedelta(minutes=11))
    assert routing.waiting_for(sits_down(city, now, other), now) == [old]
    assert routing.waiting_for(sits_down(city, now, main), now) == [old, fresh]


def test_a_language_is_asked_of_those_who_write_it_and_later_of_everybody(city: Agency) -> None:
    now = timezone.now()
    duty = sits_down(city, now)
    Duty.objects.filter(pk=duty.pk).update(languages=["id"])
    duty.refresh_from_db()
    fresh, old = waiting(city, language="ja"), waiting(city, None, dt.timedelta(minutes=16), language="ja")
    reader = sits_down(city, now)
    Duty.objects.filter(pk=reader.pk).update(languages=["ja"])
    reader.refresh_from_db()
    assert not routing.suits(duty, fresh, now, [duty, reader])
    assert routing.suits(duty, old, now, [duty, reader])
    # Nobody waits for a colleague who is not there.
    assert routing.suits(duty, fresh, now, [duty])


def test_somebodys_former_case_comes_first_to_them_alone(city: Agency) -> None:
    now = timezone.now()
    mine, other = sits_down(city, now), sits_down(city, now)
    earlier = waiting(city, state="closed", operator=mine.user)
    first, again = waiting(city, since=dt.timedelta(minutes=5)), waiting(city, continues=earlier)
    assert routing.waiting_for(mine, now) == [again, first]
    assert routing.waiting_for(other, now) == [first, again]


async def test_outside_the_hours_the_citizen_hears_when_somebody_is_there_again(town: Town) -> None:
    def closed_today() -> None:
        now = timezone.now().astimezone(JAKARTA)
        made = unit(town.agency, hours=[(day, "00:00", "23:59") for day in range(7)], closed_on_public_holidays=False)
        SpecialDay.objects.create(unit=made, day=now.date(), reason={"id": "rapat dinas", "ja": "会議"})

    await in_database(closed_today)
    await town.on_duty()
    [answer] = await town.says("petugas")
    assert answer.startswith("Mohon maaf, petugas Loket loket sedang tidak bertugas saat ini (rapat dinas). Petugas melayani lagi besok, ")
    assert "pukul 00.00" in answer
    assert town.titles() == ["Minta dihubungi", "Daftar layanan"]
    assert await town.owner() == "bot"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "masih sampai pukul 12.00, jadi silakan coba lagi sebelum itu. Jam layanan berikutnya mulai hari ini pukul 13.00."),
        ("ja", "本日の対応時間は12:00までですので、時間をおいてもう一度お試しください。その次の対応時間は本日13:00からです。"),
    ],
)
def test_nobody_on_duty_within_the_hours_says_until_when_and_when_next(city: Agency, language: str, said: str) -> None:
    unit(city, hours=WEEK)
    gate = gates.check("kota-uji", "", language, at("2026-11-27", "10:00"))
    assert gate.kind == "nobody"
    assert absence(sample.at(sample.agency(), language, "2026-11-27T10:00"), gate).endswith(said)


async def test_with_nobody_on_duty_the_citizen_hears_so_in_japanese_too(town: Town) -> None:
    [answer] = await town.says("petugas", language="ja")
    assert answer.startswith("申し訳ありません。ただいま、お答えできる職員がおりません。")
    assert "折り返しを頼む" in town.titles()


def test_a_person_without_an_active_account_is_not_there(city: Agency) -> None:
    now = timezone.now()
    user = person(of=city)
    presence.set_available(user, city, True, now)
    user.is_active = False
    user.save()
    assert gates.check("kota-uji", "", "id", now).kind == "nobody"
