"""Every address that the web process answers."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("bot.webchat.urls")),
    path("", include("bot.ops.urls")),
    path("", include("bot.analytics.urls")),
    path("", include("channels.urls")),
    path("console/", include("bot.console.urls")),
]
handler403 = "bot.console.errors.forbidden"
handler404 = "bot.console.errors.not_found"
handler500 = "bot.console.errors.server_error"
