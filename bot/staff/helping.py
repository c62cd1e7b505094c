"""Helping a colleague who cannot get in: locked out, without the telephone, without the password."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from bot.staff import invitations, second_factor, sessions
from bot.staff.context import StaffContext
from bot.staff.models import Membership
from bot.staff.own_language import own_language
from bot.staff.permissions import Role
from bot.staff.problem import StaffProblem


def in_hand(by: StaffContext, account: User) -> bool:
    """Whether this administrator decides about the whole account.

    A second factor and a password open every agency of the account: whoever administers only some of them may not change these, nor
    anybody their own in this way.
    """
    if account.pk == by.user.pk or not account.is_active:
        return False
    if by.user.is_superuser:
        return True
    administered = Membership.objects.filter(user=by.user, role=Role.ADMINISTRATOR, suspended=False).values("agency")
    elsewhere = Membership.objects.filter(user=account).exclude(agency__in=administered)
    return not account.is_superuser and not elsewhere.exists()


def forget_second_factor(by: StaffContext, account: User) -> bool:
    """For somebody whose telephone is lost: app and recovery codes end, and every session. False when there was no app.

    Raises:
        StaffProblem: the account is not in the hands of this administrator.
    """
    _must_be_in_hand(by, account)
    with transaction.atomic():
        removed = second_factor.remove(by.user, account)
        if removed:
            sessions.end_all(account)
    return removed


def password_link(by: StaffContext, account: User) -> str:
    """The token of a link, of use once, on which the person sets a new password.

    Raises:
        StaffProblem: the account is not in the hands of this administrator.
    """
    _must_be_in_hand(by, account)
    return invitations.password_link(by.user, account, own_language(account) or by.agency.default_language)


def _must_be_in_hand(by: StaffContext, account: User) -> None:
    if not in_hand(by, account):
        raise StaffProblem(_("Only somebody who administers every agency of this person can do that."))
