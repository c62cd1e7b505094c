"""Every address that the web process answers."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("bot.webchat.urls")), path("", include("bot.ops.urls")), path("", include("channels.urls"))]
