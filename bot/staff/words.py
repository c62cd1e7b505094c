"""The words in which the audit log speaks of accounts, members and invitations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bot.staff.audit import declare
from bot.staff.permissions import Role

declare(
    actions={
        "invitation.sent": _("Invitation made"),
        "invitation.renewed": _("Invitation link renewed"),
        "invitation.revoked": _("Invitation withdrawn"),
        "invitation.accepted": _("Invitation accepted"),
        "member.roles": _("Roles changed"),
        "member.suspended": _("Access stopped"),
        "member.resumed": _("Access given back"),
        "account.password": _("Password changed"),
        "account.second_factor_on": _("Second factor set up"),
        "account.second_factor_off": _("Second factor removed"),
        "account.recovery_codes": _("New recovery codes made"),
        "account.disabled": _("Account closed"),
        "account.locked": _("Sign-in locked after wrong passwords"),
        "account.unlocked": _("Sign-in unlocked"),
        "account.password_link": _("Link for a new password made"),
    },
    kinds={"invitation": _("Invitation"), "member": _("Member"), "account": _("Account")},
    fields={
        "roles": _("Roles"),
        "language": _("Language"),
        "suspended": _("Access stopped"),
        "email": _("E-mail"),
        "address": _("Address on the network"),
    },
    values={
        "roles": {role.value: role.label for role in Role},
        "language": {"id": "Bahasa Indonesia", "ja": "日本語", "en": "English"},
    },
    unsigned={"account.locked": _("Somebody at the sign-in page")},
)
