"""Links with which somebody becomes a member or sets a new password: of use once, for 72 hours, kept only as a hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from bot.catalogue.models import Agency
from bot.staff import audit, sessions, words  # noqa: F401 - the words are declared by loading them
from bot.staff.accounts import as_username, find_account
from bot.staff.context import StaffContext
from bot.staff.models import Invitation, Membership
from bot.staff.own_language import begin_with_language
from bot.staff.permissions import Role
from bot.staff.problem import StaffProblem

LIFETIME = dt.timedelta(hours=72)


def _hash(token: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(token.encode()).hexdigest()


def _described(invitation: Invitation) -> dict[str, object]:
    return {"roles": invitation.roles, "language": invitation.language}


def invite(by: StaffContext, email: str, roles: Iterable[Role], language: str) -> tuple[Invitation, str]:
    """Invite somebody to the agency; the invitation, and the token of its link, which is not kept.

    Raises:
        StaffProblem: the person is a member already, or has an open invitation.
    """
    email = as_username(email)
    if Membership.objects.filter(agency=by.agency, user__username=email).exists():
        raise StaffProblem(_("This person belongs to the team already. Change the roles in the list instead."))
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                agency=by.agency,
                email=email,
                roles=sorted(roles),
                language=language,
                token_hash=_hash(token),
                created_by=by.user,
                expires=timezone.now() + LIFETIME,
            )
            audit.record(by, by.agency, "invitation.sent", "invitation", email, None, _described(invitation))
    except IntegrityError as error:
        raise StaffProblem(_("This person has an open invitation already. Make a new link for it in the list instead.")) from error
    return invitation, token


def invite_from_command_line(email: str, agency: Agency | None, language: str) -> str:
    """The token of a link for an administrator: of the agency, or of the installation. It also sets a new password."""
    email, token = as_username(email), secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.filter(email=email, agency=agency, used=None, revoked=None).update(revoked=timezone.now())
        invitation = Invitation.objects.create(
            agency=agency,
            email=email,
            roles=[Role.ADMINISTRATOR.value],
            language=language,
            superuser=agency is None,
            sets_password=True,
            token_hash=_hash(token),
            expires=timezone.now() + LIFETIME,
        )
        audit.record(None, agency, "invitation.sent", "invitation", email, None, _described(invitation))
    return token


def password_link(by: User | None, user: User, language: str) -> str:
    """The token of a link with which the person sets a new password; roles stay as they are, and an earlier such link ends.

    `by` is None for the command line.
    """
    email, token = user.get_username(), secrets.token_urlsafe(32)
    with transaction.atomic():
        earlier = Invitation.objects.filter(email=email, agency=None, superuser=False, sets_password=True)
        earlier.filter(used=None, revoked=None).update(revoked=timezone.now())
        Invitation.objects.create(
            email=email, language=language, sets_password=True, token_hash=_hash(token), expires=timezone.now() + LIFETIME
        )
        audit.record_for_account(by, user, "account.password_link")
    return token


def open_invitations(agency: Agency) -> list[Invitation]:
    """What was neither accepted nor withdrawn, the newest first; some of it may have run out."""
    return list(Invitation.objects.filter(agency=agency, used=None, revoked=None).select_related("created_by").order_by("-id"))


def renew(by: StaffContext, number: int) -> tuple[Invitation, str] | None:
    """A new link for an open invitation, with 72 hours more; the old link ends. None when it is not open any more."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        still_open = Invitation.objects.filter(pk=number, agency=by.agency, used=None, revoked=None)
        if still_open.update(token_hash=_hash(token), expires=timezone.now() + LIFETIME) != 1:
            return None
        invitation = Invitation.objects.get(pk=number)
        audit.record(by, by.agency, "invitation.renewed", "invitation", invitation.email)
    return invitation, token


def revoke(by: StaffContext, number: int) -> bool:
    """Withdraw an open invitation; False when it is not open any more."""
    with transaction.atomic():
        still_open = Invitation.objects.filter(pk=number, agency=by.agency, used=None, revoked=None)
        email = still_open.values_list("email", flat=True).first()
        revoked = still_open.update(revoked=timezone.now()) == 1
        if revoked:
            audit.record(by, by.agency, "invitation.revoked", "invitation", email or "")
    return revoked


def find(token: str) -> Invitation | None:
    """The invitation of a link, as long as it can be accepted."""
    usable = Q(used=None, revoked=None, expires__gt=timezone.now())
    return Invitation.objects.select_related("agency", "created_by").filter(usable, token_hash=_hash(token)).first()


def accept(invitation: Invitation, name: str = "", password: str = "", language: str = "") -> User:
    """Make the account, unless there is one, and give it what the invitation says.

    `language` is the one in which it was accepted; whoever has none yet goes on in it, else in the invitation's.

    Raises:
        StaffProblem: the link was used, withdrawn or has run out meanwhile, or the account is closed.
    """
    now = timezone.now()
    with transaction.atomic():
        if Invitation.objects.filter(pk=invitation.pk, used=None, revoked=None, expires__gt=now).update(used=now) != 1:
            raise StaffProblem(_("This link is no longer valid."))
        user = find_account(invitation.email)
        if user is not None and not user.is_active:
            raise StaffProblem(_("This account was closed. Ask whoever runs this installation."))
        if user is None:
            user = User(username=as_username(invitation.email), email=invitation.email)
        if user.pk is None or invitation.sets_password:
            user.first_name = name[:150]
            user.last_name = ""
            user.set_password(password)
        user.is_superuser = user.is_superuser or invitation.superuser
        user.save()
        begin_with_language(user, language or invitation.language)
        if invitation.sets_password:
            sessions.end_all(user)
        if invitation.agency is not None:
            for role in invitation.roles:
                Membership.objects.update_or_create(user=user, agency=invitation.agency, role=role, defaults={"suspended": False})
        if invitation.roles:
            audit.record(user, invitation.agency, "invitation.accepted", "invitation", invitation.email, None, _described(invitation))
        else:
            audit.record_for_account(user, user, "account.password")
    return user
