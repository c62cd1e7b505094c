"""`manage.py createadmin`: a one-time link with which an administrator sets name and password."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from bot.catalogue.models import Agency
from bot.staff import invitations
from bot.staff.accounts import find_account
from bot.staff.links import link_of


class Command(BaseCommand):
    """Print a link; there is no default password."""

    help = "Print a one-time link, valid for 72 hours, on which an administrator sets name and password."
    # They load every page of the installation, and say nothing about an account.
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--agency", metavar="KEY", help="administrator of this agency only; without it, of the whole installation")
        parser.add_argument("--language", choices=["id", "ja", "en"], help="language of the pages; default: the agency's, else Indonesian")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the invitation and print its link."""
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']!r} is not an e-mail address.") from error
        agency = None
        if options["agency"] and (agency := Agency.objects.filter(key=options["agency"]).first()) is None:
            raise CommandError(f"There is no agency {options['agency']!r}. See them with: manage.py agency list")
        language = options["language"] or (agency.default_language if agency else "id")
        self.stdout.write(link_of(invitations.invite_from_command_line(options["email"], agency, language)))
        self.stderr.write("Open it in a browser within 72 hours; it works once. Whoever has it becomes an administrator.")
        if (account := find_account(options["email"])) is not None:
            name = account.get_username()
            self.stderr.write(
                f"{name} has an account already: the link sets a new password and leaves the second factor as it is."
                f" Telephone lost? manage.py staff reset-second-factor {name}"
            )
