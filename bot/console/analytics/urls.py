"""The addresses of the figures."""

from __future__ import annotations

from django.urls import path

from bot.console.analytics import downloads, publishing, views

urlpatterns = [
    path("", views.overview, name="analytics"),
    path("volumes", views.volumes, name="analytics-volumes"),
    path("topics", views.topics, name="analytics-topics"),
    path("quality", views.quality, name="analytics-quality"),
    path("agencies", views.agencies, name="analytics-agencies"),
    path("catch-up", views.catch_up, name="analytics-catch-up"),
    path("download", downloads.download, name="analytics-download"),
    path("publishing", publishing.publishing, name="analytics-publishing"),
]
