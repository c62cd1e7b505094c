"""The addresses of the inbox of questions."""

from __future__ import annotations

from django.urls import path

from bot.console.questions import deciding, listing, new_faq, settings, work

urlpatterns = [
    path("", listing.questions, name="questions"),
    path("collect", listing.collect_more, name="questions-collect"),
    path("work", work.begin, name="questions-work"),
    path("undo", deciding.undo_last, name="questions-undo"),
    path("settings", settings.change, name="questions-settings"),
    path("<int:group>/", work.group, name="questions-group"),
    path("<int:group>/check", work.check, name="questions-check"),
    path("<int:group>/find", work.find, name="questions-find"),
    path("<int:group>/decide", deciding.decide, name="questions-decide"),
    path("<int:group>/reopen", deciding.reopen, name="questions-reopen"),
    path("<int:group>/new-faq", new_faq.write, name="questions-new-faq"),
]
