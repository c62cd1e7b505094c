"""The addresses of the pages about oneself."""

from __future__ import annotations

from django.urls import path

from bot.console.account import factor, password, sessions

urlpatterns = [
    path("", sessions.account, name="account"),
    path("password", password.password, name="password"),
    path("second-factor", factor.factor, name="second-factor"),
    path("second-factor/recovery-codes", factor.recovery_codes, name="second-factor-recovery-codes"),
    path("second-factor/remove", factor.remove, name="second-factor-remove"),
    path("sessions/<int:session>/end", sessions.end, name="account-session-end"),
    path("sessions/end-others", sessions.end_others, name="account-sessions-end-others"),
]
