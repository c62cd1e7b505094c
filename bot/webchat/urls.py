"""The web chat's addresses."""

from __future__ import annotations

from django.urls import path

from bot.webchat import api, views

urlpatterns = [
    path("", views.choose, name="choose"),
    path("chat/<slug:agency>/", views.chat, name="chat"),
    path("chat/<slug:agency>/messages", api.messages, name="chat-messages"),
    path("chat/<slug:agency>/events", api.events, name="chat-events"),
    path("chat/<slug:agency>/typing", api.typing, name="chat-typing"),
    path("chat/<slug:agency>/reset", api.reset, name="chat-reset"),
]
