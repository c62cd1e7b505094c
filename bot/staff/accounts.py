"""Accounts of people: found by e-mail, made by an invitation, closed for good."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from bot.staff import audit, sessions


def as_username(email: str) -> str:
    """The one way in which an e-mail is written as the name of an account."""
    return email.strip().lower()


def find_account(email: str) -> User | None:
    """The account of that e-mail, closed ones included."""
    return User.objects.filter(username=as_username(email)).first()


def close_account(user: User) -> bool:
    """Keep the person out of the whole installation; False when the account was closed already."""
    with transaction.atomic():
        closed = User.objects.filter(pk=user.pk, is_active=True).update(is_active=False) == 1
        if closed:
            sessions.end_all(user)
            audit.record_for_account(None, user, "account.disabled")
    return closed
