"""`manage.py desk ...`: an agency's desk."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bot.accounts import overview
from bot.accounts.problem import AccountProblem
from bot.accounts.vault import WrongKey
from bot.desk import setting_up
from bot.desk.models import DeskSettings, Duty, Handoff, Unit
from bot.desk.retention import remove_old
from bot.desk.setting_up import DeskProblem
from bot.desk.topics import people
from channels.errors import ChannelError


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


class Command(BaseCommand):
    """Switch a desk on, and say who serves what and when."""

    help = "Set up the desk at which people take over conversations."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the sub-commands."""
        sub = parser.add_subparsers(dest="action", required=True)

        def of_agency(name: str, text: str) -> argparse.ArgumentParser:
            made = sub.add_parser(name, help=text)
            made.add_argument("--agency", required=True, metavar="KEY")
            return made

        on = of_agency("on", "switch the desk on, or change its settings")
        on.add_argument("--callbacks", choices=("yes", "no"), help="offer to call back while nobody is there")
        on.add_argument("--satisfaction", choices=("yes", "no"), help="ask afterwards how it went")
        on.add_argument("--transcript-days", type=int, metavar="DAYS", help="how long transcripts are kept")
        of_agency("off", "switch the desk off; who waits already is still served")
        of_agency("show", "what is set up")
        unit = of_agency("unit", "make or change a unit")
        unit.add_argument("key")
        unit.add_argument("--name-id", default="", help="its name in Indonesian")
        unit.add_argument("--name-ja", default="", help="its name in Japanese")
        unit.add_argument("--office", help="the office whose hours it keeps; empty: none")
        unit.add_argument("--services", type=_list, help="keys of the services that it knows, with commas; empty: all")
        unit.add_argument("--languages", type=_list, help="id,ja; empty: all")
        unit.add_argument("--overflow-to", metavar="UNIT", help="the unit that serves too after some waiting; empty: none")
        unit.add_argument("--overflow-after", type=int, metavar="MINUTES")
        hours = of_agency("hours", "the hours of a unit, all of them; with none those of its office hold")
        hours.add_argument("unit")
        hours.add_argument("--on", action="append", default=[], metavar="DAYS HOURS", help='such as "mon-thu 08:00-12:00,13:00-16:00"')
        special = of_agency("special-day", "a day on which a unit is closed or keeps other hours")
        special.add_argument("unit")
        special.add_argument("day", help="such as 2026-12-24")
        special.add_argument("hours", help="closed, ordinary, or such as 09:00-12:00")
        special.add_argument("--reason-id", default="")
        special.add_argument("--reason-ja", default="")
        duty = of_agency("duty", "what an operator serves")
        duty.add_argument("email")
        duty.add_argument("--units", type=_list, help="keys with commas; empty: all")
        duty.add_argument("--languages", type=_list, help="id,ja; empty: all")
        duty.add_argument("--capacity", type=int, help="how many conversations at a time")
        group = of_agency("telegram", "make a Telegram group with topics the desk")
        group.add_argument("--account", help="the account's id, or its beginning")
        group.add_argument("--group", help="the group's id, a negative number")
        group.add_argument("--off", action="store_true", help="the group is a desk no longer")
        member = of_agency("member", "who of the group is which colleague")
        member.add_argument("email")
        member.add_argument("--account", required=True, help="the account's id, or its beginning")
        member.add_argument("--person", required=True, help="the person's number on the platform")
        sub.add_parser("retention", help="remove transcripts that are older than their agency keeps them; once a day is enough")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command."""
        try:
            getattr(self, "_" + options["action"].replace("-", "_"))(options)
        except (DeskProblem, AccountProblem, WrongKey, ChannelError) as problem:
            raise CommandError(str(problem)) from problem

    def _on(self, options: dict[str, Any]) -> None:
        given = {
            "takes_callbacks": options["callbacks"] and options["callbacks"] == "yes",
            "asks_satisfaction": options["satisfaction"] and options["satisfaction"] == "yes",
            "transcript_days": options["transcript_days"],
        }
        changes = {name: value for name, value in given.items() if value is not None}
        setting_up.switch(setting_up.agency_of(options["agency"]), True, **changes)
        self.stdout.write(f"The desk of {options['agency']} is on.")

    def _off(self, options: dict[str, Any]) -> None:
        setting_up.switch(setting_up.agency_of(options["agency"]), False)
        self.stdout.write(f"The desk of {options['agency']} is off: citizens hear the agency's contact, as before.")

    def _show(self, options: dict[str, Any]) -> None:
        agency = setting_up.agency_of(options["agency"])
        desk = DeskSettings.objects.filter(agency=agency).first()
        self.stdout.write(f"desk: {'on' if desk is not None and desk.enabled else 'off'}")
        if desk is not None:
            self.stdout.write(
                f"call-backs: {'yes' if desk.takes_callbacks else 'no'}, satisfaction: {'yes' if desk.asks_satisfaction else 'no'}"
            )
            self.stdout.write(f"transcripts are kept for {desk.transcript_days} days")
            lost = ", which the bot cannot write to: is it still a member, with the right to manage topics?" if desk.group_lost_at else ""
            self.stdout.write(f"group: {desk.telegram_group or 'none'}{lost}")
        for unit in Unit.objects.filter(agency=agency).prefetch_related("hours"):
            days = ", ".join(f"{setting_up.DAYS[one.weekday]} {one.opens:%H:%M}-{one.closes:%H:%M}" for one in unit.hours.all())
            own = days or (f"hours of {unit.office.key}" if unit.office else "whenever somebody is on duty")
            self.stdout.write(f"unit {unit.key}: {own}")
        for duty in Duty.objects.filter(agency=agency).select_related("user").prefetch_related("units"):
            units = ", ".join(unit.key for unit in duty.units.all()) or "all units"
            self.stdout.write(f"operator {duty.user.get_username()}: {units}; {'available' if duty.available else 'not available'}")
        waiting = Handoff.objects.filter(agency=agency, state=Handoff.State.WAITING).count()
        self.stdout.write(f"waiting now: {waiting}")

    def _unit(self, options: dict[str, Any]) -> None:
        setting_up.set_unit(
            setting_up.agency_of(options["agency"]),
            options["key"],
            names={"id": options["name_id"], "ja": options["name_ja"]},
            **{name: options[name] for name in ("office", "services", "languages", "overflow_to", "overflow_after")},
        )
        self.stdout.write(f"The unit {options['key']} is set.")

    def _hours(self, options: dict[str, Any]) -> None:
        unit = setting_up.unit_of(setting_up.agency_of(options["agency"]), options["unit"])
        count = setting_up.set_hours(unit, options["on"])
        self.stdout.write(f"{unit.key} has {count} stretches of its own a week." if count else f"{unit.key} keeps the hours of its office.")

    def _special_day(self, options: dict[str, Any]) -> None:
        unit = setting_up.unit_of(setting_up.agency_of(options["agency"]), options["unit"])
        reason = {"id": options["reason_id"], "ja": options["reason_ja"]}
        setting_up.set_special_day(unit, options["day"], options["hours"], reason)
        self.stdout.write(f"{unit.key} on {options['day']}: {options['hours']}.")

    def _duty(self, options: dict[str, Any]) -> None:
        agency = setting_up.agency_of(options["agency"])
        setting_up.set_duty(agency, options["email"], units=options["units"], languages=options["languages"], capacity=options["capacity"])
        self.stdout.write(f"{options['email']} serves at the desk of {agency.key}; the page of the desk says when they are there.")

    def _telegram(self, options: dict[str, Any]) -> None:
        agency = setting_up.agency_of(options["agency"])
        if options["off"]:
            setting_up.disconnect_group(agency)
            self.stdout.write("The group is a desk no longer.")
            return
        if not options["account"] or not options["group"]:
            raise CommandError("Give --account and --group, or --off.")
        name = setting_up.connect_group(agency, overview.find(options["account"]), options["group"])
        self.stdout.write(f"The group {name} is a desk of {agency.key} now: each handoff opens a topic there.")

    def _member(self, options: dict[str, Any]) -> None:
        agency = setting_up.agency_of(options["agency"])
        people.remember(overview.find(options["account"]), options["person"], setting_up.colleague(agency, options["email"]))
        self.stdout.write(f"What this member of the group does is done by {options['email']}.")

    def _retention(self, options: dict[str, Any]) -> None:
        counts = remove_old(timezone.now())
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()) + " removed.")
