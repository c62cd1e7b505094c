"""The console's addresses. An area has a module of its own, and its names begin with the area's."""

from __future__ import annotations

from django.urls import include, path

from bot.console import language, overview

app_name = "console"
urlpatterns = [
    path("", overview.home, name="home"),
    path("language", language.choose_language, name="language"),
    path("", include("bot.console.entrance.urls")),
    path("account/", include("bot.console.account.urls")),
    path("<slug:agency>/", overview.overview, name="overview"),
    path("<slug:agency>/desk/", include("bot.console.desk.urls")),
    path("<slug:agency>/analytics/", include("bot.console.analytics.urls")),
    path("<slug:agency>/catalogue/", include("bot.console.catalogue.urls")),
    path("<slug:agency>/questions/", include("bot.console.questions.urls")),
    path("<slug:agency>/faq/", include("bot.console.faq.urls")),
    path("<slug:agency>/training/", include("bot.console.training.urls")),
    path("<slug:agency>/team/", include("bot.console.team.urls")),
    path("<slug:agency>/audit/", include("bot.console.audit.urls")),
]
