"""The addresses of an agency's team."""

from __future__ import annotations

from django.urls import path

from bot.console.team import helping, invitations, members

urlpatterns = [
    path("", members.team, name="team"),
    path("invite", invitations.invite, name="team-invite"),
    path("invitations/<int:invitation>/renew", invitations.renew, name="team-invitation-renew"),
    path("invitations/<int:invitation>/revoke", invitations.revoke, name="team-invitation-revoke"),
    path("members/<int:member>", members.roles, name="team-member"),
    path("members/<int:member>/suspend", members.suspend, name="team-member-suspend"),
    path("members/<int:member>/resume", members.resume, name="team-member-resume"),
    path("members/<int:member>/unlock", helping.unlock, name="team-member-unlock"),
    path("members/<int:member>/forget-second-factor", helping.forget_second_factor, name="team-member-forget-second-factor"),
    path("members/<int:member>/password-link", helping.password_link, name="team-member-password-link"),
]
