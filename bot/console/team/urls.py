"""The addresses of an agency's team."""

from __future__ import annotations

from django.urls import path

from bot.console.team import invitations, members

urlpatterns = [
    path("", members.team, name="team"),
    path("invite", invitations.invite, name="team-invite"),
    path("invitations/<int:invitation>/renew", invitations.renew, name="team-invitation-renew"),
    path("invitations/<int:invitation>/revoke", invitations.revoke, name="team-invitation-revoke"),
    path("members/<int:member>", members.roles, name="team-member"),
    path("members/<int:member>/suspend", members.suspend, name="team-member-suspend"),
    path("members/<int:member>/resume", members.resume, name="team-member-resume"),
]
