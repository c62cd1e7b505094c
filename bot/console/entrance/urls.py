"""The addresses of coming in and going out."""

from __future__ import annotations

from django.urls import path

from bot.console.entrance import invitation, sign_in

urlpatterns = [
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-in/code", sign_in.code, name="sign-in-code"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("invitation/<str:token>", invitation.invitation, name="invitation"),
]
