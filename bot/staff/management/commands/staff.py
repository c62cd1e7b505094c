"""`manage.py staff list|disable|reset-second-factor|password-link`: accounts, for whoever runs the installation."""

from __future__ import annotations

import argparse
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from bot.columns import columns
from bot.staff import accounts, invitations, second_factor, sessions
from bot.staff.context import name_of
from bot.staff.links import link_of
from bot.staff.models import Membership


class Command(BaseCommand):
    """List accounts, close one, help somebody who cannot get in."""

    help = "List the accounts of the staff, close one, or help somebody who cannot get in."
    # They load every page of the installation, and say nothing about an account.
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the sub-commands."""
        sub = parser.add_subparsers(dest="action", required=True)
        sub.add_parser("list", help="every account with its roles")
        sub.add_parser("disable", help="close an account in the whole installation, and sign it out").add_argument("email")
        sub.add_parser("reset-second-factor", help="for somebody whose telephone is lost").add_argument("email")
        link = sub.add_parser("password-link", help="a one-time link on which somebody sets a new password")
        link.add_argument("email")
        link.add_argument("--language", choices=["id", "ja", "en"], default="id")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command."""
        if options["action"] == "list":
            self._list()
            return
        user = accounts.find_account(options["email"])
        if user is None:
            raise CommandError(f"There is no account {options['email']!r}. See them with: manage.py staff list")
        getattr(self, "_" + options["action"].replace("-", "_"))(user, options)

    def _list(self) -> None:
        roles: dict[int, list[str]] = {}
        for one in Membership.objects.select_related("agency").order_by("agency__key", "role"):
            words = f"{one.agency.key}:{one.role}" + (" (stopped)" if one.suspended else "")
            roles.setdefault(one.user_id, []).append(words)
        with_factor = set(second_factor.accounts_with_second_factor())
        rows = []
        for user in User.objects.order_by("username"):
            own = (["installation:administrator"] if user.is_superuser else []) + roles.get(user.pk, [])
            state = "open" if user.is_active else "closed"
            factor = "second factor" if user.pk in with_factor else "password only"
            rows.append((user.get_username(), name_of(user), state, factor, " ".join(own) or "-"))
        for line in columns(rows):
            self.stdout.write(line)

    def _disable(self, user: User, options: dict[str, Any]) -> None:
        closed = accounts.close_account(user)
        self.stdout.write(f"{user.get_username()} is closed and signed out." if closed else f"{user.get_username()} was closed already.")

    def _reset_second_factor(self, user: User, options: dict[str, Any]) -> None:
        if not second_factor.remove(None, user):
            raise CommandError(f"{user.get_username()} has no second factor.")
        sessions.end_all(user)
        self.stdout.write(f"{user.get_username()} has no second factor any more and is signed out everywhere.")

    def _password_link(self, user: User, options: dict[str, Any]) -> None:
        if not user.is_active:
            raise CommandError(f"{user.get_username()} is closed.")
        self.stdout.write(link_of(invitations.password_link(None, user, options["language"])))
        self.stderr.write("Open it in a browser within 72 hours; it works once.")
