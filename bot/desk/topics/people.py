"""Who acts when somebody writes in the staff's group: the colleague who is known by that account, else the group as a whole."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from bot.accounts.models import ChannelAccount
from bot.accounts.vault import address_hash
from bot.catalogue.models import Agency
from bot.desk.models import TopicMember
from bot.staff.context import staff_context
from bot.staff.permissions import Permission

_GROUP = "desk-group:"


def person_hash(account: str, person: str) -> str:
    """How a member of the group is found again; the platform's id itself is not stored."""
    return address_hash(account, f"member:{person}")


def actor(account: str, person: str, agency: Agency) -> User:
    """The colleague, if they are known and may still talk with citizens of the agency; else the group's own account."""
    known = TopicMember.objects.filter(account_id=UUID(account), person=person, user__is_active=True).select_related("user").first()
    if known is not None:
        context = staff_context(known.user, agency.key)
        if context is not None and context.can(Permission.CONVERSE):
            return known.user
    return group_account(agency)


def group_account(agency: Agency) -> User:
    """The account in whose name the group acts; nobody can sign in with it."""
    user, _ = User.objects.get_or_create(
        username=f"{_GROUP}{agency.key}",
        defaults={"first_name": "Grup petugas", "is_active": False, "password": make_password(None)},
    )
    return user


def is_group_account(user: User | None) -> bool:
    """Whether it is the account of a group."""
    return user is not None and user.username.startswith(_GROUP)


def remember(account: ChannelAccount, person: str, user: User) -> None:
    """From now on, what this member of the group does is done by the colleague."""
    TopicMember.objects.update_or_create(account=account, person=person_hash(str(account.pk), person), defaults={"user": user})
