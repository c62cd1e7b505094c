"""Sets up an agency's desk: switch, units, hours, who serves where, and the staff's group. Mistakes are told in sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from bot.accounts import platform
from bot.accounts.directory import as_account
from bot.accounts.models import ChannelAccount
from bot.catalogue.merge import UnknownAgency
from bot.catalogue.models import Agency, Office
from bot.desk.facts import services_of
from bot.desk.models import DeskSettings, Duty, SpecialDay, Unit, UnitHours
from bot.languages import LANGUAGES
from bot.staff.context import staff_context
from bot.staff.permissions import Permission
from channels.base import DESK_GROUP, Account, TopicDesk

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STRETCH = re.compile(r"(\d{1,2})[:.](\d{2})-(\d{1,2})[:.](\d{2})")
Stretch = tuple[dt.time, dt.time]


class DeskProblem(Exception):
    """What was entered cannot be used; the sentence says what to enter instead."""


def agency_of(key: str) -> Agency:
    """The agency.

    Raises:
        DeskProblem: there is none.
    """
    found = Agency.objects.filter(key=key).first()
    if found is None:
        raise DeskProblem(f"There is no agency {key!r}. `python manage.py agency list` shows the agencies that exist.")
    return found


def switch(agency: Agency, on: bool, **changes: int | bool) -> DeskSettings:
    """Switch the desk on or off, and change its settings.

    Raises:
        DeskProblem: a setting is out of its range.
    """
    desk, _ = DeskSettings.objects.get_or_create(agency=agency)
    for name, value in {**changes, "enabled": on}.items():
        setattr(desk, name, value)
    _checked(desk)
    desk.save()
    return desk


def unit_of(agency: Agency, key: str) -> Unit:
    """One of the agency's units.

    Raises:
        DeskProblem: it has none of that key.
    """
    found = Unit.objects.filter(agency=agency, key=key).first()
    if found is None:
        known = ", ".join(Unit.objects.filter(agency=agency).values_list("key", flat=True)) or "none"
        raise DeskProblem(f"{agency.key} has no unit {key!r}. Its units: {known}.")
    return found


def set_unit(
    agency: Agency,
    key: str,
    *,
    names: dict[str, str],
    office: str | None = None,
    services: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    overflow_to: str | None = None,
    overflow_after: int | None = None,
) -> Unit:
    """Make a unit, or change what is given of one; an empty `office` or `overflow_to` takes it away.

    Raises:
        DeskProblem: a name is missing, or something that is named does not exist.
    """
    unit = Unit.objects.filter(agency=agency, key=key).first() or Unit(agency=agency, key=key, name={})
    unit.name = {**unit.name, **{language: name for language, name in names.items() if name}}
    if missing := [language for language in LANGUAGES if not unit.name.get(language)]:
        raise DeskProblem(f"The unit needs a name in both languages; missing: {', '.join(missing)}.")
    if office is not None:
        unit.office = _office(agency, office) if office else None
    if services is not None:
        unit.services = _services(agency, services)
    if languages is not None:
        unit.languages = _languages(languages)
    if overflow_to is not None:
        unit.overflow_to = unit_of(agency, overflow_to) if overflow_to else None
    if overflow_after is not None:
        unit.overflow_after = overflow_after
    if unit.overflow_to is not None and unit.overflow_to.pk == unit.pk:
        raise DeskProblem("A unit cannot pass what waits on to itself.")
    _checked(unit)
    unit.save()
    return unit


def _services(agency: Agency, keys: Sequence[str]) -> list[str]:
    """A key that is mistyped would have the unit wait for citizens who never come."""
    try:
        known = {key for key, _ in services_of(agency.key, agency.default_language)}
    except UnknownAgency:
        known = set()  # its catalogue is still to come
    if known and (unknown := [key for key in keys if key not in known]):
        raise DeskProblem(f"{agency.key} has no service {', '.join(unknown)}. Its services: {', '.join(sorted(known))}.")
    return list(keys)


def set_hours(unit: Unit, lines: Iterable[str]) -> int:
    """Replace the unit's own hours by lines such as "mon-thu 08:00-12:00,13:00-16:00"; none: those of its office. Returns how many.

    Raises:
        DeskProblem: a line cannot be read.
    """
    found = [(day, opens, closes) for line in lines for day, stretches in _hours(line) for opens, closes in stretches]
    with transaction.atomic():
        unit.hours.all().delete()
        UnitHours.objects.bulk_create(UnitHours(unit=unit, weekday=day, opens=opens, closes=closes) for day, opens, closes in sorted(found))
    return len(found)


def set_special_day(unit: Unit, day: str, hours: str, reason: dict[str, str]) -> SpecialDay:
    """A day on which the unit is closed ("closed"), open at other hours ("09:00-12:00"), or as ever ("ordinary").

    Raises:
        DeskProblem: the day or the hours cannot be read.
    """
    try:
        date = dt.date.fromisoformat(day)
    except ValueError as error:
        raise DeskProblem(f"{day!r} is no day: write it as 2026-12-24.") from error
    if hours == "ordinary":
        unit.special_days.filter(day=date).delete()
        return SpecialDay(unit=unit, day=date)
    opens, closes = (None, None) if hours == "closed" else _stretch(hours)
    kept = {language: text for language, text in reason.items() if text}
    made, _ = SpecialDay.objects.update_or_create(unit=unit, day=date, defaults={"opens": opens, "closes": closes, "reason": kept or None})
    return made


def set_duty(
    agency: Agency,
    email: str,
    *,
    units: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    capacity: int | None = None,
) -> Duty:
    """Say what somebody serves at the agency's desk.

    Raises:
        DeskProblem: they have no account, or may not talk with citizens of the agency.
    """
    user = colleague(agency, email)
    duty, _ = Duty.objects.get_or_create(user=user, agency=agency)
    if languages is not None:
        duty.languages = _languages(languages)
    if capacity is not None:
        duty.capacity = capacity
    _checked(duty)
    duty.save()
    if units is not None:
        duty.units.set([unit_of(agency, key) for key in units])
    return duty


def colleague(agency: Agency, email: str) -> User:
    """Who may talk with citizens of the agency.

    Raises:
        DeskProblem: nobody of that e-mail may.
    """
    user = User.objects.filter(username=email.strip().lower(), is_active=True).first()
    context = staff_context(user, agency.key) if user is not None else None
    if user is None or context is None or not context.can(Permission.CONVERSE):
        raise DeskProblem(f"{email} may not talk with citizens of {agency.key}: invite them as an operator first.")
    return user


def connect_group(agency: Agency, account: ChannelAccount, group: str) -> str:
    """Make a group with topics the agency's desk; returns the group's name as the platform tells it.

    Raises:
        DeskProblem: the account is another agency's, or its platform knows no topics.
        channels.errors.ChannelError: the group has no topics, or the bot may not manage them.
    """
    if account.agency != agency:
        raise DeskProblem("This account belongs to another agency.")
    channel = platform.channel_of(account)
    if not isinstance(channel, TopicDesk):
        raise DeskProblem(f"{channel.label or channel.name} knows no groups with topics.")
    name = platform.ask(_check(channel, as_account(account), group))
    with transaction.atomic():
        desk, _ = DeskSettings.objects.get_or_create(agency=agency)
        if desk.telegram_account_id not in (None, account.pk):
            _forget_group(desk)
        DeskSettings.objects.filter(pk=desk.pk).update(telegram_account=account, telegram_group=group, group_lost_at=None)
        account.settings = {**account.settings, DESK_GROUP: group}
        account.save(update_fields=["settings", "updated"])
    return name


def disconnect_group(agency: Agency) -> None:
    """The group is a desk no longer; open conversations stay in the queue."""
    with transaction.atomic():
        desk = DeskSettings.objects.filter(agency=agency).first()
        if desk is not None:
            _forget_group(desk)
            DeskSettings.objects.filter(pk=desk.pk).update(telegram_account=None, telegram_group="", group_lost_at=None)


async def _check(channel: TopicDesk, account: Account, group: str) -> str:
    try:
        return await channel.check_group(account, group)
    finally:
        await channel.close()


def _forget_group(desk: DeskSettings) -> None:
    account = desk.telegram_account
    if account is not None:
        account.settings = {name: value for name, value in account.settings.items() if name != DESK_GROUP}
        account.save(update_fields=["settings", "updated"])


def _office(agency: Agency, key: str) -> Office:
    found = Office.objects.filter(agency__in=agency.lineage, key=key).first()
    if found is None:
        raise DeskProblem(f"{agency.key} has no office {key!r}.")
    return found


def _languages(given: Sequence[str]) -> list[str]:
    if unknown := set(given) - set(LANGUAGES):
        raise DeskProblem(f"There is no language {', '.join(sorted(unknown))}; choose among {', '.join(LANGUAGES)}.")
    return list(given)


def _hours(line: str) -> list[tuple[int, list[Stretch]]]:
    days, _, stretches = line.strip().lower().partition(" ")
    first, _, last = days.partition("-")
    if first not in DAYS or (last and last not in DAYS):
        raise DeskProblem(f"{line!r} does not begin with a day or days: write for example mon-thu 08:00-12:00,13:00-16:00.")
    numbers = range(DAYS.index(first), DAYS.index(last or first) + 1)
    if not numbers:
        raise DeskProblem(f"{days!r} runs backwards.")
    found = [_stretch(one) for one in stretches.split(",")]
    return [(number, found) for number in numbers]


def _stretch(text: str) -> Stretch:
    match = _STRETCH.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError
        opens, closes = dt.time(int(match[1]), int(match[2])), dt.time(int(match[3]), int(match[4]))
    except ValueError as error:
        raise DeskProblem(f"{text!r} is no stretch of a day: write it as 08:00-12:00.") from error
    if opens >= closes:
        raise DeskProblem(f"{text!r} ends before it begins.")
    return opens, closes


def _checked(row: DeskSettings | Unit | Duty) -> None:
    try:
        row.clean_fields()
    except ValidationError as error:
        raise DeskProblem(" ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())) from error
